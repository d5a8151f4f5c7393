"""Text of a PDF with the place of every run of it, by pypdfium2."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from knowledge.converting.ruled import Rule

_LINE_ENDS = frozenset("\r\n\x00")
_SAME_LINE = 0.3
"""Share of the font size by which the baseline may move within a run (superscripts)."""

_WIDEST_SPACE = 1.2
"""Multiple of the font size: a wider gap parts the columns of a table, words never stand so far apart."""

_WIDEST_GAP = 0.6
"""The same where no space stands in the file: pdfium puts one in the text, a person sees two columns."""

_SPACES = re.compile(r"[^\S\t]+")

_HYPHEN = "\x02"
"""What pdfium puts for a hyphen at which a word was cut at a line's end."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text on one line of a page, without wide gaps.

    Args:
        text: stripped of spaces, not empty; tabs stay; ends in ``-`` where a word was cut at the line's end.
        x0, x1: left and right end, in points from the page's left edge.
        y: the baseline, in points from the page's top.
        size: of the font, in points.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    x0: float
    x1: float
    y: float
    size: float
    generated: bool


def runs_of(page: PdfPage, most: int, rules: Sequence[Rule] = ()) -> tuple[list[Run], int]:
    """Return the runs of a page in the order of its file, and how many characters it has.

    Args:
        page: an open page.
        most: characters that are read; the rest is left out.
        rules: what parts the columns of tables, however narrow the gap.
    """
    text_page = page.get_textpage()
    try:
        found = pdfium.FPDFText_CountChars(text_page.raw)
        glyphs = _glyphs(text_page, page.get_height(), min(found, most))
        return [
            run
            for line in _parted(glyphs, [rule for rule in rules if rule.down])
            if (run := _run(line)) is not None
        ], found
    finally:
        text_page.close()


def _glyphs(text_page: PdfTextPage, height: float, count: int) -> Iterator[_Glyph]:
    raw = text_page.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    for index in range(count):
        character = chr(pdfium.FPDFText_GetUnicode(raw, index) or 0)
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium.FPDFText_GetMatrix(raw, index, matrix)
        size = abs(pdfium.FPDFText_GetFontSize(raw, index) * (matrix.d or matrix.b))
        generated = pdfium.FPDFText_IsGenerated(raw, index) == 1
        yield _Glyph(character, box.left, box.right, height - y.value, size, generated)


def _parted(glyphs: Iterator[_Glyph], rules: Sequence[Rule]) -> Iterator[list[_Glyph]]:
    """Part glyphs into runs: at line ends, wide gaps, where the baseline moves and where text goes back."""
    line: list[_Glyph] = []
    last: _Glyph | None = None
    for glyph in glyphs:
        ends = glyph.text in _LINE_ENDS
        spaces = glyph.generated or glyph.text.isspace()
        if ends or (last is not None and not spaces and not _goes_on(last, glyph, line[-1], rules)):
            yield line
            line, last = [], None
        if not ends:
            line.append(glyph)
            last = last if spaces else glyph
    yield line


def _goes_on(last: _Glyph, glyph: _Glyph, between: _Glyph, rules: Sequence[Rule]) -> bool:
    size = max(last.size, glyph.size, 1.0)
    spaced = between.text.isspace() and not between.generated
    widest = _WIDEST_SPACE if spaced else _WIDEST_GAP
    near = abs(glyph.y - last.y) <= _SAME_LINE * size and -size <= glyph.x0 - last.x1 <= widest * size
    return near and not any(
        last.x1 - 1 <= rule.x0 <= glyph.x0 + 1 and rule.top <= glyph.y <= rule.bottom for rule in rules
    )


def _run(line: list[_Glyph]) -> Run | None:
    text = "".join(glyph.text for glyph in line).replace(_HYPHEN, "-")
    placed = [glyph for glyph in line if not glyph.generated and not glyph.text.isspace()]
    if not text.strip() or not placed:
        return None
    first = placed[0]
    return Run(
        _SPACES.sub(" ", text).strip(" "),
        min(glyph.x0 for glyph in placed),
        max(glyph.x1 for glyph in placed),
        first.y,
        round(max(glyph.size for glyph in placed), 1),
    )
