"""The console as an ASGI application: its routes, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import times
from bot.console.access import Endpoint, for_admins, for_anybody, for_both, for_coaches, read_upload
from bot.console.auth import Links
from bot.console.context import Console, Visit
from bot.console.routes import documents, mappings, people, queue, reports, review, session, teams
from bot.guidance.lookup import Lookup
from bot.reviews.notifications import NoNotifier, ReviewNotifier
from bot.settings import Settings
from bot.store import Database, StoreError
from bot.text import console as say

STATIC = Path(__file__).parent / "static"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content-Security-Policy: nothing inline, nothing from other sites, no frames."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer", browsers would leave the origin out of forms, and it is checked.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex",
}


def console_app(
    database: Database,
    links: Links,
    lookup: Callable[[], Lookup],
    settings: Settings,
    notifier: ReviewNotifier | None = None,
    now: Callable[[], str] | None = None,
) -> Starlette:
    """Return the console, to be served alone or mounted under a path."""
    console = Console(database, links, lookup, settings, notifier or NoNotifier(), now or times.now)
    not_found = _not_found(console)
    app = Starlette(
        routes=[*_routes(console), Mount("/static", StaticFiles(directory=STATIC), name="static")],
        middleware=[Middleware(HeadersMiddleware)],
        exception_handlers={404: not_found, 405: not_found, StoreError: _unavailable(console)},
    )
    # Redirects to the address without a slash would name whatever host was asked for.
    app.router.redirect_slashes = False
    return app


class HeadersMiddleware:
    """Adds the headers; static files may be cached for an hour, pages may not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                static = "/static/" in scope.get("path", "") and message["status"] in (200, 304)
                headers["Cache-Control"] = "public, max-age=3600" if static else "no-store"
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _routes(console: Console) -> list[Route]:
    """Return every page with who may see it."""

    def get(path: str, endpoint: Endpoint, name: str) -> Route:
        return Route(path, endpoint, methods=["GET"], name=name)

    def post(path: str, endpoint: Endpoint, name: str) -> Route:
        return Route(path, endpoint, methods=["POST"], name=name)

    one, person, team = "/reviews/{review:int}", "/people/{person:int}", "/teams/{team:int}"
    build, job = "/builds/{build:int}", "/jobs/{job}"
    return [
        get("/sign-in", for_anybody(console, session.ask), "sign_in"),
        get("/sign-in/{token}", for_anybody(console, session.offer), "link"),
        post("/sign-in/{token}", for_anybody(console, session.use), "use_link"),
        post("/sign-out", for_both(console, session.sign_out), "sign_out"),
        post("/sign-out-everywhere", for_both(console, session.sign_out_everywhere), "sign_out_all"),
        get("/", for_both(console, session.home), "home"),
        get("/alive", for_both(console, session.alive), "alive"),
        get("/queue", for_coaches(console, queue.page), "queue"),
        get(one, for_coaches(console, review.page), "review"),
        get(f"{one}/alive", for_coaches(console, review.alive), "review_alive"),
        post(f"{one}/claim", for_coaches(console, review.claim), "claim"),
        post(f"{one}/release", for_coaches(console, review.release), "release"),
        post(f"{one}/decide", for_coaches(console, review.decide), "decide"),
        post(f"{one}/ask", for_coaches(console, review.ask), "ask"),
        get("/skills", for_coaches(console, review.skills), "skills"),
        get(person, for_coaches(console, people.page), "person"),
        get(f"{person}/alive", for_coaches(console, people.alive), "person_alive"),
        get("/teams", for_coaches(console, teams.listed), "teams"),
        get(team, for_coaches(console, teams.page), "team"),
        get(f"{team}/levels.csv", for_coaches(console, teams.levels_csv), "levels"),
        get(f"{team}/gaps.csv", for_coaches(console, teams.gaps_csv), "gaps"),
        get("/agreement", for_both(console, reports.page), "agreement"),
        get("/documents", for_admins(console, documents.page), "documents"),
        post("/documents", for_admins(console, documents.upload, read_upload), "upload"),
        post("/documents/map", for_admins(console, mappings.anew), "map_anew"),
        post("/documents/remove", for_admins(console, documents.remove), "remove"),
        post("/builds/compare", for_admins(console, documents.compare), "compare"),
        get(f"{build}/publish", for_admins(console, documents.confirm_publish), "sure"),
        post(f"{build}/publish", for_admins(console, documents.publish), "publish"),
        get(f"{build}/back", for_admins(console, documents.confirm_rollback), "sure_back"),
        post(f"{build}/back", for_admins(console, documents.roll_back), "back"),
        get(job, for_admins(console, documents.job), "job"),
        get(f"{job}/map", for_admins(console, mappings.page), "map"),
        post(f"{job}/map", for_admins(console, mappings.correct), "correct"),
        post(f"{job}/identity", for_admins(console, mappings.settle), "settle"),
        post(f"{job}/again", for_admins(console, documents.retry), "again"),
        post(f"{job}/links", for_admins(console, documents.link_skills), "link_skills"),
        get(f"{job}/changes.html", for_admins(console, documents.changes), "changes"),
    ]


def _not_found(console: Console) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, _: Exception) -> Response:
        return Visit(console, request).not_found()

    return answer


def _unavailable(console: Console) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, _: Exception) -> Response:
        visit = Visit(console, request)
        # Who is signed in is in the store.
        visit.visitor = None
        return visit.show("problem", 503, title=say.TROUBLE, text=say.TROUBLE_TEXT)

    return answer
