"""Reads a table of a kind that Rung does not know, by a mapping that says which column is what.

This is no kind of its own that a document is recognised as: without a mapping nothing is read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.formats.cleanup import without_hidden
from knowledge.formats.document import Document, open_document, other_views
from knowledge.formats.sheets import Sheet
from knowledge.model import DocumentError, Framework, Level, Reading, Skill
from knowledge.readers.draft import Draft
from knowledge.readers.statements import statements
from knowledge.readers.tables import Row, rows_under
from knowledge.table_mapping import SUFFIX, Mapping, UnmappedError, beside, level_names, load, plain, suggest

MAPPED = "mapped-table"
"""Name of the kind, for readings."""

_LOOKED_THROUGH = 10
"""Rows at the top of a sheet in which its header is looked for."""


@dataclass(frozen=True)
class Table:
    """A table of a document.

    Args:
        name: of the sheet, or ``""`` for a CSV file.
        header: names of its columns.
        header_row: number of the row they stand in.
        rows: below the header.
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[str, ...], ...]


def tables(document: Document) -> list[Table]:
    """Return the tables of a document that have a header of two columns or more."""
    sheets = [*document.sheets]
    for view in other_views(document) if not sheets else ():
        sheets.extend(view.sheets)
    if not sheets and document.text and len(document.header) > 1:
        reader = csv.reader(
            io.StringIO(document.text.lstrip("\ufeff"), newline=""), delimiter=document.delimiter
        )
        try:
            sheets.append(Sheet("", tuple(tuple(cells) for cells in reader)))
        except csv.Error as error:
            raise DocumentError(document.name, f"the table is broken ({error}).") from error
    return [table for sheet in sheets if (table := _table(sheet)) is not None]


def suggestion(path: Path) -> tuple[Mapping, tuple[str, ...]]:
    """Suggest a mapping for a document, for a person to confirm.

    Args:
        path: of the document.

    Returns:
        the mapping of the table that lacks least, and the names of that table's columns.

    Raises:
        DocumentError: it cannot be opened, or has no table.
    """
    document = open_document(Path(path))
    found = [(_suggested(table, document.name), table) for table in tables(document)]
    if not found:
        raise DocumentError(
            document.name, "it has no table with a header.", remedy="A mapping needs columns with names."
        )
    mapping, table = min(found, key=lambda pair: (len(pair[0].missing), -len(pair[1].rows)))
    return mapping, table.header


def _suggested(table: Table, name: str) -> Mapping:
    first = suggest(table.header, name=name)
    column = first.columns.get("level")
    return first if column is None else suggest(table.header, _cells(table, column), name)


def named_levels(path: Path, column: str) -> dict[str, int]:
    """Return levels for the names that stand in a column; see `knowledge.table_mapping.level_names`.

    Args:
        path: of the document.
        column: that gives the level.

    Raises:
        DocumentError: it cannot be opened.
    """
    document = open_document(Path(path))
    table = next((each for each in tables(document) if column in each.header), None)
    return level_names(_cells(table, column)) if table else {}


def _cells(table: Table, column: str) -> list[str]:
    index = table.header.index(column)
    return [row[index] for row in table.rows if index < len(row)]


def own_mapping(path: Path, document: Document) -> Mapping | None:
    """Return the mapping that stands beside a document.

    Raises:
        DocumentError: it is not sound.
        UnmappedError: it names columns that the document does not have.
    """
    own = beside(path)
    if not own.exists():
        return None
    mapping = load(own)
    headers = [table.header for table in tables(document)]
    if not any(mapping.fits(header) for header in headers):
        raise _misfit(document, mapping, headers)
    return mapping


def earlier_mapping(path: Path, document: Document) -> Mapping | None:
    """Return the mapping of another document in the same folder that fits: an earlier edition's."""
    others = _others(path)
    headers = [table.header for table in tables(document)] if others else []
    for other in others:
        try:
            mapping = load(other)
        except DocumentError:
            continue
        if any(mapping.fits(header) for header in headers):
            return mapping
    return None


def _others(path: Path) -> list[Path]:
    try:
        return sorted(path.parent.glob(f"*{SUFFIX}"))
    except OSError:
        return []


