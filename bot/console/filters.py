"""What of the queue is wanted, as an address says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bot import times
from bot.store.reviews.lists import QueueEntry, QueueFilters

_PLACE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)_(\d{1,18})")
SURE: dict[str, tuple[float | None, float | None]] = {
    "unsure": (None, 0.45),
    "guess": (0.45, 0.65),
    "fair": (0.65, 0.85),
    "sure": (0.85, None),
}
"""Confidence from and below, as `bot.text.conversation.confidence` says it."""
AGES = (1, 3, 7, 14)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue is wanted; empty is no filter.

    Args:
        team: its id.
        skill: ``framework/skill``.
        sure: of `SURE`.
        days: waiting for so many or longer.
    """

    team: int | None = None
    skill: str = ""
    sure: str = ""
    days: int | None = None

    @property
    def query(self) -> str:
        """The end of an address, with its question mark; empty without filters."""
        said = {"team": self.team, "skill": self.skill, "sure": self.sure, "days": self.days}
        kept = urlencode({name: value for name, value in said.items() if value})
        return f"?{kept}" if kept else ""

    def filters(self, at: str) -> QueueFilters:
        """Return what the store filters by."""
        least, most = SURE.get(self.sure, (None, None))
        framework, slash, skill = self.skill.partition("/")
        return QueueFilters(
            team=self.team,
            skill=(framework, skill) if slash else None,
            least=least,
            most=most,
            before=times.later(at, days=-self.days) if self.days else None,
        )


def wanted(said: Mapping[str, str]) -> Wanted:
    """Read filters from an address or a form; what cannot be read is left out."""
    team, days, sure = said.get("team", ""), said.get("days", ""), said.get("sure", "")
    return Wanted(
        team=int(team) if re.fullmatch(r"[0-9]{1,18}", team) else None,
        skill=said.get("skill", "")[:300] if "/" in said.get("skill", "") else "",
        sure=sure if sure in SURE else "",
        days=int(days) if re.fullmatch(r"[0-9]{1,4}", days) else None,
    )


def place(said: str) -> tuple[str, int] | None:
    """Read where a page begins after; None where that is none."""
    found = _PLACE.fullmatch(said)
    return (found[1], int(found[2])) if found else None


def place_of(entry: QueueEntry) -> str:
    """Return where the next page begins after, fit for an address."""
    return f"{entry.since}_{entry.id}"
