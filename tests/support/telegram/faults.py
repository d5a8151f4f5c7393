"""Faults on demand, and the rates that Telegram allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from .refusals import Refused

_SENTENCES = {
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass
class Fault:
    """Something that goes wrong.

    Args:
        kind: ``error`` answers with ``code``; ``drop`` cuts the connection; ``hang`` waits ``seconds``.
        method: a pattern such as ``send*``; ``file`` for downloads; all but getUpdates where empty.
        chat: only calls for this chat.
        times: how often.
        skip: how many calls pass before it begins.
        after: the call takes effect first.
        description: of an error; Telegram's own where empty.
    """

    kind: Literal["error", "drop", "hang"]
    method: str = ""
    chat: int | None = None
    times: int = 1
    skip: int = 0
    after: bool = False
    code: int = 500
    description: str = ""
    retry_after: int | None = None
    seconds: float = 60.0

    @property
    def refusal(self) -> Refused:
        """The answer of an error."""
        if self.code == 429:
            wait = self.retry_after or 1
            return Refused(429, self.description or f"Too Many Requests: retry after {wait}", wait)
        return Refused(self.code, self.description or _SENTENCES.get(self.code, "Internal Server Error"))

    def hits(self, method: str, chat: int | None) -> bool:
        """Whether it is for a call; counts the call where it is."""
        if not (fnmatchcase(method, self.method) if self.method else method not in ("getUpdates", "file")):
            return False
        if self.times <= 0 or self.chat not in (None, chat):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


@dataclass
class Rates:
    """Watches how fast the bot sends: 30 messages a second in all, one a second in a chat.

    Telegram lets short bursts pass and does not say how short; here 30 in all and 5 in a chat.
    """

    violations: list[str] = field(default_factory=list)
    closed: dict[int | None, float] = field(default_factory=dict)
    """Until when a chat was told to wait, on the monotonic clock."""
    _levels: dict[int | None, tuple[float, float]] = field(default_factory=dict)

    def count(self, method: str, chat: int | None, at: float) -> None:
        """Count a call; what sends nothing is not counted."""
        if not method.startswith("send") or method == "sendChatAction":
            return
        if at < self.closed.get(chat, 0.0) - 0.05:
            self.violations.append(f"{method} to {chat} came before retry_after was over")
        if self._filled(None, at, rate=30.0) > 30.2:
            self.violations.append(f"{method}: more than 30 messages a second")
        if self._filled(chat, at, rate=1.0) > 5.2:
            self.violations.append(f"{method} to {chat}: more than one message a second")

    def _filled(self, chat: int | None, at: float, rate: float) -> float:
        """Add a message to a bucket that leaks; return the level."""
        level, last = self._levels.get(chat, (0.0, at))
        level = max(0.0, level - (at - last) * rate) + 1.0
        self._levels[chat] = (level, at)
        return level
