"""What every page works with: the store, the frameworks, and templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot import times
from bot.console.auth import Links, Visitor
from bot.console.highlight import highlight
from bot.guidance.editions import Editions
from bot.jobs.job import JobFolder
from bot.jobs.runner import JobRunner
from bot.reviews.frameworks import FrameworkLookup
from bot.reviews.notifications import ReviewNotifier
from bot.store import Database
from bot.store.people import People, Sessions
from bot.text import console as say

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Console:
    """What every page works with.

    Args:
        secure: cookies need TLS.
        now: the time, as the store writes it.
    """

    database: Database
    links: Links
    frameworks: FrameworkLookup
    notifier: ReviewNotifier
    home: Path
    templates: Environment
    editions: Editions
    secure: bool
    address: str
    now: Callable[[], str]
    runner: JobRunner

    @property
    def sessions(self) -> Sessions:
        """The sessions in the store."""
        return Sessions(self.database)

    @property
    def jobs(self) -> JobFolder:
        """The jobs of admins, and their progress."""
        return JobFolder(self.home)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; ``__Host-`` ties it to this host and to TLS."""
        return "__Host-rung" if self.secure else "rung"

    def visitor(self, request: Request) -> Visitor | None:
        """Return who is signed in; None if nobody is."""
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
        """Return a page."""
        context |= {
            "visitor": visitor,
            "path": lambda name, **at: path(request, name, **at),
            "told": say.TOLD.get(request.query_params.get("told", ""), ""),
        }
        return HTMLResponse(self.templates.get_template(f"{template}.html").render(context), status)

    def not_found(self, request: Request, visitor: Visitor | None = None) -> Response:
        """Return the same page for what does not exist and for what this person may not see."""
        return self.show(request, "problem", visitor, 404, title=say.NOT_THERE, text=say.NOT_THERE_TEXT)


def templates(framework: Callable[[str], str], skill: Callable[[str | None, str | None], str]) -> Environment:
    """Return the templates; whatever people wrote is escaped."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(say=say, highlight=highlight, skill_name=skill)
    found.filters.update(day=_day, percent=_percent, framework=framework, waited=_waited)
    return found


def path(request: Request, name: str, **at: object) -> str:
    """Return the address of a page within this host."""
    prefix: str = request.scope.get("root_path", "")
    return f"{prefix}{request.app.url_path_for(name, **at)}"


def redirect(request: Request, name: str, query: str = "", **at: object) -> Response:
    """Send the browser on to a page, to be fetched with GET."""
    return RedirectResponse(path(request, name, **at) + query, 303)


def _day(at: str) -> str:
    """Return the day of a time: *4 May 2026*."""
    when = times.moment(at)
    return f"{when.day} {when:%B %Y}"


def _waited(since: str, now: str) -> str:
    spent = times.moment(now) - times.moment(since)
    return say.waited(int(spent.total_seconds()) // 60)


def _percent(share: float | None) -> str:
    """Return a share as a percentage: *72 %*."""
    return "–" if share is None else f"{round(100 * share)} %"
