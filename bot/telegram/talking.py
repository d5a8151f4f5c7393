"""The conversation on Telegram: an event in, its work done on another thread, replies out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress

import structlog
from telegram.error import TelegramError

from bot.conversation import Again, Event, Failed, Press, Reply, State, Text, Work
from bot.guidance.pool import GuidePool
from bot.telegram.calls import Call
from bot.telegram.clock import now
from bot.telegram.drafts import Draft, Finish, say_text, toast
from bot.telegram.incoming import Incoming
from bot.telegram.memory import Memory
from bot.telegram.menus import show
from bot.telegram.rendering import Turn, buttons_of, render
from bot.telegram.sending import Post
from bot.text import staff
from bot.turn import perform, take_turn_async
from index.manifest import BuildError

GOODBYE_S = 5.0
"""Seconds that forgetting waits for its goodbye at most."""
log = structlog.get_logger(__name__)

TYPING_S = 4.5
"""Telegram shows "typing" for five seconds."""
TYPING_AFTER_S = 0.05
"""What takes less needs no "typing"; and when many come at once, their answers go before it."""


class Guidance:
    """The guides of all chats, on a thread of their own.

    One thread: encoding two texts at once is no faster than one after the other, and the event loop keeps
    a core for those who ask for little.

    Args:
        guides: of the live build and of older ones.
    """

    def __init__(self, guides: GuidePool) -> None:
        self._guides = guides
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="guide")

    async def do(self, work: Work, build: int | None) -> tuple[Event, int | None]:
        """Do one piece of work.

        Args:
            work: what the conversation asks for.
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
            return Failed(), build
        return perform(work, guide), guide.number


class Talking:
    """Takes turns of the conversation.

    Args:
        memory: what is known of people.
        guidance: the guide.
        post: makes calls that need no keeping.
    """

    def __init__(self, memory: Memory, guidance: Guidance, post: Post) -> None:
        self._memory, self._guidance, self._post = memory, guidance, post

    async def take(self, person: int, incoming: Incoming, text: str | None = None) -> Finish:
        """Take a turn.

        Args:
            person: who.
            incoming: what they did.
            text: what they said, where it is not the update's own text.
        """
        event = (
            Press(incoming.text)
            if incoming.kind == "press"
            else Text(incoming.text if text is None else text)
        )
        before, build = self._memory.state(person), self._memory.build(person)
        after, replies, build = await self._turn(incoming, before, event, build)
        return lambda: self._finish(person, incoming, (before, after), replies, build)

    async def ask_again(self, person: int, incoming: Incoming, event: Again) -> Finish:
        """Let a person be asked again: an assessment of its own, on the live build."""
        before = self._memory.state(person)
        after, replies, build = await self._turn(incoming, before, event, None)

        def finish() -> Sequence[Draft]:
            if after == before:
                said = [draft for reply in replies for draft in say_text(reply.text, buttons_of(reply))]
                return [*toast(incoming.query), *said]
            self._memory.let_go(person)
            return self._finish(person, incoming, (before, after), replies, build)

        return finish

    async def _turn(
        self, incoming: Incoming, before: State, event: Event, build: int | None
    ) -> tuple[State, tuple[Reply, ...], int | None]:
        """Step, and do the work; return the build it was done with."""

        async def do(work: Work) -> Event:
            nonlocal build
            async with self.shown_typing(incoming):
                result, build = await self._guidance.do(work, build)
            return result

        after, replies = await take_turn_async(before, event, do)
        return after, replies, build

    @asynccontextmanager
    async def shown_typing(self, incoming: Incoming) -> AsyncIterator[None]:
        """Show "typing" while something takes its time."""
        task = asyncio.create_task(self._type(incoming))
        try:
            yield
        finally:
            task.cancel()

    def begin(self, person: int) -> State:
        """Begin a person's conversation."""
        return self._memory.begin(person, self._guidance.live_number(), now())

    async def goodbye(self, incoming: Incoming) -> None:
        """Say that all is forgotten, at once: nobody will know to whom afterwards."""
        person = self._memory.person(incoming.user)
        deeds = [Call("answer", query=incoming.query)] if incoming.query else []
        if incoming.message:
            deeds.append(Call("edit", staff.FORGOTTEN_ALL, message=incoming.message))
        with suppress(TimeoutError, TelegramError):
            async with asyncio.timeout(GOODBYE_S):
                for call in deeds:
                    await self._post.make(incoming.chat, call)
                if person is not None and self._memory.role(person) != "staff":
                    await show(self._post.bot, incoming.chat, "staff")

    async def _type(self, incoming: Incoming) -> None:
        await asyncio.sleep(TYPING_AFTER_S)
        while True:
            await self._post.typing(incoming.chat, incoming.thread)
            await asyncio.sleep(TYPING_S)

    def _finish(
        self,
        person: int,
        incoming: Incoming,
        states: tuple[State, State],
        replies: tuple[Reply, ...],
        build: int | None,
    ) -> Sequence[Draft]:
        at, number = now(), build or self._guidance.live_number()
        self._memory.seen(person, at)
        if states[0] != states[1]:
            self._memory.keep(person, states[1], number, at)
        told = any(reply.kind == "suggestion" for reply in replies)
        ids = self._memory.record(person, states[1], number, at) if told else []
        asked = any(reply.kind == "help" for reply in replies)
        role = self._memory.listed(person) if asked else "staff"
        return render(Turn(incoming, *states, replies, self._memory.has_live(person), role, ids))
