"""Turns the pages of a PDF into lines and rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.formats.blocks import Block, row
from knowledge.formats.glyphs import Run
from knowledge.formats.pages import BULLET, Page, body_size, joined, leading_of
from knowledge.formats.ruled import Box

_LOOSER = 1.12
"""Multiple of the usual distance of lines above which something new begins."""

_LARGER = 1.15
"""Multiple of the body's size of font from which a line is a heading."""

_SLACK = 0.5
"""Share of the font size that a line may fall short of the width by though its next word did not fit."""


def blocks_of(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return the lines and rows of pages, tables that go on over a page as one.

    Args:
        pages: see `converting.pdf.open_pdf`.
    """
    leading, body = leading_of(pages), body_size(pages)
    blocks: list[Block] = []
    columns: tuple[float, ...] = ()
    tables = 0
    for page in pages:
        outside = _outside(page)
        above = 0.0
        for cells in _ordered(page):
            top = min(box[1] for box in cells)
            _append(blocks, _lines(_band(outside, above, top), leading, body))
            grid, above = _columns(cells), top
            goes_on = bool(blocks) and blocks[-1].table == tables and _alike(grid, columns)
            tables += 0 if goes_on else 1
            columns = grid
            blocks.extend(_new(blocks, _rows(page, cells, grid, tables)))
        _append(blocks, _lines(_band(outside, above, page.height), leading, body))
    return tuple(blocks)


def _append(blocks: list[Block], lines: list[Block]) -> None:
    """Append lines; the first of a page goes on with what the page before ends in, where it shows.

    It begins in lower case, or it holds the cells that the row before it lacks.
    """
    if blocks and lines and _was_cut(blocks, lines[0]):
        text = joined(blocks[-1].text, lines[0].text)
        cells = tuple(text.split("\t")) if "\t" in text else ()
        blocks[-1] = replace(blocks[-1], text=text, cells=cells)
        lines = lines[1:]
    blocks.extend(lines)


def _was_cut(blocks: list[Block], line: Block) -> bool:
    last = blocks[-1]
    if last.table or last.heading or line.heading or line.bullet:
        return False
    if last.cells:
        width = max(len(block.cells) for block in blocks if not block.table)
        return len(last.cells) < width and len(last.cells) + max(len(line.cells), 1) - 1 <= width
    return not line.cells and line.text[:1].islower() and not last.text.endswith((".", "!", "?", ":"))


def _band(page: Page, top: float, bottom: float) -> Page:
    return replace(page, runs=tuple(run for run in page.runs if top <= run.y < bottom))


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < 2 for a, b in zip(one, other, strict=True))


def _ordered(page: Page) -> list[tuple[Box, ...]]:
    return sorted(page.tables, key=lambda cells: min(box[1] for box in cells))


def _columns(cells: Iterable[Box]) -> tuple[float, ...]:
    found: list[float] = []
    for left in sorted(box[0] for box in cells):
        if not found or left - found[-1] > 1:
            found.append(left)
    return tuple(found)


def _rows(page: Page, cells: Sequence[Box], columns: tuple[float, ...], table: int) -> list[Block]:
    found: dict[int, list[str]] = {}
    tops: list[float] = []
    for box in sorted(cells, key=lambda box: box[1]):
        if not tops or box[1] - tops[-1] > 1:
            tops.append(box[1])
        line = found.setdefault(len(tops), [""] * len(columns))
        column = max(index for index, left in enumerate(columns) if left <= box[0] + 1)
        line[column] = cell_text([run for run in page.runs if _within(run, box)], box)
    said = ((number, line) for number, line in found.items() if any(line))
    return [row(line, f"{page.location}, table row {number}", table) for number, line in said]


def _new(blocks: list[Block], rows: list[Block]) -> list[Block]:
    """Leave out the header that word processors repeat where a table goes on over a page."""
    if rows and any(block.table == rows[0].table and block.cells == rows[0].cells for block in blocks):
        return rows[1:]
    return rows


def _within(run: Run, box: Box) -> bool:
    middle = (run.x0 + run.x1) / 2
    return box[0] <= middle <= box[2] and box[1] <= run.y - run.size / 4 <= box[3]


def cell_text(runs: Iterable[Run], box: Box) -> str:
    """Join the runs of a cell: one line an item or paragraph."""
    lines = Page(0, 0, 0, tuple(runs)).lines
    if not lines:
        return ""
    first = min(line[0].x0 for line in lines)
    # Cells are padded alike on both sides.
    right = box[2] - max(first - box[0], 0)
    found: list[str] = []
    last: tuple[Run, ...] = ()
    for line in lines:
        text = _text(line)
        if not found or BULLET.match(text) or _fitted(last, line, right):
            found.append(text)
        else:
            found[-1] = joined(found[-1], text)
        last = line
    return "\n".join(found)


def _text(line: Sequence[Run]) -> str:
    return " ".join(run.text for run in line)


def _fitted(above: Sequence[Run], below: Sequence[Run], right: float) -> bool:
    """Tell whether the first word of a line would have fitted on the line above: then it begins anew."""
    last, first = above[-1], below[0]
    word = re.split(r"[\s/-]", first.text, maxsplit=1)[0]
    width = (first.x1 - first.x0) * (len(word) + 1) / max(len(first.text), 1)
    return last.x1 + width + _SLACK * first.size < right


def _outside(page: Page) -> Page:
    boxes = [
        (
            min(b[0] for b in cells),
            min(b[1] for b in cells),
            max(b[2] for b in cells),
            max(b[3] for b in cells),
        )
        for cells in page.tables
    ]
    return replace(page, runs=tuple(r for r in page.runs if not any(_within(r, box) for box in boxes)))


def _lines(page: Page, leading: dict[int, float], body: float) -> list[Block]:
    """Return the lines that stand outside of tables, those of a paragraph joined.

    A line with tabs, or with wide gaps that a later line repeats, is a row.
    """
    right = max((run.x1 for run in page.runs), default=0.0)
    texts: list[tuple[str, float]] = []
    last: tuple[Run, ...] = ()
    for line in page.lines:
        text, first = "\t".join(run.text for run in line), line[0]
        usual = leading.get(round(first.size), 1.3 * first.size)
        apart = not last or abs(first.size - last[0].size) > 0.5 or first.y - last[0].y > _LOOSER * usual
        if apart or BULLET.match(text) or text.startswith("\t") or _fitted(last, line, right):
            texts.append((text, first.size))
        else:
            texts[-1] = (joined(texts[-1][0], text), first.size)
        last = line
    return [_block(text, size > _LARGER * body, page) for text, size in texts if text.strip()]


def _block(text: str, heading: bool, page: Page) -> Block:
    if "\t" in text:
        return Block(text, page.location, tuple(text.split("\t")))
    bullet = BULLET.match(text)
    plain = BULLET.sub("", text, count=1) if bullet else text
    return Block(plain, page.location, heading=2 if heading else 0, bullet=bool(bullet))
