"""Write the Python client's models from the OpenAPI document: one readable class per schema.

`make client` runs it. Bounds aren't repeated: the API judges what it is sent, and says what is wrong with it.
"""

import argparse
import json
import keyword
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HEADER = '''"""What the API takes and answers. Written by `make client` from the OpenAPI document."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from azuraforge_client.base import Model
'''
SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
REF = "#/components/schemas/"
WIDTH = 100

Schema = Mapping[str, Any]


class UnknownShapeError(SystemExit):
    """The document uses something of JSON Schema that this doesn't know."""


def annotation(schema: Schema) -> str:
    """The Python type of a schema."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return _union(schema[key], schema.get("discriminator"))
    if "const" in schema:
        return f"Literal[{json.dumps(schema['const'])}]"
    if "enum" in schema:
        return f"Literal[{', '.join(json.dumps(value) for value in schema['enum'])}]"
    return _of_type(schema["type"], schema) if "type" in schema else "Any"


def _of_type(kind: str, schema: Schema) -> str:
    if kind == "array":
        return _array(schema)
    if kind == "object":
        return f"dict[{_key(schema)}, {_value(schema)}]"
    if kind not in SCALARS:
        raise UnknownShapeError(f"no Python type is known for {schema}")
    return "datetime" if schema.get("format") == "date-time" else SCALARS[kind]


def _union(options: list[Schema], discriminator: Schema | None) -> str:
    union = " | ".join(annotation(option) for option in options)
    if discriminator is None:
        return union
    return f"Annotated[{union}, Field(discriminator={json.dumps(discriminator['propertyName'])})]"


def _array(schema: Schema) -> str:
    if "prefixItems" in schema:
        return f"tuple[{', '.join(annotation(item) for item in schema['prefixItems'])}]"
    return f"list[{annotation(schema.get('items', {}))}]"


def _key(schema: Schema) -> str:
    return annotation(schema.get("propertyNames", {"type": "string"}))


def _value(schema: Schema) -> str:
    inner = schema.get("additionalProperties")
    return annotation(inner) if isinstance(inner, Mapping) else "Any"


def class_source(name: str, schema: Schema) -> str:
    """The class of an object schema, or the alias of any other."""
    if "properties" not in schema:
        return f"{name} = {annotation(schema)}\n" + _docstring(schema, "")
    lines = [f"class {name}(Model):", _docstring(schema, "    ")]
    if schema.get("additionalProperties") is True:
        lines.append('    model_config = ConfigDict(extra="allow")\n')
    required = set(schema.get("required", ()))
    fields = {field: _field(details, field in required) for field, details in schema["properties"].items()}
    for field in sorted(fields, key=lambda name: " = " in fields[name]):
        lines.append(f"    {_named(field, fields[field])}")
        lines.append(_docstring(schema["properties"][field], "    "))
    return "\n".join(line for line in lines if line) + "\n"


def _named(field: str, declared: str) -> str:
    """The attribute's line; a word of Python's own gets an underscore and its true name as an alias."""
    if not keyword.iskeyword(field):
        return f"{field}: {declared}"
    if " = " in declared:
        raise UnknownShapeError(f"no default is known for {field}, a word of Python's own")
    return f"{field}_: {declared} = Field(alias={json.dumps(field)})"


def _field(schema: Schema, required: bool) -> str:
    """Type and default; what may be null is so where an older server doesn't answer it at all."""
    kind = annotation(schema)
    nullable = kind == "Any" or "None" in kind.split(" | ")
    if required:
        return f"{kind} = None" if nullable else kind
    default = schema.get("default")
    if isinstance(default, (dict, list)):
        return f"{kind} = Field(default_factory=lambda: {json.dumps(default)})"
    return f"{kind} = {default!r}" if nullable or default is not None else f"{kind} | None = None"


def _docstring(schema: Schema, indent: str) -> str:
    text = " ".join(str(schema.get("description", "")).split())
    if not text:
        return ""
    raw = "r" if "\\" in text else ""
    lines = textwrap.wrap(f'{raw}"""{text}', WIDTH, break_long_words=False)
    lines[-1] += '\\""""' if lines[-1].endswith('"') else '"""'
    return textwrap.indent("\n".join(lines), indent)


def references(schema: Any) -> Iterator[str]:
    """The names of the schemas that a schema refers to."""
    if isinstance(schema, Mapping):
        if isinstance(reference := schema.get("$ref"), str):
            yield reference.removeprefix(REF)
        for key, value in schema.items():
            if key not in {"example", "examples", "discriminator"}:
                yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def in_order(document: Mapping[str, Any]) -> Iterator[str]:
    """The schemas of answers and events, each after those it refers to.

    Pages are left out, as the client reads them itself, and so are bodies: its methods write them.
    """
    schemas = document["components"]["schemas"]
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    roots = {name for operation in operations for name in references(operation["responses"])}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> Iterator[str]:
        if name in path:
            raise UnknownShapeError(f"{' -> '.join((*path, name))} refers to itself")
        if name in done:
            return
        for other in sorted(set(references(schemas[name]))):
            yield from visit(other, (*path, name))
        done.add(name)
        yield name

    for name in sorted(roots | {"JobEvent"}):
        for found in visit(name, ()):
            if not found.startswith("Page_"):
                yield found


def main() -> int:
    """Write the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    document = json.loads(arguments.document.read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    source = "\n\n".join([HEADER, *(class_source(name, schemas[name]) for name in in_order(document))])
    arguments.out.write_text(_tidied(source), encoding="utf-8")
    return 0


def _tidied(source: str) -> str:
    """As the linter wants it."""
    ruff = str(Path(sys.executable).with_name("ruff"))
    for command in (["check", "--quiet", "--select", "I", "--fix"], ["format"]):
        arguments = [
            ruff,
            *command,
            "--stdin-filename",
            "packages/client/src/azuraforge_client/models.py",
            "-",
        ]
        source = subprocess.run(arguments, input=source, capture_output=True, text=True, check=True).stdout
    return source


if __name__ == "__main__":
    sys.exit(main())
