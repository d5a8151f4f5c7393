"""Compares the SFIA 8 reference PDF with the SFIA 8 workbook, skill by skill.

Usage: python -m scripts.compare_sfia8 REFERENCE.pdf WORKBOOK.xlsx
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from knowledge.model import Reading
from knowledge.readers import read


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


def main() -> None:
    """Print the table."""
    reference, workbook = (read(Path(name)) for name in sys.argv[1:3])
    found = agreements(reference, workbook)
    for each in found:
        told = f"  differs at level {', '.join(map(str, each.differing))}" if each.differing else ""
        facts = "" if each.facts else "  title or category differs"
        print(f"{each.code}  {each.name:<45} {each.equal}/{each.levels}{told}{facts}")
    equal, levels = sum(each.equal for each in found), sum(each.levels for each in found)
    print(f"{len(found)} skills, {equal} of {levels} level texts equal: {equal / levels:.1%}")


if __name__ == "__main__":
    main()
