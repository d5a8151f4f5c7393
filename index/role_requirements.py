"""What roles require: skills and levels for activities written like a role page.

A role page names a dozen skills and says "I" nowhere. What tells them apart from each other is what the
skills' texts say, what roles of the same family ask for, and, as some skills belong to one role only, whether
any known role asks for a skill at all. How a role's skills are levelled follows from its seniority, read from
its tasks, and from the levels at which other roles need the skill. The roles are those of the catalogue;
`scripts/train.py roles` fits how they are weighed and writes ``index/weights/roles.json``. A person's own
words never come here: see `index.roles.reads_as_role`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from index import features
from index.build import Build
from index.features import Query
from index.roles import RoleBook, reads_as_role
from index.trained_weights import WEIGHTS

TEXT = (
    "statement_each",
    "statement_whole",
    "summary_whole",
    "description_whole",
    "name_whole",
    "text_mean",
    "letters",
)
"""Features of `index.features` that are compared within a framework: less their mean, in their spread."""
SKILL_NAMES = (*TEXT, "vote", "unclaimed", *(f"unclaimed_{name}" for name in TEXT), "always")
SHARPNESS = 15.0
"""Inverse temperature in votes on skills: 5, 7, 10, 15 found 0.54, 0.56, 0.58, 0.58 of ten skills."""
LEVEL_NAMES = ("square", "lean", "anchor", "place", "senior", "usual", "usual_gap")
"""What is known of each level of a skill, for a role; the last three by other roles."""
LEAST_SPREAD = 0.25
"""Variance, in squared levels, of a distribution over levels that leaves no doubt."""
FLOOR = 1e-4
"""Least share of a skill that the roles speak against."""
SAME_PAGE = 0.65
"""Cosine from which activities are a role's own page, or that of its neighbour on the ladder. Of DDaT pages
with every second task, 75 % were at least 0.72 like themselves, 99 % less than 0.62 like any other role."""
NEAREST = 25.0
"""Inverse temperature among such roles: a page's own counts nearly alone."""
LIKELY_SKILLS = 15
"""Skills among which next levels are looked for."""

Floats = NDArray[np.float32]
Odds = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RoleWeights:
    """Weights for activities told as a role page tells them.

    Args:
        model: the sentence model they were fitted with, without its adapter.
        skills: by name of `SKILL_NAMES`.
        covered, bare: by name of `LEVEL_NAMES`: where the catalogue's roles cover the framework, and where
            there are roles that do not.
    """

    model: str
    skills: dict[str, float]
    covered: dict[str, float]
    bare: dict[str, float]


@lru_cache(maxsize=4)
def shipped_role_weights(folder: Path = WEIGHTS) -> RoleWeights:
    """Return the shipped weights."""
    trained = json.loads((folder / "roles.json").read_text("utf-8"))
    return RoleWeights(trained["made"]["model"], trained["skills"], trained["covered"], trained["bare"])


def weights_for(build: Build, query: Query) -> RoleWeights | None:
    """Return the weights where they apply: to texts like a role page's, read by the model they fit."""
    trained = shipped_role_weights()
    fits = trained.model == base_model(build.model) and reads_as_role(query.texts)
    return trained if fits else None


def base_model(model: str) -> str:
    """Return an encoder's id without its adapter."""
    return model.partition("+")[0]


def required_scores(build: Build, query: Query, values: Floats, scores: Odds) -> Odds:
    """Return each skill's share of what the work asks for; as given where roles have no say.

    Args:
        values: float32 (groups, features) of `index.features.features`.
        scores: float64 (groups,), of the ranker.
    """
    trained = weights_for(build, query)
    if trained is None:
        return scores
    by_name = np.array([trained.skills.get(name, 0.0) for name in SKILL_NAMES])
    mixed = scores.copy()
    for members in build.ranked.values():
        if build.roles.covers(members):
            asked = np.maximum(skill_columns(build.roles, members, query, values[members]) @ by_name, FLOOR)
            mixed[members] = asked / asked.sum()
    return mixed


def skill_columns(book: RoleBook, members: NDArray[np.int64], query: Query, values: Floats) -> Odds:
    """Describe a framework's skills by what a query and the roles say: float64 (members, len(SKILL_NAMES)).

    Args:
        members: the framework's skills, places in ``build.groups``.
        values: float32 (members, features).
    """
    text = values[:, [features.NAMES.index(name) for name in TEXT]].astype(np.float64)
    text = (text - text.mean(axis=0)) / (text.std(axis=0) + 1e-9)
    mine = book.of(members)
    asks = mine.levels[:, members] != 0
    vote = mine.by_family(mine.nearness(query.whole, _mean(query), SHARPNESS)) @ asks
    unclaimed = ~asks.any(axis=0)[:, None]
    return np.column_stack([text, vote, unclaimed, unclaimed * text, np.ones(len(members))])


