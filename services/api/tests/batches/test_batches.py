"""Batches over HTTP: accepted whole or not at all, followed, cancelled, retried, extended, deleted."""

import time
from typing import Any

import pytest
from azuraforge_api.batches.schemas import BatchOut
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job, JobEventRow
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.worker_nodes import register_worker
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

pytestmark = pytest.mark.usefixtures("toy")

URL = "/api/v1/batches"
UNKNOWN = "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10"


def request(dataset: Dataset, space: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "experiment",
        "name": "Sweep",
        "pipeline": "toy",
        "dataset_id": dataset.id,
        "target": "y",
        "config": {"share": 0.3},
        "search": {"strategy": "grid", "space": {"rate": [0.1, 0.2, 0.3]} if space is None else space},
        "objective": {"metric": "rmse", "direction": "minimize"},
        **changes,
    }


def started(client: TestClient, dataset: Dataset, *args: Any, **changes: Any) -> dict[str, Any]:
    answer = client.post(URL, json=request(dataset, *args, **changes))
    assert answer.status_code == 202, answer.text
    body: dict[str, Any] = answer.json()
    return body


def work(database: Database, *outcomes: float | str | None) -> None:
    """Run the next jobs: a number (or null) is the objective of one that succeeds, a word fails it."""
    for outcome in outcomes:
        with database.write() as session:
            claim = job_state.claim(session, Queue.COMPUTE, "worker")
            assert claim is not None
            if isinstance(outcome, str):
                assert job_state.fail(session, claim, outcome, "It did not work.")
                continue
            session.add(result_of(claim.job_id, outcome))
            assert job_state.succeed(session, claim)


def result_of(job_id: str, rmse: float | None) -> ExperimentResult:
    return ExperimentResult(
        job_id=job_id, attempt=1, pipeline_version="1", objective=rmse, metrics={"rmse": rmse, "r2": 0.5},
        baseline_metrics={}, metric_specs=[], curves={}, row_counts={}, provenance={},
    )  # fmt: skip


def counts(**states: int) -> dict[str, int]:
    return {state.value: states.get(state.value, 0) for state in JobState}


def test_a_batch_is_queued_whole(
    member_client: TestClient, dataset: Dataset, database: Database, transport: Any
) -> None:
    answer = member_client.post(
        URL, json=request(dataset, {"rate": [0.1, 0.2], "layers": [[8], [8, 4]]}, seed=5)
    )
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


def test_ranges_and_what_is_left_out(member_client: TestClient, dataset: Dataset) -> None:
    body = started(
        member_client,
        dataset,
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
        (
            {"search": {"strategy": "tpe", "space": {}}},
            "strategy_not_available",
            ["body", "search", "strategy"],
        ),
        (
            {"search": {"strategy": "random", "space": {}}},
            "strategy_not_available",
            ["body", "search", "strategy"],
        ),
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
    member_client: TestClient,
    dataset: Dataset,
    database: Database,
    changes: dict[str, Any],
    code: str,
    loc: Any,
) -> None:
    for path in (URL, f"{URL}/preview"):
        answer = member_client.post(path, json=request(dataset, **changes))
        assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
        assert loc is None or answer.json()["errors"][0]["loc"] == loc
    with database.read() as session:
        assert session.exec(select(Batch)).all() == []
        assert session.exec(select(Job)).all() == []


def test_wrong_config_and_wrong_space_are_told_together(member_client: TestClient, dataset: Dataset) -> None:
    problem = member_client.post(URL, json=request(dataset, {"rate": [7]}, config={"rounds": 0})).json()
    assert [error["loc"][1:] for error in problem["errors"]] == [
        ["config", "rounds"],
        ["search", "space", "rate", 0],
    ]


