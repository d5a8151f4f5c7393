"""Who may see a page and whose forms are accepted, checked before every page."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.console.auth import Visitor
from bot.console.context import Console, Upload, Visit
from bot.store.engine import RefusedError
from bot.text import console as say
from knowledge.formats import MAX_FILE

MAX_FORM = 64_000
"""Bytes of a form; a reason of 4,000 characters fits in any script."""
MAX_FIELDS = 40
MAX_UPLOAD = MAX_FILE + 64_000
"""Bytes of a form with a file."""
MAX_READ = 4 * MAX_FILE
"""Bytes that are read of a form that is too large, so that the browser shows the answer."""
MAX_UPLOAD_FIELD = 4_000
Endpoint = Callable[[Request], Awaitable[Response]]
Page = Callable[[Visit], Awaitable[Response]]
FormReader = Callable[[Visit], Awaitable[None]]
"""Reads a form and checks that it is from one of our pages."""


class FormError(Exception):
    """A form that is not accepted."""

    def __init__(self, status: int, title: str = say.BAD_FORM, text: str = say.BAD_FORM_TEXT) -> None:
        super().__init__(status)
        self.status, self.title, self.text = status, title, text


def for_anybody(console: Console, page: Page) -> Endpoint:
    """Show a page to who is not signed in, too; its forms need no token."""
    return _endpoint(console, page, lambda _: True, read_fields)


def for_coaches(console: Console, page: Page) -> Endpoint:
    """Show a page to coaches."""
    return _endpoint(console, page, _for(lambda visitor: visitor.coach))


def for_admins(console: Console, page: Page, reader: FormReader | None = None) -> Endpoint:
    """Show a page to admins."""
    return _endpoint(console, page, _for(lambda visitor: visitor.admin), reader)


def for_both(console: Console, page: Page) -> Endpoint:
    """Show a page to coaches and admins."""
    return _endpoint(console, page, _for(lambda visitor: visitor.coach or visitor.admin))


def _for(may: Callable[[Visitor], bool]) -> Callable[[Visit], bool]:
    return lambda visit: visit.visitor is not None and may(visit.visitor)


def _endpoint(
    console: Console, page: Page, may: Callable[[Visit], bool], reader: FormReader | None = None
) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        visit = Visit(console, request)
        if not may(visit):
            return visit.not_found() if visit.visitor else _signed_out(visit)
        try:
            if request.method == "POST":
                await (reader or read_form)(visit)
            return await page(visit)
        except FormError as error:
            return visit.show("problem", error.status, title=error.title, text=error.text)
        except RefusedError as refused:
            if refused.reason != "not-there":
                raise
            return visit.not_found()

    return endpoint


def _signed_out(visit: Visit) -> Response:
    response = visit.redirect("sign_in")
    if visit.headers.get("HX-Request"):
        # htmx would put the page inside the open one: it replaces the whole page instead.
        response.headers["HX-Redirect"] = response.headers["location"]
        response.status_code = 200
    return response


async def read_fields(visit: Visit) -> None:
    """Read a form.

    Raises:
        FormError: it is from another site, or too large.
    """
    if not _same_site(visit):
        raise FormError(403)
    body = b""
    async for chunk in visit.stream():
        body += chunk
        if len(body) > MAX_FORM:
            raise FormError(413)
    visit.fields = _fields(body)


async def read_form(visit: Visit) -> None:
    """Read a form of somebody who is signed in.

    Raises:
        FormError: it is from another site, lacks the session's token, or is too large.
    """
    await read_fields(visit)
    _check_token(visit)


async def read_upload(visit: Visit) -> None:
    """Read a form and its file.

    Raises:
        FormError: it is from another site, lacks the session's token, or is too large.
    """
    kind = visit.headers.get("content-type", "")
    if not _same_site(visit) or not (kind.startswith("multipart/form-data") and "boundary=" in kind):
        raise FormError(403)
    parser = MultiPartParser(
        visit.headers, _limited(visit), max_files=1, max_fields=4, max_part_size=MAX_UPLOAD_FIELD
    )
    try:
        form = await parser.parse()
    except (MultiPartException, ClientDisconnect, ValueError, KeyError):
        raise FormError(400) from None
    try:
        visit.fields = {name: each for name, each in form.items() if isinstance(each, str)}
        _check_token(visit)
        file = form.get("file")
        if isinstance(file, UploadFile):
            visit.upload = Upload(file.filename or "", await file.read())
    finally:
        await form.close()


def _check_token(visit: Visit) -> None:
    visitor, token = visit.visitor, visit.fields.get("token", "")
    if visitor is None or not visit.console.links.is_form_token(visitor.session, token):
        raise FormError(403)


def _same_site(visit: Visit) -> bool:
    """Whether a form comes from our own pages, as far as the browser says."""
    if site := visit.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = visit.headers.get("Origin")
    own = (visit.headers.get("Host", ""), urlsplit(visit.console.address).netloc)
    return origin is None or urlsplit(origin).netloc in own


def whole(text: str) -> int | None:
    """Read a small whole number of a form; None if it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _fields(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError:
        raise FormError(413) from None
    return {name: _clean(value) for name, value in pairs}


def _clean(text: str) -> str:
    """Remove what no keyboard types: control characters other than line ends and tabs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or c == "\t" or c.isprintable() or c in "\u200d\u200c")


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > MAX_READ:
            break
        if read <= MAX_UPLOAD:
            yield chunk
    if read > MAX_UPLOAD:
        raise FormError(413, say.TOO_LARGE, say.too_large(MAX_FILE // 1_000_000))
