"""Reads the CSV of SFIA's levels of responsibility: a column a level, rows of phrases and essences."""

from __future__ import annotations

import re

from knowledge.formats.document import Document
from knowledge.model import Framework, Level, Reading
from knowledge.readers.draft import Draft
from knowledge.readers.frameworks import sfia, sfia_version_in
from knowledge.readers.tables import Row, csv_rows

KIND = "sfia-levels"

_PHRASE, _ESSENCE, _ADDRESS = "guiding phrase", "essence of the level", "url"
_ESSENCE_START = re.compile(r"^essence of the level\s*:\s*", re.IGNORECASE)
_URL_VERSION = re.compile(r"/(\d{1,2})/\d/?$")


def recognises(document: Document) -> bool:
    """Tell by the first cell, with a row of guiding phrases below."""
    first = document.header[0].casefold() if document.header else ""
    return first == "level" and any(
        line.lstrip('"').casefold().startswith(_PHRASE) for line in document.lines
    )


def read(document: Document) -> Reading:
    """Read the table: a framework's levels with their names and essences."""
    draft = Draft(document, KIND)
    rows: dict[str, Row] = {}
    for row in csv_rows(draft):
        label = row.line(draft, "Level").casefold()
        if label in rows:
            draft.error(row.location, "row-too-many", f"the row {label!r} stands there twice. Remove one.")
        elif label not in (_PHRASE, _ESSENCE, _ADDRESS):
            draft.warn(row.location, "unknown-row", f"the row {label[:40]!r} was passed over.")
        rows.setdefault(label, row)
    known = sfia(_version(document, rows))
    levels: dict[int, Level] = {}
    for column in document.header[1:]:
        number = draft.level(column, f"row 1, column {column}") if column else None
        if number in levels:
            draft.error("row 1", "duplicate-level", f"level {number} heads two columns. Correct the number.")
        elif number is not None:
            name = _cell(draft, rows.get(_PHRASE), column) or known.level_name(number)
            essence = _ESSENCE_START.sub("", _cell(draft, rows.get(_ESSENCE), column))
            levels[number] = Level(number, name, essence)
    draft.add_framework(Framework(known.id, known.name, tuple(levels[number] for number in sorted(levels))))
    return draft.finish()


def _cell(draft: Draft, row: Row | None, column: str) -> str:
    return row.line(draft, column) if row else ""


def _version(document: Document, rows: dict[str, Row]) -> str:
    """Return the version in the levels' addresses, else in the file name, else 9: only it has essences."""
    address = rows.get(_ADDRESS)
    for cell in address.cells[1:] if address else ():
        if match := _URL_VERSION.search(cell.strip()):
            return match[1]
    return sfia_version_in(document.name) or ("9" if _ESSENCE in rows else "")
