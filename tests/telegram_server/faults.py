"""Faults on demand: what goes wrong, for which calls, how often."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase

KINDS = ("error", "drop", "hang")


@dataclass
class Fault:
    """Something that goes wrong.

    Args:
        kind: ``error`` answers with ``code``; ``drop`` cuts the connection; ``hang`` waits ``seconds``.
        method: which methods, a pattern such as ``send*``; None is all but getUpdates.
        chat: only calls for this chat.
        times: how often; None is until it is taken away.
        skip: how many calls pass before it begins.
        after: the call takes effect first.
        code: HTTP status of an error.
        description: of an error; Telegram's own where empty.
        retry_after: seconds, for 429.
        seconds: of a hang.
        chance: how likely it is each time, between 0 and 1.
        html: an error is a page of HTML, as a gateway in front of Telegram sends it.
        used: how often it happened.
    """

    kind: str = "error"
    method: str | None = None
    chat: int | None = None
    times: int | None = 1
    skip: int = 0
    after: bool = False
    code: int = 500
    description: str = ""
    retry_after: int | None = None
    seconds: float = 0.0
    chance: float = 1.0
    html: bool = False
    used: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a fault is one of {', '.join(KINDS)}, not {self.kind!r}")

    @property
    def sentence(self) -> str:
        """The description an error carries."""
        if self.description:
            return self.description
        if self.code == 429:
            return f"Too Many Requests: retry after {self.retry_after or 1}"
        return _SENTENCES.get(self.code, "Internal Server Error")

    def hits(self, method: str, chat: object) -> bool:
        """Tell whether a call is one of those it is for; file downloads are the method ``file``."""
        if self.method is None:
            named = method not in ("getUpdates", "file")
        else:
            named = fnmatchcase(method.lower(), self.method.lower())
        return named and (self.chat is None or self.chat == chat)


_SENTENCES = {
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Faults:
    """The faults that wait to happen, the first that fits first."""

    def __init__(self, seed: int = 4) -> None:
        self._lock = threading.Lock()
        self._random = random.Random(seed)
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Let a fault happen from now on."""
        with self._lock:
            self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Take all faults away."""
        with self._lock:
            self.waiting.clear()

    def remove(self, fault: Fault) -> None:
        """Take one fault away; it is no matter if it is gone already."""
        with self._lock:
            self.waiting = [each for each in self.waiting if each is not fault]

    def next(self, method: str, chat: object) -> Fault | None:
        """Return the fault that a call meets, and count it."""
        with self._lock:
            for fault in self.waiting:
                if fault.hits(method, chat) and self._meets(fault):
                    if fault.times is not None and fault.used >= fault.times:
                        self.waiting.remove(fault)
                    return fault
        return None

    def _meets(self, fault: Fault) -> bool:
        if fault.skip:
            fault.skip -= 1
            return False
        if self._random.random() >= fault.chance:
            return False
        fault.used += 1
        return True
