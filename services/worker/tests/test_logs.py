"""A worker's logs keep secrets to themselves."""

import json
import subprocess
import sys

import pytest

# A process of its own, as configuring takes over every logger of the process.
SCRIPT = """
import logging, structlog
from azuraforge_worker.logs import configure_logs
from azuraforge_worker.settings import WorkerSettings

configure_logs(WorkerSettings(_env_file=None, log_format={log_format!r}), queue="compute")
address = "postgresql://user:s3cr3t0123456789@host/db"
try:
    hidden = {{"anything": "s3cr3t-in-a-variable"}}
    raise RuntimeError(address)
except RuntimeError:
    structlog.get_logger("ours").exception("failed", error_code="broken")
    logging.getLogger("theirs").exception("failed at %s", address)
"""


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_tracebacks_show_no_secret_and_no_variable(log_format: str) -> None:
    script = SCRIPT.format(log_format=log_format)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.count("RuntimeError: postgresql://user:***@host/db") == 2
    assert "s3cr3t" not in done.stdout
    if log_format == "json":
        ours = json.loads(done.stdout.splitlines()[0])
        assert (ours["event"], ours["error_code"], ours["queue"]) == ("failed", "broken", "compute")
