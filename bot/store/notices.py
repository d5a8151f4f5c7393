"""What people are to be told of a review: who decided what, about which suggestion of whom."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Database
from bot.store.refusals import RefusedError
from bot.store.reviews import Decision, decision_of


@dataclass(frozen=True, slots=True)
class Notice:
    """A review for the code that tells of it; what of it is for whom, that code has to know.

    Args:
        review: its id.
        person: whom it is about.
        name: theirs; None where the coach is not shown it.
        team: its id; `team_name` what people call it.
        coach: who has it or decided it; None where nobody has, or they are forgotten.
        coach_name: theirs.
        skill_name: of the suggestion.
        framework: of the suggestion, its id.
        level: suggested.
        decision: what was decided, or None.
        appeal_of: the review it is an appeal against.
        appealed: there is an appeal against it.
        shared: it is not taken back.
    """

    review: int
    person: int
    name: str | None
    team: int
    team_name: str
    coach: int | None
    coach_name: str | None
    skill_name: str
    framework: str
    level: int
    decision: Decision | None
    appeal_of: int | None
    appealed: bool
    shared: bool


def notice(database: Database, review: int) -> Notice:
    """Return what there is to tell of a review.

    Raises:
        RefusedError: ``not-there``.
    """
    row = database.row(
        "select r.*, t.name as team_name, c.name as coach_name, s.level as suggested,"
        " iif(h.name, p.name, null) as person_name,"
        " (h.taken_back_at is null and r.status <> 'withdrawn') as shared,"
        " exists (select 1 from reviews a where a.appeal_of = r.id) as appealed"
        " from reviews r join shares h on h.id = r.share join teams t on t.id = r.team"
        " join suggestions s on s.id = r.suggestion join people p on p.id = r.person"
        " left join people c on c.id = r.coach where r.id = ?",
        (review,),
    )
    if row is None:
        raise RefusedError("not-there")
    return Notice(
        review=row["id"],
        person=row["person"],
        name=row["person_name"],
        team=row["team"],
        team_name=row["team_name"],
        coach=row["coach"],
        coach_name=row["coach_name"],
        skill_name=row["skill_name"],
        framework=row["framework"],
        level=row["suggested"],
        decision=decision_of(row),
        appeal_of=row["appeal_of"],
        appealed=bool(row["appealed"]),
        shared=bool(row["shared"]),
    )
