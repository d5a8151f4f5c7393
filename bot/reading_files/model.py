"""Lines of a job description, and why a file gives none."""

from __future__ import annotations

from dataclasses import dataclass

from bot.wording.files import FileReason, unreadable


class FileError(Exception):
    """A file that nothing can be read from.

    Its text is a sentence for the person who sent it, and says what to do.

    Args:
        reason: what is wrong with it.
    """

    def __init__(self, reason: FileReason) -> None:
        self.reason = reason
        super().__init__(unreadable(reason))


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph.

    Args:
        text: cleaned, on one line, without the sign of its list item.
        item: whether it is an item of a list.
        heading: whether it is set as a heading; text and PDFs do not tell.
        whole: whether it is a whole paragraph; a PDF has lines that may go on in the next.
    """

    text: str
    item: bool = False
    heading: bool = False
    whole: bool = True
