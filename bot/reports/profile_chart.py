"""The profile chart: a person's level in every skill, now and before, as PNG."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.reports.canvas import (
    BLUE,
    FAINT,
    INK,
    ORANGE,
    PALE,
    PAPER,
    QUIET,
    WIDTH,
    TextStyle,
    fitted,
    length,
    png,
    sheet,
    write,
)
from bot.reports.model import AssessmentReport
from bot.reports.progress import SkillProgress, standings
from bot.text import reports

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

MOST_SKILLS = 40
"""Rows of one chart; with more, the picture is too small to read on Telegram."""

_MARGIN, _TITLE, _HEAD, _ROW, _FOOT = 44, 104, 92, 108, 96
_TRACK, _TRACK_END = 500, 926
_NAMES = [TextStyle(size, style="B") for size in (30, 27, 24)]
_SMALL = TextStyle(23, QUIET)


def profile_chart(assessments: Sequence[AssessmentReport], name: str = "") -> bytes:
    """Draw a person's skills as a PNG, `WIDTH` pixels wide.

    Args:
        assessments: in any order; without any, the picture says so.

    Returns:
        The PNG, with alternative text; the same bytes for the same assessments. At most `MOST_SKILLS` skills
        are drawn; the rest are counted.
    """
    found = standings(assessments)
    return chart(found[:MOST_SKILLS], reports.profile_title(name), len(found) - MOST_SKILLS)


def chart(shown: Sequence[SkillProgress], title: str = "", left_out: int = 0) -> bytes:
    """Draw a person's skills, by framework, as `standings` orders them."""
    groups = [(framework, tuple(each)) for framework, each in groupby(shown, attrgetter("framework"))]
    top = _TITLE if title else 24
    image, pen = sheet(top + sum(_HEAD + _ROW * len(each) for _, each in groups) + _FOOT)
    hand = TextStyle(46, style="B")
    write(pen, (_MARGIN, 62), fitted(title, hand, WIDTH - 2 * _MARGIN), hand)
    for framework, each in groups:
        _framework(pen, framework, each, top)
        top += _HEAD + _ROW * len(each)
    _foot(pen, top + _FOOT // 2, bool(shown), left_out)
    return png(image, reports.profile_alt(shown))


def _framework(pen: ImageDraw, name: str, each: Sequence[SkillProgress], top: int) -> None:
    """Draw a framework: its name, its levels as columns, and a row for each skill."""
    highest = max(standing.highest for standing in each)
    pen.line((_MARGIN, top + 8, WIDTH - _MARGIN, top + 8), FAINT, 2)
    heading = TextStyle(29, BLUE, "B")
    write(pen, (_MARGIN, top + 50), fitted(name, heading, _TRACK - _MARGIN - 60), heading)
    bottom = top + _HEAD + _ROW * len(each)
    for level in range(1, highest + 1):
        x = _place(level, highest)
        pen.line((x, top + _HEAD - 12, x, bottom - 30), "#eceeea", 2)
        write(pen, (x, top + 52), str(level), TextStyle(25, QUIET, anchor="m"))
    for row, standing in enumerate(each):
        _skill(pen, standing, highest, top + _HEAD + _ROW * row)


def _skill(pen: ImageDraw, standing: SkillProgress, highest: int, top: int) -> None:
    room = _TRACK - _MARGIN - 44
    hand = next((hand for hand in _NAMES if length(standing.skill, hand) <= room), _NAMES[-1])
    write(pen, (_MARGIN, top + 22), fitted(standing.skill, hand, room), hand)
    now = standing.now
    write(pen, (_MARGIN, top + 56), fitted(reports.date_of(standing), _SMALL, room), _SMALL)
    _track(pen, standing, highest, top + 26)
    name = now.name if len(now.likely) == 1 else ""
    note = ", ".join(part for part in (name or reports.placed(now), reports.change(standing)) if part)
    note = fitted(note, _SMALL, WIDTH - 20 - _TRACK + 30)
    half = length(note, _SMALL) / 2
    # Under its level, as far as the paper reaches.
    middle = min(max(_place(now.level, highest), _TRACK - 30 + half), WIDTH - 20 - half)
    pen.rectangle((middle - half - 4, top + 54, middle + half + 4, top + 78), PAPER)
    write(pen, (middle, top + 64), note, TextStyle(_SMALL.size, INK, anchor="m"))


def _track(pen: ImageDraw, standing: SkillProgress, highest: int, y: int) -> None:
    """Draw a skill's levels, the earlier suggestions, the line from the first, and the current one."""
    now, first = _place(standing.now.level, highest), _place(standing.first.level, highest)
    before = {placed.level for placed in standing.placed} - {standing.now.level}
    if first != now:
        pen.line((first, y, now, y), PALE, 8)
    for level in standing.levels:
        _dot(pen, _place(level, highest), y, 11, PAPER, "#b9bfb9", 2)
    for level in sorted(before):
        _dot(pen, _place(level, highest), y, 13, PAPER, ORANGE, 5)
    _dot(pen, now, y, 23, BLUE, BLUE, 2)
    write(pen, (now, y), str(standing.now.level), TextStyle(28, PAPER, "B", "m"))


def _foot(pen: ImageDraw, y: int, any_skill: bool, left_out: int) -> None:
    """Draw the legend; the filled mark carries its number, so that no meaning is in colour alone."""
    if not any_skill:
        write(pen, (_MARGIN, y), reports.NOTHING_YET, TextStyle(29, QUIET))
        return
    x: float = _MARGIN + 12
    signs = ((13, BLUE, BLUE), (10, PAPER, ORANGE), (10, PAPER, "#b9bfb9"))
    for (radius, fill, rim), text in zip(signs, (reports.NOW, reports.BEFORE, reports.OPEN), strict=True):
        _dot(pen, x, y, radius, fill, rim, 5 if rim == ORANGE else 2)
        write(pen, (x + 24, y), text, _SMALL)
        x += 24 + length(text, _SMALL) + 44
    if left_out > 0:
        write(
            pen, (WIDTH - _MARGIN, y), reports.more_skills(left_out), TextStyle(_SMALL.size, INK, anchor="r")
        )


def _place(level: int, highest: int) -> float:
    step = (_TRACK_END - _TRACK) / max(highest - 1, 1)
    return _TRACK + step * (level - 1)


def _dot(pen: ImageDraw, x: float, y: float, radius: int, fill: str, rim: str, width: int) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill, rim, width)
