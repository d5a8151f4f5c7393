"""Reviews on Telegram: which taps and which words are for them, on the coach's side and on the person's.

Words are for a review where they reply to a message about it, or where they are the first after they were
asked for. All others are the conversation's, so that an assessment under way stands where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.conversation.prompts import prompt
from bot.reviews.frameworks import Books
from bot.store.engine import RefusedError
from bot.store.people import Person
from bot.store.reviews import cards, chats
from bot.store.reviews.chats import ChatMessage
from bot.telegram import working
from bot.telegram.answering import Answering
from bot.telegram.awaited import Awaited, Waiting
from bot.telegram.coaching import Coaching
from bot.telegram.deciding import Deciding
from bot.telegram.drafts import Draft, Finish, say_text
from bot.telegram.incoming import Incoming
from bot.telegram.memory import Memory
from bot.telegram.rendering import asked
from bot.telegram.telling import Letters
from bot.text import reviews as words

_COACHES = re.compile(r"c(\d{1,18})\.(\d{1,18}):([a-z0-9]{1,16})")
_SHARES = re.compile(r"h\d{1,18}:(\d{1,18}):s\d{1,2}")
_ASKING = ("choosing", "asking")
_PERSONS = re.compile(r"v(\d{1,18}):([a-z]{1,16})")


class ReviewDesk:
    """Answers what is about reviews, and leaves the rest to another desk.

    Args:
        memory: what is known of people.
        books: of frameworks.
        letters: tells people.
        desk: answers all else.
        link: gives what /console says to a person at a time; None for who has nothing to do there.
    """

    def __init__(
        self,
        memory: Memory,
        books: Books,
        letters: Letters,
        desk: working.Desk,
        link: Callable[[Person, str], str | None] | None = None,
    ) -> None:
        database = memory.database
        self._db, self._memory, self._desk, self._waiting = database, memory, desk, Waiting(database)
        self._letters = letters
        self._answering = Answering(database, self._waiting, letters)
        self._coaching = Coaching(database, books, link)
        self._deciding = Deciding(database, books, letters, self._waiting, self._coaching)

    async def answer(self, person: int, incoming: Incoming) -> Finish:
        """Do what is slow, and return what writes the turn down and tells what to say."""
        taken: Finish | None = None
        if incoming.kind == "press":
            taken = self._press(person, incoming)
        elif incoming.command:
            taken = self._command(person, incoming)
        elif incoming.kind == "text":
            taken = self._words(person, incoming)
        if taken:
            return taken
        return self._followed(incoming, await self._desk.answer(person, incoming))

    def _followed(self, incoming: Incoming, finish: Finish) -> Finish:
        """Tell coaches for whom nothing waited that something does, where a press shares it."""
        shares = _SHARES.fullmatch(incoming.text) if incoming.kind == "press" else None
        if shares is None:
            return finish
        team = int(shares[1])

        def tell() -> Sequence[Draft]:
            idle = self._letters.idle(team)
            drafts = finish()
            self._letters.waits(idle)
            return drafts

        return tell

    def _command(self, person: int, incoming: Incoming) -> Finish | None:
        """Answer a command; None where it is another desk's. Words that were asked for are not waited for."""
        awaited = self._waiting.of(person)
        if awaited and incoming.command == "cancel":
            return lambda: self._dropped(person)
        if awaited:
            self._waiting.drop(person)
        drafts = self._coaching.command(person, incoming.command)
        return None if drafts is None else lambda: drafts

    def _press(self, person: int, incoming: Incoming) -> Finish | None:
        """Take a press; None for a button of another desk. Words that were asked for are not waited for."""
        if found := _PERSONS.fullmatch(incoming.text):
            review, what = int(found[1]), found[2]
            return lambda: self._answering.press(person, incoming, review, what)
        if found := _COACHES.fullmatch(incoming.text):
            seen, what = (int(found[1]), int(found[2])), found[3]
            return lambda: self._deciding.press(person, incoming, seen, what)
        self._waiting.drop(person)
        return None

    def _words(self, person: int, incoming: Incoming) -> Finish | None:
        """Take words that are for a review; None for all others."""
        if incoming.reply and (thread := chats.message_at(self._db, person, incoming.reply)):
            return lambda: self._replied(person, incoming, thread)
        if wanted := self._waiting.of(person):
            return lambda: self._wanted(person, incoming, wanted)
        return None

    def _replied(self, person: int, incoming: Incoming, thread: ChatMessage) -> Sequence[Draft]:
        """Pass a reply on: to the coach where it is about the person's own, else to the person."""
        try:
            about = cards.notice(self._db, thread.review)
        except RefusedError:
            return say_text(words.NOT_FOR_YOU)
        if about.person == person:
            return self._answered(person, thread.review, incoming.text)
        if thread.part != "talk":
            wanted = self._waiting.of(person)
            return self._wanted(person, incoming, wanted) if wanted else say_text(words.TAP_FIRST)
        return self._deciding.ask(person, thread.review, incoming.text)

    def _wanted(self, person: int, incoming: Incoming, wanted: Awaited) -> Sequence[Draft]:
        if wanted.what == "answer":
            return self._answered(person, wanted.review, incoming.text)
        if wanted.what == "appeal":
            return self._answering.appeal(person, wanted.review, incoming.text)
        return self._deciding.words(person, wanted, incoming)

    def _dropped(self, person: int) -> Sequence[Draft]:
        self._waiting.drop(person)
        return say_text(words.STAYS_AS_IT_IS)

    def _answered(self, person: int, review: int, text: str) -> Sequence[Draft]:
        """Pass an answer on, and ask again what the conversation had asked, which stands far above now."""
        state = self._memory.state(person)
        again = asked(prompt(state), self._memory.has_live(person)) if state.stage in _ASKING else []
        return [*self._answering.answer(person, review, text), *again]
