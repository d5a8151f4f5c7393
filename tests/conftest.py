"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.support.telegram import TelegramServer


# How long an example takes says how busy the machine is. make check tries fewer of them.
settings.register_profile("rung", deadline=None)
settings.register_profile("check", deadline=None, max_examples=20)
settings.load_profile("rung")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of framework documents that may not be copied here; skip where there is none."""
    folder = os.environ.get("RUNG_SHARED")
    if not folder:
        pytest.skip(
            "RUNG_SHARED is not set: it names the folder that holds data/ with the frameworks' documents"
        )
    data = Path(folder) / "data"
    if not data.is_dir():
        pytest.skip(f"RUNG_SHARED names {folder}, which holds no folder data/")
    return data


@pytest.fixture(scope="session")
def starter() -> Path:
    """Return the folder of starter documents."""
    return Path(__file__).parent.parent / "knowledge" / "data" / "documents"


@pytest.fixture
def telegram_server() -> Iterator[TelegramServer]:
    """Yield a running fake Bot API; afterwards no call may have broken the Bot API."""
    from tests.support.telegram import TelegramServer

    with TelegramServer() as server:
        yield server
    assert server.violations == []
