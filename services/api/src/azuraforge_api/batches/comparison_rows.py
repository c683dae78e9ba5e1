"""Read what the comparison is made of: one indexed statement, raw rows, and a cheap sign of change."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import orjson
from azuraforge_contracts.config_schema import ConfigSchema
from azuraforge_contracts.jobs import ENDED_STATES, JobState
from azuraforge_dbmodels.catalogue import PipelineEntry
from sqlalchemy import TextClause, bindparam, text
from sqlmodel import Session

from azuraforge_api.batches.comparison import Head, Rows, Wording
from azuraforge_api.raw_times import dialect_of, seconds

ENDED = sorted(state.value for state in ENDED_STATES)
ENDED_AND_RUNNING = [*ENDED, JobState.RUNNING.value]

# Attempts only grow, and every end of a run moves its time: together they change whenever an answer would.
_STAMP = text("""
    SELECT batch.kind, batch.pipeline, batch.objective_metric, batch.objective_direction,
           CAST(batch.request AS TEXT), CAST(pipeline_entry.updated_at AS TEXT),
           CAST(batch_importance.items AS TEXT), batch_importance.runs,
           job.state, count(job.id), sum(job.attempt), CAST(max(job.finished_at) AS TEXT)
    FROM batch
    LEFT JOIN pipeline_entry ON pipeline_entry.id = batch.pipeline
    LEFT JOIN batch_importance ON batch_importance.batch_id = batch.id
    LEFT JOIN job ON job.batch_id = batch.id
    WHERE batch.id = :batch_id AND batch.owner_id = :owner_id
    GROUP BY batch.id, pipeline_entry.updated_at, batch_importance.batch_id, job.state
""")


def run_columns(dialect: str, params: str) -> str:
    """The columns of a `RunRow`; `params` is the one with what the runs differ in."""
    return f"""job.id, job.number, job.state, {seconds("job.started_at", "job.finished_at", dialect)},
               CAST({params} AS TEXT), CAST(result.metrics AS TEXT),
               job.cpu_seconds, job.peak_memory_bytes, result.stop_reason"""


@cache
def _runs_statement(dialect: str) -> TextClause:
    return text(f"""
        SELECT {run_columns(dialect, "experiment.params")}
        FROM job
        JOIN experiment ON experiment.job_id = job.id
        LEFT JOIN experiment_result AS result ON result.job_id = job.id
        WHERE job.batch_id = :batch_id AND job.state IN :states
        ORDER BY job.number
    """).bindparams(bindparam("states", expanding=True))  # noqa: S608 - built of constants


_NEWEST_SPECS = text("""
    SELECT CAST(result.metric_specs AS TEXT)
    FROM job JOIN experiment_result AS result ON result.job_id = job.id
    WHERE job.batch_id = :batch_id ORDER BY job.number DESC LIMIT 1
""")
_NEWEST_METRICS = text("""
    SELECT job_event.job_id, CAST(job_event.data AS TEXT)
    FROM job_event
    JOIN (
        SELECT job_id, max(id) AS id FROM job_event
        WHERE job_id IN :running AND type = 'metric' GROUP BY job_id
    ) AS newest ON newest.job_id = job_event.job_id AND newest.id = job_event.id
""").bindparams(bindparam("running", expanding=True))


@dataclass(frozen=True)
class Stamp:
    """A batch as far as its comparison needs it, and a tag that changes whenever its ended runs do."""

    head: Head
    pipeline: str
    tag: str
    running: bool
    importance: list[dict[str, Any]] | None
    importance_runs: int | None


def read_stamp(session: Session, batch_id: str, owner_id: str) -> Stamp | None:
    """The stamp of the owner's batch; None where there is none."""
    rows = session.execute(_STAMP, {"batch_id": batch_id, "owner_id": owner_id}).all()
    if not rows:
        return None
    kind, pipeline, metric, direction, request, published, importance, importance_runs, *_ = rows[0]
    ended = sorted(tuple(row[8:]) for row in rows if row[8] in ENDED_STATES)
    parts = [batch_id, request, published, importance, importance_runs, ended]
    digest = hashlib.sha256(orjson.dumps(parts, default=str)).hexdigest()[:32]
    return Stamp(
        head=Head(batch_id, kind, metric, direction, orjson.loads(request)["config"]),
        pipeline=pipeline or "",
        tag=digest,
        running=any(row[8] == JobState.RUNNING for row in rows),
        importance=orjson.loads(importance or "null"),
        importance_runs=importance_runs,
    )


def read_rows(session: Session, batch_id: str, states: list[str]) -> Rows:
    """The batch's runs in these states, by number."""
    rows = session.execute(
        _runs_statement(dialect_of(session)), {"batch_id": batch_id, "states": states}
    ).all()
    return Rows.of_runs(rows)


def with_interim_values(session: Session, rows: Rows, wording: Wording) -> Rows:
    """Give running runs the newest values of their curves in place of metrics they don't have yet.

    A metric's interim value is the curve of its own name, or `validation_` and its name.
    """
    running = [
        job_id for job_id, state in zip(rows.job_ids, rows.states, strict=True) if state == JobState.RUNNING
    ]
    events = session.execute(_NEWEST_METRICS, {"running": running}).all() if running else []
    names = [spec["name"] for spec in wording.metrics]
    interim = {job_id: orjson.dumps(_interim(names, orjson.loads(data))).decode() for job_id, data in events}
    metrics = [interim.get(job_id, text) for job_id, text in zip(rows.job_ids, rows.metrics, strict=True)]
    return replace(rows, metrics=metrics)


def _interim(names: list[str], data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data.get(name, data.get(f"validation_{name}")) for name in names}


def read_batch_wording(session: Session, batch_id: str, pipeline: str) -> Wording:
    """The wording of a batch's pipeline; of metrics what the newest result says."""
    specs = session.execute(_NEWEST_SPECS, {"batch_id": batch_id}).scalar()
    return read_wording(session, pipeline).with_metrics(orjson.loads(specs or "[]"))


def read_wording(session: Session, pipeline: str) -> Wording:
    """Labels, scales and metrics from the catalogue; empty for a pipeline that is gone."""
    entry = session.get(PipelineEntry, pipeline)
    if entry is None or entry.manifest is None:
        return Wording({}, frozenset(), ())
    schema = ConfigSchema(entry.manifest["config_schema"])
    return Wording(
        labels={name: schema.label(name) for name in schema.properties},
        log_settings=frozenset(name for name in schema.properties if schema.is_log(name)),
        metrics=entry.manifest["metrics"],
    )
