"""A dataset's columns as both services spell them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

ColumnType = Literal["number", "integer", "category", "text", "datetime", "boolean"]


class ColumnSchema(BaseModel):
    """One column: its inferred type, and how many of its cells are missing and distinct."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(description="The column's header, as in the file.")
    dtype: ColumnType = Field(description="The inferred type.")
    missing: int = Field(ge=0, description="Cells without a value.")
    distinct: int = Field(ge=0, description="Distinct values, missing cells left out.")


def canonical_key(sha256: str) -> str:
    """Where the artifact store keeps the parsed (parquet) form of the file with this hash."""
    return f"datasets/{sha256}.parquet"


def original_key(sha256: str) -> str:
    """Where the artifact store keeps the uploaded file itself."""
    return f"datasets/{sha256}.orig"
