"""How far two documents that say the same thing agree, skill by skill."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from knowledge.model import Reading


@dataclass(frozen=True)
class Agreement:
    """How far two documents agree on a skill.

    Args:
        code, name: of the skill.
        levels: level texts of the workbook.
        equal: of them, those that the PDF has word for word, white space apart.
        facts: whether title, category and subcategory are the same.
        differing: levels whose texts are not equal.
    """

    code: str
    name: str
    levels: int
    equal: int
    facts: bool
    differing: tuple[int, ...]


def level_texts(reading: Reading) -> dict[tuple[str, int], str]:
    """Return the text of each level of each skill, white space normalised."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for each in reading.descriptors:
        found[each.skill, each.level].append(each.text)
    return {key: " ".join(" ".join(texts).split()) for key, texts in found.items()}


def agreements(reference: Reading, workbook: Reading) -> list[Agreement]:
    """Return the agreement of each skill of the workbook, in its order."""
    texts, expected = level_texts(reference), level_texts(workbook)
    skills = {skill.code: skill for skill in reference.skills if skill.kind == "skill"}
    found = []
    for skill in workbook.skills:
        if skill.kind != "skill":
            continue
        levels = sorted(level for code, level in expected if code == skill.code)
        differing = tuple(n for n in levels if texts.get((skill.code, n)) != expected[skill.code, n])
        other = skills.get(skill.code)
        facts = other is not None and (other.name, other.category, other.subcategory) == (
            skill.name,
            skill.category,
            skill.subcategory,
        )
        equal = len(levels) - len(differing)
        found.append(Agreement(skill.code, skill.name, len(levels), equal, facts, differing))
    return found
