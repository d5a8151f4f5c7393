"""HTML, parsed by lxml: headings, paragraphs, items and tables in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import lxml.html
from lxml.etree import LxmlError

from knowledge.formats.content import Content, Line, LineCollector, converted, row_line
from knowledge.model import DocumentError, Problem

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|table|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)

_TAG = re.compile(
    r"</?(?:div|p|span|table|tbody|tr|t[dh]|h[1-6]|link|script|ul|li|a|section)\b[^>]*>", re.IGNORECASE
)
_MANY_TAGS = 8
_MANY_LINKS = 4
"""Links one below the other that are a menu."""


def _tags(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LEFT_OUT = _tags(
    "script style noscript template nav header footer aside form button select svg math iframe object head"
)
_LINES = _tags(
    "p div h1 h2 h3 h4 h5 h6 li dt dd blockquote pre section article main figure figcaption ul ol dl"
)
_MAX_DEPTH = 200
"""Elements within one another; pages of the frameworks' owners have about 30."""


def is_html(text: str) -> bool:
    """Return whether a text begins as a web page does, or as a part of one: with one tag after another."""
    start = text[:20_000]
    return bool(_HTML.match(start)) or (
        start.lstrip().startswith("<") and len(_TAG.findall(start)) >= _MANY_TAGS
    )


def read_html(name: str, text: str) -> Content:
    """Read the text and tables of a web page; menus, forms and scripts are left out.

    Raises:
        DocumentError: it has no text, is nested too deep or is too long.
    """
    # A declared encoding would contradict the text, which is decoded already.
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(plain, parser=parser)
    except (LxmlError, ValueError) as error:
        raise DocumentError(
            name, "the web page cannot be read.", remedy="Save it again as a complete page.", reason="damaged"
        ) from error
    page = _WebPage(name)
    page.read(root)
    menus = _menus(page.lines, page.linked)
    page.lines = [line for index, line in enumerate(page.lines) if index not in menus]
    if not page.lines:
        raise DocumentError(
            name, "the web page has no text.", remedy="Save it as a complete page.", reason="no-text"
        )
    message = "menus and lists of links were left out."
    left_out = (Problem("note", "", "left-out", message, len(menus)),) if menus else ()
    return converted(page.lines, left_out)


def _menus(lines: Sequence[Line], linked: set[int]) -> set[int]:
    """Return the lines of menus: runs of links, with the short headings between them."""
    found: set[int] = set()

    def belongs(n: int) -> bool:
        return n in linked or (bool(lines[n].heading) and n + 1 in linked)

    for is_menu, run in groupby(range(len(lines)), key=belongs):
        places = list(run)
        if is_menu and sum(place in linked for place in places) >= _MANY_LINKS:
            found.update(places)
    return found


class _WebPage(LineCollector):
    """The lines of a page, and which of them are links and no more."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.linked: set[int] = set()
        self._line: list[str] = []
        self._links: list[str] = []
        self._heading, self._bullet = 0, False
        self._number: int | None = None

    def read(self, root: Any) -> None:
        """Read an element and all within it."""
        self._visit(root, 0)
        self._end()

    def _visit(self, element: Any, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise DocumentError(
                self.name, f"its elements are nested more than {_MAX_DEPTH} deep.", remedy="Simplify it."
            )
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "a":
            self._links.append("".join(element.itertext()))
        if tag == "table":
            self._end()
            self._table(element)
        elif tag and tag not in _LEFT_OUT:
            self._walk(element, tag, depth)
        self._line.append(element.tail or "")

    def _walk(self, element: Any, tag: str, depth: int) -> None:
        if tag in _LINES or tag == "br":
            self._end()
        if re.fullmatch("h[1-6]", tag):
            self._heading = int(tag[1])
        if tag == "li":
            self._number = _number(element)
            self._bullet = self._number is None
        self._line.append(element.text or "")
        for child in element:
            self._visit(child, depth + 1)
        if tag in _LINES:
            self._end()

    def _end(self) -> None:
        """Finish a line."""
        text = " ".join("".join(self._line).split())
        if text:
            if text == " ".join("".join(self._links).split()):
                self.linked.add(len(self.lines))
            place = f"paragraph {len(self.lines) + 1}"
            self._add(Line(text, place, heading=self._heading, bullet=self._bullet, number=self._number))
        self._line, self._links, self._heading, self._bullet, self._number = [], [], 0, False, None

    def _table(self, table: Any) -> None:
        self._tables += 1
        below: dict[int, int] = {}
        for number, each in enumerate(table.iter("tr"), 1):
            cells, merged = _cells(each, below)
            if any(cell.strip() for cell in cells) or merged:
                self._add(row_line(cells, f"table {self._tables}, row {number}", self._tables, merged))


def _cells(row: Any, below: dict[int, int]) -> tuple[list[str], tuple[int, ...]]:
    """Return the cells of a row and the columns merged with the row above.

    Places that another cell takes too are ``""``.

    Args:
        below: rows that the cell in each column still takes; it is kept up.
    """
    cells: list[str] = []
    merged: list[int] = []

    def skip_merged() -> None:
        while below.get(len(cells), 0) > 0:
            below[len(cells)] -= 1
            merged.append(len(cells))
            cells.append("")

    for cell in row.iterchildren("td", "th"):
        skip_merged()
        wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
        for index in range(wide):
            below[len(cells)] = high - 1
            cells.append(_cell_text(cell) if index == 0 else "")
    skip_merged()
    return cells, tuple(merged)


def _number(item: Any) -> int | None:
    """Return the number of an item of a numbered list, or None where it has a bullet."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return None
    start = _span(parent, "start")
    return start + sum(1 for _ in item.itersiblings("li", preceding=True))


def _span(cell: Any, name: str) -> int:
    said = str(cell.get(name, "1"))
    return min(max(int(said), 1), 50) if said.isascii() and said.isdigit() and len(said) < 5 else 1


def _cell_text(cell: Any) -> str:
    inner = _WebPage("")
    inner._line.append(cell.text or "")
    for child in cell:
        inner._visit(child, 0)
    inner._end()
    return "\n".join(f"• {line.text}" if line.bullet or line.number else line.text for line in inner.lines)
