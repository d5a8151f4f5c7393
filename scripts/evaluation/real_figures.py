"""Figures on real texts, with 95 % intervals that draw people, not texts: one person's texts are alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scripts.evaluation.figures import Figure, Floats, binned_error, statistic

SURE = 0.85
LEAST = 0.01
"""Least probability in a log loss: a reader may see a level that the skill does not have."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A text as Rung, or something simpler, placed it on a skill's levels.

    Args:
        shares: level to probability; empty where nothing was placed.
        level_set: the levels told.
        readers: levels that readers gave.
    """

    person: str
    shares: dict[int, float]
    level: float
    level_set: tuple[int, ...]
    readers: tuple[int, ...]

    @property
    def wanted(self) -> float:
        """The readers' mean."""
        return float(np.mean(self.readers))

    @property
    def stated(self) -> float:
        """How likely the likeliest level is."""
        return max(self.shares.values(), default=0.0)

    @property
    def exact(self) -> bool:
        """Whether it is either reader's level."""
        return round(self.level) in self.readers


@dataclass(slots=True)
class ByPerson:
    """Rows of figures and whose each is."""

    people: list[str] = field(default_factory=list)
    rows: list[tuple[float, ...]] = field(default_factory=list)

    def add(self, person: str, *values: float) -> None:
        """Add a row."""
        self.people.append(person)
        self.rows.append(tuple(values))

    def statistic(self, of: Callable[[Floats], float]) -> Figure:
        """Return a statistic of the rows with its interval; all zero where there are none."""
        return statistic(of, np.asarray(self.rows, np.float64), self.people)

    def mean(self) -> Figure:
        """Return the mean of the first column."""
        return self.statistic(lambda rows: float(rows[:, 0].mean()))

    def ratio(self) -> Figure:
        """Return the first column's sum over the second's: a share of some of the rows."""
        return self.statistic(lambda rows: float(rows[:, 0].sum() / max(rows[:, 1].sum(), 1e-9)))


def share(pairs: Sequence[tuple[str, bool]]) -> dict[str, Any]:
    """Return how many texts there are and the share that holds, each with whose it is."""
    rows = ByPerson()
    for person, holds in pairs:
        rows.add(person, float(holds))
    return {"n": len(pairs), "share": rows.mean()}


def of_levels(placed: Sequence[Placed]) -> dict[str, Any]:
    """Return how near levels are to the readers'."""
    exact, within, bias, order = ByPerson(), ByPerson(), ByPerson(), ByPerson()
    for each in placed:
        exact.add(each.person, float(each.exact))
        within.add(each.person, float(abs(each.level - each.wanted) <= 1))
        bias.add(each.person, each.level - each.wanted)
        expected = sum(level * p for level, p in each.shares.items()) if each.shares else each.level
        order.add(each.person, expected, each.wanted)
    return {
        "n": len(placed),
        "exact": exact.mean(),
        "within_1": within.mean(),
        "bias": bias.mean(),
        "rank_correlation": order.statistic(correlation),
    }


def of_honesty(placed: Sequence[Placed]) -> dict[str, Any]:
    """Return whether probabilities and sets of levels mean what they say."""
    sure, right, loss, stated, held, wide = (ByPerson() for _ in range(6))
    for each in placed:
        told = each.stated >= SURE
        sure.add(each.person, float(told))
        right.add(each.person, float(told and each.exact), float(told))
        stated.add(each.person, each.stated, float(each.exact))
        losses = [-np.log(max(each.shares.get(level, 0.0), LEAST)) for level in each.readers]
        loss.add(each.person, float(np.mean(losses)))
        held.add(each.person, float(np.mean([level in each.level_set for level in each.readers])))
        wide.add(each.person, float(len(each.level_set)))
    return {
        "says_85": sure.mean(),
        "right_when_85": right.ratio(),
        "log_loss": loss.mean(),
        "calibration_error": stated.statistic(binned_error),
        "level_set_holds": held.mean(),
        "level_set_width": wide.mean(),
    }


def correlation(rows: Floats) -> float:
    """Return Spearman's rank correlation of two columns."""
    from scipy.stats import rankdata

    first, second = rankdata(rows[:, 0]), rankdata(rows[:, 1])
    if first.std() == 0.0 or second.std() == 0.0:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])
