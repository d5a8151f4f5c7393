"""What a person's next words are for, where they were asked for words."""

from __future__ import annotations

from bot.store import times
from bot.store.database import Database

MINUTES = 60
"""Minutes that words are waited for: what is written much later is likely meant for something else."""


def wait(database: Database, person: int, wanted: str, at: str) -> None:
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


def awaited(database: Database, person: int, at: str) -> str | None:
    """Return what a person's next words are for; None where nothing is waited for.

    Args:
        database: the store.
        person: who writes.
        at: now.
    """
    row = database.row("select wanted, at from awaited where person = ?", (person,))
    if row is None or times.later(row["at"], minutes=MINUTES) <= times.checked(at):
        return None
    wanted: str = row["wanted"]
    return wanted


def drop(database: Database, person: int) -> bool:
    """Wait no longer; False where nothing was waited for."""
    return database.execute("delete from awaited where person = ?", (person,)).rowcount > 0
