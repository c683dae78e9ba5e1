"""Publishes what this worker offers through the database, so that the API imports no plug-in."""

from typing import Any

import structlog
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.catalogue import PipelineEntry, SampleEntry
from azuraforge_dbmodels.session import Database
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from azuraforge_worker.executor import frames
from azuraforge_worker.executor.errand import ErrandError, run_errand
from azuraforge_worker.executor.pool import ChildPool
from azuraforge_worker.executor.stop import StopRequest

_log = structlog.get_logger(__name__)

_SAMPLES_VERSION_KEY = "samples/version"
_PIPELINE_ID_LENGTH = 64


def publish_catalogue(
    database: Database, store: ArtifactStore, artifacts_root: str, pool: ChildPool, stop: StopRequest
) -> None:
    """Describe pipelines and samples in a child and write them to the database."""
    known = _known_samples(database, store)
    request = {"known_samples": known, "artifacts_root": artifacts_root}
    try:
        described = run_errand(pool, frames.CATALOGUE, request, stop)
    except ErrandError as error:
        _log.error("catalogue_not_made", reason=str(error))
        return
    if described is not None:
        write_catalogue(database, described["pipelines"], described["samples"])
        store.put_bytes(_SAMPLES_VERSION_KEY, described["samples_version"].encode())


def _known_samples(database: Database, store: ArtifactStore) -> str:
    with database.read() as session:
        published = session.exec(select(SampleEntry)).first() is not None
    if not published or not store.exists(_SAMPLES_VERSION_KEY):
        return ""
    with store.open(_SAMPLES_VERSION_KEY) as file:
        return file.read().decode()


def write_catalogue(
    database: Database, pipelines: list[dict[str, Any]], samples: list[dict[str, Any]] | None
) -> None:
    """Make the database's catalogue the given one; `samples=None` leaves those as they are."""
    for last in (False, True):
        try:
            with database.write() as session:
                _write_pipelines(session, pipelines)
                if samples is not None:
                    _write_samples(session, samples)
        except IntegrityError:
            if last:
                raise
            # Another worker inserted the same rows meanwhile; now they are there to be updated.
        else:
            return


def _write_pipelines(session: Session, pipelines: list[dict[str, Any]]) -> None:
    wanted = {pipeline["id"][:_PIPELINE_ID_LENGTH]: pipeline for pipeline in pipelines}
    stored = {entry.id: entry for entry in session.exec(select(PipelineEntry))}
    for identifier, pipeline in wanted.items():
        entry = stored.pop(identifier, None) or PipelineEntry(id=identifier)
        if pipeline["error"] is not None:
            _log.warning("pipeline_broken", pipeline=identifier, reason=pipeline["error"])
        entry.manifest, entry.error, entry.updated_at = pipeline["manifest"], pipeline["error"], utc_now()
        session.add(entry)
    for vanished in stored.values():
        session.delete(vanished)


def _write_samples(session: Session, samples: list[dict[str, Any]]) -> None:
    stored = {entry.key: entry for entry in session.exec(select(SampleEntry))}
    for manifest in samples:
        entry = stored.pop(manifest["key"], None) or SampleEntry(key=manifest["key"], manifest=manifest)
        entry.manifest, entry.updated_at = manifest, utc_now()
        session.add(entry)
    for vanished in stored.values():
        session.delete(vanished)
