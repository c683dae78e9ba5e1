"""Learning curves of a batch over HTTP."""

import hashlib
from typing import Annotated

from azuraforge_contracts.numbers import json_bytes
from fastapi import APIRouter, Header, Query, Response
from sqlmodel import Session

from azuraforge_api.batches.answers import UNCHANGED, NumbersQuery, read_numbers, tagged
from azuraforge_api.batches.comparison_routes import ComparisonsDep
from azuraforge_api.batches.comparison_rows import Stamp, read_stamp
from azuraforge_api.batches.curve_rows import choose_shown, runs_of_batch, with_curves
from azuraforge_api.batches.curves import choose_curve, curve_names, curves_answer
from azuraforge_api.batches.errors import BatchNotFoundError, InvalidNumbersError, UnknownCurveError
from azuraforge_api.batches.schemas import CurvesOut
from azuraforge_api.deps import DatabaseDep, UserDep
from azuraforge_api.errors import problem_responses

MOST_BEST = 50

router = APIRouter(prefix="/batches", tags=["batches"])


@router.get(
    "/{batch_id}/curves",
    summary="Learning curves of a batch's runs",
    response_model=CurvesOut,
    responses={
        **problem_responses(BatchNotFoundError, UnknownCurveError, InvalidNumbersError),
        **UNCHANGED,
    },
)
def curves_of_batch(
    batch_id: str,
    database: DatabaseDep,
    user: UserDep,
    kept: ComparisonsDep,
    numbers: NumbersQuery = "",
    best: Annotated[int, Query(ge=0, le=MOST_BEST, description="So many of the best runs.")] = 20,
    curve: Annotated[
        str | None, Query(max_length=255, description="One of `names`; the objective's if left out.")
    ] = None,
    if_none_match: Annotated[str | None, Header(description="An ETag of before: 304 if still good.")] = None,
) -> Response:
    """One curve of the best, the named and the running runs, over the quartiles of all runs.

    A curve has at most 400 points: of a longer one, the extremes of equal stretches. A running or failed
    run's curve is read from its log.
    """
    wanted = read_numbers(numbers)
    with database.read() as session:
        stamp = read_stamp(session, batch_id, user.id)
        if stamp is None:
            raise BatchNotFoundError(f"There is no such batch among yours: {batch_id[:64]}")
        tag = _tag(f"curves {stamp.tag} {best} {sorted(wanted)} {curve}".encode())
        body = None if stamp.running else kept.find(tag)
        if body is None:
            body = _curves(session, stamp, best, wanted, curve)
            if stamp.running:
                tag = _tag(body)
            else:
                kept.put(tag, body)
    return tagged(tag, body, if_none_match)


def _tag(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _curves(session: Session, stamp: Stamp, best: int, numbers: frozenset[int], curve: str | None) -> bytes:
    head = stamp.head
    runs = runs_of_batch(session, head.batch_id)
    shown = choose_shown(runs, best=best, numbers=numbers, maximize=head.direction == "maximize")
    every, chosen = with_curves(session, runs, shown)
    name = choose_curve(curve, curve_names(every), head.metric)
    return json_bytes({"batch_id": head.batch_id, **curves_answer(name, every, chosen)})
