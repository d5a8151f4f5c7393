"""Evidence: the person's own words beside the statements they match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.guidance.lookup import place
from bot.guidance.model import Evidence

if TYPE_CHECKING:
    from index.search import Match


MOST = 5
FAR = 0.2
"""Share by which a statement weighs less for each level between it and the suggested one."""
WEAK = 0.6
"""Without citations, matches weaker than this share of the best one are left out."""


def evidence(
    matches: Sequence[Match], activities: Sequence[str], level: int, cited: Sequence[str]
) -> list[Evidence]:
    """Pair the cited words of each activity with the best matching statement, near the level if possible.

    Args:
        matches: of the suggested skill's statements.
        activities: as searched.
        level: the level suggested.
        cited: the words of each activity that carry the suggestion, or ``""``; where there are none at all,
            the words that carry the strongest matches are given.
    """
    weighed = sorted(matches, key=lambda match: -_weight(match, level))
    if not weighed or _weight(weighed[0], level) <= 0:
        return []
    if not any(cited):
        enough = WEAK * _weight(weighed[0], level)
        strong = [match for match in weighed if _weight(match, level) >= enough]
        picked = sorted(_one_each(strong)[:MOST], key=lambda match: match.activity)
        return [
            _evidence(match, " ".join(match.words) or activities[match.activity], activities)
            for match in picked
        ]
    carrying = [match for match in weighed if cited[match.activity]]
    picked = _one_each(carrying)
    given = {match.activity for match in picked}
    picked += {match.activity: match for match in reversed(carrying) if match.activity not in given}.values()
    picked.sort(key=lambda match: match.activity)
    return [_evidence(match, cited[match.activity], activities) for match in picked]


def cited_words(texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]) -> list[str]:
    """Return the words at the spans of each text, as the person wrote them."""
    return [
        " ".join(text[start:end] for start, end in of_text)
        for text, of_text in zip(texts, spans, strict=True)
    ]


def _weight(match: Match, level: int) -> float:
    assert match.entry.level is not None
    return match.score * max(0.0, 1 - FAR * abs(match.entry.level - level))


def _one_each(matches: Sequence[Match]) -> list[Match]:
    picked: list[Match] = []
    activities: set[int] = set()
    statements: set[int] = set()
    for match in matches:
        if match.activity not in activities and match.entry.id not in statements:
            picked.append(match)
            activities.add(match.activity)
            statements.add(match.entry.id)
    return picked


def _evidence(match: Match, words: str, activities: Sequence[str]) -> Evidence:
    assert match.entry.level is not None
    return {
        "activity": match.activity,
        "words": words,
        "quote": quote(activities[match.activity], words),
        "descriptor": match.entry.text,
        "descriptor_level": match.entry.level,
        "kind": match.entry.kind,
        "score": round(match.score, 4),
        "source": place(match.entry.sources),
    }


QUOTED_WHOLE = 20
"""Activities up to this many words are quoted whole."""
AROUND = 5
"""Words shown on either side of a cited word in longer activities."""
_WORD = re.compile(r"\S+")


def quote(text: str, cited: str) -> str:
    """Return the part of a text that holds the cited words.

    Args:
        text: an activity, as the person wrote it.
        cited: words of the activity, in order; words not found are skipped.

    Returns:
        the text itself where it is short; else the cited words with their neighbours, with "…" for what is
        left out. Without line breaks.
    """
    words = list(_WORD.finditer(text))
    if len(words) <= QUOTED_WHOLE:
        return " ".join(text.split())
    shown = {
        near
        for place in _places(text, cited, words)
        for near in range(max(0, place - AROUND), min(len(words), place + AROUND + 1))
    }
    if not shown:
        shown = set(range(QUOTED_WHOLE))
    return _joined([word.group() for word in words], shown)


def _places(text: str, cited: str, words: list[re.Match[str]]) -> list[int]:
    """Return the positions of the cited words."""
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
