"""Learning curves over HTTP: of ended runs from their results, of others from the log."""

from typing import Any

import pytest
from azuraforge_api.batches import curves_routes
from azuraforge_api.batches.schemas import CurvesOut
from azuraforge_contracts.events import event_id
from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.job_state import Claim
from azuraforge_dbmodels.session import Database
from fastapi.testclient import TestClient

pytestmark = pytest.mark.usefixtures("toy")

URL = "/api/v1/batches"


def start(client: TestClient, dataset: Dataset, rates: list[float], name: str = "Sweep") -> str:
    body = {
        "name": name, "pipeline": "toy", "dataset_id": dataset.id, "target": "y",
        "search": {"space": {"rate": rates}},
    }  # fmt: skip
    found: str = client.post(URL, json=body).json()["id"]
    return found


@pytest.fixture
def batch_id(member_client: TestClient, dataset: Dataset) -> str:
    return start(member_client, dataset, [0.1, 0.2, 0.3, 0.4])


def claim(database: Database) -> Claim:
    with database.write() as session:
        found = job_state.claim(session, Queue.COMPUTE, "worker")
    assert found is not None
    return found


def succeed(database: Database, *values: float | None) -> str:
    """The next run records these values and ends with the last as its rmse."""
    job = claim(database)
    points = list(enumerate(values, 1))
    with database.write() as session:
        session.add(
            ExperimentResult(
                job_id=job.job_id, attempt=1, pipeline_version="1", objective=values[-1],
                metrics={"rmse": values[-1], "r2": None}, baseline_metrics={}, metric_specs=[],
                curves={"train_rmse": [[1, 0.5]], "validation_rmse": points} if points else {},
                row_counts={}, provenance={},
            )
        )  # fmt: skip
        assert job_state.succeed(session, job)
    return job.job_id


def log_metrics(database: Database, job: Claim, *values: float | None, before: int = 0) -> None:
    with database.write() as session:
        job_state.append_events(
            session,
            job,
            [
                {
                    "id": event_id(1, job.next_sequence + step), "job_id": job.job_id, "attempt": 1,
                    "type": "metric", "at": utc_now(), "data": {"step": step, "validation_rmse": value},
                }
                for step, value in enumerate(values, before + 1)
            ],
        )  # fmt: skip


def curves(client: TestClient, batch_id: str, **params: Any) -> dict[str, Any]:
    answer = client.get(f"{URL}/{batch_id}/curves", params=params)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    CurvesOut.model_validate(body)
    return body


def test_the_best_and_the_named_runs_over_the_band_of_all(
    member_client: TestClient, database: Database, batch_id: str
) -> None:
    for last in (3.0, 1.0, 2.0):
        succeed(database, 5.0, last)
    found = curves(member_client, batch_id, best=1, numbers="1")
    assert (found["name"], found["names"]) == ("validation_rmse", ["train_rmse", "validation_rmse"])
    assert [run["number"] for run in found["runs"]] == [1, 2]
    assert found["runs"][1]["points"] == [[1, 5.0], [2, 1.0]]
    assert found["band"]["median"] == [5.0, 2.0]
    assert (found["run_count"], found["band"]["counts"]) == (3, [3, 3])
    train = curves(member_client, batch_id, best=0, numbers="3", curve="train_rmse")
    assert train["runs"][0]["points"] == [[1, 0.5]]


def test_running_and_failed_runs_are_read_from_the_log(
    member_client: TestClient, database: Database, batch_id: str
) -> None:
    succeed(database, 5.0, 3.0)
    failed = claim(database)
    log_metrics(database, failed, 9.0, None)
    with database.write() as session:
        assert job_state.fail(session, failed, "pipeline_error", "No.")
    running = claim(database)
    log_metrics(database, running, 4.0)
    first = member_client.get(f"{URL}/{batch_id}/curves", params={"numbers": "2"})
    runs = {run["number"]: run for run in first.json()["runs"]}
    assert runs[2]["points"] == [[1, 9.0], [2, None]]
    assert (runs[3]["state"], runs[3]["points"]) == ("running", [[1, 4.0]])
    log_metrics(database, running, 3.5, 3.0, before=1)
    again = member_client.get(f"{URL}/{batch_id}/curves", params={"numbers": "2"})
    assert again.headers["etag"] != first.headers["etag"]


def test_an_ended_batch_is_answered_from_memory_under_its_tag(
    member_client: TestClient, database: Database, batch_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    succeed(database, 5.0, 3.0)
    path = f"{URL}/{batch_id}/curves"
    first = member_client.get(path)

    def never(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(curves_routes, "runs_of_batch", never)
    assert member_client.get(path).content == first.content
    unchanged = member_client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    monkeypatch.undo()
    other = member_client.get(path, params={"best": 0})
    assert other.headers["etag"] != first.headers["etag"]
    assert other.json()["runs"] == []


def test_a_batch_without_curves(member_client: TestClient, database: Database, batch_id: str) -> None:
    found = curves(member_client, batch_id)
    assert (found["names"], found["name"], found["band"], found["runs"]) == ([], None, None, [])


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"curve": "nothing"}, "unknown_curve"),
        ({"numbers": "1,x"}, "invalid_numbers"),
        ({"numbers": ",".join(map(str, range(60)))}, "invalid_numbers"),
        ({"best": 51}, "invalid_request"),
    ],
)
def test_what_is_refused(
    member_client: TestClient, database: Database, batch_id: str, params: dict[str, Any], code: str
) -> None:
    succeed(database, 5.0)
    refused = member_client.get(f"{URL}/{batch_id}/curves", params=params)
    assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_curves_of_picked_runs(
    member_client: TestClient, other_client: TestClient, database: Database, dataset: Dataset, batch_id: str
) -> None:
    first = succeed(database, 5.0, 3.0)
    for _ in range(3):
        succeed(database, 4.0)
    start(member_client, dataset, [0.7], "Another")
    second = succeed(database, 6.0, 2.0)
    path = "/api/v1/comparison/curves"
    found = member_client.get(path, params={"job_ids": f"{second},{first}"}).json()
    CurvesOut.model_validate(found)
    assert [run["job_id"] for run in found["runs"]] == [second, first]
    assert found["band"]["median"] == [5.5, 2.5]
    assert other_client.get(path, params={"job_ids": first}).json()["code"] == "experiment_not_found"
    assert member_client.get(path, params={"job_ids": ","}).json()["code"] == "invalid_pick"
