"""What Rung makes of a real text: skills, levels, or why none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.guidance.guide import Guide
from bot.guidance.model import AbstainReason
from index.build import Build
from index.encoder import Encoder
from index.levels import level_distribution, level_set
from index.search import search
from scripts.evaluation.case_files import skill_key
from scripts.evaluation.real_data import SFIA, HeardReading
from scripts.evaluation.real_figures import Placed


@dataclass(frozen=True, slots=True)
class JudgedReading:
    """A reading and what was made of it in one framework.

    Args:
        wanted: skills of each reader, casefolded, those without any left out.
        listed: codes and names of the likeliest skills, casefolded, best first.
        best: the level of the likeliest skill.
        known: the level of a reader's first skill; None where the framework lacks it.
        reason: why no level is suggested, or None.
    """

    reading: HeardReading
    wanted: tuple[tuple[str, ...], ...]
    listed: tuple[frozenset[str], ...]
    best: Placed | None
    known: Placed | None
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
    """Rung, asked about one text at a time."""

    def __init__(self, guide: Guide, build: Build, encoder: Encoder) -> None:
        self._guide, self._build, self._encoder = guide, build, encoder

    def reading(self, reading: HeardReading, framework: str) -> JudgedReading | None:
        """Judge a reading; None where nobody placed it in the framework."""
        skills, levels = reading.skills, reading.levels
        if framework != SFIA:
            if reading.tsc is None:
                return None
            skills, levels = (reading.tsc[0],), (reading.tsc[1],)
        wanted = tuple(tuple(skill.casefold() for skill in some) for some in skills if some)
        listed = self._guide.likely_skills(reading.activities, framework)
        best = None
        if listed:
            shares = {int(level): share for level, share in listed[0]["levels"].items()}
            best = _placed(reading, shares, tuple(listed[0]["level_set"]), levels)
        key = self.key(framework, wanted[0][0]) if wanted else None
        known = None
        if key is not None:
            shares = self._levels(reading.activities, framework, key)
            known = _placed(reading, shares, level_set(shares), levels)
        names = tuple(
            frozenset(name.casefold() for name in (each["skill"]["code"], each["skill"]["name"]))
            for each in listed
        )
        reason = self._guide.abstains(reading.activities, framework)
        return JudgedReading(reading, wanted, names, best, known, key, reason)

    def expected(self, activities: Sequence[str], framework: str) -> float:
        """Return the expected level of the likeliest skill; 0 where there is none."""
        listed = self._guide.likely_skills(activities, framework, 1)
        return sum(int(level) * share for level, share in listed[0]["levels"].items()) if listed else 0.0

    def key(self, framework: str, skill: str) -> str | None:
        """Return the key of a skill by its code or name; None where the build lacks it or its levels."""
        key = skill_key(self._build, framework, skill)
        return key if key is not None and self._build.levels_of(framework, key) else None

    def _levels(self, activities: Sequence[str], framework: str, key: str) -> dict[int, float]:
        found = search(self._build, self._encoder, activities, [(framework, key)])
        return level_distribution(found, framework, key)


def _placed(
    reading: HeardReading, shares: dict[int, float], told: tuple[int, ...], levels: tuple[int, ...]
) -> Placed:
    likeliest = max(shares, key=lambda level: (shares[level], -level))
    return Placed(reading.person, shares, float(likeliest), told, levels)
