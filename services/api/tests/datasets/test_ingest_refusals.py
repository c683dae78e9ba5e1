"""Bad files are refused with what is wrong and where."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from azuraforge_api.datasets.ingest.ingest import ingest
from azuraforge_api.datasets.ingest.model import (
    FileFormat,
    IngestLimits,
    IngestOrder,
    Refusal,
    RefusalCode,
    RefusedFileError,
)


def refusal_of(folder: Path, content: bytes, file_format: FileFormat = "csv", **limits: int) -> Refusal:
    source = folder / "source"
    source.write_bytes(content)
    order = IngestOrder(
        source=source, target=folder / "target", format=file_format, limits=IngestLimits(**limits)
    )
    with pytest.raises(RefusedFileError) as caught:
        ingest(order)
    return caught.value.refusal


BAD_TEXTS = {
    "empty": (b"", RefusalCode.EMPTY, None, None, "empty"),
    "blank": (b" \n\n\t\n", RefusalCode.EMPTY, None, None, "empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", RefusalCode.EMPTY, None, None, "empty"),
    "header only": (b"a,b\n", RefusalCode.HEADER_ONLY, 1, None, "no rows"),
    "numbers instead of a header": (b"1,2,3\n4,5,6\n", RefusalCode.NO_HEADER, 1, None, "1, 2, 3"),
    "data instead of a header": (b"5.1,3.5,setosa\n4.9,3,setosa\n", RefusalCode.NO_HEADER, 1, None, "setosa"),
    "dates instead of a header": (b"2024-01-01,7.5\n2024-01-02,8\n", RefusalCode.NO_HEADER, 1, None, "2024"),
    "short row": (b"a,b,c\n1,2,3\n4,5\n6,7,8\n", RefusalCode.RAGGED, 3, None, "Row 3 has 2 cells"),
    "long row": (b"a,b\n1,2\n3,4,5\n", RefusalCode.RAGGED, 3, None, "Row 3 has 3 cells"),
    "ragged after a blank line": (b"a,b\n1,2\n\n3\n", RefusalCode.RAGGED, 4, None, "Row 4 has 1 cell,"),
    "unclosed quote": (b'a,b\n1,x\n2,"y\n3,z\n', RefusalCode.UNCLOSED_QUOTE, 3, None, "never closed"),
    "binary": (os.urandom(1000) + bytes(range(256)), RefusalCode.BINARY, 1, None, "binary"),
    "excel": (b"PK\x03\x04rest", RefusalCode.BINARY, None, None, "Excel"),
    "gzip": (b"\x1f\x8b\x08\x00rest", RefusalCode.BINARY, None, None, "gzip"),
    "parquet under a text name": (b"PAR1rest", RefusalCode.BINARY, None, None, ".parquet"),
    "utf-16 with its mark": ("a,b\n1,2\n".encode("utf-16"), RefusalCode.UTF_16, 1, None, "UTF-8"),
    "utf-16 without": ("a,b\n1,2\n".encode("utf-16-le"), RefusalCode.UTF_16, 1, None, "UTF-8"),
    "utf-32": ("a,b\n1,2\n".encode("utf-32"), RefusalCode.UTF_16, 1, None, "UTF-8"),
    "latin-5": ("ad,il\n1,x\n2,İzmir\n".encode("iso8859-9"), RefusalCode.NOT_UTF_8, 3, 2, "0xDD in row 3"),
    "cut in a character": ("a,b\n1,ş".encode()[:-1], RefusalCode.NOT_UTF_8, 2, 2, "not UTF-8"),
    "nul": (b"a,b\n1,2\n3,4\0\n", RefusalCode.NUL, 3, 2, "NUL"),
    "duplicate header": (b"a,b,a\n1,2,3\n", RefusalCode.DUPLICATE_COLUMNS, 1, "a", '"a" (columns 1, 3)'),
    "duplicate after trimming": (b"a, a\n1,2\n", RefusalCode.DUPLICATE_COLUMNS, 1, "a", '"a"'),
    "empty column name": (b"a,,c\n1,2,3\n", RefusalCode.EMPTY_COLUMN_NAME, 1, 2, "Column 2"),
    "control character in a name": (b"a,b\x1bc\n1,2\n", RefusalCode.BAD_COLUMN_NAME, 1, 2, "column 2"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_TEXTS)
def test_bad_text(tmp_path: Path, case: str) -> None:
    content, code, row, column, words = BAD_TEXTS[case]
    refusal = refusal_of(tmp_path, content)
    assert (refusal.code, refusal.row, refusal.column) == (code, row, column)
    assert words in refusal.message


def test_places_are_right_far_into_a_file(tmp_path: Path) -> None:
    rows = b"".join(b"%d,%s\n" % (index, b"x" * 100) for index in range(200_000))  # several chunks
    assert refusal_of(tmp_path, b"a,b\n" + rows + b"1,\xff\n").row == 200_002
    assert refusal_of(tmp_path, b"a,b\n" + rows + b"1,\0\n").row == 200_002
    assert refusal_of(tmp_path, b"a,b\n" + rows + b"1\n").row == 200_002
    large = refusal_of(tmp_path, b"a,b\n" + rows + b"1," + b"y" * 2_000 + b"\n", max_cell_bytes=1_000)
    assert (large.code, large.row, large.column) == (RefusalCode.CELL_TOO_LARGE, 200_002, "b")


def test_limits(tmp_path: Path) -> None:
    names = ",".join(f"c{index}" for index in range(2001)).encode()
    many = refusal_of(tmp_path, names + b"\n" + b",".join([b"1"] * 2001) + b"\n")
    assert (many.code, "2,001" in many.message) == (RefusalCode.TOO_MANY_COLUMNS, True)
    assert refusal_of(tmp_path, b"a\n" + b"1\n" * 11, max_rows=10).code is RefusalCode.TOO_MANY_ROWS
    cell = refusal_of(tmp_path, b"a,b\n1,2\n3," + b"x" * (2**20 + 1) + b"\n")
    assert (cell.code, cell.row, cell.column) == (RefusalCode.CELL_TOO_LARGE, 3, "b")
    name = refusal_of(tmp_path, b"a," + b"n" * 1025 + b"\n1,2\n")
    assert (name.code, name.column) == (RefusalCode.BAD_COLUMN_NAME, 2)


def test_a_row_longer_than_a_block_is_refused(tmp_path: Path) -> None:
    content = b'a,b\n1,"' + b"2,3\n" * 8_000_000
    assert refusal_of(tmp_path, content).code in {RefusalCode.UNCLOSED_QUOTE, RefusalCode.CELL_TOO_LARGE}


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"PAR1" + b"x" * 100 + b"PAR1", b"PAR1"])
def test_fake_parquet(tmp_path: Path, content: bytes) -> None:
    assert refusal_of(tmp_path, content, "parquet").code is RefusalCode.NOT_PARQUET


def parquet_bytes(folder: Path, table: pa.Table) -> bytes:
    pq.write_table(table, folder / "made")
    return (folder / "made").read_bytes()


def test_bad_parquet(tmp_path: Path) -> None:
    whole = parquet_bytes(tmp_path, pa.table({"a": [1, 2]}))
    assert refusal_of(tmp_path, b"", "parquet").code is RefusalCode.EMPTY
    assert refusal_of(tmp_path, whole[:-20], "parquet").code is RefusalCode.NOT_PARQUET
    assert refusal_of(tmp_path, whole, "parquet", max_rows=1).code is RefusalCode.TOO_MANY_ROWS
    empty = parquet_bytes(tmp_path, pa.table({"a": pa.array([], pa.int64())}))
    assert refusal_of(tmp_path, empty, "parquet").code is RefusalCode.HEADER_ONLY
    nested = refusal_of(tmp_path, parquet_bytes(tmp_path, pa.table({"a": [[1], [2]]})), "parquet")
    assert (nested.code, nested.column) == (RefusalCode.COLUMN_TYPE, "a")
    double = pa.table([pa.array([1]), pa.array([2])], names=["a", "a"])
    assert (
        refusal_of(tmp_path, parquet_bytes(tmp_path, double), "parquet").code is RefusalCode.DUPLICATE_COLUMNS
    )
    large = pa.table({"a": ["x", "y" * (2**20 + 1)]})
    assert refusal_of(tmp_path, parquet_bytes(tmp_path, large), "parquet").row == 2
