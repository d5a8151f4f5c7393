"""What every page works with: the store, the frameworks, and templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot import times
from bot.console.auth import Links, Visitor
from bot.console.highlight import highlight
from bot.guidance.editions import Editions
from bot.guidance.lookup import Lookup
from bot.jobs.job import JobFolder
from bot.jobs.runner import JobRunner
from bot.reviews.frameworks import FrameworkLookup
from bot.reviews.notifications import ReviewNotifier
from bot.settings import Settings
from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.people import People, Person, Sessions
from bot.text import console as say

TEMPLATES = Path(__file__).parent / "templates"
MAX_ID = 2**62
"""Above any id."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its name on the sender's machine, and its bytes."""

    name: str
    data: bytes


class Console:
    """What every page works with.

    Args:
        now: the time, as the store writes it.
    """

    def __init__(
        self,
        database: Database,
        links: Links,
        lookup: Callable[[], Lookup],
        settings: Settings,
        notifier: ReviewNotifier,
        now: Callable[[], str],
    ) -> None:
        self.database, self.links, self.notifier, self.now = database, links, notifier, now
        self.home, self.address = settings.home, settings.console_address
        # Cookies need TLS where people reach the console over it.
        self.secure = settings.console_secure
        self.sessions, self.jobs = Sessions(database), JobFolder(settings.home)
        self.runner, self.editions = JobRunner(settings.home), Editions(settings.home, lookup)
        self.frameworks = FrameworkLookup(lookup)
        self.templates = _templates(self.frameworks)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; ``__Host-`` ties it to this host and to TLS."""
        return "__Host-rung" if self.secure else "rung"


class Visit(Request):
    """A request for a page, by somebody who is signed in or by nobody.

    Attributes:
        fields: of the form that was sent.
        upload: the file that was sent with it.
    """

    def __init__(self, console: Console, request: Request) -> None:
        super().__init__(request.scope, request.receive)
        self.console, self.database = console, console.database
        self.fields: dict[str, str] = {}
        self.upload: Upload | None = None

    @cached_property
    def visitor(self) -> Visitor | None:
        """Who is signed in, with what their forms carry."""
        console, session = self.console, self.cookies.get(self.console.cookie, "")
        found = console.sessions.whose(session, console.now()) if session else None
        person = None if found is None else People(console.database).by_id(found)
        return None if person is None else Visitor(person, session, console.links.form_token(session))

    @property
    def person(self) -> Person:
        """Who is signed in."""
        assert self.visitor is not None, "the page is for nobody else"
        return self.visitor.person

    def id_of(self, name: str) -> int:
        """Return an id in the address.

        Raises:
            RefusedError: ``not-there``: no id is that large.
        """
        found: int = self.path_params[name]
        if found > MAX_ID:
            raise RefusedError("not-there")
        return found

    def path(self, name: str, **at: object) -> str:
        """Return the address of a page within this host."""
        prefix: str = self.scope.get("root_path", "")
        return f"{prefix}{self.app.url_path_for(name, **at)}"

    def show(self, template: str, status: int = 200, **context: Any) -> Response:
        """Return a page."""
        context |= {
            "visitor": self.visitor,
            "path": self.path,
            "told": say.TOLD.get(self.query_params.get("told", ""), ""),
        }
        page = self.console.templates.get_template(f"{template}.html")
        return HTMLResponse(page.render(context), status)

    def not_found(self) -> Response:
        """Return the same page for what does not exist and for what this person may not see."""
        return self.show("problem", 404, title=say.NOT_THERE, text=say.NOT_THERE_TEXT)

    def redirect(self, name: str, query: str = "", **at: object) -> Response:
        """Send the browser on to a page, to be fetched with GET."""
        return RedirectResponse(self.path(name, **at) + query, 303)


def _templates(frameworks: FrameworkLookup) -> Environment:
    """Return the templates; whatever people wrote is escaped."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(say=say, highlight=highlight, skill_name=frameworks.skill)
    found.filters.update(day=times.day, percent=_percent, framework=frameworks.framework, waited=say.waited)
    return found


def _percent(share: float | None) -> str:
    """Return a share as a percentage: *72 %*."""
    return "–" if share is None else f"{round(100 * share)} %"
