"""What all pages work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.console.signing import Links
from bot.guidance.editions import Editions
from bot.keeping.workers import Workers
from bot.keeping.works import Works
from bot.reviewing.books import Books
from bot.reviewing.telling import Teller
from bot.store import Database
from bot.store.people import People, Person, Sessions
from bot.text import console as say


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in.

    Args:
        person: with their teams and rights as they are now.
        session: the secret of their session.
        token: what their forms carry.
    """

    person: Person
    session: str
    token: str

    @property
    def coach(self) -> bool:
        """Whether they coach a team."""
        return self.person.coaches_any

    @property
    def admin(self) -> bool:
        """Whether they are an admin."""
        return self.person.role == "admin"


@dataclass(frozen=True, slots=True)
class Desk:
    """What all pages work with.

    Args:
        database: the store, of the event loop's thread.
        links: that sign people in.
        books: of frameworks.
        teller: tells people what a coach did.
        home: Rung's folder, for documents and builds.
        pages: makes pages of templates.
        editions: carries levels of older editions to the newest.
        secure: cookies go through TLS only.
        address: where people open the console.
        now: the time, as the store writes it.
        workers: start what takes its time.
    """

    database: Database
    links: Links
    books: Books
    teller: Teller
    home: Path
    pages: Environment
    editions: Editions
    secure: bool
    address: str
    now: Callable[[], str]
    workers: Workers

    @property
    def sessions(self) -> Sessions:
        """The store's sessions."""
        return Sessions(self.database)

    @property
    def works(self) -> Works:
        """What admins asked for, and how far it is."""
        return Works(self.home)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; browsers hold the first one to this host and to TLS."""
        return "__Host-rung" if self.secure else "rung"

    def visitor(self, request: Request) -> Visitor | None:
        """Return who is signed in; None where nobody is."""
        session = request.cookies.get(self.cookie, "")
        found = self.sessions.whose(session, self.now()) if session else None
        person = None if found is None else People(self.database).by_id(found)
        return None if person is None else Visitor(person, session, self.links.form_token(session))

    def show(
        self,
        request: Request,
        template: str,
        visitor: Visitor | None = None,
        status: int = 200,
        **context: Any,
    ) -> Response:
        """Return a page.

        Args:
            request: what it answers.
            template: file name without its ending.
            visitor: who is signed in.
            status: of HTTP.
            context: what the template needs.
        """
        told = say.TOLD.get(request.query_params.get("told", ""), "")
        page = self.pages.get_template(f"{template}.html").render(
            context | {"visitor": visitor, "path": lambda name, **at: path(request, name, **at), "told": told}
        )
        return HTMLResponse(page, status)

    def missing(self, request: Request, visitor: Visitor | None = None) -> Response:
        """Say that there is no such page, or none that this person may see: the two look the same."""
        return self.show(request, "problem", visitor, 404, title=say.NOT_THERE, text=say.NOT_THERE_TEXT)


def path(request: Request, name: str, **at: object) -> str:
    """Return the address of a page within this host."""
    prefix: str = request.scope.get("root_path", "")
    return f"{prefix}{request.app.url_path_for(name, **at)}"


def go(request: Request, name: str, query: str = "", **at: object) -> Response:
    """Send the browser on to a page, to be got anew."""
    return RedirectResponse(path(request, name, **at) + query, 303)