def test_a_grid_of_a_million_is_refused_with_its_count(member_client: TestClient, dataset: Dataset) -> None:
    space = {
        "rounds": list(range(1, 101)),
        "depth": list(range(1, 101)),
        "rate": {"low": 0.01, "high": 1, "step": 0.01},
    }
    answer = member_client.post(URL, json=request(dataset, space))
    assert (answer.status_code, answer.json()["code"]) == (422, "grid_too_large")
    assert "1,000,000 runs" in answer.json()["detail"]
    assert "10,000 are allowed" in answer.json()["detail"]
    few = {"strategy": "grid", "space": {"rate": [0.1, 0.2]}, "max_runs": 1}
    assert "max_runs is 1" in member_client.post(URL, json=request(dataset, search=few)).json()["detail"]
    assert member_client.get(URL).json()["items"] == []


def test_a_thousand_runs_are_accepted_within_a_second(member_client: TestClient, dataset: Dataset) -> None:
    space = {"rounds": list(range(1, 51)), "depth": list(range(1, 21))}
    before = time.process_time()  # not the wall's time, which is also of what else this machine does
    body = started(member_client, dataset, space)
    assert time.process_time() - before < 1.0
    assert (body["job_count"], body["counts"]["queued"]) == (1000, 1000)


def test_preview(member_client: TestClient, other_client: TestClient, dataset: Dataset) -> None:
    space = {"rate": {"low": 0.1, "high": 0.2, "step": 0.1}, "early": [True, False]}
    answer = member_client.post(f"{URL}/preview", json=request(dataset, space))
    assert answer.json() == {
        "job_count": 4,
        "axes": [{"name": "rate", "values": [0.1, 0.2]}, {"name": "early", "values": [True, False]}],
    }
    assert member_client.get(URL).json()["items"] == []
    assert other_client.post(f"{URL}/preview", json=request(dataset)).json()["code"] == "dataset_not_found"


