"""Coordinates of charts; the templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from bot import times
from bot.reviews.agreement import Bin
from bot.store.reviews.cards import SharedLevel

WIDTH = 360
"""Width in SVG units; text of 14 units is readable on a phone 390 pixels wide."""
SIDE, EDGE = 300, 44
HIGH, TOP_LEVEL = 130, 7


class Dot(NamedTuple):
    """A mark of a chart."""

    x: float
    y: float
    size: float = 5


@dataclass(frozen=True, slots=True)
class SkillHistory:
    """A skill over time: its levels for a table, and its marks joined by a line."""

    name: str
    framework: str
    levels: tuple[SharedLevel, ...]
    dots: tuple[Dot, ...]

    @property
    def line(self) -> str:
        """The points of the line."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def histories(levels: Sequence[SharedLevel]) -> tuple[SkillHistory, ...]:
    """Lay out a person's levels, oldest first, in one chart per skill."""

    def skill(each: SharedLevel) -> tuple[str, str, str]:
        return each.skill_name, each.framework, each.skill

    by_skill = sorted(levels, key=lambda each: (each.skill_name.casefold(), skill(each)))
    return tuple(_history(tuple(group)) for _, group in groupby(by_skill, key=skill))


def calibration(bins: Sequence[Bin]) -> tuple[Dot, ...]:
    """Lay out the calibration plot: Rung's confidence horizontally, the share that agreed vertically."""
    most = max((each.count for each in bins), default=1)
    return tuple(
        Dot(
            x=round(EDGE + SIDE * each.confidence, 1),
            y=round(EDGE / 2 + SIDE * (1 - each.agreed), 1),
            size=round(4 + 10 * (each.count / most) ** 0.5, 1),
        )
        for each in bins
    )


def _history(levels: tuple[SharedLevel, ...]) -> SkillHistory:
    whens = [times.moment(each.at).timestamp() for each in levels]
    spans = [
        (when - whens[0]) / ((whens[-1] - whens[0]) or 1.0) if len(levels) > 1 else 0.5 for when in whens
    ]
    dots = (
        Dot(
            x=round(EDGE + (WIDTH - 2 * EDGE) * span, 1),
            y=round(HIGH - 16 - (HIGH - 40) * (each.level - 1) / (TOP_LEVEL - 1), 1),
        )
        for each, span in zip(levels, spans, strict=True)
    )
    return SkillHistory(levels[0].skill_name, levels[0].framework, levels, tuple(dots))
