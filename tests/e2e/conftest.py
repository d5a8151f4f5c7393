"""A RUNG_HOME with the starter documents, built once with the tiny stand-in for the model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.running import Rung


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Rung:
    """Return a Rung that is ready to chat. Tests must not change its documents."""
    rung = Rung(tmp_path_factory.mktemp("prepared"))
    done = rung.run("prepare")
    assert done.code == 0, done.err
    return rung


@pytest.fixture
def fresh(tmp_path: Path) -> Rung:
    """Return a Rung whose home does not exist yet."""
    return Rung(tmp_path / "home")
