"""The CSV tables of the UK Government's Digital and Data framework: skills, and roles with their ladder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from knowledge.formats.content import Document
from knowledge.model import Reading, Requirement, Role, RoleSection, Skill
from knowledge.readers.draft import Reader, ReadingDraft
from knowledge.readers.frameworks import DDAT, DDAT_LEVELS
from knowledge.readers.statements import statements
from knowledge.readers.tables import TableRow, rows_with

_SKILLS = ("Skill Name", *DDAT_LEVELS)
_ROLES = ("Role", "Role Level", "Skill Name", "Skill Level")

_MARKS = {"not in use": "not-in-use", "missing": "missing"}
_SAID = {"not-in-use": "NOT IN USE", "missing": "MISSING", "not-defined": "that they are not defined"}
_NOT_DEFINED = re.compile(r"^this skill level is (?:currently )?not defined\.?$", re.IGNORECASE)
_LEAD_IN = re.compile(r"^(?:at this (?:role )?level,? )?you (?:can|will)\b[^.:\n]{0,40}:?$", re.IGNORECASE)
_BULLET = re.compile(r"^[-–—*•]\s+(?=\S)")

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
"""First words of role levels, ascending; a role level with none of them is in the middle."""

_PLAIN = _SENIORITY.index(())
_VARIANT = re.compile(r"\s+[-–—]\s+management$", re.IGNORECASE)
"""``Lead developer - management`` is another role at the level of ``Lead developer``."""


class Cells:
    """Reads cells, and counts those that say that they say nothing.

    Args:
        draft: of the document.
    """

    def __init__(self, draft: ReadingDraft) -> None:
        self._draft = draft
        self._marked: dict[str, list[tuple[int, str]]] = {}

    def text(self, row: TableRow, column: str) -> str:
        """Return a cell tidied, or ``""`` where it is marked NOT IN USE, MISSING or not defined."""
        text = row.text(self._draft, column)
        mark = _MARKS.get(text.casefold()) or ("not-defined" if _NOT_DEFINED.match(text) else "")
        if mark:
            self._marked.setdefault(mark, []).append((row.number, row.place(column)))
            return ""
        return text

    def line(self, row: TableRow, column: str) -> str:
        """Return a cell as `text` does, on one line."""
        return " ".join(self.text(row, column).split())

    def note_marked(self) -> None:
        """Note in the draft how many cells were marked, and in how many rows."""
        for mark, places in self._marked.items():
            rows = len({number for number, _ in places})
            self._draft.note(
                places[0][1],
                mark,
                f"cells that say {_SAID[mark]}: {len(places)}, in rows: {rows}. They were skipped;"
                " this is the first.",
                count=len(places),
            )


def _bullets(text: str) -> tuple[str, list[str], str]:
    """Split a cell into what is before its list, the list, and what is after it.

    Args:
        text: tidied. The lead-in of the list ('You can:') is left out; a cell without a list is all before.
    """
    before: list[str] = []
    listed: list[str] = []
    after: list[str] = []
    for line in text.splitlines():
        if _BULLET.match(line):
            listed.append(_BULLET.sub("", line))
        elif not _LEAD_IN.match(line):
            (after if listed else before).append(line)
    return " ".join(before), listed, " ".join(after)


def _level_number(draft: ReadingDraft, name: str, location: str) -> int | None:
    """Return the number of a named level, or None, with an error, where there is none of that name."""
    number = DDAT_LEVELS.get(name.casefold())
    if number is None:
        draft.error(
            location,
            "level-out-of-range",
            f"found level {name[:40]!r}, expected Awareness, Working, Practitioner or Expert."
            " Correct the name.",
        )
    return number


def _read_skills(document: Document) -> Reading:
    """Read the table: a skill a row, what one can do at each of four levels."""
    draft = ReadingDraft(document, "ddat-skills")
    draft.add_framework(DDAT)
    cells = Cells(draft)
    for row in rows_with(draft, document, *_SKILLS):
        name = cells.line(row, "Skill Name")
        if not name:
            draft.error(row.place("Skill Name"), "no-title", "the cell is empty: every skill has a name.")
            continue
        described = cells.line(row, "Skill Description")
        skill = Skill(DDAT.id, name, description=described, sources=(draft.source(row.location),))
        if not draft.add_skill(skill):
            continue
        for column, level in DDAT_LEVELS.items():
            before, listed, after = _bullets(cells.text(row, column.capitalize()))
            texts = [*statements(before), *listed, *statements(after)]
            draft.add_statements(skill, level, "ability", texts, row.place(column.capitalize()))
    cells.note_marked()
    return draft.finish()


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


def _read_roles(document: Document) -> Reading:
    """Read the table: roles with their ladder, what they ask for, and the skills as they are."""
    draft = ReadingDraft(document, "ddat-roles")
    draft.add_framework(DDAT)
    cells = Cells(draft)
    grades: dict[tuple[str, str, str], _Grade] = {}
    skills: dict[str, Skill] = {}
    said: set[tuple[str, int]] = set()
    for row in rows_with(draft, document, *_ROLES):
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
    draft: ReadingDraft, cells: Cells, grades: dict[tuple[str, str, str], _Grade], row: TableRow, name: str
) -> _Grade:
    """Return the role level of a row, made from the first row that names it."""
    family, title = cells.line(row, "Role Family"), cells.line(row, "Role Level")
    described = cells.text(row, "Role Level Description")
    key = (family, name, title)
    if key not in grades:
        before, tasks, after = _bullets(described)
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


def _requirement(draft: ReadingDraft, cells: Cells, row: TableRow) -> Requirement | None:
    skill, level = cells.line(row, "Skill Name"), cells.line(row, "Skill Level")
    if not skill:
        return None
    number = _level_number(draft, level, row.place("Skill Level")) if level else None
    return Requirement(DDAT.id, skill, number)


def _require_once(draft: ReadingDraft, grade: _Grade, requirement: Requirement, row: TableRow) -> None:
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
    draft: ReadingDraft,
    cells: Cells,
    row: TableRow,
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
        before, listed, after = _bullets(text)
        texts = [*statements(before), *listed, *statements(after)]
        draft.add_statements(skills[key], requirement.level, "ability", texts, row.place(column))


def _ranked(grades: list[_Grade]) -> list[Role]:
    """Return the roles with their places on the ladder of their name.

    The table says no order. A place follows from the first word of the role level (see `_SENIORITY`), and
    among equals from the mean of the skill levels asked for; a management variant is beside what it
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


READERS = (
    Reader("ddat-roles", lambda document: bool(document.tables_with(*_ROLES)), _read_roles),
    Reader("ddat-skills", lambda document: bool(document.tables_with(*_SKILLS)), _read_skills),
)
