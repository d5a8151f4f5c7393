"""What is missing for the next level, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.guidance import grammar
from bot.guidance.lookup import Lookup, place
from bot.guidance.model import Given, NextStep, WhyNotHigher
from bot.guidance.same_statements import Says, says_in_words
from bot.guidance.verbs import words_of
from knowledge.model import Descriptor, Skill, Source

if TYPE_CHECKING:
    from index.search import Match

MOST_MISSING = 3
LEAST_STEPS, MOST_STEPS = 3, 5
MOST_KNOWLEDGE = 3
COVERED = 0.6
"""Share of a fact's words that must be known (said, or of the level below) for it to be covered."""
FULL = 5
"""Shorter facts, in words, count for less."""
MATCHED = 0.75
"""Match score (0 to 1) from which a statement counts as said."""

_WORD = re.compile(r"[a-z][a-z'-]{3,}")
_COMMON = words_of(
    """
    that this with from into their them they these those which what when where will have been more most
    other others than also such some each within across using used your about over under between
    """
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence of a descriptor.

    Args:
        whole: whether it describes the level and not one ability.
        novelty: 0 to 1, the share neither said nor part of the level below.
    """

    text: str
    level: int
    whole: bool
    novelty: float
    sources: tuple[Source, ...]


class NextLevel:
    """What the next level of a skill requires of a person.

    Args:
        given: answers about this skill, in any framework.
        shown: statements already shown as evidence, never named as missing.
        says: tells whether a statement says the same as one of others.
    """

    def __init__(
        self,
        lookup: Lookup,
        skill: Skill,
        level: int,
        matches: Sequence[Match],
        activities: Sequence[str],
        given: Sequence[Given],
        shown: Sequence[str] = (),
        says: Says = says_in_words,
    ) -> None:
        self._shelf, self._skill, self._level = lookup, skill, level
        self._said = _words(" ".join(activities))
        self._matched = {match.entry.text for match in matches if match.score >= MATCHED}
        self._shown = set(shown)
        self._says = says
        self._affirmed = [g["question"]["descriptor"] for g in given if g["choice"] == "own"]
        self._own = {g["question"]["fact"] for g in given if g["choice"] == "own"}
        self._not_own = [g["question"]["fact"] for g in given if g["choice"] in ("no", "help")]
        self._above = [other for other in lookup.levels(skill.framework, skill.key) if other > level]
        self.next_level = self._above[0] if self._above else None

    def why_not(self) -> WhyNotHigher | None:
        """Return the facts missing for the next level, most important first; None at the top level.

        Where nothing of the next level is missing, those of the level after it.
        """
        if self.next_level is None:
            return None
        unmet = ((level, self._unmet(level)) for level in self._above)
        level, missing = next((each for each in unmet if each[1]), (self.next_level, []))
        return {"level": level, "missing": [fact.text for fact in missing[:MOST_MISSING]]}

    def to_do(self) -> list[NextStep]:
        """Return three to five things to do at work, from the next level's unmet facts.

        Where the next level says little, or there is none, what is unmet at the level itself fills up; then
        what stands beside the person's words already, of the next level.
        """
        facts = self._unmet(self.next_level) if self.next_level is not None else []
        facts = [part for fact in facts for part in _clauses(fact)] if len(facts) < LEAST_STEPS else facts
        if len(facts) < LEAST_STEPS:
            facts += [part for fact in self._unmet(self._level) for part in _clauses(fact)]
        if len(facts) < LEAST_STEPS and self.next_level is not None:
            facts += [part for fact in self._unmet(self.next_level, shown=True) for part in _clauses(fact)]
        kept = list({fact.text: fact for fact in facts}.values())[:MOST_STEPS]
        return [self._step("do", grammar.imperative(fact.text), fact.level, fact.sources) for fact in kept]

    def to_know(self) -> list[NextStep]:
        """Return knowledge to gain: the skill's own at the next level, else the framework's attribute."""
        level = self.next_level or self._level
        known = [d for d in self._of(level) if d.kind == "knowledge"]
        fresh = [d for d in known if self._novelty(d.text, set()) > 1 - COVERED] or known
        if fresh:
            return [self._step("knowledge", d.text, level, d.sources) for d in fresh[:MOST_KNOWLEDGE]]
        general = self._shelf.attribute(self._skill.framework, "Knowledge", level)[:1]
        return [self._step("knowledge", grammar.imperative(d.text), level, d.sources) for d in general]

    def _unmet(self, level: int, shown: bool = False) -> list[Fact]:
        below = _words(" ".join(d.text for d in self._of(level - 1)))
        facts = [
            Fact(text, level, d.kind == "level", self._novelty(text, below), d.sources)
            for d in sorted(self._of(level), key=lambda d: d.kind != "level")
            if d.kind != "knowledge"
            for text in grammar.facts(d.text)
            if not self._is_affirmed(d.text, text)
            and (shown or d.text not in self._shown)
            and (d.text not in self._matched or text in self._not_own)
        ]
        order = {text: n for n, text in enumerate(self._not_own)}

        def telling(fact: Fact) -> tuple[int, bool, bool, float]:
            covered = fact.novelty <= 1 - COVERED
            return order.get(fact.text, len(order)), covered, not fact.whole, -fact.novelty

        facts.sort(key=telling)
        return facts

    def _is_affirmed(self, statement: str, fact: str) -> bool:
        """Whether the person does it on their own: this fact, or another statement that says the same."""
        if fact in self._own:
            return True
        return statement not in self._affirmed and self._says(statement, self._affirmed)

    def _novelty(self, text: str, below: set[str]) -> float:
        words = _words(text)
        # A fact of two words is easily new and says little: short facts count for less.
        new = len(words - self._said - below)
        return new / max(len(words), FULL) if words else 0.0

    def _of(self, level: int) -> list[Descriptor]:
        return self._shelf.statements(self._skill.framework, self._skill.key, level)

    def _step(
        self, kind: Literal["do", "knowledge"], text: str, level: int, sources: tuple[Source, ...]
    ) -> NextStep:
        key = self._skill.key
        return {"kind": kind, "skill": key, "level": level, "text": text, "source": place(sources)}


def _clauses(fact: Fact) -> list[Fact]:
    return [replace(fact, text=part) for part in grammar.clauses(fact.text)]


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if word not in _COMMON}
