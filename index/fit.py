"""Fit: whether any skill of a framework fits what somebody does.

Nursing is work, but no skill of a framework of digital skills describes it: then no level is suggested.
"""

from __future__ import annotations

from index.search import Found

LEAST_SCORE = 0.0
"""Score of a framework's best skill below which none fits; 0 is never."""


def nothing_fits(found: Found, framework: str | None) -> bool:
    """Whether no skill fits the activities.

    Args:
        found: the activities, as `index.search.search` returned them.
        framework: the one asked for; None for all: then none of them may fit.
    """
    asked = [framework] if framework is not None else list(found.build.ranked)
    return all(_best(found, each) < LEAST_SCORE for each in asked)


def _best(found: Found, framework: str) -> float:
    return max((match.score for match in found.of(framework)), default=0.0)
