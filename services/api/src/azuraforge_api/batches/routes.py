"""Batches over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

from azuraforge_contracts.jobs import BatchState
from azuraforge_dbmodels.batch import Batch
from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response, status
from sqlalchemy import or_
from sqlmodel import Session, col, select

from azuraforge_api.batches import actions, filters
from azuraforge_api.batches.accept import Accepting, queue_batch
from azuraforge_api.batches.errors import (
    BatchEndedError,
    BatchNotFoundError,
    BatchRunningError,
    NothingToAddError,
    NothingToRetryError,
)
from azuraforge_api.batches.extend import extend_batch
from azuraforge_api.batches.plan import PLAN_ERRORS, plan_batch
from azuraforge_api.batches.schemas import (
    AxisOut,
    BatchChange,
    BatchCreate,
    BatchExtend,
    BatchOut,
    BatchPreviewOut,
    RangeSpace,
)
from azuraforge_api.batches.summary import TraceCache, describe
from azuraforge_api.deps import (
    DatabaseDep,
    OutboxDep,
    ReadSessionDep,
    SessionDep,
    SettingsDep,
    StoreDep,
    UserDep,
)
from azuraforge_api.errors import problem_responses
from azuraforge_api.idempotency import IdempotencyConflictError, IdempotencyDep
from azuraforge_api.ownership import get_owned
from azuraforge_api.pagination import Page, PageDep, newest_first
from azuraforge_api.tags.search import SearchDep
from azuraforge_api.tags.store import BATCHES, with_all, with_part

_PATH = "/api/v1/batches"


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Give the process its cache."""
    app.state.batch_traces = TraceCache()
    yield


async def get_traces(request: Request) -> TraceCache:
    """The traces of batches this process has worked out."""
    traces: TraceCache = request.app.state.batch_traces
    return traces


TracesDep = Annotated[TraceCache, Depends(get_traces)]
AcceptingDep = Annotated[Accepting, Depends(Accepting)]

router = APIRouter(prefix="/batches", tags=["batches"], lifespan=lifespan)


def _describe(session: Session, traces: TraceCache, batch: Batch) -> BatchOut:
    session.flush()
    return describe(session, traces, [batch])[0]


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Start a batch",
    responses=problem_responses(*PLAN_ERRORS, IdempotencyConflictError),
)
def create_batch(
    body: BatchCreate,
    response: Response,
    work: AcceptingDep,
    idempotency: IdempotencyDep,
    traces: TracesDep,
) -> BatchOut:
    """Queue every combination of a grid, or `max_runs` runs whose settings are drawn as they start.

    All is checked before anything is queued: the target, each value of each setting, and the number of
    runs, which is counted without making them.
    """
    known = idempotency.known(work.session, work.user)
    if known is None:
        batch = queue_batch(work, body)
        idempotency.remember(work.session, work.user, batch.id)
    else:
        batch = get_owned(work.session, Batch, known, work.user, BatchNotFoundError)
    response.headers["Location"] = f"{_PATH}/{batch.id}"
    return _describe(work.session, traces, batch)


@router.post(
    "/preview",
    summary="Preview a batch",
    response_model_exclude_unset=True,
    responses=problem_responses(*PLAN_ERRORS),
)
def preview_batch(
    body: BatchCreate, session: ReadSessionDep, user: UserDep, settings: SettingsDep
) -> BatchPreviewOut:
    """How many runs a request means and which values it tries; refused like the request itself."""
    plan = plan_batch(session, user, body, settings.max_batch_jobs)
    if plan.subject.schema.has_rules_across:
        plan.runs()
    axes = [AxisOut(name=axis.name, values=list(axis.values)) for axis in plan.axes]
    if plan.sampled_runs is not None:
        axes = [_sampled_axis(name, spec) for name, spec in body.search.space.items()]
    return BatchPreviewOut(job_count=plan.job_count, axes=axes)


def _sampled_axis(name: str, spec: list[Any] | RangeSpace) -> AxisOut:
    if isinstance(spec, RangeSpace):
        return AxisOut(name=name, values=[], range=spec)
    return AxisOut(name=name, values=spec)


