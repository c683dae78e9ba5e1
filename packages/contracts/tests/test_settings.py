"""Settings are refused at start with the variable's name, and nothing of a secret is shown."""

from pathlib import Path

import pytest
from azuraforge_contracts.settings import CoreSettings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def _no_dotenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DATA_DIR", "DATABASE_URL", "REDIS_URL", "ARTIFACTS_URL"):
        monkeypatch.delenv(f"AZURAFORGE_{name}", raising=False)


def test_one_machine_keeps_everything_in_its_data_folder(tmp_path: Path) -> None:
    settings = load_settings(CoreSettings)
    assert settings.data_dir == tmp_path / "var"
    assert settings.database_dsn == f"sqlite:///{tmp_path}/var/azuraforge.db"
    assert settings.artifacts_root == tmp_path / "var" / "artifacts"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AZURAFORGE_DATABASE_URL", "mysql://user:hunter2@host/name"),
        ("AZURAFORGE_DATABASE_URL", "nonsense"),
        ("AZURAFORGE_REDIS_URL", "http://user:hunter2@host"),
        ("AZURAFORGE_ARTIFACTS_URL", "ftp://hunter2/x"),
        ("AZURAFORGE_ARTIFACTS_URL", "file://"),
        ("AZURAFORGE_DATA_DIR", "/etc/hostname"),
    ],
)
def test_a_wrong_value_is_refused_by_name(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refused:
        load_settings(CoreSettings)
    assert variable in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "client", "celery"),
    [
        ("redis://:pw@host:6380/2", "redis://:pw@host:6380/2", "redis://:pw@host:6380/2"),
        ("unix:///run/v.sock", "unix:///run/v.sock", "redis+socket:///run/v.sock?virtual_host=0"),
        ("redis+socket:///run/v.sock", "unix:///run/v.sock", "redis+socket:///run/v.sock?virtual_host=0"),
    ],
)
def test_a_broker_address_is_spelled_for_each_library(
    given: str, client: str, celery: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURAFORGE_REDIS_URL", given)
    settings = load_settings(CoreSettings)
    assert (settings.redis_client_url, settings.celery_broker_url) == (client, celery)


def test_postgresql_gets_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURAFORGE_DATABASE_URL", "postgresql://u:hunter2@host/name")
    settings = load_settings(CoreSettings)
    assert settings.database_dsn == "postgresql+psycopg://u:hunter2@host/name"
    assert "hunter2" not in repr(settings)
