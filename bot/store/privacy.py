"""Files that were made of what somebody told, so that they can go with it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import times
from bot.conversation.state import State
from bot.store import conversations
from bot.store.engine import Database


def note_file(database: Database, person: int, path: str, at: str, assessment: int | None = None) -> None:
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


def release_files(database: Database, person: int, assessment: int | None = None) -> tuple[str, ...]:
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


def files_to_delete(database: Database) -> tuple[str, ...]:
    """Return the paths, below Rung's home, of files that are still to be deleted."""
    rows = database.rows("select distinct path from files where person is null order by path")
    return tuple(row["path"] for row in rows)


def delete_files(database: Database, home: Path) -> int:
    """Delete the files that were given up.

    Args:
        database: the store.
        home: Rung's folder.

    Returns:
        how many could not be deleted; they are tried again next time.
    """
    left = 0
    for path in files_to_delete(database):
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


_CLEARING = "clearing"
_TRIES = 20
"""How often the log beside the file is tried to be emptied; another connection reads for milliseconds."""
_PAUSE_S = 0.1


@dataclass(frozen=True, slots=True)
class Deletion:
    """What went.

    Args:
        known: False where there was nothing to forget.
        files: paths below Rung's home that `clean_up` deletes.
    """

    known: bool
    files: tuple[str, ...] = ()


def forget(database: Database, person: int) -> Deletion:
    """Forget a person: nothing of theirs is in any table after, queues and unsent messages included.

    What they decided as a coach stays with those whom it is about, without their name. They may have been
    the last admin: RUNG_ADMINS names the next.

    Args:
        database: the store.
        person: whom. Call `clean_up` afterwards, in a thread.
    """
    with database.transaction():
        gone = release_files(database, person)
        database.execute(
            "update reviews set status = 'waiting', coach = null, free_at = null, version = version + 1"
            " where coach = ? and status in ('claimed', 'asked')",
            (person,),
        )
        known = database.execute("delete from people where id = ?", (person,)).rowcount > 0
        _to_be_cleared(database)
    return Deletion(known, gone)


def forget_assessment(database: Database, person: int, assessment: int, at: str) -> Deletion:
    """Forget one assessment, with what was shared, said and decided about it.

    The conversation begins afresh where it still speaks of it, and messages not sent yet are dropped.

    Args:
        database: the store.
        person: whose.
        assessment: which. Call `clean_up` afterwards, in a thread.
        at: now.
    """
    with database.transaction():
        told = database.value(
            "select activities from assessments where id = ? and person = ?", (assessment, person)
        )
        if told is None:
            return Deletion(False)
        gone = release_files(database, person, assessment)
        _begin_afresh(database, person, set(json.loads(told)), at)
        database.execute("delete from outbox where person = ? and call is not null", (person,))
        database.execute("delete from assessments where id = ?", (assessment,))
        _to_be_cleared(database)
    return Deletion(True, gone)


def forget_inactive(database: Database, at: str, keep_days: int) -> tuple[int, ...]:
    """Forget everybody who was not here for so long, and invitations that nobody can use.

    Args:
        database: the store.
        at: now.
        keep_days: days after the last use that things are kept (RUNG_KEEP_DAYS).

    Returns:
        the ids of the people forgotten. Call `clean_up` where there are any.
    """
    last = times.later(at, days=-keep_days)
    with database.transaction():
        rows = database.rows("select id from people where seen_at < ? order by id", (last,))
        for row in rows:
            forget(database, row["id"])
        # For some weeks somebody who follows one is told that it has run out.
        database.execute("delete from invitations where expires_at < ?", (times.later(at, days=-30),))
    return tuple(row["id"] for row in rows)


def cleanup_pending(database: Database) -> bool:
    """Whether something was forgotten that is not cleared away yet."""
    chores = "select 1 from chores where what = ?"
    return database.value(chores, (_CLEARING,)) is not None or bool(files_to_delete(database))


def clean_up(path: Path, home: Path) -> bool:
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
        left = delete_files(database, home)
        if database.value("select count(*) from chores where what = ?", (_CLEARING,)):
            since = database.value("select since from chores where what = ?", (_CLEARING,))
            database.execute("vacuum")
            if not _log_emptied(database):
                return False
            # What was forgotten while the file was written anew keeps the chore for another time.
            database.execute("delete from chores where what = ? and since = ?", (_CLEARING, since))
        return left == 0 and not cleanup_pending(database)


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
    kept = conversations.load(database, person)
    if kept is None:
        return
    state = State.from_json(kept.state)
    if forgotten.intersection(state.activities):
        # The number goes on, so that buttons of what was forgotten stay old.
        fresh = State(stage="collecting", number=state.number + 1)
        conversations.save(database, person, fresh.to_json(), kept.build, at)


