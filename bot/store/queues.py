"""The queue: what waits for a coach, the oldest first, a page at a time."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from bot.store import times
from bot.store.database import Database
from bot.store.reviews import OPEN, Status


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the queue.

    Args:
        id: of the review.
        version: of the review.
        team: its name.
        since: since when it waits.
        status: waiting, or claimed or asked where ``mine``.
        mine: the coach who asks has it.
        framework: the framework's id; `skill` is its key there, `skill_name` as people say it.
        level: suggested; None where the person does not share it.
        confidence: of the level; None where the person does not share it.
        name: of the person; None where they do not share it.
    """

    id: int
    version: int
    team: str
    since: str
    status: Status
    mine: bool
    framework: str
    skill: str
    skill_name: str
    level: int | None
    confidence: float | None
    name: str | None

    @property
    def place(self) -> tuple[str, int]:
        """Where the next page begins after."""
        return (self.since, self.id)


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue is wanted; None is no filter.

    Args:
        team: its id.
        skill: framework and the skill's key.
        least: confidence at least; most: below.
        most: see `least`.
        before: waiting since this time or longer.
    """

    team: int | None = None
    skill: tuple[str, str] | None = None
    least: float | None = None
    most: float | None = None
    before: str | None = None


def queue(
    database: Database,
    coach: int,
    at: str,
    *,
    filters: Filters | None = None,
    after: tuple[str, int] | None = None,
    limit: int = 20,
) -> tuple[Entry, ...]:
    """Return a page of what waits for a coach, the oldest first.

    Args:
        database: the store.
        coach: who asks.
        at: now.
        filters: what of it.
        after: `Entry.place` of the last line of the page before.
        limit: lines at most.
    """
    wanted = filters or Filters()
    teams = [
        row["team"]
        for row in database.rows("select team from members where person = ? and role = 'coach'", (coach,))
        if wanted.team in (None, row["team"])
    ]
    # One walk along an index for each team: together they would have to be sorted whole.
    pages = [_page(database, coach, team, times.checked(at), wanted, after, limit) for team in teams]
    return tuple(heapq.merge(*pages, key=lambda entry: entry.place))[:limit]


def waiting(database: Database, coach: int, at: str, most: int = 100) -> int:
    """Return how many reviews wait for a coach, at most `most`."""
    return len(queue(database, coach, at, limit=most))


def _page(
    database: Database,
    coach: int,
    team: int,
    at: str,
    filters: Filters,
    after: tuple[str, int] | None,
    limit: int,
) -> list[Entry]:
    since, number = after or ("", 0)
    framework, skill = filters.skill or (None, None)
    values = {
        "coach": coach,
        "team": team,
        "at": at,
        "since": since,
        "number": number,
        "framework": framework,
        "skill": skill,
        "least": filters.least,
        "most": filters.most,
        "before": filters.before and times.checked(filters.before),
        "limit": limit,
    }
    return [_entry(row, coach) for row in database.rows(queue_sql(filters), values)]


def queue_sql(filters: Filters) -> str:
    """Return the query of one team's page; only the conditions wanted, so that SQLite finds the index."""
    conditions: Sequence[tuple[bool, str]] = (
        (filters.skill is not None, "r.framework = :framework and r.skill = :skill"),
        (filters.least is not None, "r.confidence >= :least"),
        (filters.most is not None, "r.confidence < :most"),
        (filters.before is not None, "r.waiting_since <= :before"),
    )
    wanted = "".join(f" and {condition}" for holds, condition in conditions if holds)
    return (
        "select r.id, r.version, r.status, r.coach, r.waiting_since, r.framework, r.skill, r.skill_name,"
        " r.level, r.confidence, t.name as team_name, iif(h.name, p.name, null) as person_name"
        " from reviews r join teams t on t.id = r.team join shares h on h.id = r.share"
        " join people p on p.id = r.person"
        f" where r.team = :team and {OPEN} and (r.waiting_since, r.id) > (:since, :number){wanted}"
        " and r.person <> :coach and r.excluded is not :coach"
        " and (r.status = 'waiting' or r.coach = :coach or r.coach is null or r.free_at <= :at)"
        " order by r.waiting_since, r.id limit :limit"
    )


def _entry(row: sqlite3.Row, coach: int) -> Entry:
    mine = row["coach"] == coach
    return Entry(
        id=row["id"],
        version=row["version"],
        team=row["team_name"],
        since=row["waiting_since"],
        status=row["status"] if mine else "waiting",
        mine=mine,
        framework=row["framework"],
        skill=row["skill"],
        skill_name=row["skill_name"],
        level=row["level"],
        confidence=row["confidence"],
        name=row["person_name"],
    )
