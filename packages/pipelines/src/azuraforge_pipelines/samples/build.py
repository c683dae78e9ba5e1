"""Building a sample: its CSV (the file one would have uploaded), canonical parquet and manifest."""

import hashlib
import io
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from azuraforge_contracts.manifest import SampleManifest

from azuraforge_pipelines.canonical import canonical_table, describe_table
from azuraforge_pipelines.samples.catalogue import Sample
from azuraforge_pipelines.versions import package_versions


@dataclass(frozen=True)
class BuiltSample:
    """A sample ready to store; the manifest's `sha256` and `size_bytes` are those of the CSV."""

    manifest: SampleManifest
    csv: bytes
    parquet: bytes


def samples_version() -> str:
    """Changes whenever a built sample may: workers rebuild their catalogue only then."""
    versions = package_versions()
    made_from = ("azuraforge-pipelines", "scikit-learn", "statsmodels", "pandas", "pyarrow")
    return " ".join(f"{package}={versions.get(package)}" for package in made_from)


def build_sample(sample: Sample) -> BuiltSample:
    """Load a sample out of its library and write it in both forms."""
    table = canonical_table(sample.load(), sample.types)
    csv = _csv(table)
    name, description = sample.tr
    manifest = SampleManifest(
        key=sample.key,
        name=sample.name,
        description=sample.description,
        source=sample.source,
        license=sample.license,
        row_count=table.num_rows,
        columns=describe_table(table, sample.types),
        sha256=hashlib.sha256(csv).hexdigest(),
        size_bytes=len(csv),
        suggested=sample.suggested,
        i18n={"tr": {"name": name, "description": description}},
    )
    return BuiltSample(manifest, csv, _parquet(table))


def _csv(table: pa.Table) -> bytes:
    frame: pd.DataFrame = table.to_pandas(integer_object_nulls=True)
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()
