"""Fitting the skill head: which skills readers name for a text, by its vector.

A ridge regression (Hoerl and Kennard 1970) on the shares of the skills that readers named. Its texts are
written for the purpose or openly licensed, so that it may hold as many numbers as it needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from index.build import Build
from index.features import Floats
from index.training.ranker_trainer import places_in, shares_of
from index.training.readings import PlacedWork
from knowledge.editions import family

PENALTY = 1.0
"""Of squared weights, for unit vectors; 0.3 to 3 rank readings within 0.01 of each other."""


def fit(build: Build, framework: str, works: Sequence[PlacedWork], vectors: Floats) -> dict[str, Floats]:
    """Return float32 (d + 1,) by ``family:skill``, for each skill that any reader named.

    Args:
        vectors: float32 (works, d), each text as one.
    """
    from sklearn.linear_model import Ridge

    shares = np.zeros((len(works), len(build.ranked[framework])))
    for row, work in zip(shares, works, strict=True):
        for place, share in shares_of(places_in(build, work, framework)).items():
            row[place] = share
    fitted = Ridge(alpha=PENALTY).fit(vectors.astype(np.float64), shares)
    weights = np.column_stack([fitted.coef_, fitted.intercept_]).astype(np.float32)
    groups = [build.groups[number] for number in build.ranked[framework].tolist()]
    named = np.flatnonzero(shares.sum(axis=0)).tolist()
    return {f"{family(framework)}:{groups[n].skill}": weights[n] for n in named}


def save(model: str, head: Mapping[str, Floats], path: Path) -> None:
    """Write ``skills.npz``, as `index.trained_weights` describes it."""
    names = sorted(head)
    rows = np.stack([head[name] for name in names]).astype(np.float16)
    np.savez_compressed(path, model=np.array(model), skills=np.array(names), weights=rows)
