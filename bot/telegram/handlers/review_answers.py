"""The person's side of a review: they answer a coach, write back, and ask for a second one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.reviews import cards, messages
from bot.store.reviews.cards import ReviewNotice
from bot.telegram.expected_input import ExpectedInput, ExpectedInputs
from bot.telegram.keyboards import OfOwnReview, Row
from bot.telegram.notifications import Notifications
from bot.telegram.render import Draft, answer_press, change, say_text, toast
from bot.telegram.turn import Turn
from bot.text import reviews as words
from bot.text.markup import Marked
from bot.times import now


class ReviewAnswers:
    """Takes what people do with what coaches decide and ask."""

    def __init__(self, database: Database, expected: ExpectedInputs, notifications: Notifications) -> None:
        self._db, self._expected, self._notifications = database, expected, notifications

    def press(self, turn: Turn, pressed: OfOwnReview) -> Sequence[Draft]:
        """Take a press on a button of a review of the person's own."""
        self._expected.drop(turn)
        if pressed.action == "drop":
            return answer_press(turn, words.STAYS_AS_IT_IS)
        about = self._own(turn.person, pressed.review)
        if about is None:
            return toast(turn.query, words.NOT_SHARED)
        if pressed.action == "answer":
            return self._ask_for_words(turn, about)
        if pressed.action == "appeal":
            return self._sure(turn, about)
        if pressed.action == "sure":
            return [*toast(turn.query), *self.appeal(turn, pressed.review)]
        return toast(turn.query, words.STAYS_AS_IT_IS)

    def answer(self, turn: Turn, review: int) -> Sequence[Draft]:
        """Pass what a person writes on to the coach."""
        self._expected.drop(turn)
        try:
            with self._db.transaction():
                answered = messages.answer(self._db, turn.person, review, turn.text, now())
                if not self._notifications.answered(answered, turn.text.strip()):
                    raise RefusedError("not-allowed")
        except RefusedError as refused:
            gone = refused.reason == "not-allowed"
            return say_text(words.NO_LONGER_COACH if gone else words.NOT_SHARED)
        return say_text(words.answered(cards.notice(self._db, review)))

    def appeal(self, turn: Turn, review: int, reason: str = "") -> Sequence[Draft]:
        """Ask for a second coach."""
        self._expected.drop(turn)
        try:
            team = cards.notice(self._db, review).team
            idle = self._notifications.idle(team)
            second = messages.appeal(self._db, turn.person, review, reason, now())
        except RefusedError as refused:
            asked = refused.reason == "already-appealed"
            return say_text(words.ALREADY_APPEALED if asked else words.NOT_SHARED)
        self._notifications.waits(idle)
        told = words.APPEALED if messages.second_coaches(self._db, second.id) else words.NO_SECOND
        return change(turn.message if turn.kind == "press" else None, [Marked(told)])

    def _ask_for_words(self, turn: Turn, about: ReviewNotice) -> Sequence[Draft]:
        self._expected.keep(turn.person, ExpectedInput("answer", about.review))
        return [*toast(turn.query), *say_text(words.answer_to(about), [_never_mind(about.review)])]

    def _sure(self, turn: Turn, about: ReviewNotice) -> Sequence[Draft]:
        if about.decision is None:
            return toast(turn.query, words.STAYS_AS_IT_IS)
        if about.appealed or about.appeal_of is not None:
            return toast(turn.query, words.ALREADY_APPEALED)
        self._expected.keep(turn.person, ExpectedInput("appeal", about.review))
        rows: list[Row] = [
            ((words.APPEAL_NOW, str(OfOwnReview(about.review, "sure"))),),
            _never_mind(about.review),
        ]
        return [*toast(turn.query), *say_text(words.sure_to_appeal(about), rows)]

    def _own(self, person: int, review: int) -> ReviewNotice | None:
        """Return a review of what the person shares; None for any other."""
        try:
            about = cards.notice(self._db, review)
        except RefusedError:
            return None
        return about if about.person == person and about.shared else None


def _never_mind(review: int) -> Row:
    return ((words.NEVER_MIND, str(OfOwnReview(review, "drop"))),)
