"""Settings: read from the environment, refused with the variable's name."""

from pathlib import Path

import pytest
from azuraforge_api.settings import ApiSettings
from azuraforge_contracts.settings import SettingsError, load_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "eighty"),
        ("ADMIN_TOKEN", "secret"),
        ("ADMIN_TOKEN", "af_tooshort"),
        ("ADMIN_TOKEN", "af_" + "ü" * 40),
        ("PUBLIC_URL", "azuraforge.example"),
        ("ALLOWED_ORIGINS", "https://a.example/path"),
        ("ALLOWED_ORIGINS", "https://a.example, b.example"),
        ("TRUSTED_PROXIES", "proxy.example"),
        ("LOG_FORMAT", "xml"),
        ("DATABASE_URL", "mysql://x"),
        ("REDIS_URL", "http://x"),
        ("SECURE_COOKIES", "never"),
        ("MAX_BODY_BYTES", "1"),
        ("MAX_RUN_SECONDS", "0"),
        ("DEFAULT_RUN_MEMORY_MB", "100"),
    ],
)
def test_a_wrong_value_is_refused_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"AZURAFORGE_{name}", value)
    with pytest.raises(SettingsError, match=f"AZURAFORGE_{name}: ") as refused:
        load_settings(ApiSettings)
    if name == "ADMIN_TOKEN":
        assert value not in refused.value.message


def test_values_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AZURAFORGE_ALLOWED_ORIGINS", "https://a.example/, http://b.example:5173")
    monkeypatch.setenv("AZURAFORGE_PUBLIC_URL", "https://azuraforge.example/")
    monkeypatch.setenv("AZURAFORGE_TRUSTED_PROXIES", "10.0.0.0/8, ::1")
    monkeypatch.setenv("AZURAFORGE_ADMIN_TOKEN", "af_" + "a" * 32)
    settings = load_settings(ApiSettings)
    assert settings.address == "https://azuraforge.example"
    assert settings.trusted_origins == {
        "https://azuraforge.example",
        "https://a.example",
        "http://b.example:5173",
    }
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1")
    assert "af_" not in repr(settings)


def test_the_address_is_one_a_browser_can_open() -> None:
    assert ApiSettings(_env_file=None, host="::", port=81).address == "http://[::1]:81"
    assert ApiSettings(_env_file=None, host="::1", port=81).address == "http://[::1]:81"


def test_a_default_limit_above_the_highest_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AZURAFORGE_DEFAULT_RUN_SECONDS", "60")
    monkeypatch.setenv("AZURAFORGE_MAX_RUN_SECONDS", "30")
    with pytest.raises(SettingsError, match="MAX_RUN_SECONDS: is below AZURAFORGE_DEFAULT_RUN_SECONDS"):
        load_settings(ApiSettings)
