"""Pages of a PDF: runs of text with their places, without what is on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

MARGIN = 0.08
"""Share of a page's height at its top and bottom where running titles and page numbers are."""

_FEWEST_REPEATS = 3
_LOOSER = 1.12
"""Multiple of the usual distance of lines above which a paragraph begins (SFIA 8: 15.8 over 13 points)."""

_NOT_RARE = 0.05
"""Least share of the distances of lines that is taken as the usual one."""

_OF_ONE_LINE = 0.35
"""Share of the font size by which baselines of one line may differ."""

BULLET = re.compile(r"^\s*(?:[•▪‣◦●■□∙⁃·\uf0b7\uf0a7\uf0d8]|[-–—*](?=\s))\s*")


Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the top left corner of the page."""


@dataclass(frozen=True, slots=True)
class TextRun:
    r"""Text on one line of a page, without wide gaps.

    Args:
        text: stripped of spaces, not empty; tabs stay; holds ``\x02`` where a word was cut at a line's end.
        x0, x1: left and right end, in points from the page's left edge.
        y: the baseline, in points from the page's top.
        size: of the font, in points.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True)
class Page:
    """A page of a PDF.

    Args:
        number: from 1, as a viewer counts.
        width, height: in points.
        tables: ruled tables, each as the boxes of its cells.
        side: ``""``, or which half of a double page it is (``left half``).
    """

    number: int
    width: float
    height: float
    runs: tuple[TextRun, ...] = ()
    tables: tuple[tuple[Box, ...], ...] = ()
    side: str = ""

    @property
    def location(self) -> str:
        """The page, as a person would say it."""
        return f"page {self.number}, {self.side}" if self.side else f"page {self.number}"

    @property
    def lines(self) -> tuple[tuple[TextRun, ...], ...]:
        """Its runs by line, from top to bottom and left to right."""
        return tuple(_by_line(self.runs))


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together.

    Args:
        size: of the font of its first line, in points.
        x0: left end of its first line.
    """

    text: str
    size: float
    x0: float
    page: Page = field(repr=False)


def without_furniture(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Leave out what is in the margins of several pages: running titles, page numbers, notices.

    It says the same on three pages (on both, where there are two), or it is smaller than the body and is
    at a height where three pages have something as small. Figures count as equal.
    """
    pages = tuple(pages)
    body = body_size(pages)
    seen = Counter(
        key for page in pages for key in {key for run in page.runs for key in _keys(page, run, body)}
    )
    least = max(2, min(_FEWEST_REPEATS, len(pages)))

    def stays(page: Page, run: TextRun) -> bool:
        return all(seen[key] < least for key in _keys(page, run, body))

    return tuple(replace(page, runs=tuple(run for run in page.runs if stays(page, run))) for page in pages)


def body_size(pages: Iterable[Page]) -> float:
    """Return the size of font that most characters have, in points; 0 where there are none."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for run in page.runs:
            sizes[run.size] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def halves(page: Page) -> tuple[Page, ...]:
    """Split a double page; a page that is higher than wide stays whole."""
    if page.width < page.height:
        return (page,)
    middle = page.width / 2
    left = tuple(run for run in page.runs if run.x0 < middle)
    right = tuple(run for run in page.runs if run.x0 >= middle)
    return (
        replace(page, runs=left, side="left half", width=middle),
        replace(page, runs=right, side="right half", width=middle),
    )


def paragraphs(page: Page, leading: dict[int, float]) -> list[Paragraph]:
    """Join the lines of a page's one column to paragraphs.

    A new one begins where the lines are wider apart, at a bullet and where the size of the font changes.
    """
    found: list[Paragraph] = []
    last: TextRun | None = None
    for line in page.lines:
        text, first = " ".join(run.text for run in line), line[0]
        begins = last is None or abs(first.size - last.size) > 0.5 or BULLET.match(text)
        usual = leading.get(round(first.size), 1.3 * first.size)
        if begins or last is None or first.y - last.y > _LOOSER * usual:
            found.append(Paragraph(text, first.size, first.x0, page))
        else:
            found[-1] = replace(found[-1], text=joined(found[-1].text, text))
        last = first
    return found


def leading_of(pages: Iterable[Page]) -> dict[int, float]:
    """Return the distance of the lines of a paragraph, in points, for each size of font, rounded.

    It is the smallest that is not rare: paragraphs are wider apart.
    """
    gaps: dict[int, Counter[float]] = {}
    for page in pages:
        for above, below in pairwise(page.lines):
            size, gap = round(below[0].size), round(below[0].y - above[0].y, 1)
            if round(above[0].size) == size and 0.8 * size < gap < 2.5 * size:
                gaps.setdefault(size, Counter())[gap] += 1
    return {
        size: min(gap for gap, count in found.items() if count >= _NOT_RARE * found.total())
        for size, found in gaps.items()
    }


def joined(above: str, below: str) -> str:
    """Join two lines of a paragraph; after a hyphen or a slash no space is due."""
    return f"{above}{below}" if re.search(r"\w[-/]$", above) else f"{above} {below}"


def _by_line(runs: Iterable[TextRun]) -> Iterable[tuple[TextRun, ...]]:
    line: list[TextRun] = []
    for run in sorted(runs, key=lambda run: run.y):
        if line and run.y - line[0].y > _OF_ONE_LINE * max(run.size, line[0].size):
            yield tuple(sorted(line, key=lambda run: run.x0))
            line = []
        line.append(run)
    if line:
        yield tuple(sorted(line, key=lambda run: run.x0))


def _keys(page: Page, run: TextRun, body: float) -> tuple[tuple[str, int], ...]:
    """Return what a run in the margin may have in common with others: its words, its height where small."""
    if MARGIN * page.height < run.y < (1 - MARGIN) * page.height:
        return ()
    said = (re.sub(r"\d+", "#", run.text.casefold()), 0)
    return (said, ("", round(run.y))) if run.size < body - 0.5 else (said,)
