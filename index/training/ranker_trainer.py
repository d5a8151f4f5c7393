"""Fitting the ranker: features of skills, weighed so that the right skill comes first."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.build import Build
from index.features import NAMES, Query, features
from index.training import conditional_logit
from index.training.case_queries import Hiding
from index.training.labelled_cases import Case

ALSO_UNSEEN = 0.4
"""Share of other skills whose voices are hidden where the right one's are."""
MATCH = {"vectors": 0.8, "words": 0.1, "letters": 0.1}
"""Weights within a match's score."""


def skill_choices(
    build: Build,
    cases: Sequence[Case],
    asked: Sequence[Query],
    hiding: Hiding,
    unseen: float,
    seed: int = 0,
) -> list[tuple[NDArray[np.float32], int]]:
    """Describe the skills of each case's framework, its own author's voices hidden.

    Args:
        cases, asked: cases of skills the build knows, and their queries.
        unseen: share of cases for which all voices of the right skill are hidden too, as with a new skill,
            and those of some others: a skill without voices must not stand out.
        seed: fixes which.
    """
    chance = random.Random(seed)
    found = []
    for case, query in zip(cases, asked, strict=True):
        members, right = build.ranked[case.framework], build.group_numbers[case.framework, case.skill]
        hidden = hiding.author(case.author)
        if chance.random() < unseen:
            hidden |= hiding.skills([right, *(int(n) for n in members if chance.random() < ALSO_UNSEEN)])
        found.append((features(build, query, hidden)[members], int(np.flatnonzero(members == right)[0])))
    return found


def known(build: Build, cases: Sequence[Case]) -> list[Case]:
    """Return the cases whose skill and level a build knows."""
    return [
        case
        for case in cases
        if (case.framework, case.skill) in build.group_numbers
        and case.level in build.levels_of(case.framework, case.skill)
    ]


def save(weights: NDArray[np.float64], made: dict[str, object], path: Path) -> None:
    """Write ``ranker.json``: how it was made, weights by feature, weights of a match."""
    named = {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)}
    content = {"made": made, "weights": named, "match": MATCH}
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def shares(choices: conditional_logit.Choices, weights: NDArray[np.float64]) -> tuple[float, float]:
    """Return how often the right skill comes first, and in the first five."""
    above = conditional_logit.places(choices, weights)
    return float((above == 0).mean()), float((above < 5).mean())
