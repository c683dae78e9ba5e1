"""The first way in: a printed link, or a token that automation brings along."""

from urllib.parse import urlsplit

import pytest
from azuraforge_api import cli
from azuraforge_api.auth.bootstrap import ensure_admin_token, make_sign_in_link
from azuraforge_api.main import create_app
from azuraforge_api.settings import ApiSettings
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import ApiToken, Role, User
from fastapi.testclient import TestClient
from sqlmodel import select

TOKEN = "af_" + "0123456789abcdef" * 2
OTHER = "af_" + "fedcba9876543210" * 2


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_the_link_signs_the_first_administrator_in(
    client: TestClient, database: Database, settings: ApiSettings
) -> None:
    link = urlsplit(make_sign_in_link(database, settings))
    assert (link.scheme, link.netloc, link.path, link.query) == ("http", "127.0.0.1:8000", "/", "")
    me = client.post("/api/v1/auth/setup", json={"code": link.fragment.removeprefix("code=")}).json()
    assert (me["name"], me["role"]) == ("admin", "admin")


def test_a_second_link_is_for_the_same_user(database: Database, settings: ApiSettings) -> None:
    make_sign_in_link(database, settings)
    make_sign_in_link(database, settings)
    with database.read() as session:
        assert len(session.exec(select(User)).all()) == 1


def test_a_brought_token_acts_for_the_administrator(settings: ApiSettings) -> None:
    with_token = settings.model_copy(update={"admin_token": ApiSettings(admin_token=TOKEN).admin_token})
    for _ in range(2):
        with TestClient(create_app(with_token)) as client:
            me = client.get("/api/v1/auth/me", headers=bearer(TOKEN)).json()
            assert (me["name"], me["role"]) == ("admin", "admin")
            assert len(client.get("/api/v1/auth/tokens", headers=bearer(TOKEN)).json()["items"]) == 1


def test_another_brought_token_replaces_it(client: TestClient, database: Database, admin: User) -> None:
    ensure_admin_token(database, TOKEN)
    ensure_admin_token(database, OTHER)
    assert client.get("/api/v1/auth/me", headers=bearer(TOKEN)).status_code == 401
    assert client.get("/api/v1/auth/me", headers=bearer(OTHER)).json()["name"] == "ada"
    with database.read() as session:
        assert session.exec(select(User.role)).all() == [Role.ADMIN]
        assert TOKEN not in str(session.exec(select(ApiToken)).all())


def test_the_command_prints_the_link(
    settings: ApiSettings,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cli, "load_settings", lambda _kind: settings)
    monkeypatch.setattr("sys.argv", ["azuraforge", "sign-in-link"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("http://127.0.0.1:8000/#code=")
