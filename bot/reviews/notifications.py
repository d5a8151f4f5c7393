"""Notify people of what coaches decide and ask."""

from __future__ import annotations

from typing import Protocol

from bot.store.reviews.decisions import Review


class ReviewNotifier(Protocol):
    """Notifies the person of a review, within the transaction of the change."""

    def decided(self, review: Review) -> None:
        """Notify of a decision."""

    def asked(self, review: Review, text: str) -> None:
        """Notify of a question, or of a message after the decision."""


class NoNotifier:
    """Notifies nobody; people see it when they ask."""

    def decided(self, review: Review) -> None:
        """See `ReviewNotifier`."""

    def asked(self, review: Review, text: str) -> None:
        """See `ReviewNotifier`."""
