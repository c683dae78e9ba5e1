"""Pipelines over HTTP."""

from azuraforge_dbmodels.catalogue import PipelineEntry
from fastapi import APIRouter
from sqlmodel import col, select

from azuraforge_api.deps import ReadSessionDep, UserDep
from azuraforge_api.pipelines.schemas import PipelineList, PipelineOut

router = APIRouter(prefix="/pipelines", tags=["pipelines"])


@router.get("", summary="List pipelines")
def list_pipelines(session: ReadSessionDep, user: UserDep) -> PipelineList:  # noqa: ARG001 - signed in is enough
    """What the workers can train; a plug-in that is broken is listed with the reason."""
    entries = session.exec(select(PipelineEntry).order_by(col(PipelineEntry.id))).all()
    return PipelineList(items=[PipelineOut.of(entry) for entry in entries])
