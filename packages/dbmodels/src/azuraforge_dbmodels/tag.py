"""Tags: the words by which users find what they tried again."""

from sqlmodel import Field, SQLModel

from azuraforge_dbmodels.base import ID_LENGTH

MAX_TAG = 50
MAX_TAG_KEY = 3 * MAX_TAG
"""Casefolding makes up to three characters of one."""


class BatchTag(SQLModel, table=True):
    """A tag of a batch."""

    __tablename__ = "batch_tag"

    batch_id: str = Field(foreign_key="batch.id", ondelete="CASCADE", primary_key=True, max_length=ID_LENGTH)
    key: str = Field(
        primary_key=True, index=True, max_length=MAX_TAG_KEY, description="The name without regard to case."
    )
    name: str = Field(max_length=MAX_TAG)
    place: int = Field(description="Among the batch's tags, from 0.")


class ExperimentTag(SQLModel, table=True):
    """A tag of a training run."""

    __tablename__ = "experiment_tag"

    job_id: str = Field(foreign_key="job.id", ondelete="CASCADE", primary_key=True, max_length=ID_LENGTH)
    key: str = Field(
        primary_key=True, index=True, max_length=MAX_TAG_KEY, description="The name without regard to case."
    )
    name: str = Field(max_length=MAX_TAG)
    place: int = Field(description="Among the run's tags, from 0.")
