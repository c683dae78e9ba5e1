"""What a request for a prediction is checked for before anything is queued."""

from collections.abc import Callable
from typing import Any

import pyarrow.parquet as pq
import pytest
from azuraforge_contracts.jobs import Queue
from azuraforge_contracts.prediction_files import given_rows_key
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select

pytestmark = pytest.mark.usefixtures("toy")

URL = "/api/v1/predictions"
UNKNOWN = "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10"
ROW = {"x": 1.5, "y": 2, "kind": "a", "when": "2026-01-31T09:30:00Z"}

MakeRun = Callable[..., str]


def jobs(database: Database) -> list[Job]:
    with database.read() as session:
        return list(session.exec(select(Job).where(Job.kind == "prediction")))


def refused(client: TestClient, code: str, status: int = 422, **body: Any) -> dict[str, Any]:
    answer = client.post(URL, json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    problem: dict[str, Any] = answer.json()
    return problem


def test_rows_are_queued_as_the_model_reads_them(
    member_client: TestClient, make_run: MakeRun, store: ArtifactStore, transport: Any
) -> None:
    run = make_run()
    rows = [{"note": "hello", "when": "2026-01-31", "kind": 3, "y": 2, "x": 1}, ROW, {"x": None, "kind": "c"}]
    answer = member_client.post(URL, json={"experiment_id": run, "rows": rows})
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert answer.headers["location"] == f"{URL}/{body['id']}"
    expected = {
        "kind": "prediction", "state": "queued", "source": "rows", "experiment_id": run, "model": None,
        "pipeline": "toy", "task": "regression", "target": "same", "dataset_id": None, "horizon": None,
        "row_count": 3, "rows_done": 0, "columns": ["row", "prediction"], "preview": [], "resumable": False,
        "history": None, "summary": None, "name": "Toy run: 3 rows", "queue_position": 1,
        "matching": {"used": ["x", "y", "kind", "when"], "extra": ["note"], "warnings": []},
    }  # fmt: skip
    assert {name: body[name] for name in expected} == expected
    assert member_client.get(answer.headers["location"]).json() == body
    table = pq.read_table(store.local_path(given_rows_key(body["id"])))
    assert table.column_names == ["x", "y", "kind", "when"]
    assert table.column("x").to_pylist() == [1.0, 1.5, None]
    assert table.column("kind").to_pylist() == ["3", "a", "c"]
    assert [moment and moment.isoformat() for moment in table.column("when").to_pylist()] == [
        "2026-01-31T00:00:00", "2026-01-31T09:30:00", None,
    ]  # fmt: skip
    transport.wait_for(lambda sent: (Queue.COMPUTE, 1) in sent.wakes)


def test_a_dataset_is_queued_by_a_models_alias(
    member_client: TestClient, make_run: MakeRun, dataset: Dataset
) -> None:
    run = make_run()
    member_client.post("/api/v1/models", json={"experiment_id": run, "name": "toy"})
    member_client.put("/api/v1/models/toy/aliases/champion", json={"version": 1})
    for reference, alias in (("toy@champion", "champion"), ("toy@1", None)):
        answer = member_client.post(URL, json={"model": reference, "dataset_id": dataset.id, "name": "mine"})
        assert answer.status_code == 202, answer.text
        body = answer.json()
        assert body["model"] == {"name": "toy", "version": 1, "alias": alias}
        assert (body["experiment_id"], body["dataset_name"], body["row_count"]) == (run, "data.csv", 100)
        assert body["matching"]["extra"] == ["note", "same", "gone"]
        assert body["name"] == "mine"
    listed = member_client.get(URL, params={"model": "toy"}).json()["items"]
    assert [item["model"]["alias"] for item in listed] == [None, "champion"]


@pytest.mark.parametrize(
    ("reference", "code", "status"),
    [
        ("toy", "invalid_model_reference", 422),
        ("@3", "invalid_model_reference", 422),
        ("toy@", "invalid_model_reference", 422),
        ("other@1", "model_not_found", 404),
        ("toy@2", "model_version_not_found", 404),
        ("toy@99999999999999999999", "model_version_not_found", 404),
        ("toy@champion", "model_alias_not_found", 404),
    ],
)
def test_a_reference_has_to_lead_to_a_version(
    member_client: TestClient, make_run: MakeRun, reference: str, code: str, status: int
) -> None:
    member_client.post("/api/v1/models", json={"experiment_id": make_run(), "name": "toy"})
    refused(member_client, code, status, model=reference, rows=[ROW])


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"rows": [ROW]}, ["experiment_id", "model"]),
        ({"experiment_id": "RUN", "model": "toy@1", "rows": [ROW]}, ["experiment_id", "model"]),
        ({"experiment_id": "RUN"}, ["dataset_id", "rows", "horizon"]),
        ({"experiment_id": "RUN", "rows": [ROW], "horizon": 3}, ["rows", "horizon"]),
        ({"experiment_id": "RUN", "rows": []}, ["rows"]),
        ({"experiment_id": "RUN", "horizon": 0}, ["horizon"]),
        ({"experiment_id": "RUN", "horizon": 10_001}, ["horizon"]),
        ({"experiment_id": "RUN", "rows": [ROW], "more": 1}, ["more"]),
    ],
)
def test_exactly_one_model_and_one_source(
    member_client: TestClient, make_run: MakeRun, body: dict[str, Any], fields: list[str], database: Database
) -> None:
    run = make_run()
    if "experiment_id" in body:
        body = {**body, "experiment_id": run}
    problem = refused(member_client, "invalid_request", **body)
    assert [error["loc"][1] for error in problem["errors"]] == fields
    assert jobs(database) == []


