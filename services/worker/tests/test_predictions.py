"""Predictions by real children: what they say, and what becomes of their rows whatever happens."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from azuraforge_contracts.datasets import canonical_key
from azuraforge_contracts.jobs import JobKind, JobState
from azuraforge_contracts.model_files import HEADER
from azuraforge_contracts.prediction_files import (
    PART_FACTS,
    files_folder,
    given_rows_key,
    parts_folder,
    parts_that_count,
    rows_done,
)
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.prediction import Prediction, PredictionResult
from azuraforge_dbmodels.testing import add_dataset, end_wait, expire_lease
from azuraforge_pipelines.model_store import dump_skops, pack_model
from azuraforge_pipelines.registry import load_pipeline
from azuraforge_pipelines.testing import RecordingContext, conformance_data, conformance_series
from sqlmodel import select

MODEL = "models/test/model"


def train(pipeline_id: str, data: Any, **config: Any) -> tuple[Any, bytes]:
    """A model of an installed pipeline, and its file."""
    pipeline = load_pipeline(pipeline_id)
    settings = pipeline.config_model.model_validate(config)
    model = pipeline.train(RecordingContext(seed=1), data, settings).model
    return model, pack_model(model, pipeline, data.target)


@dataclass
class Predictor:
    """Queues predictions in a world and looks at their rows."""

    world: Any

    def keep_model(self, content: bytes) -> None:
        self.world.store.put_bytes(MODEL, content)

    def keep_test_model(self, **config: Any) -> None:
        """A model that doubles `x`; see `worker_test_pipelines.RowModel`."""
        header = {
            "pipeline": "test-rows", "pipeline_version": "1", "target": "y", "inputs": [],
            "package_versions": {}, "python_version": "3",
        }  # fmt: skip
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(HEADER, json.dumps(header))
            archive.writestr("config", json.dumps(config))
        self.keep_model(buffer.getvalue())

    def dataset(self, table: pa.Table) -> Dataset:
        with self.world.database.write() as session:
            dataset = add_dataset(session, self.world.owner)
            dataset.row_count = table.num_rows
        buffer = io.BytesIO()
        pq.write_table(table, buffer, row_group_size=1_000)
        self.world.store.put_bytes(canonical_key(dataset.sha256), buffer.getvalue())
        return dataset

    def counting(self, rows: int) -> Dataset:
        """A dataset whose `x` counts from 0."""
        return self.dataset(pa.table({"x": np.arange(rows, dtype=float), "other": ["a"] * rows}))

    def add(self, pipeline: str = "test-rows", dataset: Dataset | None = None, **fields: Any) -> str:
        job = Job(kind=JobKind.PREDICTION.value, owner_id=self.world.owner.id)
        count = fields.get("horizon") or (dataset.row_count if dataset else fields.pop("row_count"))
        source = "horizon" if "horizon" in fields else "dataset" if dataset else "rows"
        asked = {
            "source": source, "experiment_id": "run", "model_key": MODEL, "pipeline": pipeline,
            "task": "regression", "target": "y", "dataset_id": dataset.id if dataset else None,
            "row_count": count, "used": ["x"], "extra": [], "trained_on": "gone",
        }  # fmt: skip
        with self.world.database.write() as session:
            job_state.enqueue(session, [job])
            session.add(Prediction(job_id=job.id, **asked | fields))
        return job.id

    def prediction(self, job_id: str) -> Prediction:
        with self.world.database.read() as session:
            return session.get_one(Prediction, job_id)

    def result(self, job_id: str) -> PredictionResult | None:
        with self.world.database.read() as session:
            return session.get(PredictionResult, job_id)

    def parts(self, job_id: str) -> list[Any]:
        folder = parts_folder(job_id, self.prediction(job_id).round)
        return parts_that_count(self.world.store.keys(folder))

    def done(self, job_id: str) -> int:
        return rows_done(self.parts(job_id))

    def table(self, job_id: str) -> pa.Table:
        paths = [self.world.store.local_path(part.key) for part in self.parts(job_id)]
        return pa.concat_tables(pq.read_table(path).replace_schema_metadata(None) for path in paths)

    def warnings(self, job_id: str) -> dict[tuple[str, str], Any]:
        found = {}
        for part in self.parts(job_id):
            metadata = pq.read_schema(self.world.store.local_path(part.key)).metadata
            for warning in json.loads(metadata[PART_FACTS])["warnings"]:
                found[warning["column"], warning["code"]] = warning
        return found

    def go_on(self, job_id: str, *, anew: bool = False) -> None:
        """What the API does to continue (or to retry) a prediction."""
        with self.world.database.write() as session:
            job_state.retry(session, session.get_one(Job, job_id))
            if anew:
                session.get_one(Prediction, job_id).round += 1

    def is_whole(self, job_id: str, rows: int) -> bool:
        """Whether every row of a counting dataset is there once, doubled and in order."""
        table = self.table(job_id)
        expected = np.arange(rows)
        return table.column("row").to_pylist() == expected.tolist() and np.array_equal(
            table.column("prediction").to_numpy(), 2.0 * expected
        )


@pytest.fixture
def predictor(world: Any) -> Predictor:
    return Predictor(world)


def test_a_dataset_is_predicted_with_what_is_unusual_about_it(predictor: Predictor, bench: Any) -> None:
    predictor.keep_test_model()
    values = [1.0, None, -3.0, 12.0, 12.0, float("inf"), 4.0]
    job_id = predictor.add(dataset=predictor.dataset(pa.table({"more": ["a"] * 7, "x": values})))
    bench.lifecycle.run_until_idle()
    assert predictor.world.state(job_id) is JobState.SUCCEEDED
    table = predictor.table(job_id)
    assert table.column("row").to_pylist() == list(range(7))
    assert table.column("prediction").to_pylist() == [2.0, None, -6.0, 24.0, 24.0, None, 8.0]
    found = {key: (one["rows"], one["examples"]) for key, one in predictor.warnings(job_id).items()}
    assert found == {
        ("x", "missing_value"): (1, []),
        ("x", "below_range"): (1, [-3.0]),
        ("x", "above_range"): (2, [12.0]),
        ("x", "unreadable_value"): (1, ["inf"]),
    }
    summary = predictor.result(job_id).summary  # type: ignore[union-attr]
    assert (summary["min"], summary["max"], summary["mean"]) == (-6.0, 24.0, 52 / 5)
    assert sum(summary["histogram"]["counts"]) == 5
    [last] = [event.data for event in predictor.world.log_of(job_id) if event.type == "result"]
    assert last["rows"] == 7


def test_many_rows_come_out_once_and_in_order(predictor: Predictor, bench: Any) -> None:
    predictor.keep_test_model()
    job_id = predictor.add(dataset=predictor.counting(150_000))
    bench.lifecycle.run_until_idle()
    assert predictor.is_whole(job_id, 150_000)
    assert len(predictor.parts(job_id)) > 1


@pytest.mark.one_database
def test_classes_come_with_the_librarys_own_probabilities(predictor: Predictor, bench: Any) -> None:
    data = conformance_data("classification")
    model, content = train("classifier", data, max_iter=5)
    predictor.keep_model(content)
    table = data.dataset.table
    unseen = {c.name for c in model.inputs if c.categories is not None}
    columns = {
        name: pa.array(["never seen", *table.column(name).cast(pa.string()).to_pylist()[1:]])
        if name in unseen
        else table.column(name)
        for name in reversed(table.column_names)
    }
    given = pa.table(columns)
    job_id = predictor.add("classifier", predictor.dataset(given), task="classification")
    bench.lifecycle.run_until_idle()
    assert predictor.world.state(job_id) is JobState.SUCCEEDED, predictor.world.job(job_id).error_message
    expected = model.predict_probabilities(given)
    found = predictor.table(job_id)
    for position, label in enumerate(model.classes):
        assert found.column(f"probability_{label}").to_pylist() == expected[:, position].tolist()
    assert found.column("prediction").to_pylist() == [model.classes[i] for i in expected.argmax(axis=1)]
    warnings = predictor.warnings(job_id)
    assert {name for name, code in warnings if code == "unseen_category"} == unseen
    assert all(
        warnings[name, "unseen_category"]["examples"] == ["never seen"]
        and warnings[name, "unseen_category"]["rows"] == 1
        for name in unseen
    )
    classes = predictor.result(job_id).summary["classes"]  # type: ignore[union-attr]
    assert sum(classes.values()) == given.num_rows


@pytest.mark.one_database
def test_forecasts_are_the_librarys_own(predictor: Predictor, bench: Any) -> None:
    data = conformance_series()
    model, content = train("forecaster", data)
    predictor.keep_model(content)
    trained_on = predictor.dataset(data.dataset.table)
    fields = {
        "horizon": 18,
        "trained_on": trained_on.id,
        "time_column": data.time_column,
        "task": "forecasting",
        "target": data.target,
    }
    job_id = predictor.add("forecaster", **fields)
    bench.lifecycle.run_until_idle()
    assert predictor.world.state(job_id) is JobState.SUCCEEDED, predictor.world.job(job_id).error_message
    expected = model.forecast(18)
    found = predictor.table(job_id)
    assert found.column_names == ["time", "prediction", "lower", "upper"]
    assert found.column("prediction").to_pylist() == expected.predicted.tolist()
    assert found.column("lower").to_pylist() == expected.lower.tolist()
    assert found.column("upper").to_pylist() == expected.upper.tolist()
    assert found.column("time").cast(pa.int64()).to_pylist() == expected.times.astype(int).tolist()
    history = predictor.result(job_id).history  # type: ignore[union-attr]
    values = data.target_values()[np.argsort(data.time_values())]
    assert history["value"] == [float(v) if np.isfinite(v) else None for v in values[-200:]]
    assert history["time"][-1] < found.column("time")[0].as_py().isoformat()


def test_a_failure_keeps_the_rows_before_it(predictor: Predictor, bench: Any) -> None:
    predictor.keep_test_model(fails_at=5_000)
    job_id = predictor.add(dataset=predictor.counting(6_000))
    bench.lifecycle.run_until_idle()
    job = predictor.world.job(job_id)
    assert (job.state, job.error_code) == ("failed", "pipeline_error")
    assert "not for me" in job.error_message
    done = predictor.done(job_id)
    assert 0 < done <= 5_000
    assert predictor.is_whole(job_id, done)
    predictor.keep_test_model()
    predictor.go_on(job_id)
    bench.lifecycle.run_until_idle()
    assert predictor.is_whole(job_id, 6_000)
    assert [part.attempt for part in predictor.parts(job_id)] == [1, 2]
    assert any("Going on after" in message for message in predictor.world.messages(job_id))


def test_starting_anew_forgets_the_rows_done(predictor: Predictor, bench: Any) -> None:
    predictor.keep_test_model(fails_at=900)
    job_id = predictor.add(dataset=predictor.counting(1_000))
    bench.lifecycle.run_until_idle()
    assert predictor.done(job_id) > 0
    predictor.keep_test_model()
    predictor.go_on(job_id, anew=True)
    assert predictor.done(job_id) == 0
    bench.lifecycle.run_until_idle()
    assert predictor.is_whole(job_id, 1_000)
    kept = {part.key for part in predictor.parts(job_id)}
    assert set(predictor.world.store.keys(files_folder(job_id))) == kept


def test_rows_of_a_request_are_read_from_its_file(predictor: Predictor, bench: Any) -> None:
    predictor.keep_test_model()
    job_id = predictor.add(row_count=3)
    buffer = io.BytesIO()
    pq.write_table(pa.table({"x": [1.0, 2.0, None]}), buffer)
    predictor.world.store.put_bytes(given_rows_key(job_id), buffer.getvalue())
    bench.lifecycle.run_until_idle()
    assert predictor.table(job_id).column("prediction").to_pylist() == [2.0, 4.0, None]
    assert predictor.world.store.exists(given_rows_key(job_id))


def other_scikit_learn() -> bytes:
    _, content = train("linear", conformance_data())
    return with_files(content, lambda _, old: old.replace(b'"scikit-learn":"1', b'"scikit-learn":"0'))


def foreign_type() -> bytes:
    _, content = train("gradient-boosting", conformance_data(), max_iter=5)
    import fractions  # noqa: PLC0415 - any type that no pipeline allows

    evil = dump_skops(fractions.Fraction(1, 2))
    return with_files(content, lambda name, old: evil if name.endswith(".skops") else old)


def with_files(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A stored model with its files changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("pipeline", "make", "code", "reason"),
    [
        ("linear", other_scikit_learn, "model_version_mismatch", "scikit-learn 0"),
        ("gradient-boosting", foreign_type, "model_type_not_allowed", "fractions.Fraction"),
        ("linear", lambda: b"no zip", "model_unreadable", "not a stored"),
        ("gradient-boosting", other_scikit_learn, "model_of_other_pipeline", "linear"),
    ],
)
def test_a_model_that_is_refused_fails_with_the_reason(
    predictor: Predictor, bench: Any, pipeline: str, make: Callable[[], bytes], code: str, reason: str
) -> None:
    predictor.keep_model(make())
    job_id = predictor.add(pipeline, predictor.counting(3))
    bench.lifecycle.run_until_idle()
    job = predictor.world.job(job_id)
    assert (job.state, job.error_code) == ("failed", code)
    assert reason in job.error_message
    assert predictor.done(job_id) == 0


def test_what_is_gone_is_said(predictor: Predictor, bench: Any) -> None:
    no_model = predictor.add(dataset=predictor.counting(3))
    bench.lifecycle.run_until_idle()
    assert predictor.world.job(no_model).error_code == "model_missing"
    predictor.keep_test_model()
    no_rows = predictor.add(row_count=3)
    bench.lifecycle.run_until_idle()
    assert predictor.world.job(no_rows).error_code == "dataset_unreadable"


def test_a_model_that_was_moved_is_found_with_its_run(predictor: Predictor, bench: Any) -> None:
    run = predictor.world.add_run("test-rows")
    bench.lifecycle.run_until_idle()
    job_id = predictor.add(dataset=predictor.counting(3), experiment_id=run)
    bench.lifecycle.run_until_idle()
    assert predictor.is_whole(job_id, 3)


@pytest.mark.one_database
def test_a_cancel_keeps_the_rows_done_and_continue_goes_on(predictor: Predictor) -> None:
    world = predictor.world
    world.start_worker()
    predictor.keep_test_model(seconds_a_row=0.002)
    job_id = predictor.add(dataset=predictor.counting(2_000))
    world.wait_for(lambda: predictor.done(job_id) > 0)
    world.cancel(job_id)
    assert world.wait_for_state(job_id).state == "cancelled"
    done = predictor.done(job_id)
    assert 0 < done < 2_000
    assert predictor.is_whole(job_id, done)
    predictor.go_on(job_id)
    assert world.wait_for_state(job_id).state == "succeeded"
    assert predictor.is_whole(job_id, 2_000)
    assert next(part.attempt for part in predictor.parts(job_id) if part.first >= done) == 2


@pytest.mark.one_database
@pytest.mark.parametrize("ignore_signals", [False, True])
def test_a_model_that_never_answers_is_ended(predictor: Predictor, ignore_signals: bool) -> None:
    world = predictor.world
    world.start_worker()
    predictor.keep_test_model(seconds_a_row=0.001, stuck_at=1_500, ignore_signals=ignore_signals)
    job_id = predictor.add(dataset=predictor.counting(2_000))
    world.wait_for(lambda: "stuck" in world.messages(job_id))
    world.cancel(job_id)
    assert world.wait_for_state(job_id, seconds=30).state == "cancelled"
    assert predictor.done(job_id) > 0
    assert predictor.is_whole(job_id, predictor.done(job_id))


def test_killing_the_worker_loses_no_part_and_doubles_none(predictor: Predictor) -> None:
    world = predictor.world
    first = world.start_worker()
    predictor.keep_test_model(seconds_a_row=0.001)
    job_id = predictor.add(dataset=predictor.counting(3_000))
    world.wait_for(lambda: len(predictor.parts(job_id)) >= 2)
    first.kill()
    before = predictor.parts(job_id)
    with world.database.write() as session:
        expire_lease(session, job_id)
    world.start_worker()
    world.wait_for(lambda: world.job(job_id).losses == 1)
    with world.database.write() as session:
        end_wait(session, job_id)
    assert world.wait_for_state(job_id, JobState.SUCCEEDED).state == "succeeded"
    assert predictor.is_whole(job_id, 3_000)
    assert predictor.parts(job_id)[: len(before)] == before
    assert {part.attempt for part in predictor.parts(job_id)} == {1, 2}
    with world.database.read() as session:
        assert len(session.exec(select(PredictionResult)).all()) == 1
