"""The rows of a prediction: the first of them, what is unusual about all, and the whole as a stream."""

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from azuraforge_contracts.numbers import json_bytes
from azuraforge_contracts.prediction_files import PART_FACTS, Part, parts_folder, parts_that_count
from azuraforge_contracts.transport.artifact_store import ArtifactNotFoundError, ArtifactStore
from azuraforge_dbmodels.prediction import Prediction

from azuraforge_api.errors import ChangedMeanwhileError

ResultFormat = Literal["json", "csv", "parquet"]

PREVIEW_ROWS = 50
_BATCH_ROWS = 10_000
_MOST_EXAMPLES = 5
# A spreadsheet takes a cell that begins so for a formula; a plain number does nothing.
_FORMULA = r"^[=+\-@\t\r]"
_PLAIN_NUMBER = r"^[+\-]?(\d+\.?\d*|\.\d+)([eE][+\-]?\d+)?$"


@contextmanager
def not_replaced() -> Iterator[None]:
    """Raise `ChangedMeanwhileError` where parts are gone that were there a moment ago."""
    try:
        yield
    except (ArtifactNotFoundError, FileNotFoundError):
        raise ChangedMeanwhileError(
            "The prediction was started anew or deleted at this moment. Ask again."
        ) from None


def find_parts(store: ArtifactStore, prediction: Prediction) -> list[Part]:
    """The parts of the result so far, in order."""
    return parts_that_count(store.keys(parts_folder(prediction.job_id, prediction.round)))


def columns_of(store: ArtifactStore, parts: Sequence[Part]) -> list[str]:
    """The result's columns, by its first part."""
    names: list[str] = pq.read_schema(store.local_path(parts[0].key)).names
    return names


def preview(store: ArtifactStore, parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The first rows of the result."""
    rows: list[dict[str, Any]] = []
    for part in parts:
        if len(rows) >= PREVIEW_ROWS:
            break
        with pq.ParquetFile(store.local_path(part.key)) as file:
            batch = next(file.iter_batches(batch_size=PREVIEW_ROWS - len(rows)))
        rows += batch.to_pylist()
    return rows


def warnings_of(store: ArtifactStore, parts: Sequence[Part]) -> list[dict[str, Any]]:
    """What is unusual about the values of all rows done: the parts' warnings added up."""
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    examples: dict[tuple[str, str], dict[Any, None]] = defaultdict(dict)
    for part in parts:
        metadata = pq.read_schema(store.local_path(part.key)).metadata or {}
        for warning in orjson.loads(metadata.get(PART_FACTS, b'{"warnings":[]}'))["warnings"]:
            key = (warning["column"], warning["code"])
            known = merged.setdefault(key, {**warning, "rows": 0})
            known["rows"] += warning["rows"]
            examples[key] |= dict.fromkeys(warning["examples"])
    return [{**warning, "examples": list(examples[key])[:_MOST_EXAMPLES]} for key, warning in merged.items()]


def stream(store: ArtifactStore, parts: Sequence[Part], result_format: ResultFormat) -> Iterator[bytes]:
    """The whole result, some thousand rows in memory at a time."""
    schema = pq.read_schema(store.local_path(parts[0].key)).remove_metadata()
    batches = _batches(store, parts)
    if result_format == "csv":
        return _csv(schema, batches)
    if result_format == "parquet":
        return _parquet(schema, batches)
    return _json(schema, batches)


def _batches(store: ArtifactStore, parts: Sequence[Part]) -> Iterator[pa.RecordBatch]:
    for part in parts:
        with pq.ParquetFile(store.local_path(part.key)) as file:
            for batch in file.iter_batches(batch_size=_BATCH_ROWS):
                yield batch.replace_schema_metadata(None)


def _json(schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    yield b'{"columns":' + json_bytes(schema.names) + b',"rows":['
    separator = b""
    for batch in batches:
        yield separator + json_bytes(batch.to_pylist())[1:-1]
        separator = b","
    yield b"]}"


def _csv(schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    for number, batch in enumerate(batches):
        buffer = io.BytesIO()
        options = pa_csv.WriteOptions(include_header=number == 0)
        with pa_csv.CSVWriter(buffer, schema, write_options=options) as writer:
            writer.write_batch(_without_formulas(batch))
        yield buffer.getvalue()


def _without_formulas(batch: pa.RecordBatch) -> pa.RecordBatch:
    return pa.record_batch(
        [_escaped(column) if pa.types.is_string(column.type) else column for column in batch.columns],
        schema=batch.schema,
    )


def _escaped(texts: pa.Array) -> pa.Array:
    formula = pc.and_not(
        pc.match_substring_regex(texts, _FORMULA), pc.match_substring_regex(texts, _PLAIN_NUMBER)
    )
    return pc.if_else(formula, pc.binary_join_element_wise("'", texts, ""), texts)


class _Outlet(io.RawIOBase):
    """Takes what a writer writes, until it is taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._written += content
        return len(content)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self._written)
        self._written.clear()
        return taken


def _parquet(schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    outlet = _Outlet()
    with pq.ParquetWriter(outlet, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
            yield outlet.take()
    yield outlet.take()
