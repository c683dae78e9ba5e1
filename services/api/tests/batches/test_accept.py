"""Batches are accepted whole or not at all."""

from collections.abc import Callable
from typing import Any

import pytest
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import Experiment
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.worker_nodes import WorkerPulse, register_worker, worker_heartbeat
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


def test_a_batch_is_queued_whole(
    member_client: TestClient, database: Database, transport: Any, body_of: Body
) -> None:
    answer = member_client.post(URL, json=body_of({"rate": [0.1, 0.2], "layers": [[8], [8, 4]]}, seed=5))
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert answer.headers["location"] == f"{URL}/{body['id']}"
    assert (body["state"], body["job_count"], body["counts"]) == ("queued", 4, counts(queued=4))
    assert (body["best"], body["best_trace"], body["progress"], body["eta_seconds"]) == (None, [], 0.0, None)
    assert (body["target"], body["time_column"], body["seed"]) == ("y", None, 5)
    assert body["objective"] == {"metric": "rmse", "direction": "minimize"}
    assert body["config"] == {"rounds": 100, "depth": None, "penalty": "ridge", "early": False, "share": 0.3}
    assert body["search"]["space"] == {"rate": [0.1, 0.2], "layers": [[8], [8, 4]]}
    assert member_client.get(f"{URL}/{body['id']}").json() == body
    with database.read() as session:
        rows = session.exec(
            select(Job.number, Job.name, Experiment.params, Experiment.config, Experiment.seed)
            .join(Experiment)
            .order_by(col(Job.number))
        ).all()
    assert [(row[0], row[1], row[2]) for row in rows] == [
        (1, "Sweep #1", {"rate": 0.1, "layers": [8]}),
        (2, "Sweep #2", {"rate": 0.1, "layers": [8, 4]}),
        (3, "Sweep #3", {"rate": 0.2, "layers": [8]}),
        (4, "Sweep #4", {"rate": 0.2, "layers": [8, 4]}),
    ]
    assert list(rows[0][3]) == ["rate", "rounds", "depth", "penalty", "early", "layers", "share"]
    assert {row[4] for row in rows} == {5}
    transport.wait_for(lambda sent: sent.wakes == [(Queue.COMPUTE, 4)])


def test_a_batch_sends_a_few_wake_ups_for_each_slot_that_is_up(
    member_client: TestClient, database: Database, transport: Any, body_of: Body
) -> None:
    with database.write() as session:
        register_worker(session, Queue.COMPUTE, 2, "1.0")
        register_worker(session, Queue.COMPUTE, 1, "1.0")
        register_worker(session, Queue.LLM, 20, "1.0")
        leaving = register_worker(session, Queue.COMPUTE, 20, "1.0")
        worker_heartbeat(session, leaving.id, WorkerPulse(busy=0, stopping=True))
    for runs, woken in ((2, 2), (14, 12)):
        rates = [(1 + run) / 100 for run in range(runs)]
        assert member_client.post(URL, json=body_of({"rate": rates})).status_code == 202
        transport.wait_for(lambda sent, woken=woken: sent.wakes[-1:] == [(Queue.COMPUTE, woken)])


def test_ranges_and_what_is_left_out(started: Start) -> None:
    body = started(
        {
            "rate": {"low": 0.1, "high": 0.3, "step": 0.1},
            "rounds": {"low": 1, "high": 8, "step": 2, "log": True},
        },
        objective=None,
        config={"rate": 0.9},
    )
    assert (body["job_count"], body["objective"]["metric"], body["seed"]) == (12, "rmse", 0)
    assert "rate" not in body["config"]


