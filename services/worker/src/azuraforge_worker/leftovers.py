"""Files of registered models that an interruption left without their row."""

import time
import uuid
from collections.abc import Iterable, Iterator

from azuraforge_contracts.model_files import REGISTRY
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.registry import ModelVersion
from azuraforge_dbmodels.session import Database
from sqlmodel import col, select

YOUNG_SECONDS = 3600.0
_LOOKED_UP_AT_ONCE = 500


def sweep_registry(database: Database, store: ArtifactStore, now: float | None = None) -> int:
    """Delete the models of versions that don't exist; returns of how many.

    A model is copied before its row is committed, so files of the last hour are left alone: ids tell when
    they were made.
    """
    before = (time.time() if now is None else now) - YOUNG_SECONDS
    found = {key.rpartition("/")[2]: key for key in store.keys(REGISTRY)}
    old = [identifier for identifier in found if _made_at(identifier) < before]
    known = set(_known(database, old))
    orphans = [identifier for identifier in old if identifier not in known]
    for identifier in orphans:
        store.delete(found[identifier])
    return len(orphans)


def _known(database: Database, identifiers: list[str]) -> Iterator[str]:
    for some in _chunks(identifiers):
        with database.read() as session:
            yield from session.exec(select(ModelVersion.id).where(col(ModelVersion.id).in_(some)))


def _chunks(identifiers: list[str]) -> Iterable[list[str]]:
    for start in range(0, len(identifiers), _LOOKED_UP_AT_ONCE):
        yield identifiers[start : start + _LOOKED_UP_AT_ONCE]


def _made_at(identifier: str) -> float:
    """Seconds since 1970 by a UUIDv7; 0 for anything else."""
    try:
        parsed = uuid.UUID(identifier)
    except ValueError:
        return 0.0
    return (parsed.int >> 80) / 1000 if parsed.version == 7 else 0.0
