"""What coaches see of many at once: skills that wait, decisions that were made, where a team stands.

Nothing here names a person; who shows it hides groups that are too small to hide in.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot.store.database import Database
from bot.store.refusals import RefusedError
from bot.store.reviews import OPEN, Verdict

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
class Judged:
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


def judged(database: Database, person: int) -> tuple[Judged, ...]:
    """Return the decisions that count for somebody: of the teams they coach, or all for an admin.

    Left out are decisions on levels that are not shared (any more), and those on which the second coach has
    not decided yet: numbers must not tell them what the first one said.

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
        " where r.status = 'decided' and h.taken_back_at is null and h.level"
        f"{'' if admin else f' and {own}'}"
        " and not exists (select 1 from reviews o where o.suggestion = r.suggestion"
        "  and o.status in ('waiting', 'claimed', 'asked')"
        "  and (o.appeal_of = r.id or o.team in"
        "   (select team from members where person = :person and role = 'coach')))"
        " order by r.decided_at, r.id",
        {"person": person},
    )
    return tuple(map(_judged, rows))


def _judged(row: sqlite3.Row) -> Judged:
    levels = {"agree": row["suggested"], "change": row["decided_level"]}
    return Judged(
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
class Standing:
    """Where somebody of a team stands in a skill, last and as far as they share it."""

    person: int
    framework: str
    skill: str
    skill_name: str
    level: int


def team_standings(database: Database, coach: int, team: int) -> tuple[Standing, ...]:
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
        " where h.team = ? and h.taken_back_at is null and h.level and s.replaced_at is null"
        " and exists (select 1 from reviews r where r.share = h.id and r.suggestion = s.id)"
        " order by s.at, s.id",
        (team,),
    )
    latest = {(row["person"], row["framework"], row["skill"]): Standing(*row) for row in rows}
    return tuple(latest.values())
