"""Which messages in which chat are about a review: a reply to one belongs there.

Coaches lose those of what they may not see any more: triggers of the database find these, whatever ended
the view (`bot.store.steps`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.store.database import Database

Part = Literal["card", "settled", "talk"]
"""``card``: what a coach decides on, ``settled`` once its buttons are taken off; ``talk``: what coach and
person are told of each other."""
Why = Literal["", "taken-back", "decided"]


@dataclass(frozen=True, slots=True)
class Thread:
    """A message about a review, in a person's chat."""

    review: int
    part: Part


@dataclass(frozen=True, slots=True)
class Stale:
    """A message that somebody may not see any more.

    Args:
        person: in whose chat.
        message: its id.
        why: what they are to be told: empty for nothing.
        review: it was about.
        skill_name: of the review.
    """

    person: int
    message: int
    why: Why
    review: int
    skill_name: str


def keep(database: Database, letter: int, message: int) -> None:
    """Keep the message id of a letter that is about a review.

    Args:
        database: the store, in the transaction that notes the letter as sent.
        letter: its id.
        message: sent.
    """
    row = database.row(
        "select o.person, o.review, o.part, r.skill_name,"
        " (h.taken_back_at is not null and h.person <> o.person) as gone"
        " from outbox o join reviews r on r.id = o.review join shares h on h.id = r.share where o.id = ?",
        (letter,),
    )
    if row is None:
        return
    known = {"person": row["person"], "message": message, "review": row["review"]}
    if row["gone"]:
        # Taken back while it was on its way: the triggers did not know of it.
        database.insert("stale", {**known, "why": "", "skill_name": row["skill_name"]})
    else:
        database.insert("threads", {**known, "part": row["part"]})


def at(database: Database, person: int, message: int) -> Thread | None:
    """Return what a message in a person's chat is about; None where it is about no review."""
    row = database.row("select review, part from threads where person = ? and message = ?", (person, message))
    return Thread(*row) if row else None


def card(database: Database, person: int, review: int) -> int | None:
    """Return the last message of the last card of a review in a coach's chat, which has its buttons."""
    sql = "select max(message) from threads where review = ? and person = ? and part = 'card'"
    found: int | None = database.value(sql, (review, person))
    return found


def settle(database: Database, person: int, review: int) -> int | None:
    """Note that the card of a review has no buttons any more; return the message to take them off, if any."""
    found = card(database, person, review)
    database.execute(
        "update threads set part = 'settled' where review = ? and person = ? and part = 'card'",
        (review, person),
    )
    return found


def stale(database: Database) -> tuple[Stale, ...]:
    """Return the messages to be taken away, and strike them off; in the transaction that sees to it."""
    rows = database.rows("delete from stale returning person, message, why, review, skill_name")
    return tuple(sorted((Stale(*row) for row in rows), key=lambda each: (each.person, each.message)))


def any_stale(database: Database) -> bool:
    """Whether there is a message to be taken away."""
    return database.value("select 1 from stale limit 1") is not None
