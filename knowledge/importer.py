"""How a document gets in: it is read in a process of its own, with limits on time and memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from knowledge import course_list
from knowledge.mapping_view import Correction, MappingView, corrected, named_levels, view
from knowledge.model import DocumentError, Reading
from knowledge.readers import read
from knowledge.readers.duties import duties_in_file
from knowledge.sandbox import SECONDS, StoppedError, limited
from knowledge.table_mapping import Mapping

T = TypeVar("T")

_STOPPED = {
    "time": (f"it takes more than {SECONDS:.0f} seconds to read.", "too-slow"),
    "memory": ("it takes more than 1 GB of memory to read.", "too-slow"),
    "crash": ("the library that opens such files crashed on it.", "damaged"),
    "error": ("it could not be understood.", "damaged"),
}


def read_document(path: Path) -> Reading:
    """Read a document that may come from anybody.

    It is read in a process of its own, with limits on time and memory (`knowledge.sandbox`), so that no file
    can block or exhaust the process that serves people.

    Raises:
        DocumentError: it cannot be read within the limits, or at all.
        UnmappedError: it is of no known kind; `show_mapping` may help.
    """
    return _in_sandbox(read, Path(path).name, Path(path))


def read_duties(name: str, data: bytes, *, most: int, longest: int) -> list[list[str]]:
    """Read what a job description or a curriculum vitae says somebody does, by job, within the same limits.

    It waits for another process: call it from a thread.

    Args:
        most: duties returned of each job.
        longest: characters of each.

    Raises:
        DocumentError: nothing can be read from it; `DocumentError.reason` says why.
    """
    return _in_sandbox(duties_in_file, name, name, data, most, longest)


def read_courses(path: Path) -> Reading:
    """Read a list of courses within the same limits; see `knowledge.course_list.read`.

    Raises:
        DocumentError: it cannot be read within the limits, or is no such list.
    """
    return _in_sandbox(course_list.read, Path(path).name, Path(path))


def show_mapping(path: Path, anew: bool = False) -> MappingView:
    """Show how a document's tables are understood, within the same limits; see `knowledge.mapping_view`.

    Raises:
        DocumentError: it cannot be read within the limits, or has nothing to map.
    """
    return _in_sandbox(view, Path(path).name, Path(path), anew)


def correct_mapping(path: Path, mapping: Mapping, table: int, said: Correction) -> MappingView:
    """Show how a document is understood after a correction, within the same limits.

    Raises:
        DocumentError: it cannot be read within the limits.
    """
    return _in_sandbox(corrected, Path(path).name, Path(path), mapping, table, said)


def levels_in(path: Path, column: str) -> dict[str, int]:
    """Return the named levels of a column of a document's table, in order; none where they are figures.

    Raises:
        DocumentError: it cannot be read within the limits.
    """
    return _in_sandbox(named_levels, Path(path).name, Path(path), column)


def _in_sandbox(function: Callable[..., T], name: str, *args: object) -> T:
    try:
        return limited(function, *args)
    except StoppedError as error:
        message, reason = _STOPPED[error.reason]
        raise DocumentError(
            name,
            message,
            remedy="Open it in its own program and save it again, or add its tables as CSV.",
            reason=reason,
        ) from error
