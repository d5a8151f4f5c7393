"""The commands are documented, and as they are."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.main import rung
from bot.cli.reference import page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_commands_is_up_to_date() -> None:
    written = (DOCS / "commands.md").read_text("utf-8")
    assert written == page(), "run: python -m bot.cli.reference > docs/commands.md"


def test_every_command_and_option_has_help() -> None:
    for name, command in rung.commands.items():
        assert command.help, name
        for parameter in command.params:
            assert isinstance(parameter, click.Argument) or getattr(parameter, "help", None), parameter.name


def test_the_short_help_of_each_command_fits_its_line() -> None:
    assert not [line for line in page().splitlines() if line.endswith("...") and not line.startswith("Usage")]
