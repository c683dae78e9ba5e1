"""The built dashboard: its page for every address, its files cached as their names allow."""

import gzip
from pathlib import Path

import pytest
from azuraforge_api.settings import ApiSettings
from fastapi.testclient import TestClient

PAGE = "<!doctype html><title>AzuraForge</title>"


@pytest.fixture
def build(settings: ApiSettings) -> Path:
    folder = settings.dashboard_dir
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "favicon.svg").write_text("<svg/>")
    script = folder / "assets" / "index-abc123.js"
    script.write_text("console.log(1)")
    script.with_name(f"{script.name}.gz").write_bytes(gzip.compress(script.read_bytes()))
    (folder.parent / "secret.txt").write_text("secret")
    return folder


def test_without_a_build_a_page_says_what_to_do(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 503
    assert "make dashboard" in answer.text


@pytest.mark.parametrize("path", ["/", "/batches", "/batches/0197c0de/compare?x=1", "/index.html"])
def test_pages_get_the_page(client: TestClient, build: Path, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_hashed_files_are_kept_and_come_compressed(client: TestClient, build: Path) -> None:
    answer = client.get("/assets/index-abc123.js", headers={"Accept-Encoding": "gzip"})
    assert answer.text == "console.log(1)"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    plain = client.get("/assets/index-abc123.js", headers={"Accept-Encoding": "identity"})
    assert plain.text == "console.log(1)"
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != answer.headers["etag"]


def test_an_unchanged_page_is_not_sent_again(client: TestClient, build: Path) -> None:
    etag = client.get("/").headers["etag"]
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "path",
    ["/assets/index-old.js", "/missing.png", "/assets/", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/a%00b"],
)
def test_missing_files_and_ways_out_are_not_found(client: TestClient, build: Path, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_other_methods_are_refused(client: TestClient, build: Path) -> None:
    assert client.head("/").status_code == 200
    assert client.post("/batches", json={}).status_code == 405


def test_the_reference_loads_only_own_files(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "https:" not in page
    assert "<script>" not in page
    for path in ("/docs/assets/swagger-ui-bundle.js", "/docs/assets/swagger-ui.css", "/docs/reference.js"):
        assert path in page
        assert client.get(path).status_code == 200
    assert client.get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")
