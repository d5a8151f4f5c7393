"""Forgetting a person or one of their assessments, and those who have not been here for long.

Rows go at once, in one transaction, from every table. SQLite overwrites what it deletes, but copies of
rows that it moved about earlier stay in unused corners of other pages (measured: in 1 of 150 deletions);
writing the file anew, `clear_away`, leaves none. That takes about a second for 100 MB, so it is done in a
thread; what a killed process left undone is done at the next start.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from bot.conversation.model import State
from bot.store import conversations, files, times
from bot.store.database import Database

_CLEARING = "clearing"
_TRIES = 20
"""How often the log beside the file is tried to be emptied; another connection reads for milliseconds."""
_PAUSE_S = 0.1


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went.

    Args:
        known: False where there was nothing to forget.
        files: paths below Rung's home that `clear_away` deletes.
    """

    known: bool
    files: tuple[str, ...] = ()


def forget(database: Database, person: int) -> Forgotten:
    """Forget a person: nothing of theirs is in any table after, queues and unsent messages included.

    What they decided as a coach stays with those whom it is about, without their name. They may have been
    the last admin: RUNG_ADMINS names the next.

    Args:
        database: the store.
        person: whom. Call `clear_away` afterwards, in a thread.
    """
    with database.transaction():
        gone = files.give_up(database, person)
        database.execute(
            "update reviews set status = 'waiting', coach = null, free_at = null, version = version + 1"
            " where coach = ? and status in ('claimed', 'asked')",
            (person,),
        )
        known = database.execute("delete from people where id = ?", (person,)).rowcount > 0
        _to_be_cleared(database)
    return Forgotten(known, gone)


def forget_assessment(database: Database, person: int, assessment: int, at: str) -> Forgotten:
    """Forget one assessment, with what was shared, said and decided about it.

    The conversation begins afresh where it still speaks of it, and messages not sent yet are dropped.

    Args:
        database: the store.
        person: whose.
        assessment: which. Call `clear_away` afterwards, in a thread.
        at: now.
    """
    with database.transaction():
        told = database.value(
            "select activities from assessments where id = ? and person = ?", (assessment, person)
        )
        if told is None:
            return Forgotten(False)
        gone = files.give_up(database, person, assessment)
        _begin_afresh(database, person, set(json.loads(told)), at)
        database.execute("delete from outbox where person = ? and call is not null", (person,))
        database.execute("delete from assessments where id = ?", (assessment,))
        _to_be_cleared(database)
    return Forgotten(True, gone)


def sweep(database: Database, at: str, keep_days: int) -> tuple[int, ...]:
    """Forget everybody who was not here for so long, and invitations that nobody can use.

    Args:
        database: the store.
        at: now.
        keep_days: days after the last use that things are kept (RUNG_KEEP_DAYS).

    Returns:
        the ids of the people forgotten. Call `clear_away` where there are any.
    """
    last = times.later(at, days=-keep_days)
    with database.transaction():
        rows = database.rows("select id from people where seen_at < ? order by id", (last,))
        for row in rows:
            forget(database, row["id"])
        # For some weeks somebody who follows one is told that it has run out.
        database.execute("delete from invitations where expires_at < ?", (times.later(at, days=-30),))
    return tuple(row["id"] for row in rows)


def to_clear(database: Database) -> bool:
    """Whether something was forgotten that is not cleared away yet."""
    chores = "select 1 from chores where what = ?"
    return database.value(chores, (_CLEARING,)) is not None or bool(files.given_up(database))


def clear_away(path: Path, home: Path) -> bool:
    """Delete the files and the last bytes of what was forgotten; in a thread, for it takes a while.

    Others can read meanwhile; who writes waits.

    Args:
        path: of the store; it is opened anew, for this thread.
        home: Rung's folder, which files are below.

    Returns:
        whether all is cleared; what is not is tried again next time.

    Raises:
        StoreError: the disk is full, or another process writes for too long; what was forgotten is gone
            from all tables nevertheless.
    """
    with Database(path) as database:
        left = files.delete(database, home)
        if database.value("select count(*) from chores where what = ?", (_CLEARING,)):
            since = database.value("select since from chores where what = ?", (_CLEARING,))
            database.execute("vacuum")
            if not _log_emptied(database):
                return False
            # What was forgotten while the file was written anew keeps the chore for another time.
            database.execute("delete from chores where what = ? and since = ?", (_CLEARING, since))
        return left == 0 and not to_clear(database)


def _to_be_cleared(database: Database) -> None:
    database.execute(
        "insert into chores (what, since) values (?, '1')"
        " on conflict (what) do update set since = cast(since as integer) + 1",
        (_CLEARING,),
    )


def _log_emptied(database: Database) -> bool:
    for _ in range(_TRIES):
        if database.scrub():
            return True
        time.sleep(_PAUSE_S)
    return False


def _begin_afresh(database: Database, person: int, forgotten: set[str], at: str) -> None:
    kept = conversations.state_of(database, person)
    if kept is None:
        return
    state = State.from_json(kept.state)
    if forgotten.intersection(state.activities):
        # The number goes on, so that buttons of what was forgotten stay old.
        fresh = State(stage="collecting", number=state.number + 1)
        conversations.keep(database, person, fresh.to_json(), kept.build, at)
