"""Which skills of the frameworks known a course serves: those given by its list, and those confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.editions import family
from knowledge.model import Course, Knowledge, ServedSkill, Skill
from knowledge.similarity import plain_name

KIND = "courses"
"""Kind of document that a list of courses is."""

State = Literal["proposed", "confirmed", "refused"]
Doubt = Literal["unknown", "several"]


@dataclass(frozen=True, slots=True)
class CourseLink:
    """A skill that a course may serve, as it was proposed, and what an admin decided.

    Args:
        id: number in the catalogue; 0 for one that is not there yet.
        document, course: the list, and the title on it.
        framework, skill: framework id and key.
        levels: ascending.
        score: 0 to 1, how near the course and the skill are.
        words: that carry it, the most telling first.
        who: account that decided; ``""`` while it is proposed.
    """

    document: str
    course: str
    framework: str
    skill: str
    levels: tuple[int, ...]
    score: float
    words: tuple[str, ...]
    state: State = "proposed"
    who: str = ""
    id: int = 0

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What is linked: list, title in lower case, framework id and skill."""
        return self.document, self.course.casefold(), self.framework, self.skill


def with_skills(
    known: Knowledge, courses: Sequence[Course], links: Iterable[CourseLink]
) -> tuple[Course, ...]:
    """Return courses with the skills known that they serve: those given first, then those confirmed.

    A skill that the list names is not among them where it is in doubt (`doubts`).
    """
    named = _named(known)
    there = {(skill.framework, skill.key) for skill in known.skills}
    confirmed: dict[tuple[str, str], list[ServedSkill]] = defaultdict(list)
    for link in links:
        if link.state == "confirmed" and (link.framework, link.skill) in there:
            served = ServedSkill(link.framework, link.skill, link.levels, link.words)
            confirmed[link.document, link.course.casefold()].append(served)
    return tuple(
        replace(
            course,
            skills=(
                *(each for given in course.skills for each in _known(named, known, given)[0]),
                *confirmed[course.source.document, course.title.casefold()],
            ),
        )
        for course in courses
    )


def doubts(known: Knowledge, courses: Iterable[Course]) -> tuple[tuple[Course, ServedSkill, Doubt], ...]:
    """Return the named skills that are not known, or have a level and are known in several frameworks."""
    named = _named(known)
    given = ((course, each) for course in courses for each in course.skills)
    found = ((course, each, _known(named, known, each)[1]) for course, each in given)
    return tuple((course, each, doubt) for course, each, doubt in found if doubt)


def _known(
    named: dict[str, list[Skill]], known: Knowledge, given: ServedSkill
) -> tuple[tuple[ServedSkill, ...], Doubt | None]:
    """Return the skills of a name, else why there are none: a level is of one framework only."""
    wanted = given.framework.casefold()
    names = {each.id: (each.id, family(each.id), each.name.casefold()) for each in known.frameworks}
    found = [
        skill
        for skill in named.get(plain_name(given.skill), ())
        if not wanted or wanted in names.get(skill.framework, ())
    ]
    if not found:
        return (), "unknown"
    if given.levels and len({family(skill.framework) for skill in found}) > 1:
        return (), "several"
    return tuple(replace(given, framework=skill.framework, skill=skill.key) for skill in found), None


def _named(known: Knowledge) -> dict[str, list[Skill]]:
    found: dict[str, list[Skill]] = defaultdict(list)
    for skill in known.skills:
        if skill.kind == "skill":
            for name in {plain_name(skill.name), plain_name(skill.code)} - {""}:
                found[name].append(skill)
    return found
