"""What a build makes of the cases, and whether it does worse than another beyond noise."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.build import Build, Group
from index.encoder import Encoder
from index.gate.regression_cases import place_of
from index.levels import level_distribution
from index.scope import scope
from index.search import SkillMatch, search
from index.training.labelled_cases import Case
from knowledge.editions import family

RESAMPLES = 4_000
NOISE = 0.95
"""Share of resamples in which the new build has to be worse for the difference to be more than noise."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a build made of one case.

    Args:
        rank: of the right skill among those of its framework that both builds know, from 0.
        off: the likeliest level less the right one.
        placed: whether it would be placed at all, not sent back as too vague.
        seconds: taken for search, scope and levels.
        before: titles of skills that only this build knows and that come before the right one.
    """

    case: Case
    rank: int
    off: int
    placed: bool
    seconds: float
    before: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether a person would be helped: the skill among the five shown, the level at most one off."""
        return self.placed and self.rank < 5 and abs(self.off) <= 1


FIGURES: tuple[tuple[str, Callable[[CaseResult], bool]], ...] = (
    ("right skill first", lambda judged: judged.rank == 0),
    ("right skill in first five", lambda judged: judged.rank < 5),
    ("level exact", lambda judged: judged.off == 0),
    ("level within one", lambda judged: abs(judged.off) <= 1),
    ("placed", lambda judged: judged.placed),
)


def judge(build: Build, encoder: Encoder, case: Case, other: Build | None = None) -> CaseResult | None:
    """Work out one case; None where the build does not know its skill.

    Args:
        other: the build it is compared with. More skills make a harder choice but not a worse build, so the
            rank counts the skills that both know.

    Raises:
        BuildError: the build was made with another model.
    """
    place = place_of(build, case)
    if place is None:
        return None
    began = time.perf_counter()
    found = search(build, encoder, case.messages, [place])
    placed = scope(found) == "in-scope"
    levels = level_distribution(found, *place)
    seconds = time.perf_counter() - began
    framework, skill = place
    ranked = found.of(framework)
    first = ranked[: [match.skill for match in ranked].index(skill)]
    shared = {name for group in other.groups for name in _names_of(group)} if other else None
    before = [m.name for m in first if shared is not None and shared.isdisjoint(_names_of(m))]
    level = max(levels, key=lambda number: (levels[number], -number))
    rank = len(first) - len(before)
    return CaseResult(case, rank, level - case.level, placed, seconds, tuple(before))


def _names_of(of: SkillMatch | Group) -> set[tuple[str, str]]:
    """Return what identifies a skill in any edition of its framework: code and title."""
    return {(family(of.framework), name.casefold()) for name in (of.skill, of.name)}


def judge_both(
    new: Build, old: Build | None, encoder: Encoder, cases: Sequence[Case]
) -> list[tuple[CaseResult | None, CaseResult | None]]:
    """Work out the cases with two builds in turn, so that a busy machine slows both alike."""
    for build in (new, old):
        # The first answer of a build lays out what all others use: it is not timed.
        warm = next((case for case in cases if build and place_of(build, case)), None)
        if build and warm:
            judge(build, encoder, warm)
    return [
        (judge(new, encoder, case, old), judge(old, encoder, case, new) if old else None) for case in cases
    ]


def worse_beyond_noise(new: Sequence[bool], old: Sequence[bool]) -> bool:
    """Whether the new build is right less often, and not by the luck of these cases: a paired bootstrap.

    B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 16: the differences of the
    same cases are drawn again and again, with replacement.

    Args:
        new, old: whether each build was right, case by case.
    """
    difference = np.array(new, np.float64) - np.array(old, np.float64)
    if not len(difference) or difference.mean() >= 0:
        return False
    draws = np.random.default_rng(0).integers(0, len(difference), (RESAMPLES, len(difference)))
    return bool((difference[draws].mean(axis=1) < 0).mean() >= NOISE)
