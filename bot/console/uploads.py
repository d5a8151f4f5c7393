"""A file that a form brings: one, of a size that documents have, and nothing of it is trusted."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from bot.console.desk import Desk, Visitor
from bot.console.guard import FormError, from_here
from bot.text import console as say
from knowledge.formats import MAX_FILE

MOST = MAX_FILE + 64_000
"""Bytes of the whole form."""
MOST_READ = 4 * MAX_FILE
"""Bytes of a form that is too large which are read, so that the browser shows what is said of it."""
MOST_FIELD = 4_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its name as it was called there, and its bytes."""

    name: str
    data: bytes


class _TooLargeError(Exception):
    pass


async def take_upload(desk: Desk, request: Request, visitor: Visitor) -> None:
    """Read a form into ``request.state.form``, its file into ``.upload``, and see that it is ours.

    Args:
        desk: of all pages.
        request: that brings it.
        visitor: whose it must be.

    Raises:
        FormError: it comes from elsewhere, has not the token of this session, or is too large.
    """
    if not from_here(desk, request) or not _is_form(request):
        raise FormError(403)
    parser = MultiPartParser(
        request.headers, _limited(request), max_files=1, max_fields=4, max_part_size=MOST_FIELD
    )
    try:
        form = await parser.parse()
    except _TooLargeError:
        raise FormError(413, say.TOO_LARGE, say.too_large(MAX_FILE // 1_000_000)) from None
    except (MultiPartException, ClientDisconnect, ValueError, KeyError):
        raise FormError(400) from None
    try:
        told = {name: value for name, value in form.items() if isinstance(value, str)}
        if not desk.links.is_form_token(visitor.session, told.get("token", "")):
            raise FormError(403)
        file = form.get("file")
        request.state.form = told
        request.state.upload = (
            None if file is None or isinstance(file, str) else Upload(file.filename or "", await file.read())
        )
    finally:
        await form.close()


def _is_form(request: Request) -> bool:
    kind = request.headers.get("content-type", "")
    return kind.startswith("multipart/form-data") and "boundary=" in kind


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > MOST_READ:
            break
        if read <= MOST:
            yield chunk
    if read > MOST:
        raise _TooLargeError
