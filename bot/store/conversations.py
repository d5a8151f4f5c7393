"""Where each person's conversation stands."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store import times
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation as it was left.

    Args:
        state: JSON of `bot.conversation.State`.
        build: the build it was worked out with.
        at: when it was kept.
    """

    state: str
    build: int
    at: str


def state_of(database: Database, person: int) -> Kept | None:
    """Return where a person's conversation stands; None before its first turn."""
    row = database.row("select state, build, at from conversations where person = ?", (person,))
    return None if row is None else Kept(row["state"], row["build"], row["at"])


def keep(database: Database, person: int, state: str, build: int, at: str) -> None:
    """Keep where a person's conversation stands, in place of what was kept before.

    Args:
        database: the store.
        person: who agreed.
        state: JSON of `bot.conversation.State`.
        build: the number of the build it was worked out with.
        at: now.

    Raises:
        sqlite3.IntegrityError: there is no such person.
    """
    database.execute(
        "insert into conversations (person, state, build, at) values (:person, :state, :build, :at)"
        " on conflict (person) do update set state = :state, build = :build, at = :at",
        {"person": person, "state": state, "build": build, "at": times.checked(at)},
    )


def end(database: Database, person: int) -> None:
    """Keep nothing of a person's conversation."""
    database.execute("delete from conversations where person = ?", (person,))
