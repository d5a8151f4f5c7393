"""The coach's pages in the bot's own process: on its port, on one of their own, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.guidance.lookup import Lookup
from bot.reviews.notifications import Teller
from bot.store import Database
from bot.store.people import Person
from bot.telegram import serving

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Beside:
    """The console beside the bot.

    Args:
        link: gives what /console says to a person at a time; None for who has nothing to do there.
        app: the pages; None where nobody asked for them here.
        prefix: the path they are under; empty for none.
        host: where they listen, where they have a port for themselves.
        port: see `host`.
        own_port: they have a port for themselves even where the bot has one.
    """

    link: Callable[[Person, str], str | None]
    app: Starlette | None = None
    prefix: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    own_port: bool = False

    def mount(self, served: Starlette) -> None:
        """Put the pages under their path of the bot's own server, after all that is there."""
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
            listening = serving.listen(self.host, self.port)
        except serving.PortError:
            # `rung console` with the same settings: the links that the bot gives lead there.
            log.info("console served elsewhere", port=self.port)
            return []
        served = Starlette()
        self.mount(served)
        return [serving.server(served).serve([listening])]


OpenConsole = Callable[[Database, Callable[[], Lookup], Teller], Beside]
"""Makes the coach's pages on a store, with the shelf of the live build and what tells people."""
