"""Runs compared by their errors, over HTTP."""

import hashlib
from typing import Annotated

from azuraforge_analysis.comparison import FEWEST_ROWS, compare_errors, share_rows
from azuraforge_analysis.comparison_schemas import ErrorComparison, Loss, MissingRun
from azuraforge_contracts.numbers import json_bytes
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from fastapi import APIRouter, Header, Query, Response

from azuraforge_api.analyses.errors import RunsNotComparableError
from azuraforge_api.analyses.examples import COMPARISON
from azuraforge_api.analyses.kept_rows import StoredRun, open_runs, read_runs, times_of
from azuraforge_api.batches.answers import UNCHANGED, tagged
from azuraforge_api.batches.errors import InvalidPickError
from azuraforge_api.deps import DatabaseDep, StoreDep, UserDep
from azuraforge_api.errors import problem_responses
from azuraforge_api.experiments.errors import ExperimentNotFoundError

MOST_RUNS = 8

router = APIRouter(prefix="/comparison", tags=["analyses"])


@router.get(
    "/errors",
    summary="Compare runs by their errors",
    response_model=ErrorComparison,
    responses={
        200: {"content": {"application/json": {"example": COMPARISON}}},
        **problem_responses(ExperimentNotFoundError, InvalidPickError, RunsNotComparableError),
        **UNCHANGED,
    },
)
def compare_run_errors(
    job_ids: Annotated[
        str, Query(max_length=MOST_RUNS * 40, description="2 to 8 runs by their ids, with commas between.")
    ],
    database: DatabaseDep,
    user: UserDep,
    store: StoreDep,
    loss: Annotated[
        Loss,
        Query(
            description="What is compared of numbers: the best run is the one with the least mean of it."
            " Classes are right or wrong, whatever this says."
        ),
    ] = "absolute_error",
    if_none_match: Annotated[
        str | None, Header(description="An ETag of before: 304 if it is still good.")
    ] = None,
) -> Response:
    """Whether the best of some runs is better than the others or only luckier, row by row.

    Judged on the rows that all of them held out, by a paired test of each against the best: of numbers
    Student's t on the differences of absolute or squared errors, of forecasts Diebold and Mariano's test
    (corrected for few rows), of classes McNemar's exact test. The p values are corrected for their number
    (Holm).
    """
    wanted = list(dict.fromkeys(part.strip() for part in job_ids.split(",") if part.strip()))
    if not 2 <= len(wanted) <= MOST_RUNS:
        raise InvalidPickError(f"`job_ids` takes 2 to {MOST_RUNS} ids of runs with commas between.")
    with database.read() as session:
        stored = read_runs(session, user, wanted)
    body = json_bytes(_compare(store, stored, loss).model_dump())
    return tagged(hashlib.sha256(body).hexdigest()[:32], body, if_none_match)


def _compare(store: ArtifactStore, stored: list[StoredRun], loss: Loss) -> ErrorComparison:
    kept = open_runs(store, stored)
    shared = share_rows(kept.runs)
    missing = [
        *kept.missing,
        *(MissingRun(job_id=job_id, code="other_rows") for job_id in shared.left_out),
    ]
    if len(shared.runs) < 2:
        raise RunsNotComparableError(_why(missing))
    comparison = compare_errors(shared, kept.target, times_of(store, kept), loss)
    return comparison.model_copy(update={"missing": missing})


def _why(missing: list[MissingRun]) -> str:
    codes = [one.code for one in missing]
    reasons = {
        f"{codes.count('not_finished')} have no result": "not_finished" in codes,
        f"of {codes.count('analysis_not_kept')} the held-out rows are not kept (POST"
        " /experiments/{id}/analysis trains such a run again)": "analysis_not_kept" in codes,
        f"{codes.count('other_rows')} held out other rows, or learned another column or dataset": (
            "other_rows" in codes
        ),
    }
    said = "; ".join(reason for reason, holds in reasons.items() if holds)
    return f"At least two runs have to share {FEWEST_ROWS} held-out rows of one dataset and target: {said}."
