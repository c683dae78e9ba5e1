"""A dataset's columns as both services spell them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_CLASSES = 100
MAX_NUMBER_CLASSES = 20
FEWEST_CLASS_ROWS = 2

ColumnType = Literal["number", "integer", "category", "text", "datetime", "boolean"]


def _without_default(schema: dict[str, Any]) -> None:
    """Clients then take the field for one that may be absent, as it is in datasets of earlier versions."""
    del schema["default"]


class ColumnSchema(BaseModel):
    """One column: its inferred type, and how many of its cells are missing and distinct."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(description="The column's header, as in the file.")
    dtype: ColumnType = Field(description="The inferred type.")
    missing: int = Field(ge=0, description="Cells without a value.")
    distinct: int = Field(ge=0, description="Distinct values, missing cells left out.")
    rarest: int | None = Field(
        default=None,
        description="Cells with the rarest of the values; left out where there are too many for classes.",
        json_schema_extra=_without_default,
    )


def most_classes(dtype: ColumnType) -> int:
    """How many different values a column of this type may have as the target of a classification."""
    return MAX_NUMBER_CLASSES if dtype == "number" else MAX_CLASSES


def canonical_key(sha256: str) -> str:
    """Where the artifact store keeps the parsed (parquet) form of the file with this hash."""
    return f"datasets/{sha256}.parquet"


def original_key(sha256: str) -> str:
    """Where the artifact store keeps the uploaded file itself."""
    return f"datasets/{sha256}.orig"
