"""Documents and builds, to look at."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.console.desk import Desk, Visitor
from index import live
from index.live import Event
from index.opened import BuildError
from knowledge.catalogue import Catalogue, CatalogueError, DocumentRow

MOST = 20


@dataclass(frozen=True, slots=True)
class Library:
    """What there is; ``problem`` says why something could not be read.

    Args:
        documents: of the catalogue.
        live: the number of the live build, or None.
        moves: when builds went live, the latest first.
        checks: what the gate found of the last build that it let through, or was overruled on.
        problem: see above.
    """

    documents: tuple[DocumentRow, ...]
    live: int | None
    moves: tuple[Event, ...]
    checks: tuple[dict[str, Any], ...]
    problem: str


async def page(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Show what there is."""
    found = await asyncio.to_thread(_library, desk.home)
    return desk.show(request, "documents", visitor, found=found)


def _library(home: Path) -> Library:
    documents: tuple[DocumentRow, ...] = ()
    number, problem = None, ""
    try:
        number = live.live_number(home)
        path = home / "catalogue.db"
        if path.exists():
            with Catalogue(path) as catalogue:
                documents = catalogue.documents()
    except (BuildError, CatalogueError) as error:
        problem = str(error)
    moves = tuple(reversed(live.moves(home)))[:MOST]
    checks = next((event.checks for event in moves if event.checks), ())
    return Library(documents, number, moves, checks, problem)
