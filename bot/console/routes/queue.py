"""The queue: reviews that wait, oldest first, with filters and pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from bot import times
from bot.console.context import Visit
from bot.store.reviews import lists
from bot.store.reviews.lists import QueueEntry, QueueFilters

PAGE = 20
"""Reviews on a page."""
CONFIDENCE: dict[str, tuple[float | None, float | None]] = {
    "unsure": (None, 0.45),
    "guess": (0.45, 0.65),
    "fair": (0.65, 0.85),
    "sure": (0.85, None),
}
"""Probability of the likeliest level, from and below."""
AGES = (1, 3, 7, 14)
"""Days of waiting that can be chosen."""
_POSITION = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)_(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters in an address; empty is no filter.

    Args:
        skill: ``framework/skill``.
        sure: a key of `CONFIDENCE`.
    """

    team: int | None = None
    skill: str = ""
    sure: str = ""
    days: int | None = None

    @property
    def query(self) -> str:
        """The query of an address, with its question mark; empty without filters."""
        fields = {"team": self.team, "skill": self.skill, "sure": self.sure, "days": self.days}
        query = urlencode({name: value for name, value in fields.items() if value})
        return f"?{query}" if query else ""

    def filters(self, at: str) -> QueueFilters:
        """Return the store's filters."""
        least, most = CONFIDENCE.get(self.sure, (None, None))
        framework, slash, skill = self.skill.partition("/")
        return QueueFilters(
            team=self.team,
            skill=(framework, skill) if slash else None,
            least=least,
            most=most,
            before=times.later(at, days=-self.days) if self.days else None,
        )


async def page(visit: Visit) -> Response:
    """Show a page of the queue; to htmx, which appends it to the one before, only its lines."""
    at, query, coach = visit.console.now(), visit.query_params, visit.person
    wanted, after = read_filters(query), read_position(query.get("after", ""))
    found = lists.queue(visit.database, coach.id, at, filters=wanted.filters(at), after=after, limit=PAGE + 1)
    lines = found[:PAGE]
    context: dict[str, Any] = {
        "at": at,
        "lines": lines,
        "wanted": wanted,
        "after": position(lines[-1]) if len(found) > PAGE else "",
        "first": "after" not in query,
    }
    if visit.headers.get("HX-Target") == "more":
        return visit.show("queue_lines", **context)
    return visit.show(
        "queue",
        **context,
        teams=[team for team in coach.teams if team.role == "coach"],
        skills=lists.waiting_skills(visit.database, coach.id),
        sure=CONFIDENCE,
        ages=AGES,
    )


def read_filters(query: Mapping[str, str]) -> Wanted:
    """Read filters from an address or a form; what cannot be read is left out."""
    team, days, sure, skill = (query.get(name, "") for name in ("team", "days", "sure", "skill"))
    return Wanted(
        team=int(team) if re.fullmatch(r"[0-9]{1,18}", team) else None,
        skill=skill[:300] if "/" in skill else "",
        sure=sure if sure in CONFIDENCE else "",
        days=int(days) if re.fullmatch(r"[0-9]{1,4}", days) else None,
    )


def read_position(text: str) -> tuple[str, int] | None:
    """Read where a page begins after; None if it cannot be read."""
    found = _POSITION.fullmatch(text)
    return (found[1], int(found[2])) if found else None


def position(entry: QueueEntry) -> str:
    """Return where the next page begins after, for an address."""
    return f"{entry.since}_{entry.id}"
