"""The statements asked about a skill, and the answers given."""

from __future__ import annotations

from collections.abc import Sequence

from bot.guidance import grammar
from bot.guidance.model import Asked, Given, SkillRef
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
