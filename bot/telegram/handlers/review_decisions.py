"""A coach decides on a review, or asks: by taps, and by words where a reason or a name is needed.

Whether this person may is asked of the store at every tap and every word: roles and shares change meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.reviews.card import other_levels
from bot.reviews.frameworks import FrameworkLookup
from bot.reviews.notifications import ReviewNotifier
from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.reviews import cards, decisions, messages
from bot.store.reviews.decisions import Decision, OvertakenError, Review
from bot.telegram.expected_input import ExpectedInput, ExpectedInputs
from bot.telegram.handlers.review_queue import ReviewQueue
from bot.telegram.keyboards import OfReview, Row
from bot.telegram.render import Draft, about, answer_press, change, say_text, toast
from bot.telegram.turn import Turn
from bot.text import coach as card_words
from bot.text import reviews as words
from bot.text.markup import Marked
from bot.times import now

ACROSS = 4
LEVEL, LEVEL_OF_OTHER, CHOICE = "l", "m", "k"
"""Actions of buttons that carry a level, a level of another skill, and the place of a skill in a list."""
Seen = tuple[int, int]
"""A review and the version of it that the coach saw."""


class ReviewDecisions:
    """Takes what coaches do with reviews."""

    def __init__(
        self,
        database: Database,
        books: FrameworkLookup,
        teller: ReviewNotifier,
        expected: ExpectedInputs,
        queue: ReviewQueue,
    ) -> None:
        self._db, self._books, self._teller = database, books, teller
        self._expected, self._queue = expected, queue

    def press(self, turn: Turn, pressed: OfReview) -> Sequence[Draft]:
        """Take a press on a button of a review."""
        seen, action = (pressed.review, pressed.version), pressed.action
        kept = self._expected.of(turn)
        self._expected.drop(turn)
        if action == "drop":
            return answer_press(turn, words.STAYS_AS_IT_IS)
        if action == "next":
            return self._queue.following(turn, seen[0])
        try:
            row = decisions.visible(self._db, turn.person, seen[0])
        except RefusedError:
            return toast(turn.query, words.NOT_FOR_YOU)
        if row.status == "decided" and row.coach != turn.person:
            return self._overtaken(turn.person, seen[0], OvertakenError("decided", None), turn.query)
        if action == "open":
            return self._queue.show(turn, seen[0])
        takers: dict[str, Callable[[Turn, Seen], Sequence[Draft]]] = {
            "agree": lambda turn, seen: self._decide(turn, seen, Decision("agree")),
            "change": self._which_level,
            "another": self._which_skill,
            "ask": self._what_to_ask,
            "write": self._what_to_ask,
            "unclear": self._unclear,
            "unsaid": lambda turn, seen: self._decide(turn, seen, Decision("unclear")),
        }
        if action in takers:
            return takers[action](turn, seen)
        return self._chosen(turn, pressed, kept)

    def words(self, turn: Turn, wanted: ExpectedInput) -> Sequence[Draft]:
        """Take the words that a coach was asked for."""
        if wanted.what == "skill":
            return self._named(turn, wanted)
        self._expected.drop(turn)
        if wanted.what == "question":
            return self.ask(turn, wanted.review, wanted.version)
        decision = Decision(wanted.verdict, wanted.level, wanted.framework, wanted.skill, turn.text)
        return self._decide(turn, (wanted.review, wanted.version), decision)

    def ask(self, turn: Turn, review: int, version: int | None = None) -> Sequence[Draft]:
        """Pass what a coach writes on to the person.

        Args:
            version: that they saw; None where they reply to what the person wrote, and saw that.
        """
        coach, text = turn.person, turn.text
        self._expected.drop(turn)

        def do() -> Review:
            now_at = decisions.get(self._db, review).version if version is None else version
            asked = messages.ask(self._db, coach, review, now_at, text, now())
            self._teller.asked(asked, text.strip())
            return asked

        asked = self._done(coach, review, do)
        if not isinstance(asked, Review):
            return asked
        told = words.WRITTEN if asked.status == "decided" else words.ASKED
        settled = [] if asked.status == "decided" else self._queue.settled(coach, review)
        return [*settled, *say_text(told, self._queue.go_on(coach, review))]

    def _unclear(self, turn: Turn, seen: Seen) -> Sequence[Draft]:
        self._expected.keep(turn.person, ExpectedInput("reason", *seen, verdict="unclear"))
        rows: list[Row] = [((words.WITHOUT_WORDS, str(OfReview(*seen, "unsaid"))),), _never_mind(seen)]
        return [*toast(turn.query), *say_text(words.WHAT_IS_MISSING, rows)]

    def _which_level(self, turn: Turn, seen: Seen) -> Sequence[Draft]:
        levels = other_levels(cards.reload(self._db, turn.person, seen[0]), self._books)
        rows = [*_levels(levels, seen, LEVEL), _never_mind(seen)]
        return [*toast(turn.query), *say_text(words.WHICH_LEVEL, rows)]

    def _which_skill(self, turn: Turn, seen: Seen) -> Sequence[Draft]:
        self._expected.keep(turn.person, ExpectedInput("skill", *seen))
        return [*toast(turn.query), *say_text(words.WHICH_OTHER, [_never_mind(seen)])]

    def _what_to_ask(self, turn: Turn, seen: Seen) -> Sequence[Draft]:
        review = decisions.get(self._db, seen[0])
        # From below what the person wrote, the present version is what the coach has seen.
        version = seen[1] or review.version
        self._expected.keep(turn.person, ExpectedInput("question", seen[0], version))
        told = words.WHAT_TO_WRITE if review.status == "decided" else words.WHAT_TO_ASK
        return [*toast(turn.query), *say_text(told, [_never_mind(seen)])]

    def _chosen(self, turn: Turn, pressed: OfReview, kept: ExpectedInput | None) -> Sequence[Draft]:
        """Take a level or a skill that was chosen from those offered."""
        seen, number = (pressed.review, pressed.version), pressed.number
        if pressed.action == LEVEL and number is not None:
            wanted = ExpectedInput("reason", *seen, verdict="change", level=number)
            return self._ask_why(turn, wanted)
        if kept is None or number is None or (kept.review, kept.version) != seen or kept.what != "skill":
            return toast(turn.query, words.STAYS_AS_IT_IS)
        if pressed.action == CHOICE and number < len(kept.choices):
            framework, skill, label = kept.choices[number]
            chosen = replace(kept, framework=framework, skill=skill)
            return self._which_level_of(turn, chosen, label)
        if pressed.action == LEVEL_OF_OTHER and kept.skill:
            wanted = replace(kept, what="reason", verdict="another", level=number or None)
            return self._ask_why(turn, wanted)
        return toast(turn.query, words.STAYS_AS_IT_IS)

    def _named(self, turn: Turn, wanted: ExpectedInput) -> Sequence[Draft]:
        """Find the skill that a coach names; where several may be meant, offer them."""
        seen = (wanted.review, wanted.version)
        found = self._books.search(turn.text)
        if not found:
            return say_text(words.NO_SKILL, [_never_mind(seen)])
        choices = tuple((each.framework, each.skill, each.label) for each in found)
        if len(found) == 1:
            chosen = replace(wanted, framework=found[0].framework, skill=found[0].skill)
            return self._which_level_of(turn, chosen, found[0].label)
        self._expected.keep(turn.person, replace(wanted, choices=choices))
        rows: list[Row] = [((each.label, str(OfReview(*seen, CHOICE, n))),) for n, each in enumerate(found)]
        return say_text(words.WHICH_SKILL, [*rows, _never_mind(seen)])

    def _which_level_of(self, turn: Turn, wanted: ExpectedInput, label: str) -> Sequence[Draft]:
        self._expected.keep(turn.person, replace(wanted, choices=()))
        seen = (wanted.review, wanted.version)
        levels = self._books.levels(wanted.framework or "", wanted.skill or "")
        unknown: Row = ((words.DONT_KNOW, str(OfReview(*seen, LEVEL_OF_OTHER, 0))),)
        rows = [*_levels(levels, seen, LEVEL_OF_OTHER), unknown, _never_mind(seen)]
        pressed = turn.message if turn.kind == "press" else None
        return [*toast(turn.query), *change(pressed, [Marked(words.level_of_other(label))], rows)]

    def _ask_why(self, turn: Turn, wanted: ExpectedInput) -> Sequence[Draft]:
        self._expected.keep(turn.person, wanted)
        decision = Decision(wanted.verdict, wanted.level, wanted.framework, wanted.skill)
        said = words.why(card_words.verdict(decision, None, self._books.skill))
        rows = [_never_mind((wanted.review, wanted.version))]
        return [*toast(turn.query), *change(turn.message, [Marked(said)], rows)]

    def _decide(self, turn: Turn, seen: Seen, decision: Decision) -> Sequence[Draft]:
        def do() -> Review:
            decided = decisions.decide(self._db, turn.person, *seen, decision, now())
            self._teller.decided(decided)
            return decided

        decided = self._done(turn.person, seen[0], do, turn.query)
        if not isinstance(decided, Review):
            return decided
        card = cards.reload(self._db, turn.person, seen[0])
        said = card_words.verdict(decision, card.level, self._books.skill)
        rows = self._queue.go_on(turn.person, seen[0])
        told = words.you_decided(said, card.name) + ("" if rows else f"\n{words.LAST_ONE}")
        # It names the person: it goes with the share.
        said_so = about(seen[0], "talk", say_text(told, rows))
        return [*toast(turn.query), *self._queue.settled(turn.person, seen[0]), *said_so]

    def _done(
        self, coach: int, review: int, do: Callable[[], Review], query: str | None = None
    ) -> Review | list[Draft]:
        """Do what may be refused; return the review, or what to tell the coach where nothing was written."""
        try:
            with self._db.transaction():
                return do()
        except RefusedError as refused:
            told = words.PROBLEMS.get(refused.reason, words.NOT_FOR_YOU)
            return [*toast(query), *say_text(told)]
        except OvertakenError as overtaken:
            return self._overtaken(coach, review, overtaken, query)

    def _overtaken(
        self, coach: int, review: int, overtaken: OvertakenError, query: str | None
    ) -> list[Draft]:
        """Tell that another coach was faster, or that something changed; nothing was written."""
        now_there = cards.notice(self._db, review)
        own = now_there.coach == coach
        told = words.overtaken(overtaken.status, None if own else now_there.coach_name)
        rows: list[Row] = []
        if own or overtaken.status != "decided":
            rows.append(((words.LOOK_AGAIN, str(OfReview(review, 0, "open"))),))
        return [*toast(query), *say_text(told, [*rows, *self._queue.go_on(coach, review)])]


def _never_mind(seen: Seen) -> Row:
    return ((words.NEVER_MIND, str(OfReview(*seen, "drop"))),)


def _levels(levels: Sequence[int], seen: Seen, action: str) -> list[Row]:
    buttons = [(str(level), str(OfReview(*seen, action, level))) for level in levels]
    return [tuple(buttons[n : n + ACROSS]) for n in range(0, len(buttons), ACROSS)]