def test_a_key_makes_one_batch(member_client: TestClient, dataset: Dataset) -> None:
    key = {"Idempotency-Key": "once"}
    first = member_client.post(URL, json=request(dataset), headers=key).json()
    assert member_client.post(URL, json=request(dataset), headers=key).json() == first
    other = member_client.post(URL, json=request(dataset, name="Other"), headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert len(member_client.get(URL).json()["items"]) == 1


def test_the_queue_of_one_user_is_limited(app: FastAPI, member_client: TestClient, dataset: Dataset) -> None:
    app.state.settings = app.state.settings.model_copy(update={"max_queued_jobs": 4})
    started(member_client, dataset)
    assert member_client.post(URL, json=request(dataset)).json()["code"] == "too_many_queued"
    started(member_client, dataset, {"rate": [0.1]})


def test_a_batch_is_followed_to_its_end(
    member_client: TestClient, dataset: Dataset, database: Database
) -> None:
    batch_id = started(member_client, dataset, {"rate": [0.1, 0.2, 0.3, 0.4, 0.5]})["id"]

    def now() -> dict[str, Any]:
        body: dict[str, Any] = member_client.get(f"{URL}/{batch_id}").json()
        return body

    work(database, 3.0, "pipeline_error", 1.5)
    running = now()
    assert (running["state"], running["counts"]) == ("running", counts(queued=2, succeeded=2, failed=1))
    assert running["best"]["value"] == 1.5
    assert running["best"]["number"] == 3
    assert (running["best_trace"], running["progress"]) == ([3.0, 1.5], 0.6)
    assert running["eta_seconds"] is None, "no worker is up"
    assert running["finished_at"] is None
    work(database, 2.0, None)
    ended = now()
    assert (ended["state"], ended["counts"]) == ("mixed", counts(succeeded=4, failed=1))
    assert (ended["best"]["number"], ended["best_trace"]) == (3, [3.0, 1.5, 1.5])
    assert (ended["progress"], ended["eta_seconds"]) == (1.0, None)
    assert ended["finished_at"] >= ended["started_at"] >= ended["created_at"]
    assert member_client.get(URL).json()["items"] == [ended]
    BatchOut.model_validate(ended)


def test_running_parts_count_and_the_time_left_is_of_this_batchs_runs(
    member_client: TestClient, dataset: Dataset, database: Database
) -> None:
    batch_id = started(member_client, dataset, {"rate": [0.1, 0.2, 0.3, 0.4]})["id"]
    work(database, 1.0)
    with database.write() as session:
        register_worker(session, Queue.COMPUTE, 2, "test")
        job = session.exec(select(Job).where(Job.state == "succeeded")).one()
        assert job.started_at is not None
        job.finished_at = job.started_at.replace(microsecond=0)
        job.started_at = job.finished_at.replace(year=job.finished_at.year - 1)
        year = (job.finished_at - job.started_at).total_seconds()
        session.add(job)
        claim = job_state.claim(session, Queue.COMPUTE, "worker")
        assert claim is not None
        job_state.heartbeat(session, claim, 0.5)
    body = member_client.get(f"{URL}/{batch_id}").json()
    assert body["progress"] == pytest.approx(1.5 / 4)
    assert body["eta_seconds"] == pytest.approx(year * 2.5 / 2)
    started(member_client, dataset, name="Competes for the slots")
    assert member_client.get(f"{URL}/{batch_id}").json()["eta_seconds"] == pytest.approx(year * 2.5 / 1)


def test_cancel(
    member_client: TestClient, other_client: TestClient, dataset: Dataset, database: Database
) -> None:
    batch_id = started(member_client, dataset)["id"]
    work(database, 1.0)
    assert other_client.post(f"{URL}/{batch_id}/cancel").status_code == 404
    answer = member_client.post(f"{URL}/{batch_id}/cancel")
    assert answer.status_code == 202
    body = answer.json()
    assert (body["state"], body["cancel_requested"]) == ("cancelled", True)
    assert body["counts"] == counts(succeeded=1, cancelled=2)
    again = member_client.post(f"{URL}/{batch_id}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "batch_not_cancellable")


def test_retry_failed(
    member_client: TestClient, other_client: TestClient, dataset: Dataset, database: Database
) -> None:
    batch_id = started(member_client, dataset)["id"]
    nothing = member_client.post(f"{URL}/{batch_id}/retry-failed")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_to_retry")
    work(database, 1.0, "pipeline_error", "worker_lost")
    assert other_client.post(f"{URL}/{batch_id}/retry-failed").status_code == 404
    answer = member_client.post(f"{URL}/{batch_id}/retry-failed")
    assert (answer.status_code, answer.json()["counts"]) == (202, counts(succeeded=1, queued=2))
    work(database, 0.5, 2.0)
    body = member_client.get(f"{URL}/{batch_id}").json()
    assert (body["state"], body["best"]["value"], body["best_trace"]) == ("succeeded", 0.5, [1.0, 0.5, 0.5])


def params(database: Database) -> list[dict[str, Any]]:
    with database.read() as session:
        statement = select(Experiment.params).join(Job).order_by(col(Job.number))
        return list(session.exec(statement))


def extend(client: TestClient, batch_id: str, space: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{URL}/{batch_id}/extend", json={"search": {"space": space}}, headers=headers)


def test_extend_adds_only_what_is_new(
    member_client: TestClient, other_client: TestClient, dataset: Dataset, database: Database
) -> None:
    batch_id = started(member_client, dataset, {"rate": [0.1, 0.2], "rounds": [5]})["id"]
    work(database, 1.0, 2.0)
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
    member_client: TestClient, dataset: Dataset, database: Database
) -> None:
    batch_id = started(member_client, dataset, {"rate": [0.1, 0.2]}, config={"depth": 2})["id"]
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
    app: FastAPI, member_client: TestClient, dataset: Dataset, database: Database
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"max_batch_jobs": 4})
    batch_id = started(member_client, dataset)["id"]
    assert extend(member_client, batch_id, {"rate": [0.4, 0.5]}).json()["code"] == "grid_too_large"
    assert extend(member_client, batch_id, {"rate": [0.1, 0.4]}).json()["job_count"] == 4
    assert len(params(database)) == 4


