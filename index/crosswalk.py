"""Proposals for the crosswalk: skills of two frameworks whose statements lie closest to each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.entries import family
from index.opened import Build

LEAST = 0.45
"""Least cosine of two skills' statements, less what all statements have in common; an admin judges."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two skills that may be one.

    Args:
        start, end: framework id and key of each.
        names: their titles.
        score: cosine of their mean statements, -1 to 1.
    """

    start: tuple[str, str]
    end: tuple[str, str]
    names: tuple[str, str]
    score: float


def propose(build: Build, known: Iterable[frozenset[tuple[str, str]]] = ()) -> list[Proposal]:
    """Propose links between frameworks, best first: pairs that are each other's nearest.

    Args:
        build: an open build.
        known: pairs that are linked, or were refused; they are not proposed again.
    """
    centres = _centres(build)
    left = set(known)
    found: list[Proposal] = []
    frameworks = sorted(build.ranked)
    for n, one in enumerate(frameworks):
        for other in frameworks[n + 1 :]:
            if family(one) != family(other):
                found += _mutual(build, centres, build.ranked[one], build.ranked[other])
    fresh = [each for each in found if frozenset((each.start, each.end)) not in left]
    return sorted(fresh, key=lambda each: (-each.score, each.start, each.end))


def _centres(build: Build) -> NDArray[np.float32]:
    centres = np.zeros((len(build.groups), build.vectors.shape[1]), np.float32)
    stated = build.kinds["statement"]
    for n, group in enumerate(build.groups):
        rows = build.rows[group.start : group.stop][stated[group.start : group.stop]]
        if len(rows):
            centre = build.vectors[rows].mean(axis=0) - build.usual
            centres[n] = centre / (float(np.linalg.norm(centre)) or 1.0)
    return centres


def _mutual(
    build: Build, centres: NDArray[np.float32], ones: NDArray[np.int64], others: NDArray[np.int64]
) -> list[Proposal]:
    scores = centres[ones] @ centres[others].T
    best, back = scores.argmax(axis=1), scores.argmax(axis=0)
    found = []
    for n, m in enumerate(best.tolist()):
        if back[m] == n and scores[n, m] >= LEAST:
            a, b = build.groups[int(ones[n])], build.groups[int(others[m])]
            ends = (a.framework, a.skill), (b.framework, b.skill)
            found.append(Proposal(*ends, (a.name, b.name), float(scores[n, m])))
    return found
