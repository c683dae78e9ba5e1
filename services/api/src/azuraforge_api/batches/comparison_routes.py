"""The comparison over HTTP."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Literal

from azuraforge_contracts.numbers import json_bytes
from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, Response
from sqlmodel import Session

from azuraforge_api.batches.answers import UNCHANGED, AnswerCache, is_known, tagged
from azuraforge_api.batches.comparison import compare
from azuraforge_api.batches.comparison_rows import (
    ENDED,
    ENDED_AND_RUNNING,
    Stamp,
    read_batch_wording,
    read_rows,
    read_stamp,
    with_interim_values,
)
from azuraforge_api.batches.errors import BatchNotFoundError
from azuraforge_api.batches.schemas import ComparisonOut
from azuraforge_api.deps import DatabaseDep, UserDep
from azuraforge_api.errors import problem_responses


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Give the process its cache."""
    app.state.comparisons = AnswerCache()
    yield


async def get_comparisons(request: Request) -> AnswerCache:
    """The comparisons this process has made."""
    comparisons: AnswerCache = request.app.state.comparisons
    return comparisons


ComparisonsDep = Annotated[AnswerCache, Depends(get_comparisons)]

router = APIRouter(prefix="/batches", tags=["batches"], lifespan=lifespan)


@router.get(
    "/{batch_id}/comparison",
    summary="Compare a batch's runs",
    response_model=ComparisonOut,
    responses={
        **problem_responses(BatchNotFoundError),
        **UNCHANGED,
    },
)
def compare_batch(
    batch_id: str,
    database: DatabaseDep,
    user: UserDep,
    comparisons: ComparisonsDep,
    include: Annotated[
        Literal["running"] | None, Query(description="`running` adds running runs with interim values.")
    ] = None,
    if_none_match: Annotated[
        str | None, Header(description="An ETag of before: 304 if it is still good.")
    ] = None,
) -> Response:
    """Every run that ended with its parameters and metrics, column by column.

    A run that failed stays, with null metrics. Parameters that never vary are listed in `constants`.
    """
    with database.read() as session:
        stamp = read_stamp(session, batch_id, user.id)
        if stamp is None:
            raise BatchNotFoundError(f"There is no such batch among yours: {batch_id[:64]}")
        if include is None or not stamp.running:
            tag = stamp.tag
            body = comparisons.find(tag)
            if body is None and not is_known(tag, if_none_match):
                body = _comparison(session, stamp, interim=False)
                comparisons.put(tag, body)
        else:
            body = _comparison(session, stamp, interim=True)
            tag = hashlib.sha256(body).hexdigest()[:32]
    return tagged(tag, body, if_none_match)


def _comparison(session: Session, stamp: Stamp, *, interim: bool) -> bytes:
    wording = read_batch_wording(session, stamp.head.batch_id, stamp.pipeline)
    rows = read_rows(session, stamp.head.batch_id, ENDED_AND_RUNNING if interim else ENDED)
    if interim:
        rows = with_interim_values(session, rows, wording)
    comparison = compare(stamp.head, rows, wording)
    comparison |= {"importance": stamp.importance, "importance_runs": stamp.importance_runs}
    return json_bytes(comparison)