def test_delete(
    member_client: TestClient, other_client: TestClient, dataset: Dataset, database: Database, app: FastAPI
) -> None:
    store: LocalArtifactStore = app.state.store
    batch_id = started(member_client, dataset, {"rate": [0.1, 0.2]})["id"]
    running = member_client.delete(f"{URL}/{batch_id}")
    assert (running.status_code, running.json()["code"]) == (409, "batch_running")
    work(database, 1.0, 2.0)
    store.put_bytes("models/one", b"model")
    with database.write() as session:
        result = session.exec(select(ExperimentResult)).first()
        assert result is not None
        result.model_key = "models/one"
        session.add(result)
    other = started(member_client, dataset)["id"]
    assert other_client.delete(f"{URL}/{batch_id}").status_code == 404
    assert member_client.delete(f"{URL}/{batch_id}").status_code == 204
    assert member_client.get(f"{URL}/{batch_id}").json()["code"] == "batch_not_found"
    assert not store.exists("models/one")
    with database.read() as session:
        assert session.exec(select(Job.batch_id).distinct()).all() == [other]
        assert [count_of(session, table) for table in (Experiment, ExperimentResult, JobEventRow)] == [
            3,
            0,
            0,
        ]


def count_of(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_lists_are_filtered_and_states_are_those_of_the_answers(
    member_client: TestClient, other_client: TestClient, dataset: Dataset, database: Database
) -> None:
    def batch(name: str, *outcomes: float | str | None) -> str:
        batch_id: str = started(member_client, dataset, {"rate": [0.1, 0.2]}, name=name)["id"]
        work(database, *outcomes)
        return batch_id

    made = {
        "succeeded": batch("Done ÇOK", 1.0, 2.0),
        "failed": batch("failed_%", "pipeline_error", "pipeline_error"),
        "mixed": batch("half", 1.0, "pipeline_error"),
        "cancelled": batch("stopped", 1.0),
    }
    member_client.post(f"{URL}/{made['cancelled']}/cancel")
    made["running"] = batch("going", 1.0)
    made["queued"] = batch("waiting")

    def listed(**query: Any) -> list[str]:
        return [item["id"] for item in member_client.get(URL, params=query).json()["items"]]

    assert listed() == list(made.values())[::-1]
    for state, batch_id in made.items():
        assert listed(state=state) == [batch_id], state
        assert member_client.get(f"{URL}/{batch_id}").json()["state"] == state
    assert listed(q="DONE") == [made["succeeded"]]
    assert listed(q="_%") == [made["failed"]]
    assert listed(kind="generation") == listed(dataset_id=UNKNOWN) == []
    assert listed(kind="experiment", dataset_id=dataset.id, limit=2) == [made["queued"], made["running"]]
    page = member_client.get(URL, params={"limit": 5}).json()
    assert listed(cursor=page["next_cursor"]) == [made["succeeded"]]
    assert other_client.get(URL).json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/comparison"),
        ("POST", "/cancel"),
        ("POST", "/retry-failed"),
        ("POST", "/extend"),
        ("DELETE", ""),
    ],
)
def test_foreign_unknown_and_malformed_ids_are_not_found(
    member_client: TestClient, other_client: TestClient, dataset: Dataset, method: str, path: str
) -> None:
    mine = started(member_client, dataset)["id"]
    for identifier in (mine, UNKNOWN, "x"):
        body = {"search": {"space": {"rate": [0.5]}}} if path == "/extend" else None
        answer = other_client.request(method, f"{URL}/{identifier}{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "batch_not_found")
    assert member_client.get(f"{URL}/{mine}").json()["counts"] == counts(queued=3)
