"""Settings: strict, and of one mind with their JSON Schema."""

from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from azuraforge_pipelines.builtin.gradient_boosting import GradientBoostingConfig
from azuraforge_pipelines.config import config_schema
from pydantic import ValidationError

SCHEMA = config_schema(GradientBoostingConfig)


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"max_iter": 50, "learning_rate": 1},
        {"max_iter": 50.0},
        {"max_depth": None},
        {"max_depth": 3},
        {"exclude_columns": ["a", "b"]},
        {"max_features": 0.01},
    ],
)
def test_good_settings_are_taken_by_both(config: dict[str, Any]) -> None:
    jsonschema.validate(config, SCHEMA)
    GradientBoostingConfig.model_validate(config)


@pytest.mark.parametrize(
    "config",
    [
        {"max_iter": 0},
        {"max_iter": 2.5},
        {"max_iter": "50"},
        {"max_iter": True},
        {"max_iter": None},
        {"max_iter": [10, 20]},
        {"max_depth": 0},
        {"max_features": 0},
        {"learning_rate": 1.5},
        {"early_stopping": 1},
        {"exclude_columns": "a"},
        {"unknown": 1},
    ],
)
def test_bad_settings_are_refused_by_both(config: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(config)
    with pytest.raises(ValidationError):
        GradientBoostingConfig.model_validate(config)


def test_numbers_that_are_none_are_refused() -> None:
    with pytest.raises(ValidationError):
        GradientBoostingConfig.model_validate({"learning_rate": float("nan")})


def test_the_schema_reads_like_a_form() -> None:
    properties = SCHEMA["properties"]
    assert next(iter(properties)) == "learning_rate"
    fixed = ["test_size", "exclude_columns", "cv", "cv_folds", "cv_group"]
    assert list(properties)[-5:] == fixed
    assert [name for name, prop in properties.items() if prop.get("x-sweepable") is False] == fixed
    assert properties["learning_rate"]["x-scale"] == "log"
    assert properties["max_depth"]["type"] == ["integer", "null"]
    assert (properties["max_depth"]["minimum"], properties["max_depth"]["default"]) == (1, None)
    assert properties["exclude_columns"]["x-sweepable"] is False
    assert SCHEMA["additionalProperties"] is False
