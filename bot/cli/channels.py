"""Commands that run a channel until it is stopped: chat, telegram, console."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.cli.common import guides, settings, store
from bot.settings import DEFAULT_CONSOLE_PORT, Settings

if TYPE_CHECKING:
    from bot.console import Links
    from bot.guidance.lookup import Lookup
    from bot.guidance.pool import SessionGuide
    from bot.reviews.notifications import ReviewNotifier
    from bot.store import Database
    from bot.store.people import Person
    from bot.telegram.server import MountedConsole


@click.command()
@click.option("--jsonl", is_flag=True, help="For programs: one JSON object per line in, one out.")
def chat(jsonl: bool) -> None:
    """Talk about your work on the terminal, and get a level.

    With --jsonl, each line in is {"text": …} or {"press": "<button id>"}, and each is answered with one line
    {"replies": [{"text", "buttons", "picture", "asks"}], "done": …}.
    """
    from bot import terminal
    from bot.guidance.pool import BackgroundGuide

    guide = BackgroundGuide(_open_following, on_wait=None if jsonl else _say_wait)
    folder = settings().pictures
    try:
        if jsonl:
            terminal.chat_jsonl(guide, folder, sys.stdin.buffer, sys.stdout)
        else:
            terminal.chat(guide, folder)
    finally:
        failing = sys.exc_info()[0] is not None
        if guide.opening and not failing:
            # Python crashes when it shuts down while a thread is importing the model.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)


@click.command()
def telegram() -> None:
    """Run the bot on Telegram until it is stopped.

    Only RUNG_TELEGRAM_TOKEN is required: the bot then asks Telegram for messages. With RUNG_WEBHOOK_URL it
    listens on RUNG_PORT (8080) for messages that Telegram delivers; /healthz and /metrics are there too, and,
    without a webhook, where RUNG_PORT is set. RUNG_TELEGRAM_API_URL names a Bot API server of your own.
    RUNG_ADMINS, Telegram ids separated by commas, decides who is an admin.

    With RUNG_CONSOLE_URL the console is served too, under the path of that address on the same port; with
    RUNG_CONSOLE_PORT, or where the bot has no port, on one of its own.
    """
    from bot.store import StoreError
    from bot.telegram.app import run
    from bot.telegram.server import PortError
    from bot.telegram.startup import StartError

    try:
        asyncio.run(run(settings().require_token(), guides, _console_beside))
    except (StartError, PortError, StoreError) as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.option(
    "--link",
    "telegram_id",
    type=int,
    metavar="TELEGRAM_ID",
    help="Only print a link that signs this coach or admin in once, within ten minutes.",
)
def console(telegram_id: int | None) -> None:
    """Serve the console for coaches and admins until it is stopped.

    RUNG_CONSOLE_URL is where people open it (http://127.0.0.1:8081), with https if a proxy in front of it
    handles TLS; it listens on RUNG_HOST (127.0.0.1) and RUNG_CONSOLE_PORT (8081). Coaches and admins get a
    sign-in link from the bot, with /console.
    """
    from bot.console.auth import open_links

    where = settings()
    links = open_links(where.home, where.console_address)
    with store() as database:
        _settle_admins(database, where.admins)
        if telegram_id is not None:
            click.echo(_link(database, links, telegram_id))
        else:
            _serve(database, links, where)


COMMANDS = (chat, telegram, console)


def _open_following() -> SessionGuide:
    from bot.guidance.pool import SessionGuide

    return SessionGuide(guides())


def _say_wait() -> None:
    from bot.text.conversation import STILL_LOADING

    click.echo(f"\n{STILL_LOADING}")


def _console_beside(
    database: Database, lookup: Callable[[], Lookup], notifier: ReviewNotifier
) -> MountedConsole:
    """Return the console for the bot's own process."""
    from bot.console import console_app
    from bot.console.auth import LINK_MINUTES, open_links
    from bot.telegram.server import MountedConsole
    from bot.text import reviews as words

    where = settings()
    links = open_links(where.home, where.console_address)

    def link(person: Person, at: str) -> str | None:
        found = links.sign_in_link(person, at)
        return words.link(found, LINK_MINUTES, here=not where.console_in_bot) if found else None

    app = console_app(database, links, lookup, where, notifier) if where.console_in_bot else None
    port = where.console_port or DEFAULT_CONSOLE_PORT
    return MountedConsole(link, app, where.console_prefix, where.host, port, where.console_port is not None)


def _settle_admins(database: Database, admins: frozenset[int]) -> None:
    """Let RUNG_ADMINS decide who is an admin; where it is not set, the bot's last start did."""
    from bot.store.people import People
    from bot.telegram.administration import Administration
    from bot.text.membership import admins_left, admins_settled

    if admins:
        settled = Administration(database).settle_admins(admins)
        told = admins_settled(len(settled.made), len(settled.unmade))
    else:
        told = admins_left(len(People(database).admins()))
    if told:
        click.echo(told, err=True)


def _link(database: Database, links: Links, telegram_id: int) -> str:
    from bot import times
    from bot.store.people import People

    person = People(database).by_telegram(telegram_id)
    link = links.sign_in_link(person, times.stamp(datetime.now(UTC))) if person else None
    if link is None:
        raise click.ClickException(
            f"Nobody with Telegram id {telegram_id} is a coach or an admin: they write to the bot first, and"
            " an admin makes them a coach, or RUNG_ADMINS names them."
        )
    return link


def _serve(database: Database, links: Links, where: Settings) -> None:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.routing import Mount

    from bot.console import console_app
    from bot.reviews.frameworks import FrameworkLookup, LiveShelf
    from bot.telegram.notifications import Notifications
    from index.word_lists import is_grammar

    # Imports scikit-learn, which takes seconds: now, not with the first page.
    is_grammar("the")
    lookup = LiveShelf(where.home)
    # The bot, a process of its own, delivers what is put into the outbox.
    app = console_app(database, links, lookup, where, Notifications(database, FrameworkLookup(lookup).skill))
    served = Starlette(routes=[Mount(where.console_prefix, app)]) if where.console_prefix else app
    click.echo(f"The console is at {where.console_address}.")
    click.echo("rung console --link TELEGRAM_ID prints a link to sign in.")
    port = where.console_port or DEFAULT_CONSOLE_PORT
    # No access log: addresses contain sign-in links.
    uvicorn.run(served, host=where.host, port=port, access_log=False, log_level="warning", lifespan="off")
