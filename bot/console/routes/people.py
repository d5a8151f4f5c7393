"""A person over time, as far as they share it under their name."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from bot.console import charts
from bot.console.desk import Desk, Visitor
from bot.console.guard import number
from bot.store import assessments
from bot.store.engine import RefusedError
from bot.store.people import People
from bot.store.reviews import cards
from bot.text import editions


async def page(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Show a person's levels."""
    person = number(request, "person")
    levels = cards.shared_profile(desk.database, visitor.person.id, person, desk.now())
    known = People(desk.database).by_id(person)
    assert known is not None, "who shares a level is there"
    held = assessments.shared_levels(desk.database, levels)
    renewed = await asyncio.to_thread(desk.editions.renewed, held)
    newer = {(each.held.framework, each.held.skill): editions.told(each) for each in renewed}
    courses = charts.courses(levels)
    return desk.show(request, "person", visitor, person=person, name=known.name, courses=courses, newer=newer)


async def there(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Say that a person's page that is open may still be shown; nothing is noted."""
    if not cards.shares_profile(desk.database, visitor.person.id, number(request, "person")):
        raise RefusedError("not-there")
    return Response(status_code=204)
