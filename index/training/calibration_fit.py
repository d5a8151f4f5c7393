"""Fitting the calibration of the level model on reviews by coaches.

Tens of reviews say little, so what they say is weighed against "change nothing": the fit maximizes the
likelihood of the coaches' levels times normal priors around no change, and a framework's own tilt is drawn
towards the one that all share (partial pooling: A. Gelman and J. Hill, Data Analysis Using Regression and
Multilevel/Hierarchical Models, 2007, chapter 12). The penalized likelihood is concave: there is one best fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.calibration import Calibration, Odds, Tilt
from index.training import conditional_logit
from knowledge.editions import family

PRIOR = 0.5
"""Standard deviation, before any review, of stretch (around 1) and shift (around 0)."""
APART = 0.25
"""Standard deviation of a framework's own tilt around the common one."""
OWN_LEAST = 30
"""Reviews from which a framework gets a tilt of its own."""
SMALLEST_STRETCH = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Reviewed:
    """A suggestion whose level a coach decided on.

    Args:
        person: whose it is: by it reviews are held back.
        odds: float64 (levels,), their log-odds before anything learnt.
        level: the one the coach sees the person at, of ``levels``.
        weight: 1, or less where several coaches reviewed one suggestion: together they count once.
    """

    person: int
    framework: str
    levels: tuple[int, ...]
    odds: Odds
    level: int
    weight: float = 1.0


def fit(reviewed: Sequence[Reviewed]) -> Calibration:
    """Fit a calibration; without reviews it changes nothing."""
    counts = Counter(family(each.framework) for each in reviewed)
    own = sorted(name for name, count in counts.items() if count >= OWN_LEAST and len(counts) > 1)
    choices = [(_moved(each, own), each.levels.index(each.level)) for each in reviewed]
    # Stretch and shift: the common ones, then each framework's own, added to them.
    before = np.zeros(2 * (1 + len(own)))
    before[0] = 1.0
    tight = np.full(len(before), APART**-2)
    tight[:2] = PRIOR**-2
    found = minimize(
        conditional_logit.loss,
        before,
        (choices, [each.weight for each in reviewed], tight, before),
        "L-BFGS-B",
        jac=True,
        bounds=[(SMALLEST_STRETCH, None), *[(None, None)] * (len(before) - 1)],
    ).x
    tilts = [_tilt(found[:2])] + [_tilt(found[:2] + found[n : n + 2]) for n in range(2, len(found), 2)]
    return Calibration(tilts[0], dict(zip(own, tilts[1:], strict=True)), reviews=len(reviewed))


def _moved(each: Reviewed, own: Sequence[str]) -> NDArray[np.float64]:
    """Return how the log-odds of a review's levels move with each parameter."""
    moved = np.zeros((len(each.levels), 2 * (1 + len(own))))
    columns = [0]
    if family(each.framework) in own:
        columns.append(2 * (1 + own.index(family(each.framework))))
    for column in columns:
        moved[:, column] = each.odds - each.odds.max()
        moved[:, column + 1] = np.array(each.levels) - np.mean(each.levels)
    return moved


def _tilt(parameters: NDArray[np.float64]) -> Tilt:
    stretch, shift = (round(float(parameter), 6) for parameter in parameters)
    return Tilt(max(SMALLEST_STRETCH, stretch), shift)
