"""What a readable file becomes: types, missing and distinct values, cells."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from azuraforge_api.datasets.ingest.ingest import ingest
from azuraforge_api.datasets.ingest.model import FileFormat, IngestLimits, IngestOrder, ParsedTable

at = datetime.fromisoformat  # times of a table have no zone


class Folder:
    """Ingests bytes and reads back what was written."""

    def __init__(self, path: Path) -> None:
        self._source, self._target = path / "source", path / "target.parquet"

    def ingest(
        self, content: bytes | str, file_format: FileFormat = "csv", **limits: int
    ) -> tuple[ParsedTable, dict[str, list[Any]]]:
        self._source.write_bytes(content.encode() if isinstance(content, str) else content)
        order = IngestOrder(
            source=self._source, target=self._target, format=file_format, limits=IngestLimits(**limits)
        )
        return ingest(order), pq.read_table(self._target).to_pydict()

    def parquet(self, table: pa.Table) -> bytes:
        pq.write_table(table, self._source)
        return self._source.read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def dtypes(table: ParsedTable) -> dict[str, str]:
    return {column.name: column.dtype for column in table.columns}


def test_every_type_is_inferred_with_missing_and_distinct(folder: Folder) -> None:
    table, cells = folder.ingest(
        "i,n,b,c,d,gone\n1,1.5,true,red,2024-01-31,\n2,NA,FALSE,blue,2024-02-29T12:30:00,\n,2e3,True,red,,\n"
    )
    assert table.row_count == 3
    assert dtypes(table) == {
        "i": "integer", "n": "number", "b": "boolean", "c": "category", "d": "datetime", "gone": "text",
    }  # fmt: skip
    assert {column.name: (column.missing, column.distinct) for column in table.columns} == {
        "i": (1, 2), "n": (1, 2), "b": (0, 2), "c": (0, 2), "d": (1, 2), "gone": (3, 0),
    }  # fmt: skip
    assert {column.name: column.rarest for column in table.columns} == {
        "i": 1, "n": 1, "b": 1, "c": 1, "d": 1, "gone": None,
    }  # fmt: skip
    assert cells["i"] == [1, 2, None]
    assert cells["n"] == [1.5, None, 2000.0]
    assert cells["b"] == [True, False, True]
    assert cells["d"] == [at("2024-01-31"), at("2024-02-29T12:30"), None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n1,5;x\n2,25;y\n", {"a": [1.5, 2.25], "b": ["x", "y"]}),
        ("a\tb\n1\tx, y\n2\tz\n", {"a": [1, 2], "b": ["x, y", "z"]}),
        ('a,b\n1,"x;y;z"\n2,"u;v;w"\n', {"a": [1, 2], "b": ["x;y;z", "u;v;w"]}),
        (
            'a,b\n1,"two\nlines, and a ""quote"""\n2,z\n',
            {"a": [1, 2], "b": ['two\nlines, and a "quote"', "z"]},
        ),
        ("a,b\r\n1,x\r\n2,y\r\n", {"a": [1, 2], "b": ["x", "y"]}),
        ("\ufeff a , b \n 1 , x \n2,y", {"a": [1, 2], "b": ["x", "y"]}),
        ("\n\na,b\n1,x\n\n2,y\n\n", {"a": [1, 2], "b": ["x", "y"]}),
        ("only\n1\n\n3\n", {"only": [1, None, 3]}),
    ],
)
def test_separators_quotes_and_line_ends(folder: Folder, text: str, expected: dict[str, list[Any]]) -> None:
    assert folder.ingest(text)[1] == expected


