"""The queue of reviews and the card of one, for coaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.reviews.card import level_words_of
from bot.reviews.frameworks import FrameworkLookup
from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.people import People, Person
from bot.store.reviews import cards, chats, lists
from bot.store.reviews.cards import ReviewCard
from bot.telegram.calls import Call
from bot.telegram.html import CAPTION, messages, shortened
from bot.telegram.keyboards import OfReview, Row
from bot.telegram.render import Draft, about, say, say_text, toast
from bot.telegram.turn import Turn
from bot.text import coach as card_words
from bot.text import reviews as words
from bot.text import suggestions as suggestion_text
from bot.text.coach import Heading
from bot.text.markup import Marked
from bot.times import now

LISTED = 10
"""Reviews that /queue lists; the buttons under it are as many."""
ACROSS = 5
COUNTED = 99


class ReviewQueue:
    """Shows coaches what waits."""

    def __init__(
        self,
        database: Database,
        books: FrameworkLookup,
        link: Callable[[Person, str], str | None] | None = None,
    ) -> None:
        self._db, self._books, self._link = database, books, link
        self._people = People(database)

    def command(self, turn: Turn) -> Sequence[Draft] | None:
        """Answer /queue and /console; None where it is neither, or not for this person."""
        known = self._people.by_id(turn.person)
        if known is None:
            return None
        if turn.command == "queue" and known.coaches_any:
            return self.queue(turn.person)
        if turn.command == "console" and self._link and (told := self._link(known, now())):
            return say_text(told)
        return None

    def queue(self, coach: int) -> Sequence[Draft]:
        """List what waits, the oldest first."""
        at = now()
        found = lists.queue(self._db, coach, at, limit=COUNTED + 1)
        if not found:
            return say_text(words.QUEUE_EMPTY)
        pieces = [Marked(words.queue_head(len(found), COUNTED), "b")]
        for place, entry in enumerate(found[:LISTED], 1):
            framework = self._books.framework(entry.framework)
            pieces.append(
                Marked(f"\n{card_words.line(entry, place, framework, words.waited(entry.since, at))}")
            )
        numbers = [
            (str(place), str(OfReview(entry.id, 0, "open"))) for place, entry in enumerate(found[:LISTED], 1)
        ]
        rows: list[Row] = [tuple(numbers[n : n + ACROSS]) for n in range(0, len(numbers), ACROSS)]
        return say(
            pieces,
            [((words.FIRST, str(OfReview(found[0].id, 0, "open"))),), *rows] if len(found) > 1 else rows,
        )

    def show(self, turn: Turn, review: int) -> Sequence[Draft]:
        """Show a review, as long as it is this coach's to see; an older card of it loses its buttons."""
        at = now()
        try:
            card = cards.look(self._db, turn.person, review, at)
        except RefusedError:
            return [*toast(turn.query, words.NOT_FOR_YOU)]
        heading = Heading(
            framework=self._books.framework(card.framework),
            team=cards.notice(self._db, review).team_name,
            waited=words.waited(card.since, at),
            sure=level_words_of(card),
            skill=self._books.skill,
        )
        shown = [*_picture(card), *say(card_words.card(card, heading), buttons(card))]
        return [*toast(turn.query), *self.settled(turn.person, review), *about(review, "card", shown)]

    def following(self, turn: Turn, review: int) -> Sequence[Draft]:
        """Show the review that waits after another; the oldest where that was the last."""
        at = now()
        place = lists.place_of(self._db, review)
        later = lists.queue(self._db, turn.person, at, after=place, limit=1)
        found = later or [
            each for each in lists.queue(self._db, turn.person, at, limit=2) if each.id != review
        ]
        if not found:
            return [*toast(turn.query), *say_text(words.LAST_ONE)]
        return self.show(turn, found[0].id)

    def settled(self, coach: int, review: int) -> list[Draft]:
        """Take the buttons off the card of a review."""
        message = chats.settle_card(self._db, coach, review)
        return [Draft(Call("buttons", message=message))] if message else []

    def go_on(self, coach: int, review: int) -> list[Row]:
        """Offer the next review, as far as there is one."""
        count = sum(each.id != review for each in lists.queue(self._db, coach, now(), limit=COUNTED + 2))
        return [((words.next_one(count, COUNTED), str(OfReview(review, 0, "next"))),)] if count else []


def buttons(card: ReviewCard) -> list[Row]:
    """Lay out what can be decided on a card, or done after it was."""

    def button(label: str, action: str) -> tuple[str, str]:
        return label, str(OfReview(card.id, card.version, action))

    following = button(words.NEXT, "next")
    if card.status == "decided":
        return [(button(words.WRITE, "write"),), (following,)]
    change = button(words.CHANGE, "change")
    first: Row = (change,) if card.level is None else (button(words.agree(card.level), "agree"), change)
    return [
        first,
        (button(words.OTHER, "another"), button(words.ASK, "ask")),
        (button(words.UNCLEAR, "unclear"), following),
    ]


def _picture(card: ReviewCard) -> list[Draft]:
    if card.ladder is None or not card.ladder["rungs"]:
        return []
    caption = messages([Marked(shortened(suggestion_text.alt_text([card.ladder]), CAPTION))], CAPTION)[0]
    return [Draft(Call("picture", caption, made={"ladders": [card.ladder]}))]
