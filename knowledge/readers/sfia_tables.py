"""SFIA as its owner publishes it in tables: CSV of skills, attributes and levels, and the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.formats.cleanup import with_one_apostrophe
from knowledge.formats.content import Document, Table, column_key
from knowledge.model import LOWEST_LEVEL, SFIA_HIGHEST, Framework, Level, Reading, Skill, SkillKind
from knowledge.readers.draft import Reader, ReadingDraft
from knowledge.readers.frameworks import SFIA_ATTRIBUTES, sfia, sfia_version_in
from knowledge.readers.statements import guidance, statements
from knowledge.readers.tables import (
    TableRow,
    header_of,
    note_other_tables,
    rows_of,
    rows_with,
)

LEVELS = range(LOWEST_LEVEL, SFIA_HIGHEST + 1)

_SKILLS = ("Code", "Skill", "Level 5 description")
_ATTRIBUTES = ("Code", "Attribute name", "Level 5 description")
_URL_VERSION = "/{}/"
_LEVEL_CELL = re.compile(r"^\s*(?:level\s*)?(\d{1,3})\s*(?:[-–—:.]\s*.*)?$", re.IGNORECASE)

_PHRASE, _ESSENCE, _ADDRESS = "guiding phrase", "essence of the level", "url"
_ESSENCE_START = re.compile(r"^essence of the level\s*:\s*", re.IGNORECASE)
_LEVEL_URL = re.compile(r"/(\d{1,2})/\d/?$")


def _sheets(document: Document) -> list[str]:
    return [table.name for table, _ in document.tables_with(*_SKILLS)]


def read_skills(document: Document) -> Reading:
    """Read the table of skills."""
    return _read_rows(document, "sfia-skills", _SKILLS, "skill", "Skill")


def _read_rows(
    document: Document, kind: str, columns: tuple[str, ...], what: SkillKind, name_column: str
) -> Reading:
    """Read a skill or attribute a row, its levels' texts split into statements."""
    draft = ReadingDraft(document, kind)
    table, number = document.tables_with(*columns)[0]
    header = header_of(table, number)
    rows = list(rows_with(draft, document, *columns))
    framework = sfia(_version(rows, header, document.name))
    draft.add_framework(framework)
    _check_header(draft, header, f"{table.prefix}row {number}")
    for row in rows:
        _add_row(draft, row, framework.id, what, name_column)
    return draft.finish()


def _read_workbook(document: Document) -> Reading:
    """Read the sheet of skills, and the attributes at each level of responsibility."""
    draft = ReadingDraft(document, "sfia-workbook")
    skills, number = document.tables_with(*_SKILLS)[0]
    header = header_of(skills, number)
    # The workbook has both kinds of apostrophe, the printed reference of the same texts one.
    rows = list(rows_of(draft, skills, number, clean=with_one_apostrophe))
    framework = sfia(_version(rows, header, document.name))
    draft.add_framework(framework)
    _check_header(draft, header, f"{skills.prefix}row {number}")
    for row in rows:
        _add_row(draft, row, framework.id, "skill", "Skill")
    attributes = document.tables_with(*SFIA_ATTRIBUTES[:3])
    for table, number in attributes:
        _add_attributes(draft, table, number, framework)
    note_other_tables(draft, document, [skills, *(table for table, _ in attributes)])
    return draft.finish()


def _version(rows: list[TableRow], header: Iterable[str], name: str) -> str:
    """Return the number in the addresses of a table (``…/skillcode/9/ITSP``), else in the file's name.

    Else it is 9, whose tables have a column of addresses, or 8, whose have guidance notes, or ``""``.
    """
    for row in rows:
        for number in ("9", "8", "7"):
            if _URL_VERSION.format(number) in row.raw("URL"):
                return number
    if said := sfia_version_in(name):
        return said
    keys = set(map(column_key, header))
    return "9" if "url" in keys else "8" if "guidance notes" in keys else ""


def _add_row(draft: ReadingDraft, row: TableRow, framework: str, kind: SkillKind, name_column: str) -> None:
    """Add the skill or attribute of a row, with its level texts as statements."""
    name, code = row.line(draft, name_column), row.line(draft, "Code")
    if not name or not code:
        missing = name_column if not name else "Code"
        kind_of = "no-title" if not name else "no-code"
        draft.error(row.place(missing), kind_of, f"the cell is empty: every {kind} has one. Fill it in.")
        return
    skill = Skill(
        framework=framework,
        name=name,
        code=code,
        kind=kind,
        category=row.line(draft, "Category") or row.line(draft, "Type"),
        subcategory=row.line(draft, "Subcategory"),
        description=row.line(draft, "Overall description"),
        guidance=tuple(guidance(row.text(draft, "Guidance notes"))),
        sources=(draft.source(row.location),),
    )
    if not draft.add_skill(skill):
        return
    said = [level for level in LEVELS if _add_level(draft, row, skill, level)]
    _check_levels(draft, row, said)


def _add_level(draft: ReadingDraft, row: TableRow, skill: Skill, level: int) -> bool:
    column = f"Level {level} description"
    text = row.text(draft, column)
    draft.add_statements(skill, level, "level", statements(text), row.place(column))
    return bool(text)