@pytest.mark.parametrize(
    ("cells", "dtype", "expected"),
    [
        (["2024/3/1", "2024/12/31"], "datetime", [at("2024-03-01"), at("2024-12-31")]),
        (["1959-01", "1959-02"], "datetime", [at("1959-01-01"), at("1959-02-01")]),
        (["31.12.2024 9:05", "1.2.2024"], "datetime", [at("2024-12-31T09:05"), at("2024-02-01")]),
        (["12/31/2024", "1/2/2024"], "datetime", [at("2024-12-31"), at("2024-01-02")]),
        (["1/1/2024", "2/1/2024"], "datetime", [at("2024-01-01"), at("2024-02-01")]),
        (["2024-01-01T00:30:00+03:00"], "datetime", [at("2023-12-31T21:30")]),
        (["31/02/2024", "1/1/2024"], "category", ["31/02/2024", "1/1/2024"]),
        (["007", "012"], "category", ["007", "012"]),
        (["9223372036854775808", "1"], "number", [9223372036854775808.0, 1.0]),
        (["1", "2.5", "-.5e-3"], "number", [1.0, 2.5, -0.0005]),
        (["true", "maybe"], "category", ["true", "maybe"]),
        (["0", "1"], "integer", [0, 1]),
        (["1", "many"], "category", ["1", "many"]),
        (["x" * 201, "y"], "text", ["x" * 201, "y"]),
    ],
)  # fmt: skip
def test_readings(folder: Folder, cells: list[str], dtype: str, expected: list[Any]) -> None:
    table, found = folder.ingest("name;other\n" + "".join(f"{cell};x\n" for cell in cells))
    assert (dtypes(table)["name"], found["name"]) == (dtype, expected)


def test_a_text_column_of_many_values_is_text_and_of_few_a_category(folder: Folder) -> None:
    rows = "".join(f"name {index},group {index % 30}\n" for index in range(1000))
    table, _ = folder.ingest("id,group\n" + rows)
    assert dtypes(table) == {"id": "text", "group": "category"}


def test_a_type_holds_for_the_whole_file_not_for_its_beginning(folder: Folder) -> None:
    filler = "x" * 1000
    rows = [f"{index},{filler}\n" for index in range(40_000)]  # several blocks of the reader
    table, cells = folder.ingest("n,filler\n" + "".join(rows) + "0.5,y\n")
    assert dtypes(table)["n"] == "number"
    assert cells["n"][-2:] == [39999.0, 0.5]


def test_the_rarest_value_is_counted_where_there_are_few(folder: Folder) -> None:
    rows = [f"{index % 3},{index % 100},{index % 101}" for index in range(1000)]
    table, _ = folder.ingest("three,hundred,more\n" + "\n".join(rows) + "\n")
    assert [column.rarest for column in table.columns] == [333, 10, None]


def test_distinct_values_are_counted_up_to_the_cap(folder: Folder) -> None:
    table, _ = folder.ingest("n\n" + "".join(f"{index}\n" for index in range(300)), distinct_cap=100)
    assert table.columns[0].distinct == 100


def test_two_hundred_columns_are_fine(folder: Folder) -> None:
    header = ",".join(f"c{index}" for index in range(200))
    table, cells = folder.ingest(f"{header}\n{','.join(['1.5'] * 200)}\n")
    assert len(table.columns) == 200
    assert cells["c199"] == [1.5]


def test_years_and_pixels_may_be_column_names(folder: Folder) -> None:
    table, _ = folder.ingest("country,2019,2020\nTR,1,2\nDE,3,4\n")
    assert dtypes(table) == {"country": "category", "2019": "integer", "2020": "integer"}


def test_parquet_becomes_canonical(folder: Folder) -> None:
    source = pa.table(
        {
            "f": pa.array([1.5, float("nan"), None], pa.float32()),
            "i": pa.array([1, None, 3], pa.uint8()),
            "d": pa.array(["a", "b", "a"]).dictionary_encode(),
            "t": pa.array([at("2024-01-01")] * 3, pa.timestamp("ns", tz="Europe/Istanbul")),
            "day": pa.array([None, at("2024-01-02"), None], pa.date32()),
            "flag": pa.array([True, None, False]),
        }
    )
    table, cells = folder.ingest(folder.parquet(source), "parquet")
    assert dtypes(table) == {
        "f": "number", "i": "integer", "d": "category", "t": "datetime", "day": "datetime", "flag": "boolean",
    }  # fmt: skip
    assert [column.missing for column in table.columns] == [2, 1, 0, 0, 2, 1]
    assert cells["f"] == [1.5, None, None]
    assert cells["day"][1] == at("2024-01-02")


def test_the_same_bytes_give_the_same_table_under_both_text_names(folder: Folder) -> None:
    content = "a\tb\n1\t2,5\n2\t3,5\n"
    assert folder.ingest(content, "csv") == folder.ingest(content, "tsv")
