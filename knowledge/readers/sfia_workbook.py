"""Reads the workbook of SFIA 8: a sheet of skills, a sheet of levels of responsibility."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.formats.cleanup import with_one_apostrophe
from knowledge.formats.document import Document
from knowledge.formats.sheets import Sheet
from knowledge.model import Framework, Reading, Skill
from knowledge.readers.draft import Draft
from knowledge.readers.frameworks import SFIA_ATTRIBUTES, sfia
from knowledge.readers.sfia_table import add_row, check_header, has_columns, version
from knowledge.readers.statements import statements
from knowledge.readers.tables import Row, rows_under

KIND = "sfia-workbook"

_LEVEL_CELL = re.compile(r"^\s*(?:level\s*)?(\d{1,3})\s*(?:[-–—:.]\s*.*)?$", re.IGNORECASE)


def recognises(document: Document) -> bool:
    """Tell by a sheet that has the columns of SFIA skills."""
    return any(_is_skills(sheet) for sheet in document.sheets)


def read(document: Document) -> Reading:
    """Read the skills, and the attributes at each level."""
    draft = Draft(document, KIND)
    skills = next(sheet for sheet in document.sheets if _is_skills(sheet))
    rows = list(_rows(draft, skills))
    framework = sfia(version(rows, skills.rows[0], document.name))
    draft.add_framework(framework)
    check_header(draft, skills.rows[0], f"sheet {skills.name}, row 1")
    for row in rows:
        add_row(draft, row, framework.id, "skill", "Skill")
    for sheet in document.sheets:
        if _is_responsibility(sheet):
            _add_attributes(draft, sheet, framework)
        elif sheet is not skills and any(any(row) for row in sheet.rows):
            draft.note(f"sheet {sheet.name}", "unknown-sheet", "this sheet was passed over.")
    return draft.finish()


def _is_skills(sheet: Sheet) -> bool:
    return bool(sheet.rows) and has_columns(sheet.rows[0], "Code", "Skill", "Level 5 description")


def _is_responsibility(sheet: Sheet) -> bool:
    return bool(sheet.rows) and has_columns(sheet.rows[0], *SFIA_ATTRIBUTES[:3])


def _rows(draft: Draft, sheet: Sheet) -> Iterator[Row]:
    # The workbook has both kinds of apostrophe, the printed reference of the same texts one.
    numbered = (
        (number, [with_one_apostrophe(cell) for cell in cells])
        for number, cells in enumerate(sheet.rows[1:], 2)
    )
    return rows_under(draft, sheet.rows[0], numbered, f"sheet {sheet.name}, ")


def _add_attributes(draft: Draft, sheet: Sheet, framework: Framework) -> None:
    """Add an attribute a column, its texts a row a level."""
    levels = [(row, level) for row in _rows(draft, sheet) if (level := _level(draft, row)) is not None]
    _check_twice(draft, levels)
    for column, name in enumerate(sheet.rows[0]):
        where = f"sheet {sheet.name}, column {name.strip()}"
        title = draft.line(name, where) if column else ""
        if not title:
            continue
        attribute = Skill(framework.id, title, kind="attribute", sources=(draft.source(where),))
        if draft.add_skill(attribute):
            for row, level in levels:
                place = row.place(title)
                texts = statements(draft.tidy(row.cells[column], place))
                draft.add_statements(attribute, level, "level", texts, place)


def _level(draft: Draft, row: Row) -> int | None:
    match = _LEVEL_CELL.match(row.cells[0])
    return draft.level(match[1] if match else row.cells[0], row.location)


def _check_twice(draft: Draft, levels: list[tuple[Row, int]]) -> None:
    seen: dict[int, Row] = {}
    for row, level in levels:
        if level in seen:
            draft.error(
                row.location,
                "row-too-many",
                f"level {level} stands in {seen[level].location} already. Remove one or correct the number.",
            )
        seen.setdefault(level, row)