def test_each_column_that_doesnt_match_is_named(
    member_client: TestClient, make_run: MakeRun, database: Database, dataset: Dataset
) -> None:
    run = make_run(
        [
            {"name": "x", "dtype": "category", "categories": ["a"]},  # the dataset has numbers
            {"name": "kind", "dtype": "number"},  # a category
            {"name": "y", "dtype": "category", "categories": ["1"]},  # integers: read by their text
            {"name": "gone", "dtype": "datetime"},  # empty: readable as anything
            {"name": "age", "dtype": "number"},
        ]
    )
    problem = refused(member_client, "columns_do_not_match", experiment_id=run, dataset_id=dataset.id)
    assert [(error["loc"], error["message"]) for error in problem["errors"]] == [
        (["body", "dataset_id", "x"], "column 'x': the model reads a category, the dataset has a number"),
        (
            ["body", "dataset_id", "kind"],
            "column 'kind': the model reads a number, the dataset has a category",
        ),
        (
            ["body", "dataset_id", "age"],
            "column 'age': the model reads it (number), the dataset doesn't have it",
        ),
    ]
    problem = refused(member_client, "columns_do_not_match", experiment_id=run, rows=[{"x": "a", "y": 1}])
    assert [error["loc"] for error in problem["errors"]] == [
        ["body", "rows", name] for name in ("kind", "gone", "age")
    ]
    assert jobs(database) == []


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("x", "much"), ("x", True), ("y", "2"), ("kind", 1.5), ("kind", ["a"]),
        ("when", "yesterday"), ("when", 20260131), ("note", {"a": 1}),
        ("when", "0001-01-01T00:00:00+23:00"),
    ],
)  # fmt: skip
def test_each_cell_that_cant_be_read_is_named(
    member_client: TestClient, make_run: MakeRun, name: str, cell: Any, database: Database
) -> None:
    rows = [ROW, {**ROW, "x": None}, ROW, {**ROW, name: cell}]
    problem = refused(member_client, "invalid_rows", experiment_id=make_run(), rows=rows)
    [error] = problem["errors"]
    assert error["loc"] == ["body", "rows", 3, name]
    assert error["message"].startswith("has to be")
    assert jobs(database) == []


def test_numbers_that_are_none_are_refused(member_client: TestClient, make_run: MakeRun) -> None:
    body = f'{{"experiment_id": "{make_run()}", "rows": [{{"x": NaN, "y": 1, "kind": "a", "when": null}}]}}'
    answer = member_client.post(URL, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed_json")


def test_a_horizon_is_for_forecasters(member_client: TestClient, make_run: MakeRun) -> None:
    problem = refused(member_client, "not_a_forecaster", experiment_id=make_run(), horizon=12)
    assert problem["errors"][0]["loc"] == ["body", "horizon"]


@pytest.mark.usefixtures("forecasting")
def test_forecasters_need_a_horizon(member_client: TestClient, make_run: MakeRun, dataset: Dataset) -> None:
    run = make_run([{"name": "when", "dtype": "datetime"}])
    for body in ({"rows": [{"when": "2026-01-31"}]}, {"dataset_id": dataset.id}):
        refused(member_client, "forecaster_needs_horizon", experiment_id=run, **body)
    answer = member_client.post(URL, json={"experiment_id": run, "horizon": 12})
    assert answer.status_code == 202
    body = answer.json()
    assert (body["source"], body["horizon"], body["row_count"]) == ("horizon", 12, 12)
    assert body["columns"] == ["time", "prediction", "lower", "upper"]


def test_what_the_model_needs_has_to_be_there(
    member_client: TestClient, make_run: MakeRun, store: ArtifactStore, database: Database
) -> None:
    run = make_run()
    refused(member_client, "experiment_not_found", 404, experiment_id=UNKNOWN, rows=[ROW])
    refused(member_client, "dataset_not_found", 404, experiment_id=run, dataset_id=UNKNOWN)
    with database.write() as session:
        session.get_one(PipelineEntry, "toy").manifest = None
    refused(member_client, "pipeline_unavailable", experiment_id=run, rows=[ROW])
    for key in list(store.keys("models")):
        store.delete(key)
    refused(member_client, "model_not_kept", 409, experiment_id=run, rows=[ROW])


def test_others_models_and_datasets_are_not_found(
    member_client: TestClient, other_client: TestClient, make_run: MakeRun, dataset: Dataset
) -> None:
    run = make_run()
    member_client.post("/api/v1/models", json={"experiment_id": run, "name": "toy"})
    refused(other_client, "experiment_not_found", 404, experiment_id=run, dataset_id=dataset.id)
    refused(other_client, "model_not_found", 404, model="toy@1", dataset_id=dataset.id)


def test_a_key_makes_one_prediction(
    member_client: TestClient, make_run: MakeRun, database: Database, store: ArtifactStore
) -> None:
    body = {"experiment_id": make_run(), "rows": [ROW]}
    headers = {"Idempotency-Key": "once"}
    first, second = (member_client.post(URL, json=body, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]
    assert len(jobs(database)) == len(list(store.keys("predictions"))) == 1
    other = member_client.post(URL, json={**body, "name": "other"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")


def test_rows_of_a_refused_request_are_not_kept(
    member_client: TestClient, make_run: MakeRun, store: ArtifactStore, app: FastAPI
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"max_queued_jobs": 0})
    refused(member_client, "too_many_queued", 429, experiment_id=make_run(), rows=[ROW])
    assert list(store.keys("predictions")) == []
