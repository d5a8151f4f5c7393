"""Reads DOCX files by python-docx: paragraphs, lists and tables in their order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from knowledge.formats.archive import REMEDY
from knowledge.formats.blocks import MOST_BLOCKS, Block, row
from knowledge.model import DocumentError

_HEADING = re.compile(r"^(?:heading|überschrift) (\d)$", re.IGNORECASE)
_LIST = re.compile(r"list|bullet|number", re.IGNORECASE)
_NUMBERING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}numPr"


def open_word(name: str, data: bytes) -> tuple[Block, ...]:
    """Read the text and tables of a Word document.

    Args:
        name: file name, for messages.
        data: its bytes; `converting.archives` has checked them.

    Returns:
        its paragraphs and rows. Headers, footers, comments, text boxes and what was deleted in tracked
        changes are not read.

    Raises:
        DocumentError: it is damaged or too long.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = tuple(_blocks(name, document))
    except DocumentError:
        raise
    except Exception as error:  # a damaged document makes python-docx raise whatever its XML leads to
        raise DocumentError(
            name, f"the Word document is damaged ({type(error).__name__}).", remedy=REMEDY
        ) from error
    if not blocks:
        raise DocumentError(name, "the Word document has no text.", remedy=REMEDY)
    return blocks


def _blocks(name: str, document: Any) -> Iterator[Block]:
    paragraphs = tables = made = 0
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            tables += 1
            found = list(_rows(item, tables))
        else:
            paragraphs += 1
            found = list(_paragraph(item, f"paragraph {paragraphs}"))
        made += len(found)
        if made > MOST_BLOCKS:
            raise DocumentError(name, f"it has more than {MOST_BLOCKS:,} lines and rows.", remedy="Part it.")
        yield from found


def _paragraph(paragraph: Paragraph, place: str) -> Iterator[Block]:
    """Yield the lines of a paragraph: it may have line breaks, and tabs that make it the row of a table."""
    heading = _HEADING.match(_style(paragraph))
    for line in re.split(r"[\n\x0b\x0c]", paragraph.text):
        if not line.strip():
            continue
        if "\t" in line.strip() or (line.startswith("\t") and "\t" in line[1:]):
            yield Block(line, place, tuple(line.split("\t")))
        else:
            level = int(heading[1]) if heading else 0
            yield Block(" ".join(line.split()), place, heading=level, bullet=_is_item(paragraph))


def _rows(table: Table, number: int) -> Iterator[Block]:
    seen: set[Any] = set()
    for index, each in enumerate(table.rows, 1):
        cells: list[str] = [""] * each.grid_cols_before
        for cell in each.cells:
            # A merged cell is given once for each place it takes.
            cells.append("" if cell._tc in seen else _cell(cell))
            seen.add(cell._tc)
        if any(text.strip() for text in cells):
            yield row(cells, f"table {number}, row {index}", number)


def _cell(cell: Any) -> str:
    """Return the lines of a cell, items with a bullet; of a table within it, its rows."""
    lines: list[str] = []
    for item in cell.iter_inner_content():
        if isinstance(item, Table):
            lines.extend(" ".join(_cell(inner) for inner in each.cells) for each in item.rows)
        elif item.text.strip():
            lines.append(f"• {item.text.strip()}" if _is_item(item) else item.text.strip())
    return "\n".join(lines)


def _style(paragraph: Paragraph) -> str:
    return str(paragraph.style.name) if paragraph.style is not None else ""


def _is_item(paragraph: Paragraph) -> bool:
    properties = paragraph._p.pPr
    numbered = properties is not None and properties.find(_NUMBERING) is not None
    return numbered or bool(_LIST.search(_style(paragraph)))
