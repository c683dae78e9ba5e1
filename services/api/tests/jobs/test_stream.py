"""The stream of a job: replayed and live, across everything that can be lost, each event once, in order."""

import threading
from typing import Any

import pytest
import sqlalchemy.event
from azuraforge_api.jobs import hub
from azuraforge_contracts.events import event_id
from azuraforge_contracts.transport.event_stream import event_stream_key
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import add_jobs, end_wait, expire_lease, logged, read_job


@pytest.fixture
def job_id(store: Database, person: Any) -> str:
    with store.write() as session:
        return add_jobs(session, person.user)[0].id


@pytest.fixture(autouse=True)
def quick_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    """What only the pulse finds is found soon."""
    monkeypatch.setattr(hub, "PULSE_S", 0.2)
    monkeypatch.setattr(hub, "PULSE_WHEN_AWAY_S", 0.1)


def stored_ids(store: Database, job_id: str) -> list[int]:
    with store.read() as session:
        return [row.id for row in logged(session, job_id)]


def path(job_id: str, after: int = 0) -> str:
    return f"/jobs/{job_id}/stream?after={after}"


def test_a_job_that_ended_is_replayed_and_the_socket_closed(
    person: Any, worker: Any, follow: Any, store: Database, broker: Any, job_id: str
) -> None:
    worker.start().emit(2_500)
    worker.end()
    broker.client.flushall()
    reader = follow(person, path(job_id))
    assert reader.wait_for_close() == 1000
    assert reader.ids == stored_ids(store, job_id)
    first = reader.items[0]
    assert first | {"at": ""} == {
        "id": event_id(1, 1),
        "job_id": job_id,
        "attempt": 1,
        "type": "state",
        "at": "",
        "data": {"state": "running"},
    }
    assert first["at"].endswith("Z")


def test_it_goes_on_after_the_last_event_seen(person: Any, worker: Any, follow: Any, job_id: str) -> None:
    ids = worker.start().emit(10)
    end = worker.end()
    reader = follow(person, path(job_id, after=ids[4]))
    assert reader.wait_for_close() == 1000
    assert reader.ids == [*ids[5:], *end]


def test_events_come_live_before_the_log_has_them(
    person: Any, worker: Any, follow: Any, store: Database, job_id: str
) -> None:
    reader = follow(person, path(job_id))
    worker.start()
    reader.wait_for(lambda it: it.ids == [event_id(1, 1)])
    ids = worker.emit(3)
    reader.wait_for(lambda it: it.ids[1:] == ids)
    assert stored_ids(store, job_id) == [event_id(1, 1)]
    end = worker.end()
    assert reader.wait_for_close() == 1000
    assert reader.ids == [event_id(1, 1), *ids, *end]


def test_many_sockets_of_one_job_each_get_all(person: Any, worker: Any, follow: Any, job_id: str) -> None:
    worker.start()
    readers = [follow(person, path(job_id)) for _ in range(2)]
    ids = worker.emit(50)
    late = [follow(person, path(job_id, after=ids[9])) for _ in range(2)]
    ids += worker.emit(50)
    ids += worker.end()
    for reader in readers:
        assert reader.wait_for_close() == 1000
        assert reader.ids == [event_id(1, 1), *ids]
    for reader in late:
        assert reader.wait_for_close() == 1000
        assert reader.ids == ids[10:]


