"""Markdown, with front matter: markdown-it-py makes HTML of it, which is read as any other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from markdown_it import MarkdownIt

from knowledge.formats.content import Content
from knowledge.formats.html import read_html
from knowledge.formats.yaml import read_yaml
from knowledge.model import DocumentError, Problem

_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL | re.MULTILINE
)
_TABLE_RULE = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?[ \t]*)?$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_TAB = re.compile(r"(?:={3}[!+]?|[!?]{3}\+?(?: \w+)*) \"(?P<title>[^\"]+)\"\s*")
_ICON = re.compile(r":[\w-]+: *")
_MAX_NESTING = 20


def is_markdown(text: str) -> bool:
    """Return whether a text has a heading or a table as Markdown writes them."""
    return bool(_TABLE_RULE.search(text) or _HEADING.search(text))


def read_markdown(name: str, text: str) -> Content:
    """Read the text and tables of a Markdown page, HTML within it included.

    Raises:
        DocumentError: it has no text or is too long.
    """
    front = _FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    value = _front_matter(name, front[1]) if front else None
    if value is not None and not body.strip():
        return Content(text=text, value=value)
    body = "\n".join(_without_tabs(body.splitlines()))
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    content = read_html(name, f"<html><body>{parser.render(body)}</body></html>")
    return replace(content, value=value, left_out=(*content.left_out, *_uneven_rows(text)))


def _without_tabs(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines, with the title of a tab or a box (MkDocs) above what it holds."""
    within = False
    for line in lines:
        if tab := _TAB.fullmatch(line):
            yield from ("", f"**{_ICON.sub('', tab['title'])}**", "")
        within = bool(tab) or (within and (not line.strip() or line.startswith("    ")))
        if not tab:
            yield line[4:] if within else line


def _uneven_rows(text: str) -> Iterator[Problem]:
    """Yield a warning for each row of a table with another number of cells: its texts may be shifted."""
    width = 0
    for number, line in enumerate(text.splitlines(), 1):
        if _TABLE_RULE.fullmatch(line):
            width = _cells(line)
        elif not line.strip():
            width = 0
        elif width > 1 and "|" in line and (found := _cells(line)) != width:
            message = f"the row has {found} cells, its table {width}. Check that no text is shifted."
            yield Problem("warning", f"line {number}", "row-too-short", message)


def _cells(line: str) -> int:
    return len(re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|")))


def _front_matter(name: str, text: str) -> object:
    try:
        return read_yaml(name, text).value
    except DocumentError:
        return None
