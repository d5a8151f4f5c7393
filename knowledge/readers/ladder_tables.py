"""Ladders in tables: a skill a row and a level a column, or a level a row and a skill a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.formats.content import HEADER_ROWS, Document, Table, column_key
from knowledge.level_scale import (
    is_level,
    is_placeholder,
    largest_scale,
    order,
    readings_of,
    same_figures,
)
from knowledge.model import Severity
from knowledge.readers.ladder import PUT_FIGURES, FoundLadder, LeftOut, Said, subject_of
from knowledge.readers.ladder_rows import NO_NAME, cell_of, distinct, is_code, mean_words, name_rank

KIND = "ladder-table"

_FEWEST_WORDS = 3
"""Words of a statement: cells of fewer are marks, figures or required levels."""

_LONGEST_TITLE = 9
"""Words of a skill's title."""

_OUTLINE_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s+")
_ASIDE = re.compile(r"\b(?:examples?|notes?|comments?|evidence)\b", re.IGNORECASE)
_PARTS = re.compile(
    r".*\b(?:descriptions?|definitions?|summary|knowledge|abilit(?:y|ies)|behaviou?rs?|attitudes?|indicators?"
    r"|criteria|expectations?|text|meaning|beschreibung|descripci[oó]n|examples?|evidence|notes?|comments?"
    r"|looks like|statements?|details)\b.*"
)
"""Names of columns that say different things of one skill."""

_LABEL = re.compile(r"names?|titles?\b.*|years?\b.*|(?:.* )?experience\b.*|salary\b.*|typical\b.*")
"""Name of a column that says more of the levels of a table with a level a row."""

_NO_SKILL = ("total", "summary", "average", "score")
_TICK = re.compile(r"(?:[✅✔✓☑●•x]\ufe0f?|yes|y)", re.IGNORECASE)
LEVEL_HEADING = re.compile(r"|(?:.*\b)?(?:levels?|grade|title|role|band|stage|seniority)\b.*")
_DESCRIPTIONS = ("description", "definition", "summary", "about", "what it is")


@dataclass(frozen=True, slots=True)
class _Header:
    """The header of a ladder.

    Args:
        row: its number.
        levels: name of the level by column.
        skill: column of the skills, or -1 where the table is of one skill.
        group, description: columns of the group and the description, or -1.
    """

    row: int
    levels: dict[int, str]
    skill: int
    group: int = -1
    description: int = -1


def read_tables(document: Document) -> FoundLadder | None:
    """Return what the tables of a document say, or None where none is a ladder."""
    said: list[Said] = []
    left_out: list[LeftOut] = []
    scale: set[str] = set()
    for number, table in enumerate(document.tables, 1):
        found = list(_of_table(document, table, number))
        alike = same_figures({column_key(each.level) for each in found}, scale)
        found = [replace(each, level=alike.get(column_key(each.level), each.level)) for each in found]
        if found and (header := _header(table)) is not None and _has_statements(table, header):
            left_out.extend((*_unused_columns(table, header), *_repeated(found)))
        names = {column_key(each.level) for each in found}
        if (found and order(sorted(scale | names)) is not None) or (found and not scale):
            said.extend(found)
            scale |= names
        elif any(any(row) for row in table.rows):
            why = f"the table was left out: {_why_not(found, names)}."
            severity: Severity = "warning" if _is_of_figures(table) else "note"
            place = table.prefix.rstrip(", ") or f"table {number}"
            left_out.append(LeftOut(place, "unknown-sheet", why, severity))
    return FoundLadder(KIND, tuple(said), tuple(left_out)) if said else None


def _is_of_figures(table: Table) -> bool:
    """Return whether most cells are small figures: levels that roles or people have."""
    cells = [cell for row in table.rows for cell in row if cell]
    return 2 * sum(len(cell) == 1 and cell.isdigit() for cell in cells) > len(cells)


def _why_not(found: Sequence[Said], names: set[str]) -> str:
    if not found:
        return "it has no statements by skill and level"
    return f"its levels ({', '.join(sorted(names))}) have no order together with those of the tables before"


def _of_table(document: Document, table: Table, number: int) -> Iterator[Said]:
    header = _header(table)
    if header is not None and _has_statements(table, header):
        yield from _by_rows(table, header, subject_of(document, table, number))
        return
    if header is not None and _has_ticks(table, header):
        yield from _by_ticks(table, header, subject_of(document, table, number))
        return
    rows = _level_rows(table)
    named = [column_key(cell) for cell in table.rows[rows[0] - 1][1:] if cell.strip()] if rows else []
    parts = rows is not None and all(map(_PARTS.fullmatch, named))
    if parts and subject_of(document, table, number):
        return  # A table a skill: `ladder_rows` reads it.
    if rows is not None:
        yield from _by_columns(table, *rows)
        return
    columns = _level_cells(table)
    if columns is not None:
        yield from _by_cells(table, *columns)


