"""Whose job runs next, with how little looking."""

from collections import Counter
from itertools import pairwise

import pytest
from azuraforge_contracts.jobs import JobKind, Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import Claim
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import add_batch, add_jobs, add_user, claim_job, read_job
from azuraforge_dbmodels.user import User
from sqlalchemy import event
from sqlmodel import Session


def run_next(session: Session) -> Claim:
    """Claim and finish the next job, as a single slot does."""
    claim = claim_job(session)
    assert job_state.succeed(session, claim)
    return claim


def test_users_take_turns_however_much_one_queued(database: Database) -> None:
    with database.write() as session:
        eager, modest = add_user(session), add_user(session)
        add_batch(session, eager, 20)
        add_jobs(session, modest, 3)
        order = [run_next(session).owner_id for _ in range(6)]
    assert Counter(order) == {eager.id: 3, modest.id: 3}
    assert all(first != second for first, second in pairwise(order))


def test_a_users_batches_and_single_jobs_take_turns(database: Database) -> None:
    with database.write() as session:
        owner = add_user(session)
        groups = [add_batch(session, owner, 5).id, add_batch(session, owner, 5).id, None]
        add_jobs(session, owner, 5)
        order = [run_next(session).batch_id for _ in range(6)]
    assert Counter(order[:3]) == Counter(groups)
    assert order[3:] == order[:3]


def test_within_a_batch_the_oldest_goes_first(database: Database) -> None:
    with database.write() as session:
        add_batch(session, add_user(session), 4)
        assert [run_next(session).number for _ in range(4)] == [1, 2, 3, 4]


def test_who_has_the_fewest_jobs_running_goes_first(database: Database) -> None:
    with database.write() as session:
        busy, idle = add_user(session), add_user(session)
        add_jobs(session, busy, 3)
        claim_job(session)
        claim_job(session)
        add_jobs(session, idle, 2)
        assert [claim_job(session).owner_id for _ in range(3)] == [idle.id, idle.id, busy.id]


def test_turns_taken_while_others_were_away_are_not_held_against_anyone(database: Database) -> None:
    with database.write() as session:
        first, second = add_user(session), add_user(session)
        add_jobs(session, first, 8)
        for _ in range(5):
            run_next(session)
        add_jobs(session, second, 5)
        order = [run_next(session).owner_id for _ in range(5)]
    assert order == [second.id, first.id, second.id, first.id, second.id]


def test_a_job_that_has_to_wait_lets_the_next_one_pass(database: Database) -> None:
    with database.write() as session:
        first, second = add_jobs(session, add_user(session), 2)
        claim = claim_job(session)
        assert claim.job_id == first.id
        read_job(session, first.id).lease_until = 0.0
        session.flush()
        job_state.sweep(session)
        assert claim_job(session).job_id == second.id


def test_one_run_of_somebody_else_starts_next_however_long_a_batch_is(database: Database) -> None:
    with database.write() as session:
        eager, modest = add_user(session), add_user(session)
        long = add_batch(session, eager, 1_000)
        running = [claim_job(session) for _ in range(3)]
        add_jobs(session, modest, 1)
        assert job_state.succeed(session, running[0])
        assert claim_job(session).owner_id == modest.id
        assert claim_job(session).batch_id == long.id


def test_one_run_of_ones_own_starts_next_however_long_a_batch_is(database: Database) -> None:
    with database.write() as session:
        owner = add_user(session)
        add_batch(session, owner, 1_000)
        claim_job(session)
        [single] = add_jobs(session, owner, 1)
        assert claim_job(session).job_id == single.id


def test_a_batch_has_no_more_jobs_running_than_it_may(database: Database) -> None:
    with database.write() as session:
        owner = add_user(session)
        limited = add_batch(session, owner, 5, parallelism=2)
        first, second = claim_job(session), claim_job(session)
        assert job_state.claim(session, Queue.COMPUTE, "worker-2") is None
        assert job_state.fail(session, first, "error", "It failed.")
        third = claim_job(session)
        assert [second.batch_id, third.batch_id] == [limited.id] * 2
        assert job_state.claim(session, Queue.COMPUTE, "worker-2") is None


def test_a_batch_at_its_limit_stands_in_nobodys_way(database: Database) -> None:
    with database.write() as session:
        owner, other = add_user(session), add_user(session)
        add_batch(session, owner, 5, parallelism=1)
        claim_job(session)
        beside, elsewhere = add_batch(session, owner, 2), add_batch(session, other, 1)
        [single] = add_jobs(session, owner, 1)
        claimed = [claim_job(session) for _ in range(4)]
        assert job_state.claim(session, Queue.COMPUTE, "worker-1") is None
    assert Counter(claim.batch_id for claim in claimed) == {beside.id: 2, elsewhere.id: 1, None: 1}
    assert single.id in {claim.job_id for claim in claimed}


def test_parallelism_may_change_while_a_batch_runs(database: Database) -> None:
    with database.write() as session:
        batch = add_batch(session, add_user(session), 6, parallelism=1)
        running = [claim_job(session)]
        batch.parallelism = 3
        session.flush()
        running += [claim_job(session), claim_job(session)]
        assert job_state.claim(session, Queue.COMPUTE, "worker-1") is None
        batch.parallelism = 2
        session.flush()
        assert job_state.succeed(session, running[0])
        assert job_state.claim(session, Queue.COMPUTE, "worker-1") is None, "two still run"
        batch.parallelism = None
        session.flush()
        assert [claim_job(session).number for _ in range(3)] == [4, 5, 6]


@pytest.mark.parametrize("users", [10, 1_000])
def test_a_claim_looks_at_users_not_at_jobs(database: Database, users: int) -> None:
    """Ten thousand queued jobs cost the same few statements as ten."""
    with database.write() as session:
        owners = [User(name=f"u{n}", name_key=f"u{n}", role="member") for n in range(users)]
        session.add_all(owners)
        jobs = [Job(kind=JobKind.EXPERIMENT.value, owner_id=owners[n % users].id) for n in range(10_000)]
        job_state.enqueue(session, jobs)
    statements: list[str] = []
    event.listen(
        database.engine,
        "after_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )
    with database.write() as session:
        claim = job_state.claim(session, Queue.COMPUTE, "w")
    assert claim is not None
    assert len(statements) <= 9


def test_limited_batches_cost_a_claim_few_statements(database: Database) -> None:
    with database.write() as session:
        owner = add_user(session)
        for _ in range(20):
            add_batch(session, owner, 2, parallelism=1)
        for _ in range(10):
            claim_job(session)
    statements: list[str] = []
    event.listen(
        database.engine,
        "after_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )
    with database.write() as session:
        assert job_state.claim(session, Queue.COMPUTE, "w") is not None
    assert len(statements) <= 13, "at their limit batches cost none of their own"


@pytest.mark.parametrize("table", ["waiting users", "waiting batches"])
def test_sqlite_finds_who_waits_through_the_index_alone(database: Database, table: str) -> None:
    if not database.is_sqlite:
        pytest.skip("the plan is read in SQLite's words")
    from azuraforge_dbmodels.job_state import _fairness  # noqa: PLC0415 - the statement itself is the subject

    statement = {"waiting users": _fairness._OWNERS, "waiting batches": _fairness._GROUPS}[table]
    with database.read() as session:
        rows = session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement.text}", {"queue": "compute", "owner_id": "x"}
        )
        plan = [row[3] for row in rows]
    assert not [step for step in plan if step.startswith("SCAN job")], plan
