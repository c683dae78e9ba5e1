"""What workers offer: pipelines and sample datasets, published through the database."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from azuraforge_dbmodels.base import UtcDateTime, json_type, utc_now


class PipelineEntry(SQLModel, table=True):
    """A pipeline as its plug-in describes it, or why the plug-in is broken."""

    __tablename__ = "pipeline_entry"

    id: str = Field(primary_key=True, max_length=64)
    manifest: dict[str, Any] | None = Field(
        default=None, sa_type=json_type(), description="A `PipelineManifest`; null = broken."
    )
    error: str | None = Field(default=None, description="Why it can't be used.")
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class SampleEntry(SQLModel, table=True):
    """A sample dataset; its files are in the artifact store under its hash."""

    __tablename__ = "sample_entry"

    key: str = Field(primary_key=True, max_length=64)
    manifest: dict[str, Any] = Field(sa_type=json_type(), description="A `SampleManifest`.")
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