def _header(table: Table) -> _Header | None:
    """Return the header of a table whose columns are levels."""
    for number, cells in enumerate(table.rows[:HEADER_ROWS], 1):
        levels = _level_columns(cells)
        if len(levels) < 2:
            continue
        first = min(levels)
        below = _below(table, number, levels)
        head, levels = (number + 1, below) if below else (number, levels)
        rows = table.rows[head:]
        ranks = {index: name_rank(column_key(cells[index])) for index in range(first)}
        left = [index for index in ranks if any(cell_of(row, index) for row in rows)]
        described = [index for index in left if column_key(cells[index]) in _DESCRIPTIONS]
        titles = [index for index in left if index not in described]
        titles = [index for index in titles if not _is_prose(table, head, index)] or titles
        titles = [index for index in titles if not is_code(cells[index], rows, index)] or titles
        skill = max(titles, key=lambda at: (distinct(rows, at), -ranks[at], at), default=-1)
        unfilled = [index for index in ranks if ranks[index] < NO_NAME and index not in left]
        if unfilled and ranks.get(skill, NO_NAME) == NO_NAME:
            skill = unfilled[-1]
        group = max((index for index in titles if index < skill), default=-1)
        return _Header(head, levels, skill, group, described[0] if described else -1)
    return None


def _below(table: Table, number: int, levels: dict[int, str]) -> dict[int, str]:
    """Return the level of each column where a level stands over several, as a merged cell does.

    The row below it names the columns of every level alike (Knowledge, Behaviours); examples are left out.
    """
    above, names = table.rows[number - 1], table.rows[number] if number < len(table.rows) else ()
    found: dict[int, str] = {}
    for index, name in enumerate(names[min(levels) :], min(levels)):
        if level := levels.get(index, "" if cell_of(above, index) else found.get(index - 1, "")):
            if not 0 < len(name.split()) < _LONGEST_TITLE:
                return {}
            found[index] = level
    firsts = {column_key(names[index]) for index in found if index in levels}
    if len(firsts) != 1 or len(found) == len(levels):
        return {}
    return {index: level for index, level in found.items() if not _ASIDE.search(names[index])}


def _level_columns(cells: Sequence[str]) -> dict[int, str]:
    """Return the columns of a header that are levels of one scale, the first of each name."""
    keys = [column_key(cell) for cell in cells]
    scale = largest_scale([key for key in dict.fromkeys(keys) if key])
    return {keys.index(key): cells[keys.index(key)].strip() for key in scale}


def _has_statements(table: Table, header: _Header) -> bool:
    cells = [
        cell_of(row, index)
        for row in table.rows[header.row :]
        for index in header.levels
        if cell_of(row, index)
    ]
    said = [cell for cell in cells if not is_placeholder(cell)]
    return bool(said) and sum(len(cell.split()) >= _FEWEST_WORDS for cell in said) >= 0.5 * len(said)


def _is_prose(table: Table, header_row: int, index: int) -> bool:
    words = [len(cell.split()) for row in table.rows[header_row:] if (cell := cell_of(row, index))]
    return sum(words) > _LONGEST_TITLE * len(words)


def _unused_columns(table: Table, header: _Header) -> Iterator[LeftOut]:
    """Yield the columns beside the levels that hold text and are no level of the scale.

    As many as the levels, they are levels too: their order is not known.
    """
    found = list(_columns_beside(table, header))
    unknown = sum(each.severity == "warning" for each in found)
    names = {column_key(name) for name in header.levels.values()}
    if unknown >= len(names):
        named = [each.strip() for each in table.rows[header.row - 1][header.skill + 1 :] if each.strip()]
        why = f"the order of its columns {', '.join(map(repr, named))} as levels is not known. {PUT_FIGURES}"
        found = [replace(found[0], kind="levels-unordered", why=why, severity="error")]
    yield from found


def _columns_beside(table: Table, header: _Header) -> Iterator[LeftOut]:
    cells = table.rows[header.row - 1]
    for index in range(header.skill + 1, len(cells)):
        if index == header.description:
            continue
        words = [len(cell_of(row, index).split()) for row in table.rows[header.row :]]
        if index not in header.levels and sum(count >= _FEWEST_WORDS for count in words):
            aside = bool(readings_of(cells[index]) == () and _ASIDE.search(cells[index]))
            why = f"the column {cells[index].strip()!r} was left out: it is not a level of the scale."
            place = f"{table.prefix}row {header.row}"
            yield LeftOut(place, "column-left-out", why, "note" if aside else "warning")


def _by_rows(table: Table, header: _Header, subject: str) -> Iterator[Said]:
    group = skill = description = ""
    for number, row in enumerate(table.rows[header.row :], header.row + 1):
        own = cell_of(row, header.skill)
        texts = {index: text for index in header.levels if (text := cell_of(row, index))}
        if header.group >= 0:
            group = cell_of(row, header.group) or group
        if own and not texts:
            group, skill = (own if header.group < 0 else group), ""
            continue
        if own:
            skill, description = own, cell_of(row, header.description)
        if column_key(skill) in _NO_SKILL:
            continue
        for index, text in texts.items():
            place = f"{table.prefix}row {number}, column {header.levels[index]}"
            yield Said(skill or subject, header.levels[index], text, place, group, description)


