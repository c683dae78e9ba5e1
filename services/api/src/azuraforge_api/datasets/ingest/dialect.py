"""How a text table is written: its separator and its header."""

import csv
import io
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from azuraforge_api.datasets.ingest.model import MIB, IngestLimits, RefusalCode, RefusedFileError

_SAMPLE_BYTES = MIB
_SAMPLE_RECORDS = 200
_DELIMITERS = (",", ";", "\t")
_MAX_HEADER_BYTES = 8 * MIB


@dataclass(frozen=True)
class Dialect:
    """The separator, the trimmed column names, and how many blank lines stand before the header."""

    delimiter: str
    names: tuple[str, ...]
    blank_lines: int

    @property
    def decimal_comma(self) -> bool:
        """Whether `1,5` may be a number: not where a comma separates cells."""
        return self.delimiter != ","


def read_dialect(path: Path, limits: IngestLimits) -> Dialect:
    """Find the separator and check the header; raises `RefusedFileError`.

    Only the content counts, not whether the file is named .csv or .tsv: the same bytes always give the
    same table, as tables are kept under the hash of their file.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(_SAMPLE_BYTES)
        if len(sample) == _SAMPLE_BYTES and "\n" not in sample and "\r" not in sample:
            sample += file.read(_MAX_HEADER_BYTES - _SAMPLE_BYTES)
    text = sample.lstrip("\r\n")
    blank_lines = _count_lines(sample[: len(sample) - len(text)])
    delimiter = _sniff(text)
    names = tuple(name.strip() for name in _records(text, delimiter, 1)[0])
    check_names(names, limits)
    return Dialect(delimiter, names, blank_lines)


def _count_lines(blank: str) -> int:
    return len(blank.splitlines())


def _records(text: str, delimiter: str, count: int) -> list[list[str]]:
    csv.field_size_limit(_MAX_HEADER_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [record for record in islice(reader, count) if record]


def _sniff(text: str) -> str:
    """The separator under which most records have as many cells as the header; a tie goes to more cells."""
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        records = _records(text, delimiter, _SAMPLE_RECORDS)
        if len(text) >= _SAMPLE_BYTES:
            records = records[:-1] or records  # the sample's last record may be cut
        width = len(records[0])
        if width < 2:
            continue
        same = sum(len(record) == width for record in records) / len(records)
        if (same, width) > best_score:
            best, best_score = delimiter, (same, width)
    return best


def check_names(names: tuple[str, ...], limits: IngestLimits) -> None:
    """Refuse names a column can't be called by; raises `RefusedFileError`."""
    if len(names) > limits.max_columns:
        raise RefusedFileError(
            RefusalCode.TOO_MANY_COLUMNS,
            f"The file has {len(names):,} columns; at most {limits.max_columns:,} are possible. "
            "Remove columns you don't need.",
            row=1,
        )
    for position, name in enumerate(names, start=1):
        _check_name(name, position, limits)
    _refuse_duplicates(names)


def _check_name(name: str, position: int, limits: IngestLimits) -> None:
    if not name:
        raise RefusedFileError(
            RefusalCode.EMPTY_COLUMN_NAME,
            f"Column {position} has no name in row 1. Give every column a name (a table written by pandas: "
            "save it with index=False).",
            row=1,
            column=position,
        )
    if len(name) > limits.max_name_length:
        raise RefusedFileError(
            RefusalCode.BAD_COLUMN_NAME,
            f"The name of column {position} has {len(name):,} characters; at most "
            f"{limits.max_name_length:,} are possible.",
            row=1,
            column=position,
        )
    if not name.isprintable() and any(ord(sign) < 32 and sign not in "\r\n\t" for sign in name):
        raise RefusedFileError(
            RefusalCode.BAD_COLUMN_NAME,
            f"The name of column {position} has control characters in it. Rename the column.",
            row=1,
            column=position,
        )


def _refuse_duplicates(names: tuple[str, ...]) -> None:
    places: dict[str, list[int]] = {}
    for position, name in enumerate(names, start=1):
        places.setdefault(name, []).append(position)
    doubles = {name: at for name, at in places.items() if len(at) > 1}
    if not doubles:
        return
    shown = "; ".join(
        f'"{name}" (columns {", ".join(str(position) for position in at)})'
        for name, at in list(doubles.items())[:5]
    )
    more = f" and {len(doubles) - 5} more" if len(doubles) > 5 else ""
    raise RefusedFileError(
        RefusalCode.DUPLICATE_COLUMNS,
        f"Column names have to be different; these occur more than once: {shown}{more}. Rename them.",
        row=1,
        column=next(iter(doubles)),
    )
