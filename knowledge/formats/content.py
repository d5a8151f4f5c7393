"""What a file holds: text, lines, tables and data, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from knowledge.formats.cleanup import without_hidden
from knowledge.formats.pdf_pages import Page
from knowledge.model import DocumentError, Problem

MAX_LINES = 50_000
"""Lines and rows of one document; the longest known has 6,000."""

MAX_ROWS = 20_000
"""Rows of one table."""

LONGEST_CELL = 20_000
"""Characters. The longest cell of the known frameworks has 4,000; a longer one has lost its end."""

HEADER_ROWS = 10
"""Rows at the top of a table in which its header is looked for: titles may be above it."""


_BULLET = re.compile(r"^\s*(?:[-–—*•▪‣●■]\s+|[•▪‣●■])(?=\S)")
_NUMBERED = re.compile(r"^\s*(\d{1,3})[.)]\s+(?=\S)")
_EMPHASIS = re.compile(r"\*\*|__|^#+\s+|^\[[ xX]\]\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, a paragraph or a row of a table.

    Args:
        text: without line ends, bullet, number and emphasis; of a row its cells joined by tabs.
        place: where it is, as a person would say it (``page 3``, ``table 2, row 4``).
        cells: of a row; they may hold line ends. Empty where it is no row.
        heading: 1 for the highest heading to 6, 0 where it is none.
        number: the number of a numbered item, or None.
        table: number of the table a row belongs to, from 1; 0 where it is no row of a table.
        merged: columns of a row whose cell is merged with the one above; it is empty here.
        starts: whether a paragraph starts here. A line of plain text may continue the line before it.
    """

    text: str
    place: str
    cells: tuple[str, ...] = ()
    heading: int = 0
    bullet: bool = False
    number: int | None = None
    table: int = 0
    merged: tuple[int, ...] = ()
    starts: bool = True

    @property
    def label(self) -> str:
        """The first cell of a row in lower case, else ``""``."""
        return " ".join(self.cells[0].split()).casefold() if self.cells else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A worksheet, a CSV file, or a table of another document.

    Args:
        name: title of the sheet, or ``table 2``; ``""`` for a CSV file.
        rows: cells as text, ``""`` where empty; row n is at n - 1.
        broken: why the rows end early, where the text of the table is damaged.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    broken: DocumentError | None = None

    @property
    def prefix(self) -> str:
        """What comes before a row in a location."""
        return f"sheet {self.name}, " if self.name else ""

    def header_row(self, columns: Iterable[str]) -> int | None:
        """Return the number of the row that names all these columns, or None; see `HEADER_ROWS`."""
        wanted = {column_key(name) for name in columns}
        for number, cells in enumerate(self.rows[:HEADER_ROWS], 1):
            if wanted <= {column_key(cell) for cell in cells}:
                return number
        return None


