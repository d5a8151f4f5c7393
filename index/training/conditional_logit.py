"""A conditional logit: one of several alternatives is right, each described by the same features."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

Choices = Sequence[tuple[NDArray[np.float32], int]]
"""Per case, features (alternatives, f) and which alternative is right."""


def fit(
    choices: Choices,
    penalty: float = 1.0,
    start: NDArray[np.float64] | None = None,
    shares: Sequence[float] | None = None,
) -> NDArray[np.float64]:
    """Return the weights, float64 (f,), that make the right alternatives likeliest (McFadden 1974).

    Args:
        penalty: of squared weights, in units of each feature's spread between alternatives.
        start: weights to begin from.
        shares: how much each case counts; None counts each once. A case with several right alternatives is
            given once for each.
    """
    from scipy.optimize import minimize

    spread = np.sqrt(np.mean([values.var(axis=0) for values, _ in choices], axis=0))
    spread[spread < 1e-9] = np.inf
    scaled = [((values - values.mean(axis=0)) / spread, right) for values, right in choices]
    begin = np.zeros(len(spread)) if start is None else start * np.where(np.isinf(spread), 0.0, spread)
    counted = [1.0] * len(choices) if shares is None else shares
    solved = minimize(
        _loss, begin, (scaled, counted, penalty), jac=True, method="L-BFGS-B", options={"maxiter": 300}
    )
    weights: NDArray[np.float64] = solved.x / spread
    return weights


def _loss(
    weights: NDArray[np.float64], choices: Choices, shares: Sequence[float], penalty: float
) -> tuple[float, NDArray[np.float64]]:
    loss, slope = 0.5 * penalty * float(weights @ weights), penalty * weights
    for (values, right), share in zip(choices, shares, strict=True):
        odds = values @ weights
        chances = softmax(odds)
        loss -= share * float(np.log(max(chances[right], 1e-300)))
        slope = slope + share * (values.T @ chances - values[right])
    return loss, slope


def places(choices: Choices, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many alternatives score above the right one, int64 (cases,)."""
    found = []
    for values, right in choices:
        odds = values @ weights
        found.append(int((odds > odds[right]).sum()))
    return np.array(found, np.int64)
