"""Reads Markdown: markdown-it-py makes a web page of it, which is read as any other."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from knowledge.formats.blocks import Block
from knowledge.formats.html import open_html

_TABLE_RULE = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?[ \t]*)?$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_MOST_NESTED = 20


def is_markdown(text: str) -> bool:
    """Tell whether a text has a heading or a table as Markdown writes them."""
    return bool(_TABLE_RULE.search(text) or _HEADING.search(text))


def open_markdown(name: str, text: str) -> tuple[Block, ...]:
    """Read the text and tables of a Markdown page, HTML within it included.

    Args:
        name: file name, for messages.
        text: of the page.

    Raises:
        DocumentError: it has no text or is too long.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTED}).enable("table")
    return open_html(name, f"<html><body>{parser.render(text)}</body></html>")
