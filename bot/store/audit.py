"""Who looked at what of whom, and decided what: only added to, and open to the person it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, func, select

from bot import times
from bot.store.engine import Database, from_row
from bot.store.schema import audit, people, reviews

Action = Literal[
    "shared",
    "taken-back",
    "looked",
    "claimed",
    "released",
    "asked",
    "answered",
    "decided",
    "appealed",
    "joined",
    "left",
    "removed",
    "role",
    "made-admin",
    "unmade-admin",
    "signed-out",
    "link-renewed",
]

_LAST = 2**62
"""Above any id."""
_HISTORY = (
    select(
        audit,
        people.c.name.label("actor_name"),
        func.coalesce(reviews.c.skill_name, "").label("skill_name"),
    )
    .outerjoin(people, people.c.id == audit.c.actor)
    .outerjoin(reviews, reviews.c.id == audit.c.review)
    .where(audit.c.person == bindparam("one"), audit.c.id < bindparam("before"))
    .order_by(audit.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit.

    Args:
        id: ascending with time.
        actor: the name of who did it; None if they were deleted, or if the operator did.
        operator: done on Rung's own machine, by a command or at a start.
        detail: of the code's own words, such as the team's name; never what somebody wrote.
        skill_name: of the review; empty if there is none.
    """

    id: int
    at: str
    own: bool
    actor: str | None
    operator: bool
    action: Action
    assessment: int | None
    review: int | None
    detail: str
    skill_name: str = ""


def note(
    database: Database,
    action: Action,
    *,
    actor: int,
    person: int,
    at: str,
    assessment: int | None = None,
    review: int | None = None,
    detail: str = "",
) -> None:
    """Add a line about a person, in the transaction of what is noted.

    Args:
        actor: who did it; 0 for the operator (`bot.store.people.OPERATOR`).
        assessment: which one it is about; the line is deleted with it.
        detail: of the code's own words, never what somebody wrote.
    """
    database.insert(
        audit,
        at=times.checked(at),
        actor=actor,
        person=person,
        assessment=assessment,
        review=review,
        action=action,
        detail=detail,
    )


def history(
    database: Database, person: int, *, before: int | None = None, limit: int = 50
) -> tuple[AuditEntry, ...]:
    """Return what was done with what a person told, the newest first.

    Args:
        before: the last id of the page before; None for the first page.
    """
    rows = database.rows(_HISTORY, one=person, before=_LAST if before is None else before, most=limit)
    return tuple(
        from_row(AuditEntry, row, own=row.actor == person, actor=row.actor_name, operator=row.actor == 0)
        for row in rows
    )
