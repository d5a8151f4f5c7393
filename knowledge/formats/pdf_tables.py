"""Finds the ruled tables of a PDF page: rules by pypdfium2, the grid they make by pdfplumber."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from knowledge.formats.pdf_pages import Box

MOST_RULES = 4_000
"""Of a page; tables of the frameworks have about 100. A page with more is a drawing."""

_SHORTEST = 3.0
_STRAIGHT = 1.0
_TOUCH = 3.0
"""Points: the least length of a rule, how far it may lean, how far from another it may end."""


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A straight line across or down, in points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def down(self) -> bool:
        """Whether it goes from top to bottom."""
        return self.bottom - self.top > self.x1 - self.x0


def rules_of(page: PdfPage) -> list[RuledLine]:
    """Return the rules of a page; none where it has too many to be those of tables."""
    height = page.get_height()
    found: list[RuledLine] = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        found.extend(_rules(item, height))
        if len(found) > MOST_RULES:
            return []
    return found


def grids(rules: Sequence[RuledLine]) -> list[list[Box]]:
    """Return the tables that rules make, each as the boxes of its cells; a lone box is none."""
    if sum(rule.down for rule in rules) < 2 or sum(not rule.down for rule in rules) < 2:
        return []
    from pdfplumber import table

    edges = table.merge_edges([_edge(rule) for rule in rules], _TOUCH, _TOUCH, _TOUCH, _TOUCH)
    crossings = table.edges_to_intersections(edges, _TOUCH, _TOUCH)
    found = table.cells_to_tables(table.intersections_to_cells(crossings))
    return [list(cells) for cells in found if len(cells) > 1]


def _edge(rule: RuledLine) -> dict[str, Any]:
    size = {"width": rule.x1 - rule.x0, "height": rule.bottom - rule.top}
    place = {"x0": rule.x0, "x1": rule.x1, "top": rule.top, "bottom": rule.bottom}
    return {**place, **size, "orientation": "v" if rule.down else "h", "object_type": "line"}


def _rules(item: Any, height: float) -> Iterator[RuledLine]:
    for (x0, y0), (x1, y1) in pairwise_of_path(item):
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if min(wide, high) <= _STRAIGHT and max(wide, high) >= _SHORTEST:
            top, bottom = height - max(y0, y1), height - min(y0, y1)
            yield RuledLine(min(x0, x1), top, max(x0, x1), bottom)


def pairwise_of_path(item: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the straight segments of a path in the page's own coordinates."""
    matrix = item.get_matrix()
    points: list[tuple[float, float]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(item.raw), MOST_RULES)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from pairwise(points)
            points = []
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    yield from pairwise(points)
