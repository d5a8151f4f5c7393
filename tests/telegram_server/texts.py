"""Texts as Telegram keeps them: cleaned, counted in UTF-16 units, with what it recognises in them.

Cleaning follows tdlib's ``clean_input_string``; counting follows the Bot API, whose offsets and lengths are
UTF-16 code units.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from .refusals import JSON, bad

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

# What tdlib drops: carriage returns, line separators, embedding marks and three combining lines.
_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_CONTROL = re.compile("[\x00-\x08\x09\x0b-\x1f]")
_RECOGNISED = (
    ("bot_command", re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("url", re.compile(r"\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("mention", re.compile(r"(?<![\w@.])@[A-Za-z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d_]\w*")),
)


def units(text: str) -> int:
    """Return how many UTF-16 code units a text has, which is how Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def clean(text: str) -> str:
    """Return a text as Telegram keeps it: control characters are spaces, some marks are dropped.

    Raises:
        Refused: where the text cannot be written as UTF-8.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    return _CONTROL.sub(" ", _DROPPED.sub("", text))


def blank(text: str) -> bool:
    """Tell whether nothing can be seen in a text."""
    return all(char.isspace() or unicodedata.category(char) == "Cf" for char in text)


def trim(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """Cut white space at both ends and move the entities along."""
    left = len(text) - len(text.lstrip())
    kept = text.strip()
    cut, end = units(text[:left]), units(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] + entity["length"] - cut, end)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return kept, moved


def recognised(text: str, known: list[JSON]) -> list[JSON]:
    """Return all entities of a text: those known, and what Telegram finds by itself outside of them."""
    taken = [(each["offset"], each["offset"] + each["length"]) for each in known if _closed(each["type"])]
    found: list[JSON] = []
    for kind, pattern in _RECOGNISED:
        for match in pattern.finditer(text):
            start = units(text[: match.start()])
            stop = start + units(match.group())
            if all(stop <= a or start >= b for a, b in taken):
                taken.append((start, stop))
                found.append({"type": kind, "offset": start, "length": stop - start})
    return sorted([*known, *found], key=lambda each: (each["offset"], -each["length"]))


def _closed(kind: str) -> bool:
    return kind in ("code", "pre", "text_link", "text_mention")


def given_entities(raw: Any, text: str) -> list[JSON]:
    """Return entities that were handed in with a text, checked.

    Raises:
        Refused: where one has another shape or reaches beyond the text.
    """
    if raw in (None, [], ""):
        return []
    if not isinstance(raw, list) or not all(isinstance(each, dict) for each in raw):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    for each in raw:
        if not isinstance(each.get("type"), str):
            raise bad("can't parse entities: Can't find field \"type\"")
        offset, length = each.get("offset"), each.get("length")
        if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length < 1:
            raise bad("can't parse entities: an entity has a wrong offset or length")
        if offset + length > units(text):
            raise bad(f"can't parse entities: entity beyond the end of the text at offset {offset}")
    return list(raw)
