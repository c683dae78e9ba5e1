"""Random and TPE searches are accepted without their settings, which workers draw."""

from collections.abc import Callable
from typing import Any

import pytest
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.experiment import Experiment
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import col, select

URL = "/api/v1/batches"
RATE = {"low": 0.001, "high": 1, "log": True}
DEPTH = {"low": 2, "high": 5}

Start = Callable[..., dict[str, Any]]
Body = Callable[..., dict[str, Any]]
Work = Callable[..., None]


def search(strategy: str = "random", **changes: Any) -> dict[str, Any]:
    return {"strategy": strategy, "space": {"rate": RATE, "rounds": [5, 10]}, **changes}


def experiments(database: Database) -> list[Experiment]:
    with database.read() as session:
        return list(session.exec(select(Experiment).join(Job).order_by(col(Job.number))))


def request_of(database: Database, batch_id: str) -> dict[str, Any]:
    with database.read() as session:
        return session.get_one(Batch, batch_id).request


def draw(database: Database, *params: dict[str, Any]) -> None:
    """What a worker does before it starts the next runs."""
    with database.write() as session:
        runs = session.exec(select(Experiment).join(Job).order_by(col(Job.number)))
        for run, values in zip([run for run in runs if not run.config], params, strict=False):
            batch = session.exec(select(Batch)).one()
            run.config = {**batch.request["config"], **values}
            run.params = values
            session.add(run)


@pytest.mark.parametrize("strategy", ["random", "tpe"])
def test_runs_are_queued_without_settings(
    member_client: TestClient, database: Database, body_of: Body, strategy: str
) -> None:
    body = body_of(search=search(strategy, max_runs=7, seed=3), seed=5)
    preview = member_client.post(f"{URL}/preview", json=body).json()
    assert preview["job_count"] == 7
    assert [axis["name"] for axis in preview["axes"]] == ["rate", "rounds"]
    assert preview["axes"][0]["range"] == RATE
    assert preview["axes"][1]["values"] == [5, 10]

    answer = member_client.post(URL, json=body)
    assert answer.status_code == 202, answer.text
    batch = answer.json()
    assert (batch["job_count"], batch["state"], batch["counts"]["queued"]) == (7, "queued", 7)
    assert batch["search"]["strategy"] == strategy
    assert (batch["search"]["max_runs"], batch["search"]["seed"], batch["seed"]) == (7, 3, 5)
    assert "rate" not in batch["config"]
    assert [(run.config, run.params, run.seed) for run in experiments(database)] == [({}, {}, 5)] * 7
    run = member_client.get("/api/v1/experiments", params={"batch_id": batch["id"]}).json()["items"][0]
    assert run["params"] == {}
    assert member_client.get(f"/api/v1/experiments/{run['id']}").json()["config"] == {}


def test_as_many_runs_as_there_are_combinations(started: Start) -> None:
    assert started(search=search())["job_count"] == 50
    finite = {"rounds": [5, 10], "depth": DEPTH}
    assert started(search=search(space=finite))["job_count"] == 8
    assert started(search=search(space=finite, max_runs=3))["job_count"] == 3
    stepped = {"rate": {"low": 0.1, "high": 0.5, "step": 0.2}}
    assert started(search=search(space=stepped, max_runs=9))["job_count"] == 3


@pytest.mark.parametrize(
    ("space", "loc", "words"),
    [
        ({"raet": RATE}, ["raet"], "did you mean"),
        ({"rate": {"low": 0.5, "high": 0.1}}, ["rate"], "above its high"),
        ({"rate": {"low": 0, "high": 0.1, "log": True}}, ["rate"], "above 0"),
        ({"rate": {"low": 0, "high": 0.5}}, ["rate", "low"], "at least 0.0001"),
        ({"rate": {"low": 0.1, "high": 7}}, ["rate", "high"], "at most 1"),
        ({"rate": [0.1, 7]}, ["rate", 1], "at most 1"),
        ({"rate": [0.1, 0.1]}, ["rate", 1], "repeats"),
        ({"rounds": {"low": 1.5, "high": 8}}, ["rounds", "low"], "whole number"),
        ({"rounds": {"low": 1, "high": 8, "step": 0.5}}, ["rounds"], "whole numbers"),
        ({"penalty": {"low": 1, "high": 2}}, ["penalty"], "not a number"),
        ({"layers": [8, 4]}, ["layers"], "takes a list"),
        ({"share": {"low": 0.1, "high": 0.2}}, ["share"], "can't be varied"),
    ],
)
def test_a_wrong_space_is_refused_where_it_is_wrong(
    member_client: TestClient, body_of: Body, space: dict[str, Any], loc: list[Any], words: str
) -> None:
    answer = member_client.post(URL, json=body_of(search=search(space=space)))
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid_space")
    assert problem["errors"][0]["loc"] == ["body", "search", "space", *loc]
    assert words in problem["errors"][0]["message"]


