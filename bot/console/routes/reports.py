"""How often coaches agreed."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.responses import Response

from bot.console import charts
from bot.console.context import Visit
from bot.reviews.agreement import Agreement, agreement
from bot.store import Database
from bot.store.reviews.lists import decided_levels


async def page(visit: Visit) -> Response:
    """Show agreement; counted on a thread, as it reads every decision."""
    found = await asyncio.to_thread(_count, visit.database.path, visit.person.id)
    dots = charts.calibration(found.bins)
    return visit.show("agreement", found=found, dots=dots, edge=charts.EDGE, side=charts.SIDE)


def _count(store: Path, person: int) -> Agreement:
    with Database(store) as database:
        return agreement(decided_levels(database, person))
