"""Lists of runs: one statement in SQL, stored JSON passed through as it is, no object per run."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import orjson
from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.numbers import json_bytes
from azuraforge_dbmodels.base import UtcDateTime
from azuraforge_dbmodels.job import Job
from sqlalchemy import TextClause, bindparam, text
from sqlmodel import Session, col, select

from azuraforge_api.jobs.queue_position import queue_positions
from azuraforge_api.pagination import PageRequest, encode_cursor
from azuraforge_api.raw_times import dialect_of, iso, seconds
from azuraforge_api.tags.search import Search
from azuraforge_api.tags.store import EXPERIMENTS, read_tags
from azuraforge_api.tags.texts import MAX_TAGS, key_of

_PLAIN = {
    **{
        name: f"job.{name}"
        for name in ("id", "kind", "number", "state", "batch_id", "attempt", "progress", "name")
    },
    **{name: f"job.{name}" for name in ("cancel_requested", "error_code", "error_message")},
    **{name: f"experiment.{name}" for name in ("pipeline", "dataset_id", "target", "time_column", "seed")},
    **{
        name: f"result.{name}" for name in ("pipeline_version", "stopped_early", "stop_reason", "fit_seconds")
    },
    "model_kept": "result.model_key IS NOT NULL",
    "dataset_name": "dataset.name",
    # Mostly none of a page has tags, and another statement costs more than this.
    "tagged": "EXISTS (SELECT 1 FROM experiment_tag WHERE job_id = job.id)",
}
_TIMES = ("created_at", "started_at", "finished_at")
_SECONDS = {"queued_s": ("job.queued_at", "job.started_at"), "run_s": ("job.started_at", "job.finished_at")}
_JSON = {
    "config": ("experiment.config", orjson.Fragment(b"{}")),
    "params": ("experiment.params", orjson.Fragment(b"{}")),
    "metrics": ("result.metrics", orjson.Fragment(b"{}")),
    "baseline_metrics": ("result.baseline_metrics", orjson.Fragment(b"{}")),
    "metric_specs": ("result.metric_specs", orjson.Fragment(b"[]")),
    "row_counts": ("result.row_counts", orjson.Fragment(b"null")),
}
_NAMES = (*_PLAIN, *_TIMES, *_SECONDS, *_JSON)


def _any_tag(key: str) -> str:
    """Looked up run by run: a page of what most runs have is found without reading all of them."""
    return f"EXISTS (SELECT 1 FROM experiment_tag WHERE job_id = job.id AND key {key})"  # noqa: S608


_FILTERS = {
    "batch_id": "job.batch_id = :batch_id",
    "pipeline": "experiment.pipeline = :pipeline",
    "dataset_id": "experiment.dataset_id = :dataset_id",
    "states": "job.state IN :states",
    "q": "(LOWER(job.name) LIKE LOWER(:in_name) ESCAPE '/' OR " + _any_tag("LIKE :in_tag ESCAPE '/'") + ")",
    **{f"tag_{place}": _any_tag(f"= :tag_{place}") for place in range(MAX_TAGS)},
    "after_at": "(job.created_at < :after_at OR (job.created_at = :after_at AND job.id < :after_id))",
}


@cache
def _statement(dialect: str, filters: frozenset[str]) -> TextClause:
    columns = [
        *_PLAIN.values(),
        *(iso(f"job.{name}", dialect) for name in _TIMES),
        *(seconds(start, end, dialect) for start, end in _SECONDS.values()),
        *(f"CAST({column} AS TEXT)" for column, _ in _JSON.values()),
    ]
    conditions = ["job.owner_id = :owner_id", *(_FILTERS[name] for name in sorted(filters))]
    statement = text(f"""
        SELECT {", ".join(columns)}
        FROM job
        JOIN experiment ON experiment.job_id = job.id
        JOIN dataset ON dataset.id = experiment.dataset_id
        LEFT JOIN experiment_result AS result ON result.job_id = job.id
        WHERE {" AND ".join(conditions)}
        ORDER BY job.created_at DESC, job.id DESC
        LIMIT :most
    """)  # noqa: S608 - put together from the constants above
    typed = {
        "states": bindparam("states", expanding=True),
        "after_at": bindparam("after_at", type_=UtcDateTime()),
    }
    return statement.bindparams(*(typed[name] for name in typed if name in filters))


def list_page(
    session: Session, owner_id: str, wanted: Mapping[str, Any], search: Search, page: PageRequest
) -> bytes:
    """One page as JSON: `{items: [ExperimentItem], next_cursor}`; `wanted` maps filters to values."""
    filters = {name: value for name, value in wanted.items() if value is not None} | _by_tags(search.tags)
    values = {**filters, "owner_id": owner_id, "most": page.limit + 1}
    if search.part:
        filters["q"] = True
        values |= {"in_name": _containing(search.part), "in_tag": _containing(key_of(search.part))}
    if page.after is not None:
        filters["after_at"] = True
        values |= {"after_at": page.after[0], "after_id": page.after[1]}
    rows = session.execute(_statement(dialect_of(session), frozenset(filters)), values).all()
    items = [dict(zip(_NAMES, row, strict=True)) for row in rows[: page.limit]]
    next_cursor = None
    if len(rows) > page.limit:
        next_cursor = encode_cursor(datetime.fromisoformat(items[-1]["created_at"]), items[-1]["id"])
    positions = _positions(session, items)
    tags = read_tags(session, EXPERIMENTS, [item["id"] for item in items if item.pop("tagged")])
    finished = [_item(item, positions.get(item["id"]), tags.get(item["id"], [])) for item in items]
    return json_bytes({"items": finished, "next_cursor": next_cursor})


def _by_tags(tags: Sequence[str]) -> dict[str, Any]:
    """A filter for each tag: a run has to have them all."""
    return {f"tag_{place}": key_of(tag) for place, tag in enumerate(tags)}


def _containing(part: str) -> str:
    """The pattern of LIKE for texts with this part, whose own wildcards stand for themselves."""
    for special in ("/", "%", "_"):
        part = part.replace(special, f"/{special}")
    return f"%{part}%"


def _positions(session: Session, items: Sequence[dict[str, Any]]) -> dict[str, int]:
    queued = [item["id"] for item in items if item["state"] == JobState.QUEUED]
    if not queued:
        return {}
    return queue_positions(session, session.exec(select(Job).where(col(Job.id).in_(queued))).all())


def _item(item: dict[str, Any], queue_position: int | None, tags: list[str]) -> dict[str, Any]:
    """Turn columns into the fields of `ExperimentItem`, in place."""
    for name, (_, missing) in _JSON.items():
        item[name] = missing if item[name] is None else orjson.Fragment(item[name])
    for name in ("cancel_requested", "stopped_early", "model_kept"):
        item[name] = bool(item[name])  # SQLite has 0, 1 and null
    code, message = item.pop("error_code"), item.pop("error_message")
    item["error"] = None if code is None else {"code": code, "message": message or ""}
    item["queue_position"] = queue_position
    item["tags"] = tags
    timings = {name: item.pop(name) for name in _SECONDS}
    item["timings"] = {
        **{name: None if value is None else round(value, 3) for name, value in timings.items()},
        "fit_s": item.pop("fit_seconds"),
    }
    return item
