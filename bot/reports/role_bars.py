"""What a role asks for beside a person's levels, as PNG and as text: a bar for each skill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.guidance import grammar
from bot.guidance.model import RoleGap, RoleSkill
from bot.reports.canvas import (
    BLUE,
    FAINT,
    INK,
    ORANGE,
    QUIET,
    WIDTH,
    TextStyle,
    fitted,
    png,
    sheet,
    write,
)
from bot.text import roles

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

MOST_SKILLS = 24
"""Bars of one picture; with more, it is too small to read on a phone."""
_MARGIN, _HEAD, _ROW, _FOOT = 44, 130, 70, 84
_BAR, _BAR_END, _HEIGHT = 500, 770, 14
_TITLE = TextStyle(42, style="B")
_SMALL = TextStyle(23, QUIET)


def draw(gap: RoleGap) -> bytes:
    """Draw bars for the first `MOST_SKILLS` skills as a PNG of `WIDTH` pixels across."""
    shown = gap["skills"][:MOST_SKILLS]
    bottom = _HEAD + _ROW * len(shown)
    image, pen = sheet(bottom + _FOOT)
    room = WIDTH - 2 * _MARGIN
    write(pen, (_MARGIN, 54), fitted(gap["match"]["title"], _TITLE, room), _TITLE)
    write(pen, (_MARGIN, 98), fitted(", ".join(gap["frameworks"]), _SMALL, room), _SMALL)
    for row, skill in enumerate(shown):
        _skill(pen, skill, _highest(gap), _HEAD + _ROW * row + _ROW // 2)
    middle = bottom + _FOOT // 2
    pen.rounded_rectangle((_MARGIN, middle - 8, _MARGIN + 40, middle + 8), 8, BLUE)
    write(pen, (_MARGIN + 52, middle), roles.HAVE, _SMALL)
    _mark(pen, _MARGIN + 190, middle)
    write(pen, (_MARGIN + 206, middle), roles.NEED, _SMALL)
    return png(image, roles.gap(gap, None))


def as_text(gap: RoleGap, width: int = 78) -> str:
    """Draw bars with characters: full for what the person has, hollow for what is missing.

    Args:
        width: characters a line may have.
    """
    highest = _highest(gap)
    room = max(12, min(44, width - highest - 22))
    lines = []
    for skill in gap["skills"]:
        name = skill["name"] if skill["core"] else f"{skill['name']} ({roles.OPTIONAL})"
        have, needed = skill["level"] or 0, skill["needed"] or 0
        bar = "?" * needed if skill["level"] is None else "█" * have + "░" * (needed - have)
        name = grammar.shorten(name, room)
        lines.append(f"  {name:<{room}} {bar:<{highest}} {roles.bar_words(skill)}")
    return "\n".join(lines)


def _highest(gap: RoleGap) -> int:
    return max((max(each["level"] or 0, each["needed"] or 1) for each in gap["skills"]), default=1)


def _skill(pen: ImageDraw, skill: RoleSkill, highest: int, middle: int) -> None:
    name = TextStyle(26, INK, "B" if skill["core"] else "")
    write(pen, (_MARGIN, middle), fitted(skill["name"], name, _BAR - _MARGIN - 24), name)
    step = (_BAR_END - _BAR) / highest
    pen.rounded_rectangle((_BAR, middle - _HEIGHT, _BAR_END, middle + _HEIGHT), 8, FAINT)
    if skill["level"]:
        end = _BAR + step * skill["level"]
        pen.rounded_rectangle((_BAR, middle - _HEIGHT, end, middle + _HEIGHT), 8, BLUE)
    if skill["needed"] is not None:
        _mark(pen, round(_BAR + step * skill["needed"]), middle)
    words = TextStyle(23, QUIET if skill["level"] is None else INK)
    write(pen, (_BAR_END + 18, middle), roles.bar_words(skill), words)


def _mark(pen: ImageDraw, x: int, middle: int) -> None:
    """Mark the level that is asked for."""
    pen.rectangle((x - 4, middle - 22, x + 2, middle + 22), ORANGE)
