"""The local artifact store: a put is whole or not there, and keys can't leave the folder."""

from pathlib import Path

import pytest
from azuraforge_contracts.transport.artifact_store import ArtifactNotFoundError, LocalArtifactStore


@pytest.fixture
def store(tmp_path: Path) -> LocalArtifactStore:
    return LocalArtifactStore(tmp_path / "artifacts")


def test_a_put_is_read_back_and_replaced(store: LocalArtifactStore, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"one")
    store.put_file("models/a/b", source)
    with store.open("models/a/b") as artifact:
        assert artifact.read() == b"one"
    store.put_bytes("models/a/b", b"two")
    assert store.local_path("models/a/b").read_bytes() == b"two"


def test_a_failed_put_leaves_what_was_there(store: LocalArtifactStore, tmp_path: Path) -> None:
    store.put_bytes("k", b"old")
    with pytest.raises(FileNotFoundError):
        store.put_file("k", tmp_path / "missing")
    assert store.local_path("k").read_bytes() == b"old"
    assert [path.name for path in (tmp_path / "artifacts").iterdir()] == ["k"]


def test_deleting_twice_is_fine_and_reading_then_is_not(store: LocalArtifactStore) -> None:
    store.put_bytes("k", b"x")
    store.delete("k")
    store.delete("k")
    assert not store.exists("k")
    with pytest.raises(ArtifactNotFoundError):
        store.open("k")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../up", "a/../../up", "nul\0"])
def test_a_key_that_leaves_the_folder_is_refused(key: str, store: LocalArtifactStore) -> None:
    with pytest.raises(ValueError, match="not an artifact key"):
        store.put_bytes(key, b"x")
