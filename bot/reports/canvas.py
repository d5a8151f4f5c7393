"""Primitives of all pictures: colours, text of any script, and the PNG with its description.

Colours are from the palette of Okabe and Ito (2008), which people with any colour vision tell apart; nothing
is said by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from bot.guidance import grammar
from bot.reports import fonts
from bot.reports.fonts import Face, Style

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH = 1000
"""Pixels across every picture: sharp on a phone, small to send."""

PAPER, INK, QUIET, FAINT = "#fbfaf7", "#1b1f24", "#5b6470", "#d9dcd8"
BLUE, PALE, WASH, ORANGE = "#0072b2", "#9ccbe6", "#e3f0f8", "#e69f00"
WOOD = "#a8743a"


@dataclass(frozen=True)
class TextStyle:
    """Style of a line of text.

    Args:
        size: in pixels.
        anchor: ``l``, ``m`` or ``r``: whether the text starts at, is centred on or ends at x. It is
            vertically centred on y.
    """

    size: int
    ink: str = INK
    style: Style = ""
    anchor: str = "l"


def write(pen: ImageDraw, place: tuple[float, float], text: str, hand: TextStyle) -> None:
    """Write one line of any script.

    Args:
        place: x according to the style's anchor, y of the line's middle.
    """
    text = fonts.printable(" ".join(text.split()))
    x, y = place
    if hand.anchor != "l":
        x -= length(text, hand) / (2 if hand.anchor == "m" else 1)
    # All faces stand on one line: the one on which capitals of the base are centred.
    below = y + 0.33 * hand.size
    for piece, face in fonts.runs(text, hand.style):
        font = _font(face, hand.size)
        pen.text((x, below), piece, hand.ink, font, "ls")
        x += font.getlength(piece)


def length(text: str, hand: TextStyle) -> float:
    """Measure a line in pixels."""
    tidy = fonts.printable(" ".join(text.split()))
    pieces = fonts.runs(tidy, hand.style)
    return sum(_font(face, hand.size).getlength(piece) for piece, face in pieces)


def fitted(text: str, hand: TextStyle, room: float) -> str:
    """Shorten a text, at a word where that can be, until it fits a width in pixels."""
    text = text[:400]
    most, least = len(text), 2
    if length(text, hand) <= room:
        return text
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if length(_short(text, middle), hand) <= room else (least, middle - 1)
    return _short(text, least)


def _short(text: str, limit: int) -> str:
    return grammar.shorten(text, limit)


@cache
def _font(face: Face, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(face.path, size, face.number)


def sheet(height: int) -> tuple[Image, ImageDraw]:
    """Return a blank image of `WIDTH` by ``height`` pixels, and a pen for it."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, height), PAPER)
    return image, ImageDraw.Draw(image)


def png(image: Image, description: str) -> bytes:
    """Return a picture as PNG."""
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    about.add_itxt("Description", description)
    drawn = BytesIO()
    # Optimizing makes the file 4 % smaller in three times the time: 0.2 s of a suggestion.
    image.save(drawn, "PNG", pnginfo=about)
    return drawn.getvalue()
