"""People who chat with the review desk."""

from __future__ import annotations

import pytest

from bot.store import Database
from tests.bot.telegram.scene import Scene


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)
