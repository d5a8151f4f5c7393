"""What converters make of a file: its lines and the rows of its tables, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.formats.sheets import Sheet

MOST_BLOCKS = 50_000
"""Lines and rows of one document; the longest known has 6,000."""


@dataclass(frozen=True, slots=True)
class Block:
    """A line, a paragraph or a row of a table.

    Args:
        text: without line ends; of a row its cells joined by tabs.
        place: where it stands, as a person would say it (``page 3``, ``table 2, row 4``).
        cells: of a row; they may hold line ends. Empty where it is no row.
        heading: 1 for the highest heading to 6, 0 where it is none.
        bullet: whether it is an item of a list.
        table: number of the table a row is of, from 1; 0 where it is no row.
    """

    text: str
    place: str
    cells: tuple[str, ...] = ()
    heading: int = 0
    bullet: bool = False
    table: int = 0


def row(cells: Sequence[str], place: str, table: int) -> Block:
    """Return the row of a table."""
    return Block("\t".join(" ".join(cell.split()) for cell in cells), place, tuple(cells), table=table)


def as_text(blocks: Iterable[Block]) -> str:
    """Return the lines as text, as a wiki writes headings and lists: what readers of text ask for."""
    return "\n".join(_as_line(block) for block in blocks)


def as_sheets(blocks: Iterable[Block]) -> tuple[Sheet, ...]:
    """Return the tables, each as a sheet whose rows are as long as its longest."""
    tables: dict[int, list[tuple[str, ...]]] = {}
    for block in blocks:
        if block.table:
            tables.setdefault(block.table, []).append(block.cells)
    sheets = []
    for number, rows in tables.items():
        width = max(len(cells) for cells in rows)
        filled = tuple((*cells, *[""] * (width - len(cells))) for cells in rows)
        sheets.append(Sheet(f"table {number}", filled))
    return tuple(sheets)


def _as_line(block: Block) -> str:
    if block.heading:
        marks = "=" * max(2, 7 - block.heading)
        return f"{marks} {block.text} {marks}"
    return f"  * {block.text}" if block.bullet else block.text
