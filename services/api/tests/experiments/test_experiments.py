"""Single runs over HTTP: checked, queued once, listed, read, cancelled."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from azuraforge_api.experiments.schemas import ExperimentItem
from azuraforge_contracts.events import event_id
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job, JobEventRow
from azuraforge_dbmodels.session import Database
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select

pytestmark = pytest.mark.usefixtures("toy")

URL = "/api/v1/experiments"
UNKNOWN = "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10"


def request(dataset: Dataset, **changes: Any) -> dict[str, Any]:
    return {"pipeline": "toy", "dataset_id": dataset.id, "target": "y", **changes}


def test_a_run_is_queued_with_its_whole_config(
    member_client: TestClient, dataset: Dataset, database: Database, transport: Any
) -> None:
    answer = member_client.post(URL, json=request(dataset, config={"rate": 0.5}, time_column="when", seed=7))
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert answer.headers["location"] == f"{URL}/{body['id']}"
    assert (body["kind"], body["state"], body["attempt"], body["queue_position"]) == (
        "experiment",
        "queued",
        0,
        1,
    )
    assert body["config"] == {
        "rate": 0.5, "rounds": 100, "depth": None, "penalty": "ridge", "early": False, "layers": [32],
        "share": 0.2,
    }  # fmt: skip
    assert (body["params"], body["seed"], body["time_column"], body["dataset_name"]) == (
        {},
        7,
        "when",
        "data.csv",
    )
    assert (body["metrics"], body["provenance"], body["model_kept"]) == ({}, None, False)
    assert body["metric_specs"][0]["name"] == "rmse"
    assert member_client.get(f"{URL}/{body['id']}").json() == body
    with database.read() as session:
        job, experiment = session.get_one(Job, body["id"]), session.get_one(Experiment, body["id"])
    assert (job.queue, job.batch_id, experiment.config) == (Queue.COMPUTE, None, body["config"])
    transport.wait_for(lambda sent: sent.wakes == [(Queue.COMPUTE, 1)])


def test_the_seed_is_fixed_unless_given(member_client: TestClient, dataset: Dataset) -> None:
    assert member_client.post(URL, json=request(dataset)).json()["seed"] == 0


@pytest.mark.parametrize(
    ("changes", "code", "loc"),
    [
        ({"target": "z"}, "target_not_found", ["body", "target"]),
        ({"target": "same"}, "target_constant", ["body", "target"]),
        ({"target": "kind"}, "target_not_numeric", ["body", "target"]),
        ({"target": "note"}, "target_not_numeric", ["body", "target"]),
        ({"target": "when"}, "target_not_numeric", ["body", "target"]),
        ({"target": "gone"}, "target_all_null", ["body", "target"]),
        ({"time_column": "nowhere"}, "time_column_not_found", ["body", "time_column"]),
        ({"time_column": "y"}, "time_column_invalid", ["body", "time_column"]),
        ({"time_column": "note"}, "time_column_invalid", ["body", "time_column"]),
        ({"pipeline": "toi"}, "pipeline_not_found", ["body", "pipeline"]),
        ({"pipeline": "bad"}, "pipeline_unavailable", ["body", "pipeline"]),
        ({"config": {"rate": 5}}, "invalid_config", ["body", "config", "rate"]),
        ({"config": {"raet": 0.5}}, "invalid_config", ["body", "config", "raet"]),
        ({"config": {"rate": "fast"}}, "invalid_config", ["body", "config", "rate"]),
        ({"config": []}, "invalid_request", ["body", "config"]),
        ({"seed": -1}, "invalid_request", ["body", "seed"]),
        ({"sede": 1}, "invalid_request", ["body", "sede"]),
    ],
)
def test_wrong_requests_name_the_field_and_queue_nothing(
    member_client: TestClient,
    dataset: Dataset,
    database: Database,
    changes: dict[str, Any],
    code: str,
    loc: Any,
) -> None:
    answer = member_client.post(URL, json=request(dataset, **changes))
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.json()["errors"][0]["loc"] == loc
    with database.read() as session:
        assert session.exec(select(Job)).all() == []


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({}, "time_column_required", "time_column"),
        ({"time_column": "note"}, "time_column_invalid", "time_column"),
        ({"target": "kind", "time_column": "when"}, "target_not_numeric", "target"),
    ],
)
def test_a_forecast_needs_a_time_column_and_numbers(
    member_client: TestClient,
    dataset: Dataset,
    database: Database,
    changes: dict[str, Any],
    code: str,
    field: str,
) -> None:
    _make_toy_a_forecaster(database)
    answer = member_client.post(URL, json=request(dataset, **changes))
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.json()["errors"][0]["loc"] == ["body", field]
    if code == "time_column_required":
        assert '"when"' in answer.json()["detail"]
    assert member_client.post(URL, json=request(dataset, time_column="when")).status_code == 202


def test_a_short_series_is_refused(member_client: TestClient, dataset: Dataset, database: Database) -> None:
    _make_toy_a_forecaster(database)
    with database.write() as session:
        stored = session.get_one(Dataset, dataset.id)
        stored.row_count = 9
        session.add(stored)
    answer = member_client.post(URL, json=request(dataset, time_column="when"))
    assert (answer.status_code, answer.json()["code"]) == (422, "too_few_rows"), answer.text


def _make_toy_a_forecaster(database: Database) -> None:
    with database.write() as session:
        entry = session.get_one(PipelineEntry, "toy")
        entry.manifest = {**(entry.manifest or {}), "task": "forecasting"}
        session.add(entry)


def test_every_wrong_setting_is_named(member_client: TestClient, dataset: Dataset) -> None:
    problem = member_client.post(URL, json=request(dataset, config={"rate": 5, "raet": 1, "early": 0})).json()
    assert [error["loc"][-1] for error in problem["errors"]] == ["rate", "raet", "early"]
    assert "and 2 more" in problem["detail"]


def test_a_foreign_or_unknown_dataset_is_not_found(
    member_client: TestClient, other_client: TestClient, dataset: Dataset
) -> None:
    assert other_client.post(URL, json=request(dataset)).json()["code"] == "dataset_not_found"
    unknown = member_client.post(URL, json=request(dataset, dataset_id="nonsense"))
    assert (unknown.status_code, unknown.json()["code"]) == (404, "dataset_not_found")


def test_a_key_makes_one_run(member_client: TestClient, dataset: Dataset) -> None:
    key = {"Idempotency-Key": "once"}
    first = member_client.post(URL, json=request(dataset), headers=key)
    again = member_client.post(URL, json=request(dataset), headers=key)
    other = member_client.post(URL, json=request(dataset, seed=1), headers=key)
    assert (again.status_code, again.json()) == (202, first.json())
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert len(member_client.get(URL).json()["items"]) == 1


def test_the_queue_of_one_user_is_limited(app: FastAPI, member_client: TestClient, dataset: Dataset) -> None:
    app.state.settings = app.state.settings.model_copy(update={"max_queued_jobs": 1})
    assert member_client.post(URL, json=request(dataset)).status_code == 202
    refused = member_client.post(URL, json=request(dataset))
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_queued")
    assert int(refused.headers["retry-after"]) > 0


def finish(database: Database, job_id: str) -> None:
    """Run the job as a worker would, with a result that has a number, a null and a curve."""
    with database.write() as session:
        claim = job_state.claim(session, Queue.COMPUTE, "worker")
        assert claim is not None
        assert claim.job_id == job_id
        session.add(
            ExperimentResult(
                job_id=job_id, attempt=1, pipeline_version="1.2.0", objective=None, fit_seconds=0.25,
                metrics={"rmse": 1.5, "r2": None}, baseline_metrics={"rmse": 3.0, "r2": 0.0},
                metric_specs=[{"name": "rmse", "direction": "minimize", "unit": "target"}],
                curves={"loss": [[0, 2.0], [1, None]]}, row_counts={"train": 80, "holdout": 20, "dropped": 0},
                model_key="models/x", stopped_early=True, stop_reason="early_stopping",
                provenance={"dataset_sha256": "0" * 64, "package_versions": {"numpy": "2"}},
                details={"rounds": 12}, dropped_columns={"id": "every value is different"},
            )
        )  # fmt: skip
        assert job_state.succeed(session, claim)


def test_a_finished_run(member_client: TestClient, dataset: Dataset, database: Database) -> None:
    job_id = member_client.post(URL, json=request(dataset)).json()["id"]
    finish(database, job_id)
    body = member_client.get(f"{URL}/{job_id}").json()
    assert (body["state"], body["attempt"], body["pipeline_version"]) == ("succeeded", 1, "1.2.0")
    assert (body["metrics"], body["baseline_metrics"]) == (
        {"rmse": 1.5, "r2": None},
        {"rmse": 3.0, "r2": 0.0},
    )
    assert body["curves"] == {"loss": [[0, 2.0], [1, None]]}
    assert (body["stopped_early"], body["stop_reason"]) == (True, "early_stopping")
    assert body["model_kept"] is True
    assert body["row_counts"] == {"train": 80, "holdout": 20, "dropped": 0}
    assert body["timings"]["fit_s"] == 0.25
    assert body["timings"]["queued_s"] >= 0
    assert body["timings"]["run_s"] >= 0
    assert body["provenance"]["package_versions"] == {"numpy": "2"}
    assert (body["details"], body["dropped_columns"]) == ({"rounds": 12}, {"id": "every value is different"})
    (item,) = member_client.get(URL).json()["items"]
    only_of_one = {"notes", "curves", "provenance", "details", "dropped_columns", "limits", "usage"}
    assert item == {key: value for key, value in body.items() if key not in only_of_one}
    assert ExperimentItem.model_validate(item).state is JobState.SUCCEEDED


@pytest.mark.parametrize("end", ["fail", "cancel"])
def test_a_run_without_a_result_has_its_curve_as_far_as_it_came(
    member_client: TestClient, dataset: Dataset, database: Database, end: str
) -> None:
    job_id = member_client.post(URL, json=request(dataset)).json()["id"]
    with database.write() as session:
        claim = job_state.claim(session, Queue.COMPUTE, "worker")
        assert claim is not None
        points = [{"step": 1, "loss": 2.0}, {"step": 2, "loss": None, "validation_loss": 3.0}]
        events: list[job_state.EventRecord] = [
            {
                "id": event_id(1, claim.next_sequence + place), "job_id": job_id, "attempt": 1,
                "type": "metric", "at": utc_now(), "data": data,
            }
            for place, data in enumerate(points)
        ]  # fmt: skip
        assert job_state.append_events(session, claim, events)
    assert member_client.get(f"{URL}/{job_id}").json()["curves"] == {}
    if end == "cancel":
        assert member_client.post(f"{URL}/{job_id}/cancel").status_code == 202
    with database.write() as session:
        if end == "fail":
            assert job_state.fail(session, claim, "pipeline_error", "It did not work.")
        else:
            assert job_state.cancelled(session, claim)
    body = member_client.get(f"{URL}/{job_id}").json()
    assert body["state"] == {"fail": "failed", "cancel": "cancelled"}[end]
    assert body["curves"] == {"loss": [[1, 2.0], [2, None]], "validation_loss": [[2, 3.0]]}


def test_a_run_queued_again_has_no_times_out_of_order(
    member_client: TestClient, dataset: Dataset, database: Database
) -> None:
    job_id = member_client.post(URL, json=request(dataset)).json()["id"]
    with database.write() as session:
        job = session.get_one(Job, job_id)
        job.started_at, job.finished_at = utc_now() - timedelta(minutes=2), utc_now() - timedelta(minutes=3)
        session.add(job)
    assert member_client.get(f"{URL}/{job_id}").json()["timings"] == {
        "queued_s": None,
        "run_s": None,
        "fit_s": None,
    }


def test_lists_are_ones_own_filtered_and_paged(
    member_client: TestClient, other_client: TestClient, dataset: Dataset, database: Database
) -> None:
    ids = [member_client.post(URL, json=request(dataset)).json()["id"] for _ in range(3)]
    finish(database, ids[0])

    def listed(**query: Any) -> list[str]:
        return [item["id"] for item in member_client.get(URL, params=query).json()["items"]]

    assert listed() == ids[::-1]
    assert listed(state="succeeded") == ids[:1]
    assert listed(state=["succeeded", "queued"]) == ids[::-1]
    assert listed(pipeline="other") == listed(batch_id=UNKNOWN) == listed(dataset_id=UNKNOWN) == []
    assert listed(dataset_id=dataset.id, pipeline="toy", limit=1) == ids[2:]
    page = member_client.get(URL, params={"limit": 2}).json()
    assert [item["queue_position"] for item in page["items"]] == [2, 1]
    assert listed(cursor=page["next_cursor"]) == ids[:1]
    assert other_client.get(URL).json() == {"items": [], "next_cursor": None}
    assert member_client.get(URL, params={"state": "lost"}).status_code == 422


def test_cancel(member_client: TestClient, other_client: TestClient, dataset: Dataset) -> None:
    job_id = member_client.post(URL, json=request(dataset)).json()["id"]
    assert other_client.post(f"{URL}/{job_id}/cancel").status_code == 404
    answer = member_client.post(f"{URL}/{job_id}/cancel")
    assert (answer.status_code, answer.json()["state"]) == (202, "cancelled")
    again = member_client.post(f"{URL}/{job_id}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "job_not_cancellable")


def test_delete(
    app: FastAPI, member_client: TestClient, other_client: TestClient, dataset: Dataset, database: Database
) -> None:
    job_id = member_client.post(URL, json=request(dataset)).json()["id"]
    assert member_client.delete(f"{URL}/{job_id}").json()["code"] == "experiment_running"
    finish(database, job_id)
    app.state.store.put_bytes("models/x", b"model")
    assert other_client.delete(f"{URL}/{job_id}").json()["code"] == "experiment_not_found"
    assert member_client.delete(f"{URL}/{job_id}").status_code == 204
    assert member_client.get(f"{URL}/{job_id}").status_code == 404
    assert not app.state.store.exists("models/x")
    with database.read() as session:
        assert session.exec(select(JobEventRow)).all() == []
        assert session.exec(select(ExperimentResult)).all() == []


def test_a_run_of_a_batch_isnt_deleted_alone(member_client: TestClient, dataset: Dataset) -> None:
    body = request(dataset, name="Sweep", search={"space": {"rate": [0.1]}})
    batch_id = member_client.post("/api/v1/batches", json=body).json()["id"]
    (item,) = member_client.get(URL, params={"batch_id": batch_id}).json()["items"]
    answer = member_client.delete(f"{URL}/{item['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "experiment_in_batch")


def test_foreign_unknown_and_malformed_ids(
    member_client: TestClient, other_client: TestClient, dataset: Dataset
) -> None:
    job_id = member_client.post(URL, json=request(dataset)).json()["id"]
    assert other_client.get(f"{URL}/{job_id}").json()["code"] == "experiment_not_found"
    for identifier in (UNKNOWN, "x", "x" * 500):
        answer = member_client.get(f"{URL}/{identifier}")
        assert (answer.status_code, answer.json()["code"]) == (404, "experiment_not_found")


@pytest.fixture
def leaves_columns_out(toy: None, database: Database) -> None:
    """`toy` has a setting whose texts are columns of the dataset."""
    with database.write() as session:
        entry = session.get_one(PipelineEntry, "toy")
        schema = deepcopy(entry.manifest)
        assert schema is not None
        schema["config_schema"]["properties"]["left_out"] = {
            "type": "array", "items": {"type": "string"}, "default": [], "x-columns": True,
        }  # fmt: skip
        entry.manifest = schema


@pytest.mark.usefixtures("leaves_columns_out")
def test_a_setting_that_names_a_column_the_dataset_lacks_is_refused(
    member_client: TestClient, dataset: Dataset
) -> None:
    known = member_client.post(URL, json=request(dataset, config={"left_out": ["note", "kind"]}))
    assert known.status_code == 202, known.text

    answer = member_client.post(URL, json=request(dataset, config={"left_out": ["note", "kimd"]}))

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_config")
    (error,) = answer.json()["errors"]
    assert error["loc"] == ["body", "config", "left_out", 1]
    assert '"kimd"' in error["message"]
    assert 'did you mean "kind"?' in error["message"]