def test_wrong_settings_and_a_wrong_space_are_told_together(member_client: TestClient, body_of: Body) -> None:
    body = body_of(search=search(space={"rate": {"low": 0, "high": 0.5}}), config={"rounds": 0})
    problem = member_client.post(URL, json=body).json()
    assert [error["loc"][1] for error in problem["errors"]] == ["config", "search"]


def test_too_many_runs_are_refused(member_client: TestClient, body_of: Body) -> None:
    answer = member_client.post(URL, json=body_of(search=search(max_runs=10_001)))
    assert (answer.status_code, answer.json()["code"]) == (422, "grid_too_large")
    assert answer.json()["errors"][0]["loc"] == ["body", "search", "max_runs"]


def test_the_pruner_is_kept(member_client: TestClient, started: Start, body_of: Body) -> None:
    batch = started(search=search(pruner="successive-halving"))
    assert batch["search"]["pruner"] == "successive-halving"
    grid = started(search={"space": {"rate": [0.1]}, "pruner": "successive-halving"})
    assert grid["search"]["pruner"] == "successive-halving"
    wrong = member_client.post(URL, json=body_of(search=search(pruner="median")))
    assert wrong.json()["errors"][0]["loc"] == ["body", "search", "pruner"]


CROSS_VALIDATION = {
    "cv": {"type": "string", "enum": ["none", "k-fold"], "default": "none", "x-sweepable": False},
    "cv_folds": {
        "type": "integer", "minimum": 2, "maximum": 20, "default": 5, "x-sweepable": False,
    },
}  # fmt: skip


def silence_toy(database: Database) -> None:
    """The pipeline `toy` gets no live curve of its own, but a cross-validation; `curving` has one."""
    with database.write() as session:
        entry = session.get_one(PipelineEntry, "toy")
        manifest: dict[str, Any] = entry.manifest or {}
        session.add(PipelineEntry(id="curving", manifest={**manifest, "id": "curving"}))
        other = {**manifest, "id": "other", "task": "classification"}
        session.add(PipelineEntry(id="other", manifest=other))
        schema = manifest["config_schema"]
        schema = {**schema, "properties": {**schema["properties"], **CROSS_VALIDATION}}
        entry.manifest = {**manifest, "live_curve": False, "config_schema": schema}
        session.add(entry)


@pytest.mark.parametrize(
    ("config", "hint"),
    [
        ({}, "leave the pruner out, or choose one that does (curving)."),
        ({"cv": "none", "cv_folds": 10}, "toy reports no live curve"),
        ({"cv": "k-fold", "cv_folds": 6}, "set cv_folds to at least 7"),
        ({"cv": "k-fold", "cv_folds": 7}, None),
    ],
)
def test_a_pruner_needs_curves_long_enough(
    member_client: TestClient, database: Database, body_of: Body, config: dict[str, Any], hint: str | None
) -> None:
    body = body_of(search=search(pruner="successive-halving"), config=config)
    silence_toy(database)
    for path in (f"{URL}/preview", URL):
        answer = member_client.post(path, json=body)
        if hint is None:
            assert answer.status_code in {200, 202}, answer.text
            continue
        assert (answer.status_code, answer.json()["code"]) == (422, "no_live_curve")
        assert answer.json()["errors"][0]["loc"] == ["body", "search", "pruner"]
        assert hint in answer.json()["detail"]


def test_a_pruner_that_would_do_nothing_is_not_added_to_a_batch(
    member_client: TestClient, database: Database, started: Start
) -> None:
    batch_id = started(search=search(max_runs=2))["id"]
    silence_toy(database)
    more = {"space": {}, "max_runs": 2}
    refused = extend(member_client, batch_id, pruner="successive-halving", **more)
    assert (refused.status_code, refused.json()["code"]) == (422, "no_live_curve")
    assert extend(member_client, batch_id, pruner=None, **more).status_code == 202


def extend(client: TestClient, batch_id: str, **asked: Any) -> Any:
    return client.post(f"{URL}/{batch_id}/extend", json={"search": asked})


def test_extending_narrows_what_is_sampled_from_now_on(
    member_client: TestClient, database: Database, started: Start, work: Work
) -> None:
    batch_id = started(search=search("tpe", max_runs=2, seed=3, pruner="successive-halving"))["id"]
    draw(database, {"rate": 0.5, "rounds": 5}, {"rate": 0.01, "rounds": 10})
    work(1.0, 2.0)
    narrow = {"low": 0.2, "high": 0.6}
    answer = extend(member_client, batch_id, space={"rate": narrow}, max_runs=4)
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert (body["job_count"], body["state"], body["counts"]["queued"]) == (6, "running", 4)
    assert (body["search"]["strategy"], body["search"]["max_runs"]) == ("tpe", 6)
    assert body["search"]["pruner"] == "successive-halving"
    assert body["search"]["space"] == {"rate": {**narrow, "step": None, "log": False}, "rounds": [5, 10]}
    sampling = request_of(database, batch_id)["sampling"]
    assert (sampling["strategy"], sampling["seed"]) == ("tpe", 3)
    assert sampling["space"]["rate"]["low"] == 0.2
    assert [run.params for run in experiments(database)][2:] == [{}] * 4


