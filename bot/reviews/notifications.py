"""How people hear what a coach did, wherever the coach did it."""

from __future__ import annotations

from typing import Protocol

from bot.store.reviews.decisions import Review


class ReviewNotifier(Protocol):
    """Tells the person of a review; called inside the transaction of what is told, so never without it."""

    def decided(self, review: Review) -> None:
        """A coach decided."""

    def asked(self, review: Review, text: str) -> None:
        """A coach asks, or writes after deciding."""


class NoNotifier:
    """Tells nobody: the person finds it when they ask."""

    def decided(self, review: Review) -> None:
        """See `ReviewNotifier`."""

    def asked(self, review: Review, text: str) -> None:
        """See `ReviewNotifier`."""
