"""Parameter importance of batches, as workers worked it out."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from azuraforge_dbmodels.base import ID_LENGTH, UtcDateTime, json_type, utc_now


class BatchImportance(SQLModel, table=True):
    """How much each parameter explains of a batch's objective, by its results at that time."""

    __tablename__ = "batch_importance"

    batch_id: str = Field(foreign_key="batch.id", ondelete="CASCADE", primary_key=True, max_length=ID_LENGTH)
    runs: int = Field(description="Results it was worked out from; with more, it is due again.")
    items: list[dict[str, Any]] | None = Field(
        default=None,
        sa_type=json_type(),
        description="name, value: most important first, sum 1; null = the results don't say.",
    )
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
