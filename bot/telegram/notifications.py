"""Notify people of what happens in reviews, and take away what coaches may not see any more.

Notifications are written into the outbox inside the transaction of what they tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.people import People
from bot.store.queue import Outbox
from bot.store.reviews import cards, chats, lists
from bot.store.reviews.cards import ReviewNotice
from bot.store.reviews.chats import RevokedMessage
from bot.store.reviews.decisions import Review
from bot.store.teams import Teams
from bot.telegram.calls import Call
from bot.telegram.keyboards import OfOwnReview, OfReview, Row
from bot.telegram.render import Draft, about, post, say, say_text
from bot.text import reviews as words
from bot.text.markup import Marked
from bot.times import now


class Notifications:
    """Notifies people of reviews; a `bot.reviews.notifications.Teller`.

    Args:
        wake: told for whom messages wait; a process other than the bot's has nothing to wake, as the bot
            finds by itself what it wrote.
    """

    def __init__(
        self,
        database: Database,
        skill: Callable[[str | None, str | None], str],
        wake: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._db, self._skill, self._wake = database, skill, wake
        self._outbox, self._people, self._teams = Outbox(database), People(database), Teams(database)

    def decided(self, review: Review) -> None:
        """Notify the person of a decision, and after an appeal of what stands."""
        told = cards.notice(self._db, review.id)
        rows: list[Row] = [((words.REPLY, str(OfOwnReview(told.review, "answer"))),)]
        if told.appeal_of is not None:
            first = cards.notice(self._db, told.appeal_of)
            return self._tell(told.person, told, words.told_both(first, told, self._skill), rows)
        rows.append(((words.APPEAL, str(OfOwnReview(told.review, "appeal"))),))
        return self._tell(told.person, told, words.told_decided(told, self._skill), rows)

    def asked(self, review: Review, text: str) -> None:
        """Pass what a coach asks, or writes after deciding, on to the person."""
        told = cards.notice(self._db, review.id)
        label = words.ANSWER if told.decision is None else words.REPLY
        rows = [((label, str(OfOwnReview(told.review, "answer"))),)]
        self._tell(told.person, told, words.told_asked(told, text), rows)

    def answered(self, review: Review, text: str) -> bool:
        """Pass what a person answers on to their coach; False where that one coaches the team no longer."""
        told = cards.notice(self._db, review.id)
        if told.coach is None:
            return True
        coach = self._people.by_id(told.coach)
        if coach is None or not coach.coaches(told.team):
            return False
        buttons = ((words.OPEN, "open"), (words.WRITE, "write"))
        row = tuple((label, str(OfReview(told.review, 0, action))) for label, action in buttons)
        self._tell(coach.id, told, words.told_answered(told, text), [row])
        return True

    def idle(self, team: int) -> tuple[int, ...]:
        """Return the coaches of a team for whom nothing waits: who is told when something does."""
        coaches = self._teams.coaches(team)
        return tuple(coach for coach in coaches if not lists.count_waiting(self._db, coach, now(), 1))

    def waits(self, idle: Sequence[int]) -> None:
        """Tell those for whom nothing waited before that something does; an appeal looks like any other."""
        for coach in idle:
            if lists.count_waiting(self._db, coach, now(), 1):
                post(self._outbox, coach, say_text(words.SOMETHING_WAITS))
                self._wake(coach)

    def _tell(self, person: int, told: ReviewNotice, pieces: Sequence[Marked], rows: Sequence[Row]) -> None:
        post(self._outbox, person, about(told.review, "talk", say(pieces, rows)))
        self._wake(person)


class Revocations:
    """Takes messages away from coaches: of shares taken back, roles given up and more."""

    def __init__(self, database: Database, wake: Callable[[int], None]) -> None:
        self._db, self._outbox, self._wake = database, Outbox(database), wake

    def take_away(self) -> None:
        """Take away what may not be seen any more, whatever process ended it, and tell those who had it."""
        if not chats.any_revoked(self._db):
            return
        with self._db.transaction():
            revoked = chats.take_revoked(self._db)
            people = {each.person for each in revoked}
            for person in people:
                post(self._outbox, person, self._drafts([each for each in revoked if each.person == person]))
        for person in people:
            self._wake(person)

    def _drafts(self, messages: Sequence[RevokedMessage]) -> list[Draft]:
        drafts = [Draft(Call("delete", words.TAKEN_AWAY, message=each.message)) for each in messages]
        for revoked in {each.review: each for each in messages if each.why}.values():
            drafts += say_text(self._why(revoked))
        return drafts

    def _why(self, revoked: RevokedMessage) -> str:
        if revoked.why == "taken-back":
            return words.gone(revoked.skill_name)
        try:
            by = cards.notice(self._db, revoked.review).coach_name
        except RefusedError:
            by = None
        return words.decided_by_another(revoked.skill_name, by)
