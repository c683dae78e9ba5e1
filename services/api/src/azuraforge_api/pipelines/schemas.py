"""What pipeline requests answer."""

from typing import Any

from azuraforge_contracts.manifest import MetricSpec, Objective, PipelineManifest, TaskType
from azuraforge_dbmodels.catalogue import PipelineEntry
from pydantic import BaseModel, ConfigDict, Field, JsonValue

_EXAMPLE: dict[str, JsonValue] = {
    "id": "gradient-boosting",
    "name": "Gradient boosting",
    "task": "regression",
    "description": "Gradient-boosted trees (scikit-learn's HistGradientBoosting).",
    "version": "1.0.0",
    "config_schema": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "learning_rate": {
                "type": "number",
                "title": "Learning rate",
                "description": "How much each new tree counts.",
                "default": 0.1,
                "minimum": 0.0001,
                "maximum": 1.0,
                "x-scale": "log",
            }
        },
        "additionalProperties": False,
    },
    "metrics": [{"name": "rmse", "direction": "minimize", "unit": "target"}],
    "default_objective": {"metric": "rmse", "direction": "minimize"},
    "live_curve": True,
    "i18n": {"tr": {"name": "Gradyan artırma"}},
    "ok": True,
    "error": None,
}


class PipelineOut(BaseModel):
    """A pipeline: what it does, its settings as a JSON Schema, and what it measures."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    id: str
    name: str
    task: TaskType | None = Field(description="Null for a broken plug-in, like what else is not known of it.")
    description: str
    version: str | None
    config_schema: dict[str, Any] | None = Field(
        description="JSON Schema 2020-12 with titles, descriptions, defaults and bounds. "
        "`x-sweepable: false` = a search can't vary it, `x-scale: log` = best seen on a logarithmic scale, "
        "`x-i18n` = other languages."
    )
    metrics: list[MetricSpec]
    default_objective: Objective | None
    live_curve: bool = Field(
        description="Whether it reports a live curve, so that a batch's `pruner` can give its runs up early."
    )
    i18n: dict[str, dict[str, str]]
    ok: bool = Field(description="Whether it can be used.")
    error: str | None = Field(description="Why not.")

    @classmethod
    def of(cls, entry: PipelineEntry) -> "PipelineOut":
        """The answer for an entry of the catalogue."""
        if entry.manifest is not None:
            manifest = PipelineManifest.model_validate(entry.manifest)
            return cls(**manifest.model_dump(), ok=True, error=None)
        return cls(
            id=entry.id,
            name=entry.id,
            task=None,
            description="",
            version=None,
            config_schema=None,
            metrics=[],
            default_objective=None,
            live_curve=False,
            i18n={},
            ok=False,
            error=entry.error,
        )


class PipelineList(BaseModel):
    """All pipelines."""

    items: list[PipelineOut]
