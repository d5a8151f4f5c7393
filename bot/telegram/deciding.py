"""A coach decides on a review, or asks: by taps, and by words where a reason or a name is needed.

Whether this person may is asked of the store at every tap and every word: roles and shares change meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.reviews.card import other_levels
from bot.reviews.frameworks import Books
from bot.reviews.notifications import Teller
from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.reviews import cards, decisions, messages
from bot.store.reviews.cards import ReviewCard
from bot.store.reviews.decisions import Decision, OvertakenError, Review
from bot.telegram.awaited import Awaited, Waiting
from bot.telegram.calls import Row
from bot.telegram.clock import now
from bot.telegram.coaching import Coaching
from bot.telegram.drafts import Draft, about, change, say_text, toast
from bot.telegram.incoming import Incoming
from bot.text import coach as card_words
from bot.text import reviews as words
from bot.text.markup import Marked

ACROSS = 4
LEVEL, OF_OTHER, CHOICE = re.compile(r"l(\d{1,2})"), re.compile(r"m(\d{1,2})"), re.compile(r"k(\d{1,2})")
Seen = tuple[int, int]
"""A review and the version of it that the coach saw."""


class Deciding:
    """Takes what coaches do with reviews.

    Args:
        database: the store.
        books: skills and their levels.
        teller: tells people what a coach did.
        waiting: for words.
        coaching: shows what waits.
    """

    def __init__(
        self, database: Database, books: Books, teller: Teller, waiting: Waiting, coaching: Coaching
    ) -> None:
        self._db, self._books, self._teller = database, books, teller
        self._waiting, self._coaching = waiting, coaching

    def press(self, coach: int, incoming: Incoming, seen: Seen, what: str) -> Sequence[Draft]:
        """Take a press on a button of a review."""
        kept = self._waiting.of(coach)
        self._waiting.drop(coach)
        if what == "drop":
            return _changed(incoming, words.STAYS_AS_IT_IS)
        if what == "next":
            return self._coaching.following(coach, incoming, seen[0])
        try:
            row = decisions.visible(self._db, coach, seen[0])
        except RefusedError:
            return toast(incoming.query, words.NOT_FOR_YOU)
        if row.status == "decided" and row.coach != coach:
            return self._overtaken(coach, seen[0], OvertakenError("decided", None), incoming.query)
        if what == "open":
            return self._coaching.show(coach, incoming, seen[0])
        takers: dict[str, Callable[[int, Incoming, Seen], Sequence[Draft]]] = {
            "agree": self._agree,
            "change": self._which_level,
            "another": self._which_skill,
            "ask": self._what_to_ask,
            "write": self._what_to_ask,
            "unclear": self._unclear,
            "unsaid": self._unsaid,
        }
        if what in takers:
            return takers[what](coach, incoming, seen)
        return self._chosen(coach, incoming, seen, what, kept)

    def words(self, coach: int, wanted: Awaited, incoming: Incoming) -> Sequence[Draft]:
        """Take the words that a coach was asked for."""
        if wanted.what == "skill":
            return self._named(coach, wanted, incoming)
        self._waiting.drop(coach)
        if wanted.what == "question":
            return self.ask(coach, wanted.review, incoming.text, wanted.version)
        decision = Decision(wanted.verdict, wanted.level, wanted.framework, wanted.skill, incoming.text)
        return self._decide(coach, incoming, (wanted.review, wanted.version), decision)

    def ask(self, coach: int, review: int, text: str, version: int | None = None) -> Sequence[Draft]:
        """Pass what a coach writes on to the person.

        Args:
            coach: who writes.
            review: in which.
            text: what.
            version: that they saw; None where they reply to what the person wrote, and saw that.
        """
        self._waiting.drop(coach)

        def do() -> Review:
            now_at = decisions.get(self._db, review).version if version is None else version
            asked = messages.ask(self._db, coach, review, now_at, text, now())
            self._teller.asked(asked, text.strip())
            return asked

        asked = self._done(coach, review, do)
        if not isinstance(asked, Review):
            return asked
        told = words.WRITTEN if asked.status == "decided" else words.ASKED
        settled = [] if asked.status == "decided" else self._coaching.settled(coach, review)
        return [*settled, *say_text(told, self._coaching.go_on(coach, review))]

    def _agree(self, coach: int, incoming: Incoming, seen: Seen) -> Sequence[Draft]:
        return self._decide(coach, incoming, seen, Decision("agree"))

    def _unsaid(self, coach: int, incoming: Incoming, seen: Seen) -> Sequence[Draft]:
        return self._decide(coach, incoming, seen, Decision("unclear"))

    def _unclear(self, coach: int, incoming: Incoming, seen: Seen) -> Sequence[Draft]:
        self._waiting.keep(coach, Awaited("reason", *seen, verdict="unclear"))
        rows: list[Row] = [((words.WITHOUT_WORDS, f"{_at(seen)}:unsaid"),), _never_mind(seen)]
        return [*toast(incoming.query), *say_text(words.WHAT_IS_MISSING, rows)]

    def _which_level(self, coach: int, incoming: Incoming, seen: Seen) -> Sequence[Draft]:
        levels = other_levels(self._card(coach, seen), self._books)
        rows = [*_levels(levels, f"{_at(seen)}:l"), _never_mind(seen)]
        return [*toast(incoming.query), *say_text(words.WHICH_LEVEL, rows)]

    def _which_skill(self, coach: int, incoming: Incoming, seen: Seen) -> Sequence[Draft]:
        self._waiting.keep(coach, Awaited("skill", *seen))
        return [*toast(incoming.query), *say_text(words.WHICH_OTHER, [_never_mind(seen)])]

    def _what_to_ask(self, coach: int, incoming: Incoming, seen: Seen) -> Sequence[Draft]:
        review = decisions.get(self._db, seen[0])
        # From below what the person wrote, the present version is what the coach has seen.
        version = seen[1] or review.version
        self._waiting.keep(coach, Awaited("question", seen[0], version))
        told = words.WHAT_TO_WRITE if review.status == "decided" else words.WHAT_TO_ASK
        return [*toast(incoming.query), *say_text(told, [_never_mind(seen)])]

    def _chosen(
        self, coach: int, incoming: Incoming, seen: Seen, what: str, kept: Awaited | None
    ) -> Sequence[Draft]:
        """Take a level or a skill that was chosen from those offered."""
        if found := LEVEL.fullmatch(what):
            wanted = Awaited("reason", *seen, verdict="change", level=int(found[1]))
            return self._ask_why(coach, incoming, wanted)
        if kept is None or (kept.review, kept.version) != seen or kept.what != "skill":
            return toast(incoming.query, words.STAYS_AS_IT_IS)
        if (found := CHOICE.fullmatch(what)) and int(found[1]) < len(kept.choices):
            framework, skill, label = kept.choices[int(found[1])]
            return self._which_level_of(
                coach, incoming, replace(kept, framework=framework, skill=skill), label
            )
        if (found := OF_OTHER.fullmatch(what)) and kept.skill:
            wanted = replace(kept, what="reason", verdict="another", level=int(found[1]) or None)
            return self._ask_why(coach, incoming, wanted)
        return toast(incoming.query, words.STAYS_AS_IT_IS)

    def _named(self, coach: int, wanted: Awaited, incoming: Incoming) -> Sequence[Draft]:
        """Find the skill that a coach names; where several may be meant, offer them."""
        seen = (wanted.review, wanted.version)
        found = self._books.search(incoming.text)
        if not found:
            return say_text(words.NO_SKILL, [_never_mind(seen)])
        choices = tuple((each.framework, each.skill, each.label) for each in found)
        if len(found) == 1:
            chosen = replace(wanted, framework=found[0].framework, skill=found[0].skill)
            return self._which_level_of(coach, incoming, chosen, found[0].label)
        self._waiting.keep(coach, replace(wanted, choices=choices))
        rows: list[Row] = [((each.label, f"{_at(seen)}:k{n}"),) for n, each in enumerate(found)]
        return say_text(words.WHICH_SKILL, [*rows, _never_mind(seen)])

    def _which_level_of(self, coach: int, incoming: Incoming, wanted: Awaited, label: str) -> Sequence[Draft]:
        self._waiting.keep(coach, replace(wanted, choices=()))
        seen = (wanted.review, wanted.version)
        levels = self._books.levels(wanted.framework or "", wanted.skill or "")
        unknown: Row = ((words.DONT_KNOW, f"{_at(seen)}:m0"),)
        rows = [*_levels(levels, f"{_at(seen)}:m"), unknown, _never_mind(seen)]
        pressed = incoming.message if incoming.kind == "press" else None
        return [*toast(incoming.query), *change(pressed, [Marked(words.level_of_other(label))], rows)]

    def _ask_why(self, coach: int, incoming: Incoming, wanted: Awaited) -> Sequence[Draft]:
        self._waiting.keep(coach, wanted)
        decision = Decision(wanted.verdict, wanted.level, wanted.framework, wanted.skill)
        said = words.why(card_words.verdict(decision, None, self._books.skill))
        rows = [_never_mind((wanted.review, wanted.version))]
        return [*toast(incoming.query), *change(incoming.message, [Marked(said)], rows)]

    def _decide(self, coach: int, incoming: Incoming, seen: Seen, decision: Decision) -> Sequence[Draft]:
        def do() -> Review:
            decided = decisions.decide(self._db, coach, *seen, decision, now())
            self._teller.decided(decided)
            return decided

        decided = self._done(coach, seen[0], do, incoming.query)
        if not isinstance(decided, Review):
            return decided
        card = self._card(coach, seen)
        said = card_words.verdict(decision, card.level, self._books.skill)
        rows = self._coaching.go_on(coach, seen[0])
        told = words.you_decided(said, card.name) + ("" if rows else f"\n{words.LAST_ONE}")
        # It names the person: it goes with the share.
        said_so = about(seen[0], "talk", say_text(told, rows))
        return [*toast(incoming.query), *self._coaching.settled(coach, seen[0]), *said_so]

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
            rows.append(((words.LOOK_AGAIN, f"c{review}.0:open"),))
        return [*toast(query), *say_text(told, [*rows, *self._coaching.go_on(coach, review)])]

    def _card(self, coach: int, seen: Seen) -> ReviewCard:
        return cards.reload(self._db, coach, seen[0])


def _at(seen: Seen) -> str:
    return f"c{seen[0]}.{seen[1]}"


def _never_mind(seen: Seen) -> Row:
    return ((words.NEVER_MIND, f"{_at(seen)}:drop"),)


def _levels(levels: Sequence[int], at: str) -> list[Row]:
    buttons = [(str(level), f"{at}{level}") for level in levels]
    return [tuple(buttons[n : n + ACROSS]) for n in range(0, len(buttons), ACROSS)]


def _changed(incoming: Incoming, text: str) -> list[Draft]:
    return [*toast(incoming.query), *change(incoming.message, [Marked(text)])]
