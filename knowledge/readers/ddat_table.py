"""What the tables of the UK Government's Digital and Data framework share: marks, bullets, levels."""

from __future__ import annotations

import re

from knowledge.readers.draft import Draft
from knowledge.readers.frameworks import DDAT_LEVELS
from knowledge.readers.tables import Row

_MARKS = {"not in use": "not-in-use", "missing": "missing"}
_SAID = {"not-in-use": "NOT IN USE", "missing": "MISSING", "not-defined": "that they are not defined"}
_NOT_DEFINED = re.compile(r"^this skill level is (?:currently )?not defined\.?$", re.IGNORECASE)
_LEAD_IN = re.compile(r"^(?:at this (?:role )?level,? )?you (?:can|will)\b[^.:\n]{0,40}:?$", re.IGNORECASE)
_BULLET = re.compile(r"^[-–—*•]\s+(?=\S)")


class Cells:
    """Reads cells, and counts those that say that they say nothing.

    Args:
        draft: of the document.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._marked: dict[str, list[tuple[int, str]]] = {}

    def text(self, row: Row, column: str) -> str:
        """Return a cell tidied, or ``""`` where it is marked NOT IN USE, MISSING or not defined."""
        text = row.text(self._draft, column)
        mark = _MARKS.get(text.casefold()) or ("not-defined" if _NOT_DEFINED.match(text) else "")
        if mark:
            self._marked.setdefault(mark, []).append((row.number, row.place(column)))
            return ""
        return text

    def line(self, row: Row, column: str) -> str:
        """Return a cell as `text` does, on one line."""
        return " ".join(self.text(row, column).split())

    def note_marked(self) -> None:
        """Note in the draft how many cells were marked, and in how many rows."""
        for mark, places in self._marked.items():
            rows = len({number for number, _ in places})
            self._draft.note(
                places[0][1],
                mark,
                f"cells that say {_SAID[mark]}: {len(places)}, in rows: {rows}. They were passed over;"
                " this is the first.",
                count=len(places),
            )


def bullets(text: str) -> tuple[str, list[str], str]:
    """Part a cell into what stands before its list, the list, and what stands after it.

    Args:
        text: tidied. The lead-in of the list ('You can:') is left out; a cell without a list is all before.
    """
    before: list[str] = []
    listed: list[str] = []
    after: list[str] = []
    for line in text.splitlines():
        if _BULLET.match(line):
            listed.append(_BULLET.sub("", line))
        elif not _LEAD_IN.match(line):
            (after if listed else before).append(line)
    return " ".join(before), listed, " ".join(after)


def level_number(draft: Draft, name: str, location: str) -> int | None:
    """Return the number of a named level, or None, with an error, where there is none of that name."""
    number = DDAT_LEVELS.get(name.casefold())
    if number is None:
        draft.error(
            location,
            "level-out-of-range",
            f"found level {name[:40]!r}, expected Awareness, Working, Practitioner or Expert."
            " Correct the name.",
        )
    return number
