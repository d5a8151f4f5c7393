"""Marked text as the HTML Telegram takes, within its limits."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Sequence

from telegram.constants import MessageLimit

from bot.text.markup import Marked

TEXT = int(MessageLimit.MAX_TEXT_LENGTH)
CAPTION = int(MessageLimit.CAPTION_LENGTH)
MARKS = int(MessageLimit.MESSAGE_ENTITIES)
"""Marks shown in one message; Telegram leaves out those after."""


def html_of(pieces: Sequence[Marked]) -> str:
    """Write marked text as HTML: whatever people wrote is escaped."""
    return "".join(
        f"<{piece.style}>{_escaped(piece.text)}</{piece.style}>" if piece.style else _escaped(piece.text)
        for piece in pieces
    )


def messages(pieces: Sequence[Marked], limit: int = TEXT) -> list[str]:
    """Split marked text into messages that Telegram takes, at line ends where possible.

    Args:
        limit: UTF-16 code units of a message as it is shown, which is how Telegram counts.

    Returns:
        HTML, each with something to see in it; none for text that shows nothing.
    """
    return [html_of(chunk) for chunk in _chunks(pieces, limit) if seen("".join(p.text for p in chunk))]


def shortened(text: str, limit: int) -> str:
    """Cut a text to a number of UTF-16 code units, an ellipsis included."""
    tidy = clean(text)
    if length(tidy) <= limit:
        return tidy
    return _fitting(tidy, limit - 1).rstrip() + "…"


def length(text: str) -> int:
    """Return the UTF-16 code units of a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Take out what no message may hold: control characters and halves of characters."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        letter for letter in text if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs", "Cn")
    )


def seen(text: str) -> bool:
    """Whether a text shows anything: Telegram takes no empty message."""
    return any(unicodedata.category(letter)[0] not in "CZ" and letter not in _BLANK for letter in text)


_BLANK = "\u115f\u1160\u3164\uffa0\u2800\ufe0f\u034f\u17b4\u17b5"
"""Letters and marks without a shape."""


def _escaped(text: str) -> str:
    return html.escape(clean(text), quote=False)


def _chunks(pieces: Sequence[Marked], limit: int) -> Iterator[list[Marked]]:
    chunk: list[Marked] = []
    used = marks = 0
    for piece in pieces:
        rest = clean(piece.text)
        while rest:
            if marks == MARKS:
                part = ""
            else:
                part = rest if length(rest) <= limit - used else _cut(rest, limit - used, fresh=not used)
            if part:
                chunk.append(Marked(part, piece.style))
                used += length(part)
                marks += bool(piece.style)
                rest = rest[len(part) :]
            if rest:
                yield chunk
                chunk, used, marks = [], 0, 0
    yield chunk


def _cut(text: str, room: int, fresh: bool) -> str:
    """Return what of a text that is too long goes into the present message; none where it breaks badly."""
    fitting = _fitting(text, room)
    for mark in ("\n", " "):
        place = fitting.rfind(mark)
        if place > 0:
            return fitting[: place + 1]
    return fitting if fresh else ""


def _fitting(text: str, room: int) -> str:
    used = 0
    for place, letter in enumerate(text):
        used += 2 if letter > "\uffff" else 1
        if used > room:
            return text[:place]
    return text
