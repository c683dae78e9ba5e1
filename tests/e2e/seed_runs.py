"""Fill the database of a stack that is up with finished runs no pipeline would take the time to make.

Prints the batches' ids as JSON: `{"one": ..., "dozens": ..., "thousand": ...}`. The runs have log, linear,
integer, text and list-valued parameters, outliers, zeros, metrics that are no number, failures that
have a learning rate in common, cancelled runs, and curves of different lengths with gaps.
"""

import json
import math
import random
import sys
from datetime import timedelta
from typing import Any

from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from sqlalchemy import insert
from sqlmodel import select

SIZES = {"one": 1, "dozens": 24, "thousand": 1_000}
METRICS = [
    {"name": "rmse", "direction": "minimize", "unit": None},
    {"name": "mae", "direction": "minimize", "unit": None},
    {"name": "r2", "direction": "maximize", "unit": None},
]
SPACE: dict[str, Any] = {
    "learning_rate": {"low": 1e-4, "high": 0.1, "log": True},
    "dropout": {"low": 0.0, "high": 0.5},
    "max_depth": {"low": 2, "high": 12, "step": 1},
    "l2": [0, 0.001, 0.01, 0.1],
    "optimizer": ["adam", "adamw", "rmsprop", "sgd"],
    "layers": [[64], [64, 32], [128, 64]],
    "augment": [True, False],
    "warmup": {"low": 0.0, "high": 1.0},
}
PIPELINE = {
    "id": "seeded",
    "name": "Seeded runs",
    "task": "regression",
    "description": "",
    "version": "1",
    "config_schema": {"type": "object", "properties": {name: {"title": name} for name in SPACE}},
    "metrics": METRICS,
    "default_objective": {"metric": "rmse", "direction": "minimize"},
    "i18n": {},
}


def draw_params(dice: random.Random) -> dict[str, Any]:
    """One point of the space."""
    return {
        "learning_rate": float(f"{10 ** dice.uniform(-4, -1):.4g}"),
        "dropout": round(dice.uniform(0, 0.5), 3),
        "max_depth": dice.randint(2, 12),
        "l2": dice.choice(SPACE["l2"]),
        "optimizer": dice.choice(SPACE["optimizer"]),
        "layers": dice.choice(SPACE["layers"]),
        "augment": dice.random() < 0.5,
        "warmup": round(dice.random(), 4),
    }


def state_of(params: dict[str, Any], number: int) -> str:
    """High learning rates fail; a few runs were cancelled."""
    if params["learning_rate"] > 0.05:
        return "failed"
    return "cancelled" if number % 29 == 0 else "succeeded"


def metrics_of(params: dict[str, Any], number: int, dice: random.Random) -> dict[str, float | None]:
    """A valley over the learning rate; some outliers, and some values that were no number."""
    if number % 17 == 0:
        return {"rmse": None, "mae": None, "r2": None}
    rmse = 2 + 0.5 * abs(math.log10(params["learning_rate"]) + 2.5) ** 2 + 0.05 * abs(params["max_depth"] - 7)
    rmse += 0.4 * params["dropout"] + dice.uniform(0, 0.3) + (60 if number % 31 == 0 else 0)
    return {"rmse": rmse, "mae": 0.8 * rmse, "r2": 0.0 if number == 5 else 1 - rmse / 6}


def curves_of(last: float | None, dice: random.Random) -> dict[str, list[list[float | None]]]:
    """Falling losses of a length of their own; every twentieth point of some is missing."""
    steps, end = dice.randint(30, 120), 4.0 if last is None else min(last, 8)
    gaps = dice.random() < 0.2

    def loss(step: int, factor: float) -> float | None:
        if gaps and step % 20 == 0:
            return None
        return round(factor * end * (1 + 2.5 * math.exp(-4 * step / steps)) + dice.uniform(0, 0.08), 4)

    return {
        name: [[step, loss(step, factor)] for step in range(1, steps + 1)]
        for name, factor in (("train_rmse", 0.8), ("validation_rmse", 1.0))
    }


class Seeder:
    """Writes batches of the only user on a dataset made for them."""

    def __init__(self, dsn: str) -> None:
        self.database = Database.connect(dsn)
        with self.database.write() as session:
            self.owner = session.exec(select(User)).one().id
            session.add(PipelineEntry(id="seeded", manifest=PIPELINE))
            dataset = Dataset(
                owner_id=self.owner, name="seeded.csv", format="csv", sha256="0" * 64, size_bytes=1,
                row_count=1, columns=[],
            )  # fmt: skip
            session.add(dataset)
            session.flush()
            self.dataset_id = dataset.id

    def batch(self, name: str, size: int) -> str:
        """Add a batch of ended runs; its id."""
        dice = random.Random(size)  # noqa: S311 - the same runs each time, not a secret
        batch = Batch(
            owner_id=self.owner, kind="experiment", name=name, pipeline="seeded", dataset_id=self.dataset_id,
            request={
                "target": "y", "time_column": None, "config": {"epochs": 120}, "seed": 0,
                "search": {"strategy": "grid", "space": SPACE, "max_runs": size, "seed": 0},
            },
            objective_metric="rmse", objective_direction="minimize", job_count=size,
        )  # fmt: skip
        jobs, experiments, results = [], [], []
        for number in range(1, size + 1):
            params = draw_params(dice)
            job = self._job(batch, number, state_of(params, number), dice)
            jobs.append(job.model_dump())
            experiments.append(self._experiment(job, params))
            if job.state == "succeeded":
                results.append(self._result(job, metrics_of(params, number, dice), dice))
        with self.database.write() as session:
            session.add(batch)
            session.flush()
            for table, rows in ((Job, jobs), (Experiment, experiments), (ExperimentResult, results)):
                if rows:
                    session.execute(insert(table), rows)
            return batch.id

    def _job(self, batch: Batch, number: int, state: str, dice: random.Random) -> Job:
        at = utc_now() - timedelta(seconds=60)
        failed = state == "failed"
        return Job(
            kind="experiment", queue="compute", owner_id=self.owner, batch_id=batch.id, number=number,
            name=f"{batch.name} #{number}", state=state, attempt=1,
            created_at=at, queued_at=at, started_at=at,
            finished_at=at + timedelta(seconds=round(dice.uniform(0.5, 20), 3)),
            error_code="pipeline_error" if failed else None,
            error_message="The loss became NaN at epoch 7." if failed else None,
        )  # fmt: skip

    def _experiment(self, job: Job, params: dict[str, Any]) -> dict[str, Any]:
        return {
            "job_id": job.id, "pipeline": "seeded", "dataset_id": self.dataset_id, "target": "y",
            "time_column": None, "config": {"epochs": 120, **params}, "params": params, "seed": 0,
        }  # fmt: skip

    def _result(self, job: Job, metrics: dict[str, float | None], dice: random.Random) -> dict[str, Any]:
        return {
            "job_id": job.id, "attempt": 1, "pipeline_version": "1", "objective": metrics["rmse"],
            "metrics": metrics, "baseline_metrics": {}, "metric_specs": METRICS,
            "curves": curves_of(metrics["rmse"], dice), "row_counts": {"train": 1, "holdout": 1},
            "stopped_early": False, "provenance": {"dataset_sha256": "0" * 64, "package_versions": {}},
        }  # fmt: skip


if __name__ == "__main__":
    seeder = Seeder(sys.argv[1])
    ids = {name: seeder.batch(f"seeded {name}", size) for name, size in SIZES.items()}
    sys.stdout.write(json.dumps(ids))