def required_odds(build: Build, query: Query, framework: str, skill: str, odds: Odds) -> Odds:
    """Return the log-odds of each level of a skill; as given where roles have no say.

    Args:
        odds: float64 (levels,), of the level model.
    """
    trained = weights_for(build, query)
    members = build.ranked[framework]
    if trained is None or not build.roles.speaks_of(members):
        return odds
    covered = build.roles.covers(members)
    fitted = trained.covered if covered else trained.bare
    by_name = np.array([fitted.get(name, 0.0) for name in LEVEL_NAMES])
    found: Odds = level_columns(build, build.roles, query, framework, skill) @ by_name
    return found if covered else around_middle(build.levels_of(framework, skill), found)


def level_columns(build: Build, book: RoleBook, query: Query, framework: str, skill: str) -> Odds:
    """Describe each level by what a query and the roles say: float64 (levels, len(LEVEL_NAMES))."""
    levels = np.array(build.levels_of(framework, skill), np.float64)
    middle, spread = build.level_spread(framework)
    off = levels - levels.mean()
    tasks = [query.read[n] for n in query.said]
    place = build.role_vectors.scales.place(framework, tasks, query.vectors[query.said])
    senior, usual = _by_roles(build, book, query, framework, skill, float(levels.mean()), middle)
    return np.column_stack(
        [
            -(off**2),
            off,
            off * (levels.mean() - middle),
            off * place * spread,
            off * senior,
            off * usual,
            -np.abs(off - usual),
        ]
    )


def around_middle(levels: tuple[int, ...], odds: Odds) -> Odds:
    """Return the log-odds of a normal distribution around the median: its likeliest level errs least.

    For where little is known: at the ends of a skill's levels the likeliest level is then often the last one,
    when most of the chance is still below it. The median brought SkillsFuture levels within one from 0.86 to
    0.88; where the roles cover a framework (DDaT) it cost exact levels, 0.57 to 0.54.

    Args:
        odds: float64 (levels,).
    """
    chances = softmax(odds)
    at = np.array(levels, np.float64)
    spread = max(float(chances @ (at - chances @ at) ** 2), LEAST_SPREAD)
    before = np.cumsum(chances) - chances
    middle = int(np.searchsorted(np.cumsum(chances), 0.5))
    median = at[middle] - 0.5 + (0.5 - before[middle]) / chances[middle]
    around: Odds = -((at - median) ** 2) / (2.0 * spread)
    return around


def asks_of_roles(build: Build, query: Query, framework: str) -> bool:
    """Whether activities are told as a role page tells them, and the catalogue's roles cover a framework."""
    members = build.ranked.get(framework)
    return members is not None and weights_for(build, query) is not None and build.roles.covers(members)


def near_roles(build: Build, query: Query, framework: str, book: RoleBook | None = None) -> Floats:
    """Return how near each role of a framework is, where activities are told on a page like its own.

    Float32 (roles of the knowledge,), sums to 1; all 0 for any other texts.

    Args:
        book: the roles looked at; None takes all of the build.
    """
    share = np.zeros(len(build.knowledge.roles), np.float32)
    members = build.ranked.get(framework)
    if members is not None and reads_as_role(query.texts):
        mine = (book or build.roles).of(members)
        told = query.whole, _mean(query)
        if mine.cosines(*told).max(initial=0.0) >= SAME_PAGE:
            share[mine.places] = mine.nearness(*told, NEAREST)
    return share


def next_levels(
    shares: Mapping[str, float], levels: Mapping[str, Mapping[int, float]]
) -> dict[tuple[str, int], float]:
    """Return how likely the next role asks for a skill at a level that this work does not yet.

    Nearly all that a role level adds is what the one below has, one level up: 0.98 of it in DDaT.

    Args:
        shares: how likely each skill is asked for, by key.
        levels: of each skill, the chance of each of its levels.
    """
    found = {}
    for skill, chances in levels.items():
        numbers = sorted(chances)
        for level, following in pairwise(numbers):
            found[skill, following] = shares[skill] * chances[level]
    return found


def _by_roles(
    build: Build, book: RoleBook, query: Query, framework: str, skill: str, own: float, middle: float
) -> tuple[float, float]:
    """Return how senior the work is by other roles, and how far off its middle they need the skill."""
    members = build.ranked[framework]
    if not book.covers(members):
        return 0.0, 0.0
    mine = book.of(members)
    asked = mine.levels[:, build.group_numbers[framework, skill]]
    stated = asked[asked > 0].astype(np.float64)
    usual = (float(stated.sum()) + own) / (len(stated) + 1) - own
    return mine.seniority(members, query.whole, _mean(query)) - middle, usual


def _mean(query: Query) -> Floats:
    said = query.vectors[query.said]
    each: Floats = said.mean(axis=0) if len(said) else query.whole
    return each