@pytest.mark.parametrize(
    ("changes", "code", "loc"),
    [
        ({"search": {"space": {"raet": [1]}}}, "invalid_space", ["body", "search", "space", "raet"]),
        ({"search": {"space": {"rate": [0.1, 7]}}}, "invalid_space", ["body", "search", "space", "rate", 1]),
        ({"search": {"space": {"layers": [8, 4]}}}, "invalid_space", ["body", "search", "space", "layers"]),
        ({"search": {"space": {"share": [0.1]}}}, "invalid_space", ["body", "search", "space", "share"]),
        ({"search": {"space": {"rate": 0.1}}}, "invalid_request", ["body", "search", "space", "rate"]),
        ({"search": {"space": {"rate": {"low": 0}}}}, "invalid_request", None),
        ({"config": {"rounds": 0}}, "invalid_config", ["body", "config", "rounds"]),
        ({"config": {"roundz": 1}}, "invalid_config", ["body", "config", "roundz"]),
        ({"objective": {"metric": "mse"}}, "invalid_objective", ["body", "objective", "metric"]),
        (
            {"objective": {"metric": "r2", "direction": "minimize"}},
            "invalid_objective",
            ["body", "objective", "direction"],
        ),
        ({"target": "same"}, "target_constant", ["body", "target"]),
        ({"target": "note"}, "target_not_numeric", ["body", "target"]),
        ({"kind": "generation"}, "invalid_request", ["body", "kind"]),
        ({"name": ""}, "invalid_request", ["body", "name"]),
        ({"nmae": "x"}, "invalid_request", ["body", "nmae"]),
    ],
)
def test_wrong_requests_name_the_place_and_queue_nothing(
    member_client: TestClient, database: Database, changes: dict[str, Any], code: str, loc: Any, body_of: Body
) -> None:
    for path in (URL, f"{URL}/preview"):
        answer = member_client.post(path, json=body_of(**changes))
        assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
        assert loc is None or answer.json()["errors"][0]["loc"] == loc
    with database.read() as session:
        assert session.exec(select(Batch)).all() == []
        assert session.exec(select(Job)).all() == []


def test_wrong_config_and_wrong_space_are_told_together(member_client: TestClient, body_of: Body) -> None:
    problem = member_client.post(URL, json=body_of({"rate": [7]}, config={"rounds": 0})).json()
    assert [error["loc"][1:] for error in problem["errors"]] == [
        ["config", "rounds"],
        ["search", "space", "rate", 0],
    ]


def test_a_grid_of_a_million_is_refused_with_its_count(member_client: TestClient, body_of: Body) -> None:
    space = {
        "rounds": list(range(1, 101)),
        "depth": list(range(1, 101)),
        "rate": {"low": 0.01, "high": 1, "step": 0.01},
    }
    answer = member_client.post(URL, json=body_of(space))
    assert (answer.status_code, answer.json()["code"]) == (422, "grid_too_large")
    assert "1,000,000 runs" in answer.json()["detail"]
    assert "10,000 are allowed" in answer.json()["detail"]
    few = {"strategy": "grid", "space": {"rate": [0.1, 0.2]}, "max_runs": 1}
    assert "max_runs is 1" in member_client.post(URL, json=body_of(search=few)).json()["detail"]
    assert member_client.get(URL).json()["items"] == []


def test_a_thousand_runs_are_accepted_at_once(started: Start) -> None:
    body = started({"rounds": list(range(1, 51)), "depth": list(range(1, 21))})
    assert (body["job_count"], body["counts"]["queued"]) == (1000, 1000)


def test_preview(member_client: TestClient, other_client: TestClient, body_of: Body) -> None:
    space = {"rate": {"low": 0.1, "high": 0.2, "step": 0.1}, "early": [True, False]}
    answer = member_client.post(f"{URL}/preview", json=body_of(space))
    assert answer.json() == {
        "job_count": 4,
        "axes": [{"name": "rate", "values": [0.1, 0.2]}, {"name": "early", "values": [True, False]}],
    }
    assert member_client.get(URL).json()["items"] == []
    assert other_client.post(f"{URL}/preview", json=body_of()).json()["code"] == "dataset_not_found"


def test_a_key_makes_one_batch(member_client: TestClient, body_of: Body) -> None:
    key = {"Idempotency-Key": "once"}
    first = member_client.post(URL, json=body_of(), headers=key).json()
    assert member_client.post(URL, json=body_of(), headers=key).json() == first
    other = member_client.post(URL, json=body_of(name="Other"), headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert len(member_client.get(URL).json()["items"]) == 1


def test_the_queue_of_one_user_is_limited(
    app: FastAPI, member_client: TestClient, started: Start, body_of: Body
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"max_queued_jobs": 4})
    started()
    assert member_client.post(URL, json=body_of()).json()["code"] == "too_many_queued"
    started({"rate": [0.1]})
