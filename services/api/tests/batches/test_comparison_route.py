"""The comparison over HTTP: from stored runs, tagged, cached."""

from typing import Any

import pytest
from azuraforge_api.batches import comparison_routes
from azuraforge_api.batches.schemas import ComparisonOut
from azuraforge_contracts.events import event_id
from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.importance import BatchImportance
from azuraforge_dbmodels.job_state import Claim
from azuraforge_dbmodels.session import Database
from fastapi.testclient import TestClient

pytestmark = pytest.mark.usefixtures("toy")

URL = "/api/v1/batches"


@pytest.fixture
def batch_id(member_client: TestClient, dataset: Dataset) -> str:
    body = {
        "name": "Sweep", "pipeline": "toy", "dataset_id": dataset.id, "target": "y",
        "search": {"space": {"rate": [0.1, 0.2, 0.4], "penalty": ["ridge"]}},
    }  # fmt: skip
    found: str = member_client.post(URL, json=body).json()["id"]
    return found


def claim(database: Database) -> Claim:
    with database.write() as session:
        found = job_state.claim(session, Queue.COMPUTE, "worker")
    assert found is not None
    return found


def succeed(
    database: Database,
    metrics: dict[str, float | None],
    usage: job_state.Usage | None = None,
    specs: tuple[dict[str, str], ...] = (),
    stop_reason: str | None = None,
) -> None:
    job = claim(database)
    with database.write() as session:
        session.add(
            ExperimentResult(
                job_id=job.job_id, attempt=1, pipeline_version="1", metrics=metrics,
                objective=metrics["rmse"],
                baseline_metrics={}, metric_specs=list(specs), curves={}, row_counts={}, provenance={},
                stopped_early=stop_reason is not None, stop_reason=stop_reason,
            )
        )  # fmt: skip
        assert job_state.succeed(session, job, (), usage)


def fail(database: Database) -> None:
    job = claim(database)
    with database.write() as session:
        assert job_state.fail(session, job, "pipeline_error", "No.")


def values(answer: dict[str, Any]) -> dict[str, list[Any]]:
    return {dimension["name"]: dimension["values"] for dimension in answer["dimensions"]}


def test_runs_that_ended_in_order_of_their_number(
    member_client: TestClient, database: Database, batch_id: str
) -> None:
    succeed(database, {"rmse": 1.5, "r2": float("nan")})
    fail(database)
    answer = member_client.get(f"{URL}/{batch_id}/comparison").json()
    ComparisonOut.model_validate(answer)
    assert (answer["numbers"], answer["states"]) == ([1, 2], ["succeeded", "failed"])
    found = values(answer)
    seconds = found.pop("run_seconds")
    assert found == {"rate": [0.1, 0.2], "rmse": [1.5, None], "r2": [None, None]}
    assert 0 <= seconds[0] < 60
    assert seconds[1] is None
    rate = answer["dimensions"][0]
    assert (rate["label"], rate["scale"], rate["role"]) == ("Rate", "log", "parameter")
    assert answer["constants"]["penalty"] == "ridge"
    assert answer["constants"]["rounds"] == 100
    assert answer["importance"] is None
    best = member_client.get(f"{URL}/{batch_id}").json()["best"]
    assert best["value"] == found["rmse"][answer["job_ids"].index(best["job_id"])]


def test_what_runs_took_is_a_dimension_where_it_was_counted(
    member_client: TestClient, database: Database, batch_id: str
) -> None:
    succeed(database, {"rmse": 1.5, "r2": 0.5})
    succeed(database, {"rmse": 1.0, "r2": 0.5}, job_state.Usage(1.23456, 300 * 1024**2))
    answer = member_client.get(f"{URL}/{batch_id}/comparison").json()
    picked = member_client.get("/api/v1/comparison", params={"job_ids": ",".join(answer["job_ids"])}).json()
    assert picked["dimensions"][-2:] == answer["dimensions"][-2:]
    taken = {dimension["name"]: dimension for dimension in answer["dimensions"][-2:]}
    assert {name: dimension["values"] for name, dimension in taken.items()} == {
        "cpu_seconds": [None, 1.235],
        "peak_memory": [None, 300.0],
    }
    shown = [(one["label"], one["role"], one["direction"], one["unit"]) for one in taken.values()]
    assert shown == [("CPU time", "metric", "minimize", "s"), ("Peak memory", "metric", "minimize", "MiB")]


