"""Health, readiness and metrics, as load balancers and Prometheus see them."""

from pathlib import Path

import pytest
import redis
from azuraforge_api.main import create_app
from azuraforge_api.settings import ApiSettings
from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from azuraforge_dbmodels.worker_nodes import WorkerPulse, register_worker, worker_heartbeat
from fastapi import FastAPI
from fastapi.testclient import TestClient


class AnsweringRedis:
    """A broker that is there."""

    def ping(self) -> bool:
        return True

    def close(self) -> None:
        return


def start_workers(database: Database, *queues: Queue) -> None:
    with database.write() as session:
        for queue in queues:
            register_worker(session, queue, 2, "0.1.0")


def publish_pipeline(database: Database) -> None:
    with database.write() as session:
        session.add(PipelineEntry(id="broken", error="it can't be imported"))


def test_alive(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_with_everything(client: TestClient, app: FastAPI, database: Database) -> None:
    app.state.redis = AnsweringRedis()
    start_workers(database, Queue.COMPUTE, Queue.LLM)
    publish_pipeline(database)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    body = answer.json()
    assert body["status"] == "ok"
    assert {name: body[name]["ok"] for name in ("database", "redis", "workers")} == {
        "database": True,
        "redis": True,
        "workers": True,
    }


def test_degraded_without_broker_or_workers(client: TestClient, app: FastAPI, database: Database) -> None:
    body = client.get("/readyz").json()
    assert (body["status"], body["redis"]["ok"], body["workers"]["ok"]) == ("degraded", False, False)
    app.state.redis = AnsweringRedis()
    start_workers(database, Queue.COMPUTE)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["redis"]["ok"], body["workers"]["ok"]) == ("degraded", True, False)
    assert "llm" in body["workers"]["detail"]


def test_degraded_until_the_first_worker_has_published_its_pipelines(
    client: TestClient, app: FastAPI, database: Database
) -> None:
    app.state.redis = AnsweringRedis()
    start_workers(database, Queue.COMPUTE, Queue.LLM)
    body = client.get("/readyz").json()
    assert (body["status"], body["workers"]["ok"]) == ("degraded", False)
    assert "pipelines" in body["workers"]["detail"]


def test_a_stopping_worker_takes_no_work(client: TestClient, app: FastAPI, database: Database) -> None:
    app.state.redis = AnsweringRedis()
    publish_pipeline(database)
    with database.write() as session:
        for queue in Queue:
            node = register_worker(session, queue, 2, "0.1.0")
            worker_heartbeat(session, node.id, WorkerPulse(busy=0, stopping=True))
    assert client.get("/readyz").json()["workers"]["ok"] is False


def test_down_before_the_migrations(tmp_path: Path) -> None:
    settings = ApiSettings(_env_file=None, data_dir=tmp_path, redis_url="redis://127.0.0.1:1/0")
    with TestClient(create_app(settings)) as client:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["status"] == "down"
        assert "azuraforge migrate" in answer.json()["database"]["detail"]
        assert client.get("/healthz").status_code == 200


def test_a_broker_that_is_away_is_noticed(client: TestClient, app: FastAPI) -> None:
    assert isinstance(app.state.redis, redis.Redis)
    assert client.get("/readyz").json()["redis"]["ok"] is False


def metric(client: TestClient, line: str) -> float:
    lines = [found for found in client.get("/metrics").text.splitlines() if found.startswith(f"{line} ")]
    assert len(lines) == 1, line
    return float(lines[0].rpartition(" ")[2])


def test_metrics_count_requests_by_route_template(admin_client: TestClient) -> None:
    admin_client.delete("/api/v1/auth/tokens/1")
    admin_client.delete("/api/v1/auth/tokens/2")
    admin_client.get("/api/v1/nothing/secret-name")
    tokens = 'method="DELETE",route="/api/v1/auth/tokens/{token_id}"'
    assert metric(admin_client, f'azuraforge_http_requests_total{{{tokens},status="404"}}') == 2
    assert metric(admin_client, f"azuraforge_http_request_duration_seconds_count{{{tokens}}}") == 2
    assert "secret-name" not in admin_client.get("/metrics").text


def test_metrics_read_the_queue_from_the_database(
    client: TestClient, database: Database, member: User
) -> None:
    with database.write() as session:
        session.add_all(
            Job(kind="experiment", queue="compute", owner_id=member.id, state=state)
            for state in ("queued", "queued", "succeeded")
        )
        session.add_all(
            Job(kind="experiment", queue="compute", owner_id=member.id, state="failed",
                cpu_seconds=seconds, peak_memory_bytes=size)
            for seconds, size in ((1.5, 2**33), (2.0, 100), (None, None))
        )  # fmt: skip
    start_workers(database, Queue.COMPUTE)
    assert metric(client, 'azuraforge_jobs{kind="experiment",state="queued"}') == 2
    failed = '{kind="experiment",state="failed"}'
    assert metric(client, f"azuraforge_jobs_cpu_seconds{failed}") == 3.5
    assert metric(client, f"azuraforge_jobs_peak_memory_bytes{failed}") == 2**33
    assert metric(client, 'azuraforge_queue_depth{queue="compute"}') == 2
    assert metric(client, 'azuraforge_queue_depth{queue="llm"}') == 0
    assert metric(client, 'azuraforge_queue_oldest_seconds{queue="compute"}') >= 0
    assert metric(client, 'azuraforge_workers_up{queue="compute"}') == 1
    assert metric(client, 'azuraforge_worker_slots{queue="compute"}') == 2
    assert metric(client, "azuraforge_database_up") == 1


def test_metrics_survive_a_database_without_tables(tmp_path: Path) -> None:
    settings = ApiSettings(_env_file=None, data_dir=tmp_path, redis_url="redis://127.0.0.1:1/0")
    with TestClient(create_app(settings)) as client:
        assert metric(client, "azuraforge_database_up") == 0


def test_system_tells_version_and_limits(member_client: TestClient, settings: ApiSettings) -> None:
    body = member_client.get("/api/v1/system").json()
    assert body["version"]
    assert body["limits"]["max_batch_jobs"] == settings.max_batch_jobs
    assert body["sandbox"]["available"] is False


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_no_account_is_needed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200
