"""Datasets over HTTP: upload, list, preview, delete."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from azuraforge_api.datasets import service
from azuraforge_api.datasets.errors import FILE_REFUSALS
from azuraforge_api.datasets.ingest.model import RefusalCode
from azuraforge_contracts.datasets import canonical_key, original_key
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

CSV = b"x,y,c\n1,2.5,red\n2,,blue\n3,4.5,red\n"
UNKNOWN = "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10"


def upload(client: TestClient, content: bytes = CSV, name: str = "data.csv", **fields: str) -> Any:
    return client.post("/api/v1/datasets", files={"file": (name, content)}, data=fields)


@pytest.fixture
def store(app: FastAPI) -> LocalArtifactStore:
    found: LocalArtifactStore = app.state.store
    return found


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    return tmp_path / "uploads"


def test_upload_answers_the_dataset(
    member_client: TestClient, store: LocalArtifactStore, uploads: Path
) -> None:
    answer = upload(member_client)
    assert answer.status_code == 201, answer.text
    body = answer.json()
    sha256 = hashlib.sha256(CSV).hexdigest()
    assert answer.headers["location"] == f"/api/v1/datasets/{body['id']}"
    assert {key: body[key] for key in ("name", "format", "sha256", "size_bytes", "row_count")} == {
        "name": "data.csv",
        "format": "csv",
        "sha256": sha256,
        "size_bytes": len(CSV),
        "row_count": 3,
    }
    assert body["columns"][1] == {"name": "y", "dtype": "number", "missing": 1, "distinct": 2, "rarest": 1}
    assert body["created_at"].endswith("Z")
    assert member_client.get(f"/api/v1/datasets/{body['id']}").json() == body
    assert pq.read_table(store.local_path(canonical_key(sha256))).num_rows == 3
    assert store.local_path(original_key(sha256)).read_bytes() == CSV
    assert list(uploads.iterdir()) == []


def test_the_name_can_be_chosen_and_paths_are_cut(member_client: TestClient) -> None:
    assert upload(member_client, name="veri.csv").json()["name"] == "veri.csv"
    chosen = member_client.post(
        "/api/v1/datasets", files={"file": ("a.csv", CSV)}, data={"name": " Fiyatlar "}
    )
    assert chosen.json()["name"] == "Fiyatlar"
    assert upload(member_client, name="C:\\home\\şehir.csv").json()["name"] == "şehir.csv"


@pytest.mark.parametrize(
    ("content", "name", "code", "words"),
    [
        (b"", "a.csv", "file_empty", "empty"),
        (b"a,b\n", "a.csv", "file_header_only", "no rows"),
        (b"a,b\n1\n", "a.csv", "file_ragged_row", "Row 2 has 1 cell"),
        (b"a,a\n1,2\n", "a.csv", "file_duplicate_columns", '"a"'),
        ("a,b\n1,2\n".encode("utf-16"), "a.csv", "file_utf16", "UTF-8"),
        (b"a,b\n1,\0\n", "a.csv", "file_nul_character", "row 2"),
        (b"a,b\n1,2\n", "a.parquet", "file_not_parquet", "PAR1"),
        (b"a,b\n1,2\n", "a.xlsx", "unsupported_format", "CSV"),
        (b"a,b\n1,2\n", "noending", "unsupported_format", ".csv"),
    ],
)
def test_bad_files_are_refused_and_nothing_is_kept(
    member_client: TestClient, tmp_path: Path, uploads: Path, content: bytes, name: str, code: str, words: str
) -> None:
    answer = upload(member_client, content, name)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], words in problem["detail"]) == (code, True), problem
    assert problem["errors"][0]["loc"][:2] == ["body", "file"]
    assert str(tmp_path) not in answer.text
    assert list(uploads.iterdir()) == []
    assert not (tmp_path / "artifacts").exists()
    assert member_client.get("/api/v1/datasets").json()["items"] == []


def test_every_refusal_has_its_own_code_and_title() -> None:
    assert set(FILE_REFUSALS) == set(RefusalCode)
    assert len({error.title for error in FILE_REFUSALS.values()}) == len(RefusalCode)


def test_a_file_over_the_limit_is_413(
    app: FastAPI, member_client: TestClient, uploads: Path, tmp_path: Path
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"max_upload_bytes": 20_000})
    assert upload(member_client, b"a\n" + b"1\n" * 9_999).status_code == 201
    over = upload(member_client, b"a\n" + b"1\n" * 10_000)
    assert (over.status_code, over.json()["code"]) == (413, "payload_too_large")

    def long() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        for _ in range(100):
            yield b"1\n" * 1000

    streamed = member_client.post(
        "/api/v1/datasets", content=long(), headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert (streamed.status_code, streamed.json()["code"]) == (413, "payload_too_large")
    assert list(uploads.iterdir()) == []


FORM = {"Content-Type": "multipart/form-data; boundary=b"}
FILE_PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na\n1\n\r\n'


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{}", {"Content-Type": "application/json"}),
        (b"a,b\n1,2\n", {"Content-Type": "text/csv"}),
        (b"", {}),
        (FILE_PART + b"--b--\r\n", {"Content-Type": "multipart/form-data"}),
        (b"nonsense", FORM),
        (FILE_PART, FORM),
        (FILE_PART + FILE_PART + b"--b--\r\n", FORM),
        (b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n--b--\r\n', FORM),
        (b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n', FORM),
        (
            b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n' + b"x" * 5000 + b"\r\n--b--\r\n",
            FORM,
        ),
    ],
)
def test_malformed_forms(
    member_client: TestClient, uploads: Path, body: bytes, headers: dict[str, str]
) -> None:
    answer = member_client.post("/api/v1/datasets", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed_upload"), answer.text
    assert list(uploads.iterdir()) == []


def test_uploading_needs_a_user(client: TestClient) -> None:
    assert upload(client).status_code == 401


def test_the_same_content_again_is_a_dataset_of_its_own(
    member_client: TestClient, other_client: TestClient, store: LocalArtifactStore
) -> None:
    first, second = upload(member_client).json(), upload(other_client, name="same.tsv").json()
    assert first["id"] != second["id"]
    assert (first["sha256"], first["columns"]) == (second["sha256"], second["columns"])
    assert member_client.delete(f"/api/v1/datasets/{first['id']}").status_code == 204
    assert store.exists(canonical_key(first["sha256"]))
    assert other_client.get(f"/api/v1/datasets/{second['id']}/preview").status_code == 200
    assert other_client.delete(f"/api/v1/datasets/{second['id']}").status_code == 204
    assert not store.exists(canonical_key(first["sha256"]))
    assert not store.exists(original_key(first["sha256"]))
    assert upload(member_client).status_code == 201


def test_files_that_a_deletion_took_away_are_put_again(
    member_client: TestClient, store: LocalArtifactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = hashlib.sha256(CSV).hexdigest()
    checked: list[bool] = []
    has_files = service._has_files

    def taken_away_once(store: LocalArtifactStore, sha256: str) -> bool:
        if not checked:
            store.delete(canonical_key(sha256))
        checked.append(has_files(store, sha256))
        return checked[-1]

    monkeypatch.setattr(service, "_has_files", taken_away_once)
    assert upload(member_client).status_code == 201
    assert checked == [False, True]
    assert store.exists(canonical_key(sha256))


def test_a_database_that_goes_away_leaves_no_files(
    app: FastAPI,
    member_client: TestClient,
    store: LocalArtifactStore,
    uploads: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    down = OperationalError("INSERT", {}, Exception("gone"))
    sha256 = hashlib.sha256(CSV).hexdigest()

    def gone(*_: object) -> None:
        raise down

    with monkeypatch.context() as patched:
        patched.setattr(service, "_lock_content", gone)
        answer = upload(member_client)
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    assert [path.name for path in uploads.iterdir()] == [f"{sha256}.stored"]
    with TestClient(app):  # the next start
        pass
    assert not store.exists(canonical_key(sha256))
    assert list(uploads.iterdir()) == []


def test_a_failed_insert_discards_the_files_at_once(
    member_client: TestClient, store: LocalArtifactStore, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("no"))

    with monkeypatch.context() as patched:
        patched.setattr(service, "_row_of", fails)
        assert upload(member_client).status_code == 503
    assert not store.exists(canonical_key(hashlib.sha256(CSV).hexdigest()))
    assert list(uploads.iterdir()) == []
    assert upload(member_client).status_code == 201


def test_a_known_table_isnt_reused_under_a_name_that_promises_another_format(
    member_client: TestClient,
) -> None:
    upload(member_client)
    assert upload(member_client, name="data.parquet").json()["code"] == "file_not_parquet"


def test_lists_are_paged_newest_first_and_ones_own(
    member_client: TestClient, other_client: TestClient
) -> None:
    ids = [upload(member_client, name=f"{index}.csv").json()["id"] for index in range(3)]
    upload(other_client)
    page = member_client.get("/api/v1/datasets", params={"limit": 2}).json()
    rest = member_client.get("/api/v1/datasets", params={"cursor": page["next_cursor"]}).json()
    assert [item["id"] for item in page["items"] + rest["items"]] == ids[::-1]
    assert rest["next_cursor"] is None


def test_lists_are_searched_by_name_among_ones_own(
    member_client: TestClient, other_client: TestClient
) -> None:
    for name in ("Housing_1.csv", "housing%2.csv", "weather.csv"):
        assert upload(member_client, name=name).status_code == 201
    upload(other_client, name="housing.csv")

    def found(q: str) -> list[str]:
        answer = member_client.get("/api/v1/datasets", params={"q": q})
        return [item["name"] for item in answer.json()["items"]]

    assert found("HOUSING") == ["housing%2.csv", "Housing_1.csv"]
    assert found("g_1") == ["Housing_1.csv"]
    assert found("%") == ["housing%2.csv"]
    assert found("") == ["weather.csv", "housing%2.csv", "Housing_1.csv"]
    assert member_client.get("/api/v1/datasets", params={"q": "x" * 256}).status_code == 422


def test_preview(member_client: TestClient) -> None:
    content = "n,t,s,b\n1.5,2024-01-31T10:00,%s,true\n,,ş,false\n3.5,2024-02-01,x,true\n" % ("é" * 600)
    dataset = upload(member_client, content.encode()).json()
    answer = member_client.get(f"/api/v1/datasets/{dataset['id']}/preview", params={"rows": 2})
    assert answer.json() == {
        "columns": ["n", "t", "s", "b"],
        "rows": [[1.5, "2024-01-31T10:00:00", "é" * 500 + "…", True], [None, None, "ş", False]],
    }
    too_many = member_client.get(f"/api/v1/datasets/{dataset['id']}/preview", params={"rows": 201})
    assert (too_many.status_code, too_many.json()["errors"][0]["loc"]) == (422, ["query", "rows"])


def test_a_preview_says_that_the_stored_file_is_gone_or_damaged(
    member_client: TestClient, store: LocalArtifactStore
) -> None:
    dataset = upload(member_client, CSV).json()
    store.put_bytes(canonical_key(dataset["sha256"]), b"no table")
    damaged = member_client.get(f"/api/v1/datasets/{dataset['id']}/preview")
    store.delete(canonical_key(dataset["sha256"]))
    gone = member_client.get(f"/api/v1/datasets/{dataset['id']}/preview")
    for answer in (damaged, gone):
        assert (answer.status_code, answer.json()["code"]) == (404, "dataset_file_missing")
        assert "upload the file again" in answer.json()["detail"]


def test_infinite_numbers_are_null(member_client: TestClient) -> None:
    dataset = upload(member_client, b"a,b\ninf,1\n1.5,2\n").json()
    assert member_client.get(f"/api/v1/datasets/{dataset['id']}/preview").json()["rows"] == [
        [None, 1],
        [1.5, 2],
    ]


@pytest.mark.parametrize("path", ["{id}", "{id}/preview"])
def test_foreign_and_unknown_ids_are_not_found(
    member_client: TestClient, other_client: TestClient, path: str
) -> None:
    mine = upload(member_client).json()["id"]
    for identifier in (mine, UNKNOWN, "not-an-id"):
        answer = other_client.get(f"/api/v1/datasets/{path.format(id=identifier)}")
        assert (answer.status_code, answer.json()["code"]) == (404, "dataset_not_found")


def test_foreign_datasets_arent_deleted(member_client: TestClient, other_client: TestClient) -> None:
    mine = upload(member_client).json()["id"]
    assert other_client.delete(f"/api/v1/datasets/{mine}").status_code == 404
    assert member_client.get(f"/api/v1/datasets/{mine}").status_code == 200


def test_a_dataset_in_use_is_not_deleted(
    member_client: TestClient, member: User, database: Database, store: LocalArtifactStore
) -> None:
    dataset = upload(member_client).json()
    batch = Batch(
        owner_id=member.id, kind="experiment", name="Sweep", dataset_id=dataset["id"], request={},
        objective_metric="rmse", objective_direction="minimize", job_count=0,
    )  # fmt: skip
    with database.write() as session:
        session.add(batch)
    answer = member_client.delete(f"/api/v1/datasets/{dataset['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "dataset_in_use")
    assert "Sweep" in answer.json()["detail"]
    assert store.exists(canonical_key(dataset["sha256"]))
