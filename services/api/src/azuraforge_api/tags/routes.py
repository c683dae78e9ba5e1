"""Tags over HTTP: which there are; the things they are given to set them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from azuraforge_api.deps import ReadSessionDep, UserDep
from azuraforge_api.tags.schemas import TagList
from azuraforge_api.tags.store import BATCHES, EXPERIMENTS, count_tags

router = APIRouter(prefix="/tags", tags=["tags"])


@router.get("", summary="List tags")
def list_tags(
    session: ReadSessionDep,
    user: UserDep,
    kind: Annotated[Literal["batch", "experiment"], Query(description="Whose tags.")],
) -> TagList:
    """The tags of your batches or of your training runs, most used first, for completion and filters."""
    return TagList(items=count_tags(session, BATCHES if kind == "batch" else EXPERIMENTS, user))
