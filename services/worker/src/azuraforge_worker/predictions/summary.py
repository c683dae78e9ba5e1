"""All predictions in a few numbers, read back from their parts one by one."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from azuraforge_contracts.prediction_files import Part, ResultColumn
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_pipelines.columns import FloatArray

_BINS = 30


def summarise(root: Path, parts: Sequence[Part]) -> dict[str, Any]:
    """Mean, deviation, range and histogram of numbers; of classes, how often each is predicted."""
    store = LocalArtifactStore(root)
    paths = [store.local_path(part.key) for part in parts]
    if pa.types.is_string(pq.read_schema(paths[0]).field(ResultColumn.PREDICTION).type):
        return {"classes": _count(paths)}
    return _describe(paths)


def _columns(paths: Sequence[Path]) -> Iterator[pa.ChunkedArray]:
    for path in paths:
        with pq.ParquetFile(path) as file:
            yield file.read([ResultColumn.PREDICTION]).column(0).drop_null()


def _count(paths: Sequence[Path]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for column in _columns(paths):
        for found in pc.value_counts(column).to_pylist():
            counts[found["values"]] += found["counts"]
    return dict(counts.most_common())


def _numbers(paths: Sequence[Path]) -> Iterator[FloatArray]:
    for column in _columns(paths):
        if len(column):
            yield column.to_numpy()


def _describe(paths: Sequence[Path]) -> dict[str, Any]:
    count, total, least, most = 0, 0.0, math.inf, -math.inf
    for values in _numbers(paths):
        count += len(values)
        total += float(values.sum())
        least, most = min(least, float(values.min())), max(most, float(values.max()))
    if not count:
        return {}
    mean = total / count
    edges = np.histogram_bin_edges([least, most], bins=_BINS if most > least else 1)
    counts = np.zeros(len(edges) - 1, dtype=np.int64)
    squares = 0.0
    for values in _numbers(paths):
        counts += np.histogram(values, bins=edges)[0]
        squares += float(np.square(values - mean).sum())
    return {
        "mean": mean,
        "std": math.sqrt(squares / count),
        "min": least,
        "max": most,
        "histogram": {"edges": edges.tolist(), "counts": counts.tolist()},
    }
