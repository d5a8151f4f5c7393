"""Letters: character n-grams, which survive spelling errors and know the names of tools and codes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Letters = Any
"""A scipy sparse CSR matrix, float32."""
FEATURES = 2**16


@lru_cache(maxsize=1)
def _vectorizer() -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    # Words of four to five letters are where English stems tell apart; longer runs only cost space.
    return HashingVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 5),
        n_features=FEATURES,
        alternate_sign=False,
        norm=None,
        dtype=np.float32,
    )


def count(texts: Sequence[str]) -> Letters:
    """Count n-grams: float32 CSR (texts, FEATURES)."""
    return _vectorizer().transform(texts).tocsr()


def rarity(counts: Letters) -> NDArray[np.float32]:
    """Return each n-gram's inverse document frequency, float32 (FEATURES,), smoothed as scikit-learn does."""
    documents = np.bincount(counts.indices, minlength=FEATURES)
    rare: NDArray[np.float32] = (np.log((1 + counts.shape[0]) / (1 + documents)) + 1).astype(np.float32)
    return rare


def weigh(counts: Any, rare: NDArray[np.float32]) -> Any:
    """Return unit rows of damped counts times rarity, CSR float32 as the counts."""
    from sklearn.preprocessing import normalize

    weighed = counts.copy()
    weighed.data = (np.log1p(weighed.data) * rare[weighed.indices]).astype(np.float32)
    return normalize(weighed, copy=False)


def similarity(texts: Sequence[str], letters: Letters, rare: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine of texts to the columns of a matrix (FEATURES, columns): float32 (texts, columns)."""
    dense: NDArray[np.float32] = (weigh(count(texts), rare) @ letters).toarray()
    return dense
