"""Rank the likely skills over all frameworks; a skill that several frameworks have counts once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.guidance.lookup import Lookup
from bot.guidance.model import Choice, SkillRef
from knowledge.editions import edition, family

if TYPE_CHECKING:
    from index.search import Found, SkillMatch
    from knowledge.model import Skill

MOST_A_FRAMEWORK = 5
"""Suggestions given for one framework, at most."""
MAX_CHOICES = 6
SMALL = 8
"""Scores of frameworks with fewer skills than this say little: they sum to 1 over few skills."""
ONE_LEVEL = 0.5
CLOSE = 6
"""Skills of each framework whose closeness to the words is looked at."""
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
    there is only one. A small framework's skill gets a score just below that of its twin in a large one;
    without a twin, the score that a skill as close to the words has in the largest framework.
    """
    lists: dict[str, list[SkillMatch]] = {}
    for match in found.skills:
        lists.setdefault(match.framework, []).append(match)
    if framework is not None:
        lists = {framework: lists.get(framework, [])}
    largest = max(lists.values(), key=len, default=[])
    small = {of for of, listed in lists.items() if len(listed) < SMALL}
    weights = _weights(found, [of for of in lists if of not in small])
    scored: dict[tuple[str, str], float] = {}
    for of in weights:
        for match in lists[of][:DEPTH]:
            scored[of, match.skill] = match.score * weights[of] * _telling(lookup, match)
    large = dict(scored)
    for of in small:
        for place, match in enumerate(lists[of]):
            twins = [twin for twin in lookup.twins(of, match.skill) if twin.framework not in small]
            if twins:
                # One that is not among the likely ones speaks against the skill: more than closeness says.
                score = 0.99 * max(large.get((twin.framework, twin.key), 0.0) for twin in twins)
            else:
                score = _scaled(found, largest, weights, _closeness(found, match, place))
                score *= _telling(lookup, match)
            scored[of, match.skill] = score
    return scored


def _weights(found: Found, large: Sequence[str]) -> dict[str, float]:
    """Return a weight for each large framework, 1 for the best matching one."""
    most = max((found.weights[of] for of in large), default=0.0)
    return {of: math.exp(SHARED_SCALE * (found.weights[of] - most)) for of in large}


def _telling(lookup: Lookup, match: SkillMatch) -> float:
    """Return a skill's weight: one described at a single level cannot tell people's levels apart."""
    twins = lookup.twins(match.framework, match.skill)
    levels = {level for twin in twins for level in lookup.levels(twin.framework, twin.key)}
    return 1.0 if len(levels) > 1 else ONE_LEVEL


def _scaled(
    found: Found, largest: Sequence[SkillMatch], weights: dict[str, float], closeness: float
) -> float:
    """Return the score that a skill as close has in the largest framework; the closeness if all are small."""
    if len(largest) < SMALL:
        return closeness
    below = [
        match.score * weights[match.framework]
        for place, match in enumerate(largest[:DEPTH])
        if _closeness(found, match, place) <= closeness
    ]
    return max(below, default=0.0)


def _closeness(found: Found, match: SkillMatch, place: int) -> float:
    """Return how close a skill's statements are to the words: the mean of the best of each activity."""
    if place >= CLOSE:
        return 0.0
    group = found.build.groups[found.build.group_numbers[match.framework, match.skill]]
    best = found.statement_scores[:, group.start : group.stop].max(axis=1, initial=0.0).tolist()
    some = [score for score in best if score > 0.0]
    return sum(some) / len(some) if some else 0.0


def few_each(ranked: Sequence[RankedSkill]) -> list[SkillRef]:
    """Return the skills, best first, but only the first few of each framework."""
    refs = [ref for each in ranked for ref in each.choice["skills"]]
    of = [ref["framework"] for ref in refs]
    return [ref for n, ref in enumerate(refs) if of[:n].count(of[n]) < MOST_A_FRAMEWORK]
