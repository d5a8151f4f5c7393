"""A guide that opens itself in the background, so that a person can read and type meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from bot.guidance.model import Asked, Choice, Conclusion, Given, Understanding


class GuideLike(Protocol):
    """A guide, or what stands for one."""

    def understand(
        self, activities: Sequence[str], rejected: Sequence[str] = (), settled: int = 0
    ) -> Understanding:
        """See `bot.guidance.guide.Guide.understand`."""

    def next_question(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> Asked | None:
        """See `bot.guidance.guide.Guide.next_question`."""

    def conclude(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> tuple[Conclusion, ...]:
        """See `bot.guidance.guide.Guide.conclude`."""


class Later:
    """A guide that is being opened; its methods wait until it is.

    Args:
        open_guide: opens the guide; runs in a thread of its own.
        on_wait: called once, when something has to wait for the guide.
    """

    error: BaseException | None = None
    """Why the guide could not be opened; set before any method raises it."""

    def __init__(
        self, open_guide: Callable[[], GuideLike], on_wait: Callable[[], None] | None = None
    ) -> None:
        self._on_wait = on_wait
        self._guide: GuideLike | None = None
        # A daemon: somebody who leaves at once does not wait for a model that nobody needs any more.
        self._thread = threading.Thread(target=self._run, args=(open_guide,), name="guide", daemon=True)
        self._thread.start()

    @property
    def opening(self) -> bool:
        """Whether the guide is still being opened."""
        return self._thread.is_alive()

    def understand(
        self, activities: Sequence[str], rejected: Sequence[str] = (), settled: int = 0
    ) -> Understanding:
        """See `Guide.understand`."""
        return self._opened().understand(activities, rejected, settled)

    def next_question(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> Asked | None:
        """See `Guide.next_question`."""
        return self._opened().next_question(activities, choice, given)

    def conclude(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> tuple[Conclusion, ...]:
        """See `Guide.conclude`."""
        return self._opened().conclude(activities, choice, given)

    def _run(self, open_guide: Callable[[], GuideLike]) -> None:
        try:
            self._guide = open_guide()
        except BaseException as error:
            self.error = error

    def _opened(self) -> GuideLike:
        if self.opening and self._on_wait:
            self._on_wait()
            self._on_wait = None
        self._thread.join()
        if self._guide is None:
            raise self.error or RuntimeError("the guide was not opened")
        return self._guide
