"""Words that were asked for: a reason, a question, an answer. A person's next message is what was asked."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.store import Database, conversations
from bot.store.reviews.decisions import Verdict
from bot.telegram.clock import now

What = Literal["reason", "skill", "question", "answer", "appeal"]


@dataclass(frozen=True, slots=True)
class Awaited:
    """What words are for.

    Args:
        what: a coach's ``reason``, the name of another ``skill``, a ``question`` to the person; a person's
            ``answer`` to the coach, or the reason of their ``appeal``.
        review: which.
        version: that the coach saw.
        verdict: of the reason.
        level: decided.
        framework: of another skill; `skill` is its key there.
        skill: see `framework`.
        choices: skills offered, each with framework, key and label.
    """

    what: What
    review: int
    version: int = 0
    verdict: Verdict = "unclear"
    level: int | None = None
    framework: str | None = None
    skill: str | None = None
    choices: tuple[tuple[str, str, str], ...] = ()


class Waiting:
    """Remembers what the next words of people are for.

    Args:
        database: the store.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, person: int, wanted: Awaited) -> None:
        """Wait for a person's next words."""
        conversations.expect(self._db, person, json.dumps(asdict(wanted), ensure_ascii=False), now())

    def of(self, person: int) -> Awaited | None:
        """Return what a person's next words are for; None where nothing is waited for."""
        kept = conversations.expected(self._db, person, now())
        if kept is None:
            return None
        values: dict[str, Any] = json.loads(kept)
        choices = tuple((one, two, three) for one, two, three in values.pop("choices"))
        return Awaited(**values, choices=choices)

    def drop(self, person: int) -> bool:
        """Wait no longer; False where nothing was waited for."""
        return conversations.forget_expected(self._db, person)