def _has_ticks(table: Table, header: _Header) -> bool:
    cells = [cell_of(row, index) for row in table.rows[header.row :] for index in header.levels]
    return header.skill >= 0 and any(cells) and all(_TICK.fullmatch(cell) for cell in cells if cell)


def _by_ticks(table: Table, header: _Header, subject: str) -> Iterator[Said]:
    """Yield the statements of a table that ticks the level of each; of several levels the first is taken."""
    skill = ""
    for number, row in enumerate(table.rows[header.row :], header.row + 1):
        skill, text = cell_of(row, header.group) or skill, cell_of(row, header.skill)
        ticked = [index for index in header.levels if cell_of(row, index)]
        levels = order([column_key(name) for name in header.levels.values()]) or {}
        lowest = min(ticked, key=lambda at: levels.get(column_key(header.levels[at]), 0), default=-1)
        if lowest >= 0 and len(text.split()) >= _FEWEST_WORDS:
            yield Said(skill or subject, header.levels[lowest], text, f"{table.prefix}row {number}")


def _level_rows(table: Table) -> tuple[int, dict[int, str]] | None:
    """Return the header row and the level of each row, where the first column has one level a row."""
    for number, cells in enumerate(table.rows[:HEADER_ROWS], 1):
        named = [cell for cell in cells[1:] if cell.strip()]
        rows = {row: cell_of(each, 0) for row, each in enumerate(table.rows[number:], number + 1)}
        rows = {row: name for row, name in rows.items() if name}
        keys = [column_key(name) for name in rows.values()]
        if (
            not named
            or any(is_level(cell) for cell in named)
            or not LEVEL_HEADING.fullmatch(column_key(cells[0]))
        ):
            continue
        if len(keys) > 1 and len(largest_scale(keys)) == len(keys):
            return number, rows
    return None


def _by_columns(table: Table, header_row: int, levels: dict[int, str]) -> Iterator[Said]:
    header = table.rows[header_row - 1]
    keys = [column_key(name) for name in header]
    columns = [at for at in range(1, len(header)) if keys[at] and not _LABEL.fullmatch(keys[at])]
    told = [at for at in columns if mean_words(table.rows[header_row:], at) >= _FEWEST_WORDS]
    if len(columns) < sum(map(bool, keys[1:])) and all(_PARTS.fullmatch(keys[at]) for at in told):
        return  # A scale: it says what its levels mean.
    cells = [(row, column) for row in levels for column in columns]
    texts = {(row, column): cell_of(table.rows[row - 1], column) for row, column in cells}
    said = [text for text in texts.values() if text and not is_placeholder(text)]
    long = sum(len(text.split()) >= _FEWEST_WORDS for text in said)
    if len({header[column] for _, column in cells}) < 2 or not said or long < 0.5 * len(said):
        return
    for (row, column), text in texts.items():
        if text:
            place = f"{table.prefix}row {row}, column {header[column]}"
            yield Said(header[column], levels[row], text, place)


def _level_cells(table: Table) -> tuple[int, int] | None:
    """Return the columns of level and statements in a table without a header: skill, level, statements."""
    for column in range(1, len(table.rows[0]) - 1 if table.rows else 0):
        keys = [column_key(cell_of(row, column)) for row in table.rows]
        if not all(is_level(key) for key in keys):
            continue
        scale = largest_scale(list(dict.fromkeys(keys)))
        words = sum(len(cell_of(row, column + 1).split()) for row in table.rows)
        if len(scale) > 1 and set(scale) == set(keys) and words >= 5 * len(keys):
            return column, column + 1
    return None


def _by_cells(table: Table, level: int, text: int) -> Iterator[Said]:
    for number, row in enumerate(table.rows, 1):
        titles, description = _titles(cell_of(row, level - 1))
        group = " ".join(titles[:-1])
        place = f"{table.prefix}row {number}"
        yield Said(
            titles[-1] if titles else "", cell_of(row, level), cell_of(row, text), place, group, description
        )


def _titles(cell: str) -> tuple[list[str], str]:
    """Return the short lines that a cell begins with, and what is below them."""
    lines = [_OUTLINE_NUMBER.sub("", line) for line in cell.splitlines()]
    count = next((n for n, line in enumerate(lines) if len(line.split()) > _LONGEST_TITLE), len(lines))
    return lines[:count] or lines[:1], " ".join(lines[max(count, 1) :])


def _repeated(said: Sequence[Said]) -> Iterator[LeftOut]:
    """Yield an error for a skill whose rows have another skill between them: one of the two is wrong."""
    first: dict[tuple[str, str], Said] = {}
    before = ("", "")
    for each in said:
        key = (each.skill.casefold(), each.group.casefold())
        if key in first and before != key:
            row = first[key].place.rpartition(", column")[0]
            why = f"the skill {each.skill!r} is in {row} already. Rename one or join the two."
            yield LeftOut(each.place, "duplicate-title", why, "error")
        first.setdefault(key, each)
        before = key
