"""People who write to a bot as fast as it answers."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Sequence

from tests.support.telegram import Event, Person, TelegramServer
from tests.telegram_load.bare import SAID

SILENT_S = 60.0
"""Seconds without any answer after which measuring is given up."""


class SilentError(Exception):
    """The bot did not answer."""


class Crowd:
    """People of whom a fixed number wait for an answer at any time: whoever is answered lets the next write.

    Args:
        server: the fake Bot API.
        people: each writes in their turn, so that no chat gets more than its one message a second.
        at_once: how many wait.
    """

    def __init__(self, server: TelegramServer, people: Sequence[Person], at_once: int) -> None:
        self._people, self._at_once = itertools.cycle(people), at_once
        self._most = len(people)
        self._world = server.chats
        self._world.watchers.append(self._watch)
        self._to_say = self._waiting = 0
        self._heard = threading.Event()

    def say(self, updates: int, each: Callable[[int], None] = lambda _: None) -> float:
        """Let them write, and wait until all are answered.

        Args:
            updates: messages in all.
            each: told how many were answered, after each answer.

        Returns:
            seconds from the first message to the last answer.

        Raises:
            SilentError: one was not answered.
        """
        self._each, self._answered = each, 0
        self._to_say, self._waiting = updates, updates
        began = time.perf_counter()
        self._heard.clear()
        with self._world.lock:
            for _ in range(min(self._at_once, self._most, updates)):
                self._next()
        while self._waiting:
            before = self._waiting
            self._heard.wait(SILENT_S)
            if self._waiting == before:
                raise SilentError(f"{self._waiting} of {updates} messages were not answered")
        return time.perf_counter() - began

    def _next(self) -> None:
        if self._to_say:
            self._to_say -= 1
            next(self._people).says(SAID)

    def _watch(self, event: Event) -> None:
        if event.kind != "sent" or event.message is None or not event.message.outgoing:
            return
        self._waiting -= 1
        self._answered += 1
        self._each(self._answered)
        self._next()
        if not self._waiting:
            self._heard.set()
