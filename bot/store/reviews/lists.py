"""What coaches see of many reviews at once: the queue, the skills that wait, decisions, a team's levels.

The overviews name nobody; who shows them hides groups that are too small to hide in.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlalchemy import (
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
)

from bot import times
from bot.store.engine import NOW, ONE, WHICH, AnyRow, Database, RefusedError, from_row
from bot.store.reviews.decisions import Status, Verdict
from bot.store.schema import OPEN, members, people, reviews, shares, suggestions, teams

MOST_SKILLS = 100
"""Skills offered to choose from."""

_COACHED = select(members.c.team).where(members.c.person == ONE, members.c.role == "coach")
_IS_ADMIN = select(people.c.admin).where(people.c.id == ONE)
_DECISIONS_ON = (
    select(
        reviews.c.suggestion,
        people.c.name.label("coach"),
        reviews.c.decision.label("verdict"),
        reviews.c.decided_level,
        suggestions.c.level.label("suggested"),
        reviews.c.decided_at,
    )
    .join(suggestions, suggestions.c.id == reviews.c.suggestion)
    .outerjoin(people, people.c.id == reviews.c.coach)
    .where(reviews.c.person == ONE, reviews.c.status == "decided")
    .order_by(reviews.c.decided_at, reviews.c.id)
)
_PLACE = tuple_(reviews.c.waiting_since, reviews.c.id)
_PAGE = (
    select(
        *(reviews.c[name] for name in ("id", "version", "status", "coach", "waiting_since")),
        *(reviews.c[name] for name in ("framework", "skill", "skill_name", "level", "confidence")),
        teams.c.name.label("team_name"),
        case((shares.c.name == 1, people.c.name)).label("person_name"),
    )
    .join(teams, teams.c.id == reviews.c.team)
    .join(shares, shares.c.id == reviews.c.share)
    .join(people, people.c.id == reviews.c.person)
    .where(reviews.c.team == WHICH, text(OPEN))
    .where(tuple_(bindparam("since"), bindparam("number")) < _PLACE)
    .where(reviews.c.person != ONE, reviews.c.excluded.is_distinct_from(ONE))
    .where(
        or_(
            reviews.c.status == "waiting",
            reviews.c.coach == ONE,
            reviews.c.coach.is_(None),
            reviews.c.free_at <= NOW,
        )
    )
    .order_by(reviews.c.waiting_since, reviews.c.id)
    .limit(bindparam("most"))
)
_CONDITIONS = {
    "skill": and_(reviews.c.framework == bindparam("framework"), reviews.c.skill == bindparam("skill")),
    "least": reviews.c.confidence >= bindparam("least"),
    "most": reviews.c.confidence < bindparam("below"),
    "before": reviews.c.waiting_since <= bindparam("before"),
}
# A statement for each set of filters: only with the conditions that are wanted does SQLite find the index.
_PAGES: dict[tuple[str, ...], Select[Any]] = {
    names: _PAGE.where(*(_CONDITIONS[name] for name in names))
    for chosen in product((False, True), repeat=len(_CONDITIONS))
    for names in [tuple(name for name, wanted in zip(_CONDITIONS, chosen, strict=True) if wanted)]
}
_WAITING_SINCE = select(reviews.c.waiting_since).where(reviews.c.id == WHICH)
_NEXT_SKILL = (
    select(reviews.c.framework, reviews.c.skill, reviews.c.skill_name)
    .where(reviews.c.team == WHICH, text(OPEN))
    .where(tuple_(reviews.c.framework, reviews.c.skill) > tuple_(bindparam("framework"), bindparam("skill")))
    .order_by(reviews.c.framework, reviews.c.skill)
    .limit(1)
)
_OTHER = reviews.alias("other")
_SHOWN = and_(shares.c.taken_back_at.is_(None), shares.c.level == 1, suggestions.c.suggested == 1)
_ALL_DECIDED = (
    select(
        reviews.c.suggestion,
        reviews.c.coach,
        *(suggestions.c[name] for name in ("framework", "skill", "skill_name")),
        suggestions.c.level.label("suggested"),
        suggestions.c.confidence,
        reviews.c.decision,
        reviews.c.decided_level,
    )
    .join(shares, shares.c.id == reviews.c.share)
    .join(suggestions, suggestions.c.id == reviews.c.suggestion)
    # Written out, not bound: only so does SQLite use the indexes of decided reviews.
    .where(reviews.c.status == literal_column("'decided'"), _SHOWN)
    .where(
        ~exists()
        .where(_OTHER.c.suggestion == reviews.c.suggestion)
        .where(_OTHER.c.status.in_(("waiting", "claimed", "asked")))
        .where(or_(_OTHER.c.appeal_of == reviews.c.id, _OTHER.c.team.in_(_COACHED)))
        .correlate(reviews)
    )
    .order_by(reviews.c.decided_at, reviews.c.id)
)
_TEAM_DECIDED = _ALL_DECIDED.where(reviews.c.team.in_(_COACHED))
_CHANGED_LEVEL = (
    select(reviews.c.decided_level)
    .where(reviews.c.share == shares.c.id, reviews.c.suggestion == suggestions.c.id)
    .where(reviews.c.decision == "change")
    .where(~exists().where(_OTHER.c.appeal_of == reviews.c.id).correlate(reviews))
    .correlate(shares, suggestions)
    .limit(1)
    .scalar_subquery()
)
_TEAM_LEVELS = (
    select(
        shares.c.person,
        *(suggestions.c[name] for name in ("framework", "skill", "skill_name")),
        func.coalesce(_CHANGED_LEVEL, suggestions.c.level).label("level"),
    )
    .join(members, and_(members.c.team == shares.c.team, members.c.person == shares.c.person))
    .join(suggestions, suggestions.c.assessment == shares.c.assessment)
    .where(shares.c.team == WHICH, _SHOWN, suggestions.c.replaced_at.is_(None))
    .where(
        exists()
        .where(reviews.c.share == shares.c.id, reviews.c.suggestion == suggestions.c.id)
        .correlate(shares, suggestions)
    )
    .order_by(suggestions.c.at, suggestions.c.id)
)


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A line of the queue.

    Args:
        status: waiting, or claimed or asked if ``mine``.
        mine: the coach who asks has it.
        level: suggested; None if the person does not share it.
        confidence: of the level; None if the person does not share it.
        name: of the person; None if they do not share it.
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


@dataclass(frozen=True, slots=True, order=True)
class WaitingSkill:
    """A skill of which reviews wait."""

    name: str
    framework: str
    skill: str


@dataclass(frozen=True, slots=True)
class DecidedLevel:
    """A decision on a suggestion.

    Args:
        suggestion: its id; two decisions on one are by two coaches.
        coach: who decided; None if they were deleted.
        level: the level that the coach sees the person at, in this skill; None if they gave none.
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


