"""Pipeline settings: a Pydantic model whose JSON Schema is the dashboard's form.

`setting(...)` makes sure that every property brings title, description, bounds and its Turkish wording.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class PipelineConfig(BaseModel):
    """Base of every pipeline's settings: unknown names, NaN and wrong types are refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, use_attribute_docstrings=False
    )

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers_are_integers(cls, values: Any) -> Any:
        # JSON Schema's "integer" admits 3.0; strict Pydantic doesn't. Both must say the same.
        if not isinstance(values, dict):
            return values
        return {
            name: int(value) if isinstance(value, float) and value.is_integer() else value
            for name, value in values.items()
        }


def setting(
    default: Any,
    *,
    title: str,
    description: str,
    tr: tuple[str, str],
    scale: Literal["linear", "log"] = "linear",
    sweepable: bool = True,
    names_columns: bool = False,
    **bounds: Any,
) -> Any:
    """Declare one setting.

    `tr` is its (title, description) in Turkish, `bounds` what Pydantic's `Field` takes (`ge`, `lt`...),
    `scale="log"` a hint for forms and charts, `sweepable=False` keeps it out of searches,
    `names_columns=True` says that its texts are columns of the dataset, which is checked and offered.
    """
    extra: dict[str, Any] = {"x-i18n": {"tr": {"title": tr[0], "description": tr[1]}}}
    if scale == "log":
        extra["x-scale"] = "log"
    if not sweepable:
        extra["x-sweepable"] = False
    if names_columns:
        extra["x-columns"] = True
    field: dict[str, Any] = {"title": title, "description": description, "json_schema_extra": extra, **bounds}
    if isinstance(default, list):
        return Field(default_factory=lambda: list(default), **field)
    return Field(default=default, **field)


class _FormSchema(GenerateJsonSchema):
    """Writes `int | None` as `type: ["integer", "null"]`, which forms and bounds checks read directly."""

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        if isinstance(inner.get("type"), str):
            return {**inner, "type": [inner["type"], "null"]}
        return super().nullable_schema(schema)


def config_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema 2020-12 of a settings model: every default included, what can be swept first."""
    schema = model.model_json_schema(schema_generator=_FormSchema)
    defaults = model().model_dump(mode="json")
    properties = schema.get("properties", {})
    for name, prop in properties.items():
        prop.setdefault("default", defaults[name])
    swept_first = sorted(properties, key=lambda name: not properties[name].get("x-sweepable", True))
    schema["properties"] = {name: properties[name] for name in swept_first}
    # A form has its own heading; these would be the names of Python classes.
    schema.pop("title", None)
    schema.pop("description", None)
    return {"$schema": JSON_SCHEMA_DIALECT, **schema}
