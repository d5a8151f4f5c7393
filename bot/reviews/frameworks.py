"""Look up names, levels, skills and roles in the frameworks of the live build."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.guidance.lookup import Lookup
from knowledge.model import Knowledge

MOST = 12
"""Most skills offered at once."""


@dataclass(frozen=True, slots=True)
class SkillChoice:
    """A skill with an unambiguous label."""

    framework: str
    skill: str
    label: str


@dataclass(frozen=True, slots=True)
class RequiredLevel:
    """A skill and level that a role requires."""

    framework: str
    skill: str
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """A role with required levels; ``id`` is its index in the build."""

    id: int
    title: str
    required: tuple[RequiredLevel, ...]


class FrameworkLookup:
    """Looks things up in a shelf.

    Args:
        shelf: of the live build; called for every question, so that a new build is taken up.
    """

    def __init__(self, lookup: Callable[[], Lookup]) -> None:
        self._shelf = lookup

    def framework(self, framework: str) -> str:
        """Return a framework's name."""
        return self._shelf().framework_name(framework)

    def skill(self, framework: str | None, skill: str | None) -> str:
        """Return a skill's name, or its key if it is unknown."""
        found = self._shelf().skill(framework or "", skill or "")
        return found.name if found else skill or ""

    def levels(self, framework: str, skill: str) -> list[int]:
        """Return the levels of a skill; all levels if it is unknown."""
        return self._shelf().levels(framework, skill) or list(range(1, 8))

    def search(self, text: str) -> tuple[SkillChoice, ...]:
        """Return the skills that a label, code or part of a name may mean, best first; one if it is clear."""
        wanted = " ".join(text.casefold().split())
        if not wanted:
            return ()
        every = tuple(self._every())
        labelled = tuple(each for each, _ in every if each.label.casefold() == wanted)
        named = tuple(each for each, names in every if wanted in names)
        within = tuple(each for each, names in every if any(wanted in name for name in names))
        return labelled[:1] or named[:MOST] or within[:MOST]

    def roles(self) -> tuple[RoleProfile, ...]:
        """Return the roles with required levels, by title."""
        lookup, found = self._shelf(), []
        for number, role in enumerate(lookup.roles()):
            required = tuple(
                RequiredLevel(need.framework, known.key, known.name, need.level)
                for need in role.requirements
                if need.level is not None and (known := lookup.skill(need.framework, need.skill))
            )
            if required:
                found.append(RoleProfile(number, role.title, required))
        return tuple(sorted(found, key=lambda role: (role.title.casefold(), role.id)))

    def _every(self) -> Iterator[tuple[SkillChoice, tuple[str, ...]]]:
        lookup = self._shelf()
        for skill in lookup.knowledge.skills:
            if skill.kind == "skill":
                names = tuple(name.casefold() for name in (skill.code, skill.name) if name)
                code = f"{skill.code}, " if skill.code else ""
                label = f"{skill.name} ({code}{lookup.framework_name(skill.framework)})"
                yield SkillChoice(skill.framework, skill.key, label), names


class LiveShelf:
    """The shelf of the live build, read anew when another one goes live."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._stamp: object = ()
        self._shelf = Lookup(Knowledge())

    def __call__(self) -> Lookup:
        """Return the lookup; an empty one if there is no build yet."""
        from index import builds, knowledge_json

        if (now := builds.stamp(self._home)) != self._stamp:
            number = builds.live_number(self._home)
            path = builds.builds_of(self._home) / str(number) / "knowledge.json"
            known = (
                knowledge_json.from_json(path.read_text("utf-8")) if number and path.exists() else Knowledge()
            )
            self._shelf, self._stamp = Lookup(known), now
        return self._shelf
