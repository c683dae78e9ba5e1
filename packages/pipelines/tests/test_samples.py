"""Samples: real, complete, storable, and good for the experiment they suggest."""

import csv
import hashlib
import io

import pyarrow.parquet as pq
import pytest
from azuraforge_pipelines.canonical import ARROW_TYPES
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.registry import load_pipeline
from azuraforge_pipelines.samples import SAMPLES, Sample, build_sample, samples_version
from azuraforge_pipelines.testing import RecordingContext, frame_data, sample_data
from sklearn.datasets import load_diabetes, load_wine

EACH = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)


@EACH
def test_a_sample_is_built_whole(sample: Sample) -> None:
    built = build_sample(sample)
    manifest = built.manifest
    assert manifest.sha256 == hashlib.sha256(built.csv).hexdigest()
    rows = list(csv.reader(io.StringIO(built.csv.decode())))
    assert rows[0] == [column.name for column in manifest.columns]
    assert len(rows) - 1 == manifest.row_count
    for at, column in enumerate(manifest.columns):
        cells = [row[at] for row in rows[1:]]
        assert cells.count("") == column.missing
        assert len(set(cells) - {""}) == column.distinct
    table = pq.read_table(io.BytesIO(built.parquet))
    assert table.num_rows == manifest.row_count
    for column in manifest.columns:
        assert table.schema.field(column.name).type == ARROW_TYPES[column.dtype]
    assert manifest.i18n["tr"]["name"] != manifest.name
    assert all((manifest.source, manifest.license, manifest.description))


@EACH
def test_building_twice_gives_the_same_bytes(sample: Sample) -> None:
    one, two = build_sample(sample), build_sample(sample)
    assert (one.csv, one.manifest) == (two.csv, two.manifest)


@EACH
def test_the_suggested_experiment_works(sample: Sample) -> None:
    suggested = sample.suggested
    pipeline = load_pipeline(suggested.pipeline)
    data = sample_data(sample.key, suggested.target, suggested.time_column)
    result = pipeline.train(RecordingContext(), data, pipeline.config_model())
    assert result.row_counts.holdout == len(result.holdout.rows) > 0
    objective = pipeline.info.default_objective
    assert objective.direction == "minimize"
    assert result.metrics[objective.metric] < result.baseline_metrics[objective.metric]


def test_values_are_those_of_the_library() -> None:
    features, target = load_diabetes(return_X_y=True, scaled=False)
    frame = sample_data("diabetes").frame()
    assert (frame.to_numpy() == [[*row, y] for row, y in zip(features, target, strict=True)]).all()
    wine = sample_data("wine").frame()
    assert wine["cultivar"].value_counts().to_dict() == {"A": 59, "B": 71, "C": 48}
    assert (wine.drop(columns="cultivar").to_numpy() == load_wine().data).all()


def test_fertility_looks_ten_years_back() -> None:
    frame = sample_data("fertility").frame()
    aruba = frame[frame["country"] == "Aruba"].sort_values("year")
    assert aruba["births_10_years_before"].to_list()[10:30] == aruba["births_per_woman"].to_list()[:20]
    assert aruba["births_10_years_before"].iloc[:10].isna().all()


def test_mixed_samples_have_what_the_pipelines_must_take() -> None:
    dtypes = {column.dtype for sample in SAMPLES for column in build_sample(sample).manifest.columns}
    assert dtypes >= {"number", "integer", "category", "boolean", "datetime"}
    assert isinstance(frame_data(sample_data("wine").frame(), {"ash": "number"}, "ash"), TrainingData)


def test_the_version_names_the_libraries() -> None:
    assert "scikit-learn=" in samples_version()
    assert "None" not in samples_version()
