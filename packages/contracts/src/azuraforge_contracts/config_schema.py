"""A pipeline's settings, checked against its JSON Schema without importing the pipeline."""

import difflib
import math
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from azuraforge_contracts.errors import FieldError

_MAX_ERRORS = 50
_RULES_ACROSS = ("allOf", "anyOf", "oneOf", "not", "if", "dependentRequired", "dependentSchemas")
_TYPE_WORDS = {
    "number": "a number",
    "integer": "a whole number",
    "string": "text",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


class ConfigSchema:
    """The settings a pipeline takes, by their JSON Schema (2020-12, an object with `properties`)."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = dict(schema)
        self.properties: dict[str, dict[str, Any]] = dict(schema.get("properties", {}))
        self._validators: dict[str, Draft202012Validator] = {}

    def problems(
        self, config: Mapping[str, Any], loc: tuple[str | int, ...] = ("body", "config")
    ) -> list[FieldError]:
        """What is wrong with a config, each with its place; defaults stand in for what it leaves out."""
        found: list[FieldError] = []
        for name, value in config.items():
            if name not in self.properties:
                found.append(FieldError((*loc, name), self.unknown(name)))
                continue
            found += [
                FieldError((*loc, name, *path), text) for path, text in self.value_problems(name, value)
            ]
        for name in self._schema.get("required", []):
            if name not in config and "default" not in self.properties.get(name, {}):
                found.append(FieldError((*loc, name), "has to be given"))
        if not found and self.has_rules_across:
            found += [
                FieldError((*loc, *error.absolute_path), _message(error))
                for error in self._whole.iter_errors(self.complete(config))
            ]
        return found[:_MAX_ERRORS]

    def value_problems(self, name: str, value: Any) -> list[tuple[tuple[str | int, ...], str]]:
        """What is wrong with one setting's value: where in it, and what."""
        if not _is_finite(value):
            return [((), "has to be a finite number")]
        return [
            (tuple(error.absolute_path), _message(error))
            for error in self._validator(name).iter_errors(value)
        ]

    def unknown(self, name: str) -> str:
        """The message for a setting that doesn't exist."""
        return f"is not a setting of this pipeline{suggestion(name, self.properties)}"

    def complete(self, config: Mapping[str, Any]) -> dict[str, Any]:
        """The whole config in the schema's order: defaults filled in, 3.0 as 3 where integers are wanted."""
        return {
            name: self.normal(name, config[name] if name in config else prop.get("default"))
            for name, prop in self.properties.items()
            if name in config or "default" in prop
        }

    def normal(self, name: str, value: Any) -> Any:
        """One spelling for values that are the same: JSON Schema's integers admit 3.0."""
        if isinstance(value, float) and value.is_integer() and self.is_whole(name):
            return int(value)
        return value

    def types(self, name: str) -> frozenset[str]:
        """The JSON types a setting may have; empty where its schema doesn't say."""
        prop = self.properties[name]
        options = [prop, *prop.get("anyOf", []), *prop.get("oneOf", [])]
        found: set[str] = set()
        for option in options:
            declared = self._resolved(option).get("type", [])
            found.update([declared] if isinstance(declared, str) else declared)
        return frozenset(found)

    def is_whole(self, name: str) -> bool:
        """Whether the setting's numbers are integers."""
        types = self.types(name)
        return "integer" in types and "number" not in types

    def takes_list(self, name: str) -> bool:
        """Whether a list is one value of this setting."""
        return "array" in self.types(name)

    def is_sweepable(self, name: str) -> bool:
        """Whether a search may vary this setting."""
        return self.properties[name].get("x-sweepable", True) is not False

    def column_problems(self, config: Mapping[str, Any], columns: Collection[str]) -> list[FieldError]:
        """Columns that settings name and the dataset doesn't have; the config is otherwise valid."""
        found = []
        for name, value in config.items():
            if not self.properties.get(name, {}).get("x-columns"):
                continue
            for index, column in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(column, str) and column not in columns:
                    place = (index,) if isinstance(value, list) else ()
                    message = f"names {_shown(column)}, which the dataset has no column of"
                    message += suggestion(column, columns)
                    found.append(FieldError(("body", "config", name, *place), message))
        return found[:_MAX_ERRORS]

    def is_log(self, name: str) -> bool:
        """Whether the setting is best seen on a logarithmic scale."""
        return self.properties.get(name, {}).get("x-scale") == "log"

    def label(self, name: str) -> str:
        """What to call the setting in English."""
        return str(self.properties.get(name, {}).get("title", name))

    @property
    def has_rules_across(self) -> bool:
        """Whether the schema ties settings to each other, so that values can't be checked one by one."""
        return any(rule in self._schema for rule in _RULES_ACROSS)

    @cached_property
    def _whole(self) -> Draft202012Validator:
        return Draft202012Validator(self._schema)

    def _validator(self, name: str) -> Draft202012Validator:
        if name not in self._validators:
            definitions = {"$defs": self._schema["$defs"]} if "$defs" in self._schema else {}
            self._validators[name] = Draft202012Validator({**self.properties[name], **definitions})
        return self._validators[name]

    def _resolved(self, option: Mapping[str, Any]) -> Mapping[str, Any]:
        reference = option.get("$ref", "")
        if reference.startswith("#/$defs/"):
            found: Mapping[str, Any] = self._schema.get("$defs", {}).get(
                reference.removeprefix("#/$defs/"), {}
            )
            return found
        return option


def _is_finite(value: Any) -> bool:
    if isinstance(value, list):
        return all(_is_finite(item) for item in value)
    if isinstance(value, dict):
        return all(_is_finite(item) for item in value.values())
    return not isinstance(value, float) or math.isfinite(value)


def _message(error: ValidationError) -> str:
    """The validator's finding as the end of a sentence about the setting."""
    limit: Any = error.validator_value
    value = error.instance
    simple = {
        "minimum": f"has to be at least {limit}, not {value}",
        "maximum": f"has to be at most {limit}, not {value}",
        "exclusiveMinimum": f"has to be more than {limit}, not {value}",
        "exclusiveMaximum": f"has to be less than {limit}, not {value}",
        "multipleOf": f"has to be a multiple of {limit}, not {value}",
        "minLength": f"has to have at least {limit} characters",
        "maxLength": f"has to have at most {limit} characters",
        "minItems": f"has to have at least {limit} items",
        "maxItems": f"has to have at most {limit} items",
    }
    if error.validator in simple:
        return simple[str(error.validator)]
    if error.validator == "type":
        wanted = [limit] if isinstance(limit, str) else list(limit)
        return f"has to be {' or '.join(_TYPE_WORDS.get(word, word) for word in wanted)}, not {_shown(value)}"
    if error.validator in {"enum", "const"}:
        options = limit if isinstance(limit, list) else [limit]
        return f"has to be one of {', '.join(_shown(option) for option in options)}, not {_shown(value)}"
    return str(error.message)[:300]


def _shown(value: Any) -> str:
    words = {None: "null", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def suggestion(word: str, known: Iterable[str]) -> str:
    """` (did you mean "..."?)` where one of the known words is close, else nothing."""
    close = difflib.get_close_matches(word, list(known), 1)
    return f' (did you mean "{close[0]}"?)' if close else ""
