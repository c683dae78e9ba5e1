"""Jobs over HTTP: lists and filters, cancel, retry, the stored log, and who may see what."""

from typing import Any

import pytest
from azuraforge_api.jobs.queue_position import queue_positions
from azuraforge_contracts.events import event_id
from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import Claim, EventRecord
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import add_batch, add_jobs, add_user, claim_job, read_job
from azuraforge_dbmodels.user import User
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

COMMON_FIELDS = {
    "id",
    "kind",
    "number",
    "state",
    "batch_id",
    "created_at",
    "started_at",
    "finished_at",
    "attempt",
    "progress",
    "queue_position",
    "error",
    "cancel_requested",
}


def queued(database: Database, owner: User, count: int = 1, name: str = "") -> list[str]:
    """Queue single jobs and give their ids."""
    with database.write() as session:
        jobs = add_jobs(session, owner, count)
        for job in jobs:
            job.name = name
        return [job.id for job in jobs]


def metrics(claim: Claim, count: int) -> list[EventRecord]:
    first = claim.next_sequence
    return [
        EventRecord(
            id=event_id(claim.attempt, first + step),
            job_id=claim.job_id,
            attempt=claim.attempt,
            type="metric",
            at=utc_now(),
            data={"step": step, "loss": 1 / (step + 1)},
        )
        for step in range(count)
    ]


def ids(response: Any) -> list[str]:
    return [item["id"] for item in response.json()["items"]]


def test_a_job_answers_with_the_common_fields(
    member_client: TestClient, database: Database, member: User
) -> None:
    (job_id,) = queued(database, member, name="first try")
    job = member_client.get(f"/api/v1/jobs/{job_id}").json()
    assert set(job) >= COMMON_FIELDS
    assert job | {"created_at": None} == {
        "id": job_id,
        "kind": "experiment",
        "name": "first try",
        "number": None,
        "state": "queued",
        "batch_id": None,
        "created_at": None,
        "started_at": None,
        "finished_at": None,
        "attempt": 0,
        "progress": None,
        "queue_position": 1,
        "error": None,
        "cancel_requested": False,
    }
    assert job["created_at"].endswith("Z")


def test_a_failed_job_says_why(member_client: TestClient, database: Database, member: User) -> None:
    (job_id,) = queued(database, member)
    with database.write() as session:
        job_state.fail(session, claim_job(session), "broken", "It broke.")
    job = member_client.get(f"/api/v1/jobs/{job_id}").json()
    assert job["error"] == {"code": "broken", "message": "It broke."}
    assert (job["state"], job["attempt"], job["queue_position"]) == ("failed", 1, None)
    assert job["started_at"] <= job["finished_at"]


def test_the_list_is_filtered_and_paged_newest_first(
    member_client: TestClient, database: Database, member: User
) -> None:
    plain = queued(database, member, 3, "plain")
    odd = queued(database, member, 2, "100%_odd")
    with database.write() as session:
        batch = add_batch(session, member, 2)
        running = claim_job(session).job_id
    assert len(ids(member_client.get("/api/v1/jobs"))) == 7
    assert ids(member_client.get("/api/v1/jobs?q=PLAIN")) == plain[::-1]
    assert ids(member_client.get("/api/v1/jobs?q=%25_")) == odd[::-1]
    assert ids(member_client.get("/api/v1/jobs?state=running")) == [running]
    assert len(ids(member_client.get("/api/v1/jobs?state=running&state=queued"))) == 7
    assert ids(member_client.get("/api/v1/jobs?kind=generation")) == []
    of_batch = member_client.get(f"/api/v1/jobs?batch_id={batch.id}").json()["items"]
    assert [item["number"] for item in of_batch] == [2, 1]

    first = member_client.get("/api/v1/jobs?limit=4").json()
    second = member_client.get(f"/api/v1/jobs?limit=4&cursor={first['next_cursor']}").json()
    found = [item["id"] for item in [*first["items"], *second["items"]]]
    assert len(set(found)) == 7
    assert second["next_cursor"] is None


def test_an_unknown_filter_is_refused_by_name(member_client: TestClient) -> None:
    response = member_client.get("/api/v1/jobs?state=lost")
    assert response.status_code == 422
    assert response.json()["errors"][0]["loc"][:2] == ["query", "state"]


