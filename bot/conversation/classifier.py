"""A small trained classifier: what a message is, where rules are not certain.

A logistic regression over hashed words, pairs of words and parts of words. `scripts/train.py messages` writes
``messages.npz``:

- ``labels``: text (L,), a class with what it is of it, such as ``question/privacy``;
- ``weights``: int8 (FEATURES, L), ``scale`` float32 (L,): a column times its scale is the coefficients;
- ``bias``: float32 (L,).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("messages.npz")
WORDS, PARTS = 2**12, 2**12
FEATURES = WORDS + PARTS
MOST_WORDS = 30
"""Longer messages are told by nobody but those who describe their work."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """The regression.

    Args:
        labels: ``kind/what``, or ``kind`` alone; one a column.
        weights: float32 (FEATURES, labels).
        bias: float32 (labels,).
    """

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def chances(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the probability of each label, float64 (texts, labels)."""
        import numpy as np
        from scipy.special import softmax

        odds = rows(texts) @ self.weights + self.bias
        chances: NDArray[np.float64] = softmax(np.asarray(odds, np.float64), axis=1)
        return chances


def rows(texts: Sequence[str]) -> Any:
    """Return the hashed features of texts: sparse float32 (texts, FEATURES), words then parts of words."""
    from scipy import sparse

    plain = [_NUMBER.sub("0", " ".join(text.casefold().replace("’", "'").split())) for text in texts]
    words, parts = _vectorizers()
    return sparse.hstack([words.transform(plain), parts.transform(plain)]).tocsr()


@lru_cache(maxsize=1)
def _vectorizers() -> tuple[Any, Any]:
    import numpy as np
    from sklearn.feature_extraction.text import HashingVectorizer

    options = {"alternate_sign": False, "norm": "l2", "dtype": np.float32}
    return (
        HashingVectorizer(ngram_range=(1, 2), n_features=WORDS, token_pattern=r"(?u)[\w']+|[?!/]", **options),
        HashingVectorizer(analyzer="char_wb", ngram_range=(2, 4), n_features=PARTS, **options),
    )


@lru_cache(maxsize=1)
def shipped(path: Path = WEIGHTS) -> Classifier:
    """Return the shipped classifier."""
    import numpy as np

    with np.load(path, allow_pickle=False) as arrays:
        return Classifier(
            tuple(str(label) for label in arrays["labels"]),
            arrays["weights"].astype(np.float32) * arrays["scale"],
            arrays["bias"],
        )
