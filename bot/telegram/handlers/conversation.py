"""The conversation: text, files and its own buttons in; its work done on another thread; replies out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace

import structlog
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from bot.conversation import (
    Again,
    Document,
    Edited,
    Event,
    FindRoles,
    Press,
    ReadRole,
    Reply,
    State,
    Text,
    Work,
)
from bot.conversation.command_rules import nearest
from bot.conversation.prompts import prompt
from bot.guidance.pool import GuidePool
from bot.store import conversations
from bot.store.people import People
from bot.store.plans import Plans
from bot.store.queue import Outbox
from bot.telegram.delivery import Sender
from bot.telegram.files import Files
from bot.telegram.handlers import COMMANDS, DOCUMENTS, STAFF, WORDS, App, answer, handle
from bot.telegram.keyboards import CONVERSATION
from bot.telegram.records import Records
from bot.telegram.render import Draft, Rendering, asked, buttons_of, render, say_text, toast
from bot.telegram.turn import Finish, Turn
from bot.text import conversation as conversation_text
from bot.text import plans as plan_words
from bot.text import staff
from bot.times import now
from bot.turn import perform, take_turn_async, undone
from index.manifest import BuildError

COMMANDS_TAKEN = ("start", "back", "skip", "cancel", "help", "roles")
TYPING_S = 4.5
"""Telegram shows "typing" for five seconds."""
TYPING_AFTER_S = 0.05
"""What takes less needs no "typing"; and when many come at once, their answers go before it."""
log = structlog.get_logger(__name__)


class Guidance:
    """The guides of all chats, on a thread of their own.

    One thread: encoding two texts at once is no faster than one after the other, and the event loop keeps
    a core for those who ask for little.
    """

    def __init__(self, guides: GuidePool) -> None:
        self._guides = guides
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="guide")

    async def do(self, work: Work, build: int | None) -> tuple[Event, int | None]:
        """Do one piece of work.

        Args:
            build: the one the assessment began with; None where it begins now.

        Returns:
            its result, and the build it was done with.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._do, work, build)

    def live_number(self) -> int:
        """Return the number of the live build."""
        return self._guides.live().number

    def close(self) -> None:
        """Stop the thread when it has done what it is at."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _do(self, work: Work, build: int | None) -> tuple[Event, int | None]:
        try:
            guide = self._guides.going_on(build)
        except BuildError:
            log.exception("no build can be used")
            return undone(work), build
        return perform(work, guide), guide.number


class Typing:
    """Shows "typing" while something takes its time."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    @asynccontextmanager
    async def shown(self, turn: Turn) -> AsyncIterator[None]:
        """Show it in the chat of a turn."""
        task = asyncio.create_task(self._repeat(turn))
        try:
            yield
        finally:
            task.cancel()

    async def _repeat(self, turn: Turn) -> None:
        await asyncio.sleep(TYPING_AFTER_S)
        while True:
            await self._sender.typing(turn.chat, turn.thread)
            await asyncio.sleep(TYPING_S)