def test_cancelling_a_queued_job_tells_pages(
    member_client: TestClient, database: Database, member: User, transport: Any
) -> None:
    (job_id,) = queued(database, member)
    response = member_client.post(f"/api/v1/jobs/{job_id}/cancel")
    assert response.status_code == 202
    assert response.headers["Location"] == f"/api/v1/jobs/{job_id}"
    assert (response.json()["state"], response.json()["cancel_requested"]) == ("cancelled", True)
    transport.wait_for(lambda sent: sent.items)
    assert [(owner, item["id"], item["state"]) for owner, item in transport.items] == [
        (member.id, job_id, "cancelled")
    ]
    assert [event["data"] for event in transport.job_events] == [{"state": "cancelled"}]
    again = member_client.post(f"/api/v1/jobs/{job_id}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "job_not_cancellable")


def test_cancelling_a_running_job_nudges_its_worker(
    member_client: TestClient, database: Database, member: User, transport: Any
) -> None:
    (job_id,) = queued(database, member)
    with database.write() as session:
        claim = claim_job(session)
    response = member_client.post(f"/api/v1/jobs/{job_id}/cancel")
    assert (response.status_code, response.json()["state"]) == (202, "running")
    transport.wait_for(lambda sent: sent.cancels == [job_id])
    with database.write() as session:
        assert job_state.heartbeat(session, claim, None).cancel_requested


def test_a_retry_queues_the_job_and_wakes_its_queue(
    member_client: TestClient, database: Database, member: User, transport: Any
) -> None:
    (job_id,) = queued(database, member)
    refused = member_client.post(f"/api/v1/jobs/{job_id}/retry")
    assert (refused.status_code, refused.json()["code"]) == (409, "job_not_retryable")
    with database.write() as session:
        job_state.fail(session, claim_job(session), "broken", "It broke.")
    response = member_client.post(f"/api/v1/jobs/{job_id}/retry")
    assert response.status_code == 202
    assert (response.json()["state"], response.json()["error"]) == ("queued", None)
    transport.wait_for(lambda sent: sent.wakes == [(Queue.COMPUTE, 1)])


def test_the_log_is_read_from_a_cursor_on(
    member_client: TestClient, database: Database, member: User
) -> None:
    (job_id,) = queued(database, member)
    assert member_client.get(f"/api/v1/jobs/{job_id}/events").json() == {"items": [], "last_id": 0}
    with database.write() as session:
        claim = claim_job(session)
        assert job_state.append_events(session, claim, metrics(claim, 5))
    log = member_client.get(f"/api/v1/jobs/{job_id}/events").json()
    assert [event["id"] for event in log["items"]] == [event_id(1, n) for n in range(1, 7)]
    assert log["items"][1] | {"at": ""} == {
        "id": event_id(1, 2),
        "job_id": job_id,
        "attempt": 1,
        "type": "metric",
        "at": "",
        "data": {"step": 0, "loss": 1.0},
    }
    page = member_client.get(f"/api/v1/jobs/{job_id}/events?after={event_id(1, 2)}&limit=2").json()
    assert [event["id"] for event in page["items"]] == [event_id(1, 3), event_id(1, 4)]
    assert page["last_id"] == event_id(1, 4)
    end = member_client.get(f"/api/v1/jobs/{job_id}/events?after={log['last_id']}").json()
    assert end == {"items": [], "last_id": log["last_id"]}


@pytest.mark.parametrize("limit", [0, 10_001])
def test_the_logs_limit_has_bounds(
    member_client: TestClient, database: Database, member: User, limit: int
) -> None:
    (job_id,) = queued(database, member)
    assert member_client.get(f"/api/v1/jobs/{job_id}/events?limit={limit}").status_code == 422


@pytest.mark.parametrize("path", ["", "/events", "/cancel", "/retry"])
@pytest.mark.parametrize("which", ["foreign", "unknown", "malformed"])
def test_what_is_not_ones_own_is_not_found(
    other_client: TestClient, database: Database, member: User, path: str, which: str
) -> None:
    (foreign,) = queued(database, member)
    job_id = {"foreign": foreign, "unknown": foreign[:-4] + "0000", "malformed": "x'; --"}[which]
    method = other_client.get if path in {"", "/events"} else other_client.post
    response = method(f"/api/v1/jobs/{job_id}{path}")
    assert (response.status_code, response.json()["code"]) == (404, "job_not_found")
    assert other_client.get("/api/v1/jobs").json()["items"] == []
    with database.read() as session:
        assert read_job(session, foreign).state == "queued"


def test_positions_follow_the_queues_turns(database: Database) -> None:
    """Of each owner's groups, and of all owners, one at a time."""
    with database.write() as session:
        eager, modest = add_user(session), add_user(session)
        large, small = add_batch(session, eager, 10), add_batch(session, eager, 2)
        add_jobs(session, modest, 3)
        jobs = session.exec(select(Job).order_by(col(Job.id))).all()
        positions = queue_positions(session, jobs)

        def of(**fields: object) -> list[int]:
            return [
                positions[job.id]
                for job in jobs
                if all(getattr(job, name) == value for name, value in fields.items())
            ]

        assert of(batch_id=small.id) == [1, 5]
        assert of(batch_id=large.id)[:5] == [1, 5, 8, 9, 10]
        assert of(owner_id=modest.id) == [1, 3, 5]
        actual = order_of_claims(session)
    assert max(abs(positions[job_id] - place) for place, job_id in enumerate(actual, 1)) <= 2


def order_of_claims(session: Session) -> list[str]:
    order = []
    while (claim := job_state.claim(session, Queue.COMPUTE, "w")) is not None:
        job_state.succeed(session, claim)
        order.append(claim.job_id)
    return order
