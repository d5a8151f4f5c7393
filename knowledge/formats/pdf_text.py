"""Text of a PDF with the place of every run of it, by pypdfium2."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

from knowledge.formats.pdf_pages import TextRun
from knowledge.formats.pdf_tables import RuledLine

_WORD = re.compile(r"(?m)(?:^[^\S\r\n]+)?(\S+)[^\S\r\n]*")
_SAME_LINE = 0.3
"""Share of the font size by which the baseline may move within a run (superscripts)."""

_WIDEST_SPACE = 1.2
"""Multiple of the font size: a wider gap separates the columns of a table, words are never so far apart."""

_WIDEST_GAP = 0.6
"""The same where the file has no space: pdfium puts one in the text, a person sees two columns."""

_SPACES = re.compile(r"[^\S\t]+")

_SAMPLE = 400
"""Characters of a page that tell which way its text runs."""

HYPHEN = "\x02"
"""What pdfium puts for a hyphen at which a word was cut at a line's end."""


class _Word(NamedTuple):
    """Characters between spaces, with the spaces and tabs after them (at a line's beginning, before them).

    Args:
        begins: whether it is first on a line of the file.
        spaced: whether a space of the file comes before it, not only one that pdfium put there.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    begins: bool
    spaced: bool


def runs_of(page: PdfPage, most: int, rules: Sequence[RuledLine] = ()) -> tuple[list[TextRun], int]:
    """Return the runs of a page in the order of its file, and how many characters it has.

    Args:
        most: characters that are read; the rest is left out.
        rules: what separates the columns of tables, however narrow the gap.
    """
    text_page = page.get_textpage()
    try:
        found = pdfium.FPDFText_CountChars(text_page.raw)
        words = _words(text_page, page.get_height(), min(found, most))
        down = [rule for rule in rules if rule.down]
        return [_run(words) for words in _parted(words, down)], found
    finally:
        text_page.close()


def upright(document: PdfDocument, index: int) -> PdfPage:
    """Open a page so that most of its text runs from left to right, whichever way it is shown or written."""
    page = document[index]
    up, down = _sideways(page)
    if page.get_rotation() == 0 and not (up or down):
        return page
    page.set_rotation(0)
    left, bottom, right, top = page.get_mediabox()
    if up or down:
        matrix = (
            pdfium.FS_MATRIX(0, -1, 1, 0, -bottom, right) if up else pdfium.FS_MATRIX(0, 1, -1, 0, top, -left)
        )
        pdfium.FPDFPage_TransFormWithClip(page.raw, matrix, None)
        page.set_mediabox(0, 0, top - bottom, right - left)
        page.set_cropbox(0, 0, top - bottom, right - left)
    page.close()
    return document[index]


def _sideways(page: PdfPage) -> tuple[bool, bool]:
    """Return whether most characters of a page run upwards, or downwards."""
    text, matrix = page.get_textpage(), pdfium.FS_MATRIX()
    try:
        count = min(pdfium.FPDFText_CountChars(text.raw), _SAMPLE)
        found = []
        for index in range(count):
            pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
            found.append((matrix.b > abs(matrix.a), -matrix.b > abs(matrix.a)))
    finally:
        text.close()
    return sum(up for up, _ in found) > count / 2, sum(down for _, down in found) > count / 2


def _words(text_page: PdfTextPage, height: float, count: int) -> Iterator[_Word]:
    # A document has hundreds of thousands of characters: pdfium is asked for the place of a word's ends only.
    raw = text_page.raw
    text = "".join([chr(pdfium.FPDFText_GetUnicode(raw, index) or 0xFFFD) for index in range(count)])
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    end = end_of_last = 0
    for found in _WORD.finditer(text):
        first, last = found.span(1)[0], found.span(1)[1] - 1
        pdfium.FPDFText_GetCharOrigin(raw, first, x, y)
        pdfium.FPDFText_GetLooseCharBox(raw, last, box)
        pdfium.FPDFText_GetMatrix(raw, first, matrix)
        size = abs(pdfium.FPDFText_GetFontSize(raw, first) * (matrix.d or matrix.b))
        begins = found.start() != end or end == 0
        spaced = any(pdfium.FPDFText_IsGenerated(raw, index) == 0 for index in range(end_of_last, first))
        yield _Word(found[0], x.value, box.right, height - y.value, size, begins, spaced)
        end, end_of_last = found.end(), last + 1


def _parted(words: Iterator[_Word], rules: Sequence[RuledLine]) -> Iterator[list[_Word]]:
    """Split words into runs: at line ends, wide gaps, where the baseline moves and where text goes back."""
    line: list[_Word] = []
    for word in words:
        if line and (word.begins or not _goes_on(line[-1], word, rules)):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _goes_on(last: _Word, word: _Word, rules: Sequence[RuledLine]) -> bool:
    size = max(last.size, word.size, 1.0)
    widest = _WIDEST_SPACE if word.spaced else _WIDEST_GAP
    near = abs(word.y - last.y) <= _SAME_LINE * size and -size <= word.x0 - last.x1 <= widest * size
    return near and not any(
        last.x1 - 1 <= rule.x0 <= word.x0 + 1 and rule.top <= word.y <= rule.bottom for rule in rules
    )


def _run(words: list[_Word]) -> TextRun:
    text = "".join(word.text for word in words)
    return TextRun(
        _SPACES.sub(" ", text).strip(" "),
        min(word.x0 for word in words),
        max(word.x1 for word in words),
        words[0].y,
        round(max(word.size for word in words), 1),
    )
