"""Lines shared by readers of running documents: tables of tabs, bullets, headings that stand out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.formats.document import Document

_BULLET = re.compile(r"^\s*(?:[-–—*•▪‣●■]\s+|[•▪‣●■])(?=\S)")
_NUMBERED = re.compile(r"^\s*(\d{1,3})[.)]\s+(?=\S)")
_MARKS = re.compile(r"\*\*|__|^#+\s+")


@dataclass(frozen=True)
class Line:
    """A line that says something.

    Args:
        number: of the line in the document, from 1.
        text: without bullet, number, emphasis and spaces at its ends; of a table the whole line.
        bullet: whether it had a bullet.
        numbered: the number it had, or None.
        cells: its cells where it is a row of a table, else empty.
        place: where it stands, where the document was converted and has no lines of its own.
    """

    number: int
    text: str
    bullet: bool = False
    numbered: int | None = None
    cells: tuple[str, ...] = ()
    place: str = ""

    @property
    def location(self) -> str:
        """The line, as a person would say it."""
        return self.place or f"line {self.number}"

    @property
    def label(self) -> str:
        """The first cell, in lower case, where it is a row of a table."""
        return " ".join(self.cells[0].split()).casefold() if self.cells else ""


@lru_cache(
    maxsize=1
)  # every reader of running documents asks for them, to tell whether the document is its own
def lines_of(document: Document) -> tuple[Line, ...]:
    """Return the lines that say something, in order."""
    return tuple(_lines_of(document))


def _lines_of(document: Document) -> Iterator[Line]:
    for number, block in enumerate(document.blocks, 1):
        if block.cells:
            yield Line(number, block.text, cells=block.cells, place=block.place)
        else:
            yield from _line(number, f"• {block.text}" if block.bullet else block.text, block.place)
    for number, raw in enumerate(() if document.blocks else document.lines, 1):
        if "\t" in raw and raw.strip():
            yield Line(number, raw, cells=tuple(raw.split("\t")))
        else:
            yield from _line(number, raw)


def _line(number: int, raw: str, place: str = "") -> Iterator[Line]:
    if raw.strip():
        numbered = _NUMBERED.match(raw)
        bullet = _BULLET.match(raw)
        unmarked = (_NUMBERED if numbered else _BULLET).sub("", raw, count=1)
        text = " ".join(_MARKS.sub(" ", unmarked).split())
        if text:
            yield Line(number, text, bool(bullet), int(numbered[1]) if numbered else None, place=place)
