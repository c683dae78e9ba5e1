"""Batches of the pipeline `toy` on the member's dataset, and a stand-in for the worker."""

from collections.abc import Callable
from typing import Any

import pytest
from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.session import Database
from fastapi.testclient import TestClient

URL = "/api/v1/batches"


@pytest.fixture
def body_of(toy: None, dataset: Dataset) -> Callable[..., dict[str, Any]]:
    """A request for a batch: its space, and what is to be different."""

    def make(space: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        return {
            "kind": "experiment",
            "name": "Sweep",
            "pipeline": "toy",
            "dataset_id": dataset.id,
            "target": "y",
            "config": {"share": 0.3},
            "search": {"strategy": "grid", "space": {"rate": [0.1, 0.2, 0.3]} if space is None else space},
            "objective": {"metric": "rmse", "direction": "minimize"},
            **changes,
        }

    return make


@pytest.fixture
def started(
    member_client: TestClient, body_of: Callable[..., dict[str, Any]]
) -> Callable[..., dict[str, Any]]:
    """Start a batch of the member's; its answer."""

    def start(space: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        answer = member_client.post(URL, json=body_of(space, **changes))
        assert answer.status_code == 202, answer.text
        body: dict[str, Any] = answer.json()
        return body

    return start


@pytest.fixture
def work(database: Database) -> Callable[..., None]:
    """Run the next jobs: a number (or null) is the objective of one that succeeds, a word fails it."""

    def run(*outcomes: float | str | None) -> None:
        for outcome in outcomes:
            with database.write() as session:
                claim = job_state.claim(session, Queue.COMPUTE, "worker")
                assert claim is not None
                if isinstance(outcome, str):
                    assert job_state.fail(session, claim, outcome, "It did not work.")
                    continue
                session.add(_result_of(claim.job_id, outcome))
                assert job_state.succeed(session, claim)

    return run


def _result_of(job_id: str, rmse: float | None) -> ExperimentResult:
    return ExperimentResult(
        job_id=job_id, attempt=1, pipeline_version="1", objective=rmse, metrics={"rmse": rmse, "r2": 0.5},
        baseline_metrics={}, metric_specs=[], curves={}, row_counts={}, provenance={},
    )  # fmt: skip
