"""What the store does not do for whom, and why: channels find the words."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "not-there",
    "not-allowed",
    "last-admin",
    "team-taken",
    "invitation-unknown",
    "invitation-used",
    "invitation-expired",
    "nothing-ticked",
    "not-in-team",
    "level-not-shared",
    "no-such-level",
    "reason-missing",
    "own",
    "already-appealed",
    "not-decided",
]
"""``not-there`` is said of what does not exist and of what this person may not see: the two look the same."""


class RefusedError(Exception):
    """The store did nothing.

    Args:
        reason: why.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
