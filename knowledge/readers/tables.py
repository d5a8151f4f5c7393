"""Tables in text (CSV): rows with their numbers, cells by column, and what is wrong with either."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.formats.cleanup import without_hidden
from knowledge.formats.document import Document
from knowledge.model import DocumentError
from knowledge.readers.draft import Draft

MOST_ROWS = 20_000


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Args:
        number: as a spreadsheet program counts, the header being row 1.
        cells: as they stand, as many as the header has.
        columns: column name to place; of columns with one name the first.
        where: what stands before the row in a location (``sheet Skills, ``), or ``""``.
    """

    number: int
    cells: tuple[str, ...]
    columns: dict[str, int]
    where: str = ""

    @property
    def location(self) -> str:
        """The row, as a person would say it."""
        return f"{self.where}row {self.number}"

    def place(self, column: str) -> str:
        """Return the location of a cell."""
        return f"{self.location}, column {column}"

    def raw(self, column: str) -> str:
        """Return a cell as it stands, ``""`` where the table has no such column."""
        index = self.columns.get(column.casefold())
        return self.cells[index] if index is not None else ""

    def text(self, draft: Draft, column: str) -> str:
        """Return a cell tidied, with line ends where it has them."""
        return draft.tidy(self.raw(column), self.place(column))

    def line(self, draft: Draft, column: str) -> str:
        """Return a cell tidied, on one line."""
        return draft.line(self.raw(column), self.place(column))


def csv_rows(draft: Draft) -> Iterator[Row]:
    """Read the rows of a CSV document.

    Args:
        draft: of a document whose first line is the header.

    Yields:
        sound rows; one that is too long or too short is an error in the draft, a blank one is passed over.

    Raises:
        DocumentError: a quotation mark is missing or the table is too large.
    """
    records = _records(draft.document)
    header = tuple(without_hidden(cell) for cell in next(records, (1, []))[1])
    sheet = draft.document.sheet
    yield from rows_under(draft, header, records, f"sheet {sheet}, " if sheet else "")


def rows_under(
    draft: Draft, header: tuple[str, ...], records: Iterator[tuple[int, list[str]]], where: str = ""
) -> Iterator[Row]:
    """Yield the rows that stand under a header.

    Args:
        header: names of the columns.
        records: row numbers and cells.
        where: what stands before the row in a location, or ``""``.
    """
    columns: dict[str, int] = {}
    for index, name in enumerate(header):
        columns.setdefault(" ".join(name.split()).casefold(), index)
    for number, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        row = Row(number, tuple(cells[: len(header)]), columns, where)
        if any(cell.strip() for cell in cells[len(header) :]):
            extra = next(cell for cell in cells[len(header) :] if cell.strip())
            draft.error(
                row.location,
                "row-too-long",
                f"found {len(cells)} cells, expected {len(header)}; {extra.strip()[:40]!r} stands in no"
                " column. A comma or a quotation mark may be wrong: correct the row.",
            )
        elif len(cells) < len(header):
            draft.error(
                row.location,
                "row-too-short",
                f"found {len(cells)} cells, expected {len(header)}. The file may have been cut off:"
                " correct the row.",
            )
        else:
            yield row


def _records(document: Document) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(document.text, newline=""), delimiter=document.delimiter, strict=True)
    number = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _broken(document, number + 1, reader.line_num, error) from error
        if cells is None:
            return
        number += 1
        if number > MOST_ROWS:
            raise DocumentError(
                document.name, f"the table has more than {MOST_ROWS:,} rows.", remedy="Part it."
            )
        yield number, cells


def _broken(document: Document, row: int, line: int, error: csv.Error) -> DocumentError:
    location = f"row {row} (line {line})"
    if "unexpected end" in str(error):
        message, remedy = "the table ends inside a quoted cell.", "It was cut off: save or download it again."
    elif "field limit" in str(error):
        message, remedy = "a cell is too long to be sound.", "A closing quotation mark is missing: put it in."
    else:
        message, remedy = (
            "a quotation mark stands in a wrong place.",
            "Correct the row or export the table again.",
        )
    return DocumentError(document.name, message, location=location, remedy=remedy)
