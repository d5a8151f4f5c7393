"""A store in a real file, for all rooms of the bot that need one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Database


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that nobody is in, to be copied: making its tables waits for the disk many times."""
    path = tmp_path_factory.mktemp("store") / "rung.db"
    Database(path).close()
    return path


@pytest.fixture
def database(empty: Path, tmp_path: Path) -> Iterator[Database]:
    """Return an open copy of it."""
    shutil.copy(empty, tmp_path / "rung.db")
    with Database(tmp_path / "rung.db") as opened:
        yield opened
