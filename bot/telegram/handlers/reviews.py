"""Reviews: which buttons and which texts are for them, on the coach's side and on the person's.

A text is for a review where it replies to a message about it, or is the first one after input was asked for.
All others are the conversation's, so that an assessment under way stands where it stood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.reviews.frameworks import FrameworkLookup
from bot.store.engine import RefusedError
from bot.store.people import Person
from bot.store.reviews import cards, chats
from bot.store.reviews.chats import ChatMessage
from bot.telegram.expected_input import ExpectedInput, ExpectedInputs
from bot.telegram.handlers import COMMANDS, REVIEWS, WORDS, App, handle, press
from bot.telegram.handlers.conversation import ask_again
from bot.telegram.handlers.review_answers import ReviewAnswers
from bot.telegram.handlers.review_decisions import ReviewDecisions
from bot.telegram.handlers.review_queue import ReviewQueue
from bot.telegram.keyboards import OfOwnReview, OfReview
from bot.telegram.notifications import Notifications
from bot.telegram.records import Records
from bot.telegram.render import Draft, say_text
from bot.telegram.turn import Finish, Turn
from bot.text import reviews as words


class ReviewHandlers:
    """Handles what is about reviews, and leaves the rest to the groups after.

    Args:
        link: gives what /console says to a person at a time; None for who has nothing to do there.
        comment: takes a text as a comment on a goal of a plan.
    """

    def __init__(
        self,
        records: Records,
        books: FrameworkLookup,
        notifications: Notifications,
        link: Callable[[Person, str], str | None] | None = None,
        comment: Callable[[Turn, int], Sequence[Draft]] | None = None,
    ) -> None:
        self._db, self._records, self._comment = records.database, records, comment
        self._expected = ExpectedInputs(self._db)
        self._answers = ReviewAnswers(self._db, self._expected, notifications)
        self._queue = ReviewQueue(self._db, books, link)
        self._decisions = ReviewDecisions(self._db, books, notifications, self._expected, self._queue)

    def add_to(self, app: App) -> None:
        """Add the handlers."""
        app.add_handler(press(OfOwnReview, self._answers.press), REVIEWS)
        app.add_handler(press(OfReview, self._decisions.press), REVIEWS)
        app.add_handler(CallbackQueryHandler(handle(self._stop_expecting)), REVIEWS)
        only = filters.UpdateType.MESSAGE
        app.add_handler(CommandHandler(("queue", "console"), handle(self._command), only), REVIEWS)
        app.add_handler(CommandHandler("cancel", handle(self._cancel), only), REVIEWS)
        app.add_handler(MessageHandler(COMMANDS, handle(self._stop_expecting)), REVIEWS)
        app.add_handler(MessageHandler(WORDS, handle(self._words)), REVIEWS)

    async def _command(self, turn: Turn) -> Finish | None:
        self._expected.drop(turn)
        drafts = self._queue.command(turn)
        return None if drafts is None else lambda: drafts

    async def _cancel(self, turn: Turn) -> Finish | None:
        """Stop expecting input; where none was, the conversation takes the command."""
        return (lambda: self._dropped(turn)) if self._expected.of(turn) else None

    async def _stop_expecting(self, turn: Turn) -> None:
        self._expected.drop(turn)

    async def _words(self, turn: Turn) -> Finish | None:
        """Take a text that is for a review; None for all others."""
        if turn.reply and (message := chats.message_at(self._db, turn.person, turn.reply)):
            return lambda: self._replied(turn, message)
        if wanted := self._expected.of(turn):
            return lambda: self._wanted(turn, wanted)
        return None

    def _replied(self, turn: Turn, message: ChatMessage) -> Sequence[Draft]:
        """Pass a reply on: to the coach where it is about the person's own, else to the person."""
        try:
            about = cards.notice(self._db, message.review)
        except RefusedError:
            return say_text(words.NOT_FOR_YOU)
        if about.person == turn.person:
            return self._answered(turn, message.review)
        if message.part != "talk":
            wanted = self._expected.of(turn)
            return self._wanted(turn, wanted) if wanted else say_text(words.TAP_FIRST)
        return self._decisions.ask(turn, message.review)

    def _wanted(self, turn: Turn, wanted: ExpectedInput) -> Sequence[Draft]:
        if wanted.what == "answer":
            return self._answered(turn, wanted.review)
        if wanted.what == "appeal":
            return self._answers.appeal(turn, wanted.review, turn.text)
        if wanted.what == "comment" and self._comment:
            return self._comment(turn, wanted.review)
        return self._decisions.words(turn, wanted)

    def _dropped(self, turn: Turn) -> Sequence[Draft]:
        self._expected.drop(turn)
        return say_text(words.STAYS_AS_IT_IS)

    def _answered(self, turn: Turn, review: int) -> Sequence[Draft]:
        """Pass an answer on, and ask again what the conversation had asked, which stands far above now."""
        return [*self._answers.answer(turn, review), *ask_again(turn, only=("choosing", "asking"))]
