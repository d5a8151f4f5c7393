"""A table, as workbooks and converters give it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """A worksheet, or a table of another document.

    Args:
        name: its title.
        rows: cells as text, ``""`` where empty; row n of the sheet is at n - 1.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
