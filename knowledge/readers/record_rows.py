"""Rows of tables about skills or roles, as records: with a column of their names, or below their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.formats.content import HEADER_ROWS, Document, Table
from knowledge.readers.record_fields import FIELD_NAMES, about, field_key, meanings_of
from knowledge.readers.records import LEVEL_KEY, Record, RecordSet
from knowledge.readers.tables import header_of

_ROLE_SIGNS = (
    *("o net soc code", "onet soc code", "onetsoc code"),
    *("isco group", "iscogroup", "iscogroupcode", "occupationtype"),
)
_SKILL_SIGNS = ("skill type", "skilltype", "reuse level", "reuselevel")
_ADVERT_SIGNS = {
    *("company", "company name", "location", "salary", "employment type", "job type", "posted"),
    "date posted",
    *("work type", "contract", "hours", "closing date", "experience level", "seniority", "seniority level"),
    "department",
}
_PEOPLE = {
    *("employee", "email", "person", "learner", "candidate", "employee name", "employee id", "staff name"),
    *("staff id", "full name", "first name", "assessed by"),
}
"""Columns of tables about people, which say what somebody can do and not what a framework asks."""

_NAMES = {meaning: frozenset(FIELD_NAMES[meaning]) for meaning in ("role", "skill", "title")}
_BACK_LINK = re.compile(r"\s+back to (?:section|top|contents)\b.*$", re.IGNORECASE)


def of_tables(document: Document) -> Iterator[RecordSet]:
    """Yield the rows of the tables of a document that are about skills or roles."""
    found = [_of_table(document, table, number) for table, number in _whole_tables(document)]
    tables = [each for each in found if each is not None]
    # A single table of levels without a column of skills says what the levels are, not what a skill is.
    titled = [each for each in tables if not each.below_title]
    yield from tables if len(tables) > len(titled) + 1 else titled


def _whole_tables(document: Document) -> list[tuple[Table, int]]:
    """Return the tables with their numbers; in a PDF one without a header continues the one before it."""
    found: list[tuple[Table, int]] = []
    for number, table in enumerate(document.tables, 1):
        before = found[-1][0] if found else None
        width = len(table.rows[0]) if table.rows else 0
        if document.pages and before and width == len(before.rows[0]) and not _has_header(table):
            found[-1] = replace(before, rows=(*before.rows, *table.rows)), found[-1][1]
        else:
            found.append((table, number))
    return found


def _has_header(table: Table) -> bool:
    """Return whether one of the first rows names two columns that have a meaning, or the first one."""
    headers = [header_of(table, row) for row in range(1, min(len(table.rows), 2) + 1)]
    return any(len(found) > 1 or 0 in found for found in map(meanings_of, headers))


def _of_table(document: Document, table: Table, number: int) -> RecordSet | None:
    for row in range(1, min(len(table.rows), HEADER_ROWS) + 1):
        header = header_of(table, row)
        names = {field_key(name) for name in header}
        if not names.isdisjoint(_PEOPLE):
            return None
        first = table.rows[row] if row < len(table.rows) else ()
        subject, columns = _subject_of(names, first), meanings_of(header)
        there = set(columns.values())
        if subject:
            records = _rows(table, row, _named_columns(header, columns, subject))
        elif "level" in there and there & {"text", "description"}:
            title = title_of(document, table, number, row)
            records = (
                _rows_below(table, row, _named_columns(header, columns, "skill"), title) if title else []
            )
        else:
            continue
        below = not subject
        return RecordSet(table.name, frozenset(names), tuple(records), below) if records else None
    return None


def _rows(table: Table, header_row: int, columns: dict[int, str]) -> list[Record]:
    """Return the rows of a table that has a column of skills or roles."""
    if len(columns) < 2:
        return []
    found = []
    for number, cells in enumerate(table.rows[header_row:], header_row + 1):
        if cells != table.rows[header_row - 1] and (fields := _fields(cells, columns)):
            found.append(Record(fields, f"{table.prefix}row {number}"))
    return found


def _rows_below(table: Table, header_row: int, columns: dict[int, str], title: str) -> list[Record]:
    """Return the rows of a table of one skill, or of several with a title row each."""
    found: list[Record] = []
    columns = {at: meaning for at, meaning in columns.items() if meaning != "skill code"}
    for number, cells in enumerate(table.rows[header_row:], header_row + 1):
        filled = [at for at, cell in enumerate(cells) if cell.strip()]
        if filled == [0] and not cells[0].rstrip().endswith("."):
            title = bare_title(cells[0])
        elif len(filled) == 1 and found and (meaning := columns.get(filled[0])):
            _continue(found, meaning, cells[filled[0]])
        elif cells != table.rows[header_row - 1] and "level" in (fields := _fields(cells, columns)):
            found.append(Record({**fields, "skill": title}, f"{table.prefix}row {number}"))
    return found


def _fields(cells: tuple[str, ...], columns: dict[int, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for at, meaning in columns.items():
        if at < len(cells) and cells[at].strip():
            fields.setdefault(meaning, cells[at].strip())
    return fields


def _continue(records: list[Record], meaning: str, text: str) -> None:
    """Join what a row with one cell says to the record before: a page ended within it."""
    last = records[-1]
    records[-1] = Record({**last.fields, meaning: f"{last.get(meaning)} {text.strip()}".strip()}, last.place)


def _subject_of(names: set[str], first: Sequence[str]) -> str:
    """Return what the records of a table are about, ``skill`` or ``role``, or ``""``.

    O*NET and ESCO call their columns title and label; adverts call the role a title.
    """
    for signs, subject in ((_ROLE_SIGNS, "role"), (_SKILL_SIGNS, "skill")):
        if not names.isdisjoint(signs) and not names.isdisjoint(_NAMES["title"]):
            return subject
    for address, subject in (("/esco/occupation/", "role"), ("/esco/skill/", "skill")):
        if any(address in cell for cell in first[:3]) and not names.isdisjoint(_NAMES["title"]):
            return subject
    for subject in ("skill", "role"):
        if not names.isdisjoint(_NAMES[subject]):
            return subject
    return "role" if {"title", "description"} <= names and len(names & _ADVERT_SIGNS) > 1 else ""


def _named_columns(header: tuple[str, ...], columns: dict[int, str], subject: str) -> dict[int, str]:
    """Return the meaning of each column, title, code and description as those of the subject."""
    there = set(columns.values())
    renamed = about(there, subject)
    if subject == "skill" and "level" in there and not there & {"text", "knowledge", "ability", "role"}:
        renamed["description"] = "text"
    found = {index: renamed.get(meaning, meaning) for index, meaning in columns.items()}
    for index, name in enumerate(header):
        level = LEVEL_KEY.fullmatch(field_key(name))
        if level and index not in found:
            found[index] = f"level {level[1]}"
        elif field_key(name) == "element name" and subject == "role":
            found[index] = "skill"
    return found


def title_of(document: Document, table: Table, number: int, header_row: int) -> str:
    """Return what a table is about: a title row above its header, else the heading above the table."""
    for cells in reversed(table.rows[: header_row - 1]):
        named = [cell for cell in dict.fromkeys(cells) if cell.strip()]
        if len(named) == 1:
            return bare_title(named[0])
    at = next((n for n, line in enumerate(document.lines) if line.table == number), 0)
    above = next((line.text for line in reversed(document.lines[:at]) if line.heading), "")
    return bare_title(above)


def bare_title(text: str) -> str:
    """Return the last part of a title (``AREA 1: SEEDS - SKILL 1.2 DRYING``), without number and capitals."""
    whole = _BACK_LINK.sub("", " ".join(text.split()))
    last = re.split(r"\s+[-–—]\s+", whole)[-1]
    bare = re.sub(r"^(?:[^\W\d]+\s+)?\d+(?:\.\d+)+[.:]?\s*", "", last) or last
    return bare.capitalize() if bare.isupper() else bare
