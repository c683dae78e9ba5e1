"""Accepting a batch of 1,000 runs over HTTP, against bare SQLite that inserts the same rows.

The product's time runs from the POST of the batch to its answer: every value checked, two rows a run
inserted and on the disk. `bare_sql` inserts as many bytes in one transaction on an SQLite file with the same
durability. They take turns.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from bench.stack import running_stack
from bench.sweep import upload

SPACE: dict[str, list[Any]] = {
    "learning_rate": [round(0.01 * step, 2) for step in range(1, 11)],
    "max_leaf_nodes": list(range(3, 23, 2)),
    "min_samples_leaf": list(range(2, 22, 2)),
}
RUNS = 1_000
LIMIT_MS = 1_000.0
ROW_BYTES = 700  # about what a job and its experiment take


def accept(client: httpx.Client, dataset_id: str) -> float:
    """Milliseconds from the POST of the batch to its answer; its runs are cancelled after that."""
    request = {
        "kind": "experiment",
        "name": "accept",
        "pipeline": "gradient-boosting",
        "dataset_id": dataset_id,
        "target": "y",
        "config": {"max_iter": 1_000},
        "search": {"strategy": "grid", "space": SPACE},
        "parallelism": 1,
    }
    began = time.perf_counter()
    answer = client.post("/batches", json=request)
    taken = (time.perf_counter() - began) * 1000
    answer.raise_for_status()
    batch = answer.json()
    assert batch["job_count"] == RUNS, batch
    client.post(f"/batches/{batch['id']}/cancel").raise_for_status()
    while client.get(f"/batches/{batch['id']}").json()["counts"]["running"]:
        time.sleep(0.02)
    return taken


class BareSql:
    """Two tables as narrow as can be, with the product's durability."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "bare.db", isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        for table in ("job", "experiment"):
            self._database.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, row TEXT)")
        self._inserted = 0

    def insert(self) -> float:
        """Milliseconds of inserting and committing the rows of one batch."""
        text = "x" * (ROW_BYTES // 2)
        rows = [(f"{self._inserted + number:036d}", text) for number in range(RUNS)]
        self._inserted += RUNS
        began = time.perf_counter()
        self._database.execute("BEGIN IMMEDIATE")
        for table in ("job", "experiment"):
            self._database.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)  # noqa: S608
        self._database.execute("COMMIT")
        return (time.perf_counter() - began) * 1000


def main() -> int:
    """Print one JSON line; the status is 1 where the median is over a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    random = np.random.default_rng(0)
    features, target = random.random((2_000, 5)), random.random(2_000)
    taken: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory(prefix="azf-bench-") as folder, running_stack() as client:
        dataset_id = upload(client, features, target)
        sql = BareSql(Path(folder))
        accept(client, dataset_id)
        for _ in range(options.rounds):
            bare.append(sql.insert())
            taken.append(accept(client, dataset_id))
    median = statistics.median(taken)
    print(
        json.dumps(
            {
                "bench": f"accept of a batch of {RUNS} runs",
                "rounds": len(taken),
                "p50_ms": round(median, 1),
                "fastest_ms": round(min(taken), 1),
                "bare_sql_p50_ms": round(statistics.median(bare), 1),
                "ratio_to_bare_sql": round(median / statistics.median(bare), 1),
                "limit_ms": LIMIT_MS,
            }
        )
    )
    return int(median > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
