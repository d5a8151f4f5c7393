"""The one path by which a document comes in: read in a process of its own, checked against what is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from knowledge.model import DocumentError, Reading
from knowledge.readers import read
from knowledge.readers.mapped_table import named_levels, suggestion
from knowledge.sandbox import SECONDS, StoppedError, limited
from knowledge.table_mapping import Mapping

T = TypeVar("T")

_TOLD = {
    "time": f"it takes more than {SECONDS:.0f} seconds to read.",
    "memory": "it takes more than 1 GB of memory to read.",
    "crash": "the library that opens such files broke down on it.",
    "error": "it could not be understood.",
}


def hand_in(path: Path) -> Reading:
    """Read a document that may come from anybody.

    It is read in a process of its own, with limits on time and memory (`knowledge.sandbox`), so that no file
    can stop or fill the process that serves people.

    Args:
        path: of the file; see `knowledge.readers.read`.

    Returns:
        what it says, with the problems found.

    Raises:
        DocumentError: it cannot be read within the limits, or at all.
        UnmappedError: it is of no known kind; `suggest_mapping` may help.
    """
    return _apart(read, Path(path))


def suggest_mapping(path: Path) -> tuple[Mapping, tuple[str, ...]]:
    """Suggest which column of a document's table is what, within the same limits.

    Returns:
        the suggestion and the names of the table's columns.

    Raises:
        DocumentError: it cannot be read within the limits, or has no table.
    """
    return _apart(suggestion, Path(path))


def levels_in(path: Path, column: str) -> dict[str, int]:
    """Return the named levels of a column of a document's table, within the same limits.

    Returns:
        the names in their order with their levels; nothing where the levels are figures.

    Raises:
        DocumentError: it cannot be read within the limits.
    """
    return _apart(named_levels, Path(path), column)


def _apart(function: Callable[..., T], path: Path, *more: str) -> T:
    try:
        return limited(function, path, *more)
    except StoppedError as error:
        raise DocumentError(
            path.name,
            _TOLD[error.reason],
            remedy="Open it in its own program and save it anew, or hand in its tables as CSV.",
        ) from error
