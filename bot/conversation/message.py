"""What a message is: its class, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MessageKind = Literal[
    "work",
    "correction",
    "question",
    "command",
    "answer",
    "small-talk",
    "care",
    "other-person",
    "language",
    "steering",
    "not-work",
    "claim",
]
"""``claim`` says that what was left out is work."""
LAST = -1


@dataclass(frozen=True, slots=True)
class Message:
    """A message, or a piece of one, with its class.

    Args:
        kind: its class.
        what: of a command its name; of a correction ``remove``, ``undo``, ``change`` or ``not-mine``; of an
            answer the button it means, ``depends``, ``again`` for the answer before, ``revise`` for any;
            of a question its topic, if known; of care what it is about; of a language its name.
        number: of a correction: the activity meant, from 1, or `LAST`.
        numbers: of a removal: all activities meant, from 1; from `LAST` down, counted from the end.
        text: of a change: the right words.
        about: of a correction: words of the activity meant.
        piece: the person's words, where it is a piece of a message.
        sure: whether a rule knows it; the classifier guesses.
    """

    kind: MessageKind
    what: str = ""
    number: int | None = None
    text: str = ""
    about: str = ""
    piece: str = ""
    sure: bool = True
    numbers: tuple[int, ...] = ()
