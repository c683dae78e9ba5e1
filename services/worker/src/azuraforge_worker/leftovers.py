"""Files of registered models and of predictions that an interruption left without their row."""

import time
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from azuraforge_contracts.model_files import REGISTRY
from azuraforge_contracts.prediction_files import PREDICTIONS
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.prediction import Prediction
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
    return _sweep(database, store, REGISTRY, ModelVersion.id, now)


def sweep_predictions(database: Database, store: ArtifactStore, now: float | None = None) -> int:
    """Delete the rows of predictions that don't exist; returns of how many.

    As with models, those of the last hour are left alone: the rows of a request are stored before its job.
    """
    return _sweep(database, store, PREDICTIONS, Prediction.job_id, now)


def _sweep(database: Database, store: ArtifactStore, folder: str, column: Any, now: float | None) -> int:
    before = (time.time() if now is None else now) - YOUNG_SECONDS
    found: dict[str, list[str]] = {}
    for key in store.keys(folder):
        found.setdefault(key.split("/")[1], []).append(key)
    old = [identifier for identifier in found if _made_at(identifier) < before]
    known = set(_known(database, column, old))
    orphans = [identifier for identifier in old if identifier not in known]
    for identifier in orphans:
        for key in found[identifier]:
            store.delete(key)
    return len(orphans)


def _known(database: Database, column: Any, identifiers: list[str]) -> Iterator[str]:
    for some in _chunks(identifiers):
        with database.read() as session:
            yield from session.exec(select(column).where(col(column).in_(some)))


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