def test_a_job_that_ends_while_its_log_is_being_read_is_found_ended(
    person: Any, server: Any, worker: Any, follow: Any, job_id: str
) -> None:
    """Where its state and its events are two looks, the end may lie between them."""
    worker.start()
    end: list[int] = []
    looks = 0

    def end_it(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal looks
        looks += statement.startswith("SELECT job.state")
        if looks == 2 and not end:  # once before the stream is listened to, once after
            end.extend(worker.end())

    engine = server.app.state.database.engine
    sqlalchemy.event.listen(engine, "after_cursor_execute", end_it)
    reader = follow(person, path(job_id))
    assert reader.wait_for_close() == 1000
    assert end
    assert reader.ids == [event_id(1, 1), *end]


def test_events_redis_never_got_are_read_from_the_log(
    person: Any, worker: Any, follow: Any, job_id: str
) -> None:
    worker.start()
    reader = follow(person, path(job_id))
    ids = worker.emit(2)
    reader.wait_for(lambda it: it.ids[1:] == ids)
    ids += worker.emit(3, live=False)
    ids += worker.emit(2)
    worker.store()
    ids += worker.emit(2)
    reader.wait_for(lambda it: it.ids[1:] == ids)


def test_events_that_came_before_the_log_has_the_ones_between_wait_for_them(
    person: Any, worker: Any, follow: Any, job_id: str
) -> None:
    worker.start()
    reader = follow(person, path(job_id))
    reader.wait_for(lambda it: it.ids)
    missing = worker.emit(1, live=False)
    later = worker.emit(1)
    stored_later = threading.Timer(0.5, worker.store)
    stored_later.start()
    reader.wait_for(lambda it: len(it.ids) > 1)
    reader.wait_for(lambda it: it.ids[1:] == [*missing, *later])
    stored_later.join()


def test_the_last_events_are_found_though_redis_never_got_them(
    person: Any, worker: Any, follow: Any, broker: Any, job_id: str
) -> None:
    worker.start()
    reader = follow(person, path(job_id))
    ids = worker.emit(2)
    reader.wait_for(lambda it: it.ids[1:] == ids)
    worker.publish = lambda _events: None
    end = worker.end()
    assert reader.wait_for_close() == 1000
    assert reader.ids[1:] == [*ids, *end]


def produce(worker: Any, disturb: Any, rounds: int = 12, each: int = 20) -> list[int]:
    """Emit and store in turns, with a disturbance in the middle of a turn."""
    ids = []
    for number in range(rounds):
        ids += worker.emit(each)
        if number == rounds // 2:
            disturb()
        ids += worker.emit(each)
        worker.store()
    return ids


def test_an_emptied_redis_loses_and_repeats_nothing(
    person: Any, worker: Any, follow: Any, broker: Any, job_id: str
) -> None:
    worker.start()
    readers = [follow(person, path(job_id)) for _ in range(3)]
    readers[0].wait_for(lambda it: it.ids)
    ids = produce(worker, broker.client.flushall)
    ids += worker.end()
    for reader in readers:
        assert reader.wait_for_close() == 1000
        assert reader.ids == [event_id(1, 1), *ids]


def test_a_restarted_broker_loses_and_repeats_nothing(
    person: Any, worker: Any, follow: Any, broker: Any, job_id: str
) -> None:
    worker.start()
    reader = follow(person, path(job_id))
    reader.wait_for(lambda it: it.ids)

    def restart() -> None:
        broker.stop()
        worker.emit(10)
        worker.store()
        broker.start()

    produce(worker, restart)
    worker.end()
    assert reader.wait_for_close() == 1000
    sequence = [identifier - event_id(1, 0) for identifier in reader.ids]
    assert sequence == list(range(1, len(sequence) + 1))
    assert len(sequence) == 1 + 12 * 40 + 10 + 1


def test_without_a_broker_the_log_is_followed(
    person: Any, worker: Any, follow: Any, broker: Any, job_id: str
) -> None:
    broker.stop()
    worker.start()
    reader = follow(person, path(job_id))
    ids = worker.emit(5)
    worker.store()
    reader.wait_for(lambda it: it.ids[1:] == ids)
    end = worker.end()
    assert reader.wait_for_close() == 1000
    assert reader.ids == [event_id(1, 1), *ids, *end]


def test_a_lost_worker_is_followed_into_the_next_attempt(
    person: Any, worker: Any, follow: Any, store: Database, job_id: str
) -> None:
    worker.start()
    reader = follow(person, path(job_id))
    stored = worker.emit(3)
    worker.store()
    live_only = worker.emit(2)
    reader.wait_for(lambda it: it.ids[1:] == [*stored, *live_only])
    with store.write() as session:
        expire_lease(session, job_id)
        (change,) = job_state.sweep(session).requeued
        end_wait(session, job_id)
    worker.start()
    ids = worker.emit(2)
    end = worker.end()
    assert reader.wait_for_close() == 1000
    requeued = [event["id"] for event in change.events]
    attempt = [event_id(2, 1), event_id(2, 2)]
    assert reader.ids == [event_id(1, 1), *stored, *live_only, *requeued, *attempt, *ids, *end]
    kinds = [item["type"] for item in reader.items if item["type"] != "token"]
    assert kinds == ["state", "state", "reset", "state", "state"]


def test_an_earlier_attempts_end_does_not_close_it(
    person: Any, worker: Any, follow: Any, store: Database, job_id: str
) -> None:
    worker.start()
    worker.end(fail=True)
    with store.write() as session:
        job_state.retry(session, read_job(session, job_id))
    reader = follow(person, path(job_id))
    worker.start()
    ids = worker.emit(2)
    end = worker.end()
    assert reader.wait_for_close() == 1000
    assert reader.ids == stored_ids(store, job_id)
    assert reader.ids[-3:] == [*ids, *end]


def test_a_queued_job_that_is_cancelled_ends_its_stream(
    person: Any, follow: Any, store: Database, job_id: str
) -> None:
    reader = follow(person, path(job_id))
    with store.write() as session:
        job_state.request_cancel(session, read_job(session, job_id))
    assert reader.wait_for_close() == 1000
    assert [item["data"] for item in reader.items] == [{"state": "cancelled"}]


def test_reconnecting_again_and_again_loses_and_repeats_nothing(
    person: Any, worker: Any, follow: Any, broker: Any, job_id: str
) -> None:
    worker.start()
    done = threading.Event()

    def work() -> None:
        for number in range(150):
            worker.emit(5)
            if number % 10 == 9:
                worker.store()
            if number == 75:
                broker.client.flushall()
        worker.end()
        done.set()

    producer = threading.Thread(target=work)
    producer.start()
    seen: list[int] = []
    connections = 0
    while True:
        connections += 1
        reader = follow(person, path(job_id, after=seen[-1] if seen else 0))
        reader.wait_for(lambda it: it.ids or it.close_code is not None)
        reader.connection.close()
        reader.wait_for_close()
        seen += reader.ids
        if done.is_set() and connections >= 30:
            break
    producer.join()
    reader = follow(person, path(job_id, after=seen[-1]))
    assert reader.wait_for_close() == 1000
    seen += reader.ids
    assert [identifier - event_id(1, 0) for identifier in seen] == list(range(1, 753))


def test_the_live_stream_is_kept_for_an_hour_only(worker: Any, broker: Any, job_id: str) -> None:
    worker.start()
    assert 0 < broker.client.ttl(event_stream_key(job_id)) <= 3600
