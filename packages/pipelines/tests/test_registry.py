"""Discovery: built-ins are there, broken plug-ins are told and stop nothing, manifests are complete."""

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from azuraforge_pipelines.errors import PipelineUnavailableError
from azuraforge_pipelines.interface import ENTRY_POINT_GROUP
from azuraforge_pipelines.registry import discover, installed_entry_points, load_pipeline

BUILT_IN = ("gradient-boosting", "linear")


def point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, ENTRY_POINT_GROUP)


LINEAR = "azuraforge_pipelines.builtin.linear:Linear"


def test_built_ins_are_installed_and_sound() -> None:
    entries = {entry.id: entry for entry in discover()}
    for name in BUILT_IN:
        assert entries[name].ok, entries[name].error
        assert entries[name].distribution == "azuraforge-pipelines"
        assert entries[name].manifest is not None


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("gone", "no_such_module_here:Pipeline", "ModuleNotFoundError"),
        ("gone", "azuraforge_pipelines.builtin.linear:Nope", "AttributeError"),
        ("other-name", LINEAR, "'linear'"),
        ("not-one", "azuraforge_pipelines.config:PipelineConfig", "info"),
    ],
)
def test_a_broken_plugin_is_listed_and_stops_nothing(name: str, value: str, word: str) -> None:
    broken, sound = discover([point(name, value), point("linear", LINEAR)])
    assert (broken.ok, broken.manifest) == (False, None)
    assert word in (broken.error or "")
    assert sound.ok


def test_a_plugin_that_exits_while_imported_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "leaving_plugin.py").write_text("raise SystemExit('bye')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    (entry,) = discover([point("leaving", "leaving_plugin:Pipeline")])
    assert entry.error == "SystemExit: bye"
    assert "leaving_plugin" not in sys.modules


def test_two_plugins_of_one_name_do_not_shadow_each_other() -> None:
    first, second = discover([point("linear", LINEAR), point("linear", LINEAR)])
    assert first.ok
    assert "already provides" in (second.error or "")
    assert first.id != second.id


def test_loading_one_pipeline_does_not_touch_the_others() -> None:
    points = [point("broken", "no_such_module_here:Pipeline"), *installed_entry_points()]
    assert load_pipeline("linear", points).info.id == "linear"


@pytest.mark.parametrize(("name", "code"), [("nowhere", "pipeline_missing"), ("broken", "pipeline_error")])
def test_a_pipeline_that_cannot_be_loaded_has_a_code(name: str, code: str) -> None:
    with pytest.raises(PipelineUnavailableError) as caught:
        load_pipeline(name, [point("broken", "no_such_module_here:Pipeline")])
    assert caught.value.code == code


@pytest.mark.parametrize("name", BUILT_IN)
def test_schemas_are_valid_and_agree_with_the_settings(name: str) -> None:
    pipeline = load_pipeline(name)
    entry = next(entry for entry in discover() if entry.id == name)
    assert entry.manifest is not None
    schema = entry.manifest.config_schema
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    defaults = {key: prop["default"] for key, prop in schema["properties"].items()}
    assert validator.is_valid(defaults)
    assert pipeline.config_model.model_validate(defaults) == pipeline.config_model()
    for prop in schema["properties"].values():
        assert prop["title"] != prop["x-i18n"]["tr"]["title"]
