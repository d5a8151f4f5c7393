"""Files that were made of what somebody told, so that they can go with it."""

from __future__ import annotations

from pathlib import Path

from bot.store import times
from bot.store.database import Database


def note(database: Database, person: int, path: str, at: str, assessment: int | None = None) -> None:
    """Note a file of a person's, in the transaction of whatever it belongs to and before it is written.

    Args:
        database: the store.
        person: whose.
        path: below Rung's home.
        at: now.
        assessment: which one it shows; the file goes with it. None goes with the person.
    """
    row = {"path": path, "person": person, "assessment": assessment, "at": times.checked(at)}
    database.insert("files", row)


def give_up(database: Database, person: int, assessment: int | None = None) -> tuple[str, ...]:
    """Mark a person's files, or those of one assessment, as to be deleted; not those another has too.

    Returns:
        their paths below Rung's home.
    """
    held = {"person": person, "assessment": assessment}
    mine = "person = :person and (:assessment is null or assessment = :assessment)"
    paths = database.rows(f"select distinct path from files where {mine} order by path", held)
    database.execute(f"delete from files where {mine}", held)
    gone = [row["path"] for row in paths if not _held(database, row["path"])]
    for path in gone:
        database.execute("insert into files (path, at) values (?, '')", (path,))
    return tuple(gone)


def given_up(database: Database) -> tuple[str, ...]:
    """Return the paths, below Rung's home, of files that are still to be deleted."""
    rows = database.rows("select distinct path from files where person is null order by path")
    return tuple(row["path"] for row in rows)


def delete(database: Database, home: Path) -> int:
    """Delete the files that were given up.

    Args:
        database: the store.
        home: Rung's folder.

    Returns:
        how many could not be deleted; they are tried again next time.
    """
    left = 0
    for path in given_up(database):
        with database.transaction():
            # It may be somebody's again: the same picture of the same ladder has the same name.
            if not _held(database, path) and not _unlinked(home, path):
                left += 1
                continue
            database.execute("delete from files where path = ? and person is null", (path,))
    return left


def _held(database: Database, path: str) -> bool:
    held = "select 1 from files where path = ? and person is not null limit 1"
    return database.value(held, (path,)) is not None


def _unlinked(home: Path, path: str) -> bool:
    found = (home / path).resolve()
    if not found.is_relative_to(home.resolve()):
        return True
    try:
        found.unlink(missing_ok=True)
    except OSError:
        return False
    return True
