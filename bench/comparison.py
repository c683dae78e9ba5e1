"""Reading finished runs over HTTP against bare FastAPI handlers that answer the same bytes.

1,000 runs of 8 parameters and 5 metrics, alone and beside 10,000 other runs. `same_bytes` answers bytes it
has in memory, `bare_sql` reads one indexed table of one column per parameter and metric and serialises it in
columns. The product is measured as it answers an ended batch (kept in memory), as it works an answer out
(`include=running` while a run is running is never kept), and for a list's newest 50 runs. Requests take
turns; authentication is included.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from azuraforge_api.security import hash_secret
from azuraforge_dbmodels import migrate
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import ApiToken, User
from fastapi import FastAPI, Response
from sqlalchemy import insert

from bench.stack import ROOT, free_port

PARAMS, METRICS = [f"p{index}" for index in range(8)], [f"m{index}" for index in range(5)]
COLUMNS = [*PARAMS, *METRICS]
RUNS, OTHER_RUNS = 1_000, 10_000
WARM_UPS = 3
LIMITS = {"kept": 3.0, "newest_50": 3.0, "worked_out_to_bare_sql": 3.0, "beside_others": 1.2}
KINDS = ("kept", "worked_out", "newest_50")


def manifest() -> dict[str, Any]:
    """The catalogue's entry of a pipeline with these parameters and metrics."""
    return {
        "id": "bench",
        "name": "Bench",
        "task": "regression",
        "description": "",
        "version": "1",
        "config_schema": {
            "type": "object",
            "properties": {name: {"type": "number", "title": name, "default": 0.0} for name in PARAMS},
        },
        "metrics": [{"name": name, "direction": "minimize", "unit": None} for name in METRICS],
        "default_objective": {"metric": METRICS[0], "direction": "minimize"},
        "i18n": {},
    }


class Seeder:
    """Fills a database with finished runs."""

    def __init__(self, folder: Path) -> None:
        self.database = Database.connect(f"sqlite:///{folder / 'azuraforge.db'}")
        migrate.upgrade(self.database.engine)
        self.token = f"af_{secrets.token_urlsafe(32)}"
        self._random = np.random.default_rng(0)
        self._user = User(name="bench", name_key="bench", role="admin")
        with self.database.write() as session:
            session.add(self._user)
            session.add(PipelineEntry(id="bench", manifest=manifest()))
            session.flush()
            session.add(
                ApiToken(user_id=self._user.id, name="b", token_hash=hash_secret(self.token), hint="")
            )
            self._dataset = Dataset(
                owner_id=self._user.id,
                name="bench.csv",
                format="csv",
                sha256="0" * 64,
                size_bytes=1,
                row_count=1,
                columns=[],
            )
            session.add(self._dataset)

    def batch(self, runs: int, created_at: datetime, *, one_running: bool = False) -> str:
        """Add a batch; the last of its runs is running if asked for. Returns its id."""
        batch = Batch(
            owner_id=self._user.id,
            kind="experiment",
            name="bench",
            pipeline="bench",
            dataset_id=self._dataset.id,
            request={
                "target": "y",
                "time_column": None,
                "config": {},
                "search": {"strategy": "grid", "space": {}},
                "seed": 0,
            },
            objective_metric=METRICS[0],
            objective_direction="minimize",
            job_count=runs,
        )
        jobs = [
            self._job(batch, number, created_at + timedelta(milliseconds=number))
            for number in range(1, runs + 1)
        ]
        if one_running:
            jobs[-1].state, jobs[-1].finished_at = "running", None
        with self.database.write() as session:
            session.add(batch)
            session.flush()
            session.execute(insert(Job), [job.model_dump() for job in jobs])
            session.execute(insert(Experiment), [self._experiment(job) for job in jobs])
            finished = [self._result(job) for job in jobs if job.state == "succeeded"]
            session.execute(insert(ExperimentResult), finished)
        return batch.id

    def _job(self, batch: Batch, number: int, at: datetime) -> Job:
        return Job(
            kind="experiment",
            queue="compute",
            owner_id=batch.owner_id,
            batch_id=batch.id,
            number=number,
            name=f"bench #{number}",
            state="succeeded",
            attempt=1,
            created_at=at,
            queued_at=at,
            started_at=at,
            finished_at=at + timedelta(seconds=float(self._random.random()) + 1),
        )

    def _experiment(self, job: Job) -> dict[str, Any]:
        params = dict(zip(PARAMS, self._random.random(len(PARAMS)).round(6).tolist(), strict=True))
        return {
            "job_id": job.id,
            "pipeline": "bench",
            "dataset_id": self._dataset.id,
            "target": "y",
            "time_column": None,
            "config": params,
            "params": params,
            "seed": 0,
        }

    def _result(self, job: Job) -> dict[str, Any]:
        metrics = dict(zip(METRICS, self._random.random(len(METRICS)).tolist(), strict=True))
        return {
            "job_id": job.id,
            "attempt": 1,
            "pipeline_version": "1",
            "objective": metrics[METRICS[0]],
            "metrics": metrics,
            "baseline_metrics": metrics,
            "metric_specs": manifest()["metrics"],
            "curves": {},
            "row_counts": {"train": 1, "holdout": 1},
            "stopped_early": False,
            "provenance": {"dataset_sha256": "0" * 64, "package_versions": {}},
        }


