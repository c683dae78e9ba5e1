"""A run's analysis over HTTP."""

import hashlib
from typing import Annotated

from azuraforge_analysis.schemas import Analysis
from azuraforge_contracts.transport.artifact_store import ArtifactNotFoundError
from fastapi import APIRouter, Header, Response, status

from azuraforge_api.analyses.errors import (
    AnalysisKeptError,
    AnalysisNotKeptError,
    NotFinishedError,
    RunGivenUpError,
)
from azuraforge_api.analyses.examples import REGRESSION
from azuraforge_api.analyses.refit import queue_refit
from azuraforge_api.analyses.service import analysis_not_kept, find_result, kept_analysis
from azuraforge_api.batches.answers import UNCHANGED, is_known, tagged
from azuraforge_api.deps import OutboxDep, ReadSessionDep, SessionDep, SettingsDep, StoreDep, UserDep
from azuraforge_api.errors import problem_responses
from azuraforge_api.experiments.accept import TooManyQueuedError
from azuraforge_api.experiments.errors import ExperimentNotFoundError
from azuraforge_api.jobs.queue_position import queue_positions
from azuraforge_api.jobs.schemas import JobOut

router = APIRouter(prefix="/experiments", tags=["analyses"])


@router.get(
    "/{experiment_id}/analysis",
    summary="Analyse a run's errors",
    response_model=Analysis,
    responses={
        200: {"content": {"application/json": {"example": REGRESSION}}},
        **problem_responses(ExperimentNotFoundError, NotFinishedError, AnalysisNotKeptError),
        **UNCHANGED,
    },
)
def get_experiment_analysis(
    experiment_id: str,
    session: ReadSessionDep,
    user: UserDep,
    store: StoreDep,
    if_none_match: Annotated[
        str | None, Header(description="An ETag of before: 304 if it is still good.")
    ] = None,
) -> Response:
    """Where the model is wrong, by the rows it was judged on.

    Made with the run and stored beside its model, so it is there as long as the model is.
    """
    job, result = find_result(session, user, experiment_id)
    key = kept_analysis(store, result)
    if key is None:
        raise analysis_not_kept(session, job, result)
    # The key names one attempt, whose files never change.
    tag = hashlib.sha256(key.encode()).hexdigest()[:32]
    if is_known(tag, if_none_match):
        return tagged(tag, None, if_none_match)
    try:
        body = store.local_path(key).read_bytes()
    except (ArtifactNotFoundError, FileNotFoundError):  # better runs pushed it out at this moment
        raise analysis_not_kept(session, job, result) from None
    return tagged(tag, body, if_none_match)


@router.post(
    "/{experiment_id}/analysis",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Train a run again to analyse it",
    responses=problem_responses(
        ExperimentNotFoundError, NotFinishedError, AnalysisKeptError, RunGivenUpError, TooManyQueuedError
    ),
)
def create_experiment_analysis(
    experiment_id: str,
    response: Response,
    session: SessionDep,
    user: UserDep,
    outbox: OutboxDep,
    store: StoreDep,
    settings: SettingsDep,
) -> JobOut:
    """Queue a job that trains a run again whose held-out rows were not kept, and keeps what it finds.

    It trains with the run's seed and settings, and fails with `refit_differs` where a metric isn't what it
    was. While such a job is under way, the same one is answered. What it keeps (the model, the held-out rows
    and their analysis) stays until the run is deleted.
    """
    job = queue_refit(session, outbox, store, user, experiment_id, settings.max_queued_jobs)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return JobOut.of(job, queue_positions(session, [job]).get(job.id))
