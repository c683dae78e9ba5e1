"""The feed: one user's jobs and batches, live, and from the database where Redis fails."""

from datetime import timedelta
from typing import Any

import pytest
from azuraforge_api.jobs import hub
from azuraforge_contracts.events import FeedItem
from azuraforge_contracts.jobs import Queue
from azuraforge_contracts.transport.event_stream import EventPublisher, feed_stream_key
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.importance import BatchImportance
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import add_batch, add_jobs
from azuraforge_dbmodels.worker_nodes import register_worker
from sqlmodel import select


@pytest.fixture(autouse=True)
def quick_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "PULSE_S", 0.1)
    monkeypatch.setattr(hub, "PULSE_WHEN_AWAY_S", 0.1)


@pytest.fixture
def batch(store: Database, person: Any) -> Batch:
    with store.write() as session:
        return add_batch(session, person.user, 3)


def states(reader: Any, job_id: str) -> list[str]:
    return [item["state"] for item in reader.items if item["id"] == job_id]


def store_result(store: Database, job_id: str, objective: float) -> None:
    with store.write() as session:
        session.add(
            ExperimentResult(
                job_id=job_id,
                attempt=1,
                pipeline_version="1",
                objective=objective,
                metrics={"rmse": objective},
                baseline_metrics={},
                metric_specs=[],
                curves={},
                row_counts={},
                provenance={},
            )
        )


def test_a_job_and_its_batch_are_told_while_they_go_on(
    person: Any, worker: Any, follow: Any, store: Database, batch: Batch
) -> None:
    reader = follow(person, "/feed")
    worker.start()
    job_id = worker.claim.job_id
    reader.wait_for(lambda it: states(it, job_id) == ["running"] and states(it, batch.id))
    store_result(store, job_id, 0.5)
    worker.end()
    reader.wait_for(lambda it: states(it, job_id) == ["running", "succeeded"])
    reader.wait_for(lambda it: [item for item in it.items if item["type"] == "batch" and item["best"]])
    last = [item for item in reader.items if item["type"] == "batch"][-1]
    assert last | {"at": ""} == {
        "type": "batch",
        "id": batch.id,
        "state": "running",
        "progress": pytest.approx(1 / 3),
        "at": "",
        "counts": {"queued": 2, "running": 0, "succeeded": 1, "failed": 0, "cancelled": 0},
        "best": {"job_id": job_id, "number": 1, "metric": "rmse", "value": 0.5},
        "eta_seconds": None,
    }
    for item in reader.items:
        FeedItem.model_validate(item)


def test_a_batch_tells_how_long_it_still_takes(
    person: Any, worker: Any, follow: Any, store: Database, batch: Batch
) -> None:
    def estimates(reader: Any) -> list[float | None]:
        return [item["eta_seconds"] for item in reader.items if item["type"] == "batch"]

    with store.write() as session:
        register_worker(session, Queue.COMPUTE, 1, "test")
    reader = follow(person, "/feed")
    worker.start()
    reader.wait_for(lambda it: estimates(it) == [None])
    with store.write() as session:
        job = session.get_one(Job, worker.claim.job_id)
        job.started_at = utc_now() - timedelta(seconds=100)
        session.add(job)
    worker.end()
    reader.wait_for(lambda it: len(estimates(it)) == 2)
    assert estimates(reader)[-1] == pytest.approx(200, rel=0.1), "two runs of 100 s, one after the other"
    for _ in range(2):
        worker.start()
        worker.end()
    reader.wait_for(lambda it: it.items[-1]["state"] == "succeeded" and it.items[-1]["type"] == "batch")
    assert estimates(reader)[-1] is None


def test_a_batch_is_told_when_its_importance_is_there(
    person: Any, follow: Any, store: Database, batch: Batch, broker: Any
) -> None:
    reader = follow(person, "/feed")
    with store.write() as session:
        session.add(BatchImportance(batch_id=batch.id, runs=12))
    EventPublisher(broker.client).publish_feed(person.user.id, [{"type": "batch", "id": batch.id}])
    reader.wait_for(lambda it: [item for item in it.items if item.get("importance_runs") == 12])
    for item in reader.items:
        assert FeedItem.model_validate(item).id == batch.id