def test_why_runs_stopped_early(member_client: TestClient, database: Database, batch_id: str) -> None:
    reasons = [None, "pruned", "early_stopping"]
    for reason in reasons:
        succeed(database, {"rmse": 1.0}, stop_reason=reason)
    answer = member_client.get(f"{URL}/{batch_id}/comparison").json()
    assert answer["stop_reasons"] == reasons
    job_ids = answer["job_ids"]
    picked = member_client.get("/api/v1/comparison", params={"job_ids": ",".join(reversed(job_ids))}).json()
    assert picked["stop_reasons"] == reasons[::-1]
    listed = member_client.get("/api/v1/experiments", params={"batch_id": batch_id}).json()["items"]
    assert {one["id"]: one["stop_reason"] for one in listed} == dict(zip(job_ids, reasons, strict=True))


@pytest.mark.parametrize("known", ["gone", "broken", "changed"])
def test_metrics_are_what_the_results_say_they_are(
    member_client: TestClient, database: Database, batch_id: str, known: str
) -> None:
    rmse = {"name": "rmse", "direction": "minimize", "unit": "target"}
    accuracy = {"name": "accuracy", "direction": "maximize"}
    metrics: dict[str, float | None] = {"rmse": 1.5, "accuracy": 0.5}
    succeed(database, metrics, specs=(rmse, accuracy))
    with database.write() as session:
        entry = session.get_one(PipelineEntry, "toy")
        if known == "gone":
            session.delete(entry)
        elif known == "broken":
            entry.manifest, entry.error = None, "ImportError"
        else:
            now = [{"name": "rmse", "direction": "maximize"}, {"name": "accuracy", "direction": "minimize"}]
            entry.manifest = {**(entry.manifest or {}), "metrics": now}
    of_batch = member_client.get(f"{URL}/{batch_id}/comparison").json()
    picked = member_client.get("/api/v1/comparison", params={"job_ids": of_batch["job_ids"][0]}).json()
    for answer in (of_batch, picked):
        found = {one["name"]: (one["direction"], one["unit"]) for one in answer["dimensions"]}
        assert (found["rmse"], found["accuracy"]) == (("minimize", "target"), ("maximize", None))
        assert answer["objective"] == {"metric": "rmse", "direction": "minimize"}


def test_a_batch_of_which_nothing_ended(member_client: TestClient, batch_id: str) -> None:
    answer = member_client.get(f"{URL}/{batch_id}/comparison").json()
    assert (answer["job_ids"], values(answer)) == ([], {"rmse": [], "r2": [], "run_seconds": []})


def test_running_runs_have_interim_values(
    member_client: TestClient, database: Database, batch_id: str
) -> None:
    succeed(database, {"rmse": 1.5, "r2": 0.5})
    job = claim(database)
    with database.write() as session:
        job_state.append_events(
            session,
            job,
            [
                {
                    "id": event_id(1, job.next_sequence + step), "job_id": job.job_id, "attempt": 1,
                    "type": "metric", "at": utc_now(),
                    "data": {"step": step, "validation_rmse": 3.0 - step, "train_rmse": 1.0},
                }
                for step in range(2)
            ],
        )  # fmt: skip
    with_running = member_client.get(f"{URL}/{batch_id}/comparison", params={"include": "running"}).json()
    assert with_running["states"] == ["succeeded", "running"]
    found = values(with_running)
    assert (found["rmse"], found["r2"]) == ([1.5, 2.0], [0.5, None])
    assert "train_rmse" not in found
    assert found["run_seconds"][1] is None
    ended = member_client.get(f"{URL}/{batch_id}/comparison").json()
    assert ended["states"] == ["succeeded"]
    wrong = member_client.get(f"{URL}/{batch_id}/comparison", params={"include": "queued"})
    assert wrong.status_code == 422


