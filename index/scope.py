"""Scope: whether what somebody wrote is about work, and says enough to be placed on a ladder.

A logistic regression over words, vectors and length, learnt from staff voices and from
``knowledge/data/voices/edge.jsonl``. It looks at the text alone, not at the catalogue: a small catalogue does
not make work out of scope. `scripts/train.py scope` writes ``index/weights/scope.npz``:

- ``model``: id of the encoder; with another one the ``alone_*`` arrays are used, which need words only;
- ``words``: float16 (WORD_FEATURES, 3), ``lengths`` float32 (2, 3), ``whole`` float32 (d, 3) and ``bias``
  float32 (3,), a column for each of `SCOPES`;
- ``enough``: probability of in-scope from which a text is taken, ``some`` from which it is taken where
  nothing more will be said; ``alone_words``, ... likewise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from index.encoder import WORD
from index.features import Floats
from index.ngrams import count_words
from index.search import Found
from index.text import as_one
from index.trained_weights import WEIGHTS

Scope = Literal["in-scope", "out-of-scope", "too-vague"]
SCOPES: tuple[Scope, ...] = ("in-scope", "out-of-scope", "too-vague")
WORD_FEATURES = 2**13


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """The regression: a column per scope, in the order of `SCOPES`.

    Args:
        words: float32 (WORD_FEATURES, 3).
        whole: float32 (d, 3), or (0, 3) where vectors are not used.
        lengths: float32 (2, 3), for `lengths`.
        bias: float32 (3,).
        enough: probability of in-scope from which a text is taken.
        some: probability of in-scope from which a text is taken where nothing more will be said.
    """

    words: Floats
    whole: Floats
    lengths: Floats
    bias: Floats
    enough: float
    some: float

    def chances(self, texts: Sequence[str], wholes: Floats) -> NDArray[np.float64]:
        """Return the probability of each scope, float64 (texts, 3).

        Args:
            texts: the messages of each case as one text.
            wholes: float32 (texts, d), their vectors.
        """
        odds = word_rows(texts) @ self.words + lengths(texts) @ self.lengths + self.bias
        if len(self.whole):
            odds = odds + wholes @ self.whole
        chances: NDArray[np.float64] = softmax(np.asarray(odds, np.float64), axis=1)
        return chances

    def judge(self, chances: NDArray[np.float64]) -> Scope:
        """Return the scope for one row of chances."""
        if chances[0] >= self.enough:
            return "in-scope"
        return SCOPES[1 + int(np.argmax(chances[1:]))]


def scope(found: Found) -> Scope:
    """Judge a person's activities taken together.

    Returns:
        ``in-scope`` where a level can be worked out, ``out-of-scope`` where it is not about work,
        ``too-vague`` where it is, or may be, but says too little.
    """
    rule, chances = _judged(found)
    return rule.judge(chances)


SURE = 0.9
"""Probability of out-of-scope from which a single activity is left out: what is less clear is kept."""


def says_some(found: Found) -> bool:
    """Whether activities taken together may be gone by, if they are all there is."""
    rule, chances = _judged(found)
    return bool(chances[0] >= rule.some)


def _judged(found: Found) -> tuple[Rule, NDArray[np.float64]]:
    rule = _rule(found)
    return rule, rule.chances([as_one(found.query.read)], found.query.whole[None])[0]


def outside(found: Found) -> tuple[int, ...]:
    """Return which activities, each by itself, are surely not about work."""
    rule = _rule(found)
    said = found.query.said
    if not said:
        return ()
    chances = rule.chances([found.query.read[n] for n in said], found.vectors[list(said)])
    return tuple(n for n, chance in zip(said, chances, strict=True) if chance[1] >= SURE)


def _rule(found: Found) -> Rule:
    rules = shipped_rules()
    return rules.get(found.build.model) or rules["alone"]


def telling(text: str) -> int:
    """Return how many different words a text has, grammar left out."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    words = {word.group().casefold() for word in WORD.finditer(text)}
    return sum(any(c.isalpha() for c in word) for word in words - ENGLISH_STOP_WORDS)


def lengths(texts: Sequence[str]) -> Floats:
    """Return the logarithms of the counts of all words and of telling words, float32 (texts, 2)."""
    counts = [[len(WORD.findall(text)), telling(text)] for text in texts]
    return np.log1p(np.array(counts, np.float32))


def word_rows(texts: Sequence[str]) -> Any:
    """Return unit rows of hashed words and pairs of words: sparse float32 (texts, WORD_FEATURES)."""
    from sklearn.preprocessing import normalize

    return normalize(count_words(texts, WORD_FEATURES), copy=False)


@lru_cache(maxsize=1)
def shipped_rules() -> dict[str, Rule]:
    """Return the shipped rules, by model id and ``alone``."""
    with np.load(WEIGHTS / "scope.npz", allow_pickle=False) as arrays:

        def rule(prefix: str) -> Rule:
            bias = arrays[f"{prefix}bias"]
            return Rule(
                arrays[f"{prefix}words"].astype(np.float32),
                np.zeros((0, len(bias)), np.float32) if prefix else arrays["whole"],
                arrays[f"{prefix}lengths"],
                bias,
                float(arrays[f"{prefix}enough"]),
                float(arrays[f"{prefix}some"]),
            )

        return {str(arrays["model"]): rule(""), "alone": rule("alone_")}
