"""What conclusions on one skill say together: which place a person, which levels are likely.

Like `bot.guidance.model` it imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.guidance.model import Conclusion, Given, Ladder, Suggestion

REACH = 2
"""Levels that nobody climbs in one step; frameworks number levels alike, give or take one."""


def out_of_reach(begins: int, level: int) -> bool:
    """Whether a skill that begins at ``begins`` is ahead of somebody at ``level`` in another framework."""
    return level > 0 and begins - level >= REACH


SETTLING = 2
"""Answers from which a level is more than a first guess."""


def answered(given: Sequence[Given]) -> bool:
    """Whether enough questions were answered, not skipped, to settle a level."""
    return sum(one["choice"] != "skip" for one in given) >= SETTLING


def likely_levels(suggestion: Suggestion) -> tuple[int, ...]:
    """Return the levels that a suggestion speaks of, ascending; worked out where an older version gave it."""
    kept = suggestion.get("level_set")
    return tuple(kept) if kept else _level_set({int(level): p for level, p in suggestion["levels"].items()})


def ladder_levels(ladder: Ladder) -> tuple[int, ...]:
    """Return the levels that a ladder's suggestion speaks of, ascending."""
    rungs = ladder["rungs"]
    shares = {rung["level"]: rung["probability"] for rung in rungs if rung["probability"] is not None}
    return _level_set(shares) or (ladder["suggested"],)


def lowest(suggestion: Suggestion) -> int:
    """Return the lowest level of a suggestion's skill."""
    return min(int(level) for level in suggestion["levels"])


def ahead(conclusion: Conclusion, others: Sequence[Conclusion]) -> bool:
    """Whether a framework's skill begins above the person's level in another framework.

    ACMG of SFIA has levels 5 and 6 only: somebody at TSC level 2 is at neither. How sure a framework is of
    its lowest level says nothing of what lies below: there the likely levels of the other one decide.
    """
    own = conclusion["suggestion"]
    begins = lowest(own)
    return any(
        (other["confidence"] >= own["confidence"] and out_of_reach(begins, other["level"]))
        or (own["level"] == begins and out_of_reach(begins, max(likely_levels(other))))
        for other in (each["suggestion"] for each in others)
    )


def placing(conclusions: Sequence[Conclusion]) -> tuple[tuple[Conclusion, ...], tuple[Conclusion, ...]]:
    """Split the conclusions on one skill: what is suggested, and what begins above the person.

    In neither is a document that has one level of a skill where another version's documents have more.

    Args:
        conclusions: one per framework, on the same words and answers.
    """
    fuller = [one for one in conclusions if not _poorer(one, conclusions)]
    beyond = tuple(one for one in fuller if ahead(one, [other for other in fuller if other is not one]))
    return tuple(one for one in fuller if one not in beyond), beyond


def framework_family(conclusion: Conclusion) -> str:
    """Return the framework that a conclusion's edition belongs to: ``sfia`` of ``sfia-9``."""
    return conclusion["suggestion"]["framework"].partition("-")[0]


def _poorer(conclusion: Conclusion, others: Sequence[Conclusion]) -> bool:
    own = framework_family(conclusion)
    return len(conclusion["suggestion"]["levels"]) == 1 and any(
        framework_family(other) == own and len(other["suggestion"]["levels"]) > 1 for other in others
    )


def _level_set(shares: dict[int, float]) -> tuple[int, ...]:
    # Reports and texts are started without the index, which takes long to import.
    from index.levels import level_set

    return level_set(shares)
