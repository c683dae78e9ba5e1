"""Read the runs that were picked from several batches."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import TextClause, bindparam, text
from sqlmodel import Session

from azuraforge_api.batches.comparison import RunRow, Wording
from azuraforge_api.batches.comparison_rows import read_wording, run_columns
from azuraforge_api.batches.picked import PickedRun
from azuraforge_api.raw_times import dialect_of


@cache
def _statement(dialect: str) -> TextClause:
    return text(f"""
        SELECT {run_columns(dialect, "experiment.config")}, experiment.pipeline,
               CAST(result.metric_specs AS TEXT), batch.name,
               experiment.pipeline, dataset.name, experiment.target, experiment.time_column,
               experiment.seed, batch.objective_metric, batch.objective_direction
        FROM job
        JOIN experiment ON experiment.job_id = job.id
        JOIN dataset ON dataset.id = experiment.dataset_id
        LEFT JOIN batch ON batch.id = job.batch_id
        LEFT JOIN experiment_result AS result ON result.job_id = job.id
        WHERE job.owner_id = :owner_id AND job.id IN :job_ids
    """).bindparams(bindparam("job_ids", expanding=True))  # noqa: S608 - built of constants


def read_picked(session: Session, job_ids: Sequence[str], owner_id: str) -> list[PickedRun]:
    """The owner's runs among these, in this order."""
    rows = session.execute(_statement(dialect_of(session)), {"job_ids": list(job_ids), "owner_id": owner_id})
    found = {row[0]: _run(tuple(row)) for row in rows}
    return [found[job_id] for job_id in job_ids if job_id in found]


def _run(row: tuple[Any, ...]) -> PickedRun:
    width = len(RunRow._fields)
    pipeline, specs, *origins, metric, direction = row[width:]
    objective = None if metric is None or direction is None else (metric, direction)
    return PickedRun(RunRow(*row[:width]), pipeline, specs, tuple(origins), objective)


def read_wordings(session: Session, runs: Sequence[PickedRun]) -> dict[str, Wording]:
    """The wording of each pipeline of the runs; of metrics what their results say."""
    wordings = {name: read_wording(session, name) for name in dict.fromkeys(run.pipeline for run in runs)}
    for pipeline, specs in dict.fromkeys((run.pipeline, run.metric_specs) for run in runs):
        wordings[pipeline] = wordings[pipeline].with_metrics(orjson.loads(specs or "[]"))
    return wordings
