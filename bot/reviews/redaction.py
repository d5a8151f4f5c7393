"""Redact people from texts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index import word_lists
from index.text import NAME, neutral

_PUBLIC: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "an address"),
    (re.compile(r"\b(?:https?://|www\.)\S+|\b(?:t\.me|wa\.me)/\S+", re.IGNORECASE), "a page"),
    (re.compile(r"(?<![\w@])@\w{2,}"), NAME),
    # Numbers that identify a person, an account or a telephone.
    (re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w{6,}\b"), "a number"),
    (re.compile(r"(?<!\w)\+?\(?\d(?:[\s().\-/]{0,2}\d){5,}(?!\w)"), "a number"),
)
SHORTEST = 2
"""Letters of the shortest part of a name that is redacted by itself."""


def nameless(text: str, names: Iterable[str]) -> str:
    """Return a text without anything that identifies a person.

    Addresses, handles, long numbers and the given names are replaced, then what `index.text` takes for a
    name, a place, a nationality, an age or a gender.
    """
    for pattern, instead in _PUBLIC:
        text = pattern.sub(instead, text)
    whole = sorted({" ".join(name.split()) for name in names if name.strip()}, key=len, reverse=True)
    for name in whole:
        text = _without(text, name, re.IGNORECASE)
    for part in sorted({part for name in whole for part in _parts(name)}, key=len, reverse=True):
        # A name that is a word, such as Will or Grace, is one only with a capital.
        text = _without(
            text, part, re.NOFLAG if word_lists.plain(part) in word_lists.words() else re.IGNORECASE
        )
    return neutral(text).strip()


def _parts(name: str) -> list[str]:
    return [part for part in re.findall(r"[^\W\d_]+", name) if len(part) >= SHORTEST or not part.isascii()]


def _without(text: str, name: str, flags: re.RegexFlag) -> str:
    pattern = re.escape(name).replace(r"\ ", r"\s+")
    # Scripts without spaces between words have no edges of words either.
    edged = (
        rf"(?<!\w){pattern}(?!\w)" if name.isascii() or name[0].islower() or name[0].isupper() else pattern
    )
    return re.sub(edged, NAME, text, flags=flags)
