"""Workbooks (XLSX), opened by openpyxl: visible sheets as tables, merged cells filled from above."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import Any

import openpyxl

from knowledge.formats.content import MAX_ROWS, Content, Line, Table, rectangular, row_line
from knowledge.model import DocumentError, Problem

MAX_SHEETS, MAX_COLUMNS = 50, 200

_MAX_LINES = 5_000
"""Rows up to which a workbook may also be a running document, such as a reference table with labels."""

_ESCAPED_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(rb"<c\b([^>]*[^/>])>(.*?)</c>", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}\d+)"')
_EMPTY_FILL = re.compile(rb"<fill\s*/>|<fill>\s*</fill>")
_REMEDY = "Open it in a spreadsheet program and save the tables as a new .xlsx file or as CSV."


def read_xlsx(name: str, data: bytes) -> Content:
    """Read the visible sheets of a workbook that `formats.archive` has checked.

    Raises:
        DocumentError: it is damaged, or has more sheets, rows or columns than are read.
    """
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it leaves out; only values are read here.
            warnings.simplefilter("ignore")
            try:
                book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            except TypeError:  # other programs write fills of no kind
                book = openpyxl.load_workbook(io.BytesIO(_with_sound_styles(data)), data_only=True)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        hidden = [sheet.title for sheet in book.worksheets if sheet not in visible]
        return _content(name, visible, (*_hidden(hidden), *_empty_formulas(data)))
    except DocumentError:
        raise
    except Exception as error:  # a damaged workbook makes openpyxl raise various errors
        raise DocumentError(
            name, f"the workbook is damaged ({type(error).__name__}).", remedy=_REMEDY, reason="damaged"
        ) from error


def _with_sound_styles(data: bytes) -> bytes:
    """Return a workbook without the empty fills that openpyxl cannot read."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as sound:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename == "xl/styles.xml":
                content = _EMPTY_FILL.sub(b"<fill><patternFill/></fill>", content)
            sound.writestr(entry, content)
    return copy.getvalue()


def _content(name: str, sheets: list[Any], left_out: tuple[Problem, ...]) -> Content:
    if len(sheets) > MAX_SHEETS:
        raise DocumentError(
            name,
            f"the workbook has {len(sheets)} sheets, at most {MAX_SHEETS} are read.",
            remedy=_REMEDY,
        )
    tables: list[Table] = []
    lines: list[Line] = []
    for number, sheet in enumerate(sheets, 1):
        rows = _rows(name, sheet)
        if len(lines) + len(rows) <= _MAX_LINES:
            lines += [
                row_line(cells, f"sheet {sheet.title}, row {index}", number)
                for index, cells in enumerate(rows, 1)
                if any(cells)
            ]
        tables.append(Table(sheet.title, _with_merged(rows, sheet)))
    return Content(tables=tuple(tables), lines=tuple(lines), left_out=left_out)


def _rows(name: str, sheet: Any) -> list[list[str]]:
    if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
        raise DocumentError(
            name,
            f"the sheet has more than {MAX_ROWS:,} rows or {MAX_COLUMNS} columns.",
            location=f"sheet {sheet.title}",
            remedy="Delete what is outside the table, empty cells included.",
        )
    return [[_as_text(cell) for cell in cells] for cells in sheet.iter_rows()]


def _with_merged(rows: list[list[str]], sheet: Any) -> tuple[tuple[str, ...], ...]:
    """Return the rows; where cells are merged downwards each row has their text."""
    filled = [list(cells) for cells in rows]
    for merged in sheet.merged_cells.ranges:
        column = merged.min_col - 1
        for row in range(merged.min_row, min(merged.max_row, len(filled))):
            filled[row][column] = filled[merged.min_row - 1][column]
    return rectangular(filled)


def _as_text(cell: Any) -> str:
    """Return a cell as its program shows it: whole numbers without decimal point, codes with their zeros."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, int) and not isinstance(value, bool):
        zeros = str(cell.number_format)
        return str(value).zfill(len(zeros)) if set(zeros) == {"0"} else str(value)
    # _x000D_ stands for a character that XML cannot hold.
    return _ESCAPED_CHARACTER.sub(lambda match: chr(int(match[1], 16)), str(value))


def _hidden(titles: list[str]) -> tuple[Problem, ...]:
    if not titles:
        return ()
    message = (
        f"hidden sheets were left out: {', '.join(titles)}. Show them in the workbook to have them read."
    )
    return (Problem("note", f"sheet {titles[0]}", "hidden-sheet", message, len(titles)),)


def _empty_formulas(data: bytes) -> tuple[Problem, ...]:
    """Report cells with a formula whose result was not saved: they read as empty."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.namelist():
            if entry.startswith("xl/worksheets/sheet"):
                content = archive.read(entry)
                found.extend(_formulas_without_value(content) if b"<f" in content else ())
    if not found:
        return ()
    message = (
        f"{len(found)} cells hold a formula whose result was not saved ({', '.join(found[:5])}); they read as"
        " empty. Open the workbook in a spreadsheet program, save it and add it again."
    )
    return (Problem("warning", f"cell {found[0]}", "formula-without-value", message, len(found)),)


def _formulas_without_value(content: bytes) -> list[str]:
    return [
        reference[1].decode()
        for attributes, body in _CELL.findall(content)
        if b"<f" in body and b"<v>" not in body and (reference := _REFERENCE.search(attributes))
    ]
