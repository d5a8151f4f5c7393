"""A pool of guides: one encoder, several open builds. An assessment ends on the build it began with."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.guidance.guide import Guide
from bot.guidance.model import (
    Asked,
    Choice,
    Conclusion,
    Examples,
    Given,
    GuideLike,
    HeldLevel,
    RoleGap,
    RoleMatches,
    SkillInfo,
    Understanding,
)
from index.builds import live_number, published, stamp
from index.manifest import BuildError

if TYPE_CHECKING:
    from index.builds import Stamp
    from index.encoder import Encoder


log = logging.getLogger(__name__)

MOST_OPEN = 3
"""Builds open at once: the live one, its predecessor for assessments in progress, one to compare with. The
least recently used is closed first, the live one never."""


class GuidePool:
    """Guides of the live and older builds. Safe to use from several threads.

    Args:
        encoder: shared by all; every build opened must have been made with it.
    """

    def __init__(self, home: Path, encoder: Encoder) -> None:
        self._home, self._encoder = home, encoder
        self._open: OrderedDict[int, Guide] = OrderedDict()
        self._lock = threading.RLock()
        self._stamp: Stamp = None
        self._live: Guide | None = None
        self.trouble: str | None = None
        """Why an older build is used instead of the live one; None if the live one is used."""

    def live(self) -> Guide:
        """Return the guide of the live build, reopened when another goes live.

        Where the live build cannot be used, the last one before it that can serves, and `trouble` says why.

        Raises:
            BuildError: there is no build that can be used.
        """
        now = stamp(self._home)
        with self._lock:
            if self._live is None or now != self._stamp:
                self._live = self._usable()
                self._stamp = now
            return self._live

    def of(self, number: int) -> Guide:
        """Return the guide of a build by number.

        Raises:
            BuildError: it is gone, damaged, or was made with another model or version of Rung.
        """
        with self._lock:
            guide = self._open.get(number)
            if guide is None:
                guide = self._open[number] = Guide(self._home, self._encoder, number)
            self._open.move_to_end(number)
            self._close_some(number)
            return guide

    def going_on(self, number: int | None) -> Guide:
        """Return the guide an assessment began with, or the live one if that build is gone.

        Args:
            number: of the build; None for a new assessment.

        Raises:
            BuildError: there is no build that can be used.
        """
        if number is not None:
            try:
                return self.of(number)
            except BuildError as error:
                log.warning("an assessment goes on with the live build: %s", error)
        return self.live()

    def _usable(self) -> Guide:
        trouble: BuildError | None = None
        wanted: list[int] = []
        try:
            number = live_number(self._home)
            wanted = [number] if number is not None else []
        except BuildError as error:
            trouble = error
        for number in dict.fromkeys([*wanted, *published(self._home)]):
            try:
                guide = self.of(number)
            except BuildError as error:
                trouble = trouble or error
                continue
            self.trouble = f"{trouble}; until then build {number} serves" if trouble else None
            if self.trouble:
                log.warning("%s", self.trouble)
            return guide
        raise trouble or BuildError(
            "there is no build yet: run `rung prepare`, or add documents and run `rung build`"
        )

    def _close_some(self, just_used: int) -> None:
        held = {just_used, self._live.number if self._live else just_used}
        for number in list(self._open):
            if len(self._open) > MOST_OPEN and number not in held:
                del self._open[number]


class StandInGuide(ABC):
    """A guide that another one answers for."""

    @abstractmethod
    def _answering(self) -> GuideLike:
        """Return the guide that answers."""

    def understand(
        self, activities: Sequence[str], rejected: Sequence[str] = (), settled: int = 0
    ) -> Understanding:
        """See `Guide.understand`."""
        return self._answering().understand(activities, rejected, settled)

    def next_question(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> Asked | None:
        """See `Guide.next_question`."""
        return self._answering().next_question(activities, choice, given)

    def conclude(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> tuple[Conclusion, ...]:
        """See `Guide.conclude`."""
        return self._answering().conclude(activities, choice, given)

    def look_up(self, name: str) -> SkillInfo | None:
        """See `Guide.look_up`."""
        return self._answering().look_up(name)

    def examples(self, asked: Asked) -> Examples:
        """See `Guide.examples`."""
        return self._answering().examples(asked)

    def message_vectors(self, texts: Sequence[str]) -> Mapping[str, Sequence[float]]:
        """See `Guide.message_vectors`."""
        return self._answering().message_vectors(texts)

    def next_roles(self, held: Sequence[HeldLevel], present: str, activities: Sequence[str]) -> RoleMatches:
        """See `Guide.next_roles`."""
        return self._answering().next_roles(held, present, activities)

    def role_gap(
        self,
        name: str,
        held: Sequence[HeldLevel],
        activities: Sequence[str],
        wanted: Sequence[str],
        duties: Sequence[str] = (),
    ) -> RoleGap | None:
        """See `Guide.role_gap`."""
        return self._answering().role_gap(name, held, activities, wanted, duties)


class SessionGuide(StandInGuide):
    """The guide of one person's session; each assessment ends on the build it began with.

    For a channel that keeps no build numbers; it knows a new assessment by its activities.

    Raises:
        BuildError: there is no build that can be used.
    """

    def __init__(self, guides: GuidePool) -> None:
        self._guides = guides
        self._guide = guides.live()
        self._said: tuple[str, ...] = ()

    def understand(
        self, activities: Sequence[str], rejected: Sequence[str] = (), settled: int = 0
    ) -> Understanding:
        """See `Guide.understand`."""
        if not self._said or tuple(activities[: len(self._said)]) != self._said:
            self._guide = self._guides.live()
        self._said = tuple(activities)
        return super().understand(activities, rejected, settled)

    def _answering(self) -> GuideLike:
        return self._guide


class BackgroundGuide(StandInGuide):
    """A guide that opens in the background; its methods wait until it is open.

    Args:
        open_guide: opens the guide; runs in a thread of its own.
        on_wait: called once, when a call has to wait.
    """

    error: BaseException | None = None
    """Why the guide could not be opened; set before any method raises it."""

    def __init__(
        self, open_guide: Callable[[], GuideLike], on_wait: Callable[[], None] | None = None
    ) -> None:
        self._on_wait = on_wait
        self._guide: GuideLike | None = None
        # A daemon thread: leaving early must not wait for the model to load.
        self._thread = threading.Thread(target=self._run, args=(open_guide,), name="guide", daemon=True)
        self._thread.start()

    @property
    def opening(self) -> bool:
        """Whether the guide is still being opened."""
        return self._thread.is_alive()

    def _run(self, open_guide: Callable[[], GuideLike]) -> None:
        try:
            self._guide = open_guide()
        except BaseException as error:
            self.error = error

    def _answering(self) -> GuideLike:
        if self.opening and self._on_wait:
            self._on_wait()
            self._on_wait = None
        self._thread.join()
        if self._guide is None:
            raise self.error or RuntimeError("the guide was not opened")
        return self._guide
