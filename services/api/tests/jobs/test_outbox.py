"""What is told after a commit, what isn't, and what becomes of it while the broker is away."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from azuraforge_api import outbox as outbox_module
from azuraforge_api.jobs.sweeper import Sweeper
from azuraforge_api.outbox import MAX_WAKE_UPS, Outbox
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_contracts.transport.queue import WakeUpError
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.job import WorkerNode
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import add_jobs, add_user, claim_job, end_wait, expire_lease, read_job
from azuraforge_dbmodels.worker_nodes import register_worker
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError


class FlakyTransport:
    """Answers when it is up; remembers what came through."""

    def __init__(self) -> None:
        self.up = True
        self.tries = 0
        self.sent: list[tuple[str, object]] = []
        self.changed = threading.Condition()

    def _note(self, what: str, value: object) -> None:
        with self.changed:
            self.tries += 1
            self.changed.notify_all()
            if not self.up:
                raise WakeUpError("connection refused")
            self.sent.append((what, value))

    def wake(self, queue: Queue, count: int) -> None:
        self._note("wake", (queue, count))

    def events(self, job_id: str, events: Sequence[Mapping[str, Any]]) -> None:
        self._note("events", (job_id, [event["data"] for event in events]))

    def feed(self, owner_id: str, items: Sequence[Mapping[str, Any]]) -> None:
        self._note("feed", (owner_id, [item["state"] for item in items]))

    def cancel(self, job_ids: Sequence[str]) -> None:
        self._note("cancel", list(job_ids))

    def wait_for_tries(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.tries >= count, 5)


@pytest.fixture
def flaky() -> FlakyTransport:
    return FlakyTransport()


@pytest.fixture
def outbox(flaky: FlakyTransport) -> Iterator[Outbox]:
    made = Outbox(flaky)
    yield made
    made.close()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database.connect(database_url)
    yield opened
    opened.dispose()


def test_nothing_is_told_before_the_commit_or_after_a_rollback(
    database: Database, outbox: Outbox, flaky: FlakyTransport
) -> None:
    with database.write() as session:
        (job,) = add_jobs(session, add_user(session))

    def fail_in_the_end() -> None:
        with database.write() as session:
            outbox.wake(session, Queue.COMPUTE)
            outbox.tell(session, [job_state.request_cancel(session, read_job(session, job.id))])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_in_the_end()
    with database.write() as session:
        outbox.wake(session, Queue.LLM)
        assert flaky.sent == []
    outbox.close()
    assert flaky.sent == [("wake", (Queue.LLM, 1))]


def test_changes_are_told_to_pages_and_workers(
    database: Database, outbox: Outbox, flaky: FlakyTransport
) -> None:
    with database.write() as session:
        owner = add_user(session)
        running, queued = add_jobs(session, owner, 2)
        claim_job(session)
    with database.write() as session:
        changes = [job_state.request_cancel(session, read_job(session, job.id)) for job in (running, queued)]
        outbox.tell(session, changes)
    outbox.close()
    assert flaky.sent == [
        ("cancel", [running.id]),
        ("events", (queued.id, [{"state": "cancelled"}])),
        ("feed", (owner.id, ["running", "cancelled"])),
    ]


def test_a_thousand_jobs_wake_a_few_slots(database: Database, outbox: Outbox, flaky: FlakyTransport) -> None:
    outbox.wake_now(Queue.COMPUTE, 1_000)
    outbox.close()
    assert flaky.sent == [("wake", (Queue.COMPUTE, MAX_WAKE_UPS))]


def test_while_the_broker_is_away_what_waits_is_dropped_and_later_things_are_sent(
    outbox: Outbox, flaky: FlakyTransport
) -> None:
    flaky.up = False
    outbox.wake_now(Queue.COMPUTE, 1)
    flaky.wait_for_tries(1)
    flaky.up = True
    while not flaky.sent:  # it may be dropping what waits just now
        outbox.wake_now(Queue.LLM, 2)
    outbox.close()
    assert set(flaky.sent) == {("wake", (Queue.LLM, 2))}


def test_the_outbox_is_bounded(
    flaky: FlakyTransport, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "MAX_WAITING", 3)
    with flaky.changed:  # holds the sender up
        for count in range(1, 11):
            outbox.wake_now(Queue.COMPUTE, count)
        assert len(outbox._waiting) <= 3
    outbox.close()
    assert [value for _, value in flaky.sent][-3:] == [(Queue.COMPUTE, n) for n in (8, 9, 10)]


def test_a_request_that_changes_a_job_succeeds_without_a_broker(
    member_client: TestClient, database: Database, member: Any, transport: Any
) -> None:
    def down(*_arguments: object) -> None:
        raise WakeUpError("connection refused")

    transport.feed = transport.wake = transport.events = down
    with database.write() as session:
        (job,) = add_jobs(session, member)
    response = member_client.post(f"/api/v1/jobs/{job.id}/cancel")
    assert (response.status_code, response.json()["state"]) == (202, "cancelled")


def test_the_sweeper_takes_lost_jobs_back_and_wakes_for_what_waits(
    database: Database, outbox: Outbox, flaky: FlakyTransport
) -> None:
    with database.write() as session:
        owner = add_user(session)
        (job,) = add_jobs(session, owner)
        claim_job(session)
        expire_lease(session, job.id)
    sweeper = Sweeper(database, outbox)
    sweeper.sweep()
    flaky.wait_for_tries(3)
    assert ("feed", (owner.id, ["queued"])) in flaky.sent
    with database.write() as session:
        assert read_job(session, job.id).state == JobState.QUEUED
        end_wait(session, job.id)
        register_worker(session, Queue.COMPUTE, 2, "1.0")
    flaky.sent.clear()
    sweeper.sweep()
    outbox.close()
    assert flaky.sent == [("wake", (Queue.COMPUTE, 1))]


def test_the_sweeper_goes_on_when_the_database_was_away(
    database: Database, outbox: Outbox, flaky: FlakyTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as session:
        add_jobs(session, add_user(session))
        register_worker(session, Queue.COMPUTE, 1, "1.0")
    real, away = database.write, threading.Event()

    def broken() -> Any:
        away.set()
        raise OperationalError("BEGIN", {}, Exception("the server closed the connection"))

    monkeypatch.setattr(database, "write", broken)
    with Sweeper(database, outbox, seconds=0.01).running():
        assert away.wait(5)
        monkeypatch.setattr(database, "write", real)
        flaky.wait_for_tries(1)
    assert flaky.sent[0] == ("wake", (Queue.COMPUTE, 1))


def test_a_worker_that_is_gone_is_not_woken(
    database: Database, outbox: Outbox, flaky: FlakyTransport
) -> None:
    with database.write() as session:
        add_jobs(session, add_user(session))
        node = register_worker(session, Queue.COMPUTE, 1, "1.0")
        session.flush()
        session.get_one(WorkerNode, node.id).lease_until = 0.0
    Sweeper(database, outbox).sweep()
    outbox.close()
    assert flaky.sent == []
