"""Reads the CSV of roles of the UK Government's Digital and Data framework: a row a role level and skill."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from knowledge.formats.document import Document
from knowledge.model import Reading, Requirement, Role, RoleSection, Skill
from knowledge.readers.ddat_table import Cells, bullets, level_number
from knowledge.readers.draft import Draft
from knowledge.readers.frameworks import DDAT
from knowledge.readers.sfia_table import has_columns
from knowledge.readers.statements import statements
from knowledge.readers.tables import Row, csv_rows

KIND = "ddat-roles"

_SENIORITY = (
    ("trainee", "apprentice"),
    ("associate",),
    ("junior",),
    (),
    ("senior",),
    ("lead",),
    ("principal",),
    ("head of", "head", "the head"),
    ("chief", "director"),
)
"""First words of role levels, ascending; a role level with none of them stands in the middle."""

_PLAIN = _SENIORITY.index(())
_VARIANT = re.compile(r"\s+[-–—]\s+management$", re.IGNORECASE)
"""``Lead developer - management`` is another role at the level of ``Lead developer``."""


@dataclass
class _Grade:
    """A role level while its rows are read."""

    role: Role
    row: int
    requirements: list[Requirement] = field(default_factory=list)

    @property
    def mean_level(self) -> float:
        """Mean of the levels it asks for, 0 where it names none."""
        levels = [each.level for each in self.requirements if each.level is not None]
        return sum(levels) / len(levels) if levels else 0.0


def recognises(document: Document) -> bool:
    """Tell by the columns."""
    return has_columns(document.header, "Role", "Role Level", "Skill Name", "Skill Level")


def read(document: Document) -> Reading:
    """Read the table: roles with their ladder, what they ask for, and the skills as they stand there."""
    draft = Draft(document, KIND)
    draft.add_framework(DDAT)
    cells = Cells(draft)
    grades: dict[tuple[str, str, str], _Grade] = {}
    skills: dict[str, Skill] = {}
    said: set[tuple[str, int]] = set()
    for row in csv_rows(draft):
        name = cells.line(row, "Role")
        if not name:
            draft.error(row.place("Role"), "no-title", "the cell is empty: every row names its role.")
            continue
        grade = _grade(draft, cells, grades, row, name)
        requirement = _requirement(draft, cells, row)
        if requirement is not None:
            _require_once(draft, grade, requirement, row)
            _add_skill(draft, cells, row, requirement, skills, said)
    for ranked in _ranked(list(grades.values())):
        draft.add_role(ranked)
    cells.note_marked()
    return draft.finish()


def _grade(
    draft: Draft, cells: Cells, grades: dict[tuple[str, str, str], _Grade], row: Row, name: str
) -> _Grade:
    """Return the role level of a row, made from the first row that names it."""
    family, title = cells.line(row, "Role Family"), cells.line(row, "Role Level")
    described = cells.text(row, "Role Level Description")
    key = (family, name, title)
    if key not in grades:
        before, tasks, after = bullets(described)
        role = Role(
            name=name,
            grade=title,
            family=family,
            summary=" ".join(part for part in (before, after) if part),
            mission=cells.line(row, "Role Description"),
            sections=(RoleSection("main tasks", tuple(tasks)),) if tasks else (),
            sources=(draft.source(row.location),),
        )
        grades[key] = _Grade(role, row.number)
    return grades[key]


def _requirement(draft: Draft, cells: Cells, row: Row) -> Requirement | None:
    skill, level = cells.line(row, "Skill Name"), cells.line(row, "Skill Level")
    if not skill:
        return None
    number = level_number(draft, level, row.place("Skill Level")) if level else None
    return Requirement(DDAT.id, skill, number)


def _require_once(draft: Draft, grade: _Grade, requirement: Requirement, row: Row) -> None:
    key = requirement.skill.casefold()
    before = next((each for each in grade.requirements if each.skill.casefold() == key), None)
    if before is None:
        grade.requirements.append(requirement)
        return
    draft.problem(
        "note" if before.level == requirement.level else "warning",
        row.place("Skill Name"),
        "duplicate-requirement",
        f"{grade.role.title!r} asks for {requirement.skill!r} in an earlier row already; that one was kept.",
    )


def _add_skill(
    draft: Draft,
    cells: Cells,
    row: Row,
    requirement: Requirement,
    skills: dict[str, Skill],
    said: set[tuple[str, int]],
) -> None:
    """Add a skill, and what it says at a level, where the row is the first to say so."""
    described = cells.line(row, "Skill Description")
    key = requirement.skill.casefold()
    if key not in skills:
        source = (draft.source(row.location),)
        skills[key] = Skill(DDAT.id, requirement.skill, description=described, sources=source)
        draft.add_skill(skills[key])
    column = "Skill Level Description"
    text = cells.text(row, column)
    if requirement.level is not None and text and (key, requirement.level) not in said:
        said.add((key, requirement.level))
        before, listed, after = bullets(text)
        texts = [*statements(before), *listed, *statements(after)]
        draft.add_statements(skills[key], requirement.level, "ability", texts, row.place(column))


def _ranked(grades: list[_Grade]) -> list[Role]:
    """Return the roles with their places on the ladder of their name.

    The table says no order. A place follows from the first word of the role level (see `_SENIORITY`), and
    among equals from the mean of the skill levels asked for; a management variant stands beside what it
    varies.
    """
    by_name: dict[tuple[str, str], list[_Grade]] = {}
    for grade in grades:
        by_name.setdefault((grade.role.family, grade.role.name), []).append(grade)
    ranks: dict[int, int] = {}
    for ladder in by_name.values():
        rungs: dict[str, tuple[int, float, int]] = {}
        for grade in sorted(ladder, key=lambda each: len(each.role.title)):
            rungs.setdefault(_rung(grade.role), (_seniority(grade.role), grade.mean_level, grade.row))
        order = sorted(rungs, key=lambda title: rungs[title])
        for grade in ladder:
            ranks[id(grade)] = order.index(_rung(grade.role)) + 1
    return [
        replace(
            grade.role,
            requirements=tuple(grade.requirements),
            rank=ranks[id(grade)] if grade.role.grade else None,
        )
        for grade in grades
    ]


def _rung(role: Role) -> str:
    return _VARIANT.sub("", role.title).casefold()


def _seniority(role: Role) -> int:
    title = role.title.casefold()
    for place, words in enumerate(_SENIORITY):
        if any(title.startswith(f"{word} ") for word in words):
            return place
    return _PLAIN
