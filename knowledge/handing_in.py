"""The one path by which a document comes in: read in a process of its own, checked against what is known."""

from __future__ import annotations

from pathlib import Path

from knowledge.model import DocumentError, Reading
from knowledge.readers import read
from knowledge.sandbox import SECONDS, StoppedError, limited

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
    """
    try:
        return limited(read, Path(path))
    except StoppedError as error:
        raise DocumentError(
            Path(path).name,
            _TOLD[error.reason],
            remedy="Open it in its own program and save it anew, or hand in its tables as CSV.",
        ) from error
