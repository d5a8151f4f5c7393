"""A team: people at each level of a skill, and gaps to a role. Groups smaller than five are hidden.

Sums are not shown either: a hidden number could be computed from them.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from bot.console.access import whole
from bot.console.context import Visit
from bot.reviews.frameworks import RoleProfile
from bot.store.engine import RefusedError
from bot.store.people import Membership
from bot.store.reviews.lists import TeamLevel, team_levels
from bot.text import console as say

MIN_GROUP = 5
"""People in a group that is shown."""
SHADES = 4
FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")
"""What starts a formula, or a call of another program, in a spreadsheet."""
Standings = dict[tuple[str, str], list[int]]
"""Levels by framework and skill."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """People of a skill at a level; ``people`` is None for none or too few, ``shade`` is 0 to 4."""

    level: int
    people: int | None
    shade: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A skill of the heat map."""

    framework: str
    name: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill that a role requires; ``typical`` is the median level, None if too few people share one."""

    framework: str
    name: str
    required: int
    typical: int | None

    @property
    def missing(self) -> int | None:
        """Levels from the median to the requirement; None if the median is not known."""
        return None if self.typical is None else max(0, self.required - self.typical)


async def listed(visit: Visit) -> Response:
    """List the teams of a coach; if there is only one, show it."""
    teams = [team for team in visit.person.teams if team.role == "coach"]
    if len(teams) == 1:
        return visit.redirect("team", team=teams[0].team)
    return visit.show("teams", teams=teams)


async def page(visit: Visit) -> Response:
    """Show a team."""
    team, standings = _team(visit)
    role, rows = _role(visit), heat_map(standings)
    return visit.show(
        "team",
        team=team,
        rows=rows,
        levels=range(1, len(rows[0].cells) + 1) if rows else (),
        roles=visit.console.frameworks.roles(),
        role=role,
        gaps=gaps(standings, role) if role else (),
        least=MIN_GROUP,
    )


async def levels_csv(visit: Visit) -> Response:
    """Return the heat map as CSV; what is hidden on the page is empty there."""
    team, standings = _team(visit)
    name = visit.console.frameworks.framework
    rows = [
        (team.name, row.name, name(row.framework), cell.level, cell.people)
        for row in heat_map(standings)
        for cell in row.cells
    ]
    return _download("levels", [say.LEVELS_CSV, *rows])


async def gaps_csv(visit: Visit) -> Response:
    """Return the gaps to a role as CSV."""
    team, standings = _team(visit)
    role = _role(visit)
    if role is None:
        raise RefusedError("not-there")
    name = visit.console.frameworks.framework
    rows = [
        (team.name, role.title, gap.name, name(gap.framework), gap.required, gap.typical, gap.missing)
        for gap in gaps(standings, role)
    ]
    return _download("gaps", [say.GAPS_CSV, *rows])


def heat_map(standings: Sequence[TeamLevel]) -> tuple[HeatRow, ...]:
    """Return the skills that at least five people share a level of, by name."""
    shown = {skill: levels for skill, levels in _levels(standings).items() if len(levels) >= MIN_GROUP}
    top = max((max(levels) for levels in shown.values()), default=0)
    names = {(each.framework, each.skill): each.skill_name for each in standings}
    rows = [
        HeatRow(framework, names[framework, skill], _cells(Counter(levels), top))
        for (framework, skill), levels in shown.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.framework)))


def gaps(standings: Sequence[TeamLevel], role: RoleProfile) -> tuple[Gap, ...]:
    """Compare a team with a role, in the order of its requirements."""
    levels = _levels(standings)
    return tuple(
        Gap(need.framework, need.name, need.level, _median(levels.get((need.framework, need.skill), [])))
        for need in role.required
    )


def as_csv(rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """Return rows as CSV in UTF-8 with a byte order mark; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(cell: str | int | None) -> str | int:
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def _median(levels: Sequence[int]) -> int | None:
    """Return the lower median of a group that is large enough to be shown."""
    return sorted(levels)[(len(levels) - 1) // 2] if len(levels) >= MIN_GROUP else None


def _levels(standings: Sequence[TeamLevel]) -> Standings:
    found: Standings = defaultdict(list)
    for each in standings:
        found[each.framework, each.skill].append(each.level)
    return found


def _cells(counts: Counter[int], top: int) -> tuple[HeatCell, ...]:
    total = counts.total()
    return tuple(
        HeatCell(level, count, max(1, round(SHADES * count / total)))
        if (count := counts[level]) >= MIN_GROUP
        else HeatCell(level, None, 0)
        for level in range(1, top + 1)
    )


def _team(visit: Visit) -> tuple[Membership, tuple[TeamLevel, ...]]:
    number = visit.id_of("team")
    standings = team_levels(visit.database, visit.person.id, number)
    return next(team for team in visit.person.teams if team.team == number), standings


def _role(visit: Visit) -> RoleProfile | None:
    wanted = whole(visit.query_params.get("role", ""))
    return next((role for role in visit.console.frameworks.roles() if role.id == wanted), None)


def _download(name: str, rows: list[tuple[str | int | None, ...]]) -> Response:
    disposition = f'attachment; filename="{name}.csv"'
    return Response(as_csv(rows), media_type="text/csv", headers={"Content-Disposition": disposition})
