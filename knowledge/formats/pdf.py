"""PDF: pypdfium2 gives the characters with their places; lines, paragraphs and tables are made of them.

pdfplumber finds the grids of ruled tables. It does not read the text: the 135 pages of the SFIA 8 reference
take it five times as long as pypdfium2, longer than the sandbox allows on a slow machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pypdfium2
import pypdfium2.raw

from knowledge.formats.content import Content, Line, converted, row_line
from knowledge.formats.pdf_pages import (
    BULLET,
    Box,
    Page,
    TextRun,
    body_size,
    joined,
    leading_of,
    without_furniture,
)
from knowledge.formats.pdf_tables import grids, rules_of
from knowledge.formats.pdf_text import HYPHEN, runs_of, upright
from knowledge.model import DocumentError, Problem

MAX_PAGES = 500
"""The SFIA 8 reference has 135."""

MAX_CHARACTERS = 2_000_000
"""Of all pages together; the SFIA 8 reference has 400,000. They take about ten seconds to place."""

_REMEDY = "Print it to a new PDF, or add its tables as CSV or XLSX and its text as DOCX."

_LOOSER = 1.12
"""Multiple of the usual distance of lines above which something new begins."""

_LOOSEST = 1.4
"""The same where a line begins in lower case and its first word had no room above."""

_LARGER = 1.15
"""Multiple of the body's size of font from which a line is a heading."""

_ENDS_CUT = re.compile(rf"[^\W\d_][-{HYPHEN}]$")
_CUT_WORD = re.compile(rf"([^\W\d_]+){HYPHEN}([^\W\d_]+)")

_OF_COMPOUNDS = {"self", "cross", "well", "long", "short", "high", "low", "end"}
"""Words that begin words with a hyphen."""

_GUTTERS = (0.5, 0.48, 0.52, 0.46, 0.54)
"""Shares of a page's width at which the gap between two columns of text is looked for."""

_FEWEST_LINES = 8
_DENSE = 0.55
"""Lines of a column of text, and the share of its width that they have at least on average."""

_SLACK = 0.5
"""Share of the font size that a line may fall short of the width by though its next word did not fit."""


def read_pdf(name: str, data: bytes) -> Content:
    """Read the text and tables of a PDF, and its pages without running titles and page numbers.

    Raises:
        DocumentError: it is damaged, encrypted, too long, or has no text (pages that were scanned).
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).casefold()
        why = "it is locked with a password" if locked else "it is damaged, cut off or no PDF"
        reason = "encrypted" if locked else "damaged"
        raise DocumentError(
            name, f"the PDF cannot be opened: {why}.", remedy=_REMEDY, reason=reason
        ) from error
    try:
        if len(document) > MAX_PAGES:
            raise DocumentError(
                name,
                f"the PDF has {len(document):,} pages, at most {MAX_PAGES} are read.",
                remedy="Split it.",
            )
        pages, pictures = _pages(name, document)
    finally:
        document.close()
    if not any(page.runs for page in pages):
        raise DocumentError(
            name,
            "the PDF has no text: it is a scan, its pages are pictures.",
            remedy="Add the document it was made from.",
            reason="scanned",
        )
    body = without_furniture(pages)
    plain = tuple(
        replace(page, runs=tuple(replace(run, text=run.text.replace(HYPHEN, "-")) for run in page.runs))
        for page in body
    )
    lines = _with_whole_words(_page_lines(body))
    return replace(converted(lines, left_out=_pictures(pictures)), pages=plain)


def _pictures(numbers: Sequence[int]) -> tuple[Problem, ...]:
    if not numbers:
        return ()
    told = ", ".join(map(str, numbers[:10]))
    message = f"pages without text were left out, they are pictures: {told}. Add what they were made from."
    return (Problem("warning", f"page {numbers[0]}", "scanned-page", message, len(numbers)),)


def _continued(above: str, below: str) -> str:
    """Join two lines; a hyphen between them that may be none of the word's is marked."""
    cut = below[:1].islower() and _ENDS_CUT.search(above)
    if cut or above.endswith(HYPHEN):
        return f"{above[:-1]}{HYPHEN if cut else '-'}{below}"
    return joined(above, below)


def _with_whole_words(lines: Sequence[Line]) -> list[Line]:
    """Return lines without the hyphens that line ends put into words.

    A hyphen stays where both parts are words of the document and the whole is none.
    """
    text = _CUT_WORD.sub(" ", " ".join(line.text for line in lines)).casefold()
    words = set(re.findall(r"[^\W\d_]+", text))

    def whole(found: re.Match[str]) -> str:
        before, after = found.groups()
        parts = {before.casefold(), after.casefold()} - _OF_COMPOUNDS
        apart = parts <= words and (before + after).casefold() not in words
        return f"{before}-{after}" if apart else before + after

    def mended(text: str) -> str:
        return _CUT_WORD.sub(whole, text).replace(HYPHEN, "-")

    return [
        replace(line, text=mended(line.text), cells=tuple(map(mended, line.cells)))
        if HYPHEN in line.text
        else line
        for line in lines
    ]


