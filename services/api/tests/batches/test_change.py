"""Batches are renamed, and more or fewer of their runs let run at a time."""

from collections.abc import Callable
from typing import Any

import pytest
from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from fastapi.testclient import TestClient
from sqlmodel import col, select

URL = "/api/v1/batches"

Start = Callable[..., dict[str, Any]]


def claim(database: Database) -> job_state.Claim | None:
    with database.write() as session:
        return job_state.claim(session, Queue.COMPUTE, "worker")


def test_parallelism_is_kept_from_the_start_and_changed_later(
    member_client: TestClient, database: Database, started: Start, transport: Any
) -> None:
    batch = started(parallelism=1)
    assert batch["parallelism"] == 1
    assert [claim(database) is None for _ in range(2)] == [False, True]
    transport.wait_for(lambda sent: sent.wakes == [(Queue.COMPUTE, 3)])
    for _ in range(2):  # the same twice is the same
        answer = member_client.patch(f"{URL}/{batch['id']}", json={"parallelism": 2})
        assert (answer.status_code, answer.json()["parallelism"]) == (200, 2)
        assert answer.json()["name"] == "Sweep"
    transport.wait_for(lambda sent: len(sent.wakes) == 3)
    assert [claim(database) is None for _ in range(2)] == [False, True]
    answer = member_client.patch(f"{URL}/{batch['id']}", json={"parallelism": None})
    assert answer.json()["parallelism"] is None
    assert answer.json() == member_client.get(f"{URL}/{batch['id']}").json()
    assert claim(database) is not None


def test_a_batch_is_renamed_with_its_runs(
    member_client: TestClient, database: Database, started: Start
) -> None:
    batch, other = started(parallelism=3), started(name="Other")
    answer = member_client.patch(f"{URL}/{batch['id']}", json={"name": "50 % 'deeper'"})
    assert (answer.json()["name"], answer.json()["parallelism"]) == ("50 % 'deeper'", 3)
    with database.read() as session:
        names = session.exec(select(Job.name).order_by(col(Job.id))).all()
    assert names == [
        *(f"50 % 'deeper' #{number}" for number in (1, 2, 3)),
        *(f"Other #{number}" for number in (1, 2, 3)),
    ]
    assert member_client.get(f"{URL}/{other['id']}").json() == other


def test_nothing_named_changes_nothing(member_client: TestClient, started: Start) -> None:
    batch = started(parallelism=2)
    assert member_client.patch(f"{URL}/{batch['id']}", json={}).json() == batch


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"parallelism": 0}, "parallelism"),
        ({"parallelism": 1.5}, "parallelism"),
        ({"name": ""}, "name"),
        ({"state": "succeeded"}, "state"),
    ],
)
def test_wrong_changes_name_the_field(
    member_client: TestClient, started: Start, body: dict[str, Any], field: str
) -> None:
    batch = started()
    answer = member_client.patch(f"{URL}/{batch['id']}", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, ["body", field])
    assert member_client.get(f"{URL}/{batch['id']}").json() == batch


def test_a_foreign_batch_is_not_found(
    member_client: TestClient, other_client: TestClient, started: Start
) -> None:
    batch = started()
    answer = other_client.patch(f"{URL}/{batch['id']}", json={"name": "Mine now"})
    assert (answer.status_code, answer.json()["code"]) == (404, "batch_not_found")
    assert member_client.get(f"{URL}/{batch['id']}").json() == batch
