"""Which statements say the same, within a framework or in another one or another edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from knowledge.similarity import normalised, say_the_same

if TYPE_CHECKING:
    from index.build import Build

SAME = 0.85
"""Cosine from which two statements say the same; docs/accuracy.md has how it was chosen."""


Says = Callable[[str, Sequence[str]], bool]
"""Tells whether a statement says the same as one of others."""


def says_in_words(text: str, others: Sequence[str]) -> bool:
    """Whether a statement has the words of one of others, or nearly."""
    return any(normalised(text) == normalised(other) or say_the_same(text, other) for other in others)


class SameStatements:
    """Compares the statements of some skills.

    Args:
        skills: framework and key of each; unknown ones are left out.
    """

    def __init__(self, build: Build, skills: Iterable[tuple[str, str]]) -> None:
        self._build = build
        known = {skill for skill in skills if skill in build.group_numbers}
        self._ids = {
            entry.text: entry.id
            for skill in sorted(known)
            for entry in build.entries_of(*skill)
            if entry.is_statement
        }

    def says(self, text: str, others: Sequence[str]) -> bool:
        """Whether a statement says the same as one of others."""
        return says_in_words(text, others) or any(self._is_close(text, other) for other in others)

    def _is_close(self, one: str, other: str) -> bool:
        first, second = self._ids.get(one), self._ids.get(other)
        if first is None or second is None:
            return False
        vectors = self._build.vectors
        return float(np.dot(vectors[first], vectors[second])) >= SAME
