"""Evidence: the person's own words beside the statements they match."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.guidance.model import Evidence
from bot.guidance.shelf import place

if TYPE_CHECKING:
    from index.search import Match

MOST = 5
FAR = 0.2
"""How much a statement counts less as evidence for each level it is away from the one suggested."""
WEAK = 0.6
"""A match this much weaker than the best is left out: it would not convince."""


def evidence(matches: Sequence[Match], activities: Sequence[str], level: int) -> list[Evidence]:
    """Pick the matches that carry a level: the best of each activity, near the level where there is a choice.

    Args:
        matches: of the suggested skill's statements.
        activities: as searched.
        level: the level suggested.
    """
    weighed = sorted(((_weight(match, level), match) for match in matches), key=lambda pair: -pair[0])
    if not weighed or weighed[0][0] <= 0:
        return []
    strong = [match for weight, match in weighed if weight >= WEAK * weighed[0][0]]
    picked = _one_each(strong)[:MOST]
    return [_evidence(match, activities) for match in sorted(picked, key=lambda match: match.activity)]


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


def _evidence(match: Match, activities: Sequence[str]) -> Evidence:
    assert match.entry.level is not None
    return {
        "activity": match.activity,
        "words": " ".join(match.words) or activities[match.activity],
        "descriptor": match.entry.text,
        "descriptor_level": match.entry.level,
        "kind": match.entry.kind,
        "score": round(match.score, 4),
        "source": place(match.entry.sources),
    }
