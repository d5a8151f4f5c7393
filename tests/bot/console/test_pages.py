"""Pages: what they are styled by."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.console
from bot.text.reviews import ANSWERS, VERDICTS

FOLDER = Path(bot.console.__file__).parent
PAGES = sorted((FOLDER / "pages").glob("*.html"))
STYLES = (FOLDER / "static" / "console.css").read_text("utf-8")
STYLED = set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", STYLES))
DATA = {*ANSWERS, *VERDICTS, "coach", "person", "waiting", "claimed", "asked", "decided", "withdrawn"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_class_name_is_a_value_of_the_data(page: Path) -> None:
    """A value as a class name would be styled like page furniture of the same name: values go in data-…."""
    written = re.findall(r'class="([^"]*)"', page.read_text("utf-8"))
    # Of an expression, only the texts it chooses from are class names.
    bare = [each for each in written if re.search(r"(?<![-\w])\{\{\s*[\w.\[\]]+\s*\}\}", each)]
    assert bare == []


def test_no_style_has_the_name_of_a_value() -> None:
    assert "answer" in STYLED and "skip-link" in STYLED
    assert set() == STYLED & DATA
