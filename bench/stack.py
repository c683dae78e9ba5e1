"""The real product for a bench: `scripts/local/up.py` on a throw-away data folder and a free port."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[1]
READY = "AzuraForge is ready: "


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_stack() -> Iterator[httpx.Client]:
    """Start the product, give a client that is signed in as its admin, stop it at the end."""
    token = f"af_{secrets.token_urlsafe(32)}"
    with tempfile.TemporaryDirectory(prefix="azf-bench-") as folder:
        environment = {
            **os.environ,
            "AZURAFORGE_DATA_DIR": folder,
            "AZURAFORGE_PORT": str(free_port()),
            "AZURAFORGE_ADMIN_TOKEN": token,
        }
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "scripts" / "local" / "up.py")],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            with client_of(process, token) as client:
                yield client
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(150)


def client_of(process: subprocess.Popen[str], token: str) -> httpx.Client:
    """Wait for the line with the address and return a client on it."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(READY):
            origin = line.removeprefix(READY).split("/#")[0].strip()
            return httpx.Client(
                base_url=f"{origin}/api/v1",
                headers={"Authorization": f"Bearer {token}"},
                timeout=60.0,
                trust_env=False,
            )
    raise RuntimeError("the stack ended before it was ready")


def feed_of(client: httpx.Client) -> ClientConnection:
    """The feed of the client's user, as an open page has it."""
    address = str(client.base_url.join("feed")).replace("http", "ws", 1)
    return connect(address, additional_headers={"Authorization": client.headers["Authorization"]}, proxy=None)
