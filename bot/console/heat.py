"""Where a team stands, so that nobody in it can be made out: groups smaller than five are hidden.

Sums are left out too: with them a hidden number could be worked out from those beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reviewing.books import Profile
from bot.store.reviews.lists import TeamLevel

LEAST = 5
"""People a group must have to be shown."""
SHADES = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """People of a skill at a level; ``people`` is None where they are none or too few, `shade` 0 to 4."""

    level: int
    people: int | None
    shade: int


@dataclass(frozen=True, slots=True)
class Row:
    """A skill of the heat map."""

    framework: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill that a role asks for; ``typical`` is the level in the middle, None where too few share one."""

    framework: str
    name: str
    required: int
    typical: int | None

    @property
    def missing(self) -> int | None:
        """Levels between where the team stands and what is asked; None where that is not known."""
        return None if self.typical is None else max(0, self.required - self.typical)


def heat_map(standings: Sequence[TeamLevel]) -> tuple[Row, ...]:
    """Return the skills that at least five people share a level of, ascending by name.

    Args:
        standings: of a team, one a person and skill.
    """
    shown = {skill: levels for skill, levels in _levels(standings).items() if len(levels) >= LEAST}
    top = max((max(levels) for levels in shown.values()), default=0)
    names = _names(standings)
    rows = [
        Row(framework, names[framework, skill], _cells(Counter(levels), top))
        for (framework, skill), levels in shown.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.framework)))


def gaps(standings: Sequence[TeamLevel], role: Profile) -> tuple[Gap, ...]:
    """Compare a team with what a role asks for, in the role's order.

    Args:
        standings: of the team, one a person and skill.
        role: with its required skills.
    """
    levels = _levels(standings)
    return tuple(
        Gap(need.framework, need.name, need.level, _middle(levels.get((need.framework, need.skill), [])))
        for need in role.required
    )


def _middle(levels: Sequence[int]) -> int | None:
    """Return the lower median, of groups that are shown."""
    return sorted(levels)[(len(levels) - 1) // 2] if len(levels) >= LEAST else None


def _levels(standings: Sequence[TeamLevel]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for each in standings:
        found[each.framework, each.skill].append(each.level)
    return found


def _names(standings: Sequence[TeamLevel]) -> dict[tuple[str, str], str]:
    return {(each.framework, each.skill): each.skill_name for each in standings}


def _cells(counts: Counter[int], top: int) -> tuple[Cell, ...]:
    total = counts.total()
    return tuple(
        Cell(level, count, max(1, round(SHADES * count / total)))
        if (count := counts[level]) >= LEAST
        else Cell(level, None, 0)
        for level in range(1, top + 1)
    )
