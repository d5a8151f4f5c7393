"""The ranker: weights of the features, learnt from staff voices, in `index/weights/ranker.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from index.build import Build
from index.features import NAMES, Floats
from index.trained_weights import WEIGHTS

UNTRAINED = {"statement_each": 10.0, "description_whole": 10.0, "voice_near": 10.0, "letters": 5.0}
"""Weights where none are shipped: every signal about equally."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """A weighted sum of features, and of similarities for single statements.

    Args:
        weights: by feature; one that is not named weighs nothing.
        match: weights of ``vectors``, ``words`` and ``letters`` in a match's score; they sum to 1.
    """

    weights: dict[str, float]
    match: dict[str, float]

    def scores(self, build: Build, values: Floats) -> NDArray[np.float64]:
        """Return each skill's probability within its framework, float64 (groups,); attributes get 0.

        Args:
            values: float32 (groups, features) of `index.features.features`.
        """
        logits = self._logits(values)
        scores = np.zeros(len(logits))
        for members in build.ranked.values():
            scores[members] = softmax(logits[members])
        return scores

    def weight_of(self, build: Build, values: Floats) -> dict[str, float]:
        """Return how much each framework as a whole has to say, as the log of its skills' summed odds.

        Args:
            values: as for `scores`.
        """
        logits = self._logits(values)
        return {
            framework: float(np.logaddexp.reduce(logits[members]))
            for framework, members in build.ranked.items()
            if len(members)
        }

    def _logits(self, values: Floats) -> NDArray[np.float64]:
        weights = np.array([self.weights.get(name, 0.0) for name in NAMES])
        logits: NDArray[np.float64] = values.astype(np.float64) @ weights
        return logits


@lru_cache(maxsize=4)
def shipped_ranker(folder: Path = WEIGHTS) -> Ranker:
    """Return the shipped ranker, or the untrained one where none is shipped."""
    path = folder / "ranker.json"
    if not path.is_file():
        return Ranker(UNTRAINED, {"vectors": 0.8, "words": 0.1, "letters": 0.1})
    trained = json.loads(path.read_text("utf-8"))
    return Ranker(trained["weights"], trained["match"])
