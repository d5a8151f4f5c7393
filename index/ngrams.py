"""Character n-grams: they survive spelling errors and know the names of tools and codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = Any
"""A scipy sparse CSR matrix, float32 (texts, FEATURES)."""
FEATURES = 2**16


def count(texts: Sequence[str]) -> Rows:
    """Count n-grams."""
    # Three to five letters are where English stems tell apart; longer runs only cost space.
    return _count(texts, n_features=FEATURES, analyzer="char_wb", ngram_range=(3, 5))


def count_words(texts: Sequence[str], features: int) -> Rows:
    """Count hashed words and pairs of words: sparse float32 (texts, features)."""
    return _count(texts, n_features=features, ngram_range=(1, 2))


def _count(texts: Sequence[str], **settings: Any) -> Rows:
    from sklearn.feature_extraction.text import HashingVectorizer

    vectorizer = HashingVectorizer(alternate_sign=False, norm=None, dtype=np.float32, **settings)
    return vectorizer.transform(texts).tocsr()


def rarity(counts: Rows) -> NDArray[np.float32]:
    """Return each n-gram's inverse document frequency, float32 (FEATURES,), smoothed as scikit-learn does."""
    documents = np.bincount(counts.indices, minlength=FEATURES)
    rare: NDArray[np.float32] = (np.log((1 + counts.shape[0]) / (1 + documents)) + 1).astype(np.float32)
    return rare


def weigh(counts: Rows, rare: NDArray[np.float32]) -> Rows:
    """Return unit rows of damped counts times rarity, sparse float32 as the counts."""
    from sklearn.preprocessing import normalize

    weighed = counts.copy()
    weighed.data = (np.log1p(weighed.data) * rare[weighed.indices]).astype(np.float32)
    return normalize(weighed, copy=False)


def select(
    data: NDArray[np.float16], columns: NDArray[np.uint16], rows: NDArray[np.int64], ids: NDArray[np.int64]
) -> Rows:
    """Return some rows of a stored matrix, in the order of their numbers.

    Args:
        data, columns: float16 and uint16 (nonzero,), values and where in a row they stand.
        rows: int64 (rows + 1,), where each row begins.
        ids: int64 (k,), the rows wanted.
    """
    from scipy import sparse

    lengths = rows[ids + 1] - rows[ids]
    until = np.concatenate([[0], np.cumsum(lengths)])
    places = np.arange(until[-1]) + np.repeat(rows[ids] - until[:-1], lengths)
    values = data[places].astype(np.float32), columns[places].astype(np.int32), until
    return sparse.csr_matrix(values, shape=(len(ids), FEATURES))


def similarity(texts: Sequence[str], rows: Rows, rare: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine of texts to the rows of a weighed matrix, float32 (texts, rows)."""
    asked = weigh(count(texts), rare).toarray()
    dense: NDArray[np.float32] = (rows @ asked.T).T
    return dense
