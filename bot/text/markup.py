"""Text with the few marks a channel can show; every channel writes them in its own way."""

from __future__ import annotations

from typing import Literal, NamedTuple

TextStyle = Literal["", "b", "i", "s", "blockquote"]


class Marked(NamedTuple):
    """A piece of text and how it is shown: plain, bold, in italics, struck out, or as a quotation."""

    text: str
    style: TextStyle = ""


def plain(text: str) -> list[Marked]:
    """Return a text without marks."""
    return [Marked(text)]