def test_the_tag_changes_when_the_answer_does(
    member_client: TestClient, database: Database, batch_id: str
) -> None:
    path = f"{URL}/{batch_id}/comparison"
    tags = [member_client.get(path).headers["etag"]]
    for finish in (lambda: fail(database), lambda: succeed(database, {"rmse": 1.0, "r2": 0.0})):
        finish()
        tags.append(member_client.get(path).headers["etag"])
    member_client.post(f"{URL}/{batch_id}/retry-failed")
    tags.append(member_client.get(path).headers["etag"])
    fail(database)
    fail(database)
    tags.append(member_client.get(path).headers["etag"])
    assert len(set(tags)) == len(tags)
    unchanged = member_client.get(path, headers={"If-None-Match": f'"other", {tags[-1]}'})
    assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", tags[-1])
    assert "no-cache" in unchanged.headers["cache-control"]
    assert member_client.get(path, headers={"If-None-Match": tags[0]}).status_code == 200


def test_importance_is_answered_as_it_was_stored(
    member_client: TestClient, database: Database, batch_id: str
) -> None:
    path = f"{URL}/{batch_id}/comparison"
    before = member_client.get(path)
    assert (before.json()["importance"], before.json()["importance_runs"]) == (None, None)
    tags = {before.headers["etag"]}
    items = [{"name": "rate", "value": 0.75}, {"name": "rounds", "value": 0.25}]
    for found, runs in ((items, 12), (None, 13)):
        with database.write() as session:
            session.merge(BatchImportance(batch_id=batch_id, runs=runs, items=found))
        answer = member_client.get(path, headers={"If-None-Match": ", ".join(tags)})
        assert (answer.json()["importance"], answer.json()["importance_runs"]) == (found, runs)
        tags.add(answer.headers["etag"])
    for _ in range(3):
        succeed(database, {"rmse": 1.0, "r2": 0.0})
    assert member_client.delete(f"{URL}/{batch_id}").status_code == 204


def test_an_ended_batch_is_answered_from_memory(
    member_client: TestClient, database: Database, batch_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        succeed(database, {"rmse": 1.0, "r2": 0.0})
    path = f"{URL}/{batch_id}/comparison"
    first = member_client.get(path)

    def never(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(comparison_routes, "read_rows", never)
    assert member_client.get(path).content == first.content
    assert member_client.get(path, params={"include": "running"}).content == first.content


def test_runs_of_several_batches(
    member_client: TestClient, other_client: TestClient, database: Database, dataset: Dataset, batch_id: str
) -> None:
    for rmse in (1.5, 2.5):
        succeed(database, {"rmse": rmse, "r2": 0.5})
    fail(database)
    single = member_client.post(
        "/api/v1/experiments",
        json={"pipeline": "toy", "dataset_id": dataset.id, "target": "y", "config": {"rate": 0.9}},
    ).json()["id"]
    succeed(database, {"rmse": 0.5, "r2": 0.9})
    first, second, failed = member_client.get(f"{URL}/{batch_id}/comparison").json()["job_ids"]
    path = "/api/v1/comparison"
    picked = member_client.get(path, params={"job_ids": f"{single},{second},{failed},{second}"})
    answer = picked.json()
    ComparisonOut.model_validate(answer)
    assert answer["job_ids"] == [single, second, failed]
    assert answer["numbers"] == [None, 2, 3]
    found = values(answer)
    assert found["@batch"] == [None, "Sweep", "Sweep"]
    assert (found["rate"], found["rmse"]) == ([0.9, 0.2, 0.4], [0.5, 2.5, None])
    assert answer["objective"] == {"metric": "rmse", "direction": "minimize"}
    again = member_client.get(
        path,
        params={"job_ids": f"{single},{second},{failed}"},
        headers={"If-None-Match": picked.headers["etag"]},
    )
    assert (again.status_code, again.content) == (304, b"")
    refused = other_client.get(path, params={"job_ids": first})
    assert (refused.status_code, refused.json()["code"]) == (404, "experiment_not_found")
    for wrong in ("", ",".join(str(number) for number in range(101))):
        refused = member_client.get(path, params={"job_ids": wrong})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_pick")
