"""A small trained classifier: what a message is, where rules are not certain.

Two logistic regressions: one over hashed words, pairs of words and parts of words; one over the vector that
the encoder's message adapter gives (`index.encoder.Encoder.read_message`), where there is one.
`scripts/train.py messages` writes ``messages.npz``:

- ``labels``: text (L,), a class with what it is of it, such as ``question/privacy``;
- ``weights``: int8 (FEATURES, L), ``scale`` float32 (L,): a column times its scale is the coefficients;
- ``bias``: float32 (L,);
- ``vector_weights``: float16 (d, L), ``vector_bias`` float32 (L,).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
WORDS_SHARE = 0.35
"""How much words count beside a vector."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """The regression.

    Args:
        labels: ``kind/what``, or ``kind`` alone; one a column.
        weights: float32 (FEATURES, labels).
        bias: float32 (labels,).
        vector_weights: float32 (d, labels).
        vector_bias: float32 (labels,).
    """

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    vector_weights: NDArray[np.float32]
    vector_bias: NDArray[np.float32]

    def chances(self, text: str, vector: Sequence[float] | None = None) -> NDArray[np.float64]:
        """Return the probability of each label, float64 (labels,).

        Args:
            vector: of the text, where it is known.
        """
        import numpy as np
        from scipy.special import log_softmax, softmax

        odds = np.asarray(rows([text]) @ self.weights + self.bias, np.float64)[0]
        if vector is not None:
            read = np.asarray(vector, np.float64) @ self.vector_weights + self.vector_bias
            odds = WORDS_SHARE * log_softmax(odds) + log_softmax(read)
        chances: NDArray[np.float64] = softmax(odds)
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


@lru_cache(maxsize=256)
def _chances(text: str, vector: tuple[float, ...] | None) -> dict[str, float]:
    trained = shipped()
    return dict(zip(trained.labels, trained.chances(text, vector).tolist(), strict=True))


def likeliest(kind: str, text: str, vectors: Mapping[str, Sequence[float]] | None) -> str:
    """Return what a text of a class most likely is of it."""
    of_kind = {label: chance for label, chance in told(text, vectors).items() if label.startswith(f"{kind}/")}
    return max(of_kind, key=lambda label: of_kind[label]).partition("/")[2]


def told(text: str, vectors: Mapping[str, Sequence[float]] | None) -> dict[str, float]:
    """Return the probability of each label, with the text's vector where it is among the vectors."""
    vector = (vectors or {}).get(text)
    return _chances(text, tuple(vector) if vector else None)


@lru_cache(maxsize=1)
def shipped(path: Path = WEIGHTS) -> Classifier:
    """Return the shipped classifier."""
    import numpy as np

    with np.load(path, allow_pickle=False) as arrays:
        return Classifier(
            tuple(str(label) for label in arrays["labels"]),
            arrays["weights"].astype(np.float32) * arrays["scale"],
            arrays["bias"],
            arrays["vector_weights"].astype(np.float32),
            arrays["vector_bias"],
        )
