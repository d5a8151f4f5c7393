"""Compare two builds: what changes in the catalogue, and for how many people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.guidance.comparison import FEWEST, MOST, Effects, Worked, effects
from bot.guidance.pool import GuidePool
from knowledge.diff import ChangedStatement, Changes, NamedSkill, SkillStatement, changes
from knowledge.model import Knowledge

if TYPE_CHECKING:
    from index.encoder import Encoder

LISTED = 5
"""Names of documents or skills that a summary lists."""


def compare(
    home: Path, encoder: Encoder, before: int | None, after: int, kept: Iterable[Worked] = ()
) -> dict[str, Any]:
    """Compare two builds.

    Args:
        before: usually the live one; None compares with nothing.
        kept: suggestions given, newest first (`kept_suggestions`).

    Returns:
        JSON values: ``before``, ``after``, ``nothing``, ``documents``, ``skills``, ``changed``,
        ``statements``, ``people``. Of people there are counts alone: ``assessments`` compared and those
        ``changed``, each null where it is of fewer than ``fewest`` people.

    Raises:
        BuildError: a build cannot be opened.
    """
    guides = GuidePool(home, encoder)
    new = guides.of(after)
    if before is None:
        return _told(None, after, changes(Knowledge(), new.lookup.knowledge), Effects(0, 0))
    old = guides.of(before)
    found = changes(old.lookup.knowledge, new.lookup.knowledge)
    return _told(before, after, found, effects(old, new, kept, MOST))


def kept_suggestions(home: Path) -> list[Worked]:
    """Return the suggestions in force, newest first; none if there is no store yet.

    Raises:
        StoreError: the store cannot be read.
    """
    from bot.store.assessments import in_force
    from bot.store.engine import Database

    path = home / "rung.db"
    if not path.exists():
        return []
    with Database(path) as database:
        return list(in_force(database))


def summary(difference: dict[str, Any]) -> list[str]:
    """Return a few lines on what changes, for a terminal or a message."""
    if difference["nothing"]:
        return ["Nothing would change in what Rung knows.", *people_lines(difference)]
    lines = []
    for title, names in difference["documents"].items():
        lines += _listed(f"Documents {title}", names)
    for title, skills in difference["skills"].items():
        names = [f"{s['before']} → {s['name']}" if s.get("before") else s["name"] for s in skills]
        lines += _listed(f"Skills {title}", names)
    moved = [each for each in difference["changed"] if each["level_before"] != each["level_after"]]
    reworded = [each for each in difference["changed"] if each["before"] != each["after"]]
    counts = {title: len(listed) for title, listed in difference["statements"].items()}
    counts |= {"reworded": len(reworded), "moved to another level": len(moved)}
    said = ", ".join(f"{count} {title}" for title, count in counts.items() if count)
    return [*lines, *([f"Statements: {said}."] if said else []), *people_lines(difference)]


def people_lines(difference: dict[str, Any]) -> list[str]:
    """Return a line on how many assessments change; none if nobody was assessed."""
    people = difference["people"]
    compared, changed, fewest = people["assessments"], people["changed"], people["fewest"]
    if compared == 0:
        return []
    if compared is None:
        return [f"Fewer than {fewest} people were assessed: what would change for them is not counted."]
    if changed is None:
        counted = f"those of fewer than {fewest} people"
    else:
        counted = f"{changed:,}" if changed else "none"
    return [f"Of the last {compared:,} assessments, {counted} would be suggested something else."]


def counts_only(difference: dict[str, Any]) -> dict[str, Any]:
    """Replace the assessments that a comparison of an earlier version lists by counts.

    It does not say whose they are, so a count of fewer than `FEWEST` assessments is left out.
    """
    people = difference["people"]
    if not isinstance(people["changed"], list):
        return difference
    compared = people["assessments"]
    changed = len({each["assessment"] for each in people["changed"]})
    few = 0 < compared < FEWEST
    counts = Effects(None if few else compared, None if few or 0 < changed < FEWEST else changed)
    return {**difference, "people": _counted(counts)}


def _counted(people: Effects) -> dict[str, Any]:
    return {"fewest": FEWEST, **asdict(people)}


def _listed(title: str, names: list[str]) -> list[str]:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return [f"{title} ({len(names)}): {'; '.join(names[:LISTED])}{more}."] if names else []


def _told(before: int | None, after: int, found: Changes, people: Effects) -> dict[str, Any]:
    return {
        "before": before,
        "after": after,
        "nothing": found.nothing,
        "documents": {
            "new": list(found.documents_new),
            "gone": list(found.documents_gone),
            "revised": list(found.documents_revised),
            "that back nothing any more": list(found.documents_idle),
        },
        "skills": {
            "new": [_skill(each) for each in found.skills_new],
            "gone": [_skill(each) for each in found.skills_gone],
            "renamed": [_skill(each.after) | {"before": each.before.name} for each in found.skills_renamed],
        },
        "changed": [_statement(each) for each in found.changed],
        "statements": {
            "new": [_statement(each) for each in found.new],
            "gone": [_statement(each) for each in found.gone],
        },
        "people": _counted(people),
    }


def _statement(of: ChangedStatement | SkillStatement) -> dict[str, Any]:
    return asdict(of) | {"skill": of.skill.name, "framework": of.skill.framework}


def _skill(skill: NamedSkill) -> dict[str, Any]:
    return {"framework": skill.framework, "key": skill.key, "name": skill.name}
