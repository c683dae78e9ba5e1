"""Samples over HTTP: listed, imported, and kept when the import is deleted."""

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from azuraforge_contracts.datasets import canonical_key
from azuraforge_contracts.manifest import SampleManifest
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_dbmodels.catalogue import SampleEntry
from azuraforge_dbmodels.session import Database
from fastapi import FastAPI
from fastapi.testclient import TestClient


@pytest.fixture
def store(app: FastAPI) -> LocalArtifactStore:
    found: LocalArtifactStore = app.state.store
    return found


@pytest.fixture
def sample(database: Database, store: LocalArtifactStore, tmp_path: Path) -> SampleManifest:
    pq.write_table(pa.table({"x": [1.5, 2.5], "y": [1, 2]}), tmp_path / "sample.parquet")
    content = (tmp_path / "sample.parquet").read_bytes()
    manifest = SampleManifest.model_validate(
        {
            "key": "tiny", "name": "Tiny", "description": "Two rows.", "source": "test", "license": "CC0",
            "row_count": 2, "sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content),
            "columns": [
                {"name": "x", "dtype": "number", "missing": 0, "distinct": 2},
                {"name": "y", "dtype": "integer", "missing": 0, "distinct": 2},
            ],
            "suggested": {"target": "y", "pipeline": "linear"},
            "i18n": {"tr": {"name": "Minik"}},
        }
    )  # fmt: skip
    store.put_bytes(canonical_key(manifest.sha256), content)
    with database.write() as session:
        session.add(SampleEntry(key=manifest.key, manifest=manifest.model_dump(mode="json")))
    return manifest


def test_samples_are_listed_and_imported(
    sample: SampleManifest, member_client: TestClient, store: LocalArtifactStore
) -> None:
    listed = member_client.get("/api/v1/datasets/samples").json()["items"]
    assert [(item["key"], item["column_count"], item["i18n"]) for item in listed] == [
        ("tiny", 2, {"tr": {"name": "Minik"}})
    ]
    answer = member_client.post("/api/v1/datasets/samples/tiny")
    assert answer.status_code == 201
    dataset = answer.json()
    assert (dataset["name"], dataset["sample_key"], dataset["row_count"]) == ("Tiny", "tiny", 2)
    preview = member_client.get(f"/api/v1/datasets/{dataset['id']}/preview").json()
    assert preview == {"columns": ["x", "y"], "rows": [[1.5, 1], [2.5, 2]]}
    assert member_client.delete(f"/api/v1/datasets/{dataset['id']}").status_code == 204
    assert store.exists(canonical_key(sample.sha256)), "the sample keeps its file"


def test_an_unknown_sample(member_client: TestClient) -> None:
    answer = member_client.post("/api/v1/datasets/samples/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "sample_not_found")


def test_a_sample_whose_file_is_gone(
    sample: SampleManifest, member_client: TestClient, store: LocalArtifactStore
) -> None:
    store.delete(canonical_key(sample.sha256))
    assert member_client.post("/api/v1/datasets/samples/tiny").json()["code"] == "sample_not_found"
