"""Whether a calibration helps people it has not seen: reviews held back person by person."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.calibration import Calibration
from index.levels import shares_of
from index.training.calibration_fit import Reviewed, fit

SPLIT_FROM = 300
"""Reviews from which three in ten people are held back once; with fewer, each is held back in turn. With 30
held back of 100, a calibration that helps was taken for one in 13 of 20 simulated teams only."""
HELD_BACK = 0.3
FOLDS = 5
BINS = 10
SURELY = 1e-6
"""The least that a probability counts as in the log loss."""
RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Figures:
    """How well levels fit what coaches said.

    Args:
        exact: share of reviews whose likeliest level is the coach's.
        within_one: share at most one level off.
        log_loss: mean, in nats, of how surprising the coach's level is.
        ece: expected calibration error, ten bins of equal width (M. Naeini, G. Cooper and M. Hauskrecht,
            Obtaining well calibrated probabilities using Bayesian binning, AAAI 2015).
    """

    exact: float
    within_one: float
    log_loss: float
    ece: float


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What held-back reviews say.

    Args:
        reviews: how many were held back, of `people`.
        people: see `reviews`.
        folds: 1 where a part was held back once; else in how many parts all were, in turn.
        without: with nothing learnt.
        live: as the live build has it; the same as `without` where it learnt nothing.
        learnt: with what would be learnt.
        gain: by how much the log loss falls, against `without`.
        gain_low: the lower, and `gain_high` the upper end of its 95 % interval: people drawn anew.
    """

    reviews: int
    people: int
    folds: int
    without: Figures
    live: Figures
    learnt: Figures
    gain: float
    gain_low: float
    gain_high: float

    @property
    def helps(self) -> bool:
        """Whether people it was not fitted on are told truer levels with it, by a standard error or more.

        docs/learning.md counts in how many simulated teams it says so, rightly and wrongly.
        """
        return self.gain_low > -self.gain


def held_back(reviewed: Sequence[Reviewed], live: Calibration | None = None) -> HeldBack:
    """Fit on some people's reviews and judge on the others', never the same person on both sides.

    Args:
        reviewed: of at least two people.
        live: what the live build learnt; it may have seen the reviews it is judged on here.

    Raises:
        ValueError: all reviews are of one person.
    """
    parts = _parts(reviewed)
    judged: list[Reviewed] = []
    fitted: list[Calibration] = []
    for seen, unseen in parts:
        calibration = fit([reviewed[n] for n in seen])
        judged += [reviewed[n] for n in unseen]
        fitted += [calibration] * len(unseen)
    without = _losses(judged, [None] * len(judged))
    learnt = _losses(judged, fitted)
    gain, low, high = _gain(judged, without - learnt)
    return HeldBack(
        len(judged),
        len({each.person for each in judged}),
        len(parts),
        figures(judged, [None] * len(judged)),
        figures(judged, [live] * len(judged)),
        figures(judged, fitted),
        gain,
        low,
        high,
    )


def folds(people: Sequence[str], count: int) -> list[set[str]]:
    """Return people in some groups, by chance."""
    named = sorted(set(people))
    random.Random(0).shuffle(named)
    return [set(named[number::count]) for number in range(count)]


def figures(reviewed: Sequence[Reviewed], calibrations: Sequence[Calibration | None]) -> Figures:
    """Judge distributions over levels by what coaches said.

    Args:
        reviewed: at least one review.
        calibrations: for each, what its distribution is changed by; None changes nothing.
    """
    told = [_shares(*pair) for pair in zip(reviewed, calibrations, strict=True)]
    weight = np.array([each.weight for each in reviewed])
    likeliest = [max(shares, key=lambda level, of=shares: (of[level], -level)) for shares in told]  # type: ignore[misc]
    off = np.array([abs(at - each.level) for at, each in zip(likeliest, reviewed, strict=True)])
    sure = np.array([shares[level] for shares, level in zip(told, likeliest, strict=True)])
    return Figures(
        exact=float(np.average(off == 0, weights=weight)),
        within_one=float(np.average(off <= 1, weights=weight)),
        log_loss=float(np.average(_losses(reviewed, calibrations), weights=weight)),
        ece=calibration_error(sure, off == 0, weight),
    )


def _parts(reviewed: Sequence[Reviewed]) -> list[tuple[Sequence[int], Sequence[int]]]:
    from sklearn.model_selection import GroupKFold, GroupShuffleSplit

    people = [each.person for each in reviewed]
    if len(set(people)) < 2:
        raise ValueError("reviews of one person cannot be held back from each other")
    if len(reviewed) >= SPLIT_FROM:
        split: Any = GroupShuffleSplit(1, test_size=HELD_BACK, random_state=0)
    else:
        split = GroupKFold(min(FOLDS, len(set(people))))
    return [(seen.tolist(), unseen.tolist()) for seen, unseen in split.split(people, groups=people)]


def _shares(each: Reviewed, calibration: Calibration | None) -> dict[int, float]:
    odds = each.odds
    if calibration is not None:
        odds = calibration.applied(each.framework, each.levels, odds)
    return shares_of(each.levels, odds)


def _losses(reviewed: Sequence[Reviewed], calibrations: Sequence[Calibration | None]) -> NDArray[np.float64]:
    told = [
        _shares(each, calibration)[each.level]
        for each, calibration in zip(reviewed, calibrations, strict=True)
    ]
    return -np.log(np.maximum(told, SURELY))


def calibration_error(
    sure: NDArray[np.float64], right: NDArray[np.bool_], weight: NDArray[np.float64]
) -> float:
    """Return the expected calibration error in ten bins of equal width, see `Figures`."""
    bins = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    apart = np.bincount(bins, weight * (sure - right), BINS)
    return float(np.abs(apart).sum() / weight.sum())


def _gain(judged: Sequence[Reviewed], fallen: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the mean gain and its interval: a bootstrap over people, whose reviews hang together."""
    weight = np.array([each.weight for each in judged])
    people, owner = np.unique([each.person for each in judged], return_inverse=True)
    sums = np.bincount(owner, weight * fallen)
    counts = np.bincount(owner, weight)
    drawn = np.random.default_rng(0).integers(0, len(people), (RESAMPLES, len(people)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(sums.sum() / counts.sum()), float(low), float(high)
