"""Coordinates of charts; the templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot import times
from bot.guidance.model import Ladder
from bot.reviews.agreement import Bin
from bot.store.reviews.cards import ReviewCard, SharedLevel

WIDTH = 360
"""Width in SVG units; text of 14 units is readable on a phone 390 pixels wide."""
BAR, ROW = 250, 48
SIDE, EDGE = 300, 44
HIGH, TOP_LEVEL = 130, 7


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A level of a ladder: y of its row, length of its bar; ``percent`` is None if the skill lacks it."""

    level: int
    name: str
    percent: int | None
    bar: float
    top: int
    here: bool


@dataclass(frozen=True, slots=True)
class LadderChart:
    """A ladder, highest level first."""

    steps: tuple[LadderRow, ...]
    height: int
    told: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark of a chart and its label."""

    x: float
    y: float
    size: float
    told: str


@dataclass(frozen=True, slots=True)
class SkillHistory:
    """A skill over time: its levels for a table, and its marks joined by a line."""

    name: str
    framework: str
    levels: tuple[SharedLevel, ...]
    dots: tuple[Dot, ...]
    line: str


def ladder(card: ReviewCard) -> LadderChart | None:
    """Lay out the ladder of a review; None if the level is not shared."""
    if card.ladder is None or card.levels is None:
        return None
    rungs = card.ladder["rungs"] or [
        {"level": int(level), "name": "", "probability": share} for level, share in card.levels.items()
    ]
    highest_first = sorted(rungs, key=lambda rung: -rung["level"])
    steps = tuple(
        LadderRow(
            level=rung["level"],
            name=rung["name"],
            percent=None if rung["probability"] is None else round(100 * rung["probability"]),
            bar=round(BAR * (rung["probability"] or 0.0), 1),
            top=ROW * number,
            here=rung["level"] == card.level,
        )
        for number, rung in enumerate(highest_first)
    )
    return LadderChart(steps, ROW * len(steps) + 8, _told(card.ladder, steps))


def _told(drawn: Ladder, steps: Sequence[LadderRow]) -> str:
    shares = ", ".join(f"level {step.level} {step.percent}%" for step in reversed(steps) if step.percent)
    return f"{drawn['skill']} in {drawn['framework']}: level {drawn['suggested']} is suggested. {shares}."


def courses(levels: Sequence[SharedLevel]) -> tuple[SkillHistory, ...]:
    """Lay out a person's levels over time, one chart per skill.

    Args:
        levels: oldest first.
    """
    by_skill = sorted(levels, key=lambda each: (each.skill_name.casefold(), each.framework, each.skill))
    return tuple(
        _course(tuple(group))
        for _, group in groupby(by_skill, key=lambda each: (each.skill_name, each.framework, each.skill))
    )


def _course(levels: tuple[SharedLevel, ...]) -> SkillHistory:
    whens = [times.moment(each.at).timestamp() for each in levels]
    length = (whens[-1] - whens[0]) or 1.0
    dots = tuple(
        Dot(
            x=round(EDGE + (WIDTH - 2 * EDGE) * ((when - whens[0]) / length if len(levels) > 1 else 0.5), 1),
            y=round(HIGH - 16 - (HIGH - 40) * (each.level - 1) / (TOP_LEVEL - 1), 1),
            size=5,
            told=str(each.level),
        )
        for each, when in zip(levels, whens, strict=True)
    )
    line = " ".join(f"{dot.x},{dot.y}" for dot in dots)
    return SkillHistory(levels[0].skill_name, levels[0].framework, levels, dots, line)


def calibration(bins: Sequence[Bin]) -> tuple[Dot, ...]:
    """Lay out the calibration plot: Rung's confidence horizontally, the share that agreed vertically."""
    most = max((each.count for each in bins), default=1)
    return tuple(
        Dot(
            x=round(EDGE + SIDE * each.confidence, 1),
            y=round(EDGE / 2 + SIDE * (1 - each.agreed), 1),
            size=round(4 + 10 * (each.count / most) ** 0.5, 1),
            told=str(each.count),
        )
        for each in bins
    )
