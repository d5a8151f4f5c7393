"""Courses for a gap: those that serve the skill at the level, by their list or because an admin said so."""

from __future__ import annotations

from bot.guidance.lookup import Lookup, place
from bot.guidance.model import NextStep
from knowledge.editions import family
from knowledge.model import Course, ServedSkill

MOST = 3


def courses_for(lookup: Lookup, framework: str, skill: str, level: int, most: int = MOST) -> list[NextStep]:
    """Return the courses that serve a skill at a level, in any edition of its framework.

    Those of the level come first, those given by a list before those that were confirmed, and those for few
    levels before those for many.

    Args:
        lookup: the build's knowledge.
        framework, skill: framework id and key.
        level: the one to reach.
    """
    twins = lookup.twins(framework, skill)
    keys = {(twin.framework, twin.key) for twin in twins if family(twin.framework) == family(framework)}
    found: dict[tuple[str, str], tuple[Course, ServedSkill]] = {}
    for course in lookup.knowledge.courses:
        fit = [
            served
            for served in course.skills
            if (served.framework, served.skill) in keys and (level in served.levels or not served.levels)
        ]
        if fit:
            found[course.source.document, course.title] = course, min(fit, key=_order)
    best = sorted(found.values(), key=lambda pair: (_order(pair[1]), pair[0].title))
    return [_step(lookup, *pair, skill, level) for pair in best[:most]]


def _order(served: ServedSkill) -> tuple[bool, bool, int]:
    return not served.levels, served.words is not None, len(served.levels)


def _step(lookup: Lookup, course: Course, served: ServedSkill, skill: str, level: int) -> NextStep:
    known = lookup.skill(served.framework, served.skill)
    return {
        "kind": "course",
        "skill": skill,
        "level": level,
        "text": course.title,
        "source": place((course.source,)),
        "course": {
            "serves": known.name if known else served.skill,
            "levels": list(served.levels),
            "words": None if served.words is None else list(served.words),
            "link": course.link,
            "kind": course.kind,
            "length": course.length,
            "language": course.language,
            "cost": course.cost,
        },
    }
