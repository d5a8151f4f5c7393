"""Levels: from matches and answers to a distribution over a skill's levels.

Answers follow a graded response model (F. Samejima, Estimation of latent ability using a response pattern
of graded scores, Psychometrika Monograph 17, 1969): "not yet" < "with help" < "on my own" are ordered
categories, and the boundary between two lies below the statement's level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from index.build import Build
from index.level_model import odds_of_levels
from index.role_requirements import required_odds
from index.scope import telling
from index.search import Found
from index.text import as_one

Choice = Literal["own", "help", "no", "skip"]
STEEPNESS = 5.0
"""Steepness of the response curves: about one person in twelve, half a level off a boundary, crosses it."""
INFERRED_STEEPNESS = 2.5
"""Steepness where Rung inferred the statement's level, which may itself be wrong."""
OWN_BOUNDARY, HELP_BOUNDARY = -0.5, -1.5
"""A person does alone what is at their level, with help what is one above, and not yet what is beyond."""
MISREAD = 0.1
"""Share of questions that are misread: then any of the three answers is equally likely."""
ENOUGH_SAID = 12
"""Telling words of talk from which the level model is as sure as it thinks: it was fitted on two to four
messages, and knows less of fewer."""
CHOICES: tuple[Choice, ...] = ("own", "help", "no")
LEVEL_SET_SHARE = 0.8
"""Share of probability that `level_set` holds. On readings of people left out, such sets hold a reader's
level in 0.88 (SFIA) and 0.91 (SkillsFuture) and are 1.9 levels wide."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said about a statement.

    Args:
        level: the statement's level.
        text: the statement as asked (`Question.entry.text`): it is not asked again.
        choice: ``own`` (on my own), ``help`` (with help), ``no`` (not yet) or ``skip``.
    """

    level: int
    text: str
    choice: Choice


def level_distribution(
    found: Found, framework: str, skill: str, answers: Sequence[Answer] = (), unheard: bool = False
) -> dict[int, float]:
    """Return how likely each level of a skill is, ascending, over the levels it has; sums to 1.

    Args:
        answers: what the person said about statements of this skill so far.
        unheard: the activities do not speak of the skill: answers alone count.

    Raises:
        KeyError: the skill is no candidate, or has no statements at a level.
    """
    build = found.build
    levels, odds = level_odds(found, framework, skill, answers, unheard)
    if build.feedback.calibration is not None:
        odds = build.feedback.calibration.applied(framework, levels, odds)
    return shares_of(levels, odds)


def level_odds(
    found: Found, framework: str, skill: str, answers: Sequence[Answer] = (), unheard: bool = False
) -> tuple[tuple[int, ...], NDArray[np.float64]]:
    """Return a skill's levels, ascending, and their log-odds before reviews, float64 (levels,).

    Raises:
        KeyError: as in `level_distribution`.
    """
    build = found.build
    levels = build.levels_of(framework, skill)
    if not levels:
        raise KeyError(f"{framework} {skill} has no statement at a level")
    if unheard:
        return levels, _told(build, framework, skill, levels, answers)
    odds = odds_of_levels(build, found.query, framework, skill, found.near)
    known = required_odds(build, found.query, framework, skill, odds)
    said = min(1.0, telling(as_one(found.query.read)) / ENOUGH_SAID) ** 0.5
    # Documents are short-spoken by nature, and were fitted as they are.
    prior = known * (1.0 - found.query.talk * (1.0 - said))
    return levels, prior + _told(build, framework, skill, levels, answers)


def shares_of(levels: Sequence[int], odds: NDArray[np.float64]) -> dict[int, float]:
    """Return level to probability from log-odds, float64 (levels,)."""
    return dict(zip(levels, softmax(odds).tolist(), strict=True))


def level_set(shares: Mapping[int, float], held: float = LEVEL_SET_SHARE) -> tuple[int, ...]:
    """Return the smallest run of neighbouring levels that holds enough of the probability.

    Of runs as small, that with the higher share is returned, then that with the lower levels.

    Args:
        shares: level to probability, over the levels the skill has.
        held: share of probability to hold; all levels are returned where not even they do.
    """
    levels = sorted(shares)
    for size in range(1, len(levels)):
        runs = [tuple(levels[at : at + size]) for at in range(len(levels) - size + 1)]
        best = max(runs, key=lambda run: sum(shares[level] for level in run))
        if sum(shares[level] for level in best) >= held - ROUNDING:
            return best
    return tuple(levels)


def answer_likelihood(
    choice: Choice, statement_level: int, levels: Sequence[int], inferred: bool = False
) -> NDArray[np.float64]:
    """Return how likely an answer is from a person at each level: float64 (levels,), all 1 for ``skip``."""
    if choice == "skip":
        return np.ones(len(levels))
    steep = INFERRED_STEEPNESS if inferred else STEEPNESS
    above = np.array(levels, np.float64) - statement_level
    own = 1.0 / (1.0 + np.exp(-steep * (above - OWN_BOUNDARY)))
    some = 1.0 / (1.0 + np.exp(-steep * (above - HELP_BOUNDARY)))
    true = {"own": own, "help": some - own, "no": 1.0 - some}[choice]
    likelihood: NDArray[np.float64] = (1.0 - MISREAD) * true + MISREAD / len(CHOICES)
    return likelihood


def _told(
    build: Build, framework: str, skill: str, levels: Sequence[int], answers: Sequence[Answer]
) -> NDArray[np.float64]:
    inferred = {e.text for e in build.entries_of(framework, skill) if e.inferred}
    told = np.zeros(len(levels))
    for answer in answers:
        told += np.log(answer_likelihood(answer.choice, answer.level, levels, answer.text in inferred))
    return told
