"""Fitting the shared level model of `index.level_model`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import level_model
from index.build import Build
from index.entries import family
from index.features import Floats, Query
from index.level_scales import WORD_FEATURES, count_words
from index.text import as_one
from index.training import conditional_logit
from index.training.case_queries import Hiding
from index.training.labelled_cases import Case

FOLDS = 5
RIDGE = 1.0
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
        texts = [as_one(query.read) for query in asked]
        self.rare = _rarity(texts) if rare is None else rare
        self.words = level_model.word_rows(texts, self.rare)
        self.families = sorted({family(case.framework) for case in cases})

    def scale(self, chosen: NDArray[np.int64]) -> level_model.LevelModel:
        """Fit the ridge on some of the cases; the weights of features are still 0."""
        from sklearn.linear_model import Ridge

        truth = np.array([self.cases[n].level for n in chosen], np.float64)
        fitted = Ridge(alpha=RIDGE, solver="sparse_cg", tol=1e-6).fit(self._design()[chosen], truth)
        found, n, f = fitted.coef_, WORD_FEATURES, len(self.families)
        return level_model.LevelModel(
            rare=self.rare,
            words=found[:n].astype(np.float32),
            span=found[n : n + 3].astype(np.float32) / 3.0,
            offsets=dict(zip(self.families, found[n + 3 : n + 3 + f].tolist(), strict=True)),
            bias=float(fitted.intercept_),
            fused=np.zeros(len(level_model.NAMES), np.float32),
            alone=np.zeros(len(level_model.NAMES), np.float32),
        )

    def _design(self) -> Any:
        from scipy import sparse

        spans = np.stack([level_model.span_of(levels) / 3.0 for levels in self.levels])
        kinds = [[one == family(case.framework) for one in self.families] for case in self.cases]
        rest = np.hstack([spans, np.array(kinds, np.float32)])
        return sparse.hstack([self.words, sparse.csr_matrix(rest)]).tocsr()

    def stands(self, scale: level_model.LevelModel, n: int) -> float:
        """Return where a case's person stands on a scale."""
        return scale.place(self.words[n], self.cases[n].framework, self.levels[n])

    def stands_unseen(self) -> list[float]:
        """Return where each person stands by scales fitted without their author."""
        authors = sorted({case.author for case in self.cases})
        fold = np.array([authors.index(case.author) % FOLDS for case in self.cases])
        found = np.zeros(len(self.cases))
        for one in np.unique(fold):
            scale = self.scale(np.flatnonzero(fold != one))
            for n in np.flatnonzero(fold == one):
                found[n] = self.stands(scale, int(n))
        return [float(value) for value in found]

    def choices(
        self, stands: Sequence[float], hiding: Hiding, chosen: Sequence[int]
    ) -> list[tuple[Floats, int]]:
        """Describe the levels of some cases, their own authors' voices hidden.

        Args:
            stands: where each person stands, by case.
        """
        found = []
        for n in chosen:
            case, query = self.cases[n], self.asked[n]
            hidden = hiding.author(case.author)
            names = (case.framework, case.skill)
            values = level_model.level_features(self.build, query, *names, stands[n], hidden=hidden)
            found.append((values, self.levels[n].index(case.level)))
        return found


def fit(ready: Levelling, hiding: Hiding, chosen: Sequence[int]) -> level_model.LevelModel:
    """Fit the scale on all cases, and the weights of features on some.

    Args:
        chosen: cases that the encoder was not trained on: its level head is too sure of the others.
    """
    choices = ready.choices(ready.stands_unseen(), hiding, chosen)
    scale = ready.scale(np.arange(len(ready.cases)))
    scale.fused[:] = conditional_logit.fit(choices, PENALTY)
    scale.alone[:] = conditional_logit.fit(
        [(without_head(values), right) for values, right in choices], PENALTY
    )
    return scale


def without_head(values: Floats) -> Floats:
    """Return features of levels as an encoder without a level head would give them."""
    plain = values.copy()
    for name in ("head", "reader"):
        plain[:, level_model.NAMES.index(name)] = 0.0
    return plain


def save(model: level_model.LevelModel, path: Path) -> None:
    """Write ``levels.npz``, as `index.level_model` describes it."""
    np.savez_compressed(
        path,
        rare=model.rare,
        words=model.words.astype(np.float16),
        range=model.span,
        families=np.array(list(model.offsets)),
        offsets=np.array(list(model.offsets.values()), np.float32),
        bias=np.float32(model.bias),
        fused=model.fused,
        alone=model.alone,
    )


def shares(choices: Sequence[tuple[Floats, int]], weights: Floats) -> tuple[float, float, float]:
    """Return how often the likeliest level is exact and within one step, and the mean error in steps."""
    off = np.array([int(np.argmax(values @ weights)) - right for values, right in choices])
    return float((off == 0).mean()), float((np.abs(off) <= 1).mean()), float(off.mean())


def _rarity(texts: Sequence[str]) -> Floats:
    counts = count_words(texts)
    documents = np.bincount(counts.indices, minlength=WORD_FEATURES)
    # A word of one case only says who wrote it, not at what level.
    rare = np.where(documents >= 2, np.log((1 + len(texts)) / (1 + documents)) + 1.0, 0.0)
    found: Floats = rare.astype(np.float32)
    return found
