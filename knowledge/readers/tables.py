"""Rows of tables: cells by column, their places, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from knowledge.formats.cleanup import without_hidden
from knowledge.formats.content import Document, Table, column_key
from knowledge.readers.draft import ReadingDraft


@dataclass(frozen=True)
class TableRow:
    """A row of a table.

    Args:
        number: as a spreadsheet program counts.
        cells: as they are, as many as the header has.
        columns: column name to place; of columns with one name the first.
        prefix: what is before the row in a location (``sheet Skills, ``), or ``""``.
    """

    number: int
    cells: tuple[str, ...]
    columns: dict[str, int]
    prefix: str = ""

    @property
    def location(self) -> str:
        """The row, as a person would say it."""
        return f"{self.prefix}row {self.number}"

    def place(self, column: str) -> str:
        """Return the location of a cell."""
        return f"{self.location}, column {column}"

    def raw(self, column: str) -> str:
        """Return a cell as it is, ``""`` where the table has no such column."""
        index = self.columns.get(column_key(column))
        return self.cells[index] if index is not None else ""

    def text(self, draft: ReadingDraft, column: str) -> str:
        """Return a cell tidied, with line ends where it has them."""
        return draft.tidy(self.raw(column), self.place(column))

    def line(self, draft: ReadingDraft, column: str) -> str:
        """Return a cell tidied, on one line."""
        return draft.line(self.raw(column), self.place(column))


def rows_with(draft: ReadingDraft, document: Document, *columns: str) -> Iterator[TableRow]:
    """Yield the rows of all tables that have these columns, and note the tables that have not."""
    tables = document.tables_with(*columns)
    for table, header_row in tables:
        yield from rows_of(draft, table, header_row)
    note_other_tables(draft, document, [table for table, _ in tables])


def note_other_tables(draft: ReadingDraft, document: Document, used: Iterable[Table]) -> None:
    """Note the tables of a document that are not used and are not empty."""
    names = {table.name for table in used}
    for table in document.tables:
        if table.name not in names and any(any(row) for row in table.rows):
            draft.note(
                f"sheet {table.name}", "unknown-sheet", "this table was left out: it has other columns."
            )


def header_of(table: Table, header_row: int) -> tuple[str, ...]:
    """Return the names of the columns of a table."""
    return tuple(" ".join(without_hidden(cell).split()) for cell in table.rows[header_row - 1])


def rows_of(
    draft: ReadingDraft,
    table: Table,
    header_row: int,
    *,
    fill: bool = False,
    clean: Callable[[str], str] | None = None,
) -> Iterator[TableRow]:
    """Yield the sound rows below the header of a table.

    A row that is too long or too short is an error in the draft; a blank one is skipped.

    Args:
        fill: whether cells missing at a row's end count as empty.

    Raises:
        DocumentError: the table is damaged.
    """
    header = table.rows[header_row - 1]
    columns: dict[str, int] = {}
    for index, name in enumerate(header):
        columns.setdefault(column_key(name), index)
    for number, cells in enumerate(table.rows[header_row:], header_row + 1):
        if any(cell.strip() for cell in cells):
            filled = (*cells, *[""] * (len(header) - len(cells))) if fill else cells
            cleaned = tuple(clean(cell) for cell in filled) if clean else filled
            row = TableRow(number, cleaned[: len(header)], columns, table.prefix)
            if _is_sound(draft, row, cleaned, len(header)):
                yield row
    if table.broken is not None:
        raise table.broken


def _is_sound(draft: ReadingDraft, row: TableRow, cells: tuple[str, ...], width: int) -> bool:
    extra = next((cell for cell in cells[width:] if cell.strip()), "")
    if extra:
        draft.error(
            row.location,
            "row-too-long",
            f"found {len(cells)} cells, expected {width}; {extra.strip()[:40]!r} is in no column."
            " A comma or a quotation mark may be wrong: correct the row.",
        )
    elif len(cells) < width:
        draft.error(
            row.location,
            "row-too-short",
            f"found {len(cells)} cells, expected {width}. The file may have been cut off: correct the row.",
        )
    return not extra and len(cells) >= width
