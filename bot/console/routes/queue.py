"""The queue: what waits, the oldest first, a page at a time."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.console import filters
from bot.console.desk import Desk, Visitor
from bot.store.reviews import lists
from bot.store.reviews.lists import waiting_skills

LINES = 20


async def page(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Show a page of the queue; to htmx, which puts it below the one before, its lines alone."""
    at, said = desk.now(), request.query_params
    wanted = filters.wanted(said)
    found = lists.queue(
        desk.database,
        visitor.person.id,
        at,
        filters=wanted.filters(at),
        after=filters.place(said.get("after", "")),
        limit=LINES + 1,
    )
    lines = found[:LINES]
    shown: dict[str, Any] = {
        "at": at,
        "lines": lines,
        "wanted": wanted,
        "after": filters.place_of(lines[-1]) if len(found) > LINES else "",
        "first": "after" not in said,
    }
    if request.headers.get("HX-Target") == "more":
        return desk.show(request, "lines", visitor, **shown)
    teams = [team for team in visitor.person.teams if team.role == "coach"]
    skills = waiting_skills(desk.database, visitor.person.id)
    return desk.show(
        request, "queue", visitor, **shown, teams=teams, skills=skills, sure=filters.SURE, ages=filters.AGES
    )
