"""The control API over HTTP, for other processes and the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

if TYPE_CHECKING:
    from .server import TelegramServer


def routes(server: TelegramServer) -> list[BaseRoute]:  # noqa: ARG001
    """Return the routes of the control API."""
    return []
