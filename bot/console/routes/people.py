"""A person's levels over time, as far as they share them with this coach under their name."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from bot.console import charts
from bot.console.access import path_id
from bot.console.auth import Visitor
from bot.console.context import Console
from bot.store import assessments
from bot.store.engine import RefusedError
from bot.store.people import People
from bot.store.reviews import cards
from bot.text import editions


async def page(console: Console, request: Request, visitor: Visitor) -> Response:
    """Show a person's levels."""
    person = path_id(request, "person")
    levels = cards.shared_profile(console.database, visitor.person.id, person, console.now())
    known = People(console.database).by_id(person)
    assert known is not None, "who shares a level is in the store"
    held = assessments.levels_of(console.database, (each.suggestion for each in levels))
    renewed = await asyncio.to_thread(console.editions.renewed, held)
    newer = {(each.held.framework, each.held.skill): editions.told(each) for each in renewed}
    return console.show(
        request,
        "person",
        visitor,
        person=person,
        name=known.name,
        courses=charts.histories(levels),
        newer=newer,
    )


async def alive(console: Console, request: Request, visitor: Visitor) -> Response:
    """Confirm that an open page may still be shown; nothing is written into the audit."""
    if not cards.shares_profile(console.database, visitor.person.id, path_id(request, "person")):
        raise RefusedError("not-there")
    return Response(status_code=204)
