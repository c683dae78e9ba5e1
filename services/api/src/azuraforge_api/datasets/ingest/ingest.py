"""An uploaded file to a canonical table, whatever its format."""

import pyarrow as pa

from azuraforge_api.datasets.ingest.model import IngestOrder, ParsedTable
from azuraforge_api.datasets.ingest.parquet_file import ingest_parquet
from azuraforge_api.datasets.ingest.stats import describe
from azuraforge_api.datasets.ingest.text_file import ingest_text


def ingest(order: IngestOrder) -> ParsedTable:
    """Write the table to `order.target` and describe it; raises `RefusedFileError`."""
    pa.set_cpu_count(1)  # several uploads may be parsed at a time, beside training
    if order.format == "parquet":
        dtypes = ingest_parquet(order)
    else:
        dtypes = [reading.dtype for reading in ingest_text(order)]
    return describe(order.target, dtypes, order.limits)
