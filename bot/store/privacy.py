"""Export, deletion and retention: what is held about people, and how it goes.

Rows go at once, in one transaction, from every table. SQLite overwrites what it deletes, but copies of
rows that it moved about earlier stay in unused corners of other pages (measured: in 1 of 150 deletions);
`clean_up` writes the file anew, which leaves none. That takes about a second for 100 MB, so it is done in a
thread; what a killed process left undone is done at the next start.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Select, Table, and_, bindparam, case, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from bot import times
from bot.conversation.state import ROLE_STAGES, State
from bot.store import conversations, schema
from bot.store.engine import ONE, WHICH, AnyRow, Database
from bot.store.queue import Outbox
from bot.store.reviews import chats, decisions
from bot.store.schema import (
    assessments,
    audit,
    declined_suggestions,
    invitations,
    members,
    messages,
    pending_cleanup,
    people,
    reviews,
    shares,
    suggestions,
    teams,
)

_CLEANUP = "clearing"
_TRIES = 20
"""How often the log beside the file is tried to be emptied; another connection reads for milliseconds."""
_PAUSE_S = 0.1
_JSON = frozenset(
    {"state", "activities", "choice", "given", "conclusion", "body", "call", "purpose", "to_do"}
)
"""Columns that hold JSON; where it stands for a tick it is a number and stays one."""

_PERSON = select(people).where(people.c.id == ONE)
_INACTIVE = select(people.c.id).where(people.c.seen_at < bindparam("before")).order_by(people.c.id)
_DELETE_PERSON = delete(people).where(people.c.id == ONE)
_ACTIVITIES = select(assessments.c.activities).where(assessments.c.id == WHICH, assessments.c.person == ONE)
_DELETE_ASSESSMENT = delete(assessments).where(assessments.c.id == WHICH)
_DELETE_INVITATIONS = delete(invitations).where(invitations.c.expires_at < bindparam("before"))
_PENDING = select(pending_cleanup.c.since).where(pending_cleanup.c.what == _CLEANUP)
_NEEDED = insert(pending_cleanup).values(what=_CLEANUP, since="1")
_NEED_CLEANUP = _NEEDED.on_conflict_do_update(
    index_elements=[pending_cleanup.c.what],
    # A number as text: what is deleted while the file is written anew makes it another one.
    set_={"since": (pending_cleanup.c.since.cast(schema.Id) + 1).cast(pending_cleanup.c.since.type)},
)
_CLEANED_UP = delete(pending_cleanup).where(
    pending_cleanup.c.what == _CLEANUP, pending_cleanup.c.since == bindparam("seen")
)


def _own(table: Table, names: str, order: str) -> Select[Any]:
    """Return the query for a person's rows of a table."""
    return select(*_columns(table, names)).where(table.c.person == ONE).order_by(table.c[order])


def _columns(table: Table, names: str) -> list[Any]:
    return [table.c[name] for name in names.split()]


