"""Fit: whether any skill of a framework fits what somebody does.

Nursing is work, but no skill of a framework of digital skills describes it: then no level is suggested. A
text's field of work (O*NET's 23 major groups) is told by a classifier learnt from O*NET's tasks (CC BY 4.0);
which fields a framework covers was fitted on readings for the frameworks that have them, and is read from a
framework's own descriptions for any other. `scripts/train.py fields` writes ``index/weights/fields.npz``:

- ``model``: id of the encoder; with another one every framework fits;
- ``names`` str (n,), ``fields`` float32 (n, d), ``bias`` float32 (n,): the classifier;
- ``families`` str (f,), ``covers`` float32 (f, n + len(BESIDE) + d), ``least`` float32 (f,): a text fits from
  ``least`` on, its `fit_row` weighed by ``covers``;
- ``share`` float32 (): least share of a text's fields that any other framework must cover.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax

from index.build import Build
from index.features import Floats, Query
from index.search import Found
from index.trained_weights import WEIGHTS
from knowledge.editions import family

COMMON = 0.03
"""Share of a framework's skills from which it covers a field in full."""
RARE = 1e-4
"""Added to a field's probability before its logarithm is taken."""
BESIDE = ("nearest", "nearest_of_each", "nearest_five", "talk")
"""What is looked at beside fields: how near the nearest trained skills are, and whether the text is talk."""
CLOSE = 10.0
"""Cosines times this are of a size with logarithms of probabilities."""


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """The fitted arrays, as the module describes them."""

    model: str
    names: tuple[str, ...]
    fields: Floats
    bias: Floats
    covers: dict[str, Floats]
    least: dict[str, float]
    share: float

    def chances(self, vectors: Floats) -> NDArray[np.float64]:
        """Return the probability of each field, float64 (texts, n), for unit vectors (texts, d)."""
        odds = vectors @ self.fields.T + self.bias
        return np.asarray(np.exp(log_softmax(odds.astype(np.float64), axis=1)), np.float64)

    def fits(self, build: Build, framework: str, query: Query) -> bool:
        """Whether a framework covers the work that a text tells of."""
        name, chances = family(framework), self.chances(query.whole[None])[0]
        if name in self.covers and build.trained(build.ranked[framework]):
            return bool(fit_row(build, framework, query, chances) @ self.covers[name] >= self.least[name])
        covered = np.minimum(1.0, self.chances(build.described(framework)).mean(axis=0) / COMMON)
        return bool(chances @ covered >= self.share)


def fit_row(build: Build, framework: str, query: Query, chances: NDArray[np.float64]) -> Floats:
    """Return what tells whether a framework covers a text: float32 (n + len(BESIDE) + d,).

    Args:
        chances: of each field, float64 (n,).
    """
    assert build.directions is not None
    directions = build.directions[build.ranked[framework]]
    near = np.sort(directions @ query.whole)
    each = float((query.vectors @ directions.T).max()) if len(query.encoded) else float(near[-1])
    beside = [CLOSE * float(near[-1]), CLOSE * each, CLOSE * float(near[-5:].mean()), query.talk]
    row: Floats = np.concatenate([np.log(chances + RARE), beside, query.whole]).astype(np.float32)
    return row


@lru_cache(maxsize=1)
def shipped_fields() -> Fields:
    """Return the shipped rule."""
    with np.load(WEIGHTS / "fields.npz", allow_pickle=False) as arrays:
        families = [str(name) for name in arrays["families"]]
        return Fields(
            str(arrays["model"]),
            tuple(str(name) for name in arrays["names"]),
            arrays["fields"],
            arrays["bias"],
            dict(zip(families, arrays["covers"], strict=True)),
            dict(zip(families, arrays["least"].tolist(), strict=True)),
            float(arrays["share"]),
        )


def nothing_fits(found: Found, framework: str | None) -> bool:
    """Whether no skill fits the activities.

    Args:
        framework: the one asked for; None for all: then none of them may fit.
    """
    rule = shipped_fields()
    if rule.model != found.build.model:
        return False
    asked = [framework] if framework is not None else list(found.build.ranked)
    return not any(rule.fits(found.build, each, found.query) for each in asked)
