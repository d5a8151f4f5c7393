"""Reads HTML by lxml: headings, paragraphs, items and tables in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml.etree import LxmlError

from knowledge.formats.blocks import MOST_BLOCKS, Block, row
from knowledge.model import DocumentError

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|table|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LEFT_OUT = _names(
    "script style noscript template nav header footer aside form button select svg math iframe object head"
)
_LINES = _names(
    "p div h1 h2 h3 h4 h5 h6 li dt dd blockquote pre section article main figure figcaption ul ol dl"
)
_DEEPEST = 200
"""Elements within one another; pages of the frameworks' owners have about 30."""


def is_html(text: str) -> bool:
    """Tell whether a text begins as a web page does."""
    return bool(_HTML.match(text[:20_000]))


def open_html(name: str, text: str) -> tuple[Block, ...]:
    """Read the text and tables of a web page; menus, forms and programs are left out.

    Args:
        name: file name, for messages.
        text: of the page.

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
            name, "the web page cannot be read.", remedy="Save it again as a complete page."
        ) from error
    page = _Page(name)
    page.read(root)
    if not page.blocks:
        raise DocumentError(name, "the web page has no text.", remedy="Save it as a complete page.")
    return tuple(page.blocks)


class _Page:
    """Collects the lines of a page while its elements are gone through."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self._line: list[str] = []
        self._heading, self._bullet, self._tables = 0, False, 0

    def read(self, root: Any) -> None:
        """Go through an element and all within it."""
        self._visit(root, 0)
        self._end()

    def _visit(self, element: Any, depth: int) -> None:
        if depth > _DEEPEST:
            raise DocumentError(
                self.name, f"elements stand more than {_DEEPEST} deep in one another.", remedy="Simplify it."
            )
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "table":
            self._end()
            self._table(element)
        elif tag and tag not in _LEFT_OUT:
            self._through(element, tag, depth)
        self._line.append(element.tail or "")

    def _through(self, element: Any, tag: str, depth: int) -> None:
        if tag in _LINES or tag == "br":
            self._end()
        if re.fullmatch("h[1-6]", tag):
            self._heading = int(tag[1])
        self._bullet = self._bullet or tag == "li"
        self._line.append(element.text or "")
        for child in element:
            self._visit(child, depth + 1)
        if tag in _LINES:
            self._end()

    def _end(self) -> None:
        """Finish a line."""
        text = " ".join("".join(self._line).split())
        if text:
            self._add(
                Block(text, f"paragraph {len(self.blocks) + 1}", heading=self._heading, bullet=self._bullet)
            )
        self._line, self._heading, self._bullet = [], 0, False

    def _add(self, block: Block) -> None:
        if len(self.blocks) >= MOST_BLOCKS:
            raise DocumentError(
                self.name, f"it has more than {MOST_BLOCKS:,} lines and rows.", remedy="Part it."
            )
        self.blocks.append(block)

    def _table(self, table: Any) -> None:
        self._tables += 1
        below: dict[int, int] = {}
        for number, each in enumerate(table.iter("tr"), 1):
            cells = list(_row(each, below))
            if any(cell.strip() for cell in cells):
                self._add(row(cells, f"table {self._tables}, row {number}", self._tables))


def _row(element: Any, below: dict[int, int]) -> Iterator[str]:
    """Yield the cells of a row, ``""`` for places that a cell to the left or above takes too.

    Args:
        below: how many rows more the cell in each column takes; it is kept up.
    """
    column = 0
    for cell in element.iterchildren("td", "th"):
        while below.get(column, 0) > 0:
            below[column] -= 1
            column += 1
            yield ""
        wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
        for index in range(wide):
            below[column] = high - 1
            column += 1
            yield _cell_text(cell) if index == 0 else ""
    while below.get(column, 0) > 0:
        below[column] -= 1
        column += 1
        yield ""


def _span(cell: Any, name: str) -> int:
    said = str(cell.get(name, "1"))
    return min(max(int(said), 1), 50) if said.isascii() and said.isdigit() and len(said) < 5 else 1


def _cell_text(cell: Any) -> str:
    inner = _Page("")
    inner._line.append(cell.text or "")
    for child in cell:
        inner._visit(child, 0)
    inner._end()
    return "\n".join(f"• {block.text}" if block.bullet else block.text for block in inner.blocks)
