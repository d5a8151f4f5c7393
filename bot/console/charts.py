"""Where the marks of a chart stand; the pages draw them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot import times
from bot.guidance.model import Ladder
from bot.reviews.agreement import Bin
from bot.store.reviews.cards import ReviewCard, SharedLevel

WIDTH = 360
"""Units across; text of 14 units is read well on a phone that is 390 pixels wide."""
BAR, ROW = 250, 48
SIDE, EDGE = 300, 44
HIGH, TOP_LEVEL = 130, 7


@dataclass(frozen=True, slots=True)
class Step:
    """A rung: `top` of its row, length of its `bar`; ``percent`` is None where the skill has it not."""

    level: int
    name: str
    percent: int | None
    bar: float
    top: int
    here: bool


@dataclass(frozen=True, slots=True)
class LadderChart:
    """A ladder, highest rung first."""

    steps: tuple[Step, ...]
    height: int
    told: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark with what it says."""

    x: float
    y: float
    size: float
    told: str


@dataclass(frozen=True, slots=True)
class Course:
    """A skill over time: its points as text for a table, and as marks joined by a line."""

    name: str
    framework: str
    levels: tuple[SharedLevel, ...]
    dots: tuple[Dot, ...]
    line: str


def ladder(card: ReviewCard) -> LadderChart | None:
    """Lay a card's ladder out; None where the level is not shared."""
    if card.ladder is None or card.levels is None:
        return None
    rungs = card.ladder["rungs"] or [
        {"level": int(level), "name": "", "probability": share} for level, share in card.levels.items()
    ]
    highest_first = sorted(rungs, key=lambda rung: -rung["level"])
    steps = tuple(
        Step(
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


def _told(drawn: Ladder, steps: Sequence[Step]) -> str:
    shares = ", ".join(f"level {step.level} {step.percent}%" for step in reversed(steps) if step.percent)
    return f"{drawn['skill']} in {drawn['framework']}: level {drawn['suggested']} is suggested. {shares}."


def courses(levels: Sequence[SharedLevel]) -> tuple[Course, ...]:
    """Lay out how somebody's levels changed, a chart for each skill.

    Args:
        levels: the oldest first.
    """
    by_skill = sorted(levels, key=lambda each: (each.skill_name.casefold(), each.framework, each.skill))
    return tuple(
        _course(tuple(group))
        for _, group in groupby(by_skill, key=lambda each: (each.skill_name, each.framework, each.skill))
    )


def _course(levels: tuple[SharedLevel, ...]) -> Course:
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
    return Course(levels[0].skill_name, levels[0].framework, levels, dots, line)


def calibration(bins: Sequence[Bin]) -> tuple[Dot, ...]:
    """Lay out the calibration plot: Rung's confidence to the right, how often coaches agreed upwards."""
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
