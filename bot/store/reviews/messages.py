"""What coach and person say to each other inside a review, and the person's appeal."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

from bot import times
from bot.store import audit
from bot.store.engine import Database, RefusedError
from bot.store.reviews.decisions import (
    ASKED_DAYS,
    Decision,
    OvertakenError,
    Review,
    Status,
    decision_of,
    get,
    visible,
)


@dataclass(frozen=True, slots=True)
class ReviewMessage:
    """One message; ``author`` is coach or person."""

    id: int
    author: Literal["coach", "person"]
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class ReviewOutcome:
    """A review as the person sees it.

    Args:
        review: its id.
        suggestion: what is reviewed, in `assessment`.
        assessment: see `suggestion`.
        team: the team's name.
        status: where it stands.
        coach: name of the coach who decided or asked; None where there is none, or they are forgotten.
        decision: what was decided.
        decided_at: when.
        appeal_of: the review this one is an appeal against.
        messages: between coach and person.
        may_appeal: it is decided, shared, and was not appealed against.
    """

    review: int
    suggestion: int
    assessment: int
    team: str
    status: Status
    coach: str | None
    decision: Decision | None
    decided_at: str | None
    appeal_of: int | None
    messages: tuple[ReviewMessage, ...]
    may_appeal: bool


def of(database: Database, review: int) -> tuple[ReviewMessage, ...]:
    """Return a review's messages, the oldest first."""
    rows = database.rows("select id, author, text, at from messages where review = ? order by id", (review,))
    return tuple(ReviewMessage(*row) for row in rows)


def ask(database: Database, coach: int, review: int, version: int, text: str, at: str) -> Review:
    """Ask the person something, or write to them after deciding; the review stays with this coach.

    Args:
        database: the store.
        coach: who asks.
        review: which.
        version: the one the coach saw.
        text: the question.
        at: now.

    Returns:
        the review; its person is to be sent the text.

    Raises:
        RefusedError: ``not-there``, ``reason-missing`` where the text is empty.
        OvertakenError: another coach has or decided it, or it has changed.
    """
    at = times.checked(at)
    with database.transaction():
        now = visible(database, coach, review)
        if not text.strip():
            raise RefusedError("reason-missing")
        own = now["coach"] == coach
        free = now["status"] == "waiting" or now["coach"] is None or (now["free_at"] or at) <= at
        if now["version"] != version or not (own or (free and now["status"] != "decided")):
            name = database.value("select name from people where id = ?", (now["coach"],))
            raise OvertakenError(now["status"], name)
        if now["status"] != "decided":
            _hold(database, review, coach, "asked", at)
        _say(database, now, "coach", coach, text, at)
        return get(database, review)


def answer(database: Database, person: int, review: int, text: str, at: str) -> Review:
    """Answer a coach's question, or write to them after they decided.

    Args:
        database: the store.
        person: whose review it is.
        review: which.
        text: what they say.
        at: now.

    Returns:
        the review; its coach, if it has one, is to be sent the text.

    Raises:
        RefusedError: ``not-there``: it is not theirs, is taken back, or nobody asked anything.
    """
    at = times.checked(at)
    with database.transaction():
        now = database.row(
            "select r.*, h.assessment from reviews r join shares h on h.id = r.share"
            " where r.id = ? and r.person = ? and h.taken_back_at is null"
            " and (r.status = 'decided' or exists (select 1 from messages m where m.review = r.id))"
            " and r.status <> 'withdrawn'",
            (review, person),
        )
        if now is None or not text.strip():
            raise RefusedError("not-there")
        if now["status"] == "asked":
            _hold(database, review, now["coach"], "claimed", at)
        _say(database, now, "person", person, text, at)
        return get(database, review)


