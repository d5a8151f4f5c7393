"""Telegram's own limits on how fast a bot sends: 30 messages a second in all, one a second in each chat.

Telegram publishes these numbers (its FAQ for bots) and says that short bursts pass; how long a burst is it
does not say, so the bucket here is a choice: see ``Rates``.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

_COUNTED = ("send", "forward", "copy")
_UNCOUNTED = ("sendChatAction",)


@dataclass
class Rates:
    """Watches how fast the bot sends.

    Args:
        overall: messages a second in all.
        overall_burst: messages that may come at once after a pause.
        per_chat: messages a second in one chat.
        per_chat_burst: messages that may come to one chat at once after a pause.
        slack: messages over the limit that the clock of two processes may explain.
        violations: one sentence for each message that came too soon.
    """

    overall: float = 30.0
    overall_burst: float = 30.0
    per_chat: float = 1.0
    per_chat_burst: float = 5.0
    slack: float = 0.2
    violations: list[str] = field(default_factory=list)
    _levels: dict[object, tuple[float, float]] = field(default_factory=dict)
    _closed: dict[object, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, method: str, chat: object, at: float) -> None:
        """Count a call at a time in seconds; calls that send nothing are not counted."""
        if not method.startswith(_COUNTED) or method in _UNCOUNTED:
            return
        with self._lock:
            if at < self._closed.get(chat, 0.0) - 0.05:
                self.violations.append(f"{method} to {chat} came before retry_after was over")
            if self._fill(None, at, self.overall) > self.overall_burst + self.slack:
                self.violations.append(f"{method}: more than {self.overall:g} messages a second in all")
            if self._fill(chat, at, self.per_chat) > self.per_chat_burst + self.slack:
                self.violations.append(f"{method} to {chat}: more than {self.per_chat:g} messages a second")

    def close(self, chat: object, until: float) -> None:
        """Remember that a chat was told to wait."""
        with self._lock:
            self._closed[chat] = until

    def _fill(self, key: object, at: float, rate: float) -> float:
        """Add a message to a bucket that leaks ``rate`` a second; return how full it is."""
        level, last = self._levels.get(key, (0.0, at))
        level = max(0.0, level - (at - last) * rate) + 1.0
        self._levels[key] = (level, at)
        return level
