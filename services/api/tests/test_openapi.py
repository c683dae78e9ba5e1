"""The reference is whole: every operation is described, typed and shown by an example."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from azuraforge_api.main import bare_app
from azuraforge_api.middleware import PUBLIC_OPERATIONS
from azuraforge_api.openapi import build_openapi, operations

DOCUMENT = build_openapi(bare_app())
OPERATIONS = [
    pytest.param(path, method, operation, id=f"{method} {path}")
    for path, method, operation in operations(DOCUMENT)
]


def resolve(schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    return DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]] if reference else schema


def has_example(content: dict[str, Any]) -> bool:
    """Whether a body shows one: itself, its schema, or the schema of what it lists."""
    if {"example", "examples"} & content.keys():
        return True
    schema = resolve(content.get("schema", {}))
    listed = schema.get("properties", {}).get("items", {}).get("items") or schema.get("items", {})
    return any({"example", "examples"} & found.keys() for found in (schema, resolve(listed)))


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_an_operation_is_described(path: str, method: str, operation: dict[str, Any]) -> None:
    assert operation["tags"]
    assert len(operation["summary"]) > 5
    assert len(operation["description"]) > 20
    assert operation["operationId"].islower()
    assert len(operation["operationId"]) <= 40
    for parameter in operation.get("parameters", []):
        assert parameter.get("description"), parameter["name"]


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_an_operation_has_examples(path: str, method: str, operation: dict[str, Any]) -> None:
    bodies = list(operation.get("requestBody", {}).get("content", {}).values())
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            bodies += response.get("content", {}).values()
    for body in bodies:
        assert has_example(body), body


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_an_operations_problems_are_typed(path: str, method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    refusals = {
        status: body for status, body in responses.items() if status >= "4" and path.startswith("/api")
    }
    for response in refusals.values():
        content = response["content"]["application/problem+json"]
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert content["examples"]
    if path.startswith("/api"):
        assert {"500", "503"} <= responses.keys()
        assert ("401" in responses) or (method.upper(), path) in PUBLIC_OPERATIONS
    if "{" in path:
        assert "404" in responses
    if "requestBody" in operation:
        assert {"413", "422"} <= responses.keys()


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_reference_leads_somewhere() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    names = {reference.rpartition("/")[2] for reference in references(DOCUMENT)}
    assert names <= schemas.keys()


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for _, _, operation in operations(DOCUMENT)]
    assert len(ids) == len(set(ids))


def test_the_events_of_the_sockets_are_in_the_schemas() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert schemas["JobEvent"]["discriminator"]["propertyName"] == "type"
    kinds = set(schemas["JobEvent"]["discriminator"]["mapping"])
    assert {"state", "progress", "metric", "log", "result", "error", "reset", "snapshot"} <= kinds
    assert "type" in schemas["StateEvent"]["required"]
    assert "counts" in schemas["FeedItem"]["properties"]
    assert schemas["Problem"]["required"] == ["type", "title", "status", "detail", "code"]


def test_the_document_is_the_same_each_time() -> None:
    again = build_openapi(bare_app())
    assert json.dumps(again, sort_keys=True) == json.dumps(DOCUMENT, sort_keys=True)
