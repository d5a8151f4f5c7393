"""What coach and person say to each other inside a review, and the person's appeal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import exists, or_, select

from bot import times
from bot.store import audit
from bot.store.engine import ONE, WHICH, AnyRow, Database, RefusedError
from bot.store.reviews.decisions import (
    Review,
    get,
    hold,
    note,
    refuse_overtaken,
    visible,
)
from bot.store.schema import members, messages, reviews, shares, suggestions

_APPEALED = select(reviews.c.id).where(reviews.c.appeal_of == WHICH)
_MESSAGES = (
    select(messages.c.id, messages.c.author, messages.c.text, messages.c.at)
    .where(messages.c.review == WHICH)
    .order_by(messages.c.id)
)
_OWN = (
    select(reviews, shares.c.assessment)
    .join(shares, shares.c.id == reviews.c.share)
    .where(reviews.c.id == WHICH, reviews.c.person == ONE)
    .where(shares.c.taken_back_at.is_(None), reviews.c.status != "withdrawn")
)
_ANSWERABLE = _OWN.where(
    or_(reviews.c.status == "decided", exists().where(messages.c.review == reviews.c.id))
)
_APPEALABLE = _OWN.join(
    suggestions, (suggestions.c.id == reviews.c.suggestion) & (suggestions.c.suggested == 1)
)
_SECOND_COACHES = (
    select(members.c.person)
    .join(reviews, reviews.c.team == members.c.team)
    .where(reviews.c.id == WHICH, members.c.role == "coach", members.c.person != reviews.c.person)
    .where(reviews.c.excluded.is_distinct_from(members.c.person))
    .order_by(members.c.person)
)


@dataclass(frozen=True, slots=True)
class ReviewMessage:
    """One message; ``author`` is coach or person."""

    id: int
    author: Literal["coach", "person"]
    text: str
    at: str


def of(database: Database, review: int) -> tuple[ReviewMessage, ...]:
    """Return a review's messages, the oldest first."""
    return tuple(ReviewMessage(*row) for row in database.rows(_MESSAGES, which=review))


def ask(database: Database, coach: int, review: int, version: int, text: str, at: str) -> Review:
    """Ask the person something, or write to them after deciding; the review stays with this coach.

    Raises:
        RefusedError: ``not-there``, ``reason-missing`` if the text is empty.
        OvertakenError: another coach has or decided it, or it has changed.
    """
    at = times.checked(at)
    with database.transaction():
        now = visible(database, coach, review)
        if not text.strip():
            raise RefusedError("reason-missing")
        refuse_overtaken(database, now, coach, version, at, also_own=True)
        if now.status != "decided":
            hold(database, review, coach, "asked", at)
        _say(database, now, "coach", coach, text, at)
        return get(database, review)


def answer(database: Database, person: int, review: int, text: str, at: str) -> Review:
    """Answer a coach's question, or write to them after they decided.

    Raises:
        RefusedError: ``not-there``: it is not theirs, is taken back, or nobody asked anything.
    """
    at = times.checked(at)
    with database.transaction():
        now = database.row(_ANSWERABLE, which=review, one=person)
        if now is None or not text.strip():
            raise RefusedError("not-there")
        if now.status == "asked":
            hold(database, review, now.coach, "claimed", at)
        _say(database, now, "person", person, text, at)
        return get(database, review)


def appeal(database: Database, person: int, review: int, reason: str, at: str) -> Review:
    """Ask for a second coach, who does not see the first decision until they have made their own.

    Nor do they see the person's reason or that it is an appeal: either would tell them the first decision.

    Args:
        reason: why; may be empty.

    Returns:
        the new review, in the queue of the same team. See `second_coaches`.

    Raises:
        RefusedError: ``not-there``, ``not-decided``, ``already-appealed``.
    """
    at = times.checked(at)
    with database.transaction():
        first = database.row(_APPEALABLE, which=review, one=person)
        if first is None:
            raise RefusedError("not-there")
        if first.status != "decided":
            raise RefusedError("not-decided")
        if first.appeal_of is not None or database.value(_APPEALED, which=review) is not None:
            raise RefusedError("already-appealed")
        copied = ("share", "suggestion", "person", "team", "framework", "skill", "skill_name", "level")
        number = database.insert(
            reviews,
            **{column: getattr(first, column) for column in (*copied, "confidence")},
            appeal_of=review,
            appeal_reason=reason.strip(),
            excluded=first.coach,
            status="waiting",
            waiting_since=at,
        )
        run = first.assessment
        audit.note(database, "appealed", actor=person, person=person, at=at, assessment=run, review=review)
        return get(database, number)


def second_coaches(database: Database, review: int) -> tuple[int, ...]:
    """Return the ids of coaches who may take a review: none, and it waits until there is one."""
    return tuple(row.person for row in database.rows(_SECOND_COACHES, which=review))


def _say(
    database: Database, row: AnyRow, author: Literal["coach", "person"], who: int, text: str, at: str
) -> None:
    coach = who if author == "coach" else None
    database.insert(messages, review=row.id, author=author, text=text.strip(), at=at, coach=coach)
    note(database, "asked" if author == "coach" else "answered", row, who, at)
