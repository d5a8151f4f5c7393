"""Plays a conversation with the real model, for the README.

python scripts/show.py           print the transcript
python scripts/show.py --write   put it into README.md, and its picture into docs/suggestion.png
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

from bot.cli.main import run
from bot.wording import en

ROOT = Path(__file__).parent.parent
ACTIVITIES = (
    "Morning! I look after the accounts of our bigger clients lah",
    "I meet their managers every month and sort out what bothers them. I put the renewal offers together",
)
SKILL = "Account Management"
ANSWERS = ("not yet", "ya, with my boss", "can lah", "no", "sometimes")
MARKS = "<!-- transcript -->", "<!-- /transcript -->"


class Person:
    """A member of staff at the terminal, who reads what Rung wrote before typing the next line.

    Args:
        screen: what Rung wrote so far.
    """

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
        if en.SKIP in asked:
            return next(self._answers) + "\n"
        if en.NONE_OF_THESE in asked:
            return f"{SKILL}\n"
        return "no, thanks\n" if en.FINISH in asked else next(self._tells) + "\n"


def main() -> None:
    """Play the conversation in a RUNG_HOME of its own."""
    with tempfile.TemporaryDirectory() as home:
        out = play(home)
        picture = re.search(r"\S+ladder-\w+\.png", out)
        if picture and "--write" in sys.argv[1:]:
            shutil.copy(picture.group(), ROOT / "docs" / "suggestion.png")
    out = out.replace(home, "~/.local/share/rung")
    if "--write" in sys.argv[1:]:
        write(out)
    else:
        print(out)


def play(home: str) -> str:
    """Prepare, talk, and return what a terminal would show."""
    screen = io.StringIO()
    environment = {"RUNG_HOME": home, "COLUMNS": "89"}
    with mock.patch.dict(os.environ, environment), mock.patch.object(sys, "stdin", Person(screen)):
        with redirect_stdout(io.StringIO()):
            run(["prepare"])
        with redirect_stdout(screen):
            run(["chat"])
    return screen.getvalue().strip()


def write(transcript: str) -> None:
    """Put the transcript between its marks in README.md."""
    readme = ROOT / "README.md"
    start, end = MARKS
    before, rest = readme.read_text("utf-8").split(start, 1)
    after = rest.split(end, 1)[1]
    readme.write_text(f"{before}{start}\n```text\n{transcript}\n```\n{end}{after}", "utf-8")


if __name__ == "__main__":
    main()
