"""The fixture that gives a test a Telegram of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .server import TelegramServer


@pytest.fixture
def telegram_server() -> Iterator[TelegramServer]:
    """Yield a running emulator; afterwards nothing that went over the wire may have broken the Bot API."""
    from .server import TelegramServer

    with TelegramServer() as server:
        yield server
    assert server.violations == []
