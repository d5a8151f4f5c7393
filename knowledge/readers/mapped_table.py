"""Reads tables of an unknown kind, by a mapping that says which column is what.

No document is recognised as this kind: without a mapping nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.formats import Document
from knowledge.formats.content import column_key
from knowledge.level_scale import is_placeholder
from knowledge.model import HIGHEST_LEVEL, DescriptorKind, DocumentError, Framework, Level, Reading, Skill
from knowledge.readers.draft import ReadingDraft
from knowledge.readers.headed_tables import AS_READ, OUTLINE, HeadedTable, headed_tables
from knowledge.readers.statements import items, sentences
from knowledge.table_mapping import LEFT_OUT, SUFFIX, TITLE, Mapping, UnmappedError, beside, load

MAPPED = "mapped-table"
"""Name of the kind, for readings."""

_LONGEST_ITEM = 400
"""Characters of an item that is one statement, as in `knowledge.readers.ladder`."""

_Skills = dict[tuple[str, str, str], Skill]
"""By code, title and, where there is no code, group."""


def tables_of(document: Document, mapping: Mapping) -> list[HeadedTable]:
    """Return the tables that have the columns of a mapping."""
    found = [
        table
        for table in headed_tables(document, mapping.header_row, mapping.turned)
        if mapping.fits(table.header, table.name)
    ]
    # What is made of headings says again what tables say.
    return [table for table in found if table.name not in (AS_READ, OUTLINE)] or found[:1]


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
    if not tables_of(document, mapping):
        raise _misfit(document, mapping)
    return mapping


def earlier_mapping(path: Path, document: Document) -> Mapping | None:
    """Return the mapping of another document in the same folder that fits: an earlier edition's."""
    for other in sorted(path.parent.glob(f"*{SUFFIX}")):
        try:
            mapping = load(other)
        except DocumentError:
            continue
        if any(not _new_levels(table, mapping) for table in tables_of(document, mapping)):
            return mapping
    return None


def _new_levels(table: HeadedTable, mapping: Mapping) -> set[str]:
    """Return the names of levels that a mapping does not know."""
    if not mapping.levels or mapping.columns.get("level", TITLE) == TITLE:
        return set()
    named = {column_key(each) for each in table.cells(mapping.columns["level"]) if not is_placeholder(each)}
    return named - mapping.levels.keys()


def _misfit(document: Document, mapping: Mapping) -> UnmappedError:
    headers = [each.header for each in headed_tables(document, mapping.header_row, mapping.turned)]
    there = {column_key(name) for header in headers for name in (*header, TITLE)}
    named = (*mapping.columns.values(), *mapping.level_columns)
    gone = [name for name in named if column_key(name) not in there]
    told = ", ".join(repr(name) for name in gone) or "all of its columns in one table"
    return UnmappedError(
        document.name,
        f"the mapping beside it names columns that it does not have: {told}.",
        remedy="Rename the columns, or make the mapping again with 'rung add --map'.",
    )


def read_mapped(document: Document, mapping: Mapping) -> Reading:
    """Read the tables that have the columns of a mapping."""
    draft = ReadingDraft(document, MAPPED)
    numbers = mapping.level_columns or mapping.levels
    names = {number: name if mapping.level_columns else name.capitalize() for name, number in numbers.items()}
    levels = tuple(Level(number, names[number]) for number in sorted(names) if number > 0)
    draft.add_framework(Framework(mapping.framework, mapping.name, levels))
    tables = tables_of(document, mapping)
    skills: _Skills = {}
    for table in tables:
        for place in table.too_long:
            draft.error(place, "row-too-long", "the row has more cells than its header. Correct it.")
        for row in _rows(draft, table, mapping):
            _add(draft, mapping, row, skills)
    used = {table.name for table in tables}
    for table in headed_tables(document):
        if table.name not in (*used, AS_READ, OUTLINE):
            draft.note(table.name, "unknown-sheet", "this table was left out: it has other columns.")
    return draft.finish()


@dataclass(frozen=True)
class _MappedRow:
    """A row: its place, and what its columns say, by field and by the name of the level's column."""

    at: str
    said: dict[str, str]
    by_level: dict[str, str]
    names: dict[str, str]

    def place(self, what: str) -> str:
        """Return the location of a cell, by field or column."""
        return f"{self.at}, column {self.names.get(what, what)}"


