"""Who may see a page, and which writes are theirs: asked before every page, so that no page can forget to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.console.desk import Desk, Visitor, go
from bot.store.engine import RefusedError
from bot.text import console as say

MOST_BODY = 64_000
"""Bytes of a form; a reason of 4,000 characters fits in whatever script."""
MOST_FIELDS = 40
LARGEST = 2**62
"""Above any id."""
Endpoint = Callable[[Request], Awaitable[Response]]
Page = Callable[[Desk, Request, Visitor], Awaitable[Response]]
Taker = Callable[[Desk, Request, Visitor], Awaitable[None]]
"""Reads a form into ``request.state.form``, and sees that it is ours."""


class FormError(Exception):
    """A form that is not ours, or is too large.

    Args:
        status: of HTTP.
        title, text: what is said then.
    """

    def __init__(self, status: int, title: str = say.BAD_FORM, text: str = say.BAD_FORM_TEXT) -> None:
        super().__init__(status)
        self.status, self.title, self.text = status, title, text


def for_coaches(desk: Desk, page: Page) -> Endpoint:
    """Show a page to who coaches a team."""
    return _guarded(desk, page, lambda visitor: visitor.coach)


def for_admins(desk: Desk, page: Page, taker: Taker | None = None) -> Endpoint:
    """Show a page to admins.

    Args:
        desk: of all pages.
        page: what is shown.
        taker: reads the form, where it is no usual one.
    """
    return _guarded(desk, page, lambda visitor: visitor.admin, taker)


def for_both(desk: Desk, page: Page) -> Endpoint:
    """Show a page to coaches and to admins."""
    return _guarded(desk, page, lambda visitor: visitor.coach or visitor.admin)


def _guarded(desk: Desk, page: Page, may: Callable[[Visitor], bool], taker: Taker | None = None) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        visitor = desk.visitor(request)
        if visitor is None:
            return _signed_out(request)
        if not may(visitor):
            return desk.missing(request, visitor)
        try:
            if request.method == "POST":
                await (taker or take_form)(desk, request, visitor)
            return await page(desk, request, visitor)
        except FormError as error:
            return desk.show(request, "problem", visitor, error.status, title=error.title, text=error.text)
        except RefusedError as refused:
            if refused.reason != "not-there":
                raise
            return desk.missing(request, visitor)

    return endpoint


def _signed_out(request: Request) -> Response:
    response = go(request, "sign_in")
    if request.headers.get("HX-Request"):
        # A piece of a page would be put inside the one that is open: the whole one is left instead.
        response.headers["HX-Redirect"] = response.headers["location"]
        response.status_code = 200
    return response


async def take_form(desk: Desk, request: Request, visitor: Visitor | None = None) -> None:
    """Read a form into ``request.state.form``, and see that it is ours.

    Args:
        desk: of all pages.
        request: that brings it.
        visitor: whose it must be; None before anybody is signed in.

    Raises:
        FormError: it comes from elsewhere, has not the token of this session, or is too large.
    """
    if not from_here(desk, request):
        raise FormError(403)
    request.state.form = form = await _form(request)
    if visitor and not desk.links.is_form_token(visitor.session, form.get("token", "")):
        raise FormError(403)


def number(request: Request, name: str) -> int:
    """Return an id that the address names.

    Raises:
        RefusedError: ``not-there``: no id is that large.
    """
    found: int = request.path_params[name]
    if found > LARGEST:
        raise RefusedError("not-there")
    return found


def whole(text: str) -> int | None:
    """Read a small whole number of a form; None where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def from_here(desk: Desk, request: Request) -> bool:
    """Whether a write comes from our own pages, as far as the browser says."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    own = (request.headers.get("Host", ""), urlsplit(desk.address).netloc)
    return origin is None or urlsplit(origin).netloc in own


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            raise FormError(413)
    try:
        pairs = parse_qsl(
            body.decode("ascii", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise FormError(413) from None
    return {name: _cleaned(value) for name, value in pairs}


def _cleaned(text: str) -> str:
    """Take out what no keyboard types: control characters but line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or c == "\t" or c.isprintable() or c in "\u200d\u200c")
