"""Quotes: the words that carry a suggestion, with enough around them to be read."""

from __future__ import annotations

import re

MOST = 20
"""Words up to which what a person said is quoted whole."""
AROUND = 5
"""Words shown on either side of a cited one in what is longer."""
_WORD = re.compile(r"\S+")


def quote(text: str, cited: str) -> str:
    """Return the part of a text that holds the cited words.

    Args:
        text: an activity, as the person wrote it.
        cited: words of it in their order; those that are not found there are passed over.

    Returns:
        the text itself where it is short; else the cited words with their neighbours, with "…" for what is
        left out. Without line breaks.
    """
    words = list(_WORD.finditer(text))
    if len(words) <= MOST:
        return " ".join(text.split())
    shown = {
        near
        for place in _places(text, cited, words)
        for near in range(max(0, place - AROUND), min(len(words), place + AROUND + 1))
    }
    if not shown:
        shown = set(range(MOST))
    return _joined([word.group() for word in words], shown)


def _places(text: str, cited: str, words: list[re.Match[str]]) -> list[int]:
    """Return the numbers of the words in which the cited ones lie."""
    found, begin = [], 0
    for each in cited.split():
        at = text.find(each, begin)
        if at >= 0:
            begin = at + len(each)
            found += [number for number, word in enumerate(words) if word.start() <= at < word.end()]
    return found


def _joined(words: list[str], shown: set[int]) -> str:
    parts = ["…"] if 0 not in shown else []
    for number, word in enumerate(words):
        if number in shown:
            parts.append(word)
        elif parts[-1:] != ["…"]:
            parts.append("…")
    return " ".join(parts)
