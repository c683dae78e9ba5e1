"""Is the first row really a header?"""

from itertools import pairwise

import pyarrow as pa

from azuraforge_api.datasets.ingest.dialect import Dialect
from azuraforge_api.datasets.ingest.infer import fits
from azuraforge_api.datasets.ingest.model import RefusalCode, RefusedFileError
from azuraforge_api.datasets.ingest.readings import INTEGER, NUMBER, Reading, candidates


def refuse_data_as_header(dialect: Dialect, readings: list[Reading]) -> None:
    """Raise `RefusedFileError` where the first row reads like one more row of data.

    That is so when all its cells are values, or when in every column of numbers, dates or truth values
    it holds one too. Only whole numbers that rise from column to column may be names (years, pixels).
    """
    typed = [
        (name, reading)
        for name, reading in zip(dialect.names, readings, strict=True)
        if reading.dtype not in {"text", "category"}
    ]
    all_values = all(_is_value(name, dialect) for name in dialect.names)
    values_where_typed = bool(typed) and all(_fits(reading, name) for name, reading in typed)
    if all_values or (values_where_typed and not _counts_up([name for name, _ in typed])):
        first = ", ".join(dialect.names[:4]) + (", ..." if len(dialect.names) > 4 else "")
        raise RefusedFileError(
            RefusalCode.NO_HEADER,
            f"The first row ({first}) holds values, not column names. "
            "Add a first row that names the columns.",
            row=1,
        )


def _is_value(name: str, dialect: Dialect) -> bool:
    return any(_fits(reading, name) for reading in candidates(decimal_comma=dialect.decimal_comma))


def _fits(reading: Reading, name: str) -> bool:
    if reading is INTEGER:
        reading = NUMBER  # 5.1 above a column of whole numbers is data as well
    return fits(reading, pa.array([name]))


def _counts_up(names: list[str]) -> bool:
    if len(names) < 2 or not all(name.isdecimal() for name in names):
        return False
    numbers = [int(name) for name in names]
    return all(left < right for left, right in pairwise(numbers))
