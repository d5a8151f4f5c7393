"""Unpacks XLSX workbooks, whose archive has been checked."""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

import openpyxl

from knowledge.formats.sheets import Sheet
from knowledge.model import DocumentError

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 50, 20_000, 200

_ESCAPED_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REMEDY = "Open it in a spreadsheet program and save the tables as a new .xlsx file or as CSV."


def open_workbook(name: str, data: bytes) -> tuple[Sheet, ...]:
    """Unpack a workbook.

    Args:
        name: file name, for messages.
        data: its bytes; `converting.archives` has checked them.

    Raises:
        DocumentError: it is damaged, or has more sheets, rows or columns than are read.
    """
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it leaves out; Rung reads values only.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                return _sheets(name, book)
            finally:
                book.close()
    except DocumentError:
        raise
    except Exception as error:  # a damaged workbook makes openpyxl raise whatever its XML leads to
        raise DocumentError(
            name, f"the workbook is damaged ({type(error).__name__}).", remedy=_REMEDY
        ) from error


def _sheets(name: str, book: Any) -> tuple[Sheet, ...]:
    if len(book.worksheets) > MOST_SHEETS:
        raise DocumentError(
            name,
            f"the workbook has {len(book.worksheets)} sheets, at most {MOST_SHEETS} are read.",
            remedy=_REMEDY,
        )
    return tuple(Sheet(sheet.title, _rows(name, sheet)) for sheet in book.worksheets)


def _rows(name: str, sheet: Any) -> tuple[tuple[str, ...], ...]:
    too_many = (sheet.max_row or 0) > MOST_ROWS or (sheet.max_column or 0) > MOST_COLUMNS
    rows: list[tuple[str, ...]] = []
    if not too_many:
        found = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1, values_only=True)
        rows.extend(tuple(_as_text(cell) for cell in cells) for cells in found)
    if too_many or len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS and row[-1] for row in rows):
        raise DocumentError(
            name,
            f"the sheet has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns.",
            location=f"sheet {sheet.title}",
            remedy="Delete what stands outside the table, empty cells included.",
        )
    return tuple(rows)


def _as_text(value: object) -> str:
    """Return a cell as text; whole numbers without decimal point, ``_x000D_`` as what it stands for."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _ESCAPED_CHARACTER.sub(lambda match: chr(int(match[1], 16)), str(value))
