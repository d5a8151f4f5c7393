"""Unpacks XLSX workbooks: their archive is checked before anything in it is parsed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from typing import Any

import openpyxl

from knowledge.model import DocumentError

MOST_ENTRIES = 500
"""Files in the archive; the SFIA 8 workbook has 11."""

MOST_UNPACKED = 60_000_000
"""Bytes of all files in the archive; the SFIA 8 workbook has half a million."""

MOST_RATIO = 200
"""Unpacked to packed bytes of one file in it; worksheets reach about 20, bombs 1,000."""

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 50, 20_000, 200

_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ESCAPED_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REMEDY = "Open it in a spreadsheet program and save the tables as a new .xlsx file or as CSV."


@dataclass(frozen=True)
class Sheet:
    """A worksheet.

    Args:
        name: its title.
        rows: cells as text, ``""`` where empty; row n of the sheet is at n - 1.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]


def open_workbook(name: str, data: bytes) -> tuple[Sheet, ...]:
    """Unpack a workbook.

    Args:
        name: file name, for messages.
        data: its bytes, which begin as a ZIP archive does.

    Raises:
        DocumentError: it is cut off, no workbook, or too large once unpacked.
    """
    _check_archive(name, data)
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


def _check_archive(name: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_sizes(name, entries)
            _check_is_workbook(name, {entry.filename for entry in entries})
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")) and _ENTITY.search(archive.read(entry)):
                    raise DocumentError(
                        name,
                        "the workbook defines XML entities, which no spreadsheet program writes.",
                        location=entry.filename,
                        remedy=_REMEDY,
                    )
    except DocumentError:
        raise
    except zipfile.BadZipFile as error:
        raise DocumentError(
            name, "the workbook is cut off or damaged.", remedy="Save or download it again."
        ) from error
    except (
        Exception
    ) as error:  # encryption, unknown compression, bad lengths: zipfile has no common error for them
        raise DocumentError(name, f"the workbook cannot be unpacked ({error}).", remedy=_REMEDY) from error


def _check_sizes(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise DocumentError(
            name, f"the archive holds {len(entries)} files, at most {MOST_ENTRIES} are read.", remedy=_REMEDY
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        raise DocumentError(
            name,
            f"the archive unpacks to {unpacked / 1e6:.0f} MB, at most {MOST_UNPACKED / 1e6:.0f} MB are read.",
            remedy=_REMEDY,
        )
    for entry in entries:
        if entry.file_size > 1_000_000 and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            ratio = entry.file_size // max(entry.compress_size, 1)
            raise DocumentError(
                name,
                f"one file in the archive unpacks to {ratio} times its size.",
                location=entry.filename,
                remedy=_REMEDY,
            )


def _check_is_workbook(name: str, names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    what = "a Word document" if "word/document.xml" in names else "an archive that holds no workbook"
    raise DocumentError(name, f"this is {what}, a text, CSV, JSON or XLSX file was expected.", remedy=_REMEDY)


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