def bare_app() -> FastAPI:
    """Bare handlers: bytes from memory, and one indexed SELECT serialised in columns."""
    import orjson  # noqa: PLC0415 - only the bare server's process needs it

    app = FastAPI()
    folder = Path(os.environ["BENCH_BARE"])
    table = sqlite3.connect(folder / "bare.db", check_same_thread=False)

    @app.get("/same/{name}")
    async def same(name: str) -> Response:
        return Response(app.state.bodies[name], media_type="application/json")

    @app.get("/sql")
    async def sql() -> Response:
        names = ["id", *COLUMNS]
        rows = table.execute(f"SELECT id, {', '.join(COLUMNS)} FROM wide WHERE batch = 1").fetchall()  # noqa: S608
        answer = dict(zip(names, zip(*rows, strict=True), strict=True))
        return Response(orjson.dumps(answer), media_type="application/json")

    app.state.bodies = {file.stem: file.read_bytes() for file in folder.glob("*.json")}
    return app


def make_bare_table(folder: Path) -> None:
    """One column per parameter and metric, as a store made for nothing else would have."""
    chance = np.random.default_rng(0)
    with sqlite3.connect(folder / "bare.db") as table:
        kinds = ", ".join(f"{name} REAL" for name in COLUMNS)
        table.execute(f"CREATE TABLE wide (id TEXT PRIMARY KEY, batch INTEGER, {kinds})")
        table.execute("CREATE INDEX wide_batch ON wide (batch)")
        marks = ", ".join("?" * (len(COLUMNS) + 2))
        rows = [
            (secrets.token_hex(16), 1, *chance.random(len(PARAMS)).round(6), *chance.random(len(METRICS)))
            for _ in range(RUNS)
        ]
        table.executemany(f"INSERT INTO wide VALUES ({marks})", rows)  # noqa: S608


@contextmanager
def served(factory: str, headers: dict[str, str], **environment: str) -> Iterator[httpx.Client]:
    """An application under uvicorn, as the product is started, and a client on one kept connection."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", factory, "--port", str(port), "--no-access-log"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        headers = {"Accept-Encoding": "identity", **headers}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False) as client:
            wait_for(client, process)
            yield client
    finally:
        process.terminate()
        process.wait(30)


def wait_for(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    while process.poll() is None:
        try:
            client.get("/")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server ended before it answered")


def read(client: httpx.Client, path: str) -> bytes:
    """One request, its answer parsed as a page would."""
    answer = client.get(path)
    answer.raise_for_status()
    json.loads(answer.content)
    return answer.content


def milliseconds(reads: dict[str, Callable[[], bytes]], rounds: int) -> dict[str, list[float]]:
    """How long each request took, time after time; they take turns, so that load hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in reads}
    for turn in range(rounds + WARM_UPS):
        for name, request in reads.items():
            began = time.perf_counter()
            request()
            if turn >= WARM_UPS:
                taken[name].append((time.perf_counter() - began) * 1000)
    return taken


