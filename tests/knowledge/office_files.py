"""Makes PDF and DOCX files of the text of a document: as running text, and as a table."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import docx
from fpdf import FPDF
from fpdf.fonts import FontFace

_ODF = ("office", "text", "table")
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


def odt_of(text: str, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """Return an OpenDocument text with a paragraph a line, or with a table."""
    lines = "".join(f"<text:p>{_xml(line)}</text:p>" for line in text.splitlines())
    cells = (
        "".join(f"<table:table-cell>{_paragraphs(cell)}</table:table-cell>" for cell in row) for row in rows
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in _ODF)
    body = f"<office:text>{lines}<table:table>{table}</table:table></office:text>"
    content = f"<office:document-content{names}><office:body>{body}</office:body></office:document-content>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def _paragraphs(cell: str) -> str:
    return "".join(f"<text:p>{_xml(line)}</text:p>" for line in cell.splitlines())


def _xml(line: str) -> str:
    return escape(line).replace("\t", "<text:tab/>")


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
