"""Ladder pictures: a framework's levels as rungs, with how likely each is and the one suggested.

Colours are from the palette of Okabe and Ito (2008), which people with any colour vision tell apart; nothing
is said by colour alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.guidance.model import Ladder, Rung
from bot.wording import en, rephrase

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

    Font = FreeTypeFont | ImageFont

WIDTH = 1000
_ROW, _HEAD, _MARGIN = 84, 118, 44
_RAIL_LEFT, _RAIL_RIGHT = 60, 148
_TEXT, _BAR, _BAR_WIDTH = 186, 560, 300
_PAPER, _INK, _QUIET, _FAINT = "#fbfaf7", "#1b1f24", "#5b6470", "#d9dcd8"
_BLUE, _PALE, _WOOD = "#0072b2", "#9ccbe6", "#a8743a"
_TEXT_BAR = 20


def draw(ladders: Sequence[Ladder]) -> bytes:
    """Draw ladders, one below the other, as a PNG of `WIDTH` pixels across.

    Args:
        ladders: at least one.
    """
    from io import BytesIO

    from PIL import Image, ImageDraw
    from PIL.PngImagePlugin import PngInfo

    height = sum(_height(ladder) for ladder in ladders) + _MARGIN
    image = Image.new("RGB", (WIDTH, height), _PAPER)
    pen = ImageDraw.Draw(image)
    top = 0
    for ladder in ladders:
        _ladder(pen, ladder, top)
        top += _height(ladder)
    about = PngInfo()
    about.add_itxt("Description", en.alt_text(ladders))
    drawn = BytesIO()
    image.save(drawn, "PNG", optimize=True, pnginfo=about)
    return drawn.getvalue()


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
        name = rephrase.shorten(rung["name"], room)
        lines.append(
            f"{'▶' if here else ' '} {rung['level']} ╞ {name:<{room}} {_text_bar(rung, here)}".rstrip()
        )
    return "\n".join(lines)


def _text_bar(rung: Rung, here: bool) -> str:
    share = rung["probability"]
    if share is None:
        return "·"
    bar = "█" * round(share * _TEXT_BAR) or "▏"
    return f"{bar:<{_TEXT_BAR}} {round(100 * share):>3}%{'  ' + en.YOU_ARE_HERE if here else ''}"


def _height(ladder: Ladder) -> int:
    return _HEAD + _ROW * len(ladder["rungs"]) + _MARGIN


def _ladder(pen: ImageDraw, ladder: Ladder, top: int) -> None:
    title = _fitted(pen, en.picture_title(ladder), _font(40), WIDTH - _RAIL_LEFT - _MARGIN)
    pen.text((_RAIL_LEFT, top + 34), title, _INK, _font(40), stroke_width=1, stroke_fill=_INK)
    pen.text((_RAIL_LEFT, top + 86), ladder["framework"], _QUIET, _font(26))
    start = top + _HEAD + 12
    end = start + _ROW * len(ladder["rungs"])
    for rail in (_RAIL_LEFT, _RAIL_RIGHT):
        pen.rounded_rectangle((rail - 7, start, rail + 7, end), 7, _WOOD)
    for place, rung in enumerate(reversed(ladder["rungs"])):
        _rung(pen, rung, start + _ROW * place + _ROW // 2, rung["level"] == ladder["suggested"])


def _rung(pen: ImageDraw, rung: Rung, middle: int, here: bool) -> None:
    if here:
        pen.rounded_rectangle(
            (_RAIL_RIGHT + 18, middle - 37, WIDTH - 24, middle + 37), 14, "#e3f0f8", _BLUE, 3
        )
    wood = _BLUE if here else _WOOD
    pen.rounded_rectangle((_RAIL_LEFT - 4, middle - 9, _RAIL_RIGHT + 4, middle + 9), 8, wood)
    pen.ellipse((81, middle - 23, 127, middle + 23), _BLUE if here else _PAPER, wood, 3)
    ink = _PAPER if here else _INK
    pen.text((104, middle), str(rung["level"]), ink, _font(28), "mm", stroke_width=int(here), stroke_fill=ink)
    share = rung["probability"]
    quiet = _QUIET if share is None else _INK
    name, face = _name(pen, rung)
    low = 12 if here else 0
    pen.text((_TEXT, middle - low), name, quiet, face, "lm", stroke_width=int(here), stroke_fill=quiet)
    if here:
        pen.text((_TEXT, middle + 19), en.YOU_ARE_HERE, _BLUE, _font(21), "lm")
    if share is None:
        pen.text((_BAR, middle), en.NOT_IN_SKILL, _QUIET, _font(21), "lm")
        return
    pen.rounded_rectangle((_BAR, middle - 14, _BAR + _BAR_WIDTH, middle + 14), 8, _FAINT)
    if (filled := round(_BAR_WIDTH * share)) >= 4:
        pen.rounded_rectangle(
            (_BAR, middle - 14, _BAR + filled, middle + 14), min(8, filled // 2), _BLUE if here else _PALE
        )
    pen.text(
        (_BAR + _BAR_WIDTH + 16, middle),
        f"{round(100 * share)}%",
        _INK,
        _font(26),
        "lm",
        stroke_width=int(here),
    )


def _name(pen: ImageDraw, rung: Rung) -> tuple[str, Font]:
    """Return a level's name and the largest letters it fits in, shortened where none are small enough."""
    text, room = rung["name"] or f"Level {rung['level']}", _BAR - _TEXT - 16
    size = next((size for size in (28, 26, 24, 22) if pen.textlength(text, font=_font(size)) <= room), 22)
    return _fitted(pen, text, _font(size), room), _font(size)


def _font(size: int) -> Font:
    from PIL import ImageFont

    # Pillow carries this face (Aileron): the picture looks the same on every machine.
    return ImageFont.load_default(size)


def _fitted(pen: ImageDraw, text: str, font: Font, room: int) -> str:
    """Shorten a text until it fits a width in pixels."""
    limit = len(text)
    while limit > 4 and pen.textlength(rephrase.shorten(text, limit), font=font) > room:
        limit -= 1
    return rephrase.shorten(text, limit)
