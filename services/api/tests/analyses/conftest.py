"""Runs that succeeded, with their held-out rows and analyses in the store."""

from collections.abc import Callable
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from azuraforge_analysis.analyse import Facts, analyse, to_json
from azuraforge_contracts.datasets import ColumnSchema
from azuraforge_contracts.run_files import HOLDOUT_FACTS, analysis_key, holdout_key, model_key
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from fastapi import FastAPI

MakeRun = Callable[..., str]


@pytest.fixture
def store(app: FastAPI) -> LocalArtifactStore:
    found: LocalArtifactStore = app.state.store
    return found


@pytest.fixture
def batch(database: Database, dataset: Dataset, member: User) -> Batch:
    row = Batch(
        owner_id=member.id, kind="experiment", name="Sweep", pipeline="toy", dataset_id=dataset.id,
        request={}, objective_metric="rmse", objective_direction="minimize", job_count=1,
    )  # fmt: skip
    with database.write() as session:
        session.add(row)
    return row


@pytest.fixture
def make_run(
    database: Database, store: LocalArtifactStore, dataset: Dataset, member: User, tmp_path: Any
) -> MakeRun:
    """Makes a run of the member's; `errors` are its residuals at `rows`, None where nothing is kept."""

    def make(
        errors: Any = None,
        rows: Any = None,
        *,
        target: str = "y",
        batch: Batch | None = None,
        state: str = "succeeded",
        analysed: bool = True,
        limits: tuple[int | None, int | None] = (None, None),
        **result_fields: Any,
    ) -> str:
        job = Job(
            kind="experiment", queue="compute", owner_id=member.id, name="Toy run", state=state,
            limit_seconds=limits[0], limit_memory_mb=limits[1],
        )  # fmt: skip
        if batch is not None:
            job.batch_id, job.number = batch.id, 4
        key = model_key(job.id, "token")
        experiment = Experiment(
            job_id=job.id, pipeline="toy", dataset_id=dataset.id, target=target, config={"rate": 0.5},
            params={}, seed=7,
        )  # fmt: skip
        kept = errors is not None
        result = ExperimentResult(
            job_id=job.id, attempt=1, pipeline_version="1.2.0", metrics={"rmse": 1.5},
            baseline_metrics={"rmse": 3.0}, metric_specs=[], curves={},
            row_counts={"train": 80, "holdout": 20, "dropped": 0}, model_key=key if kept else None,
            holdout_key=holdout_key(key) if kept else None,
            provenance={"dataset_sha256": dataset.sha256, "package_versions": {}}, **result_fields,
        )  # fmt: skip
        with database.write() as session:
            for row in (job, experiment):
                session.add(row)
                session.flush()
            if state == "succeeded":
                session.add(result)
        if kept:
            table = _table(np.asarray(errors), np.arange(len(errors)) if rows is None else np.asarray(rows))
            path = tmp_path / "rows.parquet"
            pq.write_table(table, path)
            store.put_file(holdout_key(key), path)
            store.put_bytes(key, b"model")
            if analysed:
                store.put_bytes(analysis_key(key), _analysis(job.id, table))
        return job.id

    return make


def _table(errors: Any, rows: Any) -> pa.Table:
    actual = rows * 10.0
    facts = orjson.dumps({"classes": None, "level": None})
    table = pa.table({"row": rows, "actual": actual, "predicted": actual - errors})
    return table.replace_schema_metadata({HOLDOUT_FACTS: facts})


def _analysis(job_id: str, table: pa.Table) -> bytes:
    inputs = pa.table({"x": np.arange(200.0), "y": np.arange(200.0) * 10})
    columns = [ColumnSchema(name=name, dtype="number", missing=0, distinct=200) for name in ("x", "y")]
    return to_json(analyse(table, inputs, Facts(job_id, "y", columns)))
