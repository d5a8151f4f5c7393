"""Makes PDF and DOCX files of the text of a document: as running text, and as a table."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence

import docx
from fpdf import FPDF
from fpdf.fonts import FontFace

_LIST_TAG = re.compile(r"<ul[^>]*>")


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of the lines that have tabs, all as long as the longest, without leftover markup."""
    rows = [_LIST_TAG.sub("", line).split("\t") for line in text.splitlines() if "\t" in line]
    width = max(len(row) for row in rows)
    return [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]


def pdf_of_text(text: str) -> bytes:
    """Return a PDF that says the text, wrapped at the width of the page."""
    pdf = _pdf("portrait")
    pdf.multi_cell(0, 5, _latin(text))
    return bytes(pdf.output())


def pdf_of_table(rows: Sequence[Sequence[str]], title: str = "") -> bytes:
    """Return a PDF with a ruled table, landscape, over as many pages as it takes."""
    pdf = _pdf("landscape")
    pdf.set_font_size(7)
    if title:
        pdf.multi_cell(0, 5, _latin(title))
        pdf.ln(4)
    with (
        warnings.catch_warnings(),
        pdf.table(
            headings_style=FontFace(), first_row_as_headings=False, line_height=3.5, repeat_headings=0
        ) as table,
    ):
        warnings.simplefilter("ignore")
        for cells in rows:
            row = table.row()
            for cell in cells:
                row.cell(_latin(cell))
    return bytes(pdf.output())


def docx_of_text(text: str) -> bytes:
    """Return a Word document with a paragraph a line."""
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    return _saved(document)


def docx_of_table(rows: Sequence[Sequence[str]], title: str = "") -> bytes:
    """Return a Word document with a table; a bulleted line of a cell is an item of a list."""
    document = docx.Document()
    if title:
        document.add_heading(title)
    table = document.add_table(len(rows), len(rows[0]))
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text
    return _saved(document)


def _pdf(orientation: str) -> FPDF:
    pdf = FPDF(orientation=orientation)
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    return pdf


def _latin(text: str) -> str:
    """Return the text as the fonts that every PDF has can say it."""
    return text.encode("cp1252", "replace").decode("latin-1")


def _saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()
