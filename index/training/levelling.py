"""Fitting the shared level model of `index.ordinal`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import ordinal
from index.entries import family
from index.features import Floats, Query, similarities
from index.opened import Build
from index.training import logit
from index.training.cases import Case
from index.training.queries import Hiding

FOLDS = 5
VECTOR_WEIGHT = 2.0
"""Vectors count twice as much as words in the ridge; 1 and 4 gave less on the voices of other authors."""
PENALTY = 1.0


class Levelling:
    """Cases made ready for fitting.

    Args:
        build: holds the skills' statements and voices.
        cases, asked: cases whose skill and level the build knows, and their queries.
        rare: rarity of words; None works it out from the cases.
    """

    def __init__(
        self, build: Build, cases: Sequence[Case], asked: Sequence[Query], rare: Floats | None = None
    ) -> None:
        self.build, self.cases, self.asked = build, cases, asked
        self.levels = [build.levels_of(case.framework, case.skill) for case in cases]
        texts = [case.whole for case in cases]
        self.rare = _rarity(texts) if rare is None else rare
        self.words = ordinal.word_rows(texts, self.rare)
        self.families = sorted({family(case.framework) for case in cases})

    def scale(self, chosen: NDArray[np.int64], vectors: bool) -> ordinal.Scale:
        """Fit the ridge on some of the cases; its ``fused`` weights are still 0."""
        from sklearn.linear_model import Ridge

        rows = self._design(vectors)[chosen]
        truth = np.array([self.cases[n].level for n in chosen], np.float64)
        fitted = Ridge(alpha=PENALTY, solver="sparse_cg", tol=1e-6).fit(rows, truth)
        return self._unpacked(fitted.coef_, float(fitted.intercept_), vectors)

    def _design(self, vectors: bool) -> Any:
        from scipy import sparse

        spans = np.stack([ordinal.span_of(levels) / 3.0 for levels in self.levels])
        kinds = np.array(
            [[f == family(case.framework) for f in self.families] for case in self.cases], np.float32
        )
        parts = [self.words, sparse.csr_matrix(spans), sparse.csr_matrix(kinds)]
        if vectors:
            both = [np.concatenate([q.whole, q.vectors.mean(axis=0)]) for q in self.asked]
            parts.append(sparse.csr_matrix(np.stack(both) * VECTOR_WEIGHT))
        return sparse.hstack(parts).tocsr()

    def _unpacked(self, found: NDArray[np.float64], bias: float, vectors: bool) -> ordinal.Scale:
        n, f = ordinal.WORD_FEATURES, len(self.families)
        size = len(self.asked[0].whole) if vectors else 0
        rest = found[n + 3 + f :].astype(np.float32) * VECTOR_WEIGHT
        return ordinal.Scale(
            words=found[:n].astype(np.float32),
            whole=rest[:size],
            each=rest[size:],
            span=found[n : n + 3].astype(np.float32) / 3.0,
            offsets=dict(zip(self.families, found[n + 3 : n + 3 + f].tolist(), strict=True)),
            bias=bias,
            fused=np.zeros(len(ordinal.NAMES), np.float32),
        )

    def stands(self, scale: ordinal.Scale, n: int) -> float:
        """Return where a case's person stands on a scale."""
        return scale.place(self.words[n], self.asked[n], self.cases[n].framework, self.levels[n])

    def stands_unseen(self, vectors: bool) -> list[float]:
        """Return where each person stands by scales fitted without their author."""
        authors = sorted({case.author for case in self.cases})
        fold = np.array([authors.index(case.author) % FOLDS for case in self.cases])
        found = np.zeros(len(self.cases))
        for one in np.unique(fold):
            scale = self.scale(np.flatnonzero(fold != one), vectors)
            for n in np.flatnonzero(fold == one):
                found[n] = self.stands(scale, int(n))
        return [float(value) for value in found]

    def choices(self, stands: Sequence[float], hiding: Hiding, plain: bool) -> list[tuple[Floats, int]]:
        """Describe each case's levels, its own author's voices hidden.

        Args:
            stands: where each person stands.
            plain: leave all out but the place, as with an encoder of another kind.
        """
        found = []
        for n, (case, query) in enumerate(zip(self.cases, self.asked, strict=True)):
            near = similarities(self.build, query)
            hidden = hiding.author(case.author)
            values = ordinal.level_features(
                self.build, query, case.framework, case.skill, stands[n], near, hidden
            )
            if plain:
                values[:, 2:] = 0.0
            found.append((values, self.levels[n].index(case.level)))
        return found


def fit(ready: Levelling, hiding: Hiding, model: str) -> ordinal.LevelModel:
    """Fit both scales and their fused weights on all cases; places of the fit come from unseen authors."""
    scales = []
    for vectors in (True, False):
        choices = ready.choices(ready.stands_unseen(vectors), hiding, plain=not vectors)
        weights = logit.fit(choices, PENALTY).astype(np.float32)
        scale = ready.scale(np.arange(len(ready.cases)), vectors)
        scale.fused[:] = weights
        scales.append(scale)
    return ordinal.LevelModel(model, ready.rare, *scales)


def save(model: ordinal.LevelModel, path: Path) -> None:
    """Write ``levels.npz``, as `index.ordinal` describes it."""
    arrays: dict[str, Any] = {
        "model": np.array(model.model),
        "rare": model.rare,
        "families": np.array(list(model.with_vectors.offsets)),
        "whole": model.with_vectors.whole,
        "each": model.with_vectors.each,
    }
    for prefix, scale in (("", model.with_vectors), ("alone_", model.alone)):
        arrays |= {
            f"{prefix}words": scale.words.astype(np.float16),
            f"{prefix}range": scale.span,
            f"{prefix}offsets": np.array(list(scale.offsets.values()), np.float32),
            f"{prefix}bias": np.float32(scale.bias),
            f"{prefix}fused": scale.fused,
        }
    np.savez_compressed(path, **arrays)


def shares(choices: Sequence[tuple[Floats, int]], weights: Floats) -> tuple[float, float, float]:
    """Return how often the likeliest level is exact and within one step, and the mean error in steps."""
    off = np.array([int(np.argmax(values @ weights)) - right for values, right in choices])
    return float((off == 0).mean()), float((np.abs(off) <= 1).mean()), float(off.mean())


def _rarity(texts: Sequence[str]) -> Floats:
    counts = ordinal.count_words(texts)
    documents = np.bincount(counts.indices, minlength=ordinal.WORD_FEATURES)
    # A word of one case only says who wrote it, not at what level.
    rare = np.where(documents >= 2, np.log((1 + len(texts)) / (1 + documents)) + 1.0, 0.0)
    found: Floats = rare.astype(np.float32)
    return found
