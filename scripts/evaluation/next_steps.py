"""Next steps of roles: what the next role level adds, and what Rung gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.guidance.guide import Guide
from bot.guidance.lookup import Lookup
from bot.guidance.roles import PersonProfile, next_skills
from index.build import open_build
from index.encoder import Encoder
from index.role_requirements import FLOOR, LIKELY_SKILLS, level_columns, next_levels
from index.roles import RoleBook
from index.training.role_trainer import RoleCase
from knowledge.model import Role

Odds = NDArray[np.float64]
Step = tuple[str, int]
"""A skill, and the level it is asked for at."""


def next_role(role: Role, roles: Sequence[Role]) -> Role | None:
    """Return the role one place up the same ladder, the same variant of it; None at the top."""
    ladder = [other for other in roles if (other.family, other.name) == (role.family, role.name)]
    higher = [other for other in ladder if role.rank and other.rank == role.rank + 1]
    variant = " - " in role.grade
    return min(higher, key=lambda other: (" - " in other.grade) != variant, default=None)


def adds(role: Role, following: Role) -> list[Step]:
    """Return the skills and levels that the next role asks for and the present one does not."""
    has = {asked.skill.casefold(): asked.level or 0 for asked in role.requirements}
    return [
        (asked.skill.casefold(), asked.level)
        for asked in following.requirements
        if asked.level is not None and asked.level > has.get(asked.skill.casefold(), 0)
    ]


class NextSteps:
    """Rung's next-step skills."""

    def __init__(self, home: Path, encoder: Encoder) -> None:
        self._guide, self._build = Guide(home, encoder), open_build(home)

    def known(self, case: RoleCase, tasks: Sequence[str]) -> list[Step]:
        """Return the next-step skills of ``rung suggest``, in the order they are given, each skill once."""
        report = self._guide.suggest(tasks, case.framework)
        found: dict[str, int] = {}
        for suggestion in report["suggestions"]:
            for step in suggestion["next_steps"]:
                if step["kind"] == "skill":
                    found.setdefault(step["skill"], step["level"])
        return list(found.items())

    def left_out(self, case: RoleCase, scores: Odds, weights: Odds) -> list[Step]:
        """Return those given where the catalogue does not know the role's ladder.

        Args:
            scores: of the framework's skills, and
            weights: of their levels, both fitted without the ladder.
        """
        book = self._build.roles.without(case.ladder)
        roles = [self._build.knowledge.roles[place] for place in book.of(case.members).places]
        lookup = Lookup(replace(self._build.knowledge, roles=tuple(roles)))
        order = np.argsort(-scores, kind="stable")[:LIKELY_SKILLS]
        skills = {n: self._build.groups[int(case.members[n])].skill for n in order}
        shares = {skill: max(float(scores[n]), FLOOR) for n, skill in skills.items()}
        levels = {
            key: self._levels(case, book, key, weights)
            for key in shares
            if self._build.levels_of(case.framework, key)
        }
        first = next(iter(levels))
        level = max(levels[first], key=lambda number: levels[first][number])
        skill = lookup.skill(case.framework, first)
        assert skill is not None, f"{case.framework} lost {first}"
        person = PersonProfile(skill, level, None, shares, (), next_levels(shares, levels))
        return [(step["skill"], step["level"]) for step in next_skills(lookup, person)]

    def _levels(self, case: RoleCase, book: RoleBook, skill: str, weights: Odds) -> dict[int, float]:
        numbers = self._build.levels_of(case.framework, skill)
        columns = level_columns(self._build, book, case.query, case.framework, skill)
        odds = columns @ weights
        odds = np.exp(odds - odds.max())
        return dict(zip(numbers, (odds / odds.sum()).tolist(), strict=True))
