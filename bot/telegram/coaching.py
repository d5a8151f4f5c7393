"""The queue and the card of a review on Telegram, for coaches; others are told what unknown commands get."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot import times
from bot.reviews.card import confidence_of
from bot.reviews.frameworks import Books
from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.people import People, Person
from bot.store.reviews import cards, chats, lists
from bot.store.reviews.cards import ReviewCard
from bot.telegram.calls import Call, Row
from bot.telegram.clock import now
from bot.telegram.drafts import Draft, about, say, say_text, toast
from bot.telegram.html import CAPTION, messages, shortened
from bot.telegram.incoming import Incoming
from bot.text import coach as card_words
from bot.text import reviews as words
from bot.text import suggestions
from bot.text.coach import Heading
from bot.text.markup import Marked

LISTED = 10
"""Reviews that /queue lists; the buttons under it are as many."""
ACROSS = 5
COUNTED = 99


class Coaching:
    """Shows coaches what waits.

    Args:
        database: the store.
        books: names of frameworks and skills.
        link: gives what /console says; None for who has nothing to do there.
    """

    def __init__(
        self, database: Database, books: Books, link: Callable[[Person, str], str | None] | None = None
    ) -> None:
        self._db, self._books, self._link = database, books, link
        self._people = People(database)

    def command(self, person: int, name: str) -> Sequence[Draft] | None:
        """Answer /queue and /console; None where it is neither, or not for this person."""
        known = self._people.by_id(person)
        if known is None:
            return None
        if name == "queue" and known.coaches_any:
            return self.queue(person)
        if name == "console" and self._link and (told := self._link(known, now())):
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
            pieces.append(Marked(f"\n{card_words.line(entry, place, framework, waited(entry.since, at))}"))
        numbers = [(str(place), f"c{entry.id}.0:open") for place, entry in enumerate(found[:LISTED], 1)]
        rows: list[Row] = [tuple(numbers[n : n + ACROSS]) for n in range(0, len(numbers), ACROSS)]
        return say(pieces, [((words.FIRST, f"c{found[0].id}.0:open"),), *rows] if len(found) > 1 else rows)

    def show(self, coach: int, incoming: Incoming, review: int) -> Sequence[Draft]:
        """Show a review, as long as it is this coach's to see; an older card of it loses its buttons."""
        at = now()
        try:
            card = cards.look(self._db, coach, review, at)
        except RefusedError:
            return [*toast(incoming.query, words.NOT_FOR_YOU)]
        heading = Heading(
            framework=self._books.framework(card.framework),
            team=cards.notice(self._db, review).team_name,
            waited=waited(card.since, at),
            sure=confidence_of(card),
            skill=self._books.skill,
        )
        shown = [*_picture(card), *say(card_words.card(card, heading), buttons(card))]
        return [*toast(incoming.query), *self.settled(coach, review), *about(review, "card", shown)]

    def following(self, coach: int, incoming: Incoming, review: int) -> Sequence[Draft]:
        """Show the review that waits after another; the oldest where that was the last."""
        at = now()
        place = lists.place_of(self._db, review)
        later = lists.queue(self._db, coach, at, after=place, limit=1)
        found = later or [each for each in lists.queue(self._db, coach, at, limit=2) if each.id != review]
        if not found:
            return [*toast(incoming.query), *say_text(words.LAST_ONE)]
        return self.show(coach, incoming, found[0].id)

    def settled(self, coach: int, review: int) -> list[Draft]:
        """Take the buttons off the card of a review."""
        message = chats.settle_card(self._db, coach, review)
        return [Draft(Call("buttons", message=message))] if message else []

    def go_on(self, coach: int, review: int) -> list[Row]:
        """Offer the next review, as far as there is one."""
        count = sum(each.id != review for each in lists.queue(self._db, coach, now(), limit=COUNTED + 2))
        return [((words.next_one(count, COUNTED), f"c{review}.0:next"),)] if count else []


def buttons(card: ReviewCard) -> list[Row]:
    """Lay out what can be decided on a card, or done after it was."""
    at = f"c{card.id}.{card.version}"
    on: Row = ((words.NEXT, f"{at}:next"),)
    if card.status == "decided":
        return [((words.WRITE, f"{at}:write"),), on]
    change = (words.CHANGE, f"{at}:change")
    first: Row = (change,) if card.level is None else ((words.agree(card.level), f"{at}:agree"), change)
    return [
        first,
        ((words.OTHER, f"{at}:another"), (words.ASK, f"{at}:ask")),
        ((words.UNCLEAR, f"{at}:unclear"), *on),
    ]


def waited(since: str, at: str) -> str:
    """Say how long something has waited."""
    spent: datetime = times.moment(at)
    return words.waited(int((spent - times.moment(since)).total_seconds()) // 60)


def _picture(card: ReviewCard) -> list[Draft]:
    if card.ladder is None or not card.ladder["rungs"]:
        return []
    caption = messages([Marked(shortened(suggestions.alt_text([card.ladder]), CAPTION))], CAPTION)[0]
    return [Draft(Call("picture", caption, made={"ladders": [card.ladder]}))]
