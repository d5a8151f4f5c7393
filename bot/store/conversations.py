"""Where each person's conversation stands."""

from __future__ import annotations

from dataclasses import dataclass

from bot import times
from bot.store.engine import Database


@dataclass(frozen=True, slots=True)
class SavedConversation:
    """A conversation as it was left.

    Args:
        state: JSON of `bot.conversation.State`.
        build: the build it was worked out with.
        at: when it was kept.
    """

    state: str
    build: int
    at: str


def load(database: Database, person: int) -> SavedConversation | None:
    """Return where a person's conversation stands; None before its first turn."""
    row = database.row("select state, build, at from conversations where person = ?", (person,))
    return None if row is None else SavedConversation(row["state"], row["build"], row["at"])


def save(database: Database, person: int, state: str, build: int, at: str) -> None:
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


EXPECTED_MINUTES = 60
"""Minutes that words are waited for: what is written much later is likely meant for something else."""


def expect(database: Database, person: int, wanted: str, at: str) -> None:
    """Wait for a person's next words.

    Args:
        database: the store.
        person: whose.
        wanted: JSON, of the channel's own.
        at: now.
    """
    database.execute(
        "insert into awaited (person, wanted, at) values (?, ?, ?)"
        " on conflict (person) do update set wanted = excluded.wanted, at = excluded.at",
        (person, wanted, times.checked(at)),
    )


def expected(database: Database, person: int, at: str) -> str | None:
    """Return what a person's next words are for; None where nothing is waited for.

    Args:
        database: the store.
        person: who writes.
        at: now.
    """
    row = database.row("select wanted, at from awaited where person = ?", (person,))
    if row is None or times.later(row["at"], minutes=EXPECTED_MINUTES) <= times.checked(at):
        return None
    wanted: str = row["wanted"]
    return wanted


def forget_expected(database: Database, person: int) -> bool:
    """Wait no longer; False where nothing was waited for."""
    return database.execute("delete from awaited where person = ?", (person,)).rowcount > 0
