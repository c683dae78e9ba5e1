"""Which code this worker runs, for the provenance of results."""

import shutil
import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path

_GIT_SECONDS = 5.0


@cache
def code_version() -> str:
    """The package's version, and the git revision when it runs from a checkout: `0.1.0+58174e8`."""
    release = version("azuraforge-worker")
    revision = _git_revision(Path(__file__))
    return f"{release}+{revision}" if revision else release


def _git_revision(source: Path) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    # A file that git doesn't track was installed into someone else's checkout.
    if _run(git, source, "ls-files", "--error-unmatch", source.name) is None:
        return None
    return _run(git, source, "describe", "--always", "--dirty=.changed", "--exclude=*")


def _run(git: str, source: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            [git, "-C", str(source.parent), *arguments],
            capture_output=True,
            text=True,
            timeout=_GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
