"""Install what a bare machine lacks: uv in its own venv, the locked Python and npm packages, the dashboard.

Runs on the system's Python with the standard library alone. Everything is skipped that is up to date, so
a second run takes a fraction of a second.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOT = ROOT / ".venv-boot"
DASHBOARD = ROOT / "dashboard"
UV_VERSION = "0.13.8"
STILL_WORKING_S = 15
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (20, 19)


class InstallError(SystemExit):
    """The machine lacks something we can't install, or an installer failed."""


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done and how long it took, with a sign of life meanwhile."""
    print(f"• {what} ...", flush=True)
    began = time.monotonic()
    done = threading.Event()

    def reassure() -> None:
        while not done.wait(STILL_WORKING_S):
            print(f"  still {what[0].lower()}{what[1:]} ({time.monotonic() - began:.0f} s)", flush=True)

    threading.Thread(target=reassure, daemon=True).start()
    try:
        yield
    finally:
        done.set()
    print(f"  done in {time.monotonic() - began:.1f} s", flush=True)


def run(command: Sequence[str | Path], cwd: Path = ROOT, **environment: str) -> None:
    """Run an installer; its output is shown only when it fails."""
    result = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        shown = "\n".join((result.stdout + result.stderr).strip().splitlines()[-40:])
        raise InstallError(f"\n{shown}\n\nFailed: {' '.join(map(str, command))}")


def require_tools() -> None:
    """Refuse machines without the few things that have to be there."""
    if sys.version_info < OLDEST_PYTHON:
        raise InstallError(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise InstallError(f"`{tool}` was not found: install Node.js 20 or newer, then run this again.")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if tuple(int(part) for part in version.lstrip("v").split(".")[:2]) < OLDEST_NODE:
        raise InstallError(f"Node.js 20.19 or newer is needed; this is {version}.")


def install_uv() -> Path:
    """uv at the pinned version, in a venv of its own."""
    uv = BOOT / "bin" / "uv"
    stamp = BOOT / f".uv-{UV_VERSION}"
    if uv.exists() and stamp.exists():
        return uv
    with step("Installing uv"):
        run([sys.executable, "-m", "venv", "--clear", BOOT])
        run([BOOT / "bin" / "pip", "install", "--quiet", f"uv=={UV_VERSION}"])
        stamp.touch()
    return uv


def content_hash(paths: Iterator[Path] | Sequence[Path]) -> str:
    """One hash over the names and contents of these files."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    """Whether the stamp holds this value."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == value


def sync_python(uv: Path, *, dev: bool) -> None:
    """The locked Python packages; those of development only where they are needed."""
    manifests = [ROOT / "uv.lock", *ROOT.glob("pyproject.toml"), *ROOT.glob("*/*/pyproject.toml")]
    value = f"{content_hash(manifests)} {sys.version}"
    stamps = ROOT / ".venv" / ".azuraforge"
    if is_current(stamps / "dev", value) or (not dev and is_current(stamps / "up", value)):
        return
    with step("Installing the Python packages"):
        groups = ["--group", "dev"] if dev else ["--no-dev", "--inexact"]
        # Where Python is told to keep no bytecode, every process would compile every library again:
        # a start takes three times as long.
        compiled = ["--compile-bytecode"] if sys.dont_write_bytecode else []
        run(
            [uv, "sync", "--frozen", "--all-packages", "--python", sys.executable, *groups, *compiled],
            UV_PYTHON_DOWNLOADS="never",
            VIRTUAL_ENV="",
        )
        stamps.mkdir(parents=True, exist_ok=True)
        (stamps / ("dev" if dev else "up")).write_text(value, encoding="utf-8")


def sync_npm(folder: Path) -> None:
    """The locked npm packages of a folder."""
    value = content_hash([folder / "package.json", folder / "package-lock.json"])
    stamp = folder / "node_modules" / ".azuraforge"
    if is_current(stamp, value):
        return
    with step(f"Installing the packages of {folder.relative_to(ROOT)}"):
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder)
        stamp.write_text(value, encoding="utf-8")


def build_dashboard() -> None:
    """The dashboard, again only when its sources changed."""
    left_out = {"node_modules", "dist", ".tsbuild"}
    sources = [
        path
        for path in DASHBOARD.rglob("*")
        if path.is_file() and not left_out & set(path.relative_to(DASHBOARD).parts)
    ]
    value = content_hash(sources)
    stamp = DASHBOARD / "dist" / ".sources"
    if is_current(stamp, value):
        return
    with step("Building the dashboard"):
        run(["npm", "run", "--silent", "build"], cwd=DASHBOARD)
        stamp.write_text(value, encoding="utf-8")


def main() -> None:
    """Install for `make up` (with a built dashboard) or for tests and checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--for", dest="purpose", choices=["up", "test", "e2e"], default="up")
    purpose = parser.parse_args().purpose
    require_tools()
    sync_python(install_uv(), dev=purpose == "test")
    sync_npm(DASHBOARD)
    if purpose != "test":
        build_dashboard()
    if purpose == "e2e":
        sync_npm(ROOT / "tests" / "e2e")


if __name__ == "__main__":
    main()
