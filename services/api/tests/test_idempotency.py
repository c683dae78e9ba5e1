"""`Idempotency-Key`: one key makes one thing."""

from typing import Annotated, Any

import pytest
from azuraforge_api.deps import SessionDep, UserDep
from azuraforge_api.idempotency import IdempotencyDep
from azuraforge_dbmodels.base import new_id
from fastapi import Body, FastAPI
from fastapi.testclient import TestClient

URL = "/api/v1/things"


@pytest.fixture(autouse=True)
def _things(app: FastAPI) -> None:
    @app.post(URL, status_code=202)
    def make(
        body: Annotated[dict[str, Any], Body()],
        session: SessionDep,
        user: UserDep,
        idempotency: IdempotencyDep,
    ) -> dict[str, str]:
        if (known := idempotency.known(session, user)) is not None:
            return {"id": known}
        identifier = new_id()
        idempotency.remember(session, user, identifier)
        if body.get("fail"):
            raise RuntimeError("after the key was written")
        return {"id": identifier}


def post(client: TestClient, body: dict[str, Any], key: str | None) -> Any:
    return client.post(URL, json=body, headers={"Idempotency-Key": key} if key is not None else {})


def test_the_same_key_and_body_give_the_same_thing(member_client: TestClient) -> None:
    first, second = (post(member_client, {"a": 1}, "k1") for _ in range(2))
    assert first.status_code == second.status_code == 202
    assert first.json() == second.json()


def test_without_a_key_each_makes_its_own(member_client: TestClient) -> None:
    assert post(member_client, {}, None).json() != post(member_client, {}, None).json()


def test_another_body_is_a_conflict(member_client: TestClient) -> None:
    post(member_client, {"a": 1}, "k1")
    answer = post(member_client, {"a": 2}, "k1")
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_conflict")


def test_keys_are_per_user(member_client: TestClient, other_client: TestClient) -> None:
    assert post(member_client, {}, "k1").json() != post(other_client, {}, "k1").json()


def test_a_failed_request_leaves_no_key(member_client: TestClient) -> None:
    assert post(member_client, {"fail": True}, "k1").status_code == 500
    assert post(member_client, {"fail": False}, "k1").status_code == 202


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_has_a_length(member_client: TestClient, key: str) -> None:
    answer = post(member_client, {}, key)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["header", "Idempotency-Key"]
