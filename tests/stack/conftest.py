"""The product's own processes on loopback: broker, API and a compute worker with plug-ins installed for it.

Started once per test process, on a data folder that goes away. What the documentation says is run against it.
"""

import os
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from azuraforge_client import AzuraForgeError, Client
from azuraforge_contracts.testing import BrokerServer
from azuraforge_dbmodels.migrate import upgrade
from azuraforge_dbmodels.session import make_engine

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "azuraforge-example-pipeline"
TOKEN = f"af_{'s' * 40}"
START_S = 240.0

BROKEN_PROJECT = """
[project]
name = "azuraforge-broken-pipeline"
version = "0.1.0"
dependencies = ["azuraforge-pipelines"]

[project.entry-points."azuraforge.pipelines"]
broken-neighbors = "azuraforge_broken_pipeline:Neighbors"

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
"""


@dataclass(frozen=True)
class Stack:
    """Where it answers, and who may ask."""

    url: str
    token: str


def free_port() -> int:
    """A port of the kernel's choice."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_broken_plugin(folder: Path) -> Path:
    """A plug-in that needs a library nobody installed."""
    package = folder / "src" / "azuraforge_broken_pipeline"
    package.mkdir(parents=True)
    (folder / "pyproject.toml").write_text(textwrap.dedent(BROKEN_PROJECT))
    (package / "__init__.py").write_text("import a_library_that_is_missing\n")
    return folder


def install_plugins(target: Path, *projects: Path) -> None:
    """As docs/plugins.md says, but into a folder of its own; built by the hatchling at hand, so offline."""
    uv = ROOT / ".venv-boot" / "bin" / "uv"
    options = [
        "--offline",
        "--no-deps",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--target",
        target,
    ]
    subprocess.run(
        [uv, "pip", "install", "--quiet", *options, *projects],
        check=True,
        env={**os.environ, "VIRTUAL_ENV": sys.prefix},
    )


@pytest.fixture(scope="session")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the example plug-in and its broken sibling, installed."""
    folder = tmp_path_factory.mktemp("plugins")
    broken = write_broken_plugin(folder / "broken")
    install_plugins(folder / "installed", EXAMPLE, broken)
    return folder / "installed"


def start(command: str, *arguments: str, log: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start one of the venv's console scripts."""
    script = Path(sys.executable).with_name(command)
    with log.open("wb") as output:
        return subprocess.Popen(
            [script, *arguments], env=environment, cwd=log.parent, stdout=output, stderr=subprocess.STDOUT
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """Let it drain; kill it if it doesn't."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until_ready(client: Client, processes: dict[Path, subprocess.Popen[bytes]]) -> None:
    """Until the worker has published its pipelines and samples."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and all(process.poll() is None for process in processes.values()):
        with suppress(AzuraForgeError):
            if client.pipelines.list() and client.datasets.samples():
                return
        time.sleep(0.05)
    logs = "\n".join(f"{log.name}:\n{log.read_text()[-4000:]}" for log in processes)
    raise RuntimeError(f"the stack did not start\n{logs}")


@pytest.fixture(scope="session")
def stack(plugins: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The running product."""
    folder = tmp_path_factory.mktemp("stack")
    engine = make_engine(f"sqlite:///{folder / 'azuraforge.db'}")
    upgrade(engine)
    engine.dispose()
    with ExitStack() as started:
        broker = started.enter_context(BrokerServer())
        made = Stack(f"http://127.0.0.1:{free_port()}", TOKEN)
        environment = {
            **os.environ,
            "PYTHONPATH": str(plugins),
            "AZURAFORGE_DATA_DIR": str(folder),
            "AZURAFORGE_DATABASE_URL": f"sqlite:///{folder / 'azuraforge.db'}",
            "AZURAFORGE_REDIS_URL": broker.url,
            "AZURAFORGE_PORT": str(httpx.URL(made.url).port),
            "AZURAFORGE_ADMIN_TOKEN": TOKEN,
            "AZURAFORGE_WORKER_SLOTS": "1",
            "AZURAFORGE_WORKER_THREADS_PER_FIT": "1",
        }
        commands = {"azuraforge": ("serve",), "azuraforge-worker": ("--queue", "compute")}
        processes: dict[Path, subprocess.Popen[bytes]] = {}
        for command, arguments in commands.items():
            log = folder / f"{command}.log"
            processes[log] = start(command, *arguments, log=log, environment=environment)
            started.callback(end, processes[log])
        with Client(made.url, made.token) as client:
            wait_until_ready(client, processes)
        yield made


@pytest.fixture
def client(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A client that found its server in the environment."""
    monkeypatch.setenv("AZURAFORGE_URL", stack.url)
    monkeypatch.setenv("AZURAFORGE_TOKEN", stack.token)
    with Client() as made:
        yield made
