"""Datasets: files that were parsed into typed tables."""

from collections.abc import Iterator
from pathlib import Path

from azuraforge_client.models import DatasetOut, DatasetPreviewOut, SampleList, SampleOut
from azuraforge_client.transport import Transport

Dataset = DatasetOut


class Datasets:
    """`client.datasets`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def upload(self, path: str | Path, name: str | None = None) -> Dataset:
        """Upload a .csv, .tsv or .parquet file with a header; it is streamed, never held in memory whole.

        An upload is sent once: after a `ConnectionFailedError`, look into `list()` before sending it again.
        """
        path = Path(path)
        data = {} if name is None else {"name": name}
        with path.open("rb") as file:
            return self._transport.upload("/datasets", Dataset, files={"file": (path.name, file)}, data=data)

    def samples(self) -> list[SampleOut]:
        """The real samples that come with the installation."""
        return self._transport.get("/datasets/samples", SampleList).items

    def import_sample(self, key: str) -> Dataset:
        """Make a dataset of a sample, such as `diabetes`."""
        return self._transport.post(f"/datasets/samples/{key}", Dataset)

    def get(self, dataset_id: str) -> Dataset:
        """One dataset."""
        return self._transport.get(f"/datasets/{dataset_id}", Dataset)

    def preview(self, dataset: Dataset | str, rows: int | None = None) -> DatasetPreviewOut:
        """Its first rows."""
        return self._transport.get(f"/datasets/{id_of(dataset)}/preview", DatasetPreviewOut, rows=rows)

    def delete(self, dataset: Dataset | str) -> None:
        """Delete it; a `ConflictError` while runs refer to it."""
        self._transport.delete(f"/datasets/{id_of(dataset)}")

    def list(self, *, q: str | None = None) -> Iterator[Dataset]:
        """The datasets that match, newest first; `q` is part of the name."""
        return self._transport.pages("/datasets", Dataset, q=q)


def id_of(dataset: Dataset | str) -> str:
    """The id of a dataset that is given as itself or by its id."""
    return dataset if isinstance(dataset, str) else dataset.id
