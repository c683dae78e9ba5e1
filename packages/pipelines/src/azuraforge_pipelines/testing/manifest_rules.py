"""Rules on what a pipeline says of itself and on its settings."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from azuraforge_contracts.manifest import PipelineManifest

from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.interface import AnyPipeline
from azuraforge_pipelines.registry import manifest_of
from azuraforge_pipelines.testing.violations import Violation

_LOWER = ("minimum", "exclusiveMinimum")
_UPPER = ("maximum", "exclusiveMaximum")


def manifest_violations(pipeline: AnyPipeline, languages: Sequence[str]) -> Iterator[Violation]:
    """A complete manifest, translated into every language of `languages`."""
    try:
        manifest = manifest_of(pipeline)
    except Exception as error:  # noqa: BLE001 - any failure of a plug-in is a finding
        yield Violation("manifest", f"no manifest can be made: {type(error).__name__}: {error}")
        return
    yield from _info_violations(manifest, languages)
    for name, prop in manifest.config_schema["properties"].items():
        for problem in _property_problems(prop, languages):
            yield Violation("manifest", f"setting {name!r} {problem}")


def _info_violations(manifest: PipelineManifest, languages: Sequence[str]) -> Iterator[Violation]:
    for attribute in ("name", "description", "version"):
        if not getattr(manifest, attribute):
            yield Violation("manifest", f"`{attribute}` is empty")
    directions = {metric.name: metric.direction for metric in manifest.metrics}
    objective = manifest.default_objective
    if directions.get(objective.metric) != objective.direction:
        yield Violation("manifest", f"the default objective {objective.metric!r} is not among the metrics")
    for language in languages:
        if not {"name", "description"} <= manifest.i18n.get(language, {}).keys():
            yield Violation("manifest", f"name or description is not translated into {language!r}")


def _property_problems(prop: dict[str, Any], languages: Sequence[str]) -> Iterator[str]:
    for key in ("title", "description", "default"):
        if key not in prop or prop[key] == "":
            yield f"has no {key}"
    kinds = prop.get("type", [])
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    if kinds & {"number", "integer"} and "enum" not in prop:
        if not any(key in prop for key in _LOWER):
            yield "has no lower bound"
        if not any(key in prop for key in _UPPER):
            yield "has no upper bound"
    if "object" in kinds and prop.get("x-sweepable") is not False:
        yield "takes an object and must be marked sweepable=False"
    for language in languages:
        if not {"title", "description"} <= prop.get("x-i18n", {}).get(language, {}).keys():
            yield f"is not translated into {language!r}"


def config_violations(pipeline: AnyPipeline, config: PipelineConfig | None) -> Iterator[Violation]:
    """Settings must have defaults and survive being stored as JSON."""
    try:
        chosen = pipeline.config_model() if config is None else config
        stored = json.dumps(chosen.model_dump(mode="json"), allow_nan=False)
        again = pipeline.config_model.model_validate(json.loads(stored))
    except Exception as error:  # noqa: BLE001 - any failure of a plug-in is a finding
        yield Violation("config", f"can't be stored as JSON: {type(error).__name__}: {error}")
        return
    if again != chosen:
        yield Violation("config", f"is another one once stored as JSON: {chosen!r} became {again!r}")
