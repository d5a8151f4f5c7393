"""What the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import DEFAULT_KEEP_DAYS, SettingError, Settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("RUNG_ADMINS", "RUNG_KEEP_DAYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RUNG_HOME", str(tmp_path))


def test_without_a_word_nobody_is_admin_and_two_years_are_kept(tmp_path: Path) -> None:
    settings = Settings.from_environment()
    assert (settings.admins, settings.keep_days) == (frozenset(), DEFAULT_KEEP_DAYS)
    assert settings.store == tmp_path / "rung.db"


@pytest.mark.parametrize("named", ["12,345", " 12 , 345 ,", "12 345"])
def test_admins_are_ids_between_commas(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("RUNG_ADMINS", named)
    monkeypatch.setenv("RUNG_KEEP_DAYS", " 30 ")
    settings = Settings.from_environment()
    assert (settings.admins, settings.keep_days) == (frozenset({12, 345}), 30)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RUNG_ADMINS", "@somebody"),
        ("RUNG_ADMINS", "-5"),
        ("RUNG_ADMINS", "0"),
        ("RUNG_ADMINS", "١٢"),
        ("RUNG_KEEP_DAYS", "two years"),
        ("RUNG_KEEP_DAYS", "0"),
        ("RUNG_KEEP_DAYS", "-1"),
        ("RUNG_KEEP_DAYS", "1e3"),
    ],
)
def test_what_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=rf"{name} .*: write"):
        Settings.from_environment()


@pytest.mark.parametrize(
    ("url", "port", "address", "prefix", "secure", "in_bot"),
    [
        ("", "", "http://127.0.0.1:8081", "", False, False),
        ("", "9000", "http://127.0.0.1:9000", "", False, True),
        ("https://rung.example.org/console/", "", "https://rung.example.org/console", "/console", True, True),
    ],
)
def test_console_when_an_address_or_port_is_set_then_the_bot_serves_it(
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    port: str,
    address: str,
    prefix: str,
    secure: bool,
    in_bot: bool,
) -> None:
    monkeypatch.setenv("RUNG_CONSOLE_URL", url)
    monkeypatch.setenv("RUNG_CONSOLE_PORT", port)
    settings = Settings.from_environment()
    assert (settings.console_address, settings.console_prefix) == (address, prefix)
    assert (settings.console_secure, settings.console_in_bot) == (secure, in_bot)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RUNG_CONSOLE_URL", "rung.example.org"),
        ("RUNG_CONSOLE_URL", "https://rung.example.org/?a=b"),
        ("RUNG_CONSOLE_URL", "http://["),
        ("RUNG_CONSOLE_PORT", "0"),
        ("RUNG_PORT", "99999"),
        ("RUNG_PORT", "²"),
        ("RUNG_WEBHOOK_URL", "https://bot.example.org/healthz"),
        ("RUNG_WEBHOOK_SECRET", "short"),
        ("RUNG_TELEGRAM_TOKEN", "12345"),
        ("RUNG_TELEGRAM_RATE", "fast"),
    ],
)
def test_setting_when_it_cannot_be_used_then_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=name):
        Settings.from_environment()
