"""Rank the likely skills over all frameworks; a skill that several frameworks have counts once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.guidance.lookup import Lookup
from bot.guidance.model import Choice
from knowledge.editions import edition, family

if TYPE_CHECKING:
    from index.search import Found, SkillMatch
    from knowledge.model import Skill

MAX_CHOICES = 6
SMALL = 8
"""Scores of frameworks with fewer skills than this say little: they sum to 1 over few skills."""
ONE_LEVEL = 0.5
SHARED_SCALE = 0.5
"""How far frameworks compete: with 0 each has its own best skill in the lead, with 1 all are one framework.
Half way the right skill is among the first six most often (400 cases: SkillsFuture 0.86 to 0.91, SFIA 0.94 to
0.97)."""
DEPTH = 24
"""Skills of each framework that are looked at."""


@dataclass(frozen=True, slots=True)
class RankedSkill:
    """A skill in every framework that has it, with its score.

    Args:
        choice: as shown to the person; its frameworks are ordered, likeliest first.
        score: comparable within one ranking only.
    """

    choice: Choice
    score: float


def likely(
    lookup: Lookup, found: Found, framework: str | None = None, rejected: Sequence[str] = ()
) -> list[RankedSkill]:
    """Rank the skills of all frameworks together, best first.

    Args:
        shelf: the build's knowledge.
        found: what a search gave.
        framework: rank only this framework's skills; None for all.
        rejected: labels of skills to leave out.
    """
    scored = _common_scale(lookup, found, framework)
    ranked: list[RankedSkill] = []
    seen: set[tuple[str, str]] = set()
    for (of, key), score in sorted(scored.items(), key=lambda item: (-item[1], item[0])):
        if (of, key) in seen:
            continue
        members = [twin for twin in lookup.twins(of, key) if framework in (None, twin.framework)]
        seen.update((member.framework, member.key) for member in members)
        usable = [member for member in members if lookup.levels(member.framework, member.key)]
        usable = _ordered(usable, scored)
        if usable and usable[0].name not in rejected:
            ranked.append(
                RankedSkill({"label": usable[0].name, "skills": [lookup.ref(m) for m in usable]}, score)
            )
    return ranked


def _ordered(members: Sequence[Skill], scored: dict[tuple[str, str], float]) -> list[Skill]:
    """Order twins: the likeliest framework first, the newest of its editions before the older ones."""
    best: dict[str, float] = {}
    for member in members:
        of = family(member.framework)
        best[of] = max(best.get(of, 0.0), scored.get((member.framework, member.key), 0.0))
    return sorted(members, key=lambda m: (-best[family(m.framework)], -edition(m.framework), m.framework))


def _common_scale(lookup: Lookup, found: Found, framework: str | None) -> dict[tuple[str, str], float]:
    """Put the frameworks' scores on one scale.

    Scores of a framework's skills sum to 1 over them, which says much among 147 skills and nothing where
    there is only one. A small framework's skill gets the score that a skill as close to the words has in
    the largest framework.
    """
    lists: dict[str, list[SkillMatch]] = {}
    for match in found.skills:
        lists.setdefault(match.framework, []).append(match)
    if framework is not None:
        lists = {framework: lists.get(framework, [])}
    largest = max(lists.values(), key=len, default=[])
    weights = _weights(found, [of for of, listed in lists.items() if len(listed) >= SMALL])
    scale = _scale(largest, weights)
    scored: dict[tuple[str, str], float] = {}
    for of, matches in lists.items():
        for match in matches[:DEPTH]:
            score = match.score * weights[of] if of in weights else scale(_closeness(match))
            scored[match.framework, match.skill] = score * _telling(lookup, match)
    return _lift_small_twins(lookup, scored, {of for of, listed in lists.items() if len(listed) < SMALL})


def _weights(found: Found, large: Sequence[str]) -> dict[str, float]:
    """Return a weight for each large framework, 1 for the best matching one."""
    most = max((found.weights[of] for of in large), default=0.0)
    return {of: math.exp(SHARED_SCALE * (found.weights[of] - most)) for of in large}


def _telling(lookup: Lookup, match: SkillMatch) -> float:
    """Return a skill's weight: one described at a single level cannot tell people's levels apart."""
    twins = lookup.twins(match.framework, match.skill)
    levels = {level for twin in twins for level in lookup.levels(twin.framework, twin.key)}
    return 1.0 if len(levels) > 1 else ONE_LEVEL


def _lift_small_twins(
    lookup: Lookup, scored: dict[tuple[str, str], float], small: set[str]
) -> dict[tuple[str, str], float]:
    """Give a small framework's skill the score of its twin in a large one, just below it.

    A twin that is not among the likely ones of its framework speaks against the skill: it says more than
    closeness among a few.
    """
    lifted = dict(scored)
    for of, key in scored:
        twins = [twin for twin in lookup.twins(of, key) if twin.framework not in small]
        if of in small and twins:
            lifted[of, key] = 0.99 * max(scored.get((twin.framework, twin.key), 0.0) for twin in twins)
    return lifted


def _scale(matches: Sequence[SkillMatch], weights: dict[str, float]) -> Callable[[float], float]:
    points = sorted((_closeness(m), m.score * weights.get(m.framework, 1.0)) for m in matches[:DEPTH])
    if len(matches) < SMALL or not points:
        return lambda closeness: closeness

    def score(closeness: float) -> float:
        below = [value for close, value in points if close <= closeness]
        return max(below, default=0.0)

    return score


def _closeness(match: SkillMatch) -> float:
    """Return how close a skill's statements are to the words: the mean of the best of each activity."""
    best: dict[int, float] = {}
    for found in match.matches:
        best[found.activity] = max(best.get(found.activity, 0.0), found.score)
    return sum(best.values()) / len(best) if best else 0.0
