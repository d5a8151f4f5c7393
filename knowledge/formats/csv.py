"""CSV: finds the delimiter and parses the rows; what is damaged is reported when the rows are used."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from knowledge.formats.content import MAX_ROWS, Table
from knowledge.model import DocumentError

_DELIMITERS = ",;\t"
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE_ROWS = 12
_LEAST_AGREEMENT = 0.5
"""Least share of these rows with one number of cells: lines of prose differ."""

_SAMPLE = 200_000
"""Characters in which the delimiter is looked for."""


def read_csv(name: str, text: str) -> Table | None:
    """Parse a text as a table.

    The delimiter is the one that a line ``sep=;`` names, else the one that gives most rows the same number
    of cells.

    Returns:
        the table, row 1 being the first line after a line ``sep=``; None where no delimiter splits it. A
        damaged row ends it: see `Table.broken`.
    """
    text = text.lstrip("\ufeff")
    named = _SEP_LINE.match(text)
    if named:
        text, delimiter = text[named.end() :], named[1]
    else:
        delimiter = _delimiter(text)
    return _parse(name, text, delimiter) if delimiter else None


def _delimiter(text: str) -> str:
    sample = text[:_SAMPLE]
    scores = {delimiter: _agreement(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best][0] >= _LEAST_AGREEMENT else ""


def _agreement(sample: str, delimiter: str) -> tuple[float, int]:
    """Return which share of the first rows has the commonest number of cells above one, and that number."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for cells in islice((cells for cells in reader if any(cells)), _SAMPLE_ROWS):
            widths[len(cells)] += 1
    except csv.Error:
        pass
    rows = widths.total()
    return max(((count / rows, width) for width, count in widths.items() if width > 1), default=(0.0, 0))


def _parse(name: str, text: str, delimiter: str) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[str, ...]] = []
    try:
        for cells in reader:
            if len(rows) >= MAX_ROWS:
                return Table("", tuple(rows), _too_long(name))
            rows.append(tuple(cells))
    except csv.Error as error:
        return Table("", tuple(rows), _damaged(name, len(rows) + 1, reader.line_num, error))
    return Table("", tuple(rows))


def _too_long(name: str) -> DocumentError:
    message = f"the table has more than {MAX_ROWS:,} rows."
    return DocumentError(name, message, remedy="Split it into several files.")


def _damaged(name: str, row: int, line: int, error: csv.Error) -> DocumentError:
    location = f"row {row} (line {line})"
    if "unexpected end" in str(error):
        message, remedy = "the table ends inside a quoted cell.", "It was cut off: save or download it again."
    elif "field limit" in str(error):
        message, remedy = "a cell is too long to be sound.", "A closing quotation mark is missing: add it."
    else:
        message = "a quotation mark is in a wrong place."
        remedy = "Correct the row or export the table again."
    return DocumentError(name, message, location=location, remedy=remedy)
