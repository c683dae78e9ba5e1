"""Registered models over HTTP: versions, lineage, aliases, downloads, and what protects them."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from azuraforge_contracts.model_files import HEADER, ModelHeader
from azuraforge_contracts.run_files import model_key
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from fastapi import FastAPI
from fastapi.testclient import TestClient

pytestmark = pytest.mark.usefixtures("toy")

URL = "/api/v1/models"
UNKNOWN = "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10"
INPUTS = [
    {"name": "x", "dtype": "number", "categories": None, "minimum": 0.0, "maximum": 9.0},
    {"name": "kind", "dtype": "category", "categories": ["b", "a"], "minimum": None, "maximum": None},
]
PROVENANCE = {
    "dataset_sha256": "0" * 64,
    "code_version": "0.1.0",
    "package_versions": {"numpy": "2.0"},
    "python_version": "3.11.7",
}

MakeRun = Callable[..., str]


@cache
def archive() -> bytes:
    """A stored model."""
    header = ModelHeader(
        pipeline="toy",
        pipeline_version="1.2.0",
        target="y",
        inputs=INPUTS,
        package_versions={"numpy": "2.0"},
        python_version="3.11.7",
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(HEADER, header.model_dump_json())
        made.writestr("value", b"1.5")
    return buffer.getvalue()


@pytest.fixture
def store(app: FastAPI) -> ArtifactStore:
    found: ArtifactStore = app.state.store
    return found


@pytest.fixture
def make_run(database: Database, store: ArtifactStore, dataset: Dataset, member: User) -> MakeRun:
    """Makes a run of the member's that succeeded, with its model in the store unless told otherwise."""

    def make(*, kept: bool = True, batch: Batch | None = None, state: str = "succeeded") -> str:
        job = Job(kind="experiment", queue="compute", owner_id=member.id, name="Toy run", state=state)
        if batch is not None:
            job.batch_id, job.number = batch.id, 4
        key = model_key(job.id, "token")
        experiment = Experiment(
            job_id=job.id, pipeline="toy", dataset_id=dataset.id, target="y", config={"rate": 0.5},
            params={}, seed=7,
        )  # fmt: skip
        result = ExperimentResult(
            job_id=job.id, attempt=1, pipeline_version="1.2.0", metrics={"rmse": 1.5},
            baseline_metrics={"rmse": 3.0}, metric_specs=[{"name": "rmse", "direction": "minimize"}],
            curves={}, row_counts={"train": 80, "holdout": 20, "dropped": 0},
            model_key=key if kept else None, provenance=PROVENANCE,
        )  # fmt: skip
        with database.write() as session:
            for row in (job, experiment):
                session.add(row)
                session.flush()
            if state == "succeeded":
                session.add(result)
        if kept:
            store.put_bytes(key, archive())
        return job.id

    return make


@pytest.fixture
def batch(database: Database, dataset: Dataset, member: User) -> Batch:
    row = Batch(
        owner_id=member.id, kind="experiment", name="Sweep", pipeline="toy", dataset_id=dataset.id,
        request={}, objective_metric="rmse", objective_direction="minimize", job_count=1,
    )  # fmt: skip
    with database.write() as session:
        session.add(row)
    return row


def register(client: TestClient, run: str, name: str = "toy model", **more: Any) -> dict[str, Any]:
    answer = client.post(URL, json={"experiment_id": run, "name": name, **more})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_version_keeps_where_it_came_from(
    member_client: TestClient, make_run: MakeRun, batch: Batch, dataset: Dataset
) -> None:
    run = make_run(batch=batch)
    answer = member_client.post(URL, json={"experiment_id": run, "name": "toy model", "notes": "first"})
    assert answer.status_code == 201
    body = answer.json()
    assert answer.headers["location"] == f"{URL}/toy%20model/versions/1"
    assert member_client.get(answer.headers["location"]).json() == body
    expected = {
        "model": "toy model", "version": 1, "aliases": [], "notes": "first", "experiment_id": run,
        "experiment_name": "Toy run", "experiment_number": 4, "experiment_exists": True,
        "batch_id": batch.id, "batch_name": "Sweep", "dataset_id": dataset.id, "dataset_name": "data.csv",
        "pipeline": "toy", "pipeline_version": "1.2.0", "task": "regression", "target": "y",
        "config": {"rate": 0.5}, "seed": 7, "metrics": {"rmse": 1.5}, "baseline_metrics": {"rmse": 3.0},
        "row_counts": {"train": 80, "holdout": 20, "dropped": 0}, "provenance": PROVENANCE,
        "sha256": hashlib.sha256(archive()).hexdigest(), "size_bytes": len(archive()), "inputs": INPUTS,
    }  # fmt: skip
    assert {name: body[name] for name in expected} == expected


