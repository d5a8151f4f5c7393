"""Documents and builds: what there is, and what can be done with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.console.desk import Desk, Visitor
from bot.keeping.works import Work, Works
from bot.store.people import People
from index import builds
from index.build import BuildError
from index.builds import Event
from index.publishing import before
from knowledge.catalogue import Catalogue, CatalogueError, DocumentRow

MOST, MOST_WORKS = 20, 8


@dataclass(frozen=True, slots=True)
class Library:
    """What there is; ``problem`` says why something could not be read.

    Args:
        documents: of the catalogue.
        live: the number of the live build, or None.
        moves: when builds went live, the latest first.
        checks: what the gate found of the last build that it let through, or was overruled on.
        problem: see above.
        candidate: the newest build that was never live, or None.
        before: the build that was live before the live one, or None.
        works: what was asked for lately, the latest first.
    """

    documents: tuple[DocumentRow, ...]
    live: int | None
    moves: tuple[Event, ...]
    checks: tuple[dict[str, Any], ...]
    problem: str
    candidate: int | None
    before: int | None
    works: tuple[Work, ...]


async def page(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Show what there is."""
    found = await asyncio.to_thread(_library, desk.home)
    return desk.show(request, "documents", visitor, found=found, names=_names(desk, found))


def _names(desk: Desk, found: Library) -> dict[str, str]:
    """Return the names of admins by how the log of builds calls them; the log has numbers only."""
    people = People(desk.database)
    names: dict[str, str] = {}
    for said in {event.who for event in found.moves}:
        number = said.removeprefix("admin ")
        known = people.by_id(int(number)) if number != said and number.isdecimal() else None
        names |= {said: known.name} if known else {}
    return names


def _library(home: Path) -> Library:
    from index.gate import candidate

    documents: tuple[DocumentRow, ...] = ()
    number, problem, waiting, earlier = None, "", None, None
    try:
        number, waiting, earlier = builds.live_number(home), candidate(home), before(home)
        path = home / "catalogue.db"
        if path.exists():
            with Catalogue(path) as catalogue:
                documents = catalogue.documents()
    except (BuildError, CatalogueError) as error:
        problem = str(error)
    moves = tuple(reversed(builds.moves(home)))[:MOST]
    checks = next((event.checks for event in moves if event.checks), ())
    works = tuple(work for work in reversed(Works(home).all()) if work.state != "asked")[:MOST_WORKS]
    return Library(documents, number, moves, checks, problem, waiting, earlier, works)
