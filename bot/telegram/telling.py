"""What people are told of reviews, written into the outbox inside the transaction of what is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.store import Database
from bot.store.people import People
from bot.store.queue import Outbox
from bot.store.reviews import cards, lists
from bot.store.reviews.cards import ReviewNotice
from bot.store.reviews.decisions import Review
from bot.store.teams import Teams
from bot.telegram.calls import Row
from bot.telegram.clock import now
from bot.telegram.drafts import about, post, say, say_text
from bot.text import reviews as words
from bot.text.markup import Marked


class Letters:
    """Tells people what happens in reviews; a `bot.reviews.notifications.Teller`.

    Args:
        database: the store.
        skill: gives a skill's name from its framework and key.
        wake: told for whom letters wait; a process other than the bot's has nothing to wake, as the bot finds
            by itself what it wrote.
    """

    def __init__(
        self,
        database: Database,
        skill: Callable[[str | None, str | None], str],
        wake: Callable[[int], None] | None = None,
    ) -> None:
        self._db, self._skill, self._wake = database, skill, wake
        self._outbox, self._people, self._teams = Outbox(database), People(database), Teams(database)

    def decided(self, review: Review) -> None:
        """Tell the person what was decided, and after an appeal what stands."""
        told = cards.notice(self._db, review.id)
        rows: list[Row] = [((words.REPLY, f"v{told.review}:answer"),)]
        if told.appeal_of is not None:
            first = cards.notice(self._db, told.appeal_of)
            return self._tell(told.person, told, words.told_both(first, told, self._skill), rows)
        rows.append(((words.APPEAL, f"v{told.review}:appeal"),))
        return self._tell(told.person, told, words.told_decided(told, self._skill), rows)

    def asked(self, review: Review, text: str) -> None:
        """Pass what a coach asks, or writes after deciding, on to the person."""
        told = cards.notice(self._db, review.id)
        label = words.ANSWER if told.decision is None else words.REPLY
        self._tell(told.person, told, words.told_asked(told, text), [((label, f"v{told.review}:answer"),)])

    def answered(self, review: Review, text: str) -> bool:
        """Pass what a person answers on to their coach; False where that one coaches the team no longer."""
        told = cards.notice(self._db, review.id)
        if told.coach is None:
            return True
        coach = self._people.by_id(told.coach)
        if coach is None or not coach.coaches(told.team):
            return False
        rows = [((words.OPEN, f"c{told.review}.0:open"), (words.WRITE, f"c{told.review}.0:write"))]
        self._tell(coach.id, told, words.told_answered(told, text), rows)
        return True

    def idle(self, team: int) -> tuple[int, ...]:
        """Return the coaches of a team for whom nothing waits: who is told when something does."""
        return tuple(
            coach for coach in self._teams.coaches(team) if not lists.count_waiting(self._db, coach, now(), 1)
        )

    def waits(self, idle: Sequence[int]) -> None:
        """Tell those for whom nothing waited before that something does; an appeal looks like any other."""
        for coach in idle:
            if lists.count_waiting(self._db, coach, now(), 1):
                post(self._outbox, coach, say_text(words.SOMETHING_WAITS))
                self._woken(coach)

    def _tell(self, person: int, told: ReviewNotice, pieces: Sequence[Marked], rows: Sequence[Row]) -> None:
        post(self._outbox, person, about(told.review, "talk", say(pieces, rows)))
        self._woken(person)

    def _woken(self, person: int) -> None:
        if self._wake:
            self._wake(person)
