"""What tags and notes may be, for requests of any noun."""

import unicodedata
from typing import Annotated

from azuraforge_dbmodels.tag import MAX_TAG
from pydantic import AfterValidator, Field

MAX_TAGS = 20
MAX_NOTES = 10_000

_NOT_IN_TAGS = frozenset({"Cc", "Zl", "Zp"})  # Unicode's categories of control characters and line breaks


def key_of(tag: str) -> str:
    """What is equal for tags that differ in case only."""
    return unicodedata.normalize("NFC", tag.casefold())


def _checked(tag: str) -> str:
    name = unicodedata.normalize("NFC", tag.strip())
    if not name:
        raise ValueError(f"is empty; a tag has 1 to {MAX_TAG} characters")
    if len(name) > MAX_TAG:
        raise ValueError(f"has {len(name)} characters; shorten it to {MAX_TAG} at most")
    if "," in name:
        raise ValueError("has a comma; leave it out, or send what is before and after it as two tags")
    if any(unicodedata.category(character) in _NOT_IN_TAGS for character in name):
        raise ValueError("has a control character such as a tab or a line break; leave it out")
    return name


def _distinct(tags: list[str]) -> list[str]:
    first: dict[str, str] = {}
    for tag in tags:
        first.setdefault(key_of(tag), tag)
    if len(first) > MAX_TAGS:
        raise ValueError(f"has {len(first)} tags; {MAX_TAGS} are the most, leave some out")
    return list(first.values())


def _written(notes: str) -> str:
    return notes if notes.strip() else ""


Tag = Annotated[str, AfterValidator(_checked)]
"""1 to 50 characters after trimming, without commas and control characters."""

Tags = Annotated[list[Tag], AfterValidator(_distinct)]
"""At most 20, unique without regard to case: the first spelling stays."""

Notes = Annotated[str, Field(max_length=MAX_NOTES), AfterValidator(_written)]
"""Free text; blanks alone are as good as none."""

TAGS_TAKE = (
    f"Up to {MAX_TAGS}, of 1 to {MAX_TAG} characters without commas and control characters; "
    "of those that differ in case only the first stays."
)