class Readers:
    """Starts the servers and collects the requests to time, by name."""

    def __init__(self, stack: ExitStack, root: Path) -> None:
        self._stack = stack
        self._root = root
        self.reads: dict[str, Callable[[], bytes]] = {}

    def add_product(self, name: str, others: int) -> None:
        """The product on a store of its own, with this many other runs in it."""
        folder = self._root / name
        seeder = Seeder(folder)
        start = utc_now() - timedelta(days=1)
        for index in range(others // RUNS):
            seeder.batch(RUNS, start + timedelta(minutes=index))
        ended = seeder.batch(RUNS, start + timedelta(hours=1))
        running = seeder.batch(RUNS, start + timedelta(hours=2), one_running=True)
        seeder.database.dispose()
        client = self._serve(
            "azuraforge_api.main:app",
            {"Authorization": f"Bearer {seeder.token}"},
            AZURAFORGE_DATA_DIR=str(folder),
            AZURAFORGE_REDIS_URL="redis://127.0.0.1:1/0",
        )
        self._add(f"{name}.kept", client, f"/api/v1/batches/{ended}/comparison")
        self._add(f"{name}.worked_out", client, f"/api/v1/batches/{running}/comparison?include=running")
        self._add(f"{name}.newest_50", client, "/api/v1/experiments?limit=50")

    def add_bare(self) -> dict[str, int]:
        """The bare handlers, with the bytes that the product alone answers; their sizes."""
        folder = self._root / "bare"
        folder.mkdir()
        make_bare_table(folder)
        sizes = {}
        for kind in KINDS:
            body = self.reads[f"alone.{kind}"]()
            sizes[kind] = len(body)
            (folder / f"{kind}.json").write_bytes(body)
        client = self._serve("bench.comparison:bare_app", {}, BENCH_BARE=str(folder))
        for kind in KINDS:
            self._add(f"same_bytes.{kind}", client, f"/same/{kind}")
        self._add("bare_sql", client, "/sql")
        return sizes

    def _serve(self, factory: str, headers: dict[str, str], **environment: str) -> httpx.Client:
        return self._stack.enter_context(served(factory, headers, **environment))

    def _add(self, name: str, client: httpx.Client, path: str) -> None:
        self.reads[name] = lambda: read(client, path)


def ratios_of(times: dict[str, float]) -> dict[str, float]:
    """What the limits are about."""
    ratios = {kind: times[f"alone.{kind}"] / times[f"same_bytes.{kind}"] for kind in KINDS}
    ratios["beside_others"] = max(times[f"beside.{kind}"] / times[f"alone.{kind}"] for kind in KINDS)
    ratios["worked_out_to_bare_sql"] = times["alone.worked_out"] / times["bare_sql"]
    return {name: round(ratio, 2) for name, ratio in ratios.items()}


def main() -> int:
    """Print one JSON line; the status is 1 where a ratio of medians is over its limit.

    On a machine that does other things every change of threads waits its turn, which the product has more
    of than a bare handler: `ratios_of_fastest` then says what the work itself costs.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="azf-bench-")))
        readers = Readers(stack, root)
        readers.add_product("alone", others=0)
        readers.add_product("beside", others=OTHER_RUNS)
        sizes = readers.add_bare()
        taken = milliseconds(readers.reads, options.rounds)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    ratios = ratios_of(medians)
    print(
        json.dumps(
            {
                "bench": f"comparison of {RUNS} runs, {len(PARAMS)} parameters, {len(METRICS)} metrics",
                "rounds": options.rounds,
                "p50_ms": {name: round(value, 2) for name, value in sorted(medians.items())},
                "bytes": sizes,
                "ratios": ratios,
                "ratios_of_fastest": ratios_of({name: min(times) for name, times in taken.items()}),
                "limits": LIMITS,
            }
        )
    )
    return int(any(ratios[name] > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
