"""The bot put together, run, and stopped so that nothing is lost."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import ExitStack, suppress
from typing import Any

import structlog
from telegram import Bot
from telegram.error import InvalidToken

from bot.guidance.editions import Editions
from bot.guidance.pool import GuidePool
from bot.jobs.job import Works
from bot.jobs.runner import Workers
from bot.reviews.frameworks import Books
from bot.settings import DEFAULT_PORT, Settings
from bot.store import Database, StoreError, privacy
from bot.store.people import People
from bot.store.queue import Inbox, Outbox
from bot.telegram import logs, serving, starting
from bot.telegram.admin.desk import AdminDesk
from bot.telegram.admin.following import Follower
from bot.telegram.admin.papers import Papers
from bot.telegram.admin.people import PeopleDesk
from bot.telegram.administration import Administration
from bot.telegram.beside import Beside, OpenConsole
from bot.telegram.clock import now
from bot.telegram.dealings import Dealings
from bot.telegram.desk import Desk
from bot.telegram.drafts import post, say
from bot.telegram.files import Files
from bot.telegram.limits import Limits
from bot.telegram.making import Making
from bot.telegram.measures import Measures
from bot.telegram.memory import Memory
from bot.telegram.menus import Menus
from bot.telegram.personal import Personal
from bot.telegram.probing import Seen
from bot.telegram.receiving import Receiver, poll
from bot.telegram.reviews import ReviewDesk
from bot.telegram.sending import Post, Sender
from bot.telegram.strangers import Strangers
from bot.telegram.talking import Guidance, Talking
from bot.telegram.telling import Letters
from bot.telegram.views import Views
from bot.telegram.working import Worker
from bot.text import membership, staff

GRACE_S = 8.0
"""Seconds that work under way gets to finish when the bot is stopped."""
REMIND_S = 30.0
SWEEP_S = 3600.0
SECRET_FILE = "webhook.secret"
log = structlog.get_logger(__name__)


class Channel:
    """The bot, put together.

    Args:
        settings: of Rung.
        database: the store.
        guides: of the live build and older ones.
        bot: of python-telegram-bot, begun.
        open_console: makes the coach's pages.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        guides: GuidePool,
        bot: Bot,
        open_console: OpenConsole,
    ) -> None:
        self._settings, self._db, self._guides = settings, database, guides
        self.bot = bot
        self.measures, self._pseudonyms = Measures(), logs.open_pseudonyms(settings.home)
        self._inbox, self._outbox = Inbox(database), Outbox(database)
        self._people = People(database, settings.admins)
        self._memory = Memory(database, self._people, self._outbox)
        self._to_clear = asyncio.Event()
        self._dealings = Dealings(database, self._people, self._to_clear.set)
        self._seen = Seen(self._outbox.highest())
        self._post = Post(self.bot, Limits(settings.telegram_rate), self.measures, self._seen)
        self.menus = Menus(bot, self._memory)
        self._guidance = Guidance(guides)
        self._editions = Editions(settings.home, lambda: guides.live().lookup)
        works = Works(settings.home)
        making = Papers(Making(settings.store, self._editions), works)
        self._sender = Sender(database, self._outbox, self._post, making, self._memory, self._pseudonyms)
        self.follower = Follower(
            works, Workers(settings.home), database, self._outbox, self._people, self._sender.wake
        )
        self._administration = Administration(database, self._sender.wake)
        self.views = Views(database, self._outbox, self._sender.wake)
        self._books = Books(lambda: guides.live().lookup)
        self._letters = Letters(database, self._books.skill, self._sender.wake)
        self.console: Beside = open_console(database, lambda: guides.live().lookup, self._letters)
        self._heard = time.monotonic()
        self.measures.watch(self._inbox.depth, self._outbox.depth, lambda: guides.live().number)
        self._connect()

    def _connect(self) -> None:
        talking = Talking(self._memory, self._guidance, self._post)
        keep_days, editions = self._settings.keep_days, self._editions
        own = Personal(self._memory, self._dealings, keep_days, lambda: self.bot.link, editions)
        files = Files(self.bot)
        admins = AdminDesk(
            self._settings.home,
            Desk(self._memory, self._dealings, talking, files, own, editions),
            self._people,
            files,
            talking,
            self.follower,
            self._post,
            PeopleDesk(self._db, self._administration, lambda: self.bot.link, self._settings.admins),
        )
        desk = ReviewDesk(self._memory, self._books, self._letters, admins, self.console.link)
        self._worker = Worker(
            self._db, self._inbox, self._outbox, desk, self._sender.wake, self.measures, self._pseudonyms
        )
        self._strangers = Strangers(self._inbox, self._post, self._settings.keep_days)
        self._receiver = Receiver(
            self._db,
            self._inbox,
            self._outbox,
            self._memory,
            self._strangers,
            self._worker.wake,
            self._seen,
            self.measures,
        )

    async def post_init(self) -> None:
        """List commands and go on with what was left when the bot was last stopped."""
        settled = self._administration.settle_admins(self._settings.admins)
        if told := membership.admins_settled(len(settled.made), len(settled.unmade)):
            log.warning(told)
        if not self._settings.admins:
            log.warning("RUNG_ADMINS is not set: nobody is an admin")
        await self.menus.begin()
        self._sender.wake_all()
        self._worker.wake_all()

    async def take(self, updates: Sequence[object]) -> None:
        """Take updates of the webhook."""
        await self._receiver.take(updates)

    async def poll(self) -> None:
        """Ask for updates for ever."""
        await poll(self.bot, self._receiver, self.measures, self._hear)

    def health(self) -> dict[str, object]:
        """Tell how the bot is; polling must have answered within the last two minutes."""
        silent = 0.0 if self._settings.webhook else time.monotonic() - self._heard
        return {
            "ok": silent < 120,
            "build": self._guides.live().number,
            "inbox": self._inbox.depth(),
            "outbox": self._outbox.depth(),
        }

    async def follow(self) -> None:
        """Send what other processes write into the outbox, for ever."""
        await self._sender.follow()

    async def remind(self) -> None:
        """Ask those again who wished it, when it is time."""
        while True:
            for reminder, person in self._dealings.due(now()):
                with self._db.transaction():
                    goals = [goal.text for goal in self._dealings.goals(person)]
                    post(self._outbox, person, say(staff.reminder_due(goals)))
                    self._dealings.reminded(reminder, now())
                self._sender.wake(person)
            await asyncio.sleep(REMIND_S)

    async def sweep(self) -> None:
        """Forget what is older than is kept."""
        while True:
            self._inbox.sweep()
            self._outbox.sweep()
            self._dealings.sweep(self._settings.keep_days, now())
            await asyncio.sleep(SWEEP_S)

    async def clear(self) -> None:
        """Clear what was forgotten away from the disk; what a killed process left of that first."""
        while True:
            if privacy.cleanup_pending(self._db):
                try:
                    await asyncio.to_thread(privacy.clean_up, self._settings.store, self._settings.home)
                except StoreError:
                    log.exception("not cleared away yet")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._to_clear.wait(), SWEEP_S)
            self._to_clear.clear()

    async def close(self) -> None:
        """Let what is under way finish; what is left waits for the next start."""
        await self._receiver.close(GRACE_S)
        await self._worker.close(GRACE_S)
        await self._sender.close(GRACE_S)
        self._guidance.close()

    def _hear(self) -> None:
        self._heard = time.monotonic()


