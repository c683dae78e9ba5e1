"""The pipelines' catalogue over HTTP."""

from typing import Any

import pytest
from azuraforge_contracts.config_schema import ConfigSchema
from azuraforge_contracts.errors import FieldError
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.session import Database
from fastapi.testclient import TestClient


@pytest.mark.usefixtures("toy")
def test_pipelines_are_listed_and_broken_ones_say_why(member_client: TestClient) -> None:
    bad, toy = member_client.get("/api/v1/pipelines").json()["items"]
    assert (bad["id"], bad["ok"], bad["error"]) == ("bad", False, "ImportError: no such module")
    assert (toy["id"], toy["ok"], toy["error"], toy["version"]) == ("toy", True, None, "1.2.0")
    assert toy["config_schema"]["properties"]["rate"]["x-scale"] == "log"
    assert toy["metrics"][1] == {"name": "r2", "direction": "maximize", "unit": None}
    assert toy["default_objective"] == {"metric": "rmse", "direction": "minimize"}


def test_an_empty_catalogue(member_client: TestClient, client: TestClient) -> None:
    assert member_client.get("/api/v1/pipelines").json() == {"items": []}
    assert client.get("/api/v1/pipelines").status_code == 401


@pytest.fixture
def schema(database: Database, toy: None) -> ConfigSchema:
    with database.read() as session:
        entry = session.get_one(PipelineEntry, "toy")
    assert entry.manifest is not None
    return ConfigSchema(entry.manifest["config_schema"])


@pytest.mark.parametrize(
    ("config", "place", "words"),
    [
        ({"rate": 2}, ["rate"], "at most 1.0, not 2"),
        ({"rate": 0}, ["rate"], "at least 0.0001, not 0"),
        ({"rate": "0.1"}, ["rate"], 'a number, not "0.1"'),
        ({"rate": True}, ["rate"], "a number, not true"),
        ({"rate": None}, ["rate"], "a number, not null"),
        ({"rate": float("nan")}, ["rate"], "finite"),
        ({"rounds": 1.5}, ["rounds"], "a whole number, not 1.5"),
        ({"depth": 0}, ["depth"], "at least 1"),
        ({"penalty": "rigde"}, ["penalty"], '"ridge", "lasso"'),
        ({"early": 1}, ["early"], "true or false"),
        ({"layers": 32}, ["layers"], "a list, not 32"),
        ({"layers": [32, "x"]}, ["layers", 1], 'a whole number, not "x"'),
        ({"share": 0}, ["share"], "more than 0"),
        ({"raet": 0.1}, ["raet"], 'did you mean "rate"?'),
        ({"zzz": 0.1}, ["zzz"], "not a setting"),
    ],
)
def test_wrong_settings_are_named(
    schema: ConfigSchema, config: dict[str, Any], place: list[str], words: str
) -> None:
    (problem,) = schema.problems(config)
    assert problem.loc == ("body", "config", *place)
    assert words in problem.message


def test_right_settings_are_completed_in_the_schemas_order(schema: ConfigSchema) -> None:
    config = {"layers": [64, 32], "rounds": 3.0, "depth": 4, "rate": 1}
    assert schema.problems(config) == []
    completed = schema.complete(config)
    assert list(completed.items()) == [
        ("rate", 1), ("rounds", 3), ("depth", 4), ("penalty", "ridge"), ("early", False),
        ("layers", [64, 32]), ("share", 0.2),
    ]  # fmt: skip
    assert type(completed["rounds"]) is int


def test_schemas_with_references_and_rules_between_settings() -> None:
    schema = ConfigSchema(
        {
            "properties": {
                "loss": {"$ref": "#/$defs/Loss", "default": "l2"},
                "sizes": {"anyOf": [{"type": "array"}, {"type": "null"}], "default": None},
                "low": {"type": "number", "default": 0},
                "high": {"type": "number"},
            },
            "$defs": {"Loss": {"enum": ["l1", "l2"], "type": "string"}},
            "required": ["high"],
            "allOf": [
                {
                    "if": {"properties": {"loss": {"const": "l1"}}},
                    "then": {"properties": {"high": {"maximum": 1}}},
                }
            ],
        }
    )
    assert schema.takes_list("sizes")
    assert not schema.takes_list("loss")
    assert schema.problems({"loss": "l3", "high": 1})[0].loc == ("body", "config", "loss")
    assert schema.problems({}) == [FieldError(("body", "config", "high"), "has to be given")]
    assert schema.problems({"loss": "l2", "high": 2}) == []
    assert schema.problems({"loss": "l1", "high": 2}) == [
        FieldError(("body", "config", "high"), "has to be at most 1, not 2")
    ]