@dataclass(frozen=True, eq=False, kw_only=True)
class Content:
    """What a format module makes of a file.

    Args:
        text: its text, or ``""`` for a workbook; of a converted file its lines as a wiki writes them.
        tables: worksheets, the table of a CSV file, or the tables between the lines.
        pages: of a PDF, with the places of the text on them.
        value: what a JSON or YAML file holds, or the front matter of Markdown; None where there is none.
        repeated_keys: keys that one object gives twice; the last value is kept and the others are lost.
        left_out: what of the file is not read, reported as notes.
    """

    text: str = ""
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    pages: tuple[Page, ...] = ()
    value: object = None
    repeated_keys: tuple[str, ...] = ()
    left_out: tuple[Problem, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Document(Content):
    """A file that is open and sound as a file; what it says is for a reader to find out."""

    name: str
    sha256: str
    _found: dict[frozenset[str], tuple[tuple[Table, int], ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def text_lines(self) -> tuple[str, ...]:
        """The lines of its text as they are; line n of a text file is at n - 1."""
        return tuple(self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))

    def tables_with(self, *columns: str) -> tuple[tuple[Table, int], ...]:
        """Return the tables that have these columns, each with the number of its header row."""
        wanted = frozenset(columns)
        if wanted not in self._found:
            numbered = ((table, table.header_row(columns)) for table in self.tables)
            self._found[wanted] = tuple((table, number) for table, number in numbered if number)
        return self._found[wanted]


def column_key(name: str) -> str:
    """Return the name of a column or level as it is compared: lower case, single spaces, few signs."""
    return " ".join(re.sub(r"[_\-/:*]+", " ", without_hidden(name).casefold()).split())


class LineCollector:
    """Collects the lines of a document while its elements are walked."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []
        self._paragraphs = self._tables = 0

    def _add(self, line: Line) -> None:
        if len(self.lines) >= MAX_LINES:
            raise DocumentError(
                self.name, f"it has more than {MAX_LINES:,} lines and rows.", remedy="Split it."
            )
        self.lines.append(line)


def deletions(count: int) -> tuple[Problem, ...]:
    """Return a note on the text that tracked changes delete, where there is any."""
    message = "text that tracked changes delete was left out, and inserted text was kept."
    return (Problem("note", "tracked changes", "left-out", message, count),) if count else ()


def row_line(cells: Sequence[str], place: str, table: int, merged: tuple[int, ...] = ()) -> Line:
    """Return the row of a table as a line."""
    text = "\t".join(" ".join(cell.split()) for cell in cells)
    return Line(text, place, tuple(cells), table=table, merged=merged)


def converted(lines: Sequence[Line], left_out: tuple[Problem, ...] = ()) -> Content:
    """Return the content of a file that gives lines only: its text and tables follow from them."""
    marked = tuple(each for line in lines if (each := _marked(line)) is not None)
    uneven = tuple(_uneven_rows(lines))
    return Content(text=as_text(lines), lines=marked, tables=tables_in(lines), left_out=(*left_out, *uneven))


def _uneven_rows(lines: Sequence[Line]) -> Iterator[Problem]:
    """Yield a warning for each row with fewer cells than the first of its table: its texts may be shifted."""
    widths: dict[int, int] = {}
    for line in lines:
        if line.table and 1 < len(line.cells) < widths.setdefault(line.table, len(line.cells)):
            message = f"the row has {len(line.cells)} cells, the first row of its table {widths[line.table]}."
            yield Problem("warning", line.place, "row-too-short", f"{message} Check that no text is shifted.")


def marked_line(raw: str, place: str, *, starts: bool = True) -> Line | None:
    """Return a line without its bullet, number and emphasis; None where nothing is left."""
    numbered = _NUMBERED.match(raw)
    bullet = None if numbered else _BULLET.match(raw)
    mark = numbered or bullet
    text = " ".join(_EMPHASIS.sub(" ", raw[mark.end() :] if mark else raw).split())
    if not text:
        return None
    number = int(numbered[1]) if numbered else None
    return Line(text, place, bullet=bool(bullet), number=number, starts=starts)


def _marked(line: Line) -> Line | None:
    if line.cells:
        return line
    if line.bullet or line.number is not None:
        text = " ".join(_EMPHASIS.sub(" ", line.text).split())
        return replace(line, text=text) if text else None
    found = marked_line(line.text, line.place)
    return replace(found, heading=line.heading) if found else None


def as_text(lines: Iterable[Line]) -> str:
    """Return lines as text, headings and lists as a wiki writes them."""
    return "\n".join(_as_wiki(line) for line in lines)


def tables_in(lines: Iterable[Line]) -> tuple[Table, ...]:
    """Return the tables of lines: rows as long as the longest, merged cells filled from above."""
    tables: dict[int, list[tuple[str, ...]]] = {}
    for line in lines:
        if line.table:
            rows = tables.setdefault(line.table, [])
            rows.append(_filled(line, rows[-1] if rows else ()))
    return tuple(Table(f"table {number}", rectangular(rows)) for number, rows in tables.items())


def rectangular(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return rows filled with empty cells to the width of the longest."""
    width = max((len(cells) for cells in rows), default=0)
    return tuple((*cells, *[""] * (width - len(cells))) for cells in rows)


def _filled(line: Line, above: Sequence[str]) -> tuple[str, ...]:
    if not line.merged:
        return line.cells
    return tuple(
        above[column] if column in line.merged and column < len(above) else cell
        for column, cell in enumerate(line.cells)
    )


def _as_wiki(line: Line) -> str:
    if line.heading:
        marks = "=" * max(2, 7 - line.heading)
        return f"{marks} {line.text} {marks}"
    return f"  * {line.text}" if line.bullet or line.number is not None else line.text