def test_versions_count_up_and_are_never_given_twice(member_client: TestClient, make_run: MakeRun) -> None:
    runs = [make_run() for _ in range(3)]
    assert [register(member_client, run)["version"] for run in runs] == [1, 2, 3]
    assert member_client.delete(f"{URL}/toy model/versions/3").status_code == 204
    assert register(member_client, runs[0])["version"] == 4
    detail = member_client.get(f"{URL}/toy model").json()
    assert [version["version"] for version in detail["versions"]] == [4, 2, 1]
    assert (detail["version_count"], detail["latest"]["version"]) == (3, 4)


def test_models_are_listed_by_pages(member_client: TestClient, make_run: MakeRun) -> None:
    run = make_run()
    for name in ("a", "b", "b", "c"):
        register(member_client, run, name)
    first = member_client.get(URL, params={"limit": 2}).json()
    assert [(item["name"], item["latest"]["version"]) for item in first["items"]] == [("c", 1), ("b", 2)]
    rest = member_client.get(URL, params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [item["name"] for item in rest["items"]] == ["a"]
    assert rest["next_cursor"] is None


def test_models_are_found_by_name_and_compare_with_their_baseline(
    member_client: TestClient, make_run: MakeRun
) -> None:
    run = make_run()
    for name in ("Diabetes %", "diabetes 2", "wine"):
        register(member_client, run, name)
    found = member_client.get(URL, params={"q": "DIABETES"}).json()["items"]
    assert [model["name"] for model in found] == ["diabetes 2", "Diabetes %"]
    assert found[0]["latest"]["baseline_metrics"] == {"rmse": 3.0}
    assert [model["name"] for model in member_client.get(URL, params={"q": "%"}).json()["items"]] == [
        "Diabetes %"
    ]


def test_a_registered_model_outlives_its_run(
    member_client: TestClient, make_run: MakeRun, database: Database, store: ArtifactStore
) -> None:
    run = make_run()
    register(member_client, run)
    with database.write() as session:  # better runs of a batch push it out
        result = session.get_one(ExperimentResult, run)
        store.delete(result.model_key or "")
        result.model_key = None
        session.add(result)
    assert member_client.get(f"/api/v1/experiments/{run}/model").json()["registered"] == [
        {"model": "toy model", "version": 1}
    ]
    assert register(member_client, run)["version"] == 2
    assert member_client.delete(f"/api/v1/experiments/{run}").status_code == 204
    version = member_client.get(f"{URL}/toy model/versions/1").json()
    assert (version["experiment_exists"], version["experiment_name"]) == (False, "Toy run")
    assert member_client.get(f"{URL}/toy model/versions/1/content").content == archive()


def test_what_has_no_model_is_not_registered(
    member_client: TestClient, make_run: MakeRun, batch: Batch
) -> None:
    for kept_in, word in ((None, "log says why"), (batch, "ten best")):
        refused = member_client.post(
            URL, json={"experiment_id": make_run(kept=False, batch=kept_in), "name": "toy"}
        )
        assert (refused.status_code, refused.json()["code"]) == (409, "model_not_kept")
        assert word in refused.json()["detail"]
        assert "trains the run again" in refused.json()["detail"]
    queued = member_client.post(
        URL, json={"experiment_id": make_run(kept=False, state="queued"), "name": "toy"}
    )
    assert (queued.status_code, queued.json()["code"]) == (409, "experiment_not_finished")
    unknown = member_client.post(URL, json={"experiment_id": UNKNOWN, "name": "toy"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "experiment_not_found")
    assert member_client.get(URL).json()["items"] == []


def test_a_stored_file_that_is_no_model_is_not_registered(
    member_client: TestClient, make_run: MakeRun, store: ArtifactStore
) -> None:
    run = make_run()
    store.put_bytes(model_key(run, "token"), b"\x80\x04 a pickle, perhaps")
    refused = member_client.post(URL, json={"experiment_id": run, "name": "toy"})
    assert refused.json()["code"] == "model_not_kept"
    assert list(store.keys("registry")) == []


@pytest.mark.parametrize("name", ["", " a", "a ", "a/b", "a\\b", "a@b", "12", "..", "a\n", "x" * 101])
def test_names_that_make_no_address_are_refused(
    name: str, member_client: TestClient, make_run: MakeRun, store: ArtifactStore
) -> None:
    refused = member_client.post(URL, json={"experiment_id": make_run(), "name": name})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["loc"] == ["body", "name"]
    assert list(store.keys("registry")) == []


def test_names_in_any_language_are_fine(member_client: TestClient, make_run: MakeRun) -> None:
    name = "Konut fiyatı (İzmir) 100 % #1?"
    answer = member_client.post(URL, json={"experiment_id": make_run(), "name": name})
    assert member_client.get(answer.headers["location"]).json()["model"] == name


def test_an_alias_moves_and_protects(member_client: TestClient, make_run: MakeRun) -> None:
    for _ in range(2):
        register(member_client, make_run())
    put = member_client.put(f"{URL}/toy model/aliases/champion", json={"version": 1})
    assert (put.status_code, put.json()["aliases"]) == (200, {"champion": 1})
    for path in ("/versions/1", ""):
        refused = member_client.delete(f"{URL}/toy model{path}")
        assert (refused.status_code, refused.json()["code"]) == (409, "model_aliased")
        assert '"champion" at version 1' in refused.json()["detail"]
    moved = member_client.put(f"{URL}/toy model/aliases/champion", json={"version": 2})
    assert moved.json()["aliases"] == {"champion": 2}
    assert [version["aliases"] for version in moved.json()["versions"]] == [["champion"], []]
    assert member_client.delete(f"{URL}/toy model/versions/1").status_code == 204
    assert member_client.delete(f"{URL}/toy model/aliases/champion").status_code == 204
    assert member_client.delete(f"{URL}/toy model/aliases/champion").json()["code"] == "model_alias_not_found"
    assert member_client.delete(f"{URL}/toy model").status_code == 204
    assert member_client.get(f"{URL}/toy model").json()["code"] == "model_not_found"


def test_the_last_version_takes_its_model_and_its_file(
    member_client: TestClient, make_run: MakeRun, store: ArtifactStore
) -> None:
    register(member_client, make_run())
    assert len(list(store.keys("registry"))) == 1
    assert member_client.delete(f"{URL}/toy model/versions/1").status_code == 204
    assert member_client.get(URL).json()["items"] == []
    assert list(store.keys("registry")) == []


def test_aliases_are_words_and_point_at_versions(member_client: TestClient, make_run: MakeRun) -> None:
    register(member_client, make_run())
    for alias in ("1st", "a b", "ç"):
        refused = member_client.put(f"{URL}/toy model/aliases/{alias}", json={"version": 1})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_alias"), alias
    missing = member_client.put(f"{URL}/toy model/aliases/champion", json={"version": 9})
    assert (missing.status_code, missing.json()["code"]) == (404, "model_version_not_found")


def test_notes_are_replaced(member_client: TestClient, make_run: MakeRun) -> None:
    register(member_client, make_run(), notes="old")
    changed = member_client.patch(f"{URL}/toy model/versions/1", json={"notes": "new"})
    assert changed.json()["notes"] == "new"
    assert member_client.get(f"{URL}/toy model/versions/1").json()["notes"] == "new"


def test_the_same_key_registers_once(
    member_client: TestClient, make_run: MakeRun, store: ArtifactStore
) -> None:
    body, headers = {"experiment_id": make_run(), "name": "toy"}, {"Idempotency-Key": "k1"}
    first = member_client.post(URL, json=body, headers=headers)
    again = member_client.post(URL, json=body, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(list(store.keys("registry"))) == 1
    other = member_client.post(URL, json={**body, "name": "other"}, headers=headers)
    assert other.json()["code"] == "idempotency_conflict"
    assert len(list(store.keys("registry"))) == 1


def test_two_users_have_a_model_of_the_same_name(
    member_client: TestClient, other_client: TestClient, make_run: MakeRun
) -> None:
    register(member_client, make_run(), "mine")
    for path in ("", "/versions/1", "/versions/1/content"):
        assert other_client.get(f"{URL}/mine{path}").json()["code"] == "model_not_found"
    refused = other_client.post(URL, json={"experiment_id": make_run(), "name": "mine"})
    assert refused.json()["code"] == "experiment_not_found"


def test_a_runs_model_tells_its_inputs(member_client: TestClient, make_run: MakeRun) -> None:
    body = member_client.get(f"/api/v1/experiments/{make_run()}/model").json()
    assert (body["inputs"], body["task"], body["target"]) == (INPUTS, "regression", "y")
    assert body["registered"] == []