def _rows(draft: ReadingDraft, table: HeadedTable, mapping: Mapping) -> Iterator[_MappedRow]:
    """Yield the rows that say something; where levels are columns, one with a skill alone is a group."""
    index = {column_key(name): n for n, name in enumerate(table.header)}
    names = {what: name for what, name in mapping.columns.items() if name}
    group = above = ""
    for at, cells in zip(table.places, table.rows, strict=True):

        def cell(name: str, at: str = at, cells: tuple[str, ...] = cells) -> str:
            if column_key(name) == column_key(TITLE):
                return table.title
            return draft.tidy(cells[index[column_key(name)]], f"{at}, column {name}")

        said = {what: cell(name) for what, name in names.items()}
        by_level = {name: text for name in mapping.level_columns if (text := cell(name))}
        if mapping.level_columns and not by_level:
            group = said["skill"] or group
            continue
        if mapping.carried:
            said["skill"] = above = said["skill"] or above
        if not said.get("category"):
            said["category"] = group
        yield _MappedRow(at, said, by_level, names)


def _add(draft: ReadingDraft, mapping: Mapping, row: _MappedRow, skills: _Skills) -> None:
    level_name = " ".join(row.said.get("level", "").split())
    if mapping.levels.get(column_key(level_name)) == LEFT_OUT:
        draft.note(row.place("level"), "level-left-out", f"rows of the level {level_name!r} were left out.")
        return
    skill = _skill(draft, mapping, row, skills)
    if skill is None:
        return
    for column, text in row.by_level.items():
        _say(draft, skill, mapping.level_columns[column], mapping.kind, _items(text), row.place(column))
    if mapping.level_columns:
        return
    level = _level(draft, mapping, row)
    if not row.said["text"]:
        draft.warn(row.place("text"), "empty-level", "the cell is empty; the row says nothing.")
    elif level is not None:
        _say(draft, skill, level, mapping.kind, _items(row.said["text"]), row.place("text"))


def _items(text: str) -> list[str]:
    """Split a cell as a ladder's: into lines and items, and paragraphs into sentences."""
    return [
        one for each in items(text) for one in ([each] if len(each) <= _LONGEST_ITEM else sentences(each))
    ]


def _say(
    draft: ReadingDraft, skill: Skill, level: int, kind: DescriptorKind, texts: list[str], place: str
) -> None:
    said = [text for text in texts if not is_placeholder(text)]
    if len(said) < len(texts):
        message = "cells without a statement (N/A, TBC, -) were left out."
        draft.note(place, "placeholder", message, len(texts) - len(said))
    draft.add_statements(skill, level, kind, said, place)


def _skill(draft: ReadingDraft, mapping: Mapping, row: _MappedRow, skills: _Skills) -> Skill | None:
    said = {what: " ".join(text.split()) for what, text in row.said.items() if what != "text"}
    name, code = said["skill"], said.get("code", "")
    if not name:
        message = (
            "the cell is empty: every row names a skill. Fill it in, or say that it stands for the skill"
        )
        draft.error(row.place("skill"), "no-title", f"{message} above.")
        return None
    if "code" in mapping.columns and not code:
        message = f"the skill {name!r} has no code here; it goes by its title."
        draft.warn(row.place("code"), "no-code", message)
    category = said["category"]
    key = (code.casefold(), name.casefold(), "" if code else category.casefold())
    last = next(reversed(skills), None)
    if key not in skills or (mapping.level_columns and key != last):
        taken = not code and any(title == key[1] and group != key[2] for _, title, group in skills)
        skill = Skill(
            framework=mapping.framework,
            name=f"{name} ({category})" if taken and category else name,
            code=code,
            category=category,
            description=said.get("description", ""),
            sources=(draft.source(row.at),),
        )
        draft.add_skill(skill)  # reports what occurs twice
        skills.setdefault(key, skill)
    return skills[key]


def _level(draft: ReadingDraft, mapping: Mapping, row: _MappedRow) -> int | None:
    raw, place = " ".join(row.said["level"].split()), row.place("level")
    if not raw:
        draft.error(place, "level-missing", "the cell is empty: every row has a level. Fill it in.")
        return None
    if not mapping.levels:
        return draft.level(raw, place, HIGHEST_LEVEL)
    if column_key(raw) not in mapping.levels:
        known = ", ".join(mapping.levels)
        message = f"found level {raw[:40]!r}, expected {known}. Correct it, or put the levels right anew."
        draft.error(place, "level-out-of-range", message)
        return None
    return mapping.levels[column_key(raw)]
