"""A 24-run sweep through the product against the same fits under joblib with two processes.

The product's time runs from the POST of the batch until its last result is stored (`finished_at`), while a
page follows it on the feed, as a person who waits would: asking again and again takes the time it measures.
Rounds are interleaved, and take turns in who goes first; `parallel_speedup` (loop / joblib) below 1.6 means
that the machine had no second core to give and the round says nothing. Cores that are lent out by a host
change their speed by a tenth from one second to the next, so few rounds say little: `quartiles` shows how far
apart they are.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import os
import statistics
import time
from datetime import UTC, datetime
from functools import partial
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"

import httpx
import joblib
import numpy as np
import pandas as pd
from sklearn.datasets import load_diabetes, make_regression
from sklearn.ensemble import HistGradientBoostingRegressor
from websockets.sync.client import ClientConnection

from bench.stack import feed_of, running_stack

GRID: dict[str, list[Any]] = {
    "learning_rate": [0.03, 0.06, 0.1],
    "max_leaf_nodes": [15, 31],
    "min_samples_leaf": [10, 20],
    "l2_regularization": [0.0, 1.0],
}
POINTS = [dict(zip(GRID, values, strict=True)) for values in itertools.product(*GRID.values())]
ITERATIONS = 100
KEPT_MODELS = 10
STATES_OF_ENDED_BATCHES = {"succeeded", "failed", "cancelled", "mixed"}


def dataset(kind: str) -> tuple[np.ndarray, np.ndarray]:
    """20,000 x 20 numbers, or scikit-learn's diabetes (442 x 10)."""
    if kind == "diabetes":
        features, target = load_diabetes(return_X_y=True)
        return features, target
    features, target = make_regression(20_000, 20, n_informative=12, noise=10.0, random_state=0)
    return features, target


def fit(point: dict[str, Any], features: np.ndarray, target: np.ndarray) -> float:
    """One of the fits, on a fixed hold-out split, as a plain user would write it."""
    rows = int(len(features) * 0.8)
    model = HistGradientBoostingRegressor(
        max_iter=ITERATIONS, random_state=0, early_stopping=False, **point
    ).fit(features[:rows], target[:rows])
    return float(model.score(features[rows:], target[rows:]))


def run_loop(features: np.ndarray, target: np.ndarray) -> float:
    """Seconds the plain loop would take, by a fourth of its points: they differ in what costs most."""
    began = time.perf_counter()
    for point in POINTS[::4]:
        fit(point, features, target)
    return 4 * (time.perf_counter() - began)


def run_joblib(pool: joblib.Parallel, features: np.ndarray, target: np.ndarray) -> float:
    """Seconds under joblib with two warm processes."""
    began = time.perf_counter()
    pool(joblib.delayed(fit)(point, features, target) for point in POINTS)
    return time.perf_counter() - began


def upload(client: httpx.Client, features: np.ndarray, target: np.ndarray) -> str:
    """Import the data into the product; returns the dataset's id."""
    frame = pd.DataFrame(features, columns=[f"x{index}" for index in range(features.shape[1])])
    frame["y"] = target
    file = io.BytesIO()
    frame.to_parquet(file)
    answer = client.post("/datasets", files={"file": ("bench.parquet", file.getvalue())})
    answer.raise_for_status()
    identifier: str = answer.json()["id"]
    return identifier


def run_product(client: httpx.Client, dataset_id: str) -> float:
    """Seconds from the POST of the batch to its last stored result."""
    request = {
        "kind": "experiment",
        "name": "bench",
        "pipeline": "gradient-boosting",
        "dataset_id": dataset_id,
        "target": "y",
        "config": {"max_iter": ITERATIONS, "early_stopping": False},
        "search": {"strategy": "grid", "space": GRID},
        "objective": {"metric": "rmse", "direction": "minimize"},
    }
    with feed_of(client) as feed:
        began = datetime.now(UTC)
        answer = client.post("/batches", json=request)
        answer.raise_for_status()
        wait_for_end(feed, answer.json()["id"])
    batch = client.get(f"/batches/{answer.json()['id']}").json()
    assert batch["counts"]["succeeded"] == len(POINTS), batch["counts"]
    wait_until_settled(client, batch["id"])
    return (datetime.fromisoformat(batch["finished_at"]) - began).total_seconds()


def wait_for_end(feed: ClientConnection, batch_id: str) -> None:
    """Read what a page is told until the batch has ended."""
    for frame in feed:
        for item in json.loads(frame):
            if item["id"] == batch_id and item["state"] in STATES_OF_ENDED_BATCHES:
                return
    raise RuntimeError("the feed ended before the batch")


def quartiles(ratios: list[float]) -> list[float] | None:
    """What a fourth, half and three fourths of the rounds stay below."""
    return [round(one, 3) for one in statistics.quantiles(ratios)] if len(ratios) > 1 else None


def wait_until_settled(client: httpx.Client, batch_id: str) -> None:
    """Until what is done after a sweep is done: the next contestant needs both cores.

    The models of the ten best runs are stored, and how much each setting explains is worked out.
    """
    until = time.monotonic() + 60
    while True:
        runs = client.get("/experiments", params={"batch_id": batch_id, "limit": 50}).json()["items"]
        comparison = client.get(f"/batches/{batch_id}/comparison").json()
        if sum(run["model_kept"] for run in runs) == KEPT_MODELS and comparison["importance"] is not None:
            return
        if time.monotonic() > until:
            raise RuntimeError("models or importance are still missing a minute after the sweep")
        time.sleep(0.2)


def main() -> None:
    """Print one JSON line with the medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", choices=["synthetic", "diabetes"], default="synthetic")
    options = parser.parse_args()
    features, target = dataset(options.data)
    rounds: list[dict[str, float]] = []
    with running_stack() as client, joblib.Parallel(n_jobs=2) as pool:
        dataset_id = upload(client, features, target)
        run_product(client, dataset_id)
        run_joblib(pool, features, target)
        contestants = {
            "loop": partial(run_loop, features, target),
            "joblib": partial(run_joblib, pool, features, target),
            "product": partial(run_product, client, dataset_id),
        }
        for number in range(options.rounds):
            turns = list(contestants) if number % 2 == 0 else list(contestants)[::-1]
            rounds.append({name: contestants[name]() for name in turns})
    fair = [one for one in rounds if one["loop"] / one["joblib"] >= 1.6]
    ratios = [one["product"] / one["joblib"] for one in fair]
    print(
        json.dumps(
            {
                "bench": f"sweep of {len(POINTS)} runs, {options.data}",
                "rounds": len(rounds),
                "rounds_with_a_second_core": len(fair),
                "parallel_speedup": [round(one["loop"] / one["joblib"], 2) for one in rounds],
                "joblib_s": round(statistics.median(one["joblib"] for one in rounds), 3),
                "product_s": round(statistics.median(one["product"] for one in rounds), 3),
                "ratio": round(statistics.median(ratios), 3) if ratios else None,
                "quartiles": quartiles(ratios),
                "ratios": [round(ratio, 3) for ratio in ratios],
            }
        )
    )


if __name__ == "__main__":
    main()
