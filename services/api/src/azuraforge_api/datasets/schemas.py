"""What dataset requests answer."""

from datetime import datetime
from typing import Any, Literal

from azuraforge_contracts.datasets import ColumnSchema
from azuraforge_contracts.manifest import SampleManifest, SampleSuggestion
from azuraforge_dbmodels.dataset import Dataset
from pydantic import BaseModel, ConfigDict, Field

from azuraforge_api.datasets.examples import DATASET, PREVIEW, SAMPLE


class DatasetOut(BaseModel):
    """A dataset: a file that was parsed into a table."""

    model_config = ConfigDict(json_schema_extra={"example": DATASET})

    id: str
    name: str
    format: Literal["csv", "tsv", "parquet"] = Field(description="The form it was uploaded in.")
    sha256: str = Field(description="Of the uploaded file's bytes.")
    size_bytes: int = Field(description="Of the uploaded file.")
    row_count: int
    columns: list[ColumnSchema] = Field(
        description="In the file's order. Distinct values are counted exactly up to 100,000; from there on "
        "the count is a lower bound."
    )
    sample_key: str | None = Field(description="The sample it was imported from.")
    created_at: datetime

    @classmethod
    def of(cls, row: Dataset) -> "DatasetOut":
        """The answer for a row."""
        return cls.model_validate(row, from_attributes=True)


class DatasetPreviewOut(BaseModel):
    """The first rows of a dataset."""

    model_config = ConfigDict(json_schema_extra={"example": PREVIEW})

    columns: list[str] = Field(description="The columns' names.")
    rows: list[list[Any]] = Field(
        description="A list of cells each, in the columns' order; null = missing, times in ISO 8601. "
        "Text is cut after 500 characters."
    )


class SampleOut(BaseModel):
    """A real dataset that comes with a library in use."""

    model_config = ConfigDict(json_schema_extra={"example": SAMPLE})

    key: str
    name: str
    description: str
    source: str
    license: str
    row_count: int
    column_count: int
    suggested: SampleSuggestion = Field(description="A first experiment that makes sense on it.")
    i18n: dict[str, dict[str, str]] = Field(description="Name and description in other languages.")

    @classmethod
    def of(cls, manifest: SampleManifest) -> "SampleOut":
        """The answer for a sample of the catalogue."""
        fields = manifest.model_dump(include=set(cls.model_fields))
        return cls(**fields, column_count=len(manifest.columns))


class SampleList(BaseModel):
    """All samples."""

    items: list[SampleOut]