def _pages(name: str, document: pypdfium2.PdfDocument) -> tuple[list[Page], list[int]]:
    """Return the pages, and the numbers of those that are a picture only."""
    pages: list[Page] = []
    pictures: list[int] = []
    left = MAX_CHARACTERS
    for index in range(len(document)):
        try:
            page = upright(document, index)
        except pypdfium2.PdfiumError as error:
            raise DocumentError(
                name, "the page is damaged.", location=f"page {index + 1}", remedy=_REMEDY
            ) from error
        try:
            rules = rules_of(page)
            runs, count = runs_of(page, left, rules)
            if not runs and any(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)):
                pictures.append(index + 1)
            tables = tuple(tuple(cells) for cells in grids(rules))
            pages.append(Page(index + 1, page.get_width(), page.get_height(), tuple(runs), tables))
        finally:
            page.close()
        left -= count
        if left < 0:
            raise DocumentError(
                name, f"the PDF has more than {MAX_CHARACTERS:,} characters.", remedy="Split it."
            )
    return pages, pictures


def _page_lines(pages: Sequence[Page]) -> tuple[Line, ...]:
    """Return the lines and rows of pages; a table that continues over a page is one table."""
    leading = leading_of([part for page in pages for part, _ in _text_columns(page, 0)])
    body = body_size(pages)
    depths = _depths(pages, body)
    rights: dict[float, float] = {}
    for page in pages:
        rights[page.width] = max(rights.get(page.width, 0.0), *(run.x1 for run in page.runs), 0.0)
    found: list[Line] = []
    columns: tuple[float, ...] = ()
    tables = 0
    for page in pages:
        outside, right = _outside(page), rights[page.width]
        above = 0.0
        for cells in sorted(page.tables, key=_top):
            top = _top(cells)
            for part, edge in _text_columns(_band(outside, above, top), right):
                _append(found, _lines(part, leading, depths, edge))
            grid, above = _columns(cells), top
            continues = bool(found) and found[-1].table == tables and _alike(grid, columns)
            tables += 0 if continues else 1
            columns = grid
            found.extend(_new(found, _rows(page, cells, grid, tables)))
        for part, edge in _text_columns(_band(outside, above, page.height), right):
            _append(found, _lines(part, leading, depths, edge))
    return tuple(found)


def _append(found: list[Line], lines: list[Line]) -> None:
    """Append lines; the first of a page continues the end of the page before, where it clearly does.

    It begins in lower case, or it holds the cells that the row before it lacks.
    """
    if found and lines and _was_cut(found, lines[0]):
        text = _continued(found[-1].text, lines[0].text)
        cells = tuple(text.split("\t")) if "\t" in text else ()
        found[-1] = replace(found[-1], text=text, cells=cells)
        lines = lines[1:]
    found.extend(lines)


def _was_cut(found: list[Line], line: Line) -> bool:
    last = found[-1]
    if last.table or last.heading or line.heading or line.bullet:
        return False
    if last.cells:
        width = max(len(each.cells) for each in found if not each.table)
        return len(last.cells) < width and len(last.cells) + max(len(line.cells), 1) - 1 <= width
    return not line.cells and line.text[:1].islower() and not last.text.endswith((".", "!", "?", ":"))


def _band(page: Page, top: float, bottom: float) -> Page:
    return replace(page, runs=tuple(run for run in page.runs if top <= run.y < bottom))


def _text_columns(page: Page, right: float) -> Iterator[tuple[Page, float]]:
    """Yield the parts of a page with their right margins: what is above two columns of text, and each."""
    for share in _GUTTERS:
        gutter = share * page.width
        top = max((run.y for run in page.runs if run.x0 < gutter < run.x1), default=0.0)
        below = [run for run in page.runs if run.y > top]
        sides = [[run for run in below if (run.x0 < gutter) == is_left] for is_left in (True, False)]
        if all(map(_is_prose, sides)):
            yield replace(page, runs=tuple(run for run in page.runs if run.y <= top)), right
            for side in sides:
                yield replace(page, runs=tuple(side)), max(run.x1 for run in side)
            return
    yield page, right


def _is_prose(runs: Sequence[TextRun]) -> bool:
    """Return whether runs are a column of text: one a line, most of them as wide as the column."""
    one_a_line = len({round(run.y) for run in runs}) == len(runs)
    if not one_a_line or len(runs) < _FEWEST_LINES:
        return False
    width = max(run.x1 for run in runs) - min(run.x0 for run in runs)
    return sum(run.x1 - run.x0 for run in runs) >= _DENSE * width * len(runs)


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < 2 for a, b in zip(one, other, strict=True))


