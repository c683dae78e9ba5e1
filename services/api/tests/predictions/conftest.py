"""A run of the member's with a model that reads a column of every type, and rows as a worker stores them."""

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_contracts.model_files import HEADER, ModelHeader
from azuraforge_contracts.prediction_files import PART_FACTS, part_key, parts_folder
from azuraforge_contracts.run_files import model_key
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.prediction import Prediction, PredictionResult
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import claim_job
from azuraforge_dbmodels.user import User
from fastapi import FastAPI

INPUTS = [
    {"name": "x", "dtype": "number", "minimum": 0.0, "maximum": 9.0},
    {"name": "y", "dtype": "integer", "minimum": 0.0, "maximum": 9.0},
    {"name": "kind", "dtype": "category", "categories": ["b", "a"]},
    {"name": "when", "dtype": "datetime", "minimum": 0.0, "maximum": 1e15},
]

MakeRun = Callable[..., str]


def stored_model(inputs: Sequence[dict[str, Any]]) -> bytes:
    header = ModelHeader(
        pipeline="toy", pipeline_version="1.2.0", target="same", inputs=list(inputs),
        package_versions={}, python_version="3.11.7",
    )  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(HEADER, header.model_dump_json())
    return buffer.getvalue()


@pytest.fixture
def store(app: FastAPI) -> ArtifactStore:
    found: ArtifactStore = app.state.store
    return found


@pytest.fixture
def forecasting(database: Database, toy: None) -> None:
    """The catalogue's `toy` makes forecasts."""
    with database.write() as session:
        entry = session.get_one(PipelineEntry, "toy")
        entry.manifest = {**(entry.manifest or {}), "task": "forecasting"}


@pytest.fixture
def make_run(database: Database, store: ArtifactStore, dataset: Dataset, member: User) -> MakeRun:
    """Makes a run that succeeded and left a model."""

    def make(inputs: Sequence[dict[str, Any]] = INPUTS) -> str:
        job = Job(kind="experiment", queue="compute", owner_id=member.id, name="Toy run", state="succeeded")
        key = model_key(job.id, "token")
        experiment = Experiment(
            job_id=job.id, pipeline="toy", dataset_id=dataset.id, target="same", config={}, params={}, seed=7
        )
        result = ExperimentResult(
            job_id=job.id, attempt=1, pipeline_version="1.2.0", metrics={}, baseline_metrics={},
            metric_specs=[], curves={}, row_counts={"train": 80, "holdout": 20, "dropped": 0},
            model_key=key, provenance={"dataset_sha256": "0" * 64, "package_versions": {}},
        )  # fmt: skip
        with database.write() as session:
            for row in (job, experiment, result):
                session.add(row)
                session.flush()
        store.put_bytes(key, stored_model(inputs))
        return job.id

    return make


class ScriptedWorker:
    """Does to a prediction what a worker does, as far as the API sees it."""

    def __init__(self, database: Database, store: ArtifactStore) -> None:
        self._database = database
        self._store = store
        self._claim: job_state.Claim | None = None

    def start(self, job_id: str) -> job_state.Claim:
        with self._database.write() as session:
            claim = claim_job(session)
        assert claim.job_id == job_id
        assert claim.queue is Queue.COMPUTE
        self._claim = claim
        return claim

    def store_part(
        self, job_id: str, first: int, rows: dict[str, Any], warnings: Sequence[dict[str, Any]] = ()
    ) -> None:
        """Store rows from this one on; the row numbers are added unless the rows are times."""
        with self._database.read() as session:
            folder = parts_folder(job_id, session.get_one(Prediction, job_id).round)
            attempt = session.get_one(Job, job_id).attempt
        end = first + len(next(iter(rows.values())))
        numbered = rows if "time" in rows else {"row": list(range(first, end)), **rows}
        facts = {PART_FACTS: json.dumps({"warnings": list(warnings)}).encode()}
        buffer = io.BytesIO()
        pq.write_table(pa.table(numbered).replace_schema_metadata(facts), buffer)
        self._store.put_bytes(part_key(folder, attempt, first, end), buffer.getvalue())

    def end(self, job_id: str, state: JobState, summary: dict[str, Any] | None = None) -> None:
        assert self._claim is not None
        with self._database.write() as session:
            if state is JobState.SUCCEEDED:
                job_state.succeed(session, self._claim)
                provenance = {"code_version": "1", "package_versions": {}, "python_version": "3.11.7"}
                session.add(
                    PredictionResult(job_id=job_id, attempt=1, summary=summary or {}, provenance=provenance)
                )
            elif state is JobState.CANCELLED:
                job_state.cancelled(session, self._claim)
            else:
                job_state.fail(session, self._claim, "pipeline_error", "ValueError: no")


@pytest.fixture
def worker(database: Database, store: ArtifactStore) -> ScriptedWorker:
    return ScriptedWorker(database, store)