class Conversation:
    """Handles what the conversation takes, and what nothing else takes."""

    def __init__(self, records: Records, guidance: Guidance, files: Files, typing: Typing) -> None:
        self._records, self._guidance = records, guidance
        self._files, self._typing = files, typing
        self._people, self._outbox = People(records.database), Outbox(records.database)
        self._plans = Plans(records.database)

    def add_to(self, app: App) -> None:
        """Add the handlers; to be called last."""
        only = filters.UpdateType.MESSAGE
        app.add_handler(CommandHandler(COMMANDS_TAKEN, handle(self.take), only), STAFF)
        app.add_handler(MessageHandler(COMMANDS, handle(self._mistyped)), STAFF)
        app.add_handler(MessageHandler(WORDS, handle(self.take)), STAFF)
        app.add_handler(MessageHandler(DOCUMENTS, handle(self.read)), STAFF)
        app.add_handler(
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, handle(self.take)), STAFF
        )
        app.add_handler(MessageHandler(filters.ALL, answer(self._other)), STAFF)
        app.add_handler(CallbackQueryHandler(handle(self.take), pattern=CONVERSATION), STAFF)
        app.add_handler(
            CallbackQueryHandler(answer(lambda turn: toast(turn.query, conversation_text.UNKNOWN_BUTTON))),
            STAFF,
        )
        app.add_handler(ChatMemberHandler(answer(self._member)), STAFF)

    async def take(self, turn: Turn, event: Event | None = None) -> Finish:
        """Take a turn of the conversation.

        Args:
            event: what that is, where the turn itself does not say it.
        """
        event = event or _event(turn)
        before = turn.state
        build = turn.saved.build if before.activities else None
        after, replies, build = await self._step(turn, before, event, build)
        return lambda: self._finish(turn, (before, after), replies, build)

    async def _mistyped(self, turn: Turn) -> Finish | None:
        """Take a command that is nearly one of the conversation's."""
        return await self.take(turn) if nearest(turn.command, COMMANDS_TAKEN) else None

    async def read(self, turn: Turn) -> Finish:
        """Read a job description, and take what it says as the person's own words."""
        assert turn.file is not None
        async with self._typing.shown(turn):
            read = await self._files.read(turn.file)
        if read.problem:
            problem = say_text(read.problem)
            if not turn.text:
                return lambda: [*problem, *ask_again(turn)]
            taken = await self.take(turn)
            return lambda: [*problem, *taken()]
        return await self.take(turn, Document(read.jobs, turn.text, turn.message))

    async def assess_again(self, turn: Turn, event: Again) -> Finish:
        """Assess a skill again: an assessment of its own, on the live build."""
        before = turn.state
        after, replies, build = await self._step(turn, before, event, None)

        def finish() -> Sequence[Draft]:
            if after == before:
                said = [draft for reply in replies for draft in say_text(reply.text, buttons_of(reply))]
                return [*toast(turn.query), *said]
            conversations.end_assessment(self._records.database, turn.person)
            return self._finish(turn, (before, after), replies, build)

        return finish

    def begin(self, person: int) -> Sequence[Draft]:
        """Begin with somebody who has just agreed."""
        state = self._records.begin(person, self._guidance.live_number(), now())
        return say_text(f"{staff.WELCOME}\n\n{prompt(state).text}")

    async def _step(
        self, turn: Turn, before: State, event: Event, build: int | None
    ) -> tuple[State, tuple[Reply, ...], int | None]:
        """Step, and do the work; return the build it was done with."""

        async def do(work: Work) -> Event:
            nonlocal build
            if isinstance(work, FindRoles | ReadRole):
                work = replace(work, held=self._records.held(turn.person, work.held))
            async with self._typing.shown(turn):
                result, build = await self._guidance.do(work, build)
            return result

        after, replies = await take_turn_async(before, event, do)
        # The store keeps the levels: what is forgotten or declined there is nowhere else.
        return after.but(held=()), replies, build

    def _finish(
        self, turn: Turn, states: tuple[State, State], replies: tuple[Reply, ...], build: int | None
    ) -> Sequence[Draft]:
        person, (before, after) = turn.person, states
        at, number = now(), build or self._guidance.live_number()
        self._people.seen(person, at)
        if before != after:
            self._records.save(turn, after, number, at)
        told = [reply.state or after for reply in replies if reply.kind == "suggestion"]
        ids = [self._records.record(person, state, number, at) for state in told]
        helped = any(reply.kind == "help" for reply in replies)
        role = self._records.commands_role(person) if helped else "staff"
        drafts = render(Rendering(turn, before, after, replies, turn.live, role, ids))
        return [*drafts, *self._planned(person, replies, at)]

    def _planned(self, person: int, replies: Sequence[Reply], at: str) -> Sequence[Draft]:
        """Keep a plan, and note the goals that a suggestion reaches."""
        for plan in (reply.plan for reply in replies):
            if plan is not None and plan["kept"]:
                self._plans.keep(person, plan, at)
        told = [one["suggestion"] for reply in replies for one in reply.conclusions]
        levels = {(each["framework"], each["skill"]["code"]): each["level"] for each in told}
        reached = self._plans.settle(person, levels, at) if levels else []
        return say_text(plan_words.reached(reached)) if reached else []

    def _other(self, turn: Turn) -> Sequence[Draft]:
        return [*say_text(staff.WORDS_OR_FILE), *ask_again(turn)]

    def _member(self, turn: Turn) -> Sequence[Draft]:
        """Note that a person blocked the bot, or is back."""
        if turn.kind == "back":
            self._people.seen(turn.person, now())
        else:
            self._people.blocked(turn.person, now())
            self._outbox.drop_all(turn.person)
        return []


def _event(turn: Turn) -> Event:
    if turn.kind == "press":
        return Press(turn.text)
    return Edited(turn.text, turn.message or 0) if turn.kind == "edited" else Text(turn.text, turn.message)


def ask_again(turn: Turn, only: Sequence[str] = ()) -> Sequence[Draft]:
    """Ask the conversation's present question again.

    Args:
        only: stages in which to do so; empty for all.
    """
    state = turn.state
    if state.stage == "new" or (only and state.stage not in only):
        return []
    return asked(prompt(state), turn.live)
