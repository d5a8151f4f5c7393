"""Fast look-ups in a build's knowledge."""

from __future__ import annotations

from collections import defaultdict

from bot.guidance.model import Ladder, Rung, SkillInfo, SkillName, SkillRef, SourceRef
from knowledge.editions import edition, family
from knowledge.links import JOINING, Link
from knowledge.model import Descriptor, Knowledge, Role, Skill, Source
from knowledge.similarity import plain_name

SHORTEST_NAME = 3
"""Letters of a skill's name from which it can be typed: a skill called C needs more."""


class Lookup:
    """Look-ups over a build's knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._frameworks = {framework.id: framework for framework in knowledge.frameworks}
        self._skills = {(skill.framework, skill.key): skill for skill in knowledge.skills}
        self._named = {
            (skill.framework, name.casefold()): skill
            for skill in knowledge.skills
            for name in (skill.name, skill.code)
            if name
        }
        self._statements: dict[tuple[str, str], list[Descriptor]] = defaultdict(list)
        self._levels: dict[str, set[int]] = defaultdict(set)
        for each in knowledge.descriptors:
            self._statements[each.framework, each.skill].append(each)
            self._levels[each.framework].add(each.level)
        for framework in knowledge.frameworks:
            self._levels[framework.id].update(level.number for level in framework.levels)
        self._twins = _twins(knowledge.skills, knowledge.links)
        self._asked: dict[int, tuple[Role, dict[tuple[str, str], int | None]]] = {}

    def skill(self, framework: str, name: str) -> Skill | None:
        """Return a skill by its key, or by code or title in any case."""
        return self._skills.get((framework, name)) or self._named.get((framework, name.casefold()))

    def skill_name(self, ref: SkillRef) -> SkillName:
        """Return the code and name of a skill that is known."""
        skill = self.skill(ref["framework"], ref["skill"])
        assert skill is not None, f"{ref['framework']} lost {ref['skill']}"
        return {"code": skill.code or skill.name, "name": skill.name}

    def called(self, name: str) -> SkillInfo | None:
        """Return the skill with a name, in any case, or a code in capitals; None if there is none.

        Names are whole: *account* is not *Account Management*. A letter alone is no name.
        """
        plain = plain_name(name)
        wanted = name.strip() if name.strip().isupper() else plain
        if len(wanted) < SHORTEST_NAME:
            return None
        found = [
            skill
            for skill in self.knowledge.skills
            if (skill.code == wanted or plain_name(skill.name) == plain) and self._usable(skill)
        ]
        if not found:
            return None
        first = max(found, key=lambda skill: (edition(skill.framework), skill.framework))
        twins = [twin for twin in self.twins(first.framework, first.key) if self._usable(twin)]
        ordered = sorted(twins, key=lambda twin: (twin.name != first.name, -edition(twin.framework)))
        described = next((twin.description for twin in (first, *ordered) if twin.description), "")
        return {
            "choice": {"label": first.name, "skills": [self.ref(twin) for twin in ordered]},
            "description": described or self.statements(first.framework, first.key)[0].text,
            "levels": [
                (self.framework_name(twin.framework), level, self._first_statement(twin, level))
                for twin in ordered
                for level in self.levels(twin.framework, twin.key)
            ],
        }

    def _usable(self, skill: Skill) -> bool:
        return skill.kind != "attribute" and bool(self.levels(skill.framework, skill.key))

    def _first_statement(self, skill: Skill, level: int) -> str:
        return self.statements(skill.framework, skill.key, level)[0].text

    def statements(self, framework: str, skill: str, level: int | None = None) -> list[Descriptor]:
        """Return a skill's descriptors, of one level or of all."""
        every = self._statements.get((framework, skill), [])
        return every if level is None else [descriptor for descriptor in every if descriptor.level == level]

    def levels(self, framework: str, skill: str) -> list[int]:
        """Return the levels a skill has, ascending."""
        return sorted({descriptor.level for descriptor in self.statements(framework, skill)})

    def near_levels(self, framework: str, level: int) -> set[int]:
        """Return a level of a framework and the ones next to it, in the framework's own order."""
        every = sorted(self._levels[framework] | {level})
        at = every.index(level)
        return set(every[max(0, at - 1) : at + 2])

    def attribute(self, framework: str, name: str, level: int) -> list[Descriptor]:
        """Return the descriptors of an attribute at a level, from this or another edition."""
        for other in self._family(framework):
            skill = self.skill(other, name)
            if skill and skill.kind == "attribute" and (found := self.statements(other, skill.key, level)):
                return found
        return []

    def framework_name(self, framework: str) -> str:
        """Return a framework's name as its owner writes it."""
        known = self._frameworks.get(framework)
        return known.name if known else framework

    def level_name(self, framework: str, level: int) -> str:
        """Return a level's name, if necessary from another edition of the framework."""
        names = (self._frameworks[other].level_name(level) for other in self._family(framework))
        return next((name for name in names if name), "")

    def ladder(self, ref: SkillRef, levels: dict[int, float], suggested: int) -> Ladder:
        """Return a framework's levels, lowest first, with the probabilities of a skill's levels."""
        framework = ref["framework"]
        known = self._frameworks.get(framework)
        every = sorted({*levels, *(level.number for level in known.levels)} if known else levels)
        rungs: list[Rung] = [
            {"level": level, "name": self.level_name(framework, level), "probability": levels.get(level)}
            for level in every
        ]
        return {
            "framework": ref["framework_name"],
            "skill": ref["name"],
            "rungs": rungs,
            "suggested": suggested,
        }

    def twins(self, framework: str, skill: str) -> tuple[Skill, ...]:
        """Return the skill and those that are the same one in other frameworks: by title, by code in
        another version, or by the crosswalk."""
        return self._twins.get((framework, skill), ())

    def ref(self, skill: Skill) -> SkillRef:
        """Return a reference to a skill."""
        return {
            "framework": skill.framework,
            "framework_name": self.framework_name(skill.framework),
            "skill": skill.key,
            "name": skill.name,
        }

    def roles(self) -> tuple[Role, ...]:
        """Return every role known."""
        return self.knowledge.roles

    def asked(self, role: Role) -> dict[tuple[str, str], int | None]:
        """Return the levels a role requires (None if unspecified), by framework and skill key."""
        known = self._asked.get(id(role))
        if known is None:
            levels: dict[tuple[str, str], int | None] = {}
            for wanted in role.requirements:
                skill = self.skill(wanted.framework, wanted.skill)
                if skill is not None:
                    levels.setdefault((wanted.framework, skill.key), wanted.level)
            # Keep the role alive, so that its id stays unique.
            known = self._asked[id(role)] = role, levels
        return known[1]

    def _family(self, framework: str) -> list[str]:
        """Return a framework and its other editions: itself first, then newest to oldest."""
        every = [other for other in self._frameworks if family(other) == family(framework)]
        return sorted(every, key=lambda other: (other != framework, -edition(other)))


def place(sources: tuple[Source, ...]) -> SourceRef:
    """Return the first source of a statement."""
    if not sources:
        return {"document": "", "location": ""}
    return {"document": sources[0].document, "location": sources[0].location}


def _twins(skills: tuple[Skill, ...], links: tuple[Link, ...]) -> dict[tuple[str, str], tuple[Skill, ...]]:
    linked: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for number, link in enumerate(link for link in links if link.kind in JOINING):
        for end in (link.start, link.end):
            linked[end].append(("link", str(number)))
    groups: dict[tuple[str, str], list[Skill]] = {}
    for skill in skills:
        if skill.kind == "attribute":
            continue
        names = [("title", plain_name(skill.name)), *linked.get((skill.framework, skill.key), ())]
        if skill.code:
            names.append((family(skill.framework), skill.code.casefold()))
        known = [groups[name] for name in names if name in groups]
        group = known[0] if known else []
        for other in known[1:]:
            if other is not group:
                group.extend(other)
                groups.update({name: group for name, members in groups.items() if members is other})
        group.append(skill)
        groups.update(dict.fromkeys(names, group))
    return {(skill.framework, skill.key): tuple(group) for group in groups.values() for skill in group}