@router.get("", summary="List batches")
def list_batches(
    session: ReadSessionDep,
    user: UserDep,
    page: PageDep,
    search: SearchDep,
    traces: TracesDep,
    kind: Annotated[
        Literal["experiment", "generation"] | None, Query(description="Only of this kind.")
    ] = None,
    state: Annotated[BatchState | None, Query(description="Only in this state.")] = None,
    dataset_id: Annotated[str | None, Query(max_length=64, description="Only on this dataset.")] = None,
) -> Page[BatchOut]:
    """Your batches, newest first, with their counts and best runs."""
    statement = select(Batch).where(col(Batch.owner_id) == user.id)
    if kind is not None:
        statement = statement.where(col(Batch.kind) == kind)
    if state is not None:
        statement = statement.where(filters.in_state(state))
    if dataset_id is not None:
        statement = statement.where(col(Batch.dataset_id) == dataset_id)
    if search.part:
        in_name = col(Batch.name).icontains(search.part, autoescape=True)
        statement = statement.where(or_(in_name, with_part(BATCHES, search.part)))
    if search.tags:
        statement = statement.where(with_all(BATCHES, search.tags))
    rows, next_cursor = newest_first(session, statement, Batch.created_at, Batch.id, page)
    return Page(items=describe(session, traces, rows), next_cursor=next_cursor)


@router.get("/{batch_id}", summary="Get a batch", responses=problem_responses(BatchNotFoundError))
def get_batch(batch_id: str, session: ReadSessionDep, user: UserDep, traces: TracesDep) -> BatchOut:
    """One batch: what was asked for, how far it is and its best run."""
    return _describe(session, traces, get_owned(session, Batch, batch_id, user, BatchNotFoundError))


@router.patch("/{batch_id}", summary="Change a batch", responses=problem_responses(BatchNotFoundError))
def change_batch(
    batch_id: str,
    body: BatchChange,
    session: SessionDep,
    user: UserDep,
    outbox: OutboxDep,
    traces: TracesDep,
) -> BatchOut:
    """Give a batch another name, notes or tags, or let more or fewer of its runs run at a time.

    Sending it twice changes nothing more. Its runs are renamed with it, but for those that were given a name
    of their own. With a smaller `parallelism` running runs run on, and the next one starts once few enough of
    them are left.
    """
    batch = get_owned(session, Batch, batch_id, user, BatchNotFoundError)
    actions.change_batch(session, outbox, batch, body)
    return _describe(session, traces, batch)


@router.post(
    "/{batch_id}/cancel",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Cancel a batch",
    responses=problem_responses(BatchNotFoundError, BatchEndedError),
)
def cancel_batch(
    batch_id: str,
    response: Response,
    session: SessionDep,
    user: UserDep,
    outbox: OutboxDep,
    traces: TracesDep,
) -> BatchOut:
    """Queued runs are cancelled at once, running ones asked to stop; what has finished stays."""
    batch = get_owned(session, Batch, batch_id, user, BatchNotFoundError)
    actions.cancel_batch(session, outbox, batch)
    response.headers["Location"] = f"{_PATH}/{batch_id}"
    return _describe(session, traces, batch)


@router.post(
    "/{batch_id}/retry-failed",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Retry a batch's failed runs",
    responses=problem_responses(BatchNotFoundError, NothingToRetryError),
)
def retry_failed(
    batch_id: str,
    response: Response,
    session: SessionDep,
    user: UserDep,
    outbox: OutboxDep,
    traces: TracesDep,
) -> BatchOut:
    """Queue every failed run again, as its next attempt."""
    batch = get_owned(session, Batch, batch_id, user, BatchNotFoundError)
    actions.retry_failed(session, outbox, batch)
    response.headers["Location"] = f"{_PATH}/{batch_id}"
    return _describe(session, traces, batch)


@router.post(
    "/{batch_id}/extend",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Add runs to a batch",
    responses=problem_responses(
        BatchNotFoundError, NothingToAddError, IdempotencyConflictError, *PLAN_ERRORS
    ),
)
def extend(
    batch_id: str,
    body: BatchExtend,
    response: Response,
    work: AcceptingDep,
    idempotency: IdempotencyDep,
    traces: TracesDep,
) -> BatchOut:
    """Try more, whether or not the batch has ended.

    Grid: the combinations of values the batch doesn't have yet are queued. Random and TPE: `max_runs` more
    runs are queued, and settings are drawn from this space from now on. Either can follow the other. A
    setting that was varied before and isn't named now keeps the values or the range it has. The strategy
    and the pruner stay as they are where they are left out.
    """
    batch = get_owned(work.session, Batch, batch_id, work.user, BatchNotFoundError)
    if idempotency.known(work.session, work.user) is None:
        extend_batch(work, batch, body.search)
        idempotency.remember(work.session, work.user, batch.id)
    response.headers["Location"] = f"{_PATH}/{batch_id}"
    return _describe(work.session, traces, batch)


@router.delete(
    "/{batch_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete a batch",
    responses=problem_responses(BatchNotFoundError, BatchRunningError),
)
def delete_batch(batch_id: str, user: UserDep, database: DatabaseDep, store: StoreDep) -> None:
    """Delete a batch that has ended with its runs, their events, results and models."""
    actions.delete_batch(database, store, user, batch_id)
