"""A run's analysis over HTTP, and the job that makes one where none was kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from azuraforge_contracts.jobs import Queue
from azuraforge_contracts.run_files import analysis_key, files_of_run
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import ExperimentResult, Refit
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from fastapi.testclient import TestClient
from sqlmodel import col, select, update

pytestmark = pytest.mark.usefixtures("toy")

MakeRun = Callable[..., str]
ERRORS = np.linspace(-3.0, 4.0, 20)


def url(run: str) -> str:
    return f"/api/v1/experiments/{run}/analysis"


def test_the_stored_analysis_is_answered(member_client: TestClient, make_run: MakeRun) -> None:
    run = make_run(ERRORS)
    answer = member_client.get(url(run))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-encoding"] == "gzip"
    body = answer.json()
    assert (body["task"], body["experiment_id"], body["row_count"]) == ("regression", run, 20)
    assert body["residuals"]["mae"] == pytest.approx(np.abs(ERRORS).mean())


def test_who_has_it_is_told_so(member_client: TestClient, make_run: MakeRun) -> None:
    run, other = make_run(ERRORS), make_run(ERRORS)
    tag = member_client.get(url(run)).headers["etag"]
    known = {"If-None-Match": tag}
    assert member_client.get(url(run), headers=known).status_code == 304
    assert member_client.get(url(other), headers=known).status_code == 200


@pytest.mark.parametrize(("state", "todo"), [("running", "Wait until"), ("failed", "Retry it")])
def test_before_it_succeeded_there_is_nothing(
    member_client: TestClient, make_run: MakeRun, state: str, todo: str
) -> None:
    run = make_run(state=state)
    for answer in (member_client.get(url(run)), member_client.post(url(run))):
        assert (answer.status_code, answer.json()["code"]) == (409, "not_finished")
        assert todo in answer.json()["detail"]


def test_what_was_not_kept_is_explained(
    member_client: TestClient, make_run: MakeRun, batch: Batch, store: LocalArtifactStore, database: Database
) -> None:
    of_batch, single, older = make_run(batch=batch), make_run(), make_run(ERRORS, analysed=False)
    for run, why in (
        (of_batch, "ten best runs"),
        (single, "log says why"),
        (older, "before analyses were kept"),
    ):
        answer = member_client.get(url(run))
        assert (answer.status_code, answer.json()["code"]) == (409, "analysis_not_kept")
        assert why in answer.json()["detail"]
        assert "POST" in answer.json()["detail"]


def test_a_refit_is_queued_once(
    member_client: TestClient, make_run: MakeRun, batch: Batch, database: Database, transport: Any
) -> None:
    run = make_run(batch=batch, limits=(600, 2048))
    answer = member_client.post(url(run))
    assert answer.status_code == 202
    job = answer.json()
    assert (job["kind"], job["state"], job["name"], job["batch_id"]) == ("refit", "queued", "Toy run", None)
    assert answer.headers["location"] == f"/api/v1/jobs/{job['id']}"
    assert member_client.get(answer.headers["location"]).json() == job
    assert (Queue.COMPUTE, 1) in transport.wakes
    assert member_client.post(url(run)).json()["id"] == job["id"]
    with database.read() as session:
        assert session.exec(select(Refit.experiment_id)).all() == [run]
        queued = session.get_one(Job, job["id"])
        assert (queued.queue, queued.limit_seconds, queued.limit_memory_mb) == ("compute", 600, 2048)
    assert member_client.post(f"/api/v1/jobs/{job['id']}/cancel").json()["state"] == "cancelled"
    assert member_client.post(url(run)).json()["id"] != job["id"]


def test_what_is_kept_is_not_made_again(
    member_client: TestClient, make_run: MakeRun, store: LocalArtifactStore, database: Database
) -> None:
    run = make_run(ERRORS)
    answer = member_client.post(url(run))
    assert (answer.status_code, answer.json()["code"]) == (409, "analysis_kept")
    with database.read() as session:
        store.delete(analysis_key(session.get_one(ExperimentResult, run).model_key or ""))
    assert member_client.post(url(run)).status_code == 202


def test_a_run_the_search_gave_up_is_not_made_again(member_client: TestClient, make_run: MakeRun) -> None:
    answer = member_client.post(url(make_run(stop_reason="pruned", stopped_early=True)))
    assert (answer.status_code, answer.json()["code"]) == (409, "run_given_up")


def test_runs_of_others_do_not_exist(
    member_client: TestClient, other_client: TestClient, make_run: MakeRun, database: Database
) -> None:
    run, lost = make_run(ERRORS), make_run()
    for answer in (other_client.get(url(run)), other_client.post(url(lost))):
        assert (answer.status_code, answer.json()["code"]) == (404, "experiment_not_found")
    with database.read() as session:
        assert session.exec(select(Refit)).first() is None
    job = member_client.post(url(lost)).json()["id"]
    # The job of a second training is no experiment.
    assert member_client.get(url(job)).status_code == 404


def test_a_run_takes_its_analysis_along(
    member_client: TestClient, make_run: MakeRun, store: LocalArtifactStore, database: Database
) -> None:
    run = make_run(ERRORS)
    with database.read() as session:
        files = files_of_run(session.get_one(ExperimentResult, run).model_key or "")
    assert all(store.exists(key) for key in files)
    assert member_client.delete(f"/api/v1/experiments/{run}").status_code == 204
    assert not any(store.exists(key) for key in files)


def test_a_run_takes_its_ended_refits_along(
    member_client: TestClient, make_run: MakeRun, batch: Batch, database: Database
) -> None:
    single, of_batch, other = make_run(), make_run(batch=batch), make_run()
    jobs = {run: member_client.post(url(run)).json()["id"] for run in (single, of_batch, other)}
    for run in (single, of_batch):
        member_client.post(f"/api/v1/jobs/{jobs[run]}/cancel")
    for path in (f"/experiments/{single}", f"/batches/{batch.id}", f"/experiments/{other}"):
        assert member_client.delete(f"/api/v1{path}").status_code == 204, path
    with database.read() as session:
        # The one that is queued finds its run gone and ends.
        assert session.exec(select(Job.id)).all() == [jobs[other]]


def test_a_run_whose_model_is_about_to_be_stored_is_told_so(
    member_client: TestClient, database: Database, make_run: MakeRun, batch: Batch
) -> None:
    """Of quick runs models are stored once nothing else waits: for a moment the best has none."""
    runs = [make_run(batch=batch, objective=float(place)) for place in range(11)]

    def said(run: str) -> str:
        answer = member_client.get(url(run))
        assert (answer.status_code, answer.json()["code"]) == (409, "analysis_not_kept")
        detail: str = answer.json()["detail"]
        return detail

    with database.write() as session:
        session.execute(update(Job).where(col(Job.id).in_(runs)).values(finished_at=utc_now()))
    assert "about to be stored" in said(runs[9])
    assert "ten best runs only" in said(runs[10])
    with database.write() as session:
        before = utc_now() - timedelta(minutes=2)
        session.execute(update(Job).where(col(Job.id).in_(runs)).values(finished_at=before))
    assert "ten best runs only" in said(runs[9])