_JSON = frozenset({"state", "activities", "choice", "given", "conclusion", "body", "call", "wanted"})
"""Columns that hold JSON; where it stands for a tick it is a number and stays one."""

_HELD: dict[str, str] = {
    "conversation": "select state, build, at from conversations where person = :person",
    "assessments": "select id, started_at, at, activities from assessments where person = :person"
    " order by id",
    "suggestions": "select s.id, s.assessment, s.build, s.at, s.replaced_at, s.suggested,"
    " s.activities, s.choice, s.given,"
    " s.conclusion, d.at as declined_at from assessments a join suggestions s on s.assessment = a.id"
    " left join declined d on d.suggestion = s.id where a.person = :person order by s.id",
    "goals": "select id, framework, skill, skill_name, level, text, made_at, done_at from goals"
    " where person = :person order by id",
    "reminders": "select id, goal, due_at, every_days, made_at, done_at from reminders"
    " where person = :person order by id",
    "shares": "select s.id, s.assessment, t.name as team, s.activities as activities_ticked, s.level,"
    " s.next_steps, s.name, s.examples, s.shared_at, s.taken_back_at from shares s"
    " join teams t on t.id = s.team where s.person = :person order by s.id",
    "reviews": "select r.id, r.share, r.suggestion, r.appeal_of, r.appeal_reason, r.status, p.name as coach,"
    " r.waiting_since, r.decision, r.decided_framework, r.decided_skill, r.decided_level, r.reason,"
    " r.decided_at from reviews r left join people p on p.id = r.coach where r.person = :person"
    " order by r.id",
    "phrases": "select id, review, text, taken, at from phrases where person = :person order by id",
    "messages": "select m.id, m.review, m.author, p.name as coach, m.text, m.at from reviews r"
    " join messages m on m.review = r.id left join people p on p.id = m.coach"
    " where r.person = :person order by m.id",
    "audit": "select a.at, coalesce(p.name, '') as actor, a.assessment, a.review, a.action, a.detail"
    " from audit a left join people p on p.id = a.actor where a.person = :person order by a.id",
    "files": "select path, assessment, at from files where person = :person order by path",
    "inbox": "select update_id, body from inbox where person = :person order by update_id",
    "outbox": "select id, call from outbox where person = :person and call is not null order by id",
    "threads": "select message, review, part from threads where person = :person order by message",
    "stale": "select message, review, why from stale where person = :person order by message",
    "awaited": "select wanted, at from awaited where person = :person",
    "invitations": "select role, t.name as team, i.made_at, i.expires_at, i.used_at,"
    " i.invited_by = :person as made, i.used_by is :person as used from invitations i"
    " left join teams t on t.id = i.team where i.invited_by = :person or i.used_by = :person"
    " order by i.made_at",
    "sign_ins": "select began_at, ends_at from sign_ins where person = :person order by began_at",
    "decided_as_coach": "select id as review, decision, decided_framework, decided_skill, decided_level,"
    " reason, decided_at from reviews where coach = :person and status = 'decided' order by decided_at, id",
    "said_as_coach": "select review, text, at from messages where coach = :person order by id",
    "done_with_others": "select at, action, review from audit where actor = :person and person <> :person"
    " order by id",
}
"""What is held about a person beside their own row, by the name it has in the export."""


def export(database: Database, person: int) -> dict[str, Any]:
    """Return everything Rung holds about a person, as JSON can hold it.

    Of others it has what they said to this person; what this person did as a coach names nobody.

    Args:
        database: the store; one opened for the thread this runs in.
        person: whom.

    Returns:
        ``person``, ``teams``, and a list for each of the rooms of the store; empty for who is unknown.
    """
    # One transaction, so that all of it is of the same moment.
    with database.transaction():
        own = database.row("select * from people where id = ?", (person,))
        if own is None:
            return {}
        teams = database.rows(
            "select t.name, m.role, m.since from members m join teams t on t.id = m.team"
            " where m.person = ? order by t.name",
            (person,),
        )
        held = {
            name: [_read(dict(row)) for row in database.rows(sql, {"person": person})]
            for name, sql in _HELD.items()
        }
        return {"person": dict(own), "teams": [dict(row) for row in teams], **held}


def _read(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.loads(value) if name in _JSON and isinstance(value, str) else value
        for name, value in row.items()
    }
