"""SFIA's tables in other languages: the columns are told by what is in them, and read as the English ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.formats.content import HEADER_ROWS, Document
from knowledge.model import Reading
from knowledge.readers.draft import Reader
from knowledge.readers.sfia_tables import LEVELS, read_skills

_CODE = re.compile(r"[A-Z]{4}")
_FIGURE = re.compile(r"(?<!\d)([1-7])(?!\d)")
_FEWEST_LEVELS = 3
_LEAST_CODES = 0.8
_LONG = 12
"""Words of a cell that is a text and no title."""


def _translated(document: Document) -> Document | None:
    """Return the document with English names for the columns of its first table of skills."""
    if "sfia" not in f"{document.name} {document.text[:20_000]}".casefold():
        return None
    for number, table in enumerate(document.tables):
        for row in range(1, min(len(table.rows), HEADER_ROWS) + 1):
            header = _header(table.rows[row - 1], table.rows[row:])
            if header:
                added = ("",) * (len(header) - len(table.rows[row - 1]))
                rows = (*table.rows[: row - 1], header, *((*cells, *added) for cells in table.rows[row:]))
                tables = (
                    *document.tables[:number],
                    replace(table, rows=rows),
                    *document.tables[number + 1 :],
                )
                return replace(document, tables=tables, _found={})
    return None


def _header(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return English names for a header, or nothing where it is not one of SFIA's in another language."""
    names = dict(enumerate(header))
    levels = {at: found[1] for at, name in names.items() if (found := _FIGURE.search(name))}
    words = {_FIGURE.sub("", header[at]).casefold().strip() for at in levels}
    code = next((at for at in names if at not in levels and _share(rows, at, _CODE) >= _LEAST_CODES), None)
    if code is None or len(levels) < _FEWEST_LEVELS or words == {""} or len(words) != 1:
        return ()
    if not _are_texts(rows, levels):
        return ()
    names_found = {at: f"Level {figure} description" for at, figure in levels.items()} | {code: "Code"}
    titles = iter(("Skill", "Category", "Subcategory"))
    texts = iter(("Overall description", "Guidance notes"))
    for at in (each for each in names if each > code and each not in levels and header[each].strip()):
        cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        if cells and not any(cell.startswith("http") for cell in cells):
            long = sum(len(cell.split()) for cell in cells) > _LONG * len(cells)
            names_found[at] = next(texts if long else titles, header[at])
    missing = [f"Level {level} description" for level in LEVELS if str(level) not in levels.values()]
    return (*(names_found.get(at, name) for at, name in names.items()), *missing)


def _are_texts(rows: Sequence[Sequence[str]], columns: Iterable[int]) -> bool:
    """Return whether cells hold statements and no marks or figures."""
    said = [row[at].split() for at in columns for row in rows if at < len(row) and row[at].strip()]
    return sum(len(words) for words in said) >= 2 * len(said) > 0


def _share(rows: Sequence[Sequence[str]], at: int, pattern: re.Pattern[str]) -> float:
    cells = [row[at].strip() for row in rows if at < len(row) and any(row)]
    return sum(bool(pattern.fullmatch(cell)) for cell in cells) / len(cells) if cells else 0.0


def _read(document: Document) -> Reading:
    """Read the table as the English one."""
    found = _translated(document)
    assert found is not None, "only a recognised document is read"
    return read_skills(found)


READERS = (Reader("sfia-translated", lambda document: _translated(document) is not None, _read),)