def test_everyone_hears_of_their_own_only(
    join: Any, worker: Any, follow: Any, store: Database, broker: Any
) -> None:
    people = [join(), join()]
    readers = [follow(one, "/feed") for one in people]
    for one in people:
        with store.write() as session:
            add_jobs(session, one.user)
        worker.start()
        worker.end()
    for one, reader in zip(people, readers, strict=True):
        reader.wait_for(lambda it: len(it.items) == 2)
        with store.read() as session:
            mine = set(session.exec(select(Job.id).where(Job.owner_id == one.user.id)))
        assert {item["id"] for item in reader.items} == mine


def test_all_pages_of_a_user_are_told_and_one_that_leaves_ends_nothing(
    person: Any, worker: Any, follow: Any, store: Database
) -> None:
    readers = [follow(person, "/feed") for _ in range(3)]
    readers.pop().connection.close()
    with store.write() as session:
        add_jobs(session, person.user)
    worker.start()
    for reader in readers:
        reader.wait_for(lambda it: states(it, worker.claim.job_id) == ["running"])
    for reader in readers:
        reader.connection.close()
        reader.wait_for_close()
    again = follow(person, "/feed")
    worker.end()
    again.wait_for(lambda it: states(it, worker.claim.job_id) == ["succeeded"])


def test_what_was_told_before_a_socket_opened_is_not_told_again(
    person: Any, worker: Any, follow: Any, store: Database
) -> None:
    with store.write() as session:
        first, _second = add_jobs(session, person.user, 2)
    worker.start()
    worker.end()
    reader = follow(person, "/feed")
    worker.start()
    reader.wait_for(lambda it: states(it, worker.claim.job_id) == ["running"])
    assert states(reader, first.id) == []


def test_without_a_broker_changes_are_read_from_the_database(
    person: Any, worker: Any, follow: Any, broker: Any, batch: Batch
) -> None:
    broker.stop()
    reader = follow(person, "/feed")
    worker.start()
    job_id = worker.claim.job_id
    reader.wait_for(lambda it: states(it, job_id)[-1:] == ["running"])
    worker.end()
    reader.wait_for(lambda it: states(it, job_id)[-1:] == ["succeeded"])
    reader.wait_for(
        lambda it: [item for item in it.items if item["type"] == "batch" and item["counts"]["succeeded"] == 1]
    )
    told = [(item["id"], item["state"], item["progress"]) for item in reader.items if item["type"] == "job"]
    assert len(told) == len(set(told)), "polling repeats nothing"


@pytest.mark.parametrize("how", ["emptied", "restarted"])
def test_what_an_emptied_or_restarted_broker_forgot_is_read_from_the_database(
    person: Any, worker: Any, follow: Any, broker: Any, store: Database, how: str
) -> None:
    with store.write() as session:
        jobs = add_jobs(session, person.user, 3)
    reader = follow(person, "/feed")
    worker.start()
    reader.wait_for(lambda it: states(it, jobs[0].id) == ["running"])
    # Entries of a time that the clock was set back from: later ones are smaller.
    broker.client.xadd(
        feed_stream_key(person.user.id), {"f": b'[{"type": "job", "id": "x"}]'}, id="9999999999999-0"
    )
    reader.wait_for(lambda it: "x" in [item["id"] for item in it.items])
    if how == "restarted":
        broker.stop()
    with store.write() as session:
        job_state.succeed(session, worker.claim)
    if how == "restarted":
        broker.start()
    else:
        broker.client.flushall()
    reader.wait_for(lambda it: states(it, jobs[0].id)[-1:] == ["succeeded"])
    worker.start()
    reader.wait_for(lambda it: states(it, jobs[1].id)[-1:] == ["running"])
