"""Lines of a Word document: its archive is checked before anything in it is parsed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from bot.reading_files.model import FileError, Line
from bot.reading_files.opening import as_line

MOST_ENTRIES = 2_000
MOST_UNPACKED = 100_000_000
"""Bytes of all that is unpacked; pictures in documents are packed already and count as they are."""
MOST_RATIO = 200
"""Unpacked to packed bytes of one file of a megabyte or more: text reaches 20, bombs 1,000."""

_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MAIN = "word/document.xml"


def word_lines(data: bytes) -> tuple[Line, ...]:
    """Give the lines of a DOCX: paragraphs and the cells of tables, without headers and footers.

    Args:
        data: its bytes, which begin as a ZIP archive does.

    Raises:
        FileError: it is no Word document, damaged, unsafe to unpack, or has no text.
    """
    _check(data)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        found = list(_of_blocks(document))
    except MemoryError:
        raise
    except Exception as error:  # a damaged document makes python-docx raise whatever its XML leads to
        raise FileError("damaged") from error
    if not found:
        raise FileError("no-text")
    return tuple(found)


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            _check_kind({entry.filename for entry in entries})
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")) and _ENTITY.search(archive.read(entry)):
                    raise FileError("unsafe")
    except (FileError, MemoryError):
        raise
    except Exception as error:  # bad lengths, unknown compression, encryption: zipfile has no common error
        raise FileError("encrypted" if "encrypted" in str(error) else "damaged") from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileError("unsafe")
    for entry in entries:
        if entry.file_size > 1_000_000 and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise FileError("unsafe")


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        raise FileError("workbook")
    if _MAIN not in names:
        raise FileError("unknown")


def _of_blocks(container: Any) -> Iterator[Line]:
    """Give the lines of a document or a cell, tables in their place."""
    from docx.table import Table

    for block in container.iter_inner_content():
        if isinstance(block, Table):
            yield from _of_table(block)
        elif line := _of_paragraph(block):
            yield line


def _of_table(table: Any) -> Iterator[Line]:
    seen = set()
    for row in table.rows:
        for cell in row.cells:
            # A cell that spans several is given once for each of them.
            if cell._tc not in seen:
                seen.add(cell._tc)
                yield from _of_blocks(cell)


def _of_paragraph(paragraph: Any) -> Line | None:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    properties = paragraph._p.pPr
    numbered = properties is not None and properties.numPr is not None
    heading = style.startswith(("Heading", "Title"))
    return as_line(
        paragraph.text, item=(numbered or style.startswith("List")) and not heading, heading=heading
    )
