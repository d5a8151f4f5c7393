"""The tables of a document with names for all columns; headings and nested values are tables as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from knowledge.formats.cleanup import without_hidden
from knowledge.formats.content import HEADER_ROWS, Document, Line, Table, column_key, rectangular
from knowledge.level_scale import largest_scale
from knowledge.readers.ladder_data import data_tables, read_data
from knowledge.readers.ladder_headings import read_headings

AS_READ = "headings"
"""Name of the table that is made of a document's headings and items."""

OUTLINE = "outline"
"""Name of the table that gives each item with the headings above it."""

_LONGEST_NAME = 60
_LONGEST_TITLE = 120
_MOST_TURNED = 100
"""Rows of a table that may be turned: they become columns."""
_FEWEST_ITEMS = 2


@dataclass(frozen=True)
class HeadedTable:
    """A table with a name for each column.

    Args:
        name: of the table; ``""`` for a CSV file.
        title: name of its sheet, or the heading above it, else the line above its header.
        header: name of each column, all different.
        header_row: number of the row that has them, 0 where there is none.
        rows: below the header, as long as it.
        places: of each row.
        too_long: places of rows with text beyond the header's end.
    """

    name: str
    title: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]
    too_long: tuple[str, ...] = ()

    def cells(self, column: str) -> list[str]:
        """Return the cells of a column, from above."""
        index = self.header.index(column)
        return [row[index] for row in self.rows]


def headed_tables(document: Document, header_row: int = 0, turned: bool = False) -> list[HeadedTable]:
    """Return the tables of a document that have two columns or more, those made of its headings last.

    Args:
        header_row: number of the row with the names of the columns, 0 to find it in each table.
    """
    found = [
        _headed(table, title, header_row, turned)
        for table, title in _titled(document)
        if any(any(row) for row in table.rows) and not (turned and len(table.rows) > _MOST_TURNED)
    ]
    return [*(each for each in found if len(each.header) > 1), *_made(document)]


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return a name for each column: what its header says, else its letter."""
    said = [" ".join(without_hidden(cell).split())[:_LONGEST_NAME] for cell in cells]
    keys = [column_key(name) for name in said]
    return tuple(
        name if name and keys.index(key) == n else f"{name} column {_letter(n)}".strip()
        for n, (name, key) in enumerate(zip(said, keys, strict=True))
    )


def _letter(number: int) -> str:
    first, last = divmod(number, 26)
    return (_letter(first - 1) if first else "") + ascii_uppercase[last]


def _titled(document: Document) -> Iterator[tuple[Table, str]]:
    """Yield the tables with their titles."""
    titles: dict[str, str] = {}
    heading = ""
    for line in document.lines:
        heading = line.text if line.heading else heading
        if line.table:
            titles.setdefault(f"table {line.table}", heading)
    for table in document.tables:
        yield table, titles.get(table.name, "" if table.name.startswith("table ") else table.name)


def _headed(table: Table, title: str, header_row: int, turned: bool) -> HeadedTable:
    rows = rectangular(table.rows)
    if turned:
        rows = tuple(zip(*rows, strict=True))
    number = header_row or _header_row(rows)
    names = rows[number - 1] if 0 < number <= len(rows) else [""] * len(rows[0])
    width = len(names)
    while width > 1 and not names[width - 1].strip() and not any(row[width - 1].strip() for row in rows):
        width -= 1
    above = [cell for row in rows[: max(number - 1, 0)] for cell in dict.fromkeys(row) if cell.strip()]
    below = [(n, row) for n, row in enumerate(rows[number:], number + 1) if any(row)]
    what = "column" if turned else "row"
    places = tuple(f"{table.prefix}{what} {n}" for n, _ in below)
    beyond = [] if turned else _beyond(table, number)
    return HeadedTable(
        table.name,
        title or (" ".join(above[-1].split())[:_LONGEST_TITLE] if above and not turned else ""),
        column_names(names[:width]),
        number,
        tuple(row[:width] for _, row in below),
        places,
        tuple(f"{table.prefix}row {n}" for n in beyond),
    )


def _header_row(rows: Sequence[Sequence[str]]) -> int:
    """Return the number of the first row with levels, else with two different short names or more, or 0."""
    named = [[column_key(cell) for cell in row if cell.strip(" 0123456789.%")] for row in rows[:HEADER_ROWS]]
    short = [
        n
        for n, names in enumerate(named)
        if len(names) >= 2 and len(set(names)) == len(names) and max(map(len, names)) <= _LONGEST_NAME
    ]
    levels = [n for n in short if len(largest_scale(named[n])) > 1]
    return (levels or short or [-1])[0] + 1


def _beyond(table: Table, header_row: int) -> list[int]:
    """Return the numbers of rows of a ragged table that have text beyond the header's end."""
    width = len(table.rows[header_row - 1]) if header_row else 0
    rows = enumerate(table.rows[header_row:], header_row + 1)
    return [n for n, row in rows if width and any(cell.strip() for cell in row[width:])]


def _made(document: Document) -> Iterator[HeadedTable]:
    yield from _records(document.value)
    ladder = read_data(document) or read_headings(document)
    if ladder is not None:
        rows = [(each.group, each.skill, each.level, each.text) for each in ladder.said]
        header = ("Group", "Skill", "Level", "Statement")
        yield HeadedTable(AS_READ, "", header, 0, tuple(rows), tuple(each.place for each in ladder.said))
    outline = list(_outline(document.lines))
    if len(outline) >= _FEWEST_ITEMS:
        deepest = max(len(path) for path, _ in outline)
        names = (*(f"Heading {n}" for n in range(1, deepest + 1)), "Text")
        cells = tuple((*path, *[""] * (deepest - len(path)), line.text) for path, line in outline)
        yield HeadedTable(OUTLINE, "", names, 0, cells, tuple(line.place for _, line in outline))


def _records(value: object) -> Iterator[HeadedTable]:
    """Yield the lists and mappings of entries in a file of data: a key a column."""
    for table in data_tables(value):
        header, rows = table.rows[0], table.rows[1:]
        if len(rows) >= _FEWEST_ITEMS and 2 <= len(header) <= _MOST_TURNED:
            name = table.name[:_LONGEST_NAME] or "values"
            places = tuple(f"{name}, item {n}" for n in range(1, len(rows) + 1))
            yield HeadedTable(name, "", column_names(header), 0, rows, places)


def _outline(lines: Sequence[Line]) -> Iterator[tuple[tuple[str, ...], Line]]:
    """Yield each item or paragraph with the headings above it, from the highest."""
    path: dict[int, str] = {}
    for line in lines:
        if line.heading:
            path = {depth: text for depth, text in path.items() if depth < line.heading}
            path[line.heading] = line.text
        elif path and not line.table:
            yield tuple(path.values()), line
