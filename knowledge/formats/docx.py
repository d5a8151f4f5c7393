"""Word documents (DOCX): paragraphs, lists and tables in their order.

python-docx opens the package and names the styles. The body is walked here, because python-docx passes over
content controls, tracked insertions and text boxes.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from knowledge.formats.archive import REMEDY
from knowledge.formats.content import Content, Line, LineCollector, converted, deletions, row_line
from knowledge.model import DocumentError

_HEADING = re.compile(r"^(?:heading|überschrift) (\d)$", re.IGNORECASE)
_LIST = re.compile(r"list|bullet|number", re.IGNORECASE)
_P, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT, _BOX = qn("w:t"), qn("w:txbxContent")
_DELETED = (qn("w:del"), qn("w:moveFrom"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""An older drawing of what is beside it: its text would be read twice."""
_PLACE = re.compile(r"%(\d)")
_WORD = re.compile(r"[^\W\d_]{2}")
_VALUE = qn("w:val")


def read_docx(name: str, data: bytes) -> Content:
    """Read the text and tables of a Word document that `formats.archive` has checked.

    Tracked insertions are kept and deletions left out; content controls and text boxes are read. Headers,
    footers and comments are not.

    Raises:
        DocumentError: it is damaged, too long or has no text.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        body = _WordBody(
            name, {style.style_id: str(style.name) for style in document.styles}, _ListNumbers(document)
        )
        body.read(document.element.body)
    except DocumentError:
        raise
    except Exception as error:  # a damaged document makes python-docx raise various errors
        raise DocumentError(
            name, f"the Word document is damaged ({type(error).__name__}).", remedy=REMEDY, reason="damaged"
        ) from error
    if not body.lines:
        raise DocumentError(name, "the Word document has no text.", remedy=REMEDY, reason="no-text")
    deleted = sum(1 for kind in _DELETED for _ in document.element.body.iter(kind))
    return converted(body.lines, left_out=deletions(deleted))


class _WordBody(LineCollector):
    def __init__(self, name: str, styles: dict[str, str], numbers: _ListNumbers) -> None:
        super().__init__(name)
        self.styles, self.numbers = styles, numbers

    def read(self, parent: Any) -> None:
        """Read the paragraphs and tables within an element."""
        for item in _blocks(parent):
            if item.tag == _TABLE:
                self._tables += 1
                for row in self._rows(item):
                    self._add(row)
            else:
                self._paragraphs += 1
                for line in self._paragraph(item, f"paragraph {self._paragraphs}"):
                    self._add(line)
                for box in item.iter(_BOX):
                    if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                        self.read(box)

    def _paragraph(self, paragraph: Any, place: str) -> Iterator[Line]:
        """Yield the lines of a paragraph: it may have line breaks, and tabs that make it a row."""
        heading, item = self._heading(paragraph), self._is_item(paragraph)
        said = f"{self.numbers.label(paragraph)} {_text(paragraph)}"
        for line in re.split(r"[\n\x0b\x0c]", said.removeprefix(" ")):
            if not line.strip():
                continue
            if "\t" in line.strip() or (line.startswith("\t") and "\t" in line[1:]):
                yield Line(line, place, tuple(line.split("\t")))
            else:
                yield Line(" ".join(line.split()), place, heading=heading, bullet=item and not heading)

    def _rows(self, table: Any) -> Iterator[Line]:
        for number, row in enumerate(_within(table, _ROW), 1):
            place = f"table {self._tables}, row {number}"
            if (inner := _inner_table(row)) is not None:
                yield from (row_line(cells, place, self._tables) for cells in self._rows_within(row, inner))
                continue
            cells, merged = self._cells(row)
            if any(text.strip() for text in cells) or merged:
                yield row_line(cells, place, self._tables, merged)

    def _rows_within(self, row: Any, inner: Any) -> Iterator[list[str]]:
        """Yield a row for each of the inner table, with the other cells of the outer row."""
        said = [None if inner in cell.iter(_TABLE) else self._cell(cell) for cell in _within(row, _CELL)]
        for below in _within(inner, _ROW):
            cells = [self._cell(cell) for cell in _within(below, _CELL)]
            yield [text for each in said for text in (cells if each is None else [each])]

    def _cells(self, row: Any) -> tuple[list[str], tuple[int, ...]]:
        """Return the cells of a row and the columns merged with the row above.

        Places that another cell takes too are ``""``.
        """
        cells: list[str] = [""] * _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
        merged: list[int] = []
        for cell in _within(row, _CELL):
            properties = cell.find(qn("w:tcPr"))
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            if merge is not None and merge.get(qn("w:val"), "continue") != "restart":
                merged.append(len(cells))
                cells.append("")
            else:
                cells.append(self._cell(cell))
            span = _number(properties.find(qn("w:gridSpan")) if properties is not None else None, 1)
            cells.extend([""] * (min(span, 50) - 1))
        return cells, tuple(merged)

    def _cell(self, cell: Any) -> str:
        """Return the lines of a cell, items with a bullet; a table within it gives a line a row."""
        lines: list[str] = []
        for item in _blocks(cell):
            if item.tag == _TABLE:
                rows = (_within(row, _CELL) for row in _within(item, _ROW))
                lines.extend(" ".join(self._cell(inner) for inner in row).strip() for row in rows)
            elif text := f"{self.numbers.label(item)} {_text(item)}".strip():
                lines.append(f"• {text}" if self._is_item(item) else text)
        return "\n".join(line for line in lines if line)

    def _style(self, paragraph: Any) -> str:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self.styles.get(style.get(qn("w:val"), ""), "") if style is not None else ""

    def _heading(self, paragraph: Any) -> int:
        style = self._style(paragraph)
        found = _HEADING.match(style)
        return min(int(found[1]), 6) if found else int(style == "Title")

    def _is_item(self, paragraph: Any) -> bool:
        numbered = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
        return numbered or bool(_LIST.search(self._style(paragraph)))


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of an element, those within content controls and changes too."""
    for child in parent:
        if child.tag in (_P, _TABLE):
            yield child
        elif child.tag not in _DELETED and child.tag not in (_ROW, _CELL, _FALLBACK):
            yield from _blocks(child)


