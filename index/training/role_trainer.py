"""Fit the weights of `index.role_requirements`: each role is described without the roles of its ladder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.build import Build
from index.encoder import Encoder
from index.features import Query, features
from index.role_requirements import (
    LEVEL_NAMES,
    SKILL_NAMES,
    RoleWeights,
    around_middle,
    base_model,
    level_columns,
    skill_columns,
)
from index.training import conditional_logit
from index.training.case_queries import queries

Odds = NDArray[np.float64]
SKILL_PENALTY = 100.0
LEVEL_PENALTY = 1.0
OF_ROLES = ("senior", "usual", "usual_gap")
"""Features of a level that only a covered framework has."""


@dataclass(frozen=True, slots=True, eq=False)
class Levelled:
    """A skill that a role asks for, and what is known of its levels.

    Args:
        levels: those it has, ascending.
        columns: float64 (levels, len(LEVEL_NAMES)).
        level: the one asked for.
    """

    skill: str
    levels: tuple[int, ...]
    columns: Odds
    level: int


@dataclass(frozen=True, slots=True, eq=False)
class RoleCase:
    """A role's tasks, and what it asks for, described by the build and by the roles of other ladders.

    Args:
        place: among the roles of the build's knowledge.
        ladder: a number per role; its role levels share it.
        framework: of the skills it asks for.
        query: its tasks, encoded.
        members: the framework's skills, places in ``build.groups``.
        asked: bool (members,), which of them it asks for.
        columns: float64 (members, len(SKILL_NAMES)).
        levelled: the skills it asks for at a level they have.
    """

    place: int
    ladder: int
    framework: str
    query: Query
    members: NDArray[np.int64]
    asked: NDArray[np.bool_]
    columns: Odds
    levelled: tuple[Levelled, ...]


def role_cases(build: Build, encoder: Encoder) -> list[RoleCase]:
    """Describe every role that says what it does and asks for skills.

    Its tasks are its lines, or its summary where it lists none.
    """
    roles = build.knowledge.roles
    tasks = [
        [line for section in roles[place].sections for line in section.lines] or [roles[place].summary]
        for place in build.roles.places
    ]
    asked = queries(encoder, tasks, read_levels=False)
    return [_case(build, row, query) for row, query in enumerate(asked)]


def _case(build: Build, row: int, query: Query) -> RoleCase:
    book = build.roles
    others = book.without(int(book.ladders[row]))
    framework = build.groups[int(np.flatnonzero(book.levels[row])[0])].framework
    members = build.ranked[framework]
    values = features(build, query)[members]
    levelled = []
    for group in members[book.levels[row, members] != 0]:
        skill, level = build.groups[group].skill, int(book.levels[row, group])
        levels = build.levels_of(framework, skill)
        if level in levels:
            columns = level_columns(build, others, query, framework, skill)
            levelled.append(Levelled(skill, levels, columns, level))
    return RoleCase(
        int(book.places[row]),
        int(book.ladders[row]),
        framework,
        query,
        members,
        book.levels[row, members] != 0,
        skill_columns(others, members, query, values),
        tuple(levelled),
    )


def speaks_bare(build: Build, case: RoleCase) -> bool:
    """Whether a role is one of enough to level its framework's skills, but not to say which are asked for."""
    return build.roles.speaks_of(case.members) and not build.roles.covers(case.members)


def fit_skills(cases: Sequence[RoleCase]) -> Odds:
    """Return weights float64 (len(SKILL_NAMES),): a ridge regression on whether a role asks for a skill."""
    from sklearn.linear_model import Ridge
    from sklearn.preprocessing import StandardScaler

    rows = np.concatenate([case.columns for case in cases])
    spread = StandardScaler(with_mean=False).fit(rows).scale_
    asked = np.concatenate([case.asked for case in cases]).astype(np.float64)
    found: Odds = Ridge(alpha=SKILL_PENALTY, fit_intercept=False).fit(rows / spread, asked).coef_ / spread
    return found


def fit_levels(cases: Sequence[RoleCase], covered: bool, start: Odds | None = None) -> Odds:
    """Return weights float64 (len(LEVEL_NAMES),) of a conditional logit over levels.

    Args:
        covered: whether what other roles ask for is known.
        start: weights to begin from.
    """
    choices = [
        (_plain(asked.columns, covered).astype(np.float32), asked.levels.index(asked.level))
        for case in cases
        for asked in case.levelled
    ]
    return conditional_logit.fit(choices, LEVEL_PENALTY, start)


def level_of(asked: Levelled, weights: Odds, covered: bool) -> int:
    """Return the level found for a skill."""
    odds = _plain(asked.columns, covered) @ weights
    return asked.levels[int(np.argmax(odds if covered else around_middle(asked.levels, odds)))]


def save(
    model: str, skills: Odds, covered: Odds, bare: Odds, made: dict[str, object], path: Path
) -> RoleWeights:
    """Write ``roles.json``: how it was made, and weights by name."""
    found = RoleWeights(
        base_model(model),
        _named(SKILL_NAMES, skills),
        _named(LEVEL_NAMES, covered),
        _named(LEVEL_NAMES, bare),
    )
    content = {"made": made | {"model": found.model}, "skills": found.skills}
    content |= {"covered": found.covered, "bare": found.bare}
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return found


def _plain(columns: Odds, covered: bool) -> Odds:
    if covered:
        return columns
    hidden = [LEVEL_NAMES.index(name) for name in OF_ROLES]
    plain = columns.copy()
    plain[:, hidden] = 0.0
    return plain


def _named(names: Sequence[str], weights: Odds) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
