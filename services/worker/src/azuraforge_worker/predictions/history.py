"""The end of the series that a forecast goes on from."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from azuraforge_pipelines.columns import read_numbers, read_times

from azuraforge_worker.predictions.matching import show

_MOST_VALUES = 200


def series_end(path: Path, time_column: str, target: str) -> dict[str, Any] | None:
    """The last values of a dataset's series with their times; None where they can't be read."""
    try:
        with pq.ParquetFile(path) as file:
            table = file.read([time_column, target])
        times_read = table.column(time_column)
        is_datetime = pa.types.is_timestamp(times_read.type)
        times = read_times(times_read) if is_datetime else read_numbers(times_read)
        values = read_numbers(table.column(target))
    except (OSError, KeyError, pa.ArrowException):
        return None
    known = np.flatnonzero(np.isfinite(times))
    last = known[np.argsort(times[known], kind="stable")][-_MOST_VALUES:]
    dtype = "datetime" if is_datetime else "number"
    return {
        "time": [show(float(moment), dtype) for moment in times[last]],
        "value": [float(value) if np.isfinite(value) else None for value in values[last]],
    }
