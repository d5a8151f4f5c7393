"""A RUNG_HOME with the starter documents, built once with the tiny stand-in for the model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.running import Rung
from tests.e2e.telegram_bot import Start, TelegramBot, copied
from tests.support.telegram import TelegramServer


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Rung:
    """Return a Rung that is ready to chat. Tests must not change its documents."""
    rung = Rung(tmp_path_factory.mktemp("prepared"))
    done = rung.run("prepare")
    assert done.code == 0, done.err
    return rung


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, starter: Path) -> Path:
    """Return a home with one build of one document, for tests that make more of them."""
    rung = Rung(tmp_path_factory.mktemp("small") / "home")
    for command in (("add", starter / "tsc-account-management.txt"), ("build",)):
        done = rung.run(*command)
        assert done.code == 0, done.err
    return rung.home


@pytest.fixture
def fresh(tmp_path: Path) -> Rung:
    """Return a Rung whose home does not exist yet."""
    return Rung(tmp_path / "home")


@pytest.fixture
def start(telegram_server: TelegramServer, prepared: Rung, tmp_path: Path) -> Iterator[Start]:
    """Start bots on a home of their own."""
    bots: list[TelegramBot] = []

    def begin(webhook: bool = False, **more: str) -> TelegramBot:
        home = tmp_path / "home"
        if not home.exists():
            copied(prepared.home, home)
        bots.append(TelegramBot(telegram_server, home, webhook, **more))
        return bots[-1].start()

    yield begin
    for bot in bots:
        bot.__exit__()
