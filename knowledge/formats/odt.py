"""OpenDocument text and spreadsheets (ODT, ODS): headings, paragraphs, lists and tables in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from knowledge.formats.archive import REMEDY
from knowledge.formats.content import Content, Line, LineCollector, converted, deletions, row_line
from knowledge.model import DocumentError

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LEFT_OUT = (f"{_T}tracked-changes", f"{_T}note", f"{_OFFICE}annotation", f"{_TABLE}shapes")
_MAX_REPEATED = 200
"""Times that a row or cell is repeated; spreadsheets repeat the empty ones to the end of the sheet."""


def read_odt(name: str, data: bytes) -> Content:
    """Read the text and tables of an OpenDocument file that `formats.archive` has checked.

    Deleted text of tracked changes, notes and comments are left out.

    Raises:
        DocumentError: it is damaged, locked, too long or has no text.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            locked = b"manifest:encryption-data" in archive.read("META-INF/manifest.xml")
            root = None if locked else etree.fromstring(archive.read("content.xml"), parser)
    except (etree.XMLSyntaxError, KeyError) as error:
        raise DocumentError(
            name, "the OpenDocument file is damaged.", remedy=REMEDY, reason="damaged"
        ) from error
    if root is None:
        raise DocumentError(
            name, "it is locked with a password.", remedy="Save it without one.", reason="encrypted"
        )
    body = _OdfBody(name)
    body.read(root.find(f"{_OFFICE}body"))
    if not body.lines:
        raise DocumentError(name, "the document has no text.", remedy=REMEDY, reason="no-text")
    return converted(body.lines, left_out=deletions(sum(1 for _ in root.iter(f"{_T}deletion"))))


class _OdfBody(LineCollector):
    def read(self, parent: Any, *, item: bool = False) -> None:
        """Read what is within an element."""
        for child in parent if parent is not None else ():
            if child.tag == f"{_TABLE}table":
                self._tables += 1
                for line in _rows(child, self._tables):
                    self._add(line)
            elif child.tag in (f"{_T}p", f"{_T}h"):
                self._paragraph(child, item)
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                self.read(child, item=item or child.tag == f"{_T}list-item")

    def _paragraph(self, element: Any, item: bool) -> None:
        self._paragraphs += 1
        place = f"paragraph {self._paragraphs}"
        level = element.get(f"{_T}outline-level", "1")
        heading = min(int(level), 6) if element.tag == f"{_T}h" and level.isdigit() else 0
        for raw in _text(element).split("\n"):
            text = " ".join(raw.split())
            if "\t" in raw.strip():
                self._add(Line(raw, place, tuple(raw.split("\t"))))
            elif text:
                self._add(Line(text, place, heading=heading, bullet=item and not heading))


def _rows(table: Any, number: int) -> Iterator[Line]:
    below: dict[int, int] = {}
    index = 0
    for row in table.iter(f"{_TABLE}table-row"):
        times = _count(row, "number-rows-repeated")
        cells, merged = _cells(row, below)
        if any(cell.strip() for cell in cells) or merged:
            for each in range(min(times, _MAX_REPEATED)):
                yield row_line(cells, f"table {number}, row {index + each + 1}", number, merged)
        index += times


def _cells(row: Any, below: dict[int, int]) -> tuple[list[str], tuple[int, ...]]:
    """Return the cells of a row and the columns merged with the row above; ``below`` is kept up."""
    cells: list[str] = []
    merged: list[int] = []
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        text = _cell_text(cell)
        times = min(_count(cell, "number-columns-repeated"), _MAX_REPEATED if text else 1)
        for _ in range(times):
            column = len(cells)
            if cell.tag.endswith("covered-table-cell"):
                if below.get(column, 0) > 0:
                    below[column] -= 1
                    merged.append(column)
                cells.append("")
            else:
                below[column] = _count(cell, "number-rows-spanned") - 1
                cells.append(text)
    return cells, tuple(merged)


def _cell_text(cell: Any) -> str:
    inner = _OdfBody("")
    inner.read(cell)
    return "\n".join(f"• {line.text}" if line.bullet else line.text for line in inner.lines)


def _count(element: Any, name: str) -> int:
    said = element.get(f"{_TABLE}{name}", "1")
    return max(int(said), 1) if said.isascii() and said.isdigit() and len(said) < 8 else 1


def _text(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_T}s":
            parts.append(" ")
        elif child.tag == f"{_T}tab":
            parts.append("\t")
        elif child.tag == f"{_T}line-break":
            parts.append("\n")
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