def _within(parent: Any, kind: str) -> Iterator[Any]:
    """Yield the rows of a table, or the cells of a row; either may be within a content control."""
    for child in parent:
        if child.tag == kind:
            yield child
        elif child.tag not in _DELETED and child.tag not in (_P, _TABLE, _CELL):
            yield from _within(child, kind)


def _inner_table(row: Any) -> Any:
    """Return the table that is all that one cell of a row holds, where no other cell has one."""
    cells = [
        [item for item in _blocks(cell) if item.tag == _TABLE or _text(item).strip()]
        for cell in _within(row, _CELL)
    ]
    inner = [item for cell in cells for item in cell if item.tag == _TABLE]
    return inner[0] if len(inner) == 1 and [inner[0]] in cells else None


def _text(element: Any) -> str:
    """Return the text of a paragraph, without what was deleted in tracked changes and without text boxes."""
    parts: list[str] = []
    for child in element:
        if child.tag == _TEXT:
            parts.append(child.text or "")
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag not in _DELETED and child.tag not in (_BOX, _FALLBACK, qn("w:pPr")):
            parts.append(_text(child))
    return "".join(parts)


def _number(element: Any, otherwise: int) -> int:
    said = element.get(qn("w:val"), "") if element is not None else ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else otherwise


class _ListNumbers:
    """What lists write before their items, where it is more than a figure: ``Level 1``.

    Items are counted while the paragraphs of a document are read in their order.
    """

    def __init__(self, document: Any) -> None:
        parts = [each.target_part for each in document.part.rels.values() if not each.is_external]
        roots = [part.element for part in parts if part.partname.endswith("/numbering.xml")]
        self._root: Any = roots[0] if roots else None
        properties = {style.style_id: style.element.find(qn("w:pPr")) for style in document.styles}
        self._styles = {name: each for name, each in properties.items() if each is not None}
        self._counts: Counter[tuple[str, str]] = Counter()

    def label(self, paragraph: Any) -> str:
        """Return what stands before a paragraph, or ``""`` where it is no more than a figure or sign."""
        found = self._of(paragraph.find(qn("w:pPr"))) if self._root is not None else None
        if found is None:
            return ""
        number, depth = found
        counted, level = self._level(number, depth)
        text = _value(level, "w:lvlText")
        self._counts[counted, depth] += 1
        for below in [each for each in self._counts if each[0] == counted and each[1] > depth]:
            del self._counts[below]
        if not _WORD.search(text):
            return ""
        start = int(_value(level, "w:start") or "1") - 1
        return _PLACE.sub(lambda at: str(start + self._counts[counted, str(int(at[1]) - 1)]), text)

    def _of(self, properties: Any) -> tuple[str, str] | None:
        """Return the list of a paragraph and its depth in it: its own, else that of its style."""
        if properties is None:
            return None
        style = properties.find(qn("w:pStyle"))
        inherited = self._styles.get(style.get(_VALUE, "")) if style is not None else None
        own = properties.find(qn("w:numPr"))
        own = inherited.find(qn("w:numPr")) if own is None and inherited is not None else own
        number = own.find(qn("w:numId")) if own is not None else None
        depth = own.find(qn("w:ilvl")) if own is not None else None
        if number is None:
            return None
        return number.get(_VALUE, ""), depth.get(_VALUE, "0") if depth is not None else "0"

    def _level(self, number: str, depth: str) -> tuple[str, Any]:
        """Return what the items of a list are counted by, and how they are written at a depth, or None."""
        item = next(
            (each for each in self._root.iter(qn("w:num")) if each.get(qn("w:numId")) == number), None
        )
        kind = _value(item, "w:abstractNumId")
        restarts = item is not None and item.find(f".//{qn('w:startOverride')}") is not None
        of_kind = (
            one
            for each in self._root.iter(qn("w:abstractNum"))
            if each.get(qn("w:abstractNumId")) == kind
            for one in each.iter(qn("w:lvl"))
        )
        level = next((one for one in of_kind if one.get(qn("w:ilvl")) == depth), None)
        return f"list {number}" if restarts else kind, level


def _value(parent: Any, tag: str) -> str:
    found = parent.find(qn(tag)) if parent is not None else None
    return found.get(_VALUE, "") if found is not None else ""
