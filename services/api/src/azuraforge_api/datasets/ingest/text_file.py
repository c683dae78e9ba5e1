"""CSV and TSV files to parquet, in bounded memory: one pass to infer the types, one to convert."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from azuraforge_api.datasets.ingest.dialect import Dialect, read_dialect
from azuraforge_api.datasets.ingest.header import refuse_data_as_header
from azuraforge_api.datasets.ingest.infer import ColumnGuess
from azuraforge_api.datasets.ingest.model import (
    MIB,
    IngestLimits,
    IngestOrder,
    RefusalCode,
    RefusedFileError,
)
from azuraforge_api.datasets.ingest.readings import MISSING_WORDS, Reading, read
from azuraforge_api.datasets.ingest.scan import scan_text

_BLOCK_BYTES = 16 * MIB
_LOCATE_BYTES = 64 * MIB


def ingest_text(order: IngestOrder) -> list[Reading]:
    """Write the file's table to `order.target`; returns how each column was read.

    Raises `RefusedFileError`.
    """
    facts = scan_text(order.source)
    try:
        dialect = read_dialect(order.source, order.limits)
    except csv.Error as error:
        raise RefusedFileError(RefusalCode.UNREADABLE, f"The header can't be read: {error}.", row=1) from None
    table = _TextTable(order.source, dialect, order.limits)
    readings = table.infer(quotes_paired=facts.quotes_paired)
    refuse_data_as_header(dialect, readings)
    table.convert(readings, order.target)
    return readings


class _TextTable:
    def __init__(self, path: Path, dialect: Dialect, limits: IngestLimits) -> None:
        self._path = path
        self._dialect = dialect
        self._limits = limits
        self._bad_row: pa_csv.InvalidRow | None = None
        self._rows = 0

    def infer(self, *, quotes_paired: bool) -> list[Reading]:
        """How each column is to be read; refuses what can't be a table on the way."""
        guesses = [ColumnGuess.start(decimal_comma=self._dialect.decimal_comma) for _ in self._dialect.names]
        last_cell = None
        for batch in self._batches():
            self._check_size(batch)
            for guess, cells in zip(guesses, batch.columns, strict=True):
                guess.feed(cells)
            self._rows += batch.num_rows
            last_cell = batch.columns[-1][-1].as_py()
        if self._rows == 0:
            raise RefusedFileError(
                RefusalCode.HEADER_ONLY, "The file has a header but no rows of data.", row=1
            )
        if not quotes_paired and last_cell is not None and "\n" in last_cell:
            raise self._unclosed_quote(self._rows + 1)
        return [guess.decide() for guess in guesses]

    def convert(self, readings: list[Reading], target: Path) -> None:
        """Write the typed table."""
        writer: pq.ParquetWriter | None = None
        try:
            for batch in self._batches():
                columns = [
                    read(reading, cells) for reading, cells in zip(readings, batch.columns, strict=True)
                ]
                typed = pa.table(columns, names=list(self._dialect.names))
                if writer is None:
                    writer = pq.ParquetWriter(target, typed.schema)
                writer.write_table(typed)
        finally:
            if writer is not None:
                writer.close()

    def _batches(self) -> Iterator[pa.RecordBatch]:
        """The rows as batches of text columns, empty batches left out."""
        names = [f"c{index}" for index in range(len(self._dialect.names))]
        try:
            with pa_csv.open_csv(
                self._path,
                read_options=pa_csv.ReadOptions(
                    use_threads=False,
                    block_size=_BLOCK_BYTES,
                    column_names=names,
                    skip_rows=self._dialect.blank_lines,
                    skip_rows_after_names=1,
                ),
                parse_options=pa_csv.ParseOptions(
                    delimiter=self._dialect.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=len(names) > 1,
                    invalid_row_handler=self._note_bad_row,
                ),
                convert_options=pa_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    check_utf8=False,
                    null_values=list(MISSING_WORDS),
                    strings_can_be_null=True,
                ),
            ) as reader:
                yield from (batch for batch in reader if batch.num_rows)
        except pa.ArrowInvalid as error:
            raise self._refusal_of(error) from None

    def _note_bad_row(self, row: pa_csv.InvalidRow) -> str:
        self._bad_row = row
        return "error"

    def _refusal_of(self, error: pa.ArrowInvalid) -> RefusedFileError:
        if self._bad_row is not None:
            return self._ragged(self._bad_row)
        if "straddling" in str(error):
            return self._unclosed_quote(self._rows + 2)
        return RefusedFileError(
            RefusalCode.UNREADABLE, f"The file can't be read as a table after row {self._rows + 1}."
        )

    def _ragged(self, bad: pa_csv.InvalidRow) -> RefusedFileError:
        row = bad.number + self._blank_rows(bad.number) if bad.number else None
        where = f"Row {row}" if row else "A row"
        return RefusedFileError(
            RefusalCode.RAGGED,
            f"{where} has {_cells(bad.actual_columns)}, but the header has {bad.expected_columns}. "
            "Every row needs the same number of cells; text with the separator in it needs quotes.",
            row=row,
        )

    def _blank_rows(self, number: int) -> int:
        """Blank lines before the bad row: the reader doesn't count them, an editor does."""
        blank = self._dialect.blank_lines
        seen = 0
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            for record in csv.reader(file, delimiter=self._dialect.delimiter):
                if not record and seen:
                    blank += 1
                elif record:
                    seen += 1
                if seen >= number:
                    break
        return blank

    def _unclosed_quote(self, row: int) -> RefusedFileError:
        return RefusedFileError(
            RefusalCode.UNCLOSED_QUOTE,
            f'In or after row {row} a quote (") is opened and never closed, or a row is longer than '
            f"{_BLOCK_BYTES // MIB} MiB. Close the quote, or double it where it is part of the text.",
            row=row,
        )

    def _check_size(self, batch: pa.RecordBatch) -> None:
        if self._rows + batch.num_rows > self._limits.max_rows:
            raise RefusedFileError(
                RefusalCode.TOO_MANY_ROWS,
                f"The file has more than {self._limits.max_rows:,} rows. Upload a sample of it.",
            )
        for position, cells in enumerate(batch.columns):
            if cells.nbytes <= self._limits.max_cell_bytes:
                continue
            lengths = pc.binary_length(cells)
            if pc.max(lengths).as_py() > self._limits.max_cell_bytes:
                large = pc.index(pc.greater(lengths, self._limits.max_cell_bytes), True).as_py()
                row, name = self._rows + large + 2, self._dialect.names[position]
                raise RefusedFileError(
                    RefusalCode.CELL_TOO_LARGE,
                    f'The cell in row {row}, column "{name}" is larger than '
                    f"{self._limits.max_cell_bytes // MIB} MiB. A quote that isn't closed may be the reason.",
                    row=row,
                    column=name,
                )


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
