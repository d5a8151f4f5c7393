"""Opens PDF files by pypdfium2: pages with the text on them."""

from __future__ import annotations

import pypdfium2

from knowledge.formats.glyphs import runs_of
from knowledge.formats.pages import Page, without_furniture
from knowledge.formats.ruled import grids, rules_of
from knowledge.model import DocumentError

MOST_PAGES = 500
"""The SFIA 8 reference has 135."""

MOST_CHARACTERS = 2_000_000
"""Of all pages together; the SFIA 8 reference has 400,000. They take about ten seconds to place."""

_REMEDY = "Print it to a new PDF, or hand in its tables as CSV or XLSX and its text as DOCX."


def open_pdf(name: str, data: bytes) -> tuple[Page, ...]:
    """Read the text of a PDF with its places.

    Args:
        name: file name, for messages.
        data: its bytes.

    Returns:
        its pages, without running titles and page numbers.

    Raises:
        DocumentError: it is damaged, encrypted, too long, or has no text (pages that were scanned).
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise DocumentError(name, f"the PDF cannot be opened: {_why(error)}.", remedy=_REMEDY) from error
    try:
        if len(document) > MOST_PAGES:
            raise DocumentError(
                name,
                f"the PDF has {len(document):,} pages, at most {MOST_PAGES} are read.",
                remedy="Part it.",
            )
        pages = _pages(name, document)
    finally:
        document.close()
    if not any(page.runs for page in pages):
        raise DocumentError(
            name, "the PDF has no text: its pages are pictures.", remedy="Hand in the text or table itself."
        )
    return without_furniture(pages)


def _pages(name: str, document: pypdfium2.PdfDocument) -> list[Page]:
    pages: list[Page] = []
    left = MOST_CHARACTERS
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError as error:
            raise DocumentError(
                name, "the page is damaged.", location=f"page {index + 1}", remedy=_REMEDY
            ) from error
        try:
            rules = rules_of(page)
            runs, count = runs_of(page, left, rules)
            tables = tuple(tuple(cells) for cells in grids(rules))
            pages.append(Page(index + 1, page.get_width(), page.get_height(), tuple(runs), tables))
        finally:
            page.close()
        left -= count
        if left < 0:
            raise DocumentError(
                name, f"the PDF has more than {MOST_CHARACTERS:,} characters.", remedy="Part it."
            )
    return pages


def _why(error: pypdfium2.PdfiumError) -> str:
    if "password" in str(error).casefold():
        return "it is locked with a password"
    return "it is damaged, cut off or no PDF"
