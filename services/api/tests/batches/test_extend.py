"""Batches take more runs."""

from collections.abc import Callable
from typing import Any

from azuraforge_contracts.jobs import JobState
from azuraforge_dbmodels.experiment import Experiment
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import col, select

URL = "/api/v1/batches"
UNKNOWN = "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10"

Start = Callable[..., dict[str, Any]]
Body = Callable[..., dict[str, Any]]
Work = Callable[..., None]


def counts(**states: int) -> dict[str, int]:
    return {state.value: states.get(state.value, 0) for state in JobState}


def params(database: Database) -> list[dict[str, Any]]:
    with database.read() as session:
        statement = select(Experiment.params).join(Job).order_by(col(Job.number))
        return list(session.exec(statement))


def extend(client: TestClient, batch_id: str, space: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{URL}/{batch_id}/extend", json={"search": {"space": space}}, headers=headers)


def test_extend_adds_only_what_is_new(
    member_client: TestClient, other_client: TestClient, database: Database, started: Start, work: Work
) -> None:
    batch_id = started({"rate": [0.1, 0.2], "rounds": [5]})["id"]
    work(1.0, 2.0)
    assert extend(other_client, batch_id, {"rate": [0.3]}).status_code == 404
    answer = extend(member_client, batch_id, {"rate": [0.2, 0.3]}, **{"Idempotency-Key": "more"})
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert (body["state"], body["job_count"], body["counts"]) == ("running", 3, counts(succeeded=2, queued=1))
    assert body["search"]["space"] == {"rate": [0.1, 0.2, 0.3], "rounds": [5]}
    assert extend(member_client, batch_id, {"rate": [0.2, 0.3]}, **{"Idempotency-Key": "more"}).json() == body
    assert params(database)[-1] == {"rate": 0.3, "rounds": 5}
    nothing = extend(member_client, batch_id, {"rate": [0.1]})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "nothing_to_add")
    assert extend(member_client, batch_id, {"rate": [7]}).json()["code"] == "invalid_space"


def test_extend_may_vary_what_was_fixed(
    member_client: TestClient, database: Database, started: Start
) -> None:
    batch_id = started({"rate": [0.1, 0.2]}, config={"depth": 2})["id"]
    body = extend(member_client, batch_id, {"depth": [2, 3]}).json()
    assert body["job_count"] == 4
    assert "depth" not in body["config"]
    assert sorted(body["search"]["space"]) == ["depth", "rate"]
    assert params(database) == [
        {"rate": 0.1, "depth": 2},
        {"rate": 0.2, "depth": 2},
        {"depth": 3, "rate": 0.1},
        {"depth": 3, "rate": 0.2},
    ]


def test_extend_is_limited(
    app: FastAPI, member_client: TestClient, database: Database, started: Start
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"max_batch_jobs": 4})
    batch_id = started()["id"]
    assert extend(member_client, batch_id, {"rate": [0.4, 0.5]}).json()["code"] == "grid_too_large"
    assert extend(member_client, batch_id, {"rate": [0.1, 0.4]}).json()["job_count"] == 4
    assert len(params(database)) == 4