def appeal(database: Database, person: int, review: int, reason: str, at: str) -> Review:
    """Ask for a second coach, who does not see the first decision until they have made their own.

    Nor do they see the person's reason or that it is an appeal: either would tell them the first decision.

    Args:
        database: the store.
        person: whose review it is.
        review: the decided one.
        reason: why; may be empty.
        at: now.

    Returns:
        the new review, in the queue of the same team. See `second_coaches`.

    Raises:
        RefusedError: ``not-there``, ``not-decided``, ``already-appealed``.
    """
    at = times.checked(at)
    with database.transaction():
        first = database.row(
            "select r.*, h.assessment from reviews r join shares h on h.id = r.share"
            " join suggestions s on s.id = r.suggestion and s.suggested"
            " where r.id = ? and r.person = ? and h.taken_back_at is null and r.status <> 'withdrawn'",
            (review, person),
        )
        if first is None:
            raise RefusedError("not-there")
        if first["status"] != "decided":
            raise RefusedError("not-decided")
        if first["appeal_of"] is not None or _appealed(database, review):
            raise RefusedError("already-appealed")
        copied = ("share", "suggestion", "person", "team", "framework", "skill", "skill_name", "level")
        row = {column: first[column] for column in (*copied, "confidence")}
        row |= {"appeal_of": review, "appeal_reason": reason.strip(), "excluded": first["coach"]}
        number = database.insert("reviews", {**row, "status": "waiting", "waiting_since": at})
        audit.note(
            database,
            "appealed",
            actor=person,
            person=person,
            at=at,
            assessment=first["assessment"],
            review=review,
        )
        return get(database, number)


def second_coaches(database: Database, review: int) -> tuple[int, ...]:
    """Return the ids of coaches who may take a review: none, and it waits until there is one."""
    rows = database.rows(
        "select m.person from reviews r join members m on m.team = r.team and m.role = 'coach'"
        " where r.id = ? and m.person <> r.person and r.excluded is not m.person order by m.person",
        (review,),
    )
    return tuple(row["person"] for row in rows)


def outcomes(database: Database, person: int, assessment: int | None = None) -> tuple[ReviewOutcome, ...]:
    """Return the reviews of what a person shared, as they see them, the oldest first.

    Args:
        database: the store.
        person: whose.
        assessment: only of this one; None for all.
    """
    rows = database.rows(
        "select r.*, h.assessment, h.taken_back_at, s.suggested, t.name as team_name, p.name as coach_name,"
        " exists (select 1 from reviews a where a.appeal_of = r.id) as appealed"
        " from reviews r join shares h on h.id = r.share join teams t on t.id = r.team"
        " join suggestions s on s.id = r.suggestion"
        " left join people p on p.id = r.coach and r.status in ('asked', 'decided')"
        " where r.person = :person and (:assessment is null or h.assessment = :assessment) order by r.id",
        {"person": person, "assessment": assessment},
    )
    return tuple(_answer(database, row) for row in rows)


def _answer(database: Database, row: sqlite3.Row) -> ReviewOutcome:
    open_to_appeal = row["status"] == "decided" and row["taken_back_at"] is None and row["suggested"]
    return ReviewOutcome(
        review=row["id"],
        suggestion=row["suggestion"],
        assessment=row["assessment"],
        team=row["team_name"],
        status=row["status"],
        coach=row["coach_name"],
        decision=decision_of(row),
        decided_at=row["decided_at"],
        appeal_of=row["appeal_of"],
        messages=of(database, row["id"]),
        may_appeal=bool(open_to_appeal) and row["appeal_of"] is None and not row["appealed"],
    )


def _appealed(database: Database, review: int) -> bool:
    return database.value("select 1 from reviews where appeal_of = ?", (review,)) is not None


def _hold(database: Database, review: int, coach: int | None, status: Status, at: str) -> None:
    database.execute(
        "update reviews set status = ?, coach = ?, free_at = ?, version = version + 1 where id = ?",
        (status if coach is not None else "waiting", coach, times.later(at, days=ASKED_DAYS), review),
    )


def _say(
    database: Database, row: sqlite3.Row, author: Literal["coach", "person"], who: int, text: str, at: str
) -> None:
    message = {"review": row["id"], "author": author, "text": text.strip(), "at": at}
    database.insert("messages", {**message, "coach": who if author == "coach" else None})
    audit.note(
        database,
        "asked" if author == "coach" else "answered",
        actor=who,
        person=row["person"],
        at=at,
        assessment=row["assessment"],
        review=row["id"],
    )
