"""Signing in by link, and out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.console.desk import Desk, Visitor, go, path
from bot.console.guard import Endpoint, FormError, take_form
from bot.console.signing import may_enter
from bot.store.people import SESSION_HOURS, People
from bot.text import console as say


def ask(desk: Desk) -> Endpoint:
    """Say how to get a link."""

    async def endpoint(request: Request) -> Response:
        return desk.show(request, "sign_in", desk.visitor(request))

    return endpoint


def offer(desk: Desk) -> Endpoint:
    """Offer to sign in: messengers fetch links to preview them, so that a visit must not use one."""

    async def endpoint(request: Request) -> Response:
        if desk.links.read(request.path_params["token"], desk.now()) is None:
            return _stale(desk, request)
        return desk.show(request, "link", link=request.path_params["token"])

    return endpoint


def use(desk: Desk) -> Endpoint:
    """Sign somebody in."""

    async def endpoint(request: Request) -> Response:
        try:
            await take_form(desk, request)
        except FormError as error:
            return desk.show(
                request, "problem", None, error.status, title=say.BAD_FORM, text=say.BAD_FORM_TEXT
            )
        at = desk.now()
        read = desk.links.read(request.path_params["token"], at)
        person = People(desk.database).by_id(read.person) if read else None
        if read is None or person is None or not may_enter(person):
            return _stale(desk, request)
        session = desk.sessions.begin(read.link, read.person, read.rights, at)
        if session is None:
            return _stale(desk, request)
        return _admitted(desk, request, session)

    return endpoint


def _admitted(desk: Desk, request: Request, session: str) -> Response:
    response = go(request, "home")
    response.set_cookie(
        desk.cookie,
        session,
        max_age=SESSION_HOURS * 3600,
        path="/",
        secure=desk.secure,
        httponly=True,
        samesite="strict",
    )
    return response


def _stale(desk: Desk, request: Request) -> Response:
    return desk.show(request, "problem", None, 410, title=say.STALE_LINK, text=say.STALE_LINK_TEXT)


async def home(_: Desk, request: Request, visitor: Visitor) -> Response:
    """Send somebody to what they most likely came for."""
    return RedirectResponse(path(request, "queue" if visitor.coach else "documents"), 303)


async def there(_: Desk, __: Request, ___: Visitor) -> Response:
    """Say that the page that is open may still be shown."""
    return Response(status_code=204)


async def leave(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Sign out here."""
    desk.sessions.end(visitor.session)
    return _left(desk, request)


async def leave_all(desk: Desk, request: Request, visitor: Visitor) -> Response:
    """Sign out on every machine."""
    desk.sessions.end_all(visitor.person.id)
    return _left(desk, request)


def _left(desk: Desk, request: Request) -> Response:
    response = go(request, "sign_in", "?told=left")
    response.delete_cookie(desk.cookie, path="/", secure=desk.secure, httponly=True, samesite="strict")
    return response
