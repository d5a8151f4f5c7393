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
