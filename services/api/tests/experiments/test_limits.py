"""Limits of runs: what a request asks for, within what the operator allows."""

from typing import Any

import pytest
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import claim_job
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select

pytestmark = pytest.mark.usefixtures("toy")

URL = "/api/v1/experiments"
BATCHES = "/api/v1/batches"


def request(dataset: Dataset, **changes: Any) -> dict[str, Any]:
    return {"pipeline": "toy", "dataset_id": dataset.id, "target": "y", **changes}


def batch_request(dataset: Dataset, **changes: Any) -> dict[str, Any]:
    return {**request(dataset, **changes), "name": "Sweep", "search": {"space": {"rate": [0.1, 0.2]}}}


def configure(app: FastAPI, **settings: int) -> None:
    app.state.settings = app.state.settings.model_copy(update=settings)


def test_without_limits_there_are_only_the_workers(member_client: TestClient, dataset: Dataset) -> None:
    body = member_client.post(URL, json=request(dataset)).json()
    assert body["limits"] == {"seconds": None, "memory_mb": None}
    assert body["usage"] is None


def test_a_run_has_the_limits_asked_for(
    member_client: TestClient, dataset: Dataset, database: Database
) -> None:
    limits = {"seconds": 60, "memory_mb": 512}
    body = member_client.post(URL, json=request(dataset, limits=limits)).json()
    assert body["limits"] == limits
    with database.write() as session:
        assert claim_job(session).limits == job_state.Limits(60, 512)


def test_all_runs_of_a_batch_have_its_limits_those_added_later_too(
    member_client: TestClient, dataset: Dataset, database: Database
) -> None:
    batch = member_client.post(BATCHES, json=batch_request(dataset, limits={"seconds": 9})).json()
    assert batch["limits"] == {"seconds": 9, "memory_mb": None}
    more = {"search": {"space": {"rate": [0.3]}}}
    extended = member_client.post(f"{BATCHES}/{batch['id']}/extend", json=more)
    assert extended.json()["limits"] == batch["limits"]
    with database.read() as session:
        limits = session.exec(select(Job.limit_seconds, Job.limit_memory_mb)).all()
    assert limits == [(9, None)] * 3


def test_the_operators_defaults_apply_where_nothing_is_named(
    app: FastAPI, member_client: TestClient, dataset: Dataset
) -> None:
    configure(app, default_run_seconds=100, max_run_memory_mb=2048)
    unnamed = member_client.post(URL, json=request(dataset, limits={"seconds": None})).json()
    assert unnamed["limits"] == {"seconds": 100, "memory_mb": 2048}, "what is allowed at most is the default"
    named = member_client.post(URL, json=request(dataset, limits={"seconds": 500, "memory_mb": 300})).json()
    assert named["limits"] == {"seconds": 500, "memory_mb": 300}
    limits = member_client.get("/api/v1/system").json()["limits"]
    assert (limits["default_run_seconds"], limits["max_run_seconds"]) == (100, None)
    assert (limits["default_run_memory_mb"], limits["max_run_memory_mb"]) == (None, 2048)


@pytest.mark.parametrize(("url", "make"), [(URL, request), (BATCHES, batch_request)])
def test_more_than_the_operator_allows_is_refused(
    app: FastAPI, member_client: TestClient, dataset: Dataset, database: Database, url: str, make: Any
) -> None:
    configure(app, max_run_seconds=3600)
    answer = member_client.post(url, json=make(dataset, limits={"seconds": 7200}))
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "limit_too_high")
    assert problem["errors"][0]["loc"] == ["body", "limits", "seconds"]
    assert "3,600 allowed" in problem["detail"]
    with database.read() as session:
        assert session.exec(select(Job)).all() == []


@pytest.mark.parametrize(
    ("limits", "field"),
    [({"seconds": 0}, "seconds"), ({"memory_mb": 100}, "memory_mb"), ({"hours": 1}, "hours")],
)
def test_wrong_limits_name_the_field(
    member_client: TestClient, dataset: Dataset, limits: dict[str, Any], field: str
) -> None:
    answer = member_client.post(URL, json=request(dataset, limits=limits))
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, ["body", "limits", field])


def test_what_a_run_took_is_told_even_if_it_failed(
    member_client: TestClient, dataset: Dataset, database: Database
) -> None:
    job_id = member_client.post(URL, json=request(dataset)).json()["id"]
    with database.write() as session:
        usage = job_state.Usage(cpu_seconds=1.23456, peak_memory_bytes=3 * 1024**3)
        assert job_state.fail(session, claim_job(session), "time_limit", "Too long.", (), usage)
    body = member_client.get(f"{URL}/{job_id}").json()
    assert body["usage"] == {"cpu_s": 1.235, "peak_memory_bytes": 3 * 1024**3}
    member_client.post(f"/api/v1/jobs/{job_id}/retry")
    assert member_client.get(f"{URL}/{job_id}").json()["usage"] is None
