"""Stored models: what comes back is equal, and what isn't trusted is refused with the reason."""

import functools
import io
import json
import os
import zipfile
from typing import Any

import numpy as np
import pytest
import skops.io
from azuraforge_contracts.model_files import HEADER
from azuraforge_pipelines.builtin.gradient_boosting import (
    TRUSTED_TYPES,
    GradientBoosting,
    GradientBoostingConfig,
)
from azuraforge_pipelines.builtin.linear import Linear
from azuraforge_pipelines.errors import ModelRefusedError
from azuraforge_pipelines.model_store import load_model, load_skops, open_model, pack_model
from azuraforge_pipelines.testing import RecordingContext, sample_data
from sklearn.linear_model import Ridge

PIPELINE = GradientBoosting()


@pytest.fixture(scope="module")
def packed() -> bytes:
    config = GradientBoostingConfig(max_iter=5)
    result = PIPELINE.train(RecordingContext(), sample_data("fertility"), config)
    return pack_model(result.model, PIPELINE, "births_per_woman")


def rewritten(content: bytes, **header: Any) -> bytes:
    """The stored model with other header fields."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == HEADER:
                data = json.dumps({**json.loads(data), **header}).encode()
            new.writestr(name, data)
    return buffer.getvalue()


def test_a_model_tells_what_it_is_before_it_is_loaded(packed: bytes) -> None:
    header = open_model(packed).header
    assert (header.pipeline, header.target) == ("gradient-boosting", "births_per_woman")
    assert [column["name"] for column in header.inputs] == ["country", "year", "births_10_years_before"]
    assert "Turkiye" in header.inputs[0]["categories"] or "Turkey" in header.inputs[0]["categories"]
    assert header.package_versions["scikit-learn"]


def test_it_predicts_the_same_after_loading(packed: bytes) -> None:
    data = sample_data("fertility")
    result = PIPELINE.train(RecordingContext(), data, GradientBoostingConfig(max_iter=5))
    predicted = load_model(packed, PIPELINE).predict(data.dataset.table)
    np.testing.assert_array_equal(predicted[result.holdout.rows], result.holdout.predicted)


@pytest.mark.parametrize(
    ("header", "code", "word"),
    [
        ({"pipeline": "linear"}, "model_of_other_pipeline", "'linear'"),
        ({"package_versions": {"scikit-learn": "1.2.0"}}, "model_version_mismatch", "1.2.0"),
        ({"pipeline_version": "2.0.0"}, "model_version_mismatch", "version 2.0.0 of pipeline"),
        ({"format_version": 99}, "model_unreadable", "99"),
        ({"surprise": 1}, "model_unreadable", "not a stored"),
    ],
)
def test_models_that_do_not_belong_here_are_refused(
    packed: bytes, header: dict[str, Any], code: str, word: str
) -> None:
    with pytest.raises(ModelRefusedError, match=word) as caught:
        load_model(rewritten(packed, **header), PIPELINE)
    assert caught.value.code == code


def test_garbage_is_refused() -> None:
    with pytest.raises(ModelRefusedError) as caught:
        open_model(b"\x80\x04 a pickle, perhaps")
    assert caught.value.code == "model_unreadable"
    with pytest.raises(ModelRefusedError):
        load_skops(b"nonsense", ())


def test_a_model_without_its_files_is_refused(packed: bytes) -> None:
    with pytest.raises(ModelRefusedError, match="not complete"):
        PIPELINE.load_model({})


def test_types_that_are_not_trusted_are_refused_by_name(packed: bytes) -> None:
    stored = open_model(packed)
    with pytest.raises(ModelRefusedError, match="TreePredictor") as caught:
        Linear().load_model(stored.files)
    assert caught.value.code == "model_type_not_allowed"


def test_a_trusted_wrapper_does_not_let_a_command_through() -> None:
    estimator = Ridge()
    estimator.payload = functools.partial(os.system, "true")
    with pytest.raises(ModelRefusedError, match="system") as caught:
        load_skops(skops.io.dumps(estimator), TRUSTED_TYPES)
    assert caught.value.code == "model_type_not_allowed"
