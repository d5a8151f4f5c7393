"""Signing in with a link, and signing out."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.auth import may_enter
from bot.console.context import Visit
from bot.store.people import SESSION_HOURS, People
from bot.text import console as say


async def ask(visit: Visit) -> Response:
    """Say how to get a link."""
    return visit.show("sign_in")


async def offer(visit: Visit) -> Response:
    """Offer to sign in; messengers fetch links for a preview, so a visit does not use the link."""
    token = visit.path_params["token"]
    if visit.console.links.read(token, visit.console.now()) is None:
        return _expired(visit)
    return visit.show("link", link=token)


async def use(visit: Visit) -> Response:
    """Sign a person in."""
    console, at = visit.console, visit.console.now()
    sign_in = console.links.read(visit.path_params["token"], at)
    person = People(visit.database).by_id(sign_in.person) if sign_in else None
    if sign_in is None or person is None or not may_enter(person):
        return _expired(visit)
    session = console.sessions.begin(sign_in.link, sign_in.person, sign_in.rights, at)
    return _signed_in(visit, session) if session else _expired(visit)


async def home(visit: Visit) -> Response:
    """Send a coach to the queue and an admin to the documents."""
    return visit.redirect("queue" if visit.person.coaches_any else "documents")


async def alive(_: Visit) -> Response:
    """Confirm that the session still holds."""
    return Response(status_code=204)


async def sign_out(visit: Visit) -> Response:
    """Sign out here."""
    visit.console.sessions.end(visit.cookies[visit.console.cookie])
    return _signed_out(visit)


async def sign_out_everywhere(visit: Visit) -> Response:
    """Sign out on every device."""
    visit.console.sessions.end_all(visit.person.id)
    return _signed_out(visit)


def _signed_in(visit: Visit, session: str) -> Response:
    response = visit.redirect("home")
    response.set_cookie(
        visit.console.cookie,
        session,
        max_age=SESSION_HOURS * 3600,
        path="/",
        secure=visit.console.secure,
        httponly=True,
        samesite="strict",
    )
    return response


def _signed_out(visit: Visit) -> Response:
    response = visit.redirect("sign_in", "?told=left")
    response.delete_cookie(
        visit.console.cookie, path="/", secure=visit.console.secure, httponly=True, samesite="strict"
    )
    return response


def _expired(visit: Visit) -> Response:
    return visit.show("problem", 410, title=say.STALE_LINK, text=say.STALE_LINK_TEXT)
