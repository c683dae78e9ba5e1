"""How long a cancelled run's slot takes to start its next job.

One slot, one long run that asks each boosting round whether to stop, and a second run that waits. The time
runs from just before the POST of the cancel to the moment at which the waiting run was claimed
(`started_at`, by the same clock): the request, the nudge to the worker, the run's stop and the commit of its
end. `bare` is what a thread that polls a flag between the same rounds takes to begin its next piece of work.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import threading
import time
from datetime import datetime
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"

import httpx
import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor

from bench.stack import running_stack
from bench.sweep import upload

LIMIT_MS = 100.0
ROUNDS_OF_A_LONG_RUN = 3_000


def submit(client: httpx.Client, dataset_id: str) -> str:
    """Queue a run that goes on until it is cancelled."""
    request = {
        "pipeline": "gradient-boosting",
        "dataset_id": dataset_id,
        "target": "y",
        "config": {"max_iter": ROUNDS_OF_A_LONG_RUN, "early_stopping": False},
    }
    answer = client.post("/experiments", json=request)
    answer.raise_for_status()
    identifier: str = answer.json()["id"]
    return identifier


def wait_until_training(client: httpx.Client, job_id: str) -> dict[str, Any]:
    """Wait until a run has begun to train."""
    while (job := client.get(f"/jobs/{job_id}").json())["progress"] is None:
        if job["finished_at"] is not None:
            raise RuntimeError(f"the run ended before it was cancelled: {job}")
        time.sleep(0.02)
    found: dict[str, Any] = job
    return found


def cancel(client: httpx.Client, running: str, waiting: str) -> float:
    """Cancel the running run; milliseconds until the waiting one was claimed."""
    asked_at = time.time()
    client.post(f"/jobs/{running}/cancel").raise_for_status()
    started_at = datetime.fromisoformat(wait_until_training(client, waiting)["started_at"])
    ended = client.get(f"/jobs/{running}").json()
    assert ended["state"] == "cancelled", ended
    return (started_at.timestamp() - asked_at) * 1000


def bare(features: np.ndarray, target: np.ndarray) -> float:
    """Milliseconds from setting a flag that a thread asks between boosting rounds to its next work."""
    stop = threading.Event()
    began: list[float] = []

    def work() -> None:
        model = HistGradientBoostingRegressor(max_iter=1, early_stopping=False, warm_start=True)
        while not stop.is_set():
            model.max_iter += 1
            model.fit(features, target)
        began.append(time.perf_counter())

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.2)
    asked_at = time.perf_counter()
    stop.set()
    thread.join()
    return (began[0] - asked_at) * 1000


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values doesn't exceed."""
    return round(float(np.quantile(values, share)), 1)


def main() -> int:
    """Print one JSON line; the status is 1 where the median is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args()
    random = np.random.default_rng(0)
    features, target = random.random((5_000, 10)), random.random(5_000)
    os.environ["AZURAFORGE_WORKER_SLOTS"] = "1"
    taken: list[float] = []
    with running_stack() as client:
        dataset_id = upload(client, features, target)
        running = submit(client, dataset_id)
        wait_until_training(client, running)
        for _ in range(options.rounds):
            waiting = submit(client, dataset_id)
            taken.append(cancel(client, running, waiting))
            running = waiting
        client.post(f"/jobs/{running}/cancel").raise_for_status()
    plain = [bare(features, target) for _ in range(options.rounds)]
    print(
        json.dumps(
            {
                "bench": "from a cancel to the slot's next job",
                "cancels": len(taken),
                "p50_ms": percentile(taken, 0.5),
                "p95_ms": percentile(taken, 0.95),
                "max_ms": percentile(taken, 1.0),
                "bare_p50_ms": percentile(plain, 0.5),
                "bare_p95_ms": percentile(plain, 0.95),
                "ratio": round(statistics.median(taken) / statistics.median(plain), 1),
                "limit_ms": LIMIT_MS,
            }
        )
    )
    return int(statistics.median(taken) > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
