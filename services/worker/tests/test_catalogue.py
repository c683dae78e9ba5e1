"""What workers publish of their plug-ins and samples."""

import threading
from typing import Any

import pytest
from azuraforge_contracts.datasets import canonical_key, original_key
from azuraforge_contracts.manifest import PipelineManifest, SampleManifest
from azuraforge_dbmodels.catalogue import PipelineEntry, SampleEntry
from azuraforge_dbmodels.session import Database
from azuraforge_worker.catalogue import publish_catalogue, write_catalogue
from azuraforge_worker.executor.pool import ChildPool
from azuraforge_worker.executor.stop import StopRequest
from sqlmodel import select


def publish(world: Any, child_pool: ChildPool, stop: StopRequest) -> None:
    publish_catalogue(world.database, world.store, str(world.data_dir / "artifacts"), child_pool, stop)


def pipelines(database: Database) -> dict[str, PipelineEntry]:
    with database.read() as session:
        return {entry.id: entry for entry in session.exec(select(PipelineEntry))}


def samples(database: Database) -> dict[str, SampleEntry]:
    with database.read() as session:
        return {entry.key: entry for entry in session.exec(select(SampleEntry))}


def test_publishes_pipelines_and_samples(world: Any, child_pool: ChildPool, stop: StopRequest) -> None:
    publish(world, child_pool, stop)
    found = pipelines(world.database)
    assert {"gradient-boosting", "linear", "test-quick"} <= set(found)
    manifest = PipelineManifest.model_validate(found["linear"].manifest)
    assert (manifest.id, found["linear"].error) == ("linear", None)
    assert found["test-broken"].manifest is None
    assert "PipelineInfo" in (found["test-broken"].error or "")

    shown = samples(world.database)
    assert {"diabetes", "co2", "sunspots"} <= set(shown)
    for entry in shown.values():
        sample = SampleManifest.model_validate(entry.manifest)
        assert world.store.exists(canonical_key(sample.sha256))
        assert world.store.local_path(original_key(sample.sha256)).stat().st_size == sample.size_bytes

    before = {key: entry.manifest for key, entry in shown.items()}
    publish(world, child_pool, stop)
    assert {key: entry.manifest for key, entry in samples(world.database).items()} == before
    assert set(pipelines(world.database)) == set(found)


def entry(identifier: str, error: str | None = None) -> dict[str, Any]:
    return {"id": identifier, "manifest": None if error else {"id": identifier}, "error": error}


def test_what_vanished_is_removed_and_what_changed_is_replaced(database: Database) -> None:
    write_catalogue(database, [entry("a"), entry("b")], [{"key": "one"}, {"key": "two"}])
    write_catalogue(database, [entry("b", "broken now"), entry("c")], [{"key": "two", "name": "Two"}])
    found = pipelines(database)
    assert set(found) == {"b", "c"}
    assert (found["b"].manifest, found["b"].error) == (None, "broken now")
    assert {key: sample.manifest for key, sample in samples(database).items()} == {
        "two": {"key": "two", "name": "Two"}
    }


def test_unchanged_samples_are_left_alone(database: Database) -> None:
    write_catalogue(database, [], [{"key": "one"}])
    write_catalogue(database, [], None)
    assert set(samples(database)) == {"one"}


@pytest.mark.parametrize("_round", range(3))
def test_workers_that_start_together_agree(database: Database, _round: int) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        try:
            write_catalogue(database, [entry("a"), entry("b")], [{"key": "one"}])
        except BaseException as error:  # noqa: BLE001 - shown by the assertion
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert set(pipelines(database)) == {"a", "b"}
