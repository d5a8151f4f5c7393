"""The terminal: how a person leaves it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.terminal import chat
from tests.bot.fakes import FakeGuide


@pytest.mark.parametrize("word", ["exit", "Quit"])
def test_the_program_is_left_at_any_stage(word: str, tmp_path: Path) -> None:
    import click

    @click.command()
    def talk() -> None:
        chat(FakeGuide(), tmp_path)

    told = CliRunner().invoke(talk, input=f"I plan the roster for 12 nurses\n{word}\nI check the stock\n")
    assert told.exception is None
    assert "roster" in told.output
    assert "stock" not in told.output
