"""What lists of tagged things are searched by: `q` and `tag`."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from azuraforge_api.tags.texts import Tags


@dataclass(frozen=True)
class Search:
    """A part of the name or of a tag, and tags that are all wanted; empty where nothing is asked for."""

    part: str
    tags: tuple[str, ...]


async def search(
    q: Annotated[
        str | None, Query(max_length=255, description="Only with this in their name or in a tag.")
    ] = None,
    tag: Annotated[
        Tags | None,
        Query(description="Only with this tag, whatever its case; repeated: only with all of them."),
    ] = None,
) -> Search:
    """Read `q` and `tag`."""
    return Search(q or "", tuple(tag or ()))


SearchDep = Annotated[Search, Depends(search)]
