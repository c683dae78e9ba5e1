"""Inviting users, their roles, and ending their access."""

import pytest
from azuraforge_dbmodels.user import User
from fastapi.testclient import TestClient

URL = "/api/v1/users"


def test_an_invited_user_signs_in_by_the_link(admin_client: TestClient, client: TestClient) -> None:
    created = admin_client.post(URL, json={"name": "Grace", "role": "member"})
    assert created.status_code == 201
    invite = created.json()
    assert created.headers["location"] == f"{URL}/{invite['user']['id']}"
    me = client.post("/api/v1/auth/setup", json={"code": invite["code"]}).json()
    assert (me["name"], me["role"], me["has_password"]) == ("Grace", "member", False)


def test_names_are_unique_whatever_their_case(admin_client: TestClient) -> None:
    answer = admin_client.post(URL, json={"name": "ADA"})
    assert (answer.status_code, answer.json()["code"]) == (409, "user_exists")


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": " "}, {"name": "a\nb"}, {"name": "x", "role": "king"}, {"name": "x", "n": 1}],
)
def test_bad_invitations_name_the_field(admin_client: TestClient, body: dict[str, object]) -> None:
    answer = admin_client.post(URL, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"][0] == "body"


def test_members_cannot_manage_users(member_client: TestClient, member: User) -> None:
    answers = [
        member_client.get(URL),
        member_client.post(URL, json={"name": "x"}),
        member_client.patch(f"{URL}/{member.id}", json={"role": "admin"}),
        member_client.post(f"{URL}/{member.id}/invite"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4


def test_disabling_ends_every_way_in(
    admin_client: TestClient, member_client: TestClient, member: User, client: TestClient
) -> None:
    code = admin_client.post(f"{URL}/{member.id}/invite").json()["code"]
    assert admin_client.patch(f"{URL}/{member.id}", json={"disabled": True}).json()["disabled"] is True
    assert member_client.get("/api/v1/auth/me").status_code == 401
    assert client.post("/api/v1/auth/setup", json={"code": code}).status_code == 401
    assert admin_client.post(f"{URL}/{member.id}/invite").status_code == 409
    admin_client.patch(f"{URL}/{member.id}", json={"disabled": False})
    assert member_client.get("/api/v1/auth/me").status_code == 401
    code = admin_client.post(f"{URL}/{member.id}/invite").json()["code"]
    assert client.post("/api/v1/auth/setup", json={"code": code}).status_code == 200


def test_the_last_administrator_stays(admin_client: TestClient, admin: User, member: User) -> None:
    for change in ({"role": "member"}, {"disabled": True}):
        answer = admin_client.patch(f"{URL}/{admin.id}", json=change)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
    assert admin_client.patch(f"{URL}/{member.id}", json={"role": "admin"}).json()["role"] == "admin"
    assert admin_client.patch(f"{URL}/{admin.id}", json={"role": "member"}).status_code == 200
    assert admin_client.get(URL).status_code == 403


def test_users_are_listed_newest_first(admin_client: TestClient, member: User) -> None:
    listed = admin_client.get(URL).json()
    assert [user["name"] for user in listed["items"]] == ["mem", "ada"]
    assert listed["next_cursor"] is None


@pytest.mark.parametrize("user_id", ["nobody", "0197c0e3-90ab-7d11-b1aa-3f1b0c6b7d22", "%00"])
def test_unknown_users_are_not_found(admin_client: TestClient, user_id: str) -> None:
    assert admin_client.patch(f"{URL}/{user_id}", json={"disabled": True}).status_code == 404
