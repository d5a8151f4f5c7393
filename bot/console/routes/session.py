"""Signing in with a link, and signing out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.console.access import Endpoint, FormError, read_form
from bot.console.auth import Visitor, may_enter
from bot.console.context import Console, redirect
from bot.store.people import SESSION_HOURS, People
from bot.text import console as say


def ask(console: Console) -> Endpoint:
    """Say how to get a link."""

    async def endpoint(request: Request) -> Response:
        return console.show(request, "sign_in", console.visitor(request))

    return endpoint


def offer(console: Console) -> Endpoint:
    """Offer to sign in; messengers fetch links for a preview, so a visit does not use the link."""

    async def endpoint(request: Request) -> Response:
        if console.links.read(request.path_params["token"], console.now()) is None:
            return _expired(console, request)
        return console.show(request, "link", link=request.path_params["token"])

    return endpoint


def use(console: Console) -> Endpoint:
    """Sign a person in."""

    async def endpoint(request: Request) -> Response:
        try:
            await read_form(console, request)
        except FormError as error:
            return console.show(request, "problem", None, error.status, title=error.title, text=error.text)
        at = console.now()
        sign_in = console.links.read(request.path_params["token"], at)
        person = People(console.database).by_id(sign_in.person) if sign_in else None
        if sign_in is None or person is None or not may_enter(person):
            return _expired(console, request)
        session = console.sessions.begin(sign_in.link, sign_in.person, sign_in.rights, at)
        return _signed_in(console, request, session) if session else _expired(console, request)

    return endpoint


async def home(_: Console, request: Request, visitor: Visitor) -> Response:
    """Send a coach to the queue and an admin to the documents."""
    return redirect(request, "queue" if visitor.coach else "documents")


async def alive(_: Console, __: Request, ___: Visitor) -> Response:
    """Confirm that the session still holds."""
    return Response(status_code=204)


async def sign_out(console: Console, request: Request, visitor: Visitor) -> Response:
    """Sign out here."""
    console.sessions.end(visitor.session)
    return _signed_out(console, request)


async def sign_out_everywhere(console: Console, request: Request, visitor: Visitor) -> Response:
    """Sign out on every device."""
    console.sessions.end_all(visitor.person.id)
    return _signed_out(console, request)


def _signed_in(console: Console, request: Request, session: str) -> Response:
    response = redirect(request, "home")
    response.set_cookie(
        console.cookie,
        session,
        max_age=SESSION_HOURS * 3600,
        path="/",
        secure=console.secure,
        httponly=True,
        samesite="strict",
    )
    return response


def _signed_out(console: Console, request: Request) -> Response:
    response = redirect(request, "sign_in", "?told=left")
    response.delete_cookie(console.cookie, path="/", secure=console.secure, httponly=True, samesite="strict")
    return response


def _expired(console: Console, request: Request) -> Response:
    return console.show(request, "problem", None, 410, title=say.STALE_LINK, text=say.STALE_LINK_TEXT)