def _top(cells: Iterable[Box]) -> float:
    return min(box[1] for box in cells)


def _columns(cells: Iterable[Box]) -> tuple[float, ...]:
    found: list[float] = []
    for left in sorted(box[0] for box in cells):
        if not found or left - found[-1] > 1:
            found.append(left)
    return tuple(found)


def _rows(page: Page, cells: Sequence[Box], columns: tuple[float, ...], table: int) -> list[Line]:
    found: dict[int, list[str]] = {}
    tops: list[float] = []
    for box in sorted(cells, key=lambda box: box[1]):
        if not tops or box[1] - tops[-1] > 1:
            tops.append(box[1])
        line = found.setdefault(len(tops), [""] * len(columns))
        column = max(index for index, left in enumerate(columns) if left <= box[0] + 1)
        line[column] = cell_text([run for run in page.runs if _within(run, box)], box)
    said = ((number, line) for number, line in found.items() if any(line))
    return [row_line(line, f"{page.location}, table row {number}", table) for number, line in said]


def _new(found: list[Line], rows: list[Line]) -> list[Line]:
    """Leave out the header that word processors repeat where a table continues over a page."""
    if rows and any(each.table == rows[0].table and each.cells == rows[0].cells for each in found):
        return rows[1:]
    return rows


def _within(run: TextRun, box: Box) -> bool:
    middle = (run.x0 + run.x1) / 2
    return box[0] <= middle <= box[2] and box[1] <= run.y - run.size / 4 <= box[3]


def cell_text(runs: Iterable[TextRun], box: Box) -> str:
    """Join the runs of a cell: one line an item or paragraph."""
    lines = Page(0, 0, 0, tuple(runs)).lines
    if not lines:
        return ""
    first = min(line[0].x0 for line in lines)
    # Cells are padded alike on both sides.
    right = box[2] - max(first - box[0], 0)
    found: list[str] = []
    last: tuple[TextRun, ...] = ()
    for line in lines:
        text = " ".join(run.text for run in line)
        if not found or BULLET.match(text) or _fitted(last, line, right):
            found.append(text)
        else:
            found[-1] = _continued(found[-1], text)
        last = line
    return "\n".join(found)


def _fitted(above: Sequence[TextRun], below: Sequence[TextRun], right: float) -> bool:
    """Return whether the first word of a line would have fitted on the line above: then a new line begins."""
    last, first = above[-1], below[0]
    word = re.split(r"[\s/-]", first.text, maxsplit=1)[0]
    width = (first.x1 - first.x0) * (len(word) + 1) / max(len(first.text), 1)
    return last.x1 + width + _SLACK * first.size < right


def _outside(page: Page) -> Page:
    sides = [list(zip(*cells, strict=True)) for cells in page.tables]
    boxes = [(min(left), min(top), max(right), max(bottom)) for left, top, right, bottom in sides]
    return replace(page, runs=tuple(r for r in page.runs if not any(_within(r, box) for box in boxes)))


def _lines(page: Page, leading: dict[int, float], depths: dict[int, int], right: float) -> list[Line]:
    """Return the lines that are outside of tables, those of a paragraph joined.

    A line with tabs, or with wide gaps that a later line repeats, is a row.

    Args:
        right: the right margin, in points.
    """
    texts: list[tuple[str, float]] = []
    last: tuple[TextRun, ...] = ()
    for line in page.lines:
        text, first = "\t".join(run.text for run in line), line[0]
        usual = leading.get(round(first.size), 1.3 * first.size)
        amid = bool(last) and text[:1].islower() and not _fitted(last, line, right)
        loose = (_LOOSEST if amid else _LOOSER) * usual
        apart = not last or abs(first.size - last[0].size) > 0.5 or first.y - last[0].y > loose
        cut = bool(texts) and text[:1].islower() and _ENDS_CUT.search(texts[-1][0])
        if apart or BULLET.match(text) or text.startswith("\t") or (not cut and _fitted(last, line, right)):
            texts.append((text, first.size))
        else:
            texts[-1] = (_continued(texts[-1][0], text), first.size)
        last = line
    return [_block(text, depths.get(round(size), 0), page) for text, size in texts if text.strip()]


def _depths(pages: Iterable[Page], body: float) -> dict[int, int]:
    """Return how deep headings are by the size of their font, rounded: 2 for the largest, to 6."""
    sizes = {round(run.size) for page in pages for run in page.runs if run.size > _LARGER * body}
    return {size: min(2 + above, 6) for above, size in enumerate(sorted(sizes, reverse=True))}


def _block(text: str, heading: int, page: Page) -> Line:
    if "\t" in text:
        return Line(text, page.location, tuple(text.split("\t")))
    bullet = BULLET.match(text)
    plain = BULLET.sub("", text, count=1) if bullet else text
    return Line(plain, page.location, heading=heading, bullet=bool(bullet))
