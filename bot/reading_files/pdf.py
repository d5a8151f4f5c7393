"""Lines of a PDF, by pdfium: what pages repeat is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pypdfium2

from bot.reading_files.model import FileError, Line
from bot.reading_files.opening import as_line

MOST_PAGES = 40
"""Pages read; a job description has one to six."""

_EDGE = 3
"""Lines at the top and the bottom of a page that may be its header or footer."""

_HYPHEN = re.compile(r"(?<=\w)[\x02\ufffe](?:\r?\n)?")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–\s]*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?[-–\s]*", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_LONELY_BULLET = re.compile(r"^([^\w\s]|o)\s*$")


def pdf_lines(data: bytes) -> tuple[Line, ...]:
    """Give the lines of a PDF.

    Args:
        data: its bytes.

    Raises:
        FileError: it is encrypted, damaged, or has no text.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise FileError("encrypted" if "assword" in str(error) else "damaged") from error
    with document:
        count = len(document)
        pages = [_page_lines(document, number) for number in range(min(count, MOST_PAGES))]
    if not any(pages):
        raise FileError("scanned" if count else "damaged")
    repeated = _repeated(pages)
    found = [
        as_line(text, whole=False)
        for page in pages
        for place, text in enumerate(page)
        if not (_at_edge(place, len(page)) and (_key(text) in repeated or _PAGE_NUMBER.fullmatch(text)))
    ]
    return tuple(line for line in found if line)


def _page_lines(document: pypdfium2.PdfDocument, number: int) -> list[str]:
    try:
        page = document[number]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    text = _HYPHEN.sub("", textpage.get_text_bounded())
    textpage.close()
    page.close()
    return list(_joined(line.strip() for line in text.splitlines() if line.strip()))


def _joined(lines: Iterator[str]) -> Iterator[str]:
    """Put a list's sign that stands alone in its line before the line it belongs to."""
    sign = ""
    for line in lines:
        if _LONELY_BULLET.match(line):
            sign = line
        else:
            yield f"{sign} {line}" if sign else line
            sign = ""


def _repeated(pages: list[list[str]]) -> set[str]:
    """Find lines at the edges of most pages, whatever numbers are in them."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_key(text) for place, text in enumerate(page) if _at_edge(place, len(page))})
    least = max(2, (len(pages) + 1) // 2)
    return {key for key, count in seen.items() if count >= least}


def _at_edge(place: int, count: int) -> bool:
    return place < _EDGE or place >= count - _EDGE


def _key(text: str) -> str:
    return _NUMBER.sub("0", text.casefold())