_DECISION = "decision decided_framework decided_skill decided_level reason decided_at"
_EXPORT: dict[str, Select[Any]] = {
    "teams": select(teams.c.name, members.c.role, members.c.since)
    .join(members, members.c.team == teams.c.id)
    .where(members.c.person == ONE)
    .order_by(teams.c.name),
    "conversation": _own(schema.conversations, "state build at", "person"),
    "assessments": _own(assessments, "id started_at at activities", "id"),
    "suggestions": select(
        *_columns(suggestions, "id assessment build at replaced_at suggested activities choice given"),
        suggestions.c.conclusion,
        declined_suggestions.c.at.label("declined_at"),
    )
    .join(assessments, assessments.c.id == suggestions.c.assessment)
    .outerjoin(declined_suggestions, declined_suggestions.c.suggestion == suggestions.c.id)
    .where(assessments.c.person == ONE)
    .order_by(suggestions.c.id),
    "goals": _own(schema.goals, "id framework skill skill_name level text made_at done_at", "id"),
    "reminders": _own(schema.reminders, "id goal due_at every_days made_at done_at", "id"),
    "plan_goals": select(schema.plan_goals)
    .join(schema.goals, schema.goals.c.id == schema.plan_goals.c.goal)
    .where(schema.goals.c.person == ONE)
    .order_by(schema.plan_goals.c.goal),
    "plan_shares": select(teams.c.name.label("team"), schema.plan_shares.c.since)
    .join(schema.plan_shares, schema.plan_shares.c.team == teams.c.id)
    .where(schema.plan_shares.c.person == ONE)
    .order_by(teams.c.name),
    "plan_comments": select(
        *_columns(schema.plan_comments, "id goal"),
        people.c.name.label("coach"),
        *_columns(schema.plan_comments, "text at"),
    )
    .join(schema.goals, schema.goals.c.id == schema.plan_comments.c.goal)
    .outerjoin(people, people.c.id == schema.plan_comments.c.coach)
    .where(schema.goals.c.person == ONE)
    .order_by(schema.plan_comments.c.id),
    "shares": select(
        *_columns(shares, "id assessment"),
        teams.c.name.label("team"),
        shares.c.activities.label("activities_ticked"),
        *_columns(shares, "level next_steps name examples shared_at taken_back_at"),
    )
    .join(teams, teams.c.id == shares.c.team)
    .where(shares.c.person == ONE)
    .order_by(shares.c.id),
    "reviews": select(
        *_columns(reviews, "id share suggestion appeal_of appeal_reason status"),
        people.c.name.label("coach"),
        *_columns(reviews, f"waiting_since {_DECISION}"),
    )
    .outerjoin(people, people.c.id == reviews.c.coach)
    .where(reviews.c.person == ONE)
    .order_by(reviews.c.id),
    "examples": _own(schema.examples, "id review text accepted at", "id"),
    "messages": select(
        *_columns(messages, "id review author"), people.c.name.label("coach"), *_columns(messages, "text at")
    )
    .join(reviews, reviews.c.id == messages.c.review)
    .outerjoin(people, people.c.id == messages.c.coach)
    .where(reviews.c.person == ONE)
    .order_by(messages.c.id),
    "audit": select(
        audit.c.at,
        func.coalesce(people.c.name, "").label("actor"),
        *_columns(audit, "assessment review action detail"),
    )
    .outerjoin(people, people.c.id == audit.c.actor)
    .where(audit.c.person == ONE)
    .order_by(audit.c.id),
    "inbox": _own(schema.inbox, "update_id body", "update_id"),
    "outbox": _own(schema.outbox, "id call", "id").where(schema.outbox.c.call.is_not(None)),
    "chat_messages": _own(schema.chat_messages, "message review part", "message"),
    "revoked_messages": _own(schema.revoked_messages, "message review why", "message"),
    "expected_inputs": _own(schema.expected_inputs, "purpose at", "at"),
    "invitations": select(
        invitations.c.role,
        teams.c.name.label("team"),
        *_columns(invitations, "made_at expires_at used_at"),
        case((invitations.c.invited_by == ONE, 1), else_=0).label("made"),
        case((invitations.c.used_by == ONE, 1), else_=0).label("used"),
    )
    .outerjoin(teams, teams.c.id == invitations.c.team)
    .where(or_(invitations.c.invited_by == ONE, invitations.c.used_by == ONE))
    .order_by(invitations.c.made_at),
    "sessions": _own(schema.sessions, "began_at ends_at", "began_at"),
    "decided_as_coach": select(reviews.c.id.label("review"), *_columns(reviews, _DECISION))
    .where(reviews.c.coach == ONE, reviews.c.status == "decided")
    .order_by(reviews.c.decided_at, reviews.c.id),
    "said_as_coach": select(*_columns(messages, "review text at"))
    .where(messages.c.coach == ONE)
    .order_by(messages.c.id),
    "commented_as_coach": select(*_columns(schema.plan_comments, "goal text at"))
    .where(schema.plan_comments.c.coach == ONE)
    .order_by(schema.plan_comments.c.id),
    "done_with_others": select(*_columns(audit, "at action review"))
    .where(and_(audit.c.actor == ONE, audit.c.person != ONE))
    .order_by(audit.c.id),
}
"""What is held about a person beside their own row, by the name it has in the export."""


