"""Everything Rung holds about a person, as JSON."""

from __future__ import annotations

import json
from typing import Any

from bot.store.database import Database

_JSON = frozenset({"state", "activities", "choice", "given", "conclusion", "body", "call", "wanted"})
"""Columns that hold JSON; where it stands for a tick it is a number and stays one."""

_HELD: dict[str, str] = {
    "conversation": "select state, build, at from conversations where person = :person",
    "assessments": "select id, started_at, at, activities from assessments where person = :person"
    " order by id",
    "suggestions": "select s.id, s.assessment, s.build, s.at, s.replaced_at, s.activities, s.choice, s.given,"
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
