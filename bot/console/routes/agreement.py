"""How often coaches agreed."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from bot.console import charts
from bot.console.agreement import Agreement, agreement
from bot.console.desk import Desk, Visitor
from bot.store import Database
from bot.store.reviews.lists import decided_levels


async def page(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Show the numbers; they are counted in a thread, for they read every decision."""
    found = await asyncio.to_thread(_counted, desk.database.path, visitor.person.id)
    return desk.show(
        request,
        "agreement",
        visitor,
        found=found,
        dots=charts.calibration(found.bins),
        edge=charts.EDGE,
        side=charts.SIDE,
    )


def _counted(store: Path, person: int) -> Agreement:
    with Database(store) as database:
        return agreement(decided_levels(database, person))
