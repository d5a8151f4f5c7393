"""Evidence: the person's own words beside the statements they match."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.guidance.lookup import place
from bot.guidance.model import Evidence
from bot.guidance.quoting import quote

if TYPE_CHECKING:
    from index.search import Match

MOST = 5
FAR = 0.2
"""How much a statement counts less as evidence for each level it is away from the one suggested."""
WEAK = 0.6
"""Where nothing is cited, a match this much weaker than the best is left out: it would not convince."""


def evidence(
    matches: Sequence[Match], activities: Sequence[str], level: int, cited: Sequence[str]
) -> list[Evidence]:
    """Put what is cited of each activity beside the statement it matches best, near the level where possible.

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
