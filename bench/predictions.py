"""Predictions through the product: their speed, how soon a cancelled one has ended, the memory they take.

Speed: 100,000 rows from the POST to the stored end (`finished_at`) against the same model in a plain Python
process that reads the same parquet file, predicts in one call and writes a parquet file. That process's start
and imports are not counted: in the product they are done before.
Cancels: from the POST to the stored end, of a million rows by a model that is asked chunk by chunk, and of
one that hangs and ignores signals (a plug-in of the worker's tests), which has to be killed.
Memory: the most that the worker and all its children hold (resident) for a million rows, above what they hold
before the first prediction.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"

import httpx
import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from bench.cancel import percentile
from bench.stack import ROOT, feed_of, running_stack

PLUGINS = ROOT / "services" / "worker" / "tests" / "plugins"
PIPELINE = "gradient-boosting"
MANY, MOST = 100_000, 1_000_000
COLUMNS = 10
LIMITS = {
    "ratio": 1.5,
    "cancel_p95_s": 1.5,
    "stubborn_p95_s": 12.0,
    "memory_growth_mb": 300.0,
}


def table(rows: int) -> pa.Table:
    """Ten columns of numbers and a target that depends on them."""
    random = np.random.default_rng(0)
    columns = {f"x{index}": random.random(rows) for index in range(COLUMNS)}
    target = 10 * columns["x0"] + np.sin(6 * columns["x1"]) + random.normal(0, 0.1, rows)
    return pa.table({**columns, "x": np.arange(rows, dtype=float), "y": target})


def write(content: pa.Table, path: Path) -> Path:
    """As parquet, in row groups of a usual size."""
    pq.write_table(content, path, row_group_size=100_000)
    return path


def upload(client: httpx.Client, path: Path) -> str:
    """The dataset's id."""
    with path.open("rb") as file:
        answer = client.post("/datasets", files={"file": (path.name, file)}, timeout=300)
    answer.raise_for_status()
    identifier: str = answer.json()["id"]
    return identifier


def wait(client: httpx.Client, path: str, **wanted: Any) -> dict[str, Any]:
    """Look every 20 ms until a job has ended, or is at least as far as wanted."""
    while True:
        found: dict[str, Any] = client.get(path).json()
        if found["finished_at"] is not None or any(found[name] > least for name, least in wanted.items()):
            return found
        time.sleep(0.02)


def train(client: httpx.Client, dataset_id: str, pipeline: str, config: dict[str, Any]) -> str:
    """A run whose model is kept."""
    body = {"pipeline": pipeline, "dataset_id": dataset_id, "target": "y", "config": config}
    answer = client.post("/experiments", json=body)
    answer.raise_for_status()
    ended = wait(client, f"/experiments/{answer.json()['id']}")
    assert ended["model_kept"], ended
    identifier: str = ended["id"]
    return identifier


def start(client: httpx.Client, run: str, dataset_id: str) -> str:
    """Queue a prediction."""
    answer = client.post("/predictions", json={"experiment_id": run, "dataset_id": dataset_id})
    answer.raise_for_status()
    identifier: str = answer.json()["id"]
    return identifier


def predict(client: httpx.Client, run: str, dataset_id: str) -> float:
    """Seconds from the POST until the result is stored; a page follows it, as in `bench.sweep`."""
    with feed_of(client) as feed:
        began = datetime.now(UTC)
        job_id = start(client, run, dataset_id)
        state = "queued"
        while state in {"queued", "running"}:
            states = [item["state"] for item in json.loads(feed.recv(timeout=600)) if item["id"] == job_id]
            state = states[-1] if states else state
    ended = client.get(f"/jobs/{job_id}").json()
    assert ended["state"] == "succeeded", ended
    return (datetime.fromisoformat(ended["finished_at"]) - began).total_seconds()


def cancel_once_rows_are_done(client: httpx.Client, run: str, dataset_id: str) -> float:
    """Seconds from the POST of a cancel until the end is stored."""
    job_id = start(client, run, dataset_id)
    running = wait(client, f"/predictions/{job_id}", rows_done=0)
    assert running["state"] == "running", running
    return cancel(client, job_id)


def cancel_once_stuck(client: httpx.Client, run: str, dataset_id: str) -> float:
    """The same for a model that says when it gets stuck, and then nothing more."""
    job_id = start(client, run, dataset_id)
    while "stuck" not in client.get(f"/jobs/{job_id}/events").text:
        time.sleep(0.05)
    return cancel(client, job_id)


