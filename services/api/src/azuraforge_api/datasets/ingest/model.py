"""What crosses the boundary between the API and the parsing process, as plain JSON."""

from enum import StrEnum
from pathlib import Path
from typing import Literal

from azuraforge_contracts.datasets import ColumnSchema
from pydantic import BaseModel, ConfigDict, Field

FileFormat = Literal["csv", "tsv", "parquet"]

MIB = 1024 * 1024
EXIT_DISK_FULL = 3


class RefusalCode(StrEnum):
    """Why a file is not taken, as a stable word."""

    EMPTY = "file_empty"
    HEADER_ONLY = "file_header_only"
    NO_HEADER = "file_no_header"
    RAGGED = "file_ragged_row"
    UNCLOSED_QUOTE = "file_unclosed_quote"
    BINARY = "file_binary"
    UTF_16 = "file_utf16"
    NOT_UTF_8 = "file_not_utf8"
    NUL = "file_nul_character"
    DUPLICATE_COLUMNS = "file_duplicate_columns"
    EMPTY_COLUMN_NAME = "file_empty_column_name"
    BAD_COLUMN_NAME = "file_bad_column_name"
    NOT_PARQUET = "file_not_parquet"
    COLUMN_TYPE = "file_column_type"
    TOO_MANY_COLUMNS = "file_too_many_columns"
    TOO_MANY_ROWS = "file_too_many_rows"
    CELL_TOO_LARGE = "file_cell_too_large"
    TOO_COMPLEX = "file_too_complex"
    UNREADABLE = "file_unreadable"


class RefusedFileError(Exception):
    """The file can't become a table; `row` counts from 1 with the header as row 1."""

    def __init__(
        self, code: RefusalCode, message: str, *, row: int | None = None, column: str | int | None = None
    ) -> None:
        super().__init__(message)
        self.refusal = Refusal(code=code, message=message, row=row, column=column)


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IngestLimits(_Message):
    """What a file may have, and what parsing it may take."""

    max_rows: int = 5_000_000
    max_columns: int = 2_000
    max_cell_bytes: int = MIB
    max_name_length: int = 1024
    distinct_cap: int = Field(default=100_000, description="Distinct values are counted exactly up to here.")
    address_space_bytes: int = 4096 * MIB
    cpu_seconds: int = 900
    wall_seconds: int = 1200
    output_bytes: int = 4096 * MIB


class IngestOrder(_Message):
    """What to parse and where to put the table."""

    source: Path
    target: Path
    format: FileFormat
    limits: IngestLimits = IngestLimits()


class Refusal(_Message):
    """Why a file is not taken, and where the problem is."""

    code: RefusalCode
    message: str
    row: int | None = None
    column: str | int | None = None


class ParsedTable(_Message):
    """The table that was written."""

    row_count: int
    columns: list[ColumnSchema]


class IngestAnswer(_Message):
    """What the parsing process says at its end: one of the two."""

    table: ParsedTable | None = None
    refusal: Refusal | None = None
