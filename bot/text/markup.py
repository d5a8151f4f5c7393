"""Text with simple styles, which each channel renders in its own way."""

from __future__ import annotations

from typing import Literal, NamedTuple

TextStyle = Literal["", "b", "i", "s", "blockquote"]


class Marked(NamedTuple):
    """A piece of text with a style: plain, bold, italic, struck out, or quoted."""

    text: str
    style: TextStyle = ""


def plain(text: str) -> list[Marked]:
    """Return unstyled text."""
    return [Marked(text)]
