"""A person's levels over time, as far as they share them with this coach under their name."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from bot.console import charts
from bot.console.context import Visit
from bot.store import assessments
from bot.store.engine import RefusedError
from bot.store.people import People
from bot.store.reviews import cards
from bot.text import editions


async def page(visit: Visit) -> Response:
    """Show a person's levels."""
    person, console, database = visit.id_of("person"), visit.console, visit.database
    levels = cards.shared_profile(database, visit.person.id, person, console.now())
    known = People(database).by_id(person)
    assert known is not None, "who shares a level is in the store"
    held = assessments.levels_of(database, (each.suggestion for each in levels))
    renewed = await asyncio.to_thread(console.editions.renewed, held)
    newer = {(each.held.framework, each.held.skill): editions.told(each) for each in renewed}
    courses = charts.histories(levels)
    return visit.show("person", person=person, name=known.name, courses=courses, newer=newer)


async def alive(visit: Visit) -> Response:
    """Confirm that an open page may still be shown; nothing is written into the audit."""
    if not cards.shares_profile(visit.database, visit.person.id, visit.id_of("person")):
        raise RefusedError("not-there")
    return Response(status_code=204)
