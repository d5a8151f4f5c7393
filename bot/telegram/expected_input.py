"""Input that was asked for: a reason, a question, an answer. A person's next text is taken as that."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.store import Database, conversations
from bot.store.reviews.decisions import Verdict
from bot.telegram.turn import Turn
from bot.times import now

What = Literal["reason", "skill", "question", "answer", "appeal", "comment"]


@dataclass(frozen=True, slots=True)
class ExpectedInput:
    """What the next text is taken as.

    Args:
        what: a coach's ``reason``, the name of another ``skill``, a ``question`` to the person; a person's
            ``answer`` to the coach, or the reason of their ``appeal``; a coach's ``comment`` on a plan.
        review: which; for a comment, the goal.
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


class ExpectedInputs:
    """Remembers what the next texts of people are taken as."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, person: int, wanted: ExpectedInput) -> None:
        """Expect input of a person."""
        conversations.expect(self._db, person, json.dumps(asdict(wanted), ensure_ascii=False), now())

    def of(self, turn: Turn) -> ExpectedInput | None:
        """Return what the text of a turn is taken as; None where nothing is expected."""
        kept = turn.saved.expected(now())
        if kept is None:
            return None
        values: dict[str, Any] = json.loads(kept)
        choices = tuple((one, two, three) for one, two, three in values.pop("choices"))
        return ExpectedInput(**values, choices=choices)

    def drop(self, turn: Turn) -> None:
        """Expect nothing any more of the person of a turn."""
        if turn.saved.purpose is not None:
            conversations.forget_expected(self._db, turn.person)
