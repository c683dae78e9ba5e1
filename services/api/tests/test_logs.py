"""Logs say what happened and keep secrets to themselves."""

import json
import subprocess
import sys

SECRETS = (
    "Authorization: Bearer af_s3cr3t0123456789s3cr3t0123456789",
    "cookie azuraforge_session=s3cr3t0123456789; x=1",
    "http://127.0.0.1:8000/#code=s3cr3t0123456789abcdef",
    "postgresql://user:s3cr3t0123456789@host/db",
)
# A process of its own, as configuring takes over every logger of the process.
SCRIPT = f"""
import logging, structlog
from azuraforge_api.logs import configure_logging
from azuraforge_api.settings import ApiSettings

configure_logging(ApiSettings(_env_file=None, log_format="json"))
ours, theirs = structlog.get_logger("ours"), logging.getLogger("theirs")
with structlog.contextvars.bound_contextvars(request_id="r1"):
    ours.info("hello", rows=3)
    theirs.warning("old %s", "style")
for secret in {SECRETS!r}:
    ours.info(secret, again=secret, password="s3cr3t0123456789")
    theirs.info("%s", secret)
    try:
        raise RuntimeError(secret)
    except RuntimeError:
        ours.exception("failed")
logging.getLogger("uvicorn.access").info("GET /?token=s3cr3t")
"""


def test_lines_carry_the_request_id_and_no_secret() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    ours, theirs = lines[:2]
    assert (ours["event"], ours["rows"], ours["request_id"]) == ("hello", 3, "r1")
    assert (theirs["event"], theirs["level"], theirs["request_id"]) == ("old style", "warning", "r1")
    assert len(lines) == 2 + 3 * len(SECRETS)
    assert all("***" in json.dumps(line) for line in lines[2:])
    assert "s3cr3t" not in done.stderr
