"""The coach's pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.cli.common import settings
from bot.settings import DEFAULT_CONSOLE_PORT

if TYPE_CHECKING:
    from bot.console import Links
    from bot.settings import Settings
    from bot.store import Database


@click.command()
@click.option(
    "--link",
    "telegram",
    type=int,
    metavar="TELEGRAM_ID",
    help="Only print a link that signs this coach or admin in once, within ten minutes.",
)
def console(telegram: int | None) -> int:
    """Serve the coach's pages, until it is stopped.

    RUNG_CONSOLE_URL says where people open it (http://127.0.0.1:8081), with https where a proxy in front of
    it speaks TLS; it listens on RUNG_HOST (127.0.0.1) and RUNG_CONSOLE_PORT (8081). Coaches get their link
    from the bot, with /console.
    """
    from bot.console.signing import open_links

    told = settings()
    links = open_links(told.home, told.console_address)
    if telegram is not None:
        click.echo(_link(links, telegram))
        return 0
    _serve(links, told)
    return 0


COMMANDS = (console,)


def _link(links: Links, telegram: int) -> str:
    from bot import times
    from bot.store import Database
    from bot.store.people import People

    where = settings()
    with Database(where.store) as database:
        _settle_admins(database, where.admins)
        person = People(database).by_telegram(telegram)
        link = links.sign_in_link(person, times.stamp(datetime.now(UTC))) if person else None
    if link is None:
        raise click.ClickException(
            f"Nobody with Telegram id {telegram} is a coach or an admin: they write to the bot first, and"
            " an admin invites them, or RUNG_ADMINS names them."
        )
    return link


def _settle_admins(database: Database, admins: frozenset[int]) -> None:
    """Let RUNG_ADMINS decide who is an admin; where it is not set here, the bot's last start did."""
    from bot.store.people import People
    from bot.telegram.administration import Administration
    from bot.wording.membership import admins_left, admins_settled

    if admins:
        settled = Administration(database).settle_admins(admins)
        told = admins_settled(len(settled.made), len(settled.unmade))
    else:
        told = admins_left(len(People(database).admins()))
    if told:
        click.echo(told, err=True)


def _serve(links: Links, told: Settings) -> None:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.routing import Mount

    from bot.console import console_app
    from bot.reviewing.books import Books, LiveShelf
    from bot.store import Database
    from bot.telegram.telling import Letters
    from index.word_lists import is_grammar

    # What marks words reads a list of scikit-learn's, which takes seconds to import: not on a first page.
    is_grammar("the")
    shelf = LiveShelf(told.home)
    with Database(told.store) as database:
        _settle_admins(database, told.admins)
        # The bot, a process of its own, finds what is told in the outbox.
        teller = Letters(database, Books(shelf).skill)
        app = console_app(database, links, shelf, told, teller)
        served = Starlette(routes=[Mount(told.console_prefix, app)]) if told.console_prefix else app
        click.echo(
            f"The console is at {told.console_address}; rung console --link TELEGRAM_ID signs somebody in."
        )
        # No log of addresses: they hold links.
        uvicorn.run(
            served,
            host=told.host,
            port=told.console_port or DEFAULT_CONSOLE_PORT,
            access_log=False,
            log_level="warning",
            lifespan="off",
        )
