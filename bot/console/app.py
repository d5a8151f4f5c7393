"""The console as an application: alone, or beside the webhook in the bot's own process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot import times
from bot.console import showing
from bot.console.desk import Desk
from bot.console.guard import for_admins, for_both, for_coaches
from bot.console.headers import Headers
from bot.console.routes import (
    agreement,
    deciding,
    documents,
    people,
    queue,
    review,
    signing_in,
    teams,
    works,
)
from bot.console.signing import Links
from bot.console.uploads import take_upload
from bot.guidance.editions import Editions
from bot.guidance.lookup import Shelf
from bot.keeping.workers import Workers
from bot.reviewing.books import Books
from bot.reviewing.telling import Silent, Teller
from bot.settings import Settings
from bot.store import Database, StoreError
from bot.text import console as say

STATIC = Path(__file__).parent / "static"


def console_app(
    database: Database,
    links: Links,
    shelf: Callable[[], Shelf],
    settings: Settings,
    teller: Teller | None = None,
    now: Callable[[], str] | None = None,
) -> Starlette:
    """Return the console, to be served alone or mounted under a path.

    Args:
        database: the store, opened in the thread that serves.
        links: of `bot.console.signing.open_links`; the bot makes links of the same.
        shelf: gives the live build's shelf (`bot.reviewing.books.LiveShelf`, or that of the bot's guide).
        settings: of Rung.
        teller: tells people what a coach did; nobody is told without.
        now: the time, as the store writes it.
    """
    books = Books(shelf)
    desk = Desk(
        database=database,
        links=links,
        books=books,
        teller=teller or Silent(),
        home=settings.home,
        pages=showing.environment(books.framework, books.skill),
        editions=Editions(settings.home, shelf),
        secure=settings.console_secure,
        address=settings.console_address,
        now=now or (lambda: times.stamp(datetime.now(UTC))),
        workers=Workers(settings.home),
    )
    app = Starlette(
        routes=[*_routes(desk), Mount("/static", StaticFiles(directory=STATIC), name="static")],
        middleware=[Middleware(Headers)],
        exception_handlers={404: _not_there(desk), 405: _not_there(desk), StoreError: _trouble(desk)},
    )
    # An address with a slash too many is none of ours; the redirect would name whatever host was asked for.
    app.router.redirect_slashes = False
    return app


def _routes(desk: Desk) -> list[Route]:
    """Return every page with who may see it."""
    get, post = ["GET"], ["POST"]
    return [
        Route("/sign-in", signing_in.ask(desk), methods=get, name="sign_in"),
        Route("/sign-in/{token}", signing_in.offer(desk), methods=get, name="link"),
        Route("/sign-in/{token}", signing_in.use(desk), methods=post, name="use_link"),
        Route("/sign-out", for_both(desk, signing_in.leave), methods=post, name="sign_out"),
        Route(
            "/sign-out-everywhere", for_both(desk, signing_in.leave_all), methods=post, name="sign_out_all"
        ),
        Route("/", for_both(desk, signing_in.home), methods=get, name="home"),
        Route("/there", for_both(desk, signing_in.there), methods=get, name="there"),
        Route("/queue", for_coaches(desk, queue.page), methods=get, name="queue"),
        Route("/reviews/{review:int}", for_coaches(desk, review.page), methods=get, name="review"),
        Route(
            "/reviews/{review:int}/there", for_coaches(desk, review.there), methods=get, name="review_there"
        ),
        Route("/reviews/{review:int}/claim", for_coaches(desk, deciding.claim), methods=post, name="claim"),
        Route(
            "/reviews/{review:int}/release", for_coaches(desk, deciding.release), methods=post, name="release"
        ),
        Route(
            "/reviews/{review:int}/decide", for_coaches(desk, deciding.decide), methods=post, name="decide"
        ),
        Route("/reviews/{review:int}/ask", for_coaches(desk, deciding.ask), methods=post, name="ask"),
        Route("/skills", for_coaches(desk, review.skills), methods=get, name="skills"),
        Route("/people/{person:int}", for_coaches(desk, people.page), methods=get, name="person"),
        Route(
            "/people/{person:int}/there", for_coaches(desk, people.there), methods=get, name="person_there"
        ),
        Route("/teams", for_coaches(desk, teams.listed), methods=get, name="teams"),
        Route("/teams/{team:int}", for_coaches(desk, teams.page), methods=get, name="team"),
        Route(
            "/teams/{team:int}/levels.csv", for_coaches(desk, teams.levels_csv), methods=get, name="levels"
        ),
        Route("/teams/{team:int}/gaps.csv", for_coaches(desk, teams.gaps_csv), methods=get, name="gaps"),
        Route("/agreement", for_both(desk, agreement.page), methods=get, name="agreement"),
        Route("/documents", for_admins(desk, documents.page), methods=get, name="documents"),
        Route("/documents", for_admins(desk, works.upload, take_upload), methods=post, name="upload"),
        Route("/documents/remove", for_admins(desk, works.remove), methods=post, name="remove"),
        Route("/builds/compare", for_admins(desk, works.compare), methods=post, name="compare"),
        Route("/builds/{build:int}/publish", for_admins(desk, works.sure_publish), methods=get, name="sure"),
        Route("/builds/{build:int}/publish", for_admins(desk, works.publish), methods=post, name="publish"),
        Route("/builds/{build:int}/back", for_admins(desk, works.sure_back), methods=get, name="sure_back"),
        Route("/builds/{build:int}/back", for_admins(desk, works.back), methods=post, name="back"),
        Route("/works/{work}", for_admins(desk, works.page), methods=get, name="work"),
        Route("/works/{work}/map", for_admins(desk, works.map_columns), methods=post, name="map"),
        Route("/works/{work}/again", for_admins(desk, works.again), methods=post, name="again"),
        Route("/works/{work}/changes.html", for_admins(desk, works.changes), methods=get, name="changes"),
    ]


def _not_there(desk: Desk) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, _: Exception) -> Response:
        return desk.missing(request, desk.visitor(request))

    return answer


def _trouble(desk: Desk) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, _: Exception) -> Response:
        return desk.show(request, "problem", None, 503, title=say.TROUBLE, text=say.TROUBLE_TEXT)

    return answer
