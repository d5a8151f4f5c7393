"""How often coaches agreed."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from bot.console import charts
from bot.console.auth import Visitor
from bot.console.context import Console
from bot.reviews.agreement import Agreement, agreement
from bot.store import Database
from bot.store.reviews.lists import decided_levels


async def page(console: Console, request: Request, visitor: Visitor) -> Response:
    """Show agreement; counted on a thread, as it reads every decision."""
    found = await asyncio.to_thread(_count, console.database.path, visitor.person.id)
    return console.show(
        request,
        "agreement",
        visitor,
        found=found,
        dots=charts.calibration(found.bins),
        edge=charts.EDGE,
        side=charts.SIDE,
    )


def _count(store: Path, person: int) -> Agreement:
    with Database(store) as database:
        return agreement(decided_levels(database, person))
