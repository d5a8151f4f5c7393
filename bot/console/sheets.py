"""CSV that a spreadsheet opens as text: what looks like a formula is none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")
"""What begins a formula, or a call of another program, in some spreadsheet."""


def as_csv(rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """Return rows as CSV in UTF-8, with the mark by which spreadsheets know it.

    Args:
        rows: the heads first; None is an empty cell.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(cell: str | int | None) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return cell
