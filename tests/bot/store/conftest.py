"""Who and what is in a store."""

from __future__ import annotations

import pytest

from bot.store import Database
from tests.support.seeded_store import SeededStore


@pytest.fixture
def town(database: Database) -> SeededStore:
    return SeededStore(database)
