"""People who ask for /help, one after the other, whatever else the bot is at."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tests.support.telegram import Event, Person, TelegramServer

EVERY_S = 0.5
"""Rare enough that the questions themselves take little of the thirty messages a second."""


class Visitors:
    """Visitors who ask at even times until the ``with`` ends; a late answer holds up nobody's question.

    Args:
        server: the fake Bot API.
        people: each asks in their turn; enough of them that no chat gets more than a message a second.
    """

    def __init__(self, server: TelegramServer, people: Sequence[Person]) -> None:
        self._turns = itertools.cycle(people)
        self._asked: dict[int, float] = {}
        self._taken: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self._chats = {each.id for each in people}
        server.chats.watchers.append(self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def waited(self) -> list[float]:
        """Return seconds from each question to its answer; who has none yet has waited until now."""
        now = time.perf_counter()
        return self._taken + [now - asked for asked in self._asked.values()]

    def _ask(self) -> None:
        while not self._over.wait(EVERY_S):
            visitor = next(self._turns)
            self._asked.setdefault(visitor.id, time.perf_counter())
            visitor.says("/help")

    def _watch(self, event: Event) -> None:
        message = event.message
        if event.kind != "sent" or message is None or not message.outgoing:
            return
        if message.chat_id in self._chats and (asked := self._asked.pop(message.chat_id, None)) is not None:
            self._taken.append(time.perf_counter() - asked)
