"""A start that fails is one sentence that says what to do."""

from __future__ import annotations

import socket

import pytest

from tests.e2e.running import Done, Rung
from tests.support.telegram import TelegramServer


def failed(done: Done) -> str:
    assert done.code == 2, done.err
    assert "Traceback" not in done.err
    assert len(done.err.strip().splitlines()) == 1
    return done.err


@pytest.fixture
def told(telegram_server: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> TelegramServer:
    """Point the bot at the fake Bot API."""
    for name, value in telegram_server.environment.items():
        monkeypatch.setenv(name, value)
    return telegram_server


def test_no_token(fresh: Rung, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUNG_TELEGRAM_TOKEN", raising=False)
    assert "@BotFather" in failed(fresh.run("telegram"))


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("RUNG_TELEGRAM_TOKEN", "nonsense", "is not a token"),
        ("RUNG_WEBHOOK_URL", "bot.example.org", "https://"),
        ("RUNG_WEBHOOK_URL", "https://bot.example.org/metrics", "path of its own"),
        ("RUNG_WEBHOOK_SECRET", "short", "16 to 256"),
        ("RUNG_PORT", "eighty", "number"),
        ("RUNG_TELEGRAM_RATE", "0", "messages per second"),
    ],
)
def test_settings_that_cannot_be_read(
    fresh: Rung, told: TelegramServer, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    assert says in failed(fresh.run("telegram"))
    assert not fresh.home.exists()
    assert told.calls == []


def test_a_token_that_telegram_does_not_know(fresh: Rung, told: TelegramServer) -> None:
    told.revoke()
    error = failed(fresh.run("telegram"))
    assert "does not know this token" in error
    assert told.token not in error


def test_a_port_in_use(fresh: Rung, told: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("RUNG_PORT", str(taken.getsockname()[1]))
        assert "RUNG_PORT" in failed(fresh.run("telegram"))
    assert told.calls == []


def test_a_folder_that_cannot_be_written(told: TelegramServer) -> None:
    from pathlib import Path

    assert "RUNG_HOME" in failed(Rung(Path("/proc/rung")).run("telegram"))
    assert told.calls == []


def test_no_build(fresh: Rung, told: TelegramServer) -> None:
    assert "rung build" in failed(fresh.run("telegram"))
    assert [call.method for call in told.calls] == ["getMe"]
