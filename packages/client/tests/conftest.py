"""A client whose server is mocked, answers as the OpenAPI document's own examples, and no real pauses."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import respx
from azuraforge_client import Client

ROOT = Path(__file__).resolve().parents[3]
URL = "http://azuraforge.test"
API = f"{URL}/api/v1"
TOKEN = f"af_{'t' * 40}"


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """The API's OpenAPI document."""
    text = (ROOT / "services" / "api" / "openapi.json").read_text(encoding="utf-8")
    parsed: dict[str, Any] = json.loads(text)
    return parsed


@pytest.fixture(scope="session")
def example(document: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """Makes an answer as the document shows it, complete: what its example leaves out is null."""
    schemas = document["components"]["schemas"]

    def make(name: str, **changes: Any) -> dict[str, Any]:
        schema = schemas[name]
        shown = schema.get("example") or schema["examples"][0]
        return {**dict.fromkeys(schema["properties"]), **shown, **changes}

    return make


@pytest.fixture
def api() -> Iterator[respx.MockRouter]:
    """The mocked server; a request that no route expects fails the test."""
    with respx.mock(base_url=API, assert_all_called=True) as router:
        yield router


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(URL, TOKEN) as made:
        yield made


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, in seconds; none of them takes time."""
    made: list[float] = []
    monkeypatch.setattr("time.sleep", made.append)
    return made


@pytest.fixture(scope="session")
def problem() -> Callable[..., dict[str, Any]]:
    """Makes a problem document."""

    def make(status: int, code: str, **more: Any) -> dict[str, Any]:
        return {
            "type": f"urn:azuraforge:problem:{code}",
            "title": code.replace("_", " "),
            "status": status,
            "detail": f"What is wrong about {code}.",
            "code": code,
            **more,
        }

    return make
