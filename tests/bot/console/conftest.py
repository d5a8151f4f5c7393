"""A console on a store in a real file, and browsers of whoever is asked for."""

from __future__ import annotations

import pytest

from bot.store import Database
from tests.bot.console.stall import Stall


@pytest.fixture
def stall(database: Database) -> Stall:
    return Stall(database)
