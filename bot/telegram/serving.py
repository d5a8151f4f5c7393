"""The small server beside the bot: the webhook, /healthz and /metrics."""

from __future__ import annotations

import hmac
import json
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.telegram.measures import Measures

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BODY = 1_000_000
"""Bytes of an update: Telegram's are far smaller."""
Take = Callable[[Sequence[object]], Awaitable[None]]


async def _take_nothing(_: Sequence[object]) -> None:
    """Stand in for a receiver where there is no webhook."""


class PortError(Exception):
    """The port cannot be listened on, said in one sentence."""


def application(
    measures: Measures,
    health: Callable[[], dict[str, object]],
    path: str = "",
    secret: str = "",
    take: Take = _take_nothing,
) -> Starlette:
    """Return the server's application.

    Args:
        measures: shown on /metrics.
        health: shown on /healthz; ``ok`` False makes it 503.
        path: of the webhook; empty for none.
        secret: what Telegram must show there.
        take: takes updates, readable or not; an update is Telegram's to forget when it returns.
    """

    async def webhook(request: Request) -> Response:
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), secret.encode()):
            return PlainTextResponse("", 403)
        # Whatever cannot be read is taken too: Telegram would deliver it again for a day.
        await take([await _update(request)])
        return PlainTextResponse("")

    async def healthz(_: Request) -> Response:
        told = health()
        return JSONResponse(told, 200 if told["ok"] else 503)

    async def metrics(_: Request) -> Response:
        return Response(measures.page(), media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", healthz), Route("/metrics", metrics)]
    if path:
        routes.append(Route(path, webhook, methods=["POST"]))
    return Starlette(routes=routes)


async def _update(request: Request) -> object:
    """Return the JSON that was posted; None where it is none."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def listen(host: str, port: int) -> socket.socket:
    """Open a port.

    Raises:
        PortError: it is taken or not allowed.
    """
    try:
        found = socket.create_server((host, port), backlog=1024)
        # Wrapped anew it knows that it speaks TCP; else asyncio leaves Nagle's algorithm on, and what is
        # answered in two pieces is 40 ms late (measured).
        return socket.socket(fileno=found.detach())
    except OSError as error:
        raise PortError(
            f"Port {port} on {host} cannot be used ({error.strerror}): stop what uses it, or set RUNG_PORT"
            " to another."
        ) from None


class Server(uvicorn.Server):
    """A server that leaves signals to the bot."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def server(app: Starlette) -> Server:
    """Return a server for an application; it is told what to listen on when it serves."""
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5
    )
    return Server(config)
