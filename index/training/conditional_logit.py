"""A conditional logit: one of several alternatives is right, each described by the same features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

Choices = Sequence[tuple[NDArray[Any], int]]
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
        loss, begin, (scaled, counted, penalty), jac=True, method="L-BFGS-B", options={"maxiter": 300}
    )
    weights: NDArray[np.float64] = solved.x / spread
    return weights


def loss(
    weights: NDArray[np.float64],
    choices: Choices,
    shares: Sequence[float],
    penalty: float | NDArray[np.float64],
    wanted: float | NDArray[np.float64] = 0.0,
) -> tuple[float, NDArray[np.float64]]:
    """Return the penalized negative log-likelihood and its gradient.

    Args:
        penalty: of squared distances from the weights wanted; one for all, or one each.
    """
    off = weights - wanted
    slope = penalty * off
    value = 0.5 * float(slope @ off)
    for (values, right), share in zip(choices, shares, strict=True):
        chances = softmax(values @ weights)
        value -= share * float(np.log(max(chances[right], 1e-300)))
        slope = slope + share * (values.T @ chances - values[right])
    return value, slope
