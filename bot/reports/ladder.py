"""Ladder pictures: a framework's levels as rungs, with how likely each is and the one suggested."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.guidance import grammar
from bot.guidance.model import Ladder, Rung
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
    Hand,
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
_TITLE = Hand(46, style="B")
_TEXT_BAR = 20


def draw(ladders: Sequence[Ladder]) -> bytes:
    """Draw ladders, one below the other, as a PNG of `WIDTH` pixels across.

    Args:
        ladders: at least one.
    """
    image, pen = sheet(sum(_height(ladder) for ladder in ladders) + _MARGIN)
    top = 0
    for ladder in ladders:
        _ladder(pen, ladder, top)
        top += _height(ladder)
    return png(image, suggestions.alt_text(ladders))


def save(ladders: Sequence[Ladder], folder: Path) -> Path:
    """Draw ladders into a folder; the same ladders give the same file.

    Args:
        ladders: at least one.
        folder: made where missing.

    Returns:
        The PNG's path.

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
    """Draw a ladder with characters, highest level first.

    Args:
        ladder: what to draw.
        width: characters a line may have.
    """
    room = max(8, min(32, width - _TEXT_BAR - 26))
    lines = [f"{ladder['skill']} · {ladder['framework']}"]
    for rung in reversed(ladder["rungs"]):
        here = rung["level"] == ladder["suggested"]
        name = grammar.shorten(rung["name"], room)
        lines.append(
            f"{'▶' if here else ' '} {rung['level']} ╞ {name:<{room}} {_text_bar(rung, here)}".rstrip()
        )
    return "\n".join(lines)


def _text_bar(rung: Rung, here: bool) -> str:
    share = rung["probability"]
    if share is None:
        return "·"
    bar = "█" * round(share * _TEXT_BAR) or "▏"
    return f"{bar:<{_TEXT_BAR}} {round(100 * share):>3}%{'  ' + suggestions.YOU_ARE_HERE if here else ''}"


def _height(ladder: Ladder) -> int:
    return _HEAD + _ROW * len(ladder["rungs"]) + _MARGIN


def _ladder(pen: ImageDraw, ladder: Ladder, top: int) -> None:
    title = fitted(suggestions.picture_title(ladder), _TITLE, WIDTH - _RAIL_LEFT - _MARGIN)
    write(pen, (_RAIL_LEFT, top + 54), title, _TITLE)
    write(pen, (_RAIL_LEFT, top + 100), ladder["framework"], Hand(29, QUIET))
    start = top + _HEAD + 12
    end = start + _ROW * len(ladder["rungs"])
    for rail in (_RAIL_LEFT, _RAIL_RIGHT):
        pen.rounded_rectangle((rail - 7, start, rail + 7, end), 7, WOOD)
    for place, rung in enumerate(reversed(ladder["rungs"])):
        _rung(pen, rung, start + _ROW * place + _ROW // 2, rung["level"] == ladder["suggested"])


def _rung(pen: ImageDraw, rung: Rung, middle: int, here: bool) -> None:
    if here:
        pen.rounded_rectangle((_RAIL_RIGHT + 18, middle - 37, WIDTH - 24, middle + 37), 14, WASH, BLUE, 3)
    wood = BLUE if here else WOOD
    pen.rounded_rectangle((_RAIL_LEFT - 4, middle - 9, _RAIL_RIGHT + 4, middle + 9), 8, wood)
    pen.ellipse((81, middle - 23, 127, middle + 23), BLUE if here else PAPER, wood, 3)
    number = Hand(31, PAPER if here else INK, "B" if here else "", "m")
    write(pen, (104, middle), str(rung["level"]), number)
    name, hand = _name(rung, here)
    write(pen, (_TEXT, middle - (12 if here else 0)), name, hand)
    if here:
        write(pen, (_TEXT, middle + 19), suggestions.YOU_ARE_HERE, Hand(24, BLUE))
    if rung["probability"] is None:
        write(pen, (_BAR, middle), suggestions.NOT_IN_SKILL, Hand(24, QUIET))
    else:
        _bar(pen, rung["probability"], middle, here)


def _bar(pen: ImageDraw, share: float, middle: int, here: bool) -> None:
    pen.rounded_rectangle((_BAR, middle - 14, _BAR + _BAR_WIDTH, middle + 14), 8, FAINT)
    if (filled := round(_BAR_WIDTH * share)) >= 4:
        box = (_BAR, middle - 14, _BAR + filled, middle + 14)
        pen.rounded_rectangle(box, min(8, filled // 2), BLUE if here else PALE)
    percent = Hand(29, style="B" if here else "")
    write(pen, (_BAR + _BAR_WIDTH + 16, middle), f"{round(100 * share)}%", percent)


def _name(rung: Rung, here: bool) -> tuple[str, Hand]:
    """Return a level's name and the largest letters it fits in, shortened where none are small enough."""
    text, room = rung["name"] or f"Level {rung['level']}", _BAR - _TEXT - 16
    ink = QUIET if rung["probability"] is None else INK
    hands = [Hand(size, ink, "B" if here else "") for size in (32, 30, 28, 26, 24)]
    hand = next((hand for hand in hands if length(text, hand) <= room), hands[-1])
    return fitted(text, hand, room), hand
