"""Datasets: uploaded files that were parsed into a typed table."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from azuraforge_dbmodels.base import ID_LENGTH, UtcDateTime, json_type, new_id, utc_now


class Dataset(SQLModel, table=True):
    """A table a pipeline can learn from; its files are in the artifact store under their hash."""

    __tablename__ = "dataset"
    __table_args__ = (Index("ix_dataset_owner_id_created_at_id", "owner_id", "created_at", "id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    owner_id: str = Field(foreign_key="user_account.id", max_length=ID_LENGTH)
    name: str = Field(max_length=255)
    format: str = Field(max_length=16, description="csv, tsv or parquet: the form it was uploaded in.")
    sha256: str = Field(max_length=64, index=True, description="Of the uploaded file's bytes.")
    size_bytes: int = Field(sa_type=BigInteger)
    row_count: int = Field(sa_type=BigInteger)
    columns: list[dict[str, Any]] = Field(sa_type=json_type(), description="`ColumnSchema` objects.")
    sample_key: str | None = Field(
        default=None, max_length=64, description="The sample it was imported from."
    )
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
