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
from scipy.special import softmax

from index.calibration import Calibration, Odds, Tilt
from index.entries import family

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
        framework: framework id.
        levels: the levels the skill has.
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
    """Fit a calibration; without reviews it changes nothing.

    Args:
        reviewed: suggestions with the levels that coaches decided on.
    """
    from scipy.optimize import minimize

    counts = Counter(family(each.framework) for each in reviewed)
    own = sorted(name for name, count in counts.items() if count >= OWN_LEAST and len(counts) > 1)
    rows = _rows(reviewed, own)
    start = np.zeros(2 * (1 + len(own)))
    low = [SMALLEST_STRETCH - 1.0, *([None] * (len(start) - 1))]
    found = minimize(_cost, start, (rows,), "L-BFGS-B", jac=True, bounds=[(each, None) for each in low]).x
    tilts = [_tilt(found[:2])] + [_tilt(found[:2] + found[n : n + 2]) for n in range(2, len(found), 2)]
    return Calibration(tilts[0], dict(zip(own, tilts[1:], strict=True)), reviews=len(reviewed))


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A review as the fit sees it: how its levels' log-odds move with each parameter, and the coach's."""

    odds: Odds
    moved: NDArray[np.float64]
    place: int
    weight: float


def _rows(reviewed: Sequence[Reviewed], own: Sequence[str]) -> list[_Row]:
    rows = []
    for each in reviewed:
        moved = np.zeros((len(each.levels), 2 * (1 + len(own))))
        columns = [0]
        if family(each.framework) in own:
            columns.append(2 * (1 + own.index(family(each.framework))))
        for column in columns:
            moved[:, column] = each.odds - each.odds.max()
            moved[:, column + 1] = np.array(each.levels) - np.mean(each.levels)
        rows.append(_Row(moved[:, 0], moved, each.levels.index(each.level), each.weight))
    return rows


def _cost(parameters: NDArray[np.float64], rows: Sequence[_Row]) -> tuple[float, NDArray[np.float64]]:
    """Return the penalized negative log-likelihood and its gradient.

    Args:
        parameters: stretch less 1 and shift: the common ones, then each framework's own, added to them.
    """
    tight = np.full(len(parameters), APART**-2)
    tight[:2] = PRIOR**-2
    cost = 0.5 * float(tight @ parameters**2)
    slope = tight * parameters
    for row in rows:
        odds = row.odds + row.moved @ parameters
        shares = softmax(odds)
        cost -= row.weight * float(np.log(shares[row.place]))
        slope -= row.weight * (row.moved[row.place] - shares @ row.moved)
    return cost, slope


def _tilt(parameters: NDArray[np.float64]) -> Tilt:
    return Tilt(max(SMALLEST_STRETCH, round(1.0 + float(parameters[0]), 6)), round(float(parameters[1]), 6))
