"""The Telegram application: python-telegram-bot's, put together, run by polling or webhook, and stopped."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import ExitStack, suppress
from typing import Any

import structlog
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, CallbackContext
from telegram.request import HTTPXRequest

from bot.guidance.editions import Editions
from bot.guidance.pool import GuidePool
from bot.jobs.job import JobFolder
from bot.jobs.permissions import stored_secret
from bot.jobs.runner import JobRunner
from bot.reviews.frameworks import FrameworkLookup
from bot.settings import DEFAULT_PORT, Settings
from bot.store import Database, privacy
from bot.store.people import People
from bot.store.queue import Inbox, Outbox
from bot.telegram import logging, server, startup
from bot.telegram.administration import Administration
from bot.telegram.attachments import Attachments
from bot.telegram.delivery import CONCURRENT, Delivery, Sender, request_options
from bot.telegram.errors import meaning
from bot.telegram.files import Files
from bot.telegram.handlers import App
from bot.telegram.handlers.admin import AdminOnly
from bot.telegram.handlers.builds import BuildHandlers
from bot.telegram.handlers.consent import Consent
from bot.telegram.handlers.conversation import Conversation, Guidance, Typing
from bot.telegram.handlers.documents import DocumentHandlers
from bot.telegram.handlers.goals import GoalHandlers
from bot.telegram.handlers.people import PeopleHandlers
from bot.telegram.handlers.plain_commands import PlainCommands
from bot.telegram.handlers.plans import PlanHandlers
from bot.telegram.handlers.privacy import PrivacyHandlers
from bot.telegram.handlers.profile import ProfileHandlers
from bot.telegram.handlers.reviews import ReviewHandlers
from bot.telegram.handlers.shares import ShareHandlers
from bot.telegram.handlers.table_columns import TableColumnHandlers
from bot.telegram.handlers.teams import TeamHandlers
from bot.telegram.jobs import LOOK_S, Jobs
from bot.telegram.menus import Menus
from bot.telegram.metrics import Metrics
from bot.telegram.notifications import Notifications, Revocations
from bot.telegram.rate_limiter import RateLimiter
from bot.telegram.records import Records
from bot.telegram.turn import ALLOWED
from bot.telegram.updates import TurnProcessor, UpdateQueue, UpdateRequest
from bot.text import membership
from bot.times import now

POLL_S = 25
SILENT_S = 120.0
"""Seconds without an answer to a poll after which the bot is not healthy."""
GRACE_S = 8.0
"""Seconds that work under way gets to finish when the bot is stopped."""
OUTBOX_S = 0.5
"""Seconds between two looks for what other processes wrote: what a coach decides in a console that is a
process of its own is to be told at once, and SQLite tells nobody that a row was written."""
MENUS_S, CLEAN_UP_S, REMINDERS_S, SWEEP_S = 1.0, 1.0, 30.0, 3600.0
SECRET_FILE, PSEUDONYMS_FILE = "webhook.secret", "pseudonyms.key"
log = structlog.get_logger(__name__)


class TelegramApp:
    """python-telegram-bot's application, with Rung's handlers and jobs."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._db = settings, database
        self.metrics = Metrics()
        self._pseudonyms = logging.Pseudonyms(stored_secret(settings.home / PSEUDONYMS_FILE).encode())
        self.queue = UpdateQueue(database, People(database, settings.admins), self.metrics)
        self.request = UpdateRequest(self.queue, read_timeout=10.0, **request_options(1))
        self._processor = TurnProcessor(database, self.queue, self._wake, self.metrics, self._pseudonyms)
        self.app = self._build()
        self.queue.bot = self.app.bot
        self._sender = Sender(self.app.bot, self.metrics, self.request.revoked)
        self._job_folder = JobFolder(settings.home)
        self.delivery: Delivery

    def _wake(self, person: int) -> None:
        self.delivery.wake(person)

    def _build(self) -> App:
        where = self._settings.telegram_api or "https://api.telegram.org"
        builder = ApplicationBuilder().token(self._settings.token)
        builder.base_url(f"{where}/bot").base_file_url(f"{where}/file/bot")
        builder.request(HTTPXRequest(read_timeout=15.0, pool_timeout=30.0, **request_options(2 * CONCURRENT)))
        builder.get_updates_request(self.request)
        builder.rate_limiter(RateLimiter(self._settings.telegram_rate))
        builder.update_queue(self.queue).concurrent_updates(self._processor)
        if self._settings.webhook:
            builder.updater(None)
        app: App = builder.build()
        return app

    def add_handlers(self, guides: GuidePool, open_console: server.OpenConsole) -> None:
        """Add all handlers and jobs."""
        self._guides, self._guidance = guides, Guidance(guides)
        records, sender = Records(self._db), self._sender
        editions = Editions(self._settings.home, lambda: guides.live().lookup)
        attachments = Attachments(self._settings.store, editions, self._job_folder)
        self.delivery = Delivery(self._db, sender, attachments, self._pseudonyms)
        wake = self.delivery.wake
        books = FrameworkLookup(lambda: guides.live().lookup)
        notifications = Notifications(self._db, books.skill, wake)
        self.console = open_console(self._db, lambda: guides.live().lookup, notifications)
        self._administration = Administration(self._db, wake)
        self._revocations, self.menus = Revocations(self._db, wake), Menus(self.app.bot, self._db)
        self._jobs = Jobs(self._job_folder, JobRunner(self._settings.home), self._db, wake)

        files, typing = Files(self.app.bot), Typing(sender)
        conversation = Conversation(records, self._guidance, files, typing)
        teams = TeamHandlers(records, self._address)
        shares = ShareHandlers(records, notifications)
        self._goals = GoalHandlers(records)
        plans = PlanHandlers(records, conversation, shares, lambda: guides.live().lookup)
        for staff in (
            PlainCommands(),
            Consent(sender, self._settings.keep_days, conversation, teams),
            ReviewHandlers(records, books, notifications, self.console.link, plans.comment),
            self._goals,
            plans,
            teams,
            shares,
            ProfileHandlers(records, conversation, self._goals, shares, editions),
            PrivacyHandlers(records, shares, sender, self._settings.keep_days),
        ):
            staff.add_to(self.app)
        conversation.add_to(self.app)
        only, home = AdminOnly(self.app, self._db), self._settings.home
        for admins in (
            BuildHandlers(home, self._job_folder, self._jobs, self._db),
            DocumentHandlers(home, self._job_folder, self._jobs, files, typing, conversation, sender),
            TableColumnHandlers(self._job_folder, self._jobs),
            PeopleHandlers(self._db, self._administration, self._address, self._settings.admins),
        ):
            admins.add_to(only)
        self.app.add_error_handler(self._processor.failed)
        inbox, outbox = Inbox(self._db), Outbox(self._db)
        self.metrics.watch(inbox.depth, outbox.depth, lambda: guides.live().number)
        self._add_jobs(inbox, outbox)

    def _add_jobs(self, inbox: Inbox, outbox: Outbox) -> None:
        async def look_into_store() -> None:
            self._revocations.take_away()
            self.delivery.wake_all()

        async def remind() -> None:
            for person in self._goals.send_due_reminders():
                self.delivery.wake(person)

        async def sweep() -> None:
            inbox.sweep()
            outbox.sweep()
            privacy.forget_inactive(self._db, now(), self._settings.keep_days)

        self._repeat(look_into_store, OUTBOX_S)
        self._repeat(remind, REMINDERS_S)
        self._repeat(sweep, SWEEP_S)
        self._repeat(self.clean_up, CLEAN_UP_S)
        self._repeat(self.menus.update, MENUS_S)
        self._repeat(self._jobs.look, LOOK_S)

    def _repeat(self, do: Callable[[], Awaitable[None]], seconds: float) -> None:
        """Do something every so often; a run that is late is made all the same, once."""

        async def callback(_: CallbackContext[Any, Any, Any, Any]) -> None:
            await do()

        assert self.app.job_queue is not None
        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self.app.job_queue.run_repeating(callback, seconds, first=seconds, job_kwargs=options)

    async def clean_up(self) -> None:
        """Clear what was forgotten away from the disk; what a killed process left of that too."""
        if privacy.cleanup_pending(self._db):
            await asyncio.to_thread(privacy.clean_up, self._settings.store)

    async def start(self, secret: str) -> None:
        """Begin to handle updates: those that were left when the bot was last stopped come first."""
        settled = self._administration.settle_admins(self._settings.admins)
        if told := membership.admins_settled(len(settled.made), len(settled.unmade)):
            log.warning(told)
        if not self._settings.admins:
            log.warning("RUNG_ADMINS is not set: nobody is an admin")
        await self.app.initialize()
        await self.menus.begin()
        await self.app.start()
        self.delivery.wake_all()
        self.queue.resume()
        try:
            if self._settings.webhook:
                await self.app.bot.set_webhook(
                    self._settings.webhook, secret_token=secret, allowed_updates=ALLOWED, max_connections=40
                )
            else:
                assert self.app.updater is not None
                await self.app.updater.start_polling(
                    timeout=POLL_S, allowed_updates=ALLOWED, error_callback=self._poll_failed
                )
        except TelegramError as error:
            raise startup.no_webhook(error) from None

    async def receive(self, raw: object) -> None:
        """Take an update of the webhook."""
        self.queue.receive([raw])
        await self.queue.answered()

    def health(self) -> dict[str, object]:
        """Return how the bot is; a poll must have been answered within `SILENT_S`."""
        silent = 0.0 if self._settings.webhook else time.monotonic() - self.request.polled_at
        problem = self._problem()
        return {
            "ok": silent < SILENT_S and not problem,
            "problem": problem,
            "build": self._guides.live().number,
            "inbox": Inbox(self._db).depth(),
            "outbox": Outbox(self._db).depth(),
        }

    def _problem(self) -> str | None:
        """Say what only somebody who runs the bot can put right."""
        if self.request.revoked.is_set():
            return startup.REVOKED
        return startup.SECOND_BOT if self.request.conflict else None

    async def stop(self) -> None:
        """Let what is under way finish; what is left waits for the next start."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_S):
                if self.app.updater and self.app.updater.running:
                    await self.app.updater.stop()
                if self.app.running:
                    await self.app.stop()
        await self.delivery.close(GRACE_S)
        self._guidance.close()
        await self.clean_up()

    def _address(self) -> str:
        return str(self.app.bot.link)

    def _poll_failed(self, error: TelegramError) -> None:
        means = meaning(error)
        self.metrics.errors.labels(means).inc()
        log.warning(
            "updates not received", meaning=means, error=type(error).__name__, problem=self._problem()
        )


async def run(
    settings: Settings,
    open_guides: Callable[[], GuidePool],
    open_console: server.OpenConsole,
) -> None:
    """Run the bot until it is told to stop.

    Raises:
        StartError, PortError, StoreError, BuildError, EncoderError: it cannot start, in one sentence.
    """
    # The guide's thread holds the interpreter for so long at most before the event loop gets it: a tenth of
    # Python's own 5 ms, as every message needs it several times.
    sys.setswitchinterval(0.0005)
    with ExitStack() as held:
        held.enter_context(startup.only_one(settings.home))
        logging.configure(settings.token)
        listening = _listening(settings)
        if listening:
            held.callback(listening.close)
        database = held.enter_context(Database(settings.store))
        secret = settings.webhook_secret or stored_secret(settings.home / SECRET_FILE)
        # What is loaded by now stays: the garbage collector need not look at it again and again.
        gc.freeze()
        bot = TelegramApp(settings, database)
        try:
            await startup.connect(bot.app.bot, settings)
            bot.add_handlers(await asyncio.to_thread(open_guides), open_console)
            await _serve(bot, settings, listening, secret)
        finally:
            await bot.app.shutdown()
            await bot.app.bot.shutdown()


async def _serve(bot: TelegramApp, settings: Settings, listening: socket.socket | None, secret: str) -> None:
    """Handle updates until the bot is stopped."""
    servers = bot.console.servers(alone=listening is None)
    if listening:
        web = server.application(bot.metrics, bot.health)
        if settings.webhook:
            web.router.routes.append(server.webhook(settings.webhook_path, secret, bot.receive))
        bot.console.mount(web)
        servers.append(server.Server(server.config(web)).serve([listening]))
    try:
        await bot.start(secret)
        log.info("started", way="webhook" if settings.webhook else "polling", build=bot.health()["build"])
        await _until_stopped(servers, bot.request.revoked)
    finally:
        await bot.stop()
        log.info("stopped")


def _listening(settings: Settings) -> socket.socket | None:
    if settings.webhook or settings.port is not None:
        return server.listen(settings.host, DEFAULT_PORT if settings.port is None else settings.port)
    return None


async def _until_stopped(servers: list[Coroutine[Any, Any, None]], revoked: asyncio.Event) -> None:
    """Serve until a signal, until a server fails, or until Telegram takes the token no longer."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    waiting = [asyncio.create_task(event.wait()) for event in (stop, revoked)]
    serving = [asyncio.create_task(each) for each in servers]
    try:
        done, _ = await asyncio.wait([*waiting, *serving], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (*waiting, *serving):
            task.cancel()
        await asyncio.gather(*waiting, *serving, return_exceptions=True)
    for task in done & set(serving):
        task.result()
    if revoked.is_set() and not stop.is_set():
        raise startup.StartError(startup.REVOKED)
