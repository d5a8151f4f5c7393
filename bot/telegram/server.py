"""The web server beside the bot: webhook, /healthz, /metrics and console in one Starlette application."""

from __future__ import annotations

import hmac
import json
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from bot.guidance.lookup import Lookup
from bot.reviews.notifications import ReviewNotifier
from bot.store import Database
from bot.store.people import Person
from bot.telegram.metrics import Metrics

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_BODY = 1_000_000
"""Bytes of an update: Telegram's are far smaller."""
Receive = Callable[[object], Awaitable[None]]
log = structlog.get_logger(__name__)


class PortError(Exception):
    """The port cannot be listened on, said in one sentence."""


@dataclass(frozen=True, slots=True)
class MountedConsole:
    """The console in the bot's own process: on its port, on one of its own, or not at all.

    Args:
        link: gives what /console says to a person at a time; None for who has nothing to do there.
        app: the pages; None where nobody asked for them here.
        own_port: they have a port for themselves even where the bot has one.
    """

    link: Callable[[Person, str], str | None]
    app: Starlette | None = None
    prefix: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    own_port: bool = False

    def mount(self, served: Starlette) -> None:
        """Put the pages under their path of another application, after all that is there."""
        if self.app is not None:
            served.router.routes.append(Mount(self.prefix, self.app))

    def servers(self, alone: bool) -> list[Coroutine[Any, Any, None]]:
        """Return what serves the pages on a port of their own.

        Args:
            alone: the bot has no server.
        """
        if self.app is None or not (alone or self.own_port):
            return []
        try:
            listening = listen(self.host, self.port)
        except PortError:
            # `rung console` with the same settings: the links that the bot gives lead there.
            log.info("console served elsewhere", port=self.port)
            return []
        served = Starlette()
        self.mount(served)
        return [Server(config(served)).serve([listening])]


OpenConsole = Callable[[Database, Callable[[], Lookup], ReviewNotifier], MountedConsole]
"""Makes the console on a store, with the lookup of the live build and what notifies people."""


def application(metrics: Metrics, health: Callable[[], dict[str, object]]) -> Starlette:
    """Return the web application.

    Args:
        health: shown on /healthz; ``ok`` False makes it 503.
    """

    async def healthz(_: Request) -> Response:
        told = health()
        return JSONResponse(told, 200 if told["ok"] else 503)

    async def show_metrics(_: Request) -> Response:
        return Response(metrics.page(), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/healthz", healthz), Route("/metrics", show_metrics)])


def webhook(path: str, secret: str, receive: Receive) -> Route:
    """Return the route that Telegram posts updates to.

    Args:
        receive: takes the JSON of an update, readable or not; it is Telegram's to forget when this returns.
    """

    async def answer(request: Request) -> Response:
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), secret.encode()):
            return PlainTextResponse("", 403)
        # Whatever cannot be read is taken too: Telegram would deliver it again for a day.
        await receive(await _body(request))
        return PlainTextResponse("")

    return Route(path, answer, methods=["POST"])


async def _body(request: Request) -> object:
    """Return the JSON that was posted; None where it is none."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
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
    """A server that leaves signals to the bot: uvicorn would end the process before it has stopped."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def config(app: Starlette) -> uvicorn.Config:
    """Return how an application is served."""
    return uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5)
