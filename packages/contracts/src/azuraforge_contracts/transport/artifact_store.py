"""Where files live: datasets, models, results. Keys are relative paths with `/`."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol


class ArtifactNotFoundError(Exception):
    """No artifact is stored under this key."""


class ArtifactStore(Protocol):
    """What every store does; a put is whole or not there, and putting again replaces."""

    def put_file(self, key: str, source: Path) -> None:
        """Store a copy of a local file."""

    def put_bytes(self, key: str, content: bytes) -> None:
        """Store bytes."""

    def open(self, key: str) -> BinaryIO:
        """Open for reading; raises `ArtifactNotFoundError`."""

    def local_path(self, key: str) -> Path:
        """A local file holding the artifact, to be read only; raises `ArtifactNotFoundError`."""

    def exists(self, key: str) -> bool:
        """Whether the key holds an artifact."""

    def delete(self, key: str) -> None:
        """Remove the artifact; nothing happens where there is none."""

    def keys(self, folder: str) -> Iterator[str]:
        """Every key below a folder such as `models`, in no particular order."""


class LocalArtifactStore:
    """Artifacts as files under one folder, written aside and renamed so that none is ever half there."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def _path(self, key: str) -> Path:
        parts = PurePosixPath(key).parts
        if not parts or key.startswith("/") or ".." in parts or "\0" in key:
            raise ValueError(f"not an artifact key: {key!r}")
        return self._root.joinpath(*parts)

    @contextmanager
    def _replacing(self, key: str) -> Iterator[Path]:
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f"{target.name}.{secrets.token_hex(8)}.tmp")
        try:
            yield aside
            with aside.open("rb") as written:
                os.fsync(written.fileno())
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)

    def put_file(self, key: str, source: Path) -> None:
        """Store a copy of a local file."""
        with self._replacing(key) as aside:
            shutil.copyfile(source, aside)

    def put_bytes(self, key: str, content: bytes) -> None:
        """Store bytes."""
        with self._replacing(key) as aside:
            aside.write_bytes(content)

    def open(self, key: str) -> BinaryIO:
        """Open for reading."""
        return self.local_path(key).open("rb")

    def local_path(self, key: str) -> Path:
        """The stored file itself."""
        path = self._path(key)
        if not path.is_file():
            raise ArtifactNotFoundError(key)
        return path

    def exists(self, key: str) -> bool:
        """Whether the key holds an artifact."""
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        """Remove the artifact; nothing happens where there is none."""
        self._path(key).unlink(missing_ok=True)

    def keys(self, folder: str) -> Iterator[str]:
        """Every key below a folder; files still being written are left out."""
        for path in self._path(folder).rglob("*"):
            if path.is_file() and path.suffix != ".tmp":
                yield path.relative_to(self._root).as_posix()