def cancel(client: httpx.Client, job_id: str) -> float:
    """Seconds from the POST of a cancel until the end is stored."""
    asked = datetime.now(UTC)
    client.post(f"/predictions/{job_id}/cancel").raise_for_status()
    ended = wait(client, f"/jobs/{job_id}")
    assert ended["state"] == "cancelled", ended
    return (datetime.fromisoformat(ended["finished_at"]) - asked).total_seconds()


def plain(model: Path, source: Path, target: Path) -> float:
    """What the product does, as one would write it; seconds without imports."""
    import skops.io  # noqa: F401, PLC0415 - what `load_model` would import
    from azuraforge_pipelines.model_store import load_model  # noqa: PLC0415 - the plain process's own
    from azuraforge_pipelines.registry import load_pipeline  # noqa: PLC0415

    pipeline = load_pipeline(PIPELINE)
    began = time.perf_counter()
    loaded = load_model(model.read_bytes(), pipeline)
    rows = pq.read_table(source)
    predicted = loaded.predict(rows)
    pq.write_table(pa.table({"row": np.arange(rows.num_rows), "prediction": predicted}), target)
    return time.perf_counter() - began


def plain_process(model: Path, source: Path) -> float:
    """`plain` in a process of its own."""
    command = [sys.executable, "-m", "bench.predictions", "--plain", str(model), str(source)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(done.stdout)


@contextmanager
def watched_memory(found: dict[str, int]) -> Iterator[None]:
    """Sample what the compute worker and its children hold: bytes at `first` and at `most`."""
    over = threading.Event()
    tree = psutil.Process().children(recursive=True)
    [worker] = [process for process in tree if _is_compute_worker(process)]
    found["first"] = found["most"] = _resident(worker)

    def sample() -> None:
        while not over.wait(0.05):
            found["most"] = max(found["most"], _resident(worker))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _is_compute_worker(process: psutil.Process) -> bool:
    command = process.cmdline()
    return any(part.endswith("azuraforge-worker") for part in command) and "compute" in command


def _resident(process: psutil.Process) -> int:
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def measure(client: httpx.Client, folder: Path, rounds: int) -> dict[str, float]:
    """All of it on one running product."""
    many, most = write(table(MANY), folder / "many.parquet"), write(table(MOST), folder / "most.parquet")
    dataset, large = upload(client, many), upload(client, most)
    run = train(client, dataset, PIPELINE, {"max_iter": 100, "early_stopping": False})
    stuck = train(
        client, dataset, "test-rows", {"stuck_at": 3_000.0, "seconds_a_row": 0.0005, "ignore_signals": True}
    )
    model = folder / "model.zip"
    registered = client.post("/models", json={"experiment_id": run, "name": "bench"})
    registered.raise_for_status()
    model.write_bytes(client.get("/models/bench/versions/1/content").content)

    memory: dict[str, int] = {}
    with watched_memory(memory):
        million = predict(client, run, large)
    product, alone = [], []
    for _ in range(rounds):
        product.append(predict(client, run, dataset))
        alone.append(plain_process(model, many))
    cancels = [cancel_once_rows_are_done(client, run, large) for _ in range(4 * rounds)]
    stubborn = [cancel_once_stuck(client, stuck, dataset) for _ in range(max(1, rounds // 2))]
    return {
        "product_s": percentile(product, 0.5),
        "plain_s": percentile(alone, 0.5),
        "ratio": round(float(np.median(product) / np.median(alone)), 2),
        "million_s": round(million, 1),
        "memory_growth_mb": round((memory["most"] - memory["first"]) / 1024**2, 1),
        "cancel_p50_s": _seconds(cancels, 0.5),
        "cancel_p95_s": _seconds(cancels, 0.95),
        "stubborn_p95_s": _seconds(stubborn, 0.95),
    }


def _seconds(values: list[float], share: float) -> float:
    return round(float(np.quantile(values, share)), 3)


def main() -> int:
    """Print one JSON line; the status is 1 where a figure is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--plain", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="azf-bench-") as name:
        folder = Path(name)
        if options.plain:
            model, source = options.plain
            print(plain(model, source, folder / "result.parquet"))
            return 0
        os.environ["AZURAFORGE_WORKER_SLOTS"] = "2"
        os.environ["PYTHONPATH"] = str(PLUGINS)
        with running_stack() as client:
            found = measure(client, folder, options.rounds)
    over = {name: found[name] for name, limit in LIMITS.items() if found[name] > limit}
    print(json.dumps({"bench": "predictions", "rows": MANY, **found, "limits": LIMITS, "over": over}))
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main())
