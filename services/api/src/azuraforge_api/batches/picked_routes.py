"""The comparison of runs picked from several batches, over HTTP."""

import hashlib
from typing import Annotated

from azuraforge_contracts.numbers import json_bytes
from fastapi import APIRouter, Header, Query, Response
from sqlmodel import Session

from azuraforge_api.batches.answers import UNCHANGED, tagged
from azuraforge_api.batches.curve_rows import picked_runs, with_curves
from azuraforge_api.batches.curves import choose_curve, curve_names, curves_answer
from azuraforge_api.batches.errors import InvalidPickError, UnknownCurveError
from azuraforge_api.batches.picked import PickedRun, choose_objective, compare_picked
from azuraforge_api.batches.picked_rows import read_picked, read_wordings
from azuraforge_api.batches.schemas import ComparisonOut, CurvesOut
from azuraforge_api.deps import DatabaseDep, UserDep
from azuraforge_api.errors import problem_responses
from azuraforge_api.experiments.errors import ExperimentNotFoundError

MOST_PICKED = 100

router = APIRouter(prefix="/comparison", tags=["batches"])

JobIdsQuery = Annotated[
    str, Query(max_length=MOST_PICKED * 40, description="Runs by their ids, with commas between.")
]
KnownTag = Annotated[str | None, Header(description="An ETag of before: 304 if it is still good.")]


@router.get(
    "",
    summary="Compare runs of several batches",
    response_model=ComparisonOut,
    responses={**problem_responses(ExperimentNotFoundError, InvalidPickError), **UNCHANGED},
)
def compare_runs(
    job_ids: JobIdsQuery, database: DatabaseDep, user: UserDep, if_none_match: KnownTag = None
) -> Response:
    """The same as a batch's comparison for up to 100 runs of any batches and pipelines.

    Where they come from is a parameter like any other: `@batch`, `@pipeline`, `@dataset`, `@target`,
    `@time_column` and `@seed`. A setting that a run's pipeline doesn't have is null. The objective is the one
    of most of their batches that every pipeline has.
    """
    with database.read() as session:
        runs = _owned(session, job_ids, user.id)
        answer = compare_picked(runs, read_wordings(session, runs))
    return _answer(answer, if_none_match)


@router.get(
    "/curves",
    summary="Learning curves of runs of several batches",
    response_model=CurvesOut,
    responses={
        **problem_responses(ExperimentNotFoundError, InvalidPickError, UnknownCurveError),
        **UNCHANGED,
    },
)
def curves_of_runs(
    job_ids: JobIdsQuery,
    database: DatabaseDep,
    user: UserDep,
    curve: Annotated[
        str | None, Query(max_length=255, description="One of `names`; the objective's if left out.")
    ] = None,
    if_none_match: KnownTag = None,
) -> Response:
    """One curve of up to 100 runs of any batches, over their quartiles."""
    with database.read() as session:
        runs = _owned(session, job_ids, user.id)
        stored = picked_runs(session, [run.row.job_id for run in runs])
        every, shown = with_curves(session, stored, stored)
        metric, _ = choose_objective(runs, read_wordings(session, runs))
    name = choose_curve(curve, curve_names(every), metric)
    return _answer({"batch_id": None, **curves_answer(name, every, shown)}, if_none_match)


def _owned(session: Session, text: str, owner_id: str) -> list[PickedRun]:
    job_ids = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not 1 <= len(job_ids) <= MOST_PICKED:
        raise InvalidPickError(f"`job_ids` takes 1 to {MOST_PICKED} ids of runs with commas between.")
    runs = read_picked(session, job_ids, owner_id)
    found = {run.row.job_id for run in runs}
    for job_id in job_ids:
        if job_id not in found:
            raise ExperimentNotFoundError(f"There is no such experiment among yours: {job_id[:64]}")
    return runs


def _answer(content: object, if_none_match: str | None) -> Response:
    body = json_bytes(content)
    return tagged(hashlib.sha256(body).hexdigest()[:32], body, if_none_match)
