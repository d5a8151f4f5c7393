"""What the catalogue says of the skills that staff voices speak of."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from index.training.labelled_cases import Case, SkillId, skill_id, view
from knowledge.model import Knowledge


@dataclass(frozen=True, slots=True)
class SkillText:
    """A skill's texts, put together from the documents that know it.

    Args:
        name, description, category: of the newest framework version that has the skill.
        guidance: its guidance statements.
        statements: level to the statements of that level.
    """

    name: str
    description: str
    category: str
    guidance: tuple[str, ...]
    statements: dict[int, tuple[str, ...]]

    @property
    def summary(self) -> str:
        """Name and description as one text."""
        return f"{self.name}. {self.description}".strip()


def skill_texts(knowledge: Knowledge, wanted: Iterable[SkillId]) -> dict[SkillId, SkillText]:
    """Return the texts of the wanted skills that the knowledge has, ascending by id.

    Args:
        knowledge: the merged catalogue; where versions of a framework differ, the last one counts.
        wanted: skills to look for.
    """
    asked = set(wanted)
    found: dict[SkillId, SkillText] = {}
    statements: dict[tuple[str, str], dict[int, list[str]]] = {}
    for descriptor in knowledge.descriptors:
        levels = statements.setdefault((descriptor.framework, descriptor.skill), {})
        levels.setdefault(descriptor.level, []).append(descriptor.text)
    for skill in sorted(knowledge.skills, key=lambda skill: skill.framework):
        for name in (skill.code, skill.name):
            key = skill_id(skill.framework, name)
            if name and key in asked and skill.kind == "skill":
                levels = statements.get((skill.framework, skill.key), {})
                found[key] = SkillText(
                    skill.name,
                    skill.description,
                    skill.category + "/" + skill.subcategory,
                    skill.guidance,
                    {level: tuple(texts) for level, texts in sorted(levels.items())},
                )
    return dict(sorted(found.items()))


def partner(case: Case, text: SkillText, others: list[Case], chance: random.Random) -> str:
    """Return a text that should lie near the case: the framework's, or a colleague's of that skill."""
    roll = chance.random()
    if roll < 0.3:
        return text.summary
    if roll < 0.65 and text.statements.get(case.level):
        return f"{text.name}. {' '.join(text.statements[case.level])}"
    if roll < 0.75 and text.guidance:
        return f"{text.name}. {chance.choice(text.guidance)}"
    colleagues = [other for other in others if other is not case]
    return view(chance.choice(colleagues), chance)[0] if colleagues else text.summary
