"""Reads a table of an unknown kind, by a mapping that says which column is what.

No document is recognised as this kind: without a mapping nothing is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.formats import Document, open_document
from knowledge.formats.content import HEADER_ROWS, Table, column_key
from knowledge.model import DocumentError, Framework, Level, Reading, Skill
from knowledge.readers.draft import ReadingDraft
from knowledge.readers.statements import statements
from knowledge.readers.tables import TableRow, header_of, rows_of
from knowledge.table_mapping import SUFFIX, Mapping, UnmappedError, beside, level_names, load, suggest

MAPPED = "mapped-table"
"""Name of the kind, for readings."""


@dataclass(frozen=True)
class HeadedTable:
    """A table whose header was found.

    Args:
        table: with all its rows.
        header: names of its columns.
        header_row: number of the row they are in.
    """

    table: Table
    header: tuple[str, ...]
    header_row: int

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows below the header."""
        return self.table.rows[self.header_row :]


def headed_tables(document: Document) -> list[HeadedTable]:
    """Return the tables of a document that have a header of two columns or more."""
    return [headed for table in document.tables if (headed := _headed(table)) is not None]


def _headed(table: Table) -> HeadedTable | None:
    """Return a table whose header is its first row with two different names or more."""
    for number in range(1, min(len(table.rows), HEADER_ROWS) + 1):
        names = header_of(table, number)
        named = [name for name in names if name]
        if len(named) >= 2 and len({column_key(name) for name in named}) == len(named):
            return HeadedTable(table, names, number)
    return None


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
    found = [(_suggested(table, document.name), table) for table in headed_tables(document)]
    if not found:
        raise DocumentError(
            document.name, "it has no table with a header.", remedy="A mapping needs columns with names."
        )
    mapping, table = min(found, key=lambda pair: (len(pair[0].missing), -len(pair[1].rows)))
    return mapping, table.header


def _suggested(table: HeadedTable, name: str) -> Mapping:
    first = suggest(table.header, name=name)
    column = first.columns.get("level")
    return first if column is None else suggest(table.header, _cells(table, column), name)


def named_levels(path: Path, column: str) -> dict[str, int]:
    """Return levels for the names in a column; see `knowledge.table_mapping.level_names`.

    Args:
        path: of the document.
        column: that gives the level.

    Raises:
        DocumentError: it cannot be opened.
    """
    document = open_document(Path(path))
    table = next((each for each in headed_tables(document) if column in each.header), None)
    return level_names(_cells(table, column)) if table else {}


def _cells(table: HeadedTable, column: str) -> list[str]:
    index = table.header.index(column)
    return [row[index] for row in table.rows if index < len(row)]


def own_mapping(path: Path, document: Document) -> Mapping | None:
    """Return the mapping that is beside a document.

    Raises:
        DocumentError: it is not sound.
        UnmappedError: it names columns that the document does not have.
    """
    own = beside(path)
    if not own.exists():
        return None
    mapping = load(own)
    headers = [table.header for table in headed_tables(document)]
    if not any(mapping.fits(header) for header in headers):
        raise _misfit(document, mapping, headers)
    return mapping


def earlier_mapping(path: Path, document: Document) -> Mapping | None:
    """Return the mapping of another document in the same folder that fits: an earlier edition's."""
    others = _others(path)
    headers = [table.header for table in headed_tables(document)] if others else []
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
    there = {column_key(name) for header in headers for name in header}
    named = (*mapping.columns.values(), *mapping.level_columns)
    gone = [name for name in named if column_key(name) not in there]
    told = ", ".join(repr(name) for name in gone) or "all of its columns in one table"
    return UnmappedError(
        document.name,
        f"the mapping beside it names columns that it does not have: {told}.",
        remedy="Rename the columns, or make the mapping again with 'rung add --map'.",
    )


def read_mapped(document: Document, mapping: Mapping) -> Reading:
    """Read the tables that have the columns of a mapping.

    Args:
        document: open.
        mapping: see `knowledge.table_mapping`.
    """
    draft = ReadingDraft(document, MAPPED)
    names = {number: name.capitalize() for name, number in mapping.levels.items()}
    used = sorted({*mapping.level_columns.values(), *names})
    levels = tuple(Level(number, names.get(number, "")) for number in used)
    draft.add_framework(Framework(mapping.framework, mapping.name, levels))
    skills: dict[str, Skill] = {}
    for each in headed_tables(document):
        if mapping.fits(each.header):
            for row in rows_of(draft, each.table, each.header_row, fill=True):
                _add(draft, mapping, row, skills)
    return draft.finish()


def _add(draft: ReadingDraft, mapping: Mapping, row: TableRow, skills: dict[str, Skill]) -> None:
    skill = _skill(draft, mapping, row, skills)
    if skill is None:
        return
    for column, level in mapping.level_columns.items():
        texts = statements(row.text(draft, column))
        draft.add_statements(skill, level, mapping.kind, texts, row.place(column))
    if mapping.level_columns:
        return
    column = mapping.columns["text"]
    text, level_found = row.text(draft, column), _level(draft, mapping, row)
    if not text:
        draft.warn(row.place(column), "empty-level", "the cell is empty; the row says nothing.")
    elif level_found is not None:
        draft.add_statements(skill, level_found, mapping.kind, statements(text), row.place(column))


def _skill(draft: ReadingDraft, mapping: Mapping, row: TableRow, skills: dict[str, Skill]) -> Skill | None:
    said = {what: row.line(draft, column) for what, column in mapping.columns.items()}
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
        draft.add_skill(skills[key])  # reports that it occurs twice
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


def _level(draft: ReadingDraft, mapping: Mapping, row: TableRow) -> int | None:
    column = mapping.columns["level"]
    raw, place = row.line(draft, column), row.place(column)
    if not raw:
        draft.error(place, "level-missing", "the cell is empty: every row has a level. Fill it in.")
        return None
    if not mapping.levels:
        return draft.level(raw, place)
    if column_key(raw) not in mapping.levels:
        known = ", ".join(mapping.levels)
        draft.error(place, "level-out-of-range", f"found level {raw[:40]!r}, expected {known}. Correct it.")
        return None
    return mapping.levels[column_key(raw)]
