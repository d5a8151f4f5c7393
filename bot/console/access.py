"""Who may see a page and whose forms are accepted, checked before every page."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.console.auth import Visitor
from bot.console.context import Console, redirect
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
MAX_ID = 2**62
"""Above any id."""
Endpoint = Callable[[Request], Awaitable[Response]]
Page = Callable[[Console, Request, Visitor], Awaitable[Response]]
FormReader = Callable[[Console, Request, Visitor], Awaitable[None]]
"""Reads a form into ``request.state.form`` and checks that it is from one of our pages."""


class FormError(Exception):
    """A form that is not accepted."""

    def __init__(self, status: int, title: str = say.BAD_FORM, text: str = say.BAD_FORM_TEXT) -> None:
        super().__init__(status)
        self.status, self.title, self.text = status, title, text


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its name on the sender's machine, and its bytes."""

    name: str
    data: bytes


def for_coaches(console: Console, page: Page) -> Endpoint:
    """Show a page to coaches."""
    return _guarded(console, page, lambda visitor: visitor.coach)


def for_admins(console: Console, page: Page, reader: FormReader | None = None) -> Endpoint:
    """Show a page to admins."""
    return _guarded(console, page, lambda visitor: visitor.admin, reader)


def for_both(console: Console, page: Page) -> Endpoint:
    """Show a page to coaches and admins."""
    return _guarded(console, page, lambda visitor: visitor.coach or visitor.admin)


def _guarded(
    console: Console, page: Page, may: Callable[[Visitor], bool], reader: FormReader | None = None
) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        visitor = console.visitor(request)
        if visitor is None:
            return _signed_out(request)
        if not may(visitor):
            return console.not_found(request, visitor)
        try:
            if request.method == "POST":
                await (reader or read_form)(console, request, visitor)
            return await page(console, request, visitor)
        except FormError as error:
            return console.show(request, "problem", visitor, error.status, title=error.title, text=error.text)
        except RefusedError as refused:
            if refused.reason != "not-there":
                raise
            return console.not_found(request, visitor)

    return endpoint


def _signed_out(request: Request) -> Response:
    response = redirect(request, "sign_in")
    if request.headers.get("HX-Request"):
        # htmx would put the page inside the open one: it replaces the whole page instead.
        response.headers["HX-Redirect"] = response.headers["location"]
        response.status_code = 200
    return response


async def read_form(console: Console, request: Request, visitor: Visitor | None = None) -> None:
    """Read a form into ``request.state.form``.

    Raises:
        FormError: it is from another site, lacks the session's token, or is too large.
    """
    if not same_site(console, request):
        raise FormError(403)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM:
            raise FormError(413)
    request.state.form = form = _fields(body)
    if visitor and not console.links.is_form_token(visitor.session, form.get("token", "")):
        raise FormError(403)


async def read_upload(console: Console, request: Request, visitor: Visitor) -> None:
    """Read a form into ``request.state.form`` and its file into ``request.state.upload``.

    Raises:
        FormError: it is from another site, lacks the session's token, or is too large.
    """
    if not same_site(console, request) or not _is_multipart(request):
        raise FormError(403)
    parser = MultiPartParser(
        request.headers, _limited(request), max_files=1, max_fields=4, max_part_size=MAX_UPLOAD_FIELD
    )
    try:
        form = await parser.parse()
    except (MultiPartException, ClientDisconnect, ValueError, KeyError):
        raise FormError(400) from None
    try:
        request.state.form = fields = {name: each for name, each in form.items() if isinstance(each, str)}
        if not console.links.is_form_token(visitor.session, fields.get("token", "")):
            raise FormError(403)
        file = form.get("file")
        request.state.upload = None
        if isinstance(file, UploadFile):
            request.state.upload = Upload(file.filename or "", await file.read())
    finally:
        await form.close()


def same_site(console: Console, request: Request) -> bool:
    """Whether a form comes from our own pages, as far as the browser says."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    own = (request.headers.get("Host", ""), urlsplit(console.address).netloc)
    return origin is None or urlsplit(origin).netloc in own


def path_id(request: Request, name: str) -> int:
    """Return an id in the address.

    Raises:
        RefusedError: ``not-there``: no id is that large.
    """
    found: int = request.path_params[name]
    if found > MAX_ID:
        raise RefusedError("not-there")
    return found


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


def _is_multipart(request: Request) -> bool:
    kind = request.headers.get("content-type", "")
    return kind.startswith("multipart/form-data") and "boundary=" in kind


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
