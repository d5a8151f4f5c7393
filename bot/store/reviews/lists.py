"""The queue: what waits for a coach, the oldest first, a page at a time."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from bot import times
from bot.store.engine import Database, RefusedError
from bot.store.reviews.decisions import OPEN, Status, Verdict


@dataclass(frozen=True, slots=True)
class QueueEntry:
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
class QueueFilters:
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
    filters: QueueFilters | None = None,
    after: tuple[str, int] | None = None,
    limit: int = 20,
) -> tuple[QueueEntry, ...]:
    """Return a page of what waits for a coach, the oldest first.

    Args:
        database: the store.
        coach: who asks.
        at: now.
        filters: what of it.
        after: `Entry.place` of the last line of the page before.
        limit: lines at most.
    """
    wanted = filters or QueueFilters()
    teams = [
        row["team"]
        for row in database.rows("select team from members where person = ? and role = 'coach'", (coach,))
        if wanted.team in (None, row["team"])
    ]
    # One walk along an index for each team: together they would have to be sorted whole.
    pages = [_page(database, coach, team, times.checked(at), wanted, after, limit) for team in teams]
    return tuple(heapq.merge(*pages, key=lambda entry: entry.place))[:limit]


def count_waiting(database: Database, coach: int, at: str, most: int = 100) -> int:
    """Return how many reviews wait for a coach, at most `most`."""
    return len(queue(database, coach, at, limit=most))


def _page(
    database: Database,
    coach: int,
    team: int,
    at: str,
    filters: QueueFilters,
    after: tuple[str, int] | None,
    limit: int,
) -> list[QueueEntry]:
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


def queue_sql(filters: QueueFilters) -> str:
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


def _entry(row: sqlite3.Row, coach: int) -> QueueEntry:
    mine = row["coach"] == coach
    return QueueEntry(
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


MOST_SKILLS = 100
"""Skills offered to choose from."""


@dataclass(frozen=True, slots=True, order=True)
class WaitingSkill:
    """A skill of which reviews wait."""

    name: str
    framework: str
    skill: str


def waiting_skills(database: Database, coach: int) -> tuple[WaitingSkill, ...]:
    """Return the skills of which reviews wait in a coach's teams, ascending by name."""
    found: set[WaitingSkill] = set()
    teams = database.rows("select team from members where person = ? and role = 'coach'", (coach,))
    for row in teams:
        found |= _skills_of(database, row["team"])
    return tuple(sorted(found))[:MOST_SKILLS]


def _skills_of(database: Database, team: int) -> set[WaitingSkill]:
    """Walk an index from one skill to the next, so that it takes as long as there are skills, not reviews."""
    found: set[WaitingSkill] = set()
    last = ("", "")
    while len(found) < MOST_SKILLS:
        row = database.row(
            "select r.framework, r.skill, r.skill_name from reviews r"
            f" where r.team = ? and {OPEN} and (r.framework, r.skill) > (?, ?)"
            " order by r.framework, r.skill limit 1",
            (team, *last),
        )
        if row is None:
            break
        last = (row["framework"], row["skill"])
        found.add(WaitingSkill(row["skill_name"], *last))
    return found


@dataclass(frozen=True, slots=True)
class DecidedLevel:
    """A decision on a suggestion.

    Args:
        suggestion: its id; two decisions on one are by two coaches.
        coach: who decided; None where they are forgotten.
        framework: the framework's id; `skill` is its key there, `skill_name` as people say it.
        suggested: the level that Rung suggested, with its `confidence`.
        verdict: what was decided.
        level: the level that the coach sees the person at, in this skill; None where they gave none.
    """

    suggestion: int
    coach: int | None
    framework: str
    skill: str
    skill_name: str
    suggested: int
    confidence: float
    verdict: Verdict
    level: int | None

    @property
    def agreed(self) -> bool:
        """Whether the level stands."""
        return self.level == self.suggested


def decided_levels(database: Database, person: int) -> tuple[DecidedLevel, ...]:
    """Return the decisions that count for somebody: of the teams they coach, or all for an admin.

    Left out are decisions on levels that are not shared (any more) or were not suggested, and those on which
    the second coach has not decided yet: numbers must not tell them what the first one said.

    Args:
        database: the store.
        person: who asks.
    """
    admin = database.value("select admin from people where id = ?", (person,)) or 0
    own = "r.team in (select team from members where person = :person and role = 'coach')"
    rows = database.rows(
        "select r.suggestion, r.coach, s.framework, s.skill, s.skill_name, s.level as suggested,"
        " s.confidence, r.decision, r.decided_level from reviews r join shares h on h.id = r.share"
        " join suggestions s on s.id = r.suggestion"
        " where r.status = 'decided' and h.taken_back_at is null and h.level and s.suggested"
        f"{'' if admin else f' and {own}'}"
        " and not exists (select 1 from reviews o where o.suggestion = r.suggestion"
        "  and o.status in ('waiting', 'claimed', 'asked')"
        "  and (o.appeal_of = r.id or o.team in"
        "   (select team from members where person = :person and role = 'coach')))"
        " order by r.decided_at, r.id",
        {"person": person},
    )
    return tuple(map(_judged, rows))


def _judged(row: sqlite3.Row) -> DecidedLevel:
    levels = {"agree": row["suggested"], "change": row["decided_level"]}
    return DecidedLevel(
        suggestion=row["suggestion"],
        coach=row["coach"],
        framework=row["framework"],
        skill=row["skill"],
        skill_name=row["skill_name"],
        suggested=row["suggested"],
        confidence=row["confidence"],
        verdict=row["decision"],
        level=levels.get(row["decision"]),
    )


@dataclass(frozen=True, slots=True)
class TeamLevel:
    """Where somebody of a team stands in a skill, last and as far as they share it."""

    person: int
    framework: str
    skill: str
    skill_name: str
    level: int


def team_levels(database: Database, coach: int, team: int) -> tuple[TeamLevel, ...]:
    """Return where the people of a team stand: one level a person and skill, the latest they share.

    The level is the one a coach decided on where that is settled, else the one that Rung suggested.

    Args:
        database: the store.
        coach: of the team.
        team: which.

    Raises:
        RefusedError: ``not-there``: there is none, or they are not its coach.
    """
    of = "select 1 from members where person = ? and team = ? and role = 'coach'"
    if database.value(of, (coach, team)) is None:
        raise RefusedError("not-there")
    rows = database.rows(
        "select h.person, s.framework, s.skill, s.skill_name, coalesce((select r.decided_level"
        " from reviews r where r.share = h.id and r.suggestion = s.id and r.decision = 'change'"
        " and not exists (select 1 from reviews o where o.appeal_of = r.id) limit 1), s.level) as level"
        " from shares h join members m on m.team = h.team and m.person = h.person"
        " join suggestions s on s.assessment = h.assessment"
        " where h.team = ? and h.taken_back_at is null and h.level and s.replaced_at is null and s.suggested"
        " and exists (select 1 from reviews r where r.share = h.id and r.suggestion = s.id)"
        " order by s.at, s.id",
        (team,),
    )
    latest = {(row["person"], row["framework"], row["skill"]): TeamLevel(*row) for row in rows}
    return tuple(latest.values())
