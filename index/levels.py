"""Levels: from matches and answers to a distribution over a skill's levels, and the next best question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from index.entries import Entry
from index.search import Found

if TYPE_CHECKING:
    from index.opened import Build

Choice = Literal["own", "help", "no", "skip"]
MAX_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said about a statement.

    Args:
        level: the statement's level.
        text: the statement as asked (`Question.entry.text`): it is not asked again.
        choice: ``own`` (on my own), ``help`` (with help), ``no`` (not yet) or ``skip``.
    """

    level: int
    text: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Question:
    """A statement worth asking about.

    Args:
        entry: the statement; its framework, skill, level and text say what is asked.
        gain: expected reduction of the distribution's entropy by the answer, in bits.
    """

    entry: Entry
    gain: float

    @property
    def level(self) -> int:
        """The statement's level."""
        assert self.entry.level is not None
        return self.entry.level


def level_distribution(
    build: Build, found: Found, framework: str, skill: str, answers: Sequence[Answer] = ()
) -> dict[int, float]:
    """Say how likely each level of a skill is.

    Args:
        build: an open build.
        found: the activities, as `search` returned them.
        framework: framework id.
        skill: the skill's key.
        answers: what the person said about statements of this skill so far.

    Returns:
        Level to probability, ascending, over the levels the skill has; sums to 1.

    Raises:
        KeyError: the build does not know the skill, or the skill has no statements at a level.
    """
    raise NotImplementedError


def next_question(
    build: Build,
    found: Found,
    framework: str,
    skill: str,
    answers: Sequence[Answer] = (),
    max_questions: int = MAX_QUESTIONS,
) -> Question | None:
    """Pick the statement whose answer is expected to tell most about the level.

    Statements already asked (any choice, ``skip`` too) or already said in an activity are left out.

    Args:
        build, found, framework, skill, answers: as in `level_distribution`.
        max_questions: answers after which nothing more is asked.

    Returns:
        None when the level is sure enough, enough was asked, or nothing is left to ask.
    """
    raise NotImplementedError