def _misfit(document: Document, mapping: Mapping, headers: list[tuple[str, ...]]) -> UnmappedError:
    there = {plain(name) for header in headers for name in header}
    named = (*mapping.columns.values(), *mapping.level_columns)
    gone = [name for name in named if plain(name) not in there]
    told = ", ".join(repr(name) for name in gone) or "all of its columns in one table"
    return UnmappedError(
        document.name,
        f"the mapping beside it names columns that it does not have: {told}.",
        remedy="Rename the columns, or make the mapping anew with 'rung add --map'.",
    )


def read_mapped(document: Document, mapping: Mapping) -> Reading:
    """Read the tables that have the columns of a mapping.

    Args:
        document: open.
        mapping: see `knowledge.table_mapping`.
    """
    draft = Draft(document, MAPPED)
    names = {number: name.capitalize() for name, number in mapping.levels.items()}
    used = sorted({*mapping.level_columns.values(), *names})
    levels = tuple(Level(number, names.get(number, "")) for number in used)
    draft.add_framework(Framework(mapping.framework, mapping.name, levels))
    skills: dict[str, Skill] = {}
    for table in tables(document):
        if mapping.fits(table.header):
            for row in _rows(draft, table):
                _add(draft, mapping, row, skills)
    return draft.finish()


def _rows(draft: Draft, table: Table) -> Iterator[Row]:
    width = len(table.header)
    # Cells that a program left out at a row's end are empty ones; other tables of a document have them.
    filled = ((*cells, *[""] * (width - len(cells))) for cells in table.rows)
    numbered = ((number, list(cells)) for number, cells in enumerate(filled, table.header_row + 1))
    where = f"sheet {table.name}, " if table.name else ""
    header = tuple(plain(name) for name in table.header)
    return rows_under(draft, header, numbered, where)


def _add(draft: Draft, mapping: Mapping, row: Row, skills: dict[str, Skill]) -> None:
    skill = _skill(draft, mapping, row, skills)
    if skill is None:
        return
    for column, level in mapping.level_columns.items():
        texts = statements(row.text(draft, plain(column)))
        draft.add_statements(skill, level, mapping.kind, texts, row.place(column))
    if mapping.level_columns:
        return
    column = mapping.columns["text"]
    text, level_found = row.text(draft, plain(column)), _level(draft, mapping, row)
    if not text:
        draft.warn(row.place(column), "empty-level", "the cell is empty; the row says nothing.")
    elif level_found is not None:
        draft.add_statements(skill, level_found, mapping.kind, statements(text), row.place(column))


def _skill(draft: Draft, mapping: Mapping, row: Row, skills: dict[str, Skill]) -> Skill | None:
    said = {what: row.line(draft, plain(column)) for what, column in mapping.columns.items()}
    name, code = said["skill"], said.get("code", "")
    if not name:
        place = row.place(mapping.columns["skill"])
        draft.error(place, "no-title", "the cell is empty: every row names a skill. Fill it in.")
        return None
    if "code" in mapping.columns and not code:
        place = row.place(mapping.columns["code"])
        draft.warn(place, "no-code", f"the skill {name!r} has no code here; it goes by its title.")
    key = (code or name).casefold()
    if key in skills and mapping.level_columns:
        draft.add_skill(skills[key])  # tells that it stands twice
        return None
    if key not in skills:
        skills[key] = Skill(
            framework=mapping.framework,
            name=name,
            code=code,
            category=said.get("category", ""),
            description=said.get("description", ""),
            sources=(draft.source(row.location),),
        )
        draft.add_skill(skills[key])
    return skills[key]


def _level(draft: Draft, mapping: Mapping, row: Row) -> int | None:
    column = mapping.columns["level"]
    raw, place = row.line(draft, plain(column)), row.place(column)
    if not raw:
        draft.error(place, "level-missing", "the cell is empty: every row has a level. Fill it in.")
        return None
    if not mapping.levels:
        return draft.level(raw, place)
    if plain(raw) not in mapping.levels:
        known = ", ".join(mapping.levels)
        draft.error(place, "level-out-of-range", f"found level {raw[:40]!r}, expected {known}. Correct it.")
        return None
    return mapping.levels[plain(raw)]


def _table(sheet: Sheet) -> Table | None:
    """Return a sheet as a table; its header is the first row with two different names or more."""
    for number, cells in enumerate(sheet.rows[:_LOOKED_THROUGH], 1):
        names = [" ".join(without_hidden(cell).split()) for cell in cells]
        named = [name for name in names if name]
        if len(named) >= 2 and len({plain(name) for name in named}) == len(named):
            return Table(sheet.name, tuple(names), number, sheet.rows[number:])
    return None
