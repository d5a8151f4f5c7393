"""A store in a real file, and who and what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Database
from tests.bot.store.town import Town


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "rung.db") as opened:
        yield opened


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)
