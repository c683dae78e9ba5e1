"""The `azuraforge` command, run as a process of its own as supervisors and people run it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from azuraforge_api import cli
from azuraforge_dbmodels.base import metadata
from azuraforge_dbmodels.session import make_engine

COMMAND = [sys.executable, "-c", "from azuraforge_api.cli import main; main()"]
TOKEN = "af_" + "0123456789abcdef" * 2


def environment(folder: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AZURAFORGE_")}
    return clean | {
        "AZURAFORGE_DATA_DIR": str(folder / "var"),
        "AZURAFORGE_DASHBOARD_DIR": str(folder / "dist"),
        "AZURAFORGE_REDIS_URL": "redis://127.0.0.1:1/0",
        **more,
    }


Run = Callable[..., tuple[object, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process; returns what it exits with and what it prints."""

    def run_command(*arguments: str, **more: str) -> tuple[object, str]:
        monkeypatch.chdir(tmp_path)
        for name, value in environment(tmp_path, **more).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.argv", ["azuraforge", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, capsys.readouterr().out

    return run_command


@pytest.fixture
def migrated(tmp_path: Path, migrated_sqlite: Path) -> Path:
    """A folder whose installation has a migrated database."""
    (tmp_path / "var").mkdir()
    shutil.copyfile(migrated_sqlite, tmp_path / "var" / "azuraforge.db")
    return tmp_path


def test_check_and_migrate(run: Run, tmp_path: Path) -> None:
    status, told = run("check")
    assert status == 1
    assert "azuraforge migrate" in told
    assert run("migrate")[0] == 0
    assert run("check")[0] == 0
    engine = make_engine(f"sqlite:///{tmp_path / 'var' / 'azuraforge.db'}")
    metadata.tables["login_failure"].drop(engine)
    engine.dispose()
    status, told = run("check")
    assert status == 1
    assert "login_failure" in told


@pytest.mark.parametrize(
    ("name", "value"),
    [("AZURAFORGE_PORT", "x"), ("AZURAFORGE_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")],
)
def test_what_cannot_work_is_named(run: Run, name: str, value: str) -> None:
    message, _ = run("check", **{name: value})
    assert isinstance(message, str)
    assert message.startswith(f"{name}: ")
    assert "secret" not in message


def test_the_openapi_document_is_written_sorted(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "openapi.json"
    assert run("openapi", "--out", str(out))[0] == 0
    text = out.read_text(encoding="utf-8")
    assert text == f"{json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False)}\n"
    assert not (tmp_path / "var").exists()


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(folder: Path, log: Path, **more: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("wb") as stream:
        server = subprocess.Popen(
            [*COMMAND, "serve"],
            env=environment(folder, AZURAFORGE_PORT=str(port), **more),
            cwd=folder,
            stderr=stream,
        )
        try:
            deadline = time.monotonic() + 90
            while not listening(port):
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
            url = f"http://127.0.0.1:{port}"
            yield server, url
        finally:
            server.kill()
            server.wait()


def test_serving_until_told_to_stop(migrated: Path) -> None:
    log = migrated / "log"
    more = {"AZURAFORGE_ADMIN_TOKEN": TOKEN, "AZURAFORGE_LOG_FORMAT": "json"}
    with serving(migrated, log, **more) as (server, url):
        with httpx2.Client(base_url=url, trust_env=False) as client:
            me = client.get("/api/v1/auth/me?secret=s3cr3t", headers={"Authorization": f"Bearer {TOKEN}"})
            assert me.json()["name"] == "admin"
            assert "server" not in me.headers
            forged = {"X-Forwarded-Proto": "https", "Host": "a.example", "Origin": "https://a.example"}
            refused = client.post("/api/v1/auth/setup", json={"code": "x"}, headers=forged)
            assert refused.json()["code"] == "csrf_refused", "no proxy is trusted unless it is named"
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) in {0, -signal.SIGTERM}
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    logged = next(line for line in lines if line.get("request_id") == me.headers["x-request-id"])
    assert {"path": "/api/v1/auth/me", "status": 200, "method": "GET"}.items() <= logged.items()
    assert "s3cr3t" not in log.read_text()
    assert TOKEN not in log.read_text()


def test_the_api_starts_without_its_database(tmp_path: Path) -> None:
    more = {
        "AZURAFORGE_ADMIN_TOKEN": TOKEN,
        "AZURAFORGE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    with (
        serving(tmp_path, tmp_path / "log", **more) as (_server, url),
        httpx2.Client(base_url=url, trust_env=False) as client,
    ):
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["status"]) == (503, "down")
        refused = client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {TOKEN}"})
        assert (refused.status_code, refused.json()["code"]) == (503, "database_unavailable")
        assert refused.headers["retry-after"]
