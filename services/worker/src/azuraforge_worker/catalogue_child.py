"""Describing what is installed: runs in a child, as it loads every plug-in."""

from pathlib import Path
from typing import Any

from azuraforge_contracts.datasets import canonical_key, original_key
from azuraforge_contracts.transport.artifact_store import ArtifactStore, LocalArtifactStore
from azuraforge_pipelines.registry import discover
from azuraforge_pipelines.samples import SAMPLES, BuiltSample, build_sample, samples_version


def describe(request: dict[str, Any]) -> dict[str, Any]:
    """Every pipeline, and the samples unless the worker knows those of this version."""
    version = samples_version()
    return {
        "pipelines": [
            {
                "id": entry.id,
                "manifest": entry.manifest and entry.manifest.model_dump(mode="json"),
                "error": entry.error,
            }
            for entry in discover()
        ],
        "samples_version": version,
        "samples": None
        if request["known_samples"] == version
        else _store_samples(LocalArtifactStore(Path(request["artifacts_root"]))),
    }


def _store_samples(store: ArtifactStore) -> list[dict[str, Any]]:
    manifests = []
    for sample in SAMPLES:
        built = build_sample(sample)
        _store_files(store, built)
        manifests.append(built.manifest.model_dump(mode="json"))
    return manifests


def _store_files(store: ArtifactStore, built: BuiltSample) -> None:
    sha256 = built.manifest.sha256
    store.put_bytes(original_key(sha256), built.csv)
    store.put_bytes(canonical_key(sha256), built.parquet)
