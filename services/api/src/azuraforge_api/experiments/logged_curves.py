"""Learning curves of runs without a result, running or failed, from the event log."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, text
from sqlmodel import Session

Curves = dict[str, list[list[Any]]]
"""name -> [[step, value], ...]; null stands for a value that was not a number."""

_EVENTS = text("""
    SELECT job_event.job_id, CAST(job_event.data AS TEXT)
    FROM job_event JOIN job ON job.id = job_event.job_id AND job.attempt = job_event.attempt
    WHERE job_event.job_id IN :job_ids AND job_event.type = 'metric'
    ORDER BY job_event.job_id, job_event.id
""").bindparams(bindparam("job_ids", expanding=True))


def read_logged_curves(session: Session, job_ids: Sequence[str]) -> dict[str, Curves]:
    """What the log of each run's last attempt has of its curves; runs without any are left out."""
    curves: dict[str, Curves] = {}
    if not job_ids:
        return curves
    for job_id, data in session.execute(_EVENTS, {"job_ids": list(job_ids)}):
        values = orjson.loads(data)
        step = values.pop("step")
        for name, value in values.items():
            curves.setdefault(job_id, {}).setdefault(name, []).append([step, value])
    return curves
