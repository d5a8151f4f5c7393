"""The statements asked about a skill, and the answers given."""

from __future__ import annotations

from collections.abc import Sequence

from bot.guidance import grammar
from bot.guidance.model import Asked, Given, SkillRef
from bot.guidance.same_statements import Says
from index.levels import Answer
from index.questions import Question
from knowledge.editions import family


def asked_of(ref: SkillRef, question: Question) -> Asked:
    """Return the statement of a skill that a question is about."""
    entry = question.entry
    return {
        "framework": ref["framework"],
        "skill": ref["skill"],
        "level": question.level,
        "descriptor": entry.text,
        "kind": entry.kind,
        "fact": grammar.facts(entry.text)[0],
    }


def answers_about(ref: SkillRef, given: Sequence[Given]) -> tuple[Answer, ...]:
    """Return the answers about this skill, in any edition of its framework."""
    return tuple(
        Answer(one["question"]["level"], one["question"]["descriptor"], one["choice"])
        for one in given
        if family(one["question"]["framework"]) == family(ref["framework"])
    )


class AnsweredStatements:
    """What a person said to statements, in any framework.

    Args:
        given: the answers.
        says: tells whether a statement says the same as one of others.
    """

    def __init__(self, given: Sequence[Given], says: Says) -> None:
        self._denied = [one["question"]["descriptor"] for one in given if one["choice"] == "no"]
        self._helped = [one["question"]["descriptor"] for one in given if one["choice"] == "help"]
        self._says = says

    def contradict(self, statement: str, above: bool) -> bool:
        """Whether a statement is no reason: denied; or, above the level suggested, done with help only."""
        return self._says(statement, self._denied) or (above and self._says(statement, self._helped))
