"""Reads a European ICT role profile that is mapped to a version of SFIA."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.formats.content import Document, Line
from knowledge.model import Framework, Level, Reading, Requirement, Role, RoleSection, Skill
from knowledge.readers.draft import Reader, ReadingDraft
from knowledge.readers.frameworks import SFIA_ATTRIBUTES, sfia, sfia_version_in
from knowledge.readers.statements import run_together

_LEVEL_ROW = re.compile(r"^level (\d{1,3})$")
_SKILL = re.compile(r"^(Core|Optional)\s*:\s*(.+?)\s*@\s*Level\s*(\S+)$", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"^([A-Z][A-Za-z ]{2,40}?)\s*[-–—]\s*Level\s*(\S+)$")
_DELIVERABLES = ("accountable", "responsible", "contributor")


@dataclass
class _Heading:
    """What the bullets that follow belong to."""

    skill: Skill
    level: int
    core: bool


def _recognises(document: Document) -> bool:
    """Recognise it by the profile's table: its first row names the profile."""
    titled = any(line.label == "profile title" for line in document.lines)
    return titled and not any(line.label.startswith("e-competence") for line in document.lines)


def _read(document: Document) -> Reading:
    """Read the profile: a role, the levels' phrases, attributes and skills at the role's levels."""
    draft = ReadingDraft(document, "ict-role-profile")
    lines = list(document.lines)
    framework = _framework(draft, lines)
    draft.add_framework(framework)
    requirements = _add_skills(draft, lines, framework.id)
    _add_role(draft, lines, requirements)
    if not requirements:
        draft.error(
            f"line {len(document.text_lines)}",
            "cut-off",
            "the profile asks for no skill (expected lines as 'Core: name @ Level 5')."
            " Check that the file is complete.",
        )
    return draft.finish()


def _framework(draft: ReadingDraft, lines: list[Line]) -> Framework:
    """Return the version of SFIA that the text names most often, with the phrases the page gives."""
    versions = [version for line in lines if (version := sfia_version_in(line.text))]
    known = sfia(max(sorted(set(versions)), key=versions.count) if versions else "")
    names = {level.number: level.name for level in known.levels}
    for line in lines:
        match = _LEVEL_ROW.match(line.label)
        level = draft.level(match[1], line.place) if match else None
        if level is not None and len(line.cells) > 1:
            names[level] = draft.line(line.cells[1], line.place)
    return Framework(known.id, known.name, tuple(Level(number, names[number]) for number in sorted(names)))


def _add_skills(draft: ReadingDraft, lines: list[Line], framework: str) -> list[Requirement]:
    requirements: list[Requirement] = []
    heading: _Heading | None = None
    attributes: dict[int, Line] = {}
    for line in lines:
        if line.cells:
            heading = None
        elif line.bullet:
            if heading is None:
                draft.add_background(draft.line(line.text, line.place), line.place)
            else:
                text = draft.line(line.text, line.place)
                draft.add_statements(heading.skill, heading.level, "level", [text], line.place)
        else:
            heading = _heading(draft, line, framework)
            if heading is not None and heading.skill.kind == "attribute":
                attributes.setdefault(heading.level, line)
            if heading is None:
                draft.add_background(draft.line(line.text, line.place), line.place)
            elif heading.skill.kind == "skill":
                requirements.append(Requirement(framework, heading.skill.key, heading.level, heading.core))
    if len(attributes) > 1:
        found, odd = sorted(attributes), list(attributes.values())[-1]
        draft.warn(
            odd.place,
            "levels-differ",
            f"attributes are at levels {found}; a profile has them all at one. Check the numbers.",
        )
    return requirements


def _heading(draft: ReadingDraft, line: Line, framework: str) -> _Heading | None:
    """Return the skill or attribute that a heading names, added to the draft, or None where it is none."""
    text = draft.line(line.text, line.place)
    skill_line, attribute_line = _SKILL.match(text), _ATTRIBUTE.match(text)
    source = (draft.source(line.place),)
    if skill_line:
        skill = Skill(framework, skill_line[2], sources=source)
        level = draft.level(skill_line[3], line.place)
    elif attribute_line and attribute_line[1].casefold() in SFIA_ATTRIBUTES:
        skill = Skill(framework, attribute_line[1], kind="attribute", sources=source)
        level = draft.level(attribute_line[2], line.place)
    else:
        return None
    if level is None or not draft.add_skill(skill):
        return None
    return _Heading(skill, level, core=not skill_line or skill_line[1].casefold() == "core")


def _add_role(draft: ReadingDraft, lines: list[Line], requirements: list[Requirement]) -> None:
    rows = {line.label: line for line in reversed(lines) if line.cells}
    title = rows["profile title"]
    name = _role_name(_cell(draft, rows, "profile title"))
    if not name:
        draft.error(title.place, "no-title", "the profile has no title. Write it beside 'Profile title'.")
        return
    tasks = rows.get("main task/s") or rows.get("main tasks")
    sections = [RoleSection("main tasks", _items(draft, tasks, 1))] if tasks else []
    role = Role(
        name=name,
        summary=_cell(draft, rows, "summary statement"),
        mission=_cell(draft, rows, "mission"),
        sections=(*sections, *_deliverables(draft, lines)),
        requirements=tuple(requirements),
        sources=(draft.source(title.place),),
    )
    for label in ("summary", "mission"):
        if not getattr(role, label):
            draft.warn(title.place, "missing-row", f"the profile has no {label}.")
    if not tasks:
        draft.error(
            title.place, "missing-row", "the profile has no row 'Main task/s'. Check that it is complete."
        )
    draft.add_role(role)


def _cell(draft: ReadingDraft, rows: dict[str, Line], label: str) -> str:
    line = rows.get(label)
    return draft.line(line.cells[1], line.place) if line and len(line.cells) > 1 else ""


def _items(draft: ReadingDraft, line: Line, column: int) -> tuple[str, ...]:
    if column >= len(line.cells):
        return ()
    return tuple(run_together(draft.tidy(line.cells[column], line.place)))


def _deliverables(draft: ReadingDraft, lines: list[Line]) -> list[RoleSection]:
    """Return what the role is accountable, responsible or a contributor for: the row under those headings."""
    for index, line in enumerate(lines[:-1]):
        if line.label != "deliverables":
            continue
        named = [cell.strip().casefold() for cell in line.cells]
        under = lines[index + 1]
        if not under.cells or under.label:
            draft.warn(line.place, "missing-row", "no deliverables are under this row.")
            return []
        return [
            RoleSection(f"deliverables {name}", found)
            for column, name in enumerate(named)
            if name in _DELIVERABLES and (found := _items(draft, under, column))
        ]
    return []


def _role_name(title: str) -> str:
    """Return ``Account Manager`` for ``ACCOUNT MANAGER ROLE (1)``."""
    plain = re.sub(r"\s*\(\d+\)\s*$", "", title)
    plain = re.sub(r"\s+(?:role|profile)$", "", plain, flags=re.IGNORECASE)
    if not plain.isupper():
        return plain
    return " ".join(word if word in ("ICT", "IT", "IS") else word.capitalize() for word in plain.split())


READERS = (Reader("ict-role-profile", _recognises, _read),)
