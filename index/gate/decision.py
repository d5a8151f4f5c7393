"""Going live through the gate: what commands, the bot and the console call alike."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from index import builds, publication
from index.encoder import Encoder
from index.gate.checks import Verdict, examine
from index.manifest import BuildError


def candidate(home: Path) -> int | None:
    """Return the newest build that was never live, or None."""
    were_live = set(builds.published(home))
    return next((number for number in reversed(builds.numbers(home)) if number not in were_live), None)


def publish_through_gate(
    home: Path,
    number: int,
    encoder: Encoder,
    catalogue: Path,
    *,
    who: str = "",
    reason: str = "",
    force: bool = False,
    in_use: Collection[int] = (),
) -> tuple[Verdict, bool]:
    """Examine a build, let it go live where it passes or is forced; return the verdict and whether it did.

    Args:
        who: does it; the account of this process unless named.
        reason: why; needed to force it, kept in the log in any case.
        in_use: builds to keep: those that assessments under way were begun with.

    Raises:
        BuildError: the build cannot be opened, or the disk refuses; the old build stays live.
        ValueError: forced without a reason.
    """
    if force and not reason.strip():
        raise ValueError("a build that goes live against the gate needs a reason")
    try:
        against = builds.live_number(home)
    except BuildError:
        against = None
    verdict = examine(home, number, encoder, catalogue, against)
    if not verdict.passed and not force:
        return verdict, False
    forced = force and not verdict.passed
    publication.publish(
        home, number, who=who, reason=reason, forced=forced, checks=verdict.rows(), in_use=in_use
    )
    return verdict, True