def export(database: Database, person: int) -> dict[str, Any]:
    """Return everything Rung holds about a person, as JSON can hold it.

    Of others it has what they said to this person; what this person did as a coach names nobody.

    Returns:
        ``person``, and a list for each kind of thing the store holds; empty for who is unknown.
    """
    # One transaction, so that all of it is of the same moment.
    with database.transaction():
        own = database.row(_PERSON, one=person)
        if own is None:
            return {}
        held = {
            name: [_read(row) for row in database.rows(statement, one=person)]
            for name, statement in _EXPORT.items()
        }
        return {"person": _read(own), **held}


def forget(database: Database, person: int) -> bool:
    """Delete a person: nothing of theirs is in any table after, queues and unsent messages included.

    What they decided as a coach stays with those whom it is about, without their name. They may have been
    the last admin: RUNG_ADMINS names the next. Call `clean_up` afterwards, in a thread.

    Returns:
        False if there was nobody to delete.
    """
    with database.transaction():
        decisions.release_all(database, person)
        chats.revoke(database, chats.OF_PERSON, owner=person)
        known = database.execute(_DELETE_PERSON, one=person) > 0
        database.execute(_NEED_CLEANUP)
    return known


def forget_assessment(database: Database, person: int, assessment: int, at: str) -> bool:
    """Delete one assessment, with what was shared, said and decided about it.

    The conversation begins afresh if it still speaks of it, and messages not sent yet are dropped. Call
    `clean_up` afterwards, in a thread.

    Returns:
        False if the person has no such assessment.
    """
    with database.transaction():
        told = database.value(_ACTIVITIES, which=assessment, one=person)
        if told is None:
            return False
        _begin_afresh(database, person, set(json.loads(told)), at)
        Outbox(database).drop_all(person)
        chats.revoke(database, chats.OF_ASSESSMENT, which=assessment, owner=person)
        database.execute(_DELETE_ASSESSMENT, which=assessment)
        database.execute(_NEED_CLEANUP)
    return True


def forget_inactive(database: Database, at: str, keep_days: int) -> tuple[int, ...]:
    """Delete everybody who was not here for so long, and invitations that nobody can use.

    Returns:
        the ids of the people deleted. Call `clean_up` if there are any.
    """
    with database.transaction():
        rows = database.rows(_INACTIVE, before=times.later(at, days=-keep_days))
        for row in rows:
            forget(database, row.id)
        # For some weeks somebody who follows one is told that it has run out.
        database.execute(_DELETE_INVITATIONS, before=times.later(at, days=-30))
    return tuple(row.id for row in rows)


def cleanup_pending(database: Database) -> bool:
    """Whether something was deleted that is not cleaned up yet."""
    return database.value(_PENDING) is not None


def clean_up(path: Path) -> bool:
    """Remove the last bytes of what was deleted; in a thread, for it takes a while.

    Others can read meanwhile; who writes waits.

    Returns:
        whether all is done; what is not is tried again next time.

    Raises:
        StoreError: the disk is full, or another process writes for too long; what was deleted is gone
            from all tables nevertheless.
    """
    with Database(path) as database:
        since = database.value(_PENDING)
        if since is not None:
            database.rewrite()
            if not _log_emptied(database):
                return False
            database.execute(_CLEANED_UP, seen=since)
        return not cleanup_pending(database)


def _read(row: AnyRow) -> dict[str, Any]:
    return {
        name: json.loads(value) if name in _JSON and isinstance(value, str) else value
        for name, value in row._asdict().items()
    }


def _log_emptied(database: Database) -> bool:
    for _ in range(_TRIES):
        if database.scrub():
            return True
        time.sleep(_PAUSE_S)
    return False


def _begin_afresh(database: Database, person: int, forgotten: set[str], at: str) -> None:
    saved = conversations.load(database, person)
    if saved.state is None:
        return
    state = State.from_json(saved.state)
    told = (*state.activities, *state.vacancy)
    if forgotten.intersection(told) or state.stage in ROLE_STAGES or state.role:
        # The number goes on, so that buttons of what was forgotten stay old.
        fresh = State(stage="collecting", number=state.number + 1)
        conversations.save(database, person, fresh.to_json(), saved.build or 0, at)
