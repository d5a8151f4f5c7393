"""Who and what is in a store."""

from __future__ import annotations

import pytest

from bot.store import Database
from tests.bot.store.town import Town


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)
