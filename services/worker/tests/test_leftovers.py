"""What interruptions leave in the store is swept, once it can't be of a request under way."""

import time
from typing import Any

from azuraforge_contracts.model_files import registered_key
from azuraforge_contracts.prediction_files import given_rows_key
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import new_id
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.prediction import Prediction
from azuraforge_dbmodels.registry import ModelVersion, RegisteredModel
from azuraforge_worker.leftovers import YOUNG_SECONDS, sweep_predictions, sweep_registry


def add_version(world: Any) -> str:
    model = RegisteredModel(owner_id=world.owner.id, name="m")
    version = ModelVersion(
        model_id=model.id, number=1, model_key="", size_bytes=1, sha256="0" * 64, inputs=[],
        experiment_id=new_id(), experiment_name="e", dataset_id=world.dataset.id, dataset_name="d",
        pipeline="p", pipeline_version="1", target="y", config={}, seed=0, metrics={}, baseline_metrics={},
        metric_specs=[], row_counts={}, provenance={},
    )  # fmt: skip
    with world.database.write() as session:
        session.add(model)
        session.flush()
        session.add(version)
    return version.id


def test_models_without_their_version_are_swept_after_an_hour(world: Any) -> None:
    kept, orphan = registered_key(add_version(world)), registered_key(new_id())
    for key in (kept, orphan):
        world.store.put_bytes(key, b"model")
    assert sweep_registry(world.database, world.store) == 0  # its request may be about to commit
    assert sweep_registry(world.database, world.store, time.time() + YOUNG_SECONDS + 60) == 1
    assert list(world.store.keys("registry")) == [kept]


def test_rows_without_their_prediction_are_swept_after_an_hour(world: Any) -> None:
    job = Job(kind="prediction", owner_id=world.owner.id)
    with world.database.write() as session:
        job_state.enqueue(session, [job])
        prediction = Prediction(
            job_id=job.id, source="rows", experiment_id="run", model_key="k", pipeline="p",
            task="regression", target="y", trained_on="gone", row_count=1, used=[], extra=[],
        )  # fmt: skip
        session.add(prediction)
    kept, orphan = given_rows_key(job.id), given_rows_key(new_id())
    for key in (kept, orphan):
        world.store.put_bytes(key, b"rows")
    assert sweep_predictions(world.database, world.store) == 0  # its request may be about to commit
    assert sweep_predictions(world.database, world.store, time.time() + YOUNG_SECONDS + 60) == 1
    assert list(world.store.keys("predictions")) == [kept]