def test_a_grid_goes_on_by_sampling_and_the_other_way_round(
    member_client: TestClient, database: Database, started: Start, work: Work
) -> None:
    batch_id = started({"rate": [0.1, 0.2]}, config={"rounds": 5, "depth": 2})["id"]
    work(1.0, 2.0)
    body = extend(member_client, batch_id, strategy="random", space={"depth": DEPTH}, max_runs=3).json()
    assert (body["job_count"], body["search"]["strategy"]) == (5, "random")
    assert body["search"]["space"]["rate"] == [0.1, 0.2]
    assert "depth" not in body["config"]
    assert [run.params for run in experiments(database)][:2] == [
        {"rate": 0.1, "depth": 2},
        {"rate": 0.2, "depth": 2},
    ]

    # Two of the waiting runs get their settings, the third still waits when a grid is added.
    draw(database, {"rate": 0.1, "depth": 4}, {"rate": 0.2, "depth": 5})
    refused = extend(member_client, batch_id, strategy="grid", space={"rate": [0.3]}).json()
    assert (refused["code"], refused["errors"][0]["loc"][-1]) == ("invalid_space", "depth")
    grid = {"rate": [0.1, 0.3], "depth": [4], "rounds": [6]}
    body = extend(member_client, batch_id, strategy="grid", space=grid).json()
    assert (body["job_count"], body["search"]["strategy"]) == (7, "grid")
    runs = experiments(database)
    assert runs[2].params == {"rate": 0.1, "depth": 4, "rounds": 5}
    assert [run.params for run in runs[4:]] == [
        {},
        {"rate": 0.1, "depth": 4, "rounds": 6},
        {"rate": 0.3, "depth": 4, "rounds": 6},
    ]
    assert request_of(database, batch_id)["sampling"]["space"]["rounds"] == [5]


def test_nothing_to_add_where_all_combinations_are_there(
    member_client: TestClient, database: Database, started: Start
) -> None:
    batch_id = started(search=search(space={"rounds": [5, 10], "depth": [2, 3]}, max_runs=3))["id"]
    assert extend(member_client, batch_id, space={}, max_runs=9).json()["job_count"] == 4
    answer = extend(member_client, batch_id, space={}, max_runs=9)
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_to_add")
    # Of the four runs' settings two are outside of the new space, which has three combinations.
    draw(database, *({"rounds": rounds, "depth": depth} for rounds in (5, 10) for depth in (2, 3)))
    assert extend(member_client, batch_id, space={"rounds": [5, 6, 7], "depth": [2]}).json()["job_count"] == 6


def test_a_sampled_batch_is_limited(app: FastAPI, member_client: TestClient, started: Start) -> None:
    app.state.settings = app.state.settings.model_copy(update={"max_batch_jobs": 4})
    batch_id = started(search=search(max_runs=3))["id"]
    assert extend(member_client, batch_id, space={}, max_runs=2).json()["code"] == "grid_too_large"
    assert extend(member_client, batch_id, space={}, max_runs=1).json()["job_count"] == 4


def test_the_comparison_of_runs_that_never_got_settings(
    member_client: TestClient, database: Database, started: Start, work: Work
) -> None:
    batch_id = started(search=search(max_runs=4))["id"]
    draw(database, {"rate": 0.5, "rounds": 5}, {"rate": 0.01, "rounds": 5})
    work(1.0, 2.0)
    with database.write() as session:
        assert job_state.claim(session, Queue.COMPUTE, "worker") is not None
    running = member_client.get(f"{URL}/{batch_id}/comparison", params={"include": "running"}).json()
    assert running["states"] == [JobState.SUCCEEDED, JobState.SUCCEEDED, JobState.RUNNING]
    member_client.post(f"{URL}/{batch_id}/cancel")
    comparison = member_client.get(f"{URL}/{batch_id}/comparison").json()
    assert comparison["numbers"] == [1, 2, 4]
    for answer in (comparison, running):
        rate = answer["dimensions"][0]
        assert (rate["name"], rate["type"], rate["values"]) == ("rate", "number", [0.5, 0.01, None])
        assert [dimension["name"] for dimension in answer["dimensions"]].count("rounds") == 0
        assert answer["constants"]["rounds"] == 5