def _check_levels(draft: ReadingDraft, row: TableRow, said: list[int]) -> None:
    """Compare the numbers under 'Levels' with the levels that have a text."""
    first = row.columns.get("levels")
    if first is None:
        return
    marked = [
        level
        for cell in row.cells[first : first + len(LEVELS)]
        if cell.strip() and (level := draft.level(cell, row.place("Levels"))) is not None
    ]
    if sorted(marked) != said:
        draft.warn(
            row.place("Levels"),
            "levels-differ",
            f"levels {marked} are marked, levels {said} have a text. The texts were taken.",
        )
    if not said:
        draft.warn(row.location, "empty-level", "no level has a text.")


def _check_header(draft: ReadingDraft, header: Iterable[str], where: str = "row 1") -> None:
    """Report level columns beyond the seven, and missing ones."""
    names = {column_key(cell) for cell in header}
    for name in sorted(names):
        if name.startswith("level ") and name.endswith(" description"):
            draft.level(name.removesuffix(" description"), f"{where}, column {name.capitalize()}")
    for level in LEVELS:
        if f"level {level} description" not in names:
            draft.error(
                where,
                "missing-column",
                f"the column 'Level {level} description' is missing. Export the table with all columns.",
            )


def _add_attributes(draft: ReadingDraft, table: Table, header_row: int, framework: Framework) -> None:
    """Add an attribute a column, its texts a row a level."""
    rows = rows_of(draft, table, header_row, clean=with_one_apostrophe)
    levels = [(row, level) for row in rows if (level := _level(draft, row)) is not None]
    _check_twice(draft, levels)
    for column, name in enumerate(table.rows[header_row - 1]):
        where = f"{table.prefix}column {name.strip()}"
        title = draft.line(name, where) if column else ""
        if not title:
            continue
        attribute = Skill(framework.id, title, kind="attribute", sources=(draft.source(where),))
        if draft.add_skill(attribute):
            for row, level in levels:
                place = row.place(title)
                texts = statements(draft.tidy(row.cells[column], place))
                draft.add_statements(attribute, level, "level", texts, place)


def _level(draft: ReadingDraft, row: TableRow) -> int | None:
    match = _LEVEL_CELL.match(row.cells[0])
    return draft.level(match[1] if match else row.cells[0], row.location)


def _check_twice(draft: ReadingDraft, levels: list[tuple[TableRow, int]]) -> None:
    seen: dict[int, TableRow] = {}
    for row, level in levels:
        if level in seen:
            draft.error(
                row.location,
                "row-too-many",
                f"level {level} is in {seen[level].location} already. Remove one or correct the number.",
            )
        seen.setdefault(level, row)


def _levels_table(document: Document) -> tuple[Table, int] | None:
    """Return the table whose first column is 'Level', with a row of guiding phrases below."""
    for table, number in document.tables_with("Level"):
        labels = [column_key(row[0]) for row in table.rows[number:] if row]
        if column_key(table.rows[number - 1][0]) == "level" and _PHRASE in labels:
            return table, number
    return None


def _read_levels(document: Document) -> Reading:
    """Read a framework's levels with their names and essences."""
    draft = ReadingDraft(document, "sfia-levels")
    found = _levels_table(document)
    assert found is not None, "only a recognised document is read"
    table, header_row = found
    header = header_of(table, header_row)
    rows: dict[str, TableRow] = {}
    for row in rows_of(draft, table, header_row):
        label = row.line(draft, "Level").casefold()
        if label in rows:
            draft.error(row.location, "row-too-many", f"the row {label!r} occurs twice. Remove one.")
        elif label not in (_PHRASE, _ESSENCE, _ADDRESS):
            draft.warn(row.location, "unknown-row", f"the row {label[:40]!r} was left out.")
        rows.setdefault(label, row)
    known = sfia(_levels_version(document, rows))
    levels: dict[int, Level] = {}
    for column in header[1:]:
        number = draft.level(column, f"{table.prefix}row {header_row}, column {column}") if column else None
        if number in levels:
            draft.error(
                f"{table.prefix}row {header_row}",
                "duplicate-level",
                f"level {number} heads two columns. Correct the number.",
            )
        elif number is not None:
            name = _cell(draft, rows.get(_PHRASE), column) or known.level_name(number)
            essence = _ESSENCE_START.sub("", _cell(draft, rows.get(_ESSENCE), column))
            levels[number] = Level(number, name, essence)
    draft.add_framework(Framework(known.id, known.name, tuple(levels[number] for number in sorted(levels))))
    return draft.finish()


def _cell(draft: ReadingDraft, row: TableRow | None, column: str) -> str:
    return row.line(draft, column) if row else ""


def _levels_version(document: Document, rows: dict[str, TableRow]) -> str:
    """Return the version in the levels' addresses, else in the file name, else 9: only it has essences."""
    address = rows.get(_ADDRESS)
    for cell in address.cells[1:] if address else ():
        if match := _LEVEL_URL.search(cell.strip()):
            return match[1]
    return sfia_version_in(document.name) or ("9" if _ESSENCE in rows else "")


READERS = (
    Reader(
        "sfia-attributes",
        lambda document: bool(document.tables_with(*_ATTRIBUTES)),
        lambda document: _read_rows(document, "sfia-attributes", _ATTRIBUTES, "attribute", "Attribute name"),
    ),
    Reader("sfia-levels", lambda document: _levels_table(document) is not None, _read_levels),
    Reader("sfia-skills", lambda document: "" in _sheets(document), read_skills),
    Reader("sfia-workbook", lambda document: any(_sheets(document)), _read_workbook),
)
