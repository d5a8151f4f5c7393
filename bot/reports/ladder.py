"""The ladder of a suggestion, as PNG and as text: each level and its probability."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.guidance import grammar
from bot.guidance.model import Ladder
from bot.reports.canvas import (
    BLUE,
    FAINT,
    INK,
    PALE,
    PAPER,
    QUIET,
    WASH,
    WIDTH,
    WOOD,
    TextStyle,
    fitted,
    length,
    png,
    sheet,
    write,
)
from bot.text import suggestions

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_ROW, _HEAD, _MARGIN = 84, 118, 44
_RAIL_LEFT, _RAIL_RIGHT = 60, 148
_TEXT, _BAR, _BAR_WIDTH = 186, 560, 300
_TITLE = TextStyle(46, style="B")
_TEXT_BAR = 20


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A level of a ladder.

    Args:
        share: its probability; None if the skill lacks the level.
        mark: what stands beside it; empty for another level.
        place: of the row, from 0 at the top.
    """

    level: int
    name: str
    share: float | None
    here: bool
    mark: str
    place: int

    @property
    def percent(self) -> int | None:
        """The probability in percent; None if the skill lacks the level."""
        return None if self.share is None else round(100 * self.share)


def rows_of(ladder: Ladder) -> tuple[LadderRow, ...]:
    """Return the levels of a ladder, highest first."""
    rungs = sorted(ladder["rungs"], key=lambda rung: -rung["level"])
    rows = []
    for place, rung in enumerate(rungs):
        here = rung["level"] == ladder["suggested"]
        mark = suggestions.picture_mark(ladder) if here else ""
        rows.append(LadderRow(rung["level"], rung["name"], rung["probability"], here, mark, place))
    return tuple(rows)


def draw(ladders: Sequence[Ladder]) -> bytes:
    """Draw ladders, one below the other, as a PNG of `WIDTH` pixels across."""
    image, pen = sheet(sum(_height(ladder) for ladder in ladders) + _MARGIN)
    top = 0
    for ladder in ladders:
        _ladder(pen, ladder, top)
        top += _height(ladder)
    return png(image, suggestions.alt_text(ladders))


def save(ladders: Sequence[Ladder], folder: Path) -> Path:
    """Draw ladders into a folder; return the file, which is the same for the same ladders.

    Raises:
        OSError: the folder cannot be written.
    """
    told = json.dumps(list(ladders), sort_keys=True).encode()
    path = folder / f"ladder-{hashlib.sha256(told).hexdigest()[:16]}.png"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}.part")
        half.write_bytes(draw(ladders))
        half.replace(path)
    return path


def as_text(ladder: Ladder, width: int = 78) -> str:
    """Draw a ladder with characters, highest level first, in lines of at most ``width`` characters."""
    room = max(8, min(32, width - _TEXT_BAR - 26))
    lines = [f"{ladder['skill']} · {ladder['framework']}"]
    for row in rows_of(ladder):
        name = grammar.shorten(row.name, room)
        lines.append(f"{'▶' if row.here else ' '} {row.level} ╞ {name:<{room}} {_text_bar(row)}".rstrip())
    return "\n".join(lines)


def _text_bar(row: LadderRow) -> str:
    if row.share is None:
        return "·"
    bar = "█" * round(row.share * _TEXT_BAR) or "▏"
    return f"{bar:<{_TEXT_BAR}} {row.percent:>3}%{'  ' + row.mark if row.here else ''}"


def _height(ladder: Ladder) -> int:
    return _HEAD + _ROW * len(ladder["rungs"]) + _MARGIN


def _ladder(pen: ImageDraw, ladder: Ladder, top: int) -> None:
    title = fitted(suggestions.picture_title(ladder), _TITLE, WIDTH - _RAIL_LEFT - _MARGIN)
    write(pen, (_RAIL_LEFT, top + 54), title, _TITLE)
    write(pen, (_RAIL_LEFT, top + 100), ladder["framework"], TextStyle(29, QUIET))
    start = top + _HEAD + 12
    end = start + _ROW * len(ladder["rungs"])
    for rail in (_RAIL_LEFT, _RAIL_RIGHT):
        pen.rounded_rectangle((rail - 7, start, rail + 7, end), 7, WOOD)
    for row in rows_of(ladder):
        _rung(pen, row, start + _ROW * row.place + _ROW // 2)


def _rung(pen: ImageDraw, row: LadderRow, middle: int) -> None:
    here = row.here
    if here:
        pen.rounded_rectangle((_RAIL_RIGHT + 18, middle - 37, WIDTH - 24, middle + 37), 14, WASH, BLUE, 3)
    wood = BLUE if here else WOOD
    pen.rounded_rectangle((_RAIL_LEFT - 4, middle - 9, _RAIL_RIGHT + 4, middle + 9), 8, wood)
    pen.ellipse((81, middle - 23, 127, middle + 23), BLUE if here else PAPER, wood, 3)
    number = TextStyle(31, PAPER if here else INK, "B" if here else "", "m")
    write(pen, (104, middle), str(row.level), number)
    name, style = _name(row)
    write(pen, (_TEXT, middle - (12 if here else 0)), name, style)
    if here:
        write(pen, (_TEXT, middle + 19), row.mark, TextStyle(24, BLUE))
    if row.share is None:
        write(pen, (_BAR, middle), suggestions.NOT_IN_SKILL, TextStyle(24, QUIET))
    else:
        _bar(pen, row.share, middle, here)


def _bar(pen: ImageDraw, share: float, middle: int, here: bool) -> None:
    pen.rounded_rectangle((_BAR, middle - 14, _BAR + _BAR_WIDTH, middle + 14), 8, FAINT)
    if (filled := round(_BAR_WIDTH * share)) >= 4:
        box = (_BAR, middle - 14, _BAR + filled, middle + 14)
        pen.rounded_rectangle(box, min(8, filled // 2), BLUE if here else PALE)
    percent = TextStyle(29, style="B" if here else "")
    write(pen, (_BAR + _BAR_WIDTH + 16, middle), f"{round(100 * share)}%", percent)


def _name(row: LadderRow) -> tuple[str, TextStyle]:
    """Return a level's name and the largest style it fits in, shortened if it fits in none."""
    text, room = row.name or f"Level {row.level}", _BAR - _TEXT - 16
    ink = QUIET if row.share is None else INK
    styles = [TextStyle(size, ink, "B" if row.here else "") for size in (32, 30, 28, 26, 24)]
    style = next((style for style in styles if length(text, style) <= room), styles[-1])
    return fitted(text, style, room), style
