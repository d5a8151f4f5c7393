"""What Rung makes of a real text: skills, levels, or why none."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from bot.guidance.guide import Guide
from bot.guidance.model import AbstainReason
from index.build import Build
from index.encoder import Encoder
from index.levels import Answer, level_distribution, level_set
from index.questions import next_question
from index.search import Found, search
from index.training.readings import PlacedWork
from scripts.evaluation.case_files import skill_key
from scripts.evaluation.left_out import FoldFits
from scripts.evaluation.real_data import SFIA
from scripts.evaluation.real_figures import Placed
from scripts.evaluation.staff import staff_answer


@dataclass(frozen=True, slots=True)
class JudgedReading:
    """A reading and what was made of it in one framework.

    Args:
        wanted: skills of each reader, casefolded, those without any left out.
        listed: codes and names of the likeliest skills, casefolded, best first.
        best: the level of the likeliest skill.
        known: the level of a reader's first skill; None where the framework lacks it.
        asked: the same after questions to simulated staff at the first reader's level.
        questions: how many.
        reason: why no level is suggested, or None.
    """

    reading: PlacedWork
    wanted: tuple[tuple[str, ...], ...]
    listed: tuple[frozenset[str], ...]
    best: Placed | None
    known: Placed | None
    asked: Placed | None
    questions: int
    key: str | None
    reason: AbstainReason | None

    @property
    def right_first(self) -> bool:
        """Whether the likeliest skill is in a reader's list."""
        every = {skill for skills in self.wanted for skill in skills}
        return bool(self.listed) and bool(self.listed[0] & every)

    def first_within(self, most: int) -> bool:
        """Whether a reader's first skill is among the likeliest."""
        firsts = {skills[0] for skills in self.wanted}
        return any(names & firsts for names in self.listed[:most])


class Judge:
    """Rung, asked about one text at a time.

    Args:
        left_out: to judge people without what was fitted on them; None to judge with the shipped weights.
    """

    def __init__(
        self, guide: Guide, build: Build, encoder: Encoder, left_out: FoldFits | None = None
    ) -> None:
        self._guide, self._build, self._encoder, self._left_out = guide, build, encoder, left_out

    def reading(self, reading: PlacedWork, framework: str) -> JudgedReading | None:
        """Judge a reading; None where nobody placed it in the framework."""
        with self.without(reading.person):
            return self._reading(reading, framework)

    def without(self, person: str) -> AbstractContextManager[None]:
        """Judge without what was fitted on a person."""
        return nullcontext() if self._left_out is None else self._left_out.without(person)

    def _reading(self, reading: PlacedWork, framework: str) -> JudgedReading | None:
        skills, levels = reading.skills, reading.levels
        if framework != SFIA:
            if reading.tsc is None or reading.tsc_level is None:
                return None
            skills, levels = (reading.tsc,), (reading.tsc_level,)
        wanted = tuple(tuple(skill.casefold() for skill in some) for some in skills if some)
        listed = self._guide.likely_skills(reading.messages, framework)
        best = None
        if listed:
            shares = {int(level): share for level, share in listed[0]["levels"].items()}
            best = _placed(reading, shares, tuple(listed[0]["level_set"]), levels)
        key = self.key(framework, wanted[0][0]) if wanted else None
        known = asked = None
        questions = 0
        if key is not None:
            found = search(self._build, self._encoder, reading.messages, [(framework, key)])
            shares = level_distribution(found, framework, key)
            known = _placed(reading, shares, level_set(shares), levels)
            answers = _answers(found, framework, key, levels[0], random.Random(reading.id))
            shares = level_distribution(found, framework, key, answers)
            asked, questions = _placed(reading, shares, level_set(shares), levels), len(answers)
        names = tuple(
            frozenset(name.casefold() for name in (each["skill"]["code"], each["skill"]["name"]))
            for each in listed
        )
        reason = self._guide.abstains(reading.messages, framework)
        return JudgedReading(reading, wanted, names, best, known, asked, questions, key, reason)

    def expected(self, activities: Sequence[str], framework: str, person: str = "") -> float:
        """Return the expected level of the likeliest skill; 0 where there is none."""
        with self.without(person):
            listed = self._guide.likely_skills(activities, framework, 1)
        return sum(int(level) * share for level, share in listed[0]["levels"].items()) if listed else 0.0

    def key(self, framework: str, skill: str) -> str | None:
        """Return the key of a skill by its code or name; None where the build lacks it or its levels."""
        key = skill_key(self._build, framework, skill)
        return key if key is not None and self._build.levels_of(framework, key) else None


def _answers(found: Found, framework: str, key: str, level: int, chance: random.Random) -> list[Answer]:
    """Ask staff at a level as long as a conversation would, and return their answers."""
    answers: list[Answer] = []
    while (question := next_question(found, framework, key, answers)) is not None:
        choice = staff_answer(question.level - level, chance)
        answers.append(Answer(question.level, question.entry.text, choice))
    return answers


def _placed(
    reading: PlacedWork, shares: dict[int, float], told: tuple[int, ...], levels: tuple[int, ...]
) -> Placed:
    likeliest = max(shares, key=lambda level: (shares[level], -level))
    return Placed(reading.person, shares, float(likeliest), told, levels)