@dataclass(frozen=True, slots=True)
class CoachDecision:
    """What a coach decided; no name where the coach has left, no level where none was given."""

    coach: str | None
    verdict: Verdict
    decided_level: int | None
    suggested: int
    decided_at: str


@dataclass(frozen=True, slots=True)
class TeamLevel:
    """The level of somebody of a team in a skill, the last and as far as they share it."""

    person: int
    framework: str
    skill: str
    skill_name: str
    level: int


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
        after: `QueueEntry.place` of the last line of the page before.
    """
    wanted = filters or QueueFilters()
    found = (row.team for row in database.rows(_COACHED, one=coach))
    since, number = after or ("", 0)
    values = {"one": coach, "now": times.checked(at), "since": since, "number": number, "most": limit}
    # One walk along an index for each team: together they would have to be sorted whole.
    pages = [_page(database, team, wanted, values) for team in found if wanted.team in (None, team)]
    return tuple(heapq.merge(*pages, key=lambda entry: entry.place))[:limit]


def count_waiting(database: Database, coach: int, at: str, most: int = 100) -> int:
    """Return how many reviews wait for a coach, at most `most`."""
    return len(queue(database, coach, at, limit=most))


def place_of(database: Database, review: int) -> tuple[str, int] | None:
    """Return the place of a review in the queue, to read on from there; None if there is no such review."""
    since = database.value(_WAITING_SINCE, which=review)
    return None if since is None else (since, review)


def waiting_skills(database: Database, coach: int) -> tuple[WaitingSkill, ...]:
    """Return the skills of which reviews wait in a coach's teams, ascending by name."""
    found: set[WaitingSkill] = set()
    for row in database.rows(_COACHED, one=coach):
        found |= _skills_of(database, row.team)
    return tuple(sorted(found))[:MOST_SKILLS]


