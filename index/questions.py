"""Questions: which statement to ask about next, and when to stop."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.build import Build
from index.entries import Entry
from index.levels import CHOICES, Answer, answer_likelihood, level_distribution
from index.search import Found

MAX_QUESTIONS = 5
FEWEST = 2
"""Answers before the likeliest level ends the asking: nothing is sure on one answer."""
SURE = 0.93
"""Probability of the likeliest level at which asking stops."""
SMALLEST_GAIN = 0.05
"""Bits; a question expected to tell less is not worth a person's time."""
SAID = 0.72
"""Match score from which a statement counts as already said by an activity."""


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


def next_question(
    found: Found,
    framework: str,
    skill: str,
    answers: Sequence[Answer] = (),
    max_questions: int = MAX_QUESTIONS,
    even_if_sure: bool = False,
    unheard: bool = False,
) -> Question | None:
    """Pick the statement whose answer is expected to tell most about the level.

    Statements already asked (any choice, ``skip`` too) or already said in an activity are left out.

    Args:
        max_questions: answers after which nothing more is asked.
        even_if_sure: ask although the level seems sure, where the skill has several.

    Returns:
        None when the level is sure enough, enough was asked, or nothing is left to ask.
    """
    distribution = level_distribution(found, framework, skill, answers, unheard)
    even_if_sure &= len(distribution) > 1
    if len(answers) >= max_questions or (max(distribution.values()) >= SURE and not even_if_sure):
        return None
    statements = [e for e in found.build.entries_of(framework, skill) if e.is_statement]
    asked = {answer.text for answer in answers}
    said = found.statement_scores.max(axis=0, initial=0.0) >= SAID
    open_ = [e for e in statements if e.level is not None and e.text not in asked and not said[e.id]]
    if not open_:
        return None
    gains = {(e.level, e.inferred): _gain(distribution, e.level or 0, e.inferred) for e in open_}
    best = max(
        open_,
        key=lambda e: (round(gains[e.level, e.inferred], 9), _plainness(found.build, statements, e), -e.id),
    )
    gain = gains[best.level, best.inferred]
    return Question(best, gain) if gain >= SMALLEST_GAIN or even_if_sure else None


def _gain(distribution: dict[int, float], statement_level: int, inferred: bool) -> float:
    """Return the mutual information of the level and the answer, in bits."""
    levels, prior = list(distribution), np.array(list(distribution.values()))
    expected = 0.0
    for choice in CHOICES:
        joint = prior * answer_likelihood(choice, statement_level, levels, inferred)
        chance = float(joint.sum())
        expected += chance * entropy((joint / chance).tolist())
    return entropy(prior.tolist()) - expected


def entropy(chances: Iterable[float]) -> float:
    """Return the entropy of a distribution, in bits."""
    return -sum(chance * math.log2(chance) for chance in chances if chance > 0.0)


def _plainness(build: Build, statements: Sequence[Entry], entry: Entry) -> tuple[bool, float]:
    """Prefer what one does to what one knows, and the statement most like the others of its level."""
    peers = [e.id for e in statements if e.level == entry.level]
    centre = build.vectors[peers].mean(axis=0)
    return entry.kind != "knowledge", round(float(build.vectors[entry.id] @ centre), 6)
