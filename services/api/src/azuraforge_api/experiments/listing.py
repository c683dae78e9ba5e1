"""Lists of runs: raw rows, stored JSON passed through as it is, no object per run."""

from collections.abc import Sequence
from typing import Any

import orjson
from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.numbers import json_bytes
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job
from sqlalchemy import Select, Text, cast
from sqlmodel import Session, col, select

from azuraforge_api.experiments.service import seconds_between
from azuraforge_api.jobs.queue_position import queue_positions
from azuraforge_api.pagination import PageRequest, newest_first

_EMPTY, _NONE, _LIST = orjson.Fragment(b"{}"), orjson.Fragment(b"null"), orjson.Fragment(b"[]")

_COLUMNS: dict[str, Any] = {
    **{
        name: getattr(Job, name)
        for name in (
            *("id", "kind", "number", "state", "batch_id", "created_at", "started_at", "finished_at"),
            *("attempt", "progress", "cancel_requested", "name", "queued_at", "error_code", "error_message"),
        )
    },
    **{
        name: getattr(Experiment, name)
        for name in ("pipeline", "dataset_id", "target", "time_column", "seed")
    },
    **{
        name: getattr(ExperimentResult, name) for name in ("pipeline_version", "stopped_early", "fit_seconds")
    },
    "model_key": ExperimentResult.model_key,
    "dataset_name": Dataset.name,
}
_JSON_COLUMNS = {
    "config": (Experiment.config, _EMPTY),
    "params": (Experiment.params, _EMPTY),
    "metrics": (ExperimentResult.metrics, _EMPTY),
    "baseline_metrics": (ExperimentResult.baseline_metrics, _EMPTY),
    "metric_specs": (ExperimentResult.metric_specs, _LIST),
    "row_counts": (ExperimentResult.row_counts, _NONE),
}
_NAMES = (*_COLUMNS, *_JSON_COLUMNS)


# Built once: putting its columns together takes longer than reading the rows.
_EXPERIMENTS: Select[Any] = (
    select(
        *(col(column).label(name) for name, column in _COLUMNS.items()),
        *(cast(col(column), Text).label(name) for name, (column, _) in _JSON_COLUMNS.items()),
    )
    .join(Experiment, col(Experiment.job_id) == col(Job.id))
    .join(Dataset, col(Dataset.id) == col(Experiment.dataset_id))
    .join(ExperimentResult, col(ExperimentResult.job_id) == col(Job.id), isouter=True)
)


def experiments_statement(owner_id: str) -> Select[Any]:
    """The owner's runs, one column per field; filters are added by the caller."""
    return _EXPERIMENTS.where(col(Job.owner_id) == owner_id)


def list_page(session: Session, statement: Select[Any], page: PageRequest) -> bytes:
    """One page as JSON: `{items: [ExperimentItem], next_cursor}`."""
    rows, next_cursor = newest_first(session, statement, Job.created_at, Job.id, page)
    items = [dict(zip(_NAMES, row, strict=True)) for row in rows]
    positions = _positions(session, items)
    return json_bytes(
        {"items": [_item(item, positions.get(item["id"])) for item in items], "next_cursor": next_cursor}
    )


def _positions(session: Session, items: Sequence[dict[str, Any]]) -> dict[str, int]:
    queued = [item["id"] for item in items if item["state"] == JobState.QUEUED]
    if not queued:
        return {}
    return queue_positions(session, session.exec(select(Job).where(col(Job.id).in_(queued))).all())


def _item(item: dict[str, Any], queue_position: int | None) -> dict[str, Any]:
    """Turn columns into the fields of `ExperimentItem`, in place."""
    for name, (_, missing) in _JSON_COLUMNS.items():
        item[name] = missing if item[name] is None else orjson.Fragment(item[name])
    code, message = item.pop("error_code"), item.pop("error_message")
    item["error"] = None if code is None else {"code": code, "message": message or ""}
    item["queue_position"] = queue_position
    item["model_kept"] = item.pop("model_key") is not None
    item["stopped_early"] = bool(item["stopped_early"])
    item["timings"] = {
        "queued_s": seconds_between(item.pop("queued_at"), item["started_at"]),
        "run_s": seconds_between(item["started_at"], item["finished_at"]),
        "fit_s": item.pop("fit_seconds"),
    }
    return item
