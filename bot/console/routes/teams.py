"""A team: where it stands, skill by skill, and what a role would ask of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.console import heat
from bot.console.desk import Desk, Visitor, go
from bot.console.guard import number, whole
from bot.console.sheets import as_csv
from bot.reviewing.books import Profile
from bot.store.engine import RefusedError
from bot.store.people import Membership
from bot.store.reviews.lists import TeamLevel, team_levels
from bot.text import console as say


async def listed(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """List the teams somebody coaches; where it is one, show it."""
    teams = [team for team in visitor.person.teams if team.role == "coach"]
    if len(teams) == 1:
        return go(request, "team", team=teams[0].team)
    return desk.show(request, "teams", visitor, teams=teams)


async def page(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Show a team."""
    team, standings = _team(desk, request, visitor)
    roles = desk.books.roles()
    role = _role(request, roles)
    rows = heat.heat_map(standings)
    return desk.show(
        request,
        "team",
        visitor,
        team=team,
        rows=rows,
        levels=range(1, len(rows[0].cells) + 1) if rows else (),
        roles=roles,
        role=role,
        gaps=heat.gaps(standings, role) if role else (),
        least=heat.LEAST,
    )


async def levels_csv(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Give the heat map as CSV; what is hidden on the page is empty there."""
    team, standings = _team(desk, request, visitor)
    rows = [
        (team.name, row.name, desk.books.framework(row.framework), cell.level, cell.people)
        for row in heat.heat_map(standings)
        for cell in row.cells
    ]
    return _csv("levels", [say.LEVELS_CSV, *rows])


async def gaps_csv(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Give the gaps against a role as CSV."""
    team, standings = _team(desk, request, visitor)
    role = _role(request, desk.books.roles())
    if role is None:
        raise RefusedError("not-there")
    rows = [
        (
            team.name,
            role.title,
            gap.name,
            desk.books.framework(gap.framework),
            gap.required,
            gap.typical,
            gap.missing,
        )
        for gap in heat.gaps(standings, role)
    ]
    return _csv("gaps", [say.GAPS_CSV, *rows])


def _team(desk: Desk, request: Request, visitor: Visitor) -> tuple[Membership, tuple[TeamLevel, ...]]:
    number_ = number(request, "team")
    standings = team_levels(desk.database, visitor.person.id, number_)
    return next(team for team in visitor.person.teams if team.team == number_), standings


def _role(request: Request, roles: tuple[Profile, ...]) -> Profile | None:
    wanted = whole(request.query_params.get("role", ""))
    return next((role for role in roles if role.id == wanted), None)


def _csv(name: str, rows: list[tuple[str | int | None, ...]]) -> Response:
    disposition = f'attachment; filename="{name}.csv"'
    return Response(as_csv(rows), media_type="text/csv", headers={"Content-Disposition": disposition})
