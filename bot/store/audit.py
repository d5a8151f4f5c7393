"""Who looked at what of whom, and decided what: added to, never changed, and open to the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot import times
from bot.store.engine import Database

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


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit.

    Args:
        id: ascending with time.
        at: when.
        own: the person did it themselves.
        actor: the name of who did it; None where they are forgotten, or where the operator did.
        operator: done on Rung's own machine, by a command or at a start.
        action: what was done.
        assessment: of which, if any.
        review: in which, if any.
        detail: of the code's own words, such as the team's name; never what somebody wrote.
        skill_name: of the review; empty where there is none.
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
    """Add a line about a person.

    Args:
        database: the store, in the transaction of what is noted.
        action: what was done.
        actor: who did it; 0 for the operator (`bot.store.people.OPERATOR`).
        person: whom it is about.
        at: now.
        assessment: which one it is about; the line goes with it.
        review: in which.
        detail: of the code's own words, never what somebody wrote.
    """
    row = {"at": times.checked(at), "actor": actor, "person": person, "assessment": assessment}
    database.insert("audit", {**row, "review": review, "action": action, "detail": detail})


def history(
    database: Database, person: int, *, before: int | None = None, limit: int = 50
) -> tuple[AuditEntry, ...]:
    """Return what was done with what a person told, the newest first.

    Args:
        database: the store.
        person: whom it is about.
        before: the last id of the page before; None for the first page.
        limit: lines at most.
    """
    rows = database.rows(
        "select a.*, p.name as actor_name, coalesce(r.skill_name, '') as skill_name from audit a"
        " left join people p on p.id = a.actor left join reviews r on r.id = a.review"
        " where a.person = ? and a.id < ? order by a.id desc limit ?",
        (person, _LAST if before is None else before, limit),
    )
    return tuple(
        AuditEntry(
            id=row["id"],
            at=row["at"],
            own=row["actor"] == person,
            actor=row["actor_name"],
            operator=row["actor"] == 0,
            action=row["action"],
            assessment=row["assessment"],
            review=row["review"],
            detail=row["detail"],
            skill_name=row["skill_name"],
        )
        for row in rows
    )
