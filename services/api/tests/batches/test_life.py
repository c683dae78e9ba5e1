"""Batches are followed, cancelled, retried, listed and deleted."""

from collections.abc import Callable
from typing import Any

import pytest
from azuraforge_api.batches.schemas import BatchOut
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job, JobEventRow
from azuraforge_dbmodels.session import Database
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

URL = "/api/v1/batches"
UNKNOWN = "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10"

Start = Callable[..., dict[str, Any]]
Body = Callable[..., dict[str, Any]]
Work = Callable[..., None]


def counts(**states: int) -> dict[str, int]:
    return {state.value: states.get(state.value, 0) for state in JobState}


def test_a_batch_is_followed_to_its_end(member_client: TestClient, started: Start, work: Work) -> None:
    batch_id = started({"rate": [0.1, 0.2, 0.3, 0.4, 0.5]})["id"]

    def now() -> dict[str, Any]:
        body: dict[str, Any] = member_client.get(f"{URL}/{batch_id}").json()
        return body

    work(3.0, "pipeline_error", 1.5)
    running = now()
    assert (running["state"], running["counts"]) == ("running", counts(queued=2, succeeded=2, failed=1))
    assert running["best"]["value"] == 1.5
    assert running["best"]["number"] == 3
    assert (running["best_trace"], running["progress"]) == ([3.0, 1.5], 0.6)
    assert running["eta_seconds"] is None, "no worker is up"
    assert running["finished_at"] is None
    work(2.0, None)
    ended = now()
    assert (ended["state"], ended["counts"]) == ("mixed", counts(succeeded=4, failed=1))
    assert (ended["best"]["number"], ended["best_trace"]) == (3, [3.0, 1.5, 1.5])
    assert (ended["progress"], ended["eta_seconds"]) == (1.0, None)
    assert ended["finished_at"] >= ended["started_at"] >= ended["created_at"]
    assert member_client.get(URL).json()["items"] == [ended]
    BatchOut.model_validate(ended)


def test_running_parts_count(
    member_client: TestClient, database: Database, started: Start, work: Work
) -> None:
    batch_id = started({"rate": [0.1, 0.2, 0.3, 0.4]})["id"]
    work(1.0)
    with database.write() as session:
        claim = job_state.claim(session, Queue.COMPUTE, "worker")
        assert claim is not None
        job_state.heartbeat(session, claim, 0.5)
    assert member_client.get(f"{URL}/{batch_id}").json()["progress"] == pytest.approx(1.5 / 4)


def test_cancel(member_client: TestClient, other_client: TestClient, started: Start, work: Work) -> None:
    batch_id = started()["id"]
    work(1.0)
    assert other_client.post(f"{URL}/{batch_id}/cancel").status_code == 404
    answer = member_client.post(f"{URL}/{batch_id}/cancel")
    assert answer.status_code == 202
    body = answer.json()
    assert (body["state"], body["cancel_requested"]) == ("cancelled", True)
    assert body["counts"] == counts(succeeded=1, cancelled=2)
    again = member_client.post(f"{URL}/{batch_id}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "batch_not_cancellable")


def test_retry_failed(
    member_client: TestClient, other_client: TestClient, started: Start, work: Work
) -> None:
    batch_id = started()["id"]
    nothing = member_client.post(f"{URL}/{batch_id}/retry-failed")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_to_retry")
    work(1.0, "pipeline_error", "worker_lost")
    assert other_client.post(f"{URL}/{batch_id}/retry-failed").status_code == 404
    answer = member_client.post(f"{URL}/{batch_id}/retry-failed")
    assert (answer.status_code, answer.json()["counts"]) == (202, counts(succeeded=1, queued=2))
    work(0.5, 2.0)
    body = member_client.get(f"{URL}/{batch_id}").json()
    assert (body["state"], body["best"]["value"], body["best_trace"]) == ("succeeded", 0.5, [1.0, 0.5, 0.5])


def test_delete(
    member_client: TestClient,
    other_client: TestClient,
    database: Database,
    app: FastAPI,
    started: Start,
    work: Work,
) -> None:
    store: LocalArtifactStore = app.state.store
    batch_id = started({"rate": [0.1, 0.2]})["id"]
    running = member_client.delete(f"{URL}/{batch_id}")
    assert (running.status_code, running.json()["code"]) == (409, "batch_running")
    work(1.0, 2.0)
    files = ("models/one", "holdouts/one", "analyses/one")
    for key in files:
        store.put_bytes(key, b"content")
    with database.write() as session:
        result = session.exec(select(ExperimentResult)).first()
        assert result is not None
        result.model_key = "models/one"
        session.add(result)
    other = started()["id"]
    assert other_client.delete(f"{URL}/{batch_id}").status_code == 404
    assert member_client.delete(f"{URL}/{batch_id}").status_code == 204
    assert member_client.get(f"{URL}/{batch_id}").json()["code"] == "batch_not_found"
    assert not any(map(store.exists, files))
    with database.read() as session:
        assert session.exec(select(Job.batch_id).distinct()).all() == [other]
        assert [count_of(session, table) for table in (Experiment, ExperimentResult, JobEventRow)] == [
            3,
            0,
            0,
        ]


def count_of(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_lists_are_filtered_and_states_are_those_of_the_answers(
    member_client: TestClient, other_client: TestClient, dataset: Dataset, started: Start, work: Work
) -> None:
    def batch(name: str, *outcomes: float | str | None) -> str:
        batch_id: str = started({"rate": [0.1, 0.2]}, name=name)["id"]
        work(*outcomes)
        return batch_id

    made = {
        "succeeded": batch("Done ÇOK", 1.0, 2.0),
        "failed": batch("failed_%", "pipeline_error", "pipeline_error"),
        "mixed": batch("half", 1.0, "pipeline_error"),
        "cancelled": batch("stopped", 1.0),
    }
    member_client.post(f"{URL}/{made['cancelled']}/cancel")
    made["running"] = batch("going", 1.0)
    made["queued"] = batch("waiting")

    def listed(**query: Any) -> list[str]:
        return [item["id"] for item in member_client.get(URL, params=query).json()["items"]]

    assert listed() == list(made.values())[::-1]
    for state, batch_id in made.items():
        assert listed(state=state) == [batch_id], state
        assert member_client.get(f"{URL}/{batch_id}").json()["state"] == state
    assert listed(q="DONE") == [made["succeeded"]]
    assert listed(q="_%") == [made["failed"]]
    assert listed(kind="generation") == listed(dataset_id=UNKNOWN) == []
    assert listed(kind="experiment", dataset_id=dataset.id, limit=2) == [made["queued"], made["running"]]
    page = member_client.get(URL, params={"limit": 5}).json()
    assert listed(cursor=page["next_cursor"]) == [made["succeeded"]]
    assert other_client.get(URL).json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/comparison"),
        ("POST", "/cancel"),
        ("POST", "/retry-failed"),
        ("POST", "/extend"),
        ("DELETE", ""),
    ],
)
def test_foreign_unknown_and_malformed_ids_are_not_found(
    member_client: TestClient, other_client: TestClient, method: str, path: str, started: Start
) -> None:
    mine = started()["id"]
    for identifier in (mine, UNKNOWN, "x"):
        body = {"search": {"space": {"rate": [0.5]}}} if path == "/extend" else None
        answer = other_client.request(method, f"{URL}/{identifier}{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "batch_not_found")
    assert member_client.get(f"{URL}/{mine}").json()["counts"] == counts(queued=3)
