"""A console on a store in a real file, and browsers of whoever is asked for."""

from __future__ import annotations

import pytest

from bot.store import Database
from tests.bot.console.scene import ConsoleScene


@pytest.fixture
def scene(database: Database) -> ConsoleScene:
    return ConsoleScene(database)