async def run(
    settings: Settings,
    open_guides: Callable[[], GuidePool],
    open_console: OpenConsole,
) -> None:
    """Run the bot until it is told to stop.

    Args:
        settings: of Rung.
        open_guides: opens the live build and loads the model; slow.
        open_console: makes the coach's pages.

    Raises:
        StartError, PortError, StoreError, BuildError, EncoderError: it cannot start, in one sentence.
    """
    # The guide's thread holds the interpreter for so long at most before the event loop gets it: a tenth of
    # Python's own 5 ms, as every message needs it several times.
    sys.setswitchinterval(0.0005)
    with ExitStack() as held:
        held.enter_context(starting.only_one(settings.home))
        logs.configure(settings.token)
        listening = _listening(settings)
        if listening:
            held.callback(listening.close)
        database = held.enter_context(Database(settings.store))
        secret = settings.webhook_secret or logs.kept_secret(settings.home / SECRET_FILE)
        bot = starting.make_bot(settings)
        try:
            await starting.begin(bot, settings)
            guides = await asyncio.to_thread(open_guides)
            channel = Channel(settings, database, guides, bot, open_console)
            await _serve(channel, settings, listening, secret)
        finally:
            await bot.shutdown()


async def _serve(channel: Channel, settings: Settings, listening: socket.socket | None, secret: str) -> None:
    """Receive and answer until the bot is stopped."""
    try:
        await channel.post_init()
        await starting.choose_way(channel.bot, settings, secret)
        tasks = [
            channel.remind(),
            channel.sweep(),
            channel.clear(),
            channel.menus.keep(),
            channel.follower.keep(),
            channel.follow(),
            channel.views.keep(),
        ]
        tasks += channel.console.servers(alone=listening is None)
        if not settings.webhook:
            tasks.append(channel.poll())
        if listening:
            way = (settings.webhook_path, secret, channel.take) if settings.webhook else ()
            app = serving.application(channel.measures, channel.health, *way)
            channel.console.mount(app)
            tasks.append(serving.server(app).serve([listening]))
        log.info("started", way="webhook" if settings.webhook else "polling", build=channel.health()["build"])
        await _until_stopped(tasks)
    finally:
        await channel.close()
        log.info("stopped")


def _listening(settings: Settings) -> socket.socket | None:
    if settings.webhook or settings.port is not None:
        return serving.listen(settings.host, DEFAULT_PORT if settings.port is None else settings.port)
    return None


async def _until_stopped(coroutines: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Run tasks until a signal, or until one of them fails."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    tasks: list[asyncio.Task[Any]] = [asyncio.create_task(each) for each in coroutines]
    waiting = asyncio.create_task(stop.wait())
    try:
        done, _ = await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (waiting, *tasks):
            task.cancel()
        await asyncio.gather(waiting, *tasks, return_exceptions=True)
    for task in done - {waiting}:
        if isinstance(error := task.exception(), InvalidToken):
            raise starting.StartError(
                "Telegram takes the token no longer: copy RUNG_TELEGRAM_TOKEN from @BotFather again."
            )
        if error:
            raise error
