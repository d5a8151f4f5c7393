"""The bot on Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from bot.cli.common import settings
from bot.settings import DEFAULT_CONSOLE_PORT

if TYPE_CHECKING:
    from bot.guidance.guides import Guides
    from bot.guidance.shelf import Shelf
    from bot.reviewing.telling import Teller
    from bot.store import Database
    from bot.store.people import Person
    from bot.telegram.beside import Beside


@click.command()
def telegram() -> None:
    """Run the bot on Telegram, until it is stopped.

    RUNG_TELEGRAM_TOKEN is all it needs: it asks Telegram for messages. With RUNG_WEBHOOK_URL it listens on
    RUNG_PORT (8080) for those that Telegram delivers; /healthz and /metrics are there too, and, without a
    webhook, where RUNG_PORT is set. RUNG_TELEGRAM_API_URL names a Bot API server of your own, RUNG_ADMINS
    the Telegram ids of who looks after Rung.

    With RUNG_CONSOLE_URL the coach's pages are served too, under the path of that address on the same port;
    with RUNG_CONSOLE_PORT, or where the bot has no port, on one of their own.
    """
    from bot.store import StoreError
    from bot.telegram.running import run
    from bot.telegram.serving import PortError
    from bot.telegram.starting import StartError

    try:
        asyncio.run(run(settings().require_token(), _open_guides, _open_console))
    except (StartError, PortError, StoreError) as error:
        raise click.ClickException(str(error)) from None


COMMANDS = (telegram,)


def _open_guides() -> Guides:
    from bot.guidance.guides import Guides
    from index.encoder import open_encoder

    where = settings()
    guides = Guides(where.home, open_encoder(where.model, where.encodings))
    guides.live().warm_up()
    return guides


def _open_console(database: Database, shelf: Callable[[], Shelf], teller: Teller) -> Beside:
    from bot.console import console_app
    from bot.console.signing import MINUTES, open_links
    from bot.telegram.beside import Beside
    from bot.wording import reviews as words

    told = settings()
    links = open_links(told.home, told.console_address)

    def link(person: Person, at: str) -> str | None:
        found = links.sign_in_link(person, at)
        return words.link(found, MINUTES, here=not told.console_in_bot) if found else None

    app = console_app(database, links, shelf, told, teller) if told.console_in_bot else None
    port = told.console_port or DEFAULT_CONSOLE_PORT
    return Beside(link, app, told.console_prefix, told.host, port, told.console_port is not None)
