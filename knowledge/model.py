"""What Rung knows: frameworks, skills, descriptors and roles, each with its source.

Values are frozen and validated when made; nothing here reads or writes a file.
The words are those of docs/architecture.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from knowledge.links import Link

SkillKind = Literal["skill", "attribute"]
DescriptorKind = Literal["level", "ability", "knowledge"]
Severity = Literal["error", "warning", "note"]

LOWEST_LEVEL = 1
HIGHEST_LEVEL = 20
"""Ladders of companies have up to fifteen levels; more are points of a score."""
SFIA_HIGHEST = 7
"""SFIA's levels of responsibility, the scale of staff voices."""

_FRAMEWORK_ID = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a fact is: the document's file name, and the place in it (``sheet Skills, row 7``)."""

    document: str
    location: str

    def __post_init__(self) -> None:
        _require(bool(self.document.strip()), "a source needs a document")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a framework, with the owner's name for it and what it means, or ``""``."""

    number: int
    name: str = ""
    essence: str = ""

    def __post_init__(self) -> None:
        _require_level(self.number)


@dataclass(frozen=True, slots=True)
class Framework:
    """An edition of a framework: ``sfia-9`` (``SFIA 9``), ``tsc``, ``ddat``; levels ascend by number."""

    id: str
    name: str
    levels: tuple[Level, ...] = ()

    def __post_init__(self) -> None:
        is_id = bool(_FRAMEWORK_ID.match(self.id))
        _require(is_id, f"framework id {self.id!r} is not lower-case-with-hyphens")
        _require(bool(self.name.strip()), "a framework needs a name")
        numbers = [level.number for level in self.levels]
        _require(numbers == sorted(set(numbers)), f"levels of {self.id} are not ascending: {numbers}")

    def level_name(self, number: int) -> str:
        """Return the framework's name of a level, or ``""`` where it gives none."""
        return next((level.name for level in self.levels if level.number == number), "")


@dataclass(frozen=True, slots=True)
class Skill:
    """One thing a framework levels: a SFIA skill, a TSC, or a level-wide attribute.

    Args:
        code: the owner's code (``ACMG``), or ``""``: such a skill is known by its title.
        kind: ``skill`` or ``attribute`` (autonomy, influence, ...).
        category, subcategory: the owner's grouping, or ``""``. A TSC's competency area is a category.
        guidance: activities and notes that say what belongs to the skill, one statement each.
        level_codes: a code per level where the owner gives one (``ICT-SNM-2001-1.1``), ascending by level.
        sectors: industries it is used in, or empty.
    """

    framework: str
    name: str
    code: str = ""
    kind: SkillKind = "skill"
    category: str = ""
    subcategory: str = ""
    description: str = ""
    guidance: tuple[str, ...] = ()
    level_codes: tuple[tuple[int, str], ...] = ()
    sectors: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        _require(bool(self.name.strip()), f"a skill of {self.framework} needs a name")
        for number, _ in self.level_codes:
            _require_level(number)

    @property
    def key(self) -> str:
        """What the skill is known by within its framework: its code, else its title."""
        return self.code or self.name


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One statement of a skill or attribute at one level.

    Args:
        skill: the skill's key (code, else title).
        level: from 1, as the framework numbers it.
        kind: ``level`` (what the level is), ``ability`` (what one does), ``knowledge`` (what one knows).
        inferred: whether the level was worked out by Rung, not stated by the document.
        sources: where it is; two documents that say the same are one descriptor with two sources.
    """

    framework: str
    skill: str
    level: int
    kind: DescriptorKind
    text: str
    inferred: bool = False
    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        _require_level(self.level)
        _require(bool(self.text.strip()), f"a descriptor of {self.skill} at level {self.level} has no text")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A skill that a role asks for, by code or title; ``level`` is None where only the skill is named."""

    framework: str
    skill: str
    level: int | None = None
    core: bool = True

    def __post_init__(self) -> None:
        if self.level is not None:
            _require_level(self.level)


