"""The person's side of a review: they answer a coach, write back, and ask for a second one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.reviews import cards, messages
from bot.store.reviews.cards import ReviewNotice
from bot.telegram.awaited import Awaited, Waiting
from bot.telegram.calls import Row
from bot.telegram.clock import now
from bot.telegram.drafts import Draft, change, say_text, toast
from bot.telegram.incoming import Incoming
from bot.telegram.telling import Letters
from bot.text import reviews as words
from bot.text.markup import Marked


class Answering:
    """Takes what people do with what coaches decide and ask.

    Args:
        database: the store.
        waiting: for words.
        letters: tells coaches.
    """

    def __init__(self, database: Database, waiting: Waiting, letters: Letters) -> None:
        self._db, self._waiting, self._letters = database, waiting, letters

    def press(self, person: int, incoming: Incoming, review: int, what: str) -> Sequence[Draft]:
        """Take a press on a button of a review of the person's own."""
        self._waiting.drop(person)
        if what == "drop":
            return _changed(incoming, words.STAYS_AS_IT_IS)
        about = self._own(person, review)
        if about is None:
            return toast(incoming.query, words.NOT_SHARED)
        if what == "answer":
            return self._ask_for_words(person, incoming, about)
        if what == "appeal":
            return self._sure(person, incoming, about)
        if what == "sure":
            return [*toast(incoming.query), *self.appeal(person, review, "", incoming)]
        return toast(incoming.query, words.STAYS_AS_IT_IS)

    def answer(self, person: int, review: int, text: str) -> Sequence[Draft]:
        """Pass what a person writes on to the coach."""
        self._waiting.drop(person)
        try:
            with self._db.transaction():
                answered = messages.answer(self._db, person, review, text, now())
                if not self._letters.answered(answered, text.strip()):
                    raise RefusedError("not-allowed")
        except RefusedError as refused:
            gone = refused.reason == "not-allowed"
            return say_text(words.NO_LONGER_COACH if gone else words.NOT_SHARED)
        return say_text(words.answered(cards.notice(self._db, review)))

    def appeal(
        self, person: int, review: int, reason: str, incoming: Incoming | None = None
    ) -> Sequence[Draft]:
        """Ask for a second coach."""
        self._waiting.drop(person)
        try:
            team = cards.notice(self._db, review).team
            idle = self._letters.idle(team)
            second = messages.appeal(self._db, person, review, reason, now())
        except RefusedError as refused:
            asked = refused.reason == "already-appealed"
            return say_text(words.ALREADY_APPEALED if asked else words.NOT_SHARED)
        self._letters.waits(idle)
        told = words.APPEALED if messages.second_coaches(self._db, second.id) else words.NO_SECOND
        return change(incoming.message if incoming else None, [Marked(told)])

    def _ask_for_words(self, person: int, incoming: Incoming, about: ReviewNotice) -> Sequence[Draft]:
        self._waiting.keep(person, Awaited("answer", about.review))
        return [*toast(incoming.query), *say_text(words.answer_to(about), [_never_mind(about.review)])]

    def _sure(self, person: int, incoming: Incoming, about: ReviewNotice) -> Sequence[Draft]:
        if about.decision is None:
            return toast(incoming.query, words.STAYS_AS_IT_IS)
        if about.appealed or about.appeal_of is not None:
            return toast(incoming.query, words.ALREADY_APPEALED)
        self._waiting.keep(person, Awaited("appeal", about.review))
        rows: list[Row] = [((words.APPEAL_NOW, f"v{about.review}:sure"),), _never_mind(about.review)]
        return [*toast(incoming.query), *say_text(words.sure_to_appeal(about), rows)]

    def _own(self, person: int, review: int) -> ReviewNotice | None:
        """Return a review of what the person shares; None for any other."""
        try:
            about = cards.notice(self._db, review)
        except RefusedError:
            return None
        return about if about.person == person and about.shared else None


def _never_mind(review: int) -> Row:
    return ((words.NEVER_MIND, f"v{review}:drop"),)


def _changed(incoming: Incoming, text: str) -> list[Draft]:
    return [*toast(incoming.query), *change(incoming.message, [Marked(text)])]
