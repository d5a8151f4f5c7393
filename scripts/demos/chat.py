"""A conversation on the terminal, for README.md and docs/suggestion.png."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from contextlib import redirect_stdout
from unittest import mock

import click

from bot.cli.main import run
from bot.text import conversation, suggestions
from scripts.demos.play import DOCS, write

ACTIVITIES = (
    "Morning! I look after the accounts of our bigger clients lah",
    "I meet their managers every month and sort out what bothers them. I put the renewal offers together",
)
SKILL = "Account Management"
ANSWERS = ("not yet", "ya, with my boss", "can lah", "no", "sometimes")


class Typist:
    """A member of staff at the terminal, who reads what Rung wrote before typing the next line."""

    def __init__(self, screen: io.StringIO) -> None:
        self._screen = screen
        self._tells, self._answers = iter(ACTIVITIES), iter(ANSWERS)

    def isatty(self) -> bool:
        """Say that what is typed has to be shown, as by a pipe."""
        return False

    def readline(self) -> str:
        """Type the next line."""
        shown = self._screen.getvalue()
        asked = shown[shown.rfind("\n> ") :]
        if suggestions.SKIP in asked:
            return next(self._answers) + "\n"
        if conversation.NONE_OF_THESE in asked:
            return f"{SKILL}\n"
        return "no, thanks\n" if conversation.FINISH in asked else next(self._tells, "exit") + "\n"


@click.command()
@click.option("--write", "into_docs", is_flag=True, help="Into README.md and docs/.")
def main(into_docs: bool) -> None:
    """Talk on the terminal, in a RUNG_HOME of its own."""
    with tempfile.TemporaryDirectory() as home:
        out = play(home)
        picture = re.search(r"\S+ladder-\w+\.png", out)
        if picture and into_docs:
            shutil.copy(picture.group(), DOCS / "suggestion.png")
    out = out.replace(home, "~/.local/share/rung")
    if into_docs:
        write(out, DOCS.parent / "README.md")
    else:
        click.echo(out)


def play(home: str) -> str:
    """Prepare, talk, and return what a terminal would show."""
    screen = io.StringIO()
    environment = {"RUNG_HOME": home, "COLUMNS": "89"}
    with mock.patch.dict(os.environ, environment), mock.patch.object(sys, "stdin", Typist(screen)):
        with redirect_stdout(io.StringIO()):
            run(["prepare"])
        with redirect_stdout(screen):
            run(["chat"])
    return screen.getvalue().strip()