@dataclass(frozen=True, slots=True)
class RoleSection:
    """A named list of lines in a role: ``main tasks``, ``accountabilities``, ``duties``, ``purpose``,
    ``attributes``, ``deliverables accountable`` (``responsible``, ``contributor``)."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A job profile.

    Args:
        grade: the role level where the document has a ladder (``Senior data architect``), or ``""``.
        family: group of roles it belongs to, or ``""``.
        summary, mission: prose, or ``""``.
        sections: lists of lines, by name; the order is the document's.
        rank: place on the ladder of its name, 1 the lowest, or None where the document gives no ladder.
    """

    name: str
    grade: str = ""
    family: str = ""
    summary: str = ""
    mission: str = ""
    sections: tuple[RoleSection, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    rank: int | None = None
    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        _require(bool(self.name.strip()), "a role needs a name")

    @property
    def title(self) -> str:
        """The role's name as a person would introduce themselves."""
        return self.grade or self.name

    def lines(self, section: str) -> tuple[str, ...]:
        """Return the lines of a section, empty where the role has none of that name."""
        return tuple(line for s in self.sections if s.name == section for line in s.lines)


@dataclass(frozen=True, slots=True)
class ServedSkill:
    """A skill that a course serves.

    Args:
        framework: id, or ``""`` where the list names none.
        skill: its key; in a list as it was read, a code or title.
        levels: ascending; empty where none is named.
        words: that carry it, where an admin confirmed it; None where the list gives it.
    """

    framework: str
    skill: str
    levels: tuple[int, ...] = ()
    words: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        for number in self.levels:
            _require_level(number)


@dataclass(frozen=True, slots=True)
class Course:
    """A course, mentor, reading or task that an organisation offers.

    Args:
        source: the list it is on, and the place there.
        title: no other on its list has it.
        description, link, kind, cost, length, language: as its list gives them, or ``""``.
    """

    source: Source
    title: str
    description: str = ""
    link: str = ""
    kind: str = ""
    cost: str = ""
    length: str = ""
    language: str = ""
    skills: tuple[ServedSkill, ...] = ()

    def __post_init__(self) -> None:
        _require(bool(self.title.strip()), "a course needs a title")


@dataclass(frozen=True, slots=True)
class Passage:
    """Prose kept as background, or a trait asked of people at no level. It never becomes a descriptor."""

    kind: Literal["background", "trait"]
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader found wrong, said so that a person can act on it.

    Args:
        severity: ``error`` stops the document, ``warning`` and ``note`` do not.
        location: the place (``row 14, column Level 3 description``).
        kind: a short stable name (``level-out-of-range``, ``duplicate-code``, ``not-in-use``).
        count: how many places a collected note stands for.
    """

    severity: Severity
    location: str
    kind: str
    message: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is; ``skill_levels`` are levels of skills that say something."""

    skills: int = 0
    skill_levels: int = 0
    attributes: int = 0
    attribute_levels: int = 0
    statements: int = 0
    guidance: int = 0
    roles: int = 0
    passages: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says.

    Args:
        kind: the kind of document, as `knowledge.readers` names it (``sfia-csv``, ``tsc-reference``, ...).
        sha256: of its bytes, hexadecimal.
    """

    document: str
    kind: str
    sha256: str
    frameworks: tuple[Framework, ...] = ()
    skills: tuple[Skill, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    roles: tuple[Role, ...] = ()
    passages: tuple[Passage, ...] = ()
    courses: tuple[Course, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the document."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def counts(self) -> Counts:
        """How much the document says."""
        return count(self)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All documents together, merged: what a build is made from.

    Args:
        documents: file name to sha256 of each document that backs it, ascending by name.
        links: the crosswalk between its skills, ascending.
        courses: of all lists, with the skills known that they serve.
    """

    frameworks: tuple[Framework, ...] = ()
    skills: tuple[Skill, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    roles: tuple[Role, ...] = ()
    passages: tuple[Passage, ...] = ()
    documents: tuple[tuple[str, str], ...] = field(default=())
    links: tuple[Link, ...] = ()
    courses: tuple[Course, ...] = ()

    def framework(self, framework_id: str) -> Framework | None:
        """Return a framework by id, or None."""
        return next((f for f in self.frameworks if f.id == framework_id), None)

    def find_skill(self, name: str, framework: str | None = None) -> tuple[Skill, ...]:
        """Return the skills known by a code or title, in any case, of one framework, or of all for None."""
        wanted = name.casefold().strip()
        return tuple(
            skill
            for skill in self.skills
            if wanted in (skill.code.casefold(), skill.name.casefold())
            and (framework is None or skill.framework == framework)
        )


def count(known: Reading | Knowledge) -> Counts:
    """Count what a document, or all documents together, say."""
    attributes = {(skill.framework, skill.key) for skill in known.skills if skill.kind == "attribute"}
    levels = {(each.framework, each.skill, each.level) for each in known.descriptors}
    attribute_levels = sum(1 for framework, skill, _ in levels if (framework, skill) in attributes)
    return Counts(
        skills=len(known.skills) - len(attributes),
        skill_levels=len(levels) - attribute_levels,
        attributes=len(attributes),
        attribute_levels=attribute_levels,
        statements=len(known.descriptors),
        guidance=sum(len(skill.guidance) for skill in known.skills),
        roles=len(known.roles),
        passages=len(known.passages),
    )


class UserError(Exception):
    """An error that a person can correct: its message says what to do. Any other is a defect."""

    @property
    def told(self) -> str:
        """The message as a sentence."""
        text = str(self)
        return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '`')) else '.'}"


class DocumentError(UserError):
    """A document that cannot be read, said in one message a person can act on.

    Args:
        location: the place in the document, or ``""``.
        remedy: what to do, or ``""``.
        reason: short stable name of what is wrong with the file (``encrypted``, ``scanned``), or ``""``.
    """

    def __init__(
        self, document: str, message: str, *, location: str = "", remedy: str = "", reason: str = ""
    ) -> None:
        self.document, self.location, self.message = document, location, message
        self.remedy, self.reason = remedy, reason
        place = f"{document}, {location}" if location else document
        super().__init__(f"{place}: {self.sentence}")

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, without the place."""
        return f"{self.message} {self.remedy}" if self.remedy else self.message


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)


def _require_level(number: int) -> None:
    expected = f"expected {LOWEST_LEVEL} to {HIGHEST_LEVEL}"
    _require(LOWEST_LEVEL <= number <= HIGHEST_LEVEL, f"level {number} is out of range: {expected}")
