"""Phrases of confirmed suggestions that an admin may accept as examples of their skill."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reviews.redaction import nameless
from bot.store import Database, assessments
from bot.store.reviews import examples
from bot.store.reviews.examples import FinalDecision, final_decisions

FEWEST_WORDS, MOST_WORDS = 4, 60
"""Words of a phrase, at least and at most."""


@dataclass(frozen=True, slots=True)
class PendingPhrase:
    """A phrase that an admin may accept.

    Args:
        label: to accept it by: the review's number and the activity's, ``12.1``.
        framework: of the skill; `skill` is its key there.
        text: redacted, as it would be stored.
        decision: the review that confirmed the skill.
        activity: the place of the words among the suggestion's activities, from 0.
    """

    label: str
    framework: str
    skill: str
    text: str
    decision: FinalDecision
    activity: int


def offered(database: Database) -> tuple[PendingPhrase, ...]:
    """Return the words that nobody has looked at yet: consent is given, and a coach confirmed the skill.

    Of each suggestion, the activities that its evidence cites.
    """
    known = examples.examined(database)
    found: list[PendingPhrase] = []
    for decision in final_decisions(database):
        if decision.confirmed and decision.examples:
            found += [
                each for each in _of(database, decision) if (decision.review, each.activity) not in known
            ]
    return tuple(found)


def by_label(database: Database, labels: str) -> tuple[PendingPhrase, ...]:
    """Return the offered words of some labels, ``12.1,14.2``.

    Raises:
        ValueError: one is not offered; says which.
    """
    there = {each.label: each for each in offered(database)}
    wanted = [label for label in labels.replace(",", " ").split() if label]
    for label in wanted:
        if label not in there:
            raise ValueError(label)
    return tuple(there[label] for label in dict.fromkeys(wanted))


def _of(database: Database, decision: FinalDecision) -> list[PendingPhrase]:
    kept = assessments.suggestion(database, decision.suggestion)
    assert kept is not None
    names = examples.known_names(database, decision.person)
    found = []
    for place in sorted({each["activity"] for each in kept.conclusion["suggestion"]["evidence"]}):
        text = nameless(kept.activities[place], names)
        if FEWEST_WORDS <= len(text.split()) <= MOST_WORDS:
            label = f"{decision.review}.{place + 1}"
            found.append(PendingPhrase(label, decision.framework, decision.skill, text, decision, place))
    return found
