"""Calibration: what reviews by coaches taught about the level model.

Coaches are not on the level model's scale: they may place people a little lower than it does, and it may be
surer than it is right. So the log-odds of neighbouring levels are stretched by one number and moved by
another, an adjacent-categories logit (A. Agresti, Analysis of Ordinal Categorical Data, 2nd edition 2010,
chapter 4) on the odds that the level model gives. Stretching alone is temperature scaling (C. Guo, G. Pleiss,
Y. Sun and K. Weinberger, On calibration of modern neural networks, ICML 2017).
`index.training.calibration_fit` fits it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.editions import family

Odds = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tilt:
    """How the odds of levels are changed.

    Args:
        stretch: what log-odds are multiplied by: below 1 makes less sure, above 1 surer; above 0.
        shift: added to the log-odds of each level against the one below it: below 0 is lower levels.
    """

    stretch: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was learnt, for each framework.

    Args:
        common: for frameworks without a tilt of their own.
        families: by family of frameworks (``sfia``, ``tsc``): versions of one framework share it.
        reviews: how many reviews it was fitted on.
        held_back: what held-back reviews said of it, as `index.training.holdout` gives it.
    """

    common: Tilt = Tilt()
    families: Mapping[str, Tilt] = field(default_factory=dict)
    reviews: int = 0
    held_back: Mapping[str, Any] = field(default_factory=dict)

    def tilt(self, framework: str) -> Tilt:
        """Return how the odds of a framework's levels are changed."""
        return self.families.get(family(framework), self.common)

    def applied(self, framework: str, levels: Sequence[int], odds: Odds) -> Odds:
        """Return the changed log-odds of a skill's levels, float64 (levels,).

        Args:
            odds: float64 (levels,), their log-odds, up to what is common to all.
        """
        tilt = self.tilt(framework)
        return tilt.stretch * odds + tilt.shift * np.asarray(levels, np.float64)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "common": asdict(self.common),
            "families": {name: asdict(tilt) for name, tilt in sorted(self.families.items())},
            "reviews": self.reviews,
            "held_back": dict(self.held_back),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Calibration:
        """Return what `to_json` gave.

        Raises:
            KeyError, TypeError, ValueError: these are no such values.
        """
        families = {str(name): _tilt(each) for name, each in told["families"].items()}
        return cls(_tilt(told["common"]), families, int(told["reviews"]), dict(told["held_back"]))


def _tilt(told: Mapping[str, Any]) -> Tilt:
    tilt = Tilt(float(told["stretch"]), float(told["shift"]))
    if not (np.isfinite([tilt.stretch, tilt.shift]).all() and tilt.stretch > 0):
        raise ValueError(f"no tilt: {told}")
    return tilt
