"""Scales: where a text stands among a framework's levels, learnt from the catalogue's own statements.

Two ridge regressions a framework, one over sentence vectors and one over words, on the levels of its
statements, standardised: 0 is the mean of the statements, 1 their standard deviation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.entries import Entry
from index.ngrams import count_words, weigh

SCALES = "scales.npz"
WORD_FEATURES = 2**15
SENTENCE_PENALTY = 3.0
"""1 and 10 placed roles alike."""
WORD_PENALTY = 1.0
STEPS = 60
"""Of the iterative solver over words; it settles within 40."""
FEWEST_STATEMENTS = 20

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Scales:
    """The scales of a build.

    Args:
        sentences: float32 (frameworks, d + 1), from a unit vector and 1 to a place.
        words: float32 (frameworks, WORD_FEATURES + 1), from a row of words and 1 to a place.
        rare: float32 (WORD_FEATURES,), rarity of words.
    """

    frameworks: tuple[str, ...]
    sentences: Floats
    words: Floats
    rare: Floats

    def place(self, framework: str, texts: Sequence[str], vectors: Floats) -> float:
        """Return where work stands: its highest task by meaning, and the mean of its tasks by their words.

        The hardest task tells more than the usual one does; single words are too rare for that.

        Args:
            vectors: float32 (tasks, d).

        Returns:
            The sum of both, in standard deviations; 0 where nothing is known or said.
        """
        if framework not in self.frameworks or not texts:
            return 0.0
        own = self.frameworks.index(framework)
        meant = vectors @ self.sentences[own, :-1] + self.sentences[own, -1]
        worded = _word_rows(texts, self.rare) @ self.words[own, :-1] + self.words[own, -1]
        return float(meant.max() + worded.mean())

    def write(self, folder: Path) -> None:
        """Write them into a build's folder."""
        names = np.array(self.frameworks, dtype=str)
        np.savez_compressed(
            folder / SCALES, frameworks=names, sentences=self.sentences, words=self.words, rare=self.rare
        )

    @classmethod
    def read(cls, folder: Path) -> Scales:
        """Return what `write` wrote."""
        with np.load(folder / SCALES, allow_pickle=False) as arrays:
            names = tuple(str(name) for name in arrays["frameworks"])
            return cls(names, arrays["sentences"], arrays["words"], arrays["rare"])


def fit_scales(frameworks: Sequence[str], entries: Sequence[Entry], vectors: Floats) -> Scales:
    """Learn the scales of some frameworks.

    Args:
        frameworks: ids; those with few statements get no scale.
        vectors: float32 (entries, d).
    """
    listed = {framework: _statements(framework, entries) for framework in sorted(set(frameworks))}
    listed = {name: rows for name, rows in listed.items() if len(rows) >= FEWEST_STATEMENTS}
    rare = _rarity([entries[n].text for rows in listed.values() for n in rows])
    sentences = [_by_sentence(vectors[rows], _standard(entries, rows)) for rows in listed.values()]
    words = [
        _by_words(_word_rows([entries[n].text for n in rows], rare), _standard(entries, rows))
        for rows in listed.values()
    ]
    size = vectors.shape[1]
    return Scales(
        tuple(listed),
        np.array(sentences, np.float32).reshape(-1, size + 1),
        np.array(words, np.float32).reshape(-1, WORD_FEATURES + 1),
        rare,
    )


def _word_rows(texts: Sequence[str], rare: Floats) -> Any:
    return weigh(count_words(texts, WORD_FEATURES), rare)


def _statements(framework: str, entries: Sequence[Entry]) -> list[int]:
    return [
        n
        for n, e in enumerate(entries)
        if e.framework == framework and e.is_statement and e.skill_kind == "skill" and e.level is not None
    ]


def _standard(entries: Sequence[Entry], rows: Sequence[int]) -> NDArray[np.float64]:
    levels = np.array([entries[n].level for n in rows], np.float64)
    standard: NDArray[np.float64] = (levels - levels.mean()) / (levels.std() or 1.0)
    return standard


def _rarity(texts: Sequence[str]) -> Floats:
    if not texts:
        return np.zeros(WORD_FEATURES, np.float32)
    counts = count_words(texts, WORD_FEATURES)
    holding = np.bincount(counts.indices, minlength=WORD_FEATURES)
    rare = np.log((1 + counts.shape[0]) / (1 + holding)) + 1.0
    # A word said once tells a statement, not a level.
    return np.where(holding < 2, 0.0, rare).astype(np.float32)


def _by_sentence(vectors: Floats, wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    from sklearn.linear_model import Ridge

    fitted = Ridge(alpha=SENTENCE_PENALTY).fit(vectors.astype(np.float64), wanted)
    return np.append(fitted.coef_, fitted.intercept_)


def _by_words(rows: Any, wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.sparse.linalg import lsqr

    weights = lsqr(rows.astype(np.float64), wanted, damp=WORD_PENALTY**0.5, iter_lim=STEPS)[0]
    return np.append(weights, 0.0)