def decided_levels(database: Database, person: int) -> tuple[DecidedLevel, ...]:
    """Return the decisions that count for somebody: of the teams they coach, or all for an admin.

    Left out are decisions on levels that are not shared (any more) or were not suggested, and those on which
    the second coach has not decided yet: numbers must not tell them what the first one said.
    """
    statement = _ALL_DECIDED if database.value(_IS_ADMIN, one=person) else _TEAM_DECIDED
    return tuple(map(_decided, database.rows(statement, one=person)))


def decisions_on(database: Database, person: int) -> dict[int, CoachDecision]:
    """Return the last decision on each of a person's suggestions, by the suggestion's id."""
    rows = database.rows(_DECISIONS_ON, one=person)
    return {row.suggestion: from_row(CoachDecision, row) for row in rows}


def team_levels(database: Database, coach: int, team: int) -> tuple[TeamLevel, ...]:
    """Return the levels of the people of a team: one a person and skill, the latest they share.

    It is the one a coach decided on if that is settled, else the one that Rung suggested.

    Raises:
        RefusedError: ``not-there``: there is none, or they are not its coach.
    """
    if all(row.team != team for row in database.rows(_COACHED, one=coach)):
        raise RefusedError("not-there")
    rows = database.rows(_TEAM_LEVELS, which=team)
    latest = {(row.person, row.framework, row.skill): TeamLevel(*row) for row in rows}
    return tuple(latest.values())


def _page(database: Database, team: int, filters: QueueFilters, values: dict[str, Any]) -> list[QueueEntry]:
    names = tuple(name for name in _CONDITIONS if getattr(filters, name) is not None)
    given: dict[str, Any] = {}
    if filters.skill is not None:
        given["framework"], given["skill"] = filters.skill
    if filters.before is not None:
        given["before"] = times.checked(filters.before)
    given |= {
        name: each for name, each in (("least", filters.least), ("below", filters.most)) if each is not None
    }
    rows = database.rows(_PAGES[names], which=team, **values, **given)
    return [_entry(row, values["one"]) for row in rows]


def _entry(row: AnyRow, coach: int) -> QueueEntry:
    mine = row.coach == coach
    return from_row(
        QueueEntry,
        row,
        team=row.team_name,
        since=row.waiting_since,
        status=row.status if mine else "waiting",
        mine=mine,
        name=row.person_name,
    )


def _skills_of(database: Database, team: int) -> set[WaitingSkill]:
    """Walk an index from one skill to the next, so that it takes as long as there are skills, not reviews."""
    found: set[WaitingSkill] = set()
    last = ("", "")
    while len(found) < MOST_SKILLS:
        row = database.row(_NEXT_SKILL, which=team, framework=last[0], skill=last[1])
        if row is None:
            break
        last = (row.framework, row.skill)
        found.add(WaitingSkill(row.skill_name, *last))
    return found


def _decided(row: AnyRow) -> DecidedLevel:
    levels = {"agree": row.suggested, "change": row.decided_level}
    return from_row(DecidedLevel, row, verdict=row.decision, level=levels.get(row.decision))
