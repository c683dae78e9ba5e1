"""What the list of tags answers."""

from pydantic import BaseModel, ConfigDict, Field

from azuraforge_api.tags.examples import TAGS


class TagCount(BaseModel):
    """A tag, and how many have it."""

    name: str = Field(description="As most of them spell it.")
    count: int


class TagList(BaseModel):
    """The tags there are."""

    model_config = ConfigDict(json_schema_extra={"example": TAGS})

    items: list[TagCount] = Field(description="Most used first, at most 200.")
