"""Messages about reviews in people's chats: a reply to one belongs to its review.

Coaches lose those about what they may not see any more. Whatever ends the view (a share taken back, a
decision of another coach, a role given up, something deleted) calls `revoke`, in its transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from bot.store.engine import ONE, WHICH, Database
from bot.store.schema import chat_messages, outbox, reviews, revoked_messages, shares, suggestions

Part = Literal["card", "settled", "talk"]
"""``card``: what a coach decides on, ``settled`` once its buttons are taken off; ``talk``: what coach and
person are told of each other."""
Why = Literal["", "taken-back", "decided"]
Revocation = tuple[Executable, ...]

_COACH: BindParameter[Any] = bindparam("coach")
_ABOUT = (
    select(outbox.c.person, outbox.c.review, outbox.c.part, reviews.c.skill_name, shares.c.taken_back_at)
    .add_columns(shares.c.person.label("owner"))
    .join(reviews, reviews.c.id == outbox.c.review)
    .join(shares, shares.c.id == reviews.c.share)
    .where(outbox.c.id == WHICH)
)
_ADD_CHAT_MESSAGE = chat_messages.insert()
_ADD_REVOKED = revoked_messages.insert()
_CHAT_MESSAGE = select(chat_messages.c.review, chat_messages.c.part).where(
    chat_messages.c.person == ONE, chat_messages.c.message == WHICH
)
_OF_REVIEW = and_(
    chat_messages.c.review == WHICH, chat_messages.c.person == ONE, chat_messages.c.part == "card"
)
_LAST_CARD = select(func.max(chat_messages.c.message)).where(_OF_REVIEW)
_SETTLE = update(chat_messages).where(_OF_REVIEW).values(part="settled")
_TAKE_REVOKED = delete(revoked_messages).returning(revoked_messages)
_ANY_REVOKED = select(revoked_messages.c.message).limit(1)


def _not_owner(person: ColumnElement[Any]) -> ColumnElement[bool]:
    return person != bindparam("owner")


def _revocation(
    which: ColumnElement[bool],
    whose: Callable[[ColumnElement[Any]], ColumnElement[bool]],
    why: ColumnElement[str],
) -> Revocation:
    """Return statements that revoke what some people were sent of some reviews, and drop what waits."""
    chosen = select(reviews.c.id).where(which)
    shown = (
        select(chat_messages.c.person, chat_messages.c.message, why, reviews.c.id, reviews.c.skill_name)
        .join(reviews, reviews.c.id == chat_messages.c.review)
        .where(which, whose(chat_messages.c.person))
    )
    columns = ["person", "message", "why", "review", "skill_name"]
    return (
        insert(revoked_messages).from_select(columns, shown).on_conflict_do_nothing(),
        delete(chat_messages).where(chat_messages.c.review.in_(chosen), whose(chat_messages.c.person)),
        delete(outbox).where(outbox.c.review.in_(chosen), whose(outbox.c.person), outbox.c.begun == 0),
    )


_GONE = case((reviews.c.status == "decided", ""), else_="taken-back")
OF_SHARE = _revocation(reviews.c.share == WHICH, _not_owner, _GONE)
"""Of a share that is taken back."""
OF_SUGGESTION = _revocation(reviews.c.suggestion == WHICH, _not_owner, _GONE)
OF_ASSESSMENT = _revocation(
    reviews.c.suggestion.in_(select(suggestions.c.id).where(suggestions.c.assessment == WHICH)),
    _not_owner,
    _GONE,
)
OF_PERSON = _revocation(reviews.c.person == bindparam("owner"), _not_owner, _GONE)
OF_OTHER_COACHES = _revocation(
    reviews.c.id == WHICH,
    lambda person: and_(_not_owner(person), person.is_distinct_from(_COACH)),
    literal("decided"),
)
"""Of a review that a coach decided: what the others were sent."""
OF_COACH = _revocation(
    and_(reviews.c.team == bindparam("team"), reviews.c.person != _COACH),
    lambda person: person == _COACH,
    literal(""),
)
"""Of a team's reviews: what somebody was sent who is its coach no longer."""


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message about a review, in a person's chat."""

    review: int
    part: Part


@dataclass(frozen=True, slots=True)
class RevokedMessage:
    """A message that somebody may not see any more.

    Args:
        why: what they are to be told: empty for nothing.
    """

    person: int
    message: int
    why: Why
    review: int
    skill_name: str


def message_at(database: Database, person: int, message: int) -> ChatMessage | None:
    """Return what a message in a person's chat is about; None if it is about no review."""
    row = database.row(_CHAT_MESSAGE, one=person, which=message)
    return None if row is None else ChatMessage(*row)


def card_message(database: Database, person: int, review: int) -> int | None:
    """Return the last message of the last card of a review in a coach's chat, which has its buttons."""
    found: int | None = database.value(_LAST_CARD, one=person, which=review)
    return found


def settle_card(database: Database, person: int, review: int) -> int | None:
    """Note that the card of a review has no buttons any more; return the message to take them off, if any."""
    found = card_message(database, person, review)
    database.execute(_SETTLE, one=person, which=review)
    return found


def take_revoked(database: Database) -> tuple[RevokedMessage, ...]:
    """Return the messages to be removed, and strike them off; in the transaction that sees to it."""
    found = (RevokedMessage(*row) for row in database.rows(_TAKE_REVOKED))
    return tuple(sorted(found, key=lambda each: (each.person, each.message)))


def any_revoked(database: Database) -> bool:
    """Whether there is a message to be removed."""
    return database.value(_ANY_REVOKED) is not None


def keep_message(database: Database, message: int, in_chat: int) -> None:
    """Keep the id in the chat of a message about a review that was sent."""
    row = database.row(_ABOUT, which=message)
    if row is None:
        return
    known = {"person": row.person, "message": in_chat, "review": row.review}
    if row.taken_back_at is not None and row.owner != row.person:
        # Taken back while it was on its way.
        database.execute(_ADD_REVOKED, **known, why="", skill_name=row.skill_name)
    else:
        database.execute(_ADD_CHAT_MESSAGE, **known, part=row.part)


def revoke(database: Database, revocation: Revocation, **values: int) -> None:
    """Revoke what others were sent; before it is withdrawn or deleted, in the transaction of that."""
    for statement in revocation:
        database.execute(statement, **values)
