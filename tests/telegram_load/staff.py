"""Staff in conversation with the bot, each at their own pace."""

from __future__ import annotations

import heapq
import queue
import random
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.text.conversation import ASK_ACTIVITIES
from bot.text.suggestions import HELP
from tests.support.telegram import Event, Message, Person, TelegramServer
from tests.telegram_load.crowd import SILENT_S, SilentError

Kind = Literal["plain", "suggestion"]
SEED = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn as the person saw it.

    Args:
        kind: what they were answered.
        seconds: from what they did to the message they waited for.
    """

    kind: Kind
    seconds: float


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person does, and how its answer is known among what the bot says."""

    do: Callable[[], object]
    answered: Callable[[Message], bool]


Script = Generator[Act, Message, None]


def conversation(person: Person, number: int) -> Script:
    """Go from the first message to the suggestion.

    Args:
        person: who.
        number: put into what they say, so that nothing is known from others who said it before.
    """
    yield Act(lambda: person.says("/start"), _saying(ASK_ACTIVITIES[:40]))
    first = f"I call {number} assigned clients by the sales plan. I do their sales paperwork."
    yield Act(lambda: person.says(first), _saying("Added: "))
    third = f"I negotiate {number} contracts with customers"
    choice = yield Act(lambda: person.says(third), _saying("Which of these"))
    told = yield _tapping(person, choice.labels[0], choice)
    while not suggests(told):
        told = yield _tapping(person, HELP, told)


def suggests(message: Message) -> bool:
    """Whether a message is a suggestion."""
    return bool(message.buttons) and "My suggestion for" in message.text


def _saying(words: str) -> Callable[[Message], bool]:
    return lambda message: words in message.text


def _tapping(person: Person, label: str, message: Message) -> Act:
    return Act(
        lambda: person.taps(label, message),
        lambda said: (
            said is not message and ("question" in said.text or suggests(said)) and bool(said.buttons)
        ),
    )


class Talk:
    """One person's conversation.

    Args:
        script: what they do.
    """

    def __init__(self, script: Script) -> None:
        self._script, self._next = script, next(script)
        self._waiting: Act | None = None
        self._began = 0.0

    def go_on(self) -> None:
        """Do the next thing."""
        self._waiting, self._began = self._next, time.perf_counter()
        self._next.do()

    def hear(self, message: Message, at: float) -> tuple[Turn | None, bool]:
        """Hear what the bot says; return the turn it ends, if any, and whether there is more to do."""
        if self._waiting is None or not self._waiting.answered(message):
            return None, True
        self._waiting = None
        turn = Turn("suggestion" if suggests(message) else "plain", at - self._began)
        try:
            self._next = self._script.send(message)
        except StopIteration:
            return turn, False
        return turn, True


class Staff:
    """Staff who talk with the bot.

    Args:
        server: the fake Bot API.
        people: each talks once; all begin within a pause and a half.
        pause_s: seconds to read and to write, on average; each takes between half and one and a half of it.
    """

    def __init__(self, server: TelegramServer, people: Sequence[Person], pause_s: float) -> None:
        self._pause_s, self._chance = pause_s, random.Random(SEED)
        self._talks = {each.id: Talk(conversation(each, n)) for n, each in enumerate(people)}
        self._due = [(time.perf_counter() + self._pause(0.0), each.id) for each in people]
        heapq.heapify(self._due)
        self._said: queue.SimpleQueue[tuple[float, Message]] = queue.SimpleQueue()
        server.chats.watchers.append(self._watch)

    def talk(self) -> list[Turn]:
        """Let all talk to the end; return their turns.

        Raises:
            SilentError: somebody was not answered.
        """
        turns: list[Turn] = []
        left, heard = len(self._talks), time.perf_counter()
        while left:
            self._go_on()
            message, at = self._heard()
            if message is None:
                if not self._due and at - heard > SILENT_S:
                    raise SilentError(f"{left} people were not answered")
                continue
            heard = at
            turn, more = self._talks[message.chat_id].hear(message, at)
            if turn:
                turns.append(turn)
                left -= not more
                if more:
                    heapq.heappush(self._due, (at + self._pause(), message.chat_id))
        return turns

    def _go_on(self) -> None:
        while self._due and self._due[0][0] <= time.perf_counter():
            self._talks[heapq.heappop(self._due)[1]].go_on()

    def _heard(self) -> tuple[Message | None, float]:
        """Return what the bot says next, and when; None where somebody's pause ends first."""
        wait_s = min(1.0, self._due[0][0] - time.perf_counter()) if self._due else 1.0
        try:
            at, message = self._said.get(timeout=max(0.0, wait_s))
        except queue.Empty:
            return None, time.perf_counter()
        return message, at

    def _pause(self, least: float = 0.5) -> float:
        return self._pause_s * self._chance.uniform(least, 1.5)

    def _watch(self, event: Event) -> None:
        said = event.message
        if said is None or not said.outgoing or said.chat_id not in self._talks:
            return
        if event.kind in ("sent", "edited"):
            self._said.put((time.perf_counter(), said))
