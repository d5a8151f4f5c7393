"""Tables of the store.

Times are ISO 8601 text in UTC to the second, so that they sort; JSON is text, so that its bytes stay the
same. What belongs to a person refers to their row in ``people`` and is deleted with it. Ids are never used
again: what the audit says of somebody deleted must not fall on somebody new. A change here needs a revision
in `bot.store.migrations`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Ids of rows, Telegram ids and message ids."""
Name = sa.Text().with_variant(sa.Text(collation="NOCASE"), "sqlite")
"""Text that is unique whatever its case."""


def _table(name: str, *items: Any, rowid: bool = True) -> sa.Table:
    options: dict[str, Any] = {} if rowid else {"sqlite_with_rowid": False}
    if any(item.info.get("never reused") for item in items if isinstance(item, sa.Column)):
        options["sqlite_autoincrement"] = True
    return sa.Table(name, metadata, *items, sqlite_strict=True, **options)


def _id(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, Id, primary_key=True, info={"never reused": True})


def _reference(
    name: str, to: str, *, optional: bool = False, on_delete: str = "cascade", key: bool = False
) -> sa.Column[int]:
    reference = sa.ForeignKey(f"{to}.id", ondelete=on_delete)
    if key:
        return sa.Column(name, Id, reference, primary_key=True, autoincrement=False)
    return sa.Column(name, Id, reference, nullable=optional)


def _number(
    name: str, *, optional: bool = False, default: int | None = None, type_: Any = sa.Integer
) -> sa.Column[int]:
    return sa.Column(
        name, type_, nullable=optional, server_default=None if default is None else sa.text(str(default))
    )


def _flag(name: str, default: int | None = None) -> sa.Column[int]:
    server_default = None if default is None else sa.text(str(default))
    check = sa.CheckConstraint(f"{name} in (0, 1)")
    return sa.Column(name, sa.Integer, check, nullable=False, server_default=server_default)


def _text(name: str, *, optional: bool = False, empty: bool = False, key: bool = False) -> sa.Column[str]:
    if key:
        return sa.Column(name, sa.Text, primary_key=True)
    return sa.Column(name, sa.Text, nullable=optional, server_default=sa.text("''") if empty else None)


def _texts(names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names.split()]


def _one_of(name: str, values: str, *, optional: bool = False) -> sa.Column[str]:
    listed = ", ".join(f"'{value}'" for value in values.split("|"))
    return sa.Column(name, sa.Text, sa.CheckConstraint(f"{name} in ({listed})"), nullable=optional)


def _index(name: str, *columns: str, where: str | None = None, unique: bool = False) -> sa.Index:
    only: dict[str, Any] = (
        {} if where is None else {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    )
    return sa.Index(name, *columns, unique=unique, **only)


people = _table(
    "people",
    _id(),
    sa.Column("telegram", Id, nullable=False, unique=True),
    _text("name"),
    _flag("admin", 0),
    *_texts("consented_at seen_at"),
    # Counted up when the person's rights change: older console sessions end.
    _number("rights", default=1),
    _text("blocked_at", optional=True),
    _index("people_seen", "seen_at"),
    _index("people_admins", "id", where="admin = 1"),
)
teams = _table(
    "teams",
    _id(),
    sa.Column("name", Name, nullable=False, unique=True),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    _text("made_at"),
)
members = _table(
    "members",
    _reference("person", "people", key=True),
    _reference("team", "teams", key=True),
    _one_of("role", "staff|coach"),
    _text("since"),
    _index("members_team", "team", "role"),
    rowid=False,
)
invitations = _table(
    "invitations",
    # A hash: whoever reads the file cannot use an invitation.
    _text("token", key=True),
    _one_of("role", "staff|coach|admin"),
    _reference("team", "teams", optional=True),
    _reference("invited_by", "people", optional=True),
    *_texts("made_at expires_at"),
    _text("used_at", optional=True),
    _reference("used_by", "people", optional=True, on_delete="set null"),
    sa.CheckConstraint("role = 'admin' or team is not null"),
    _index("invitations_by", "invited_by"),
    _index("invitations_used", "used_by"),
    _index("invitations_team", "team"),
    _index("invitations_expiry", "expires_at"),
    rowid=False,
)
sessions = _table(
    "sessions",
    # One row per sign-in: the hashes of its link, which works once, and of its session.
    _text("link", key=True),
    sa.Column("session", sa.Text, nullable=False, unique=True),
    _reference("person", "people"),
    # The person's rights at that time; the session ends when they change.
    _number("rights"),
    *_texts("began_at ends_at"),
    _flag("over", 0),
    _index("sessions_person", "person"),
    _index("sessions_end", "ends_at"),
    rowid=False,
)
# What a killed process left undone, such as rewriting the file after a deletion.
pending_cleanup = _table("pending_cleanup", _text("what", key=True), _text("since"), rowid=False)

conversations = _table(
    "conversations", _reference("person", "people", key=True), _text("state"), _number("build"), _text("at")
)
expected_inputs = _table(
    "expected_inputs",
    # What the next message of a person is for: a reason, a question to somebody, an answer.
    _reference("person", "people", key=True),
    *_texts("purpose at"),
)
chats = _table(
    "chats",
    _reference("person", "people", key=True),
    # The outbox message that is edited to show what was understood so far.
    _number("live", optional=True, type_=Id),
    # The assessment under way.
    _reference("assessment", "assessments", optional=True, on_delete="set null"),
    # The role whose commands the menu lists; null for staff, empty when the menu is to be set again.
    _text("menu", optional=True),
    _index("chats_assessment", "assessment"),
)
assessments = _table(
    "assessments",
    _id(),
    _reference("person", "people"),
    *_texts("started_at at activities"),
    _index("assessments_person", "person", "at"),
)
# Never changed but for replaced_at: an id gives the same bytes for ever, or nothing.
suggestions = _table(
    "suggestions",
    _id(),
    _reference("assessment", "assessments"),
    *_texts("framework skill skill_name"),
    _number("level"),
    _text("level_name"),
    sa.Column("confidence", sa.REAL, nullable=False),
    _number("build"),
    _text("at"),
    _text("replaced_at", optional=True),
    *_texts("activities choice given conclusion"),
    # 0: the skill begins above the person, or another document says more of it; nobody reviews it.
    _flag("suggested", 1),
    _index(
        "suggestions_current", "assessment", "framework", "skill", where="replaced_at is null", unique=True
    ),
    _index("suggestions_assessment", "assessment"),
)
# The person says that this is not them.
declined_suggestions = _table(
    "declined_suggestions", _reference("suggestion", "suggestions", key=True), _text("at")
)
goals = _table(
    "goals",
    _id(),
    _reference("person", "people"),
    *_texts("framework skill skill_name"),
    _number("level"),
    *_texts("text made_at"),
    _text("done_at", optional=True),
    _index("goals_person", "person"),
)
# A goal that belongs to a plan towards a role; ``to_do`` is a JSON list.
plan_goals = _table(
    "plan_goals",
    _reference("goal", "goals", key=True),
    *_texts("role to_do done_when vouch due_at"),
)
# Teams whose coaches see a person's plan.
plan_shares = _table(
    "plan_shares",
    _reference("person", "people", key=True),
    _reference("team", "teams", key=True),
    _text("since"),
    _index("plan_shares_team", "team"),
    rowid=False,
)
plan_comments = _table(
    "plan_comments",
    _id(),
    _reference("goal", "goals"),
    _reference("coach", "people", optional=True, on_delete="set null"),
    *_texts("text at"),
    _index("plan_comments_goal", "goal"),
    _index("plan_comments_coach", "coach"),
)
reminders = _table(
    "reminders",
    _id(),
    _reference("person", "people"),
    _reference("goal", "goals", optional=True),
    _text("due_at"),
    sa.Column("every_days", sa.Integer, sa.CheckConstraint("every_days > 0")),
    _text("made_at"),
    _text("done_at", optional=True),
    _index("reminders_due", "due_at", "id", where="done_at is null"),
    _index("reminders_person", "person"),
    _index("reminders_goal", "goal"),
)
shares = _table(
    "shares",
    _id(),
    _reference("assessment", "assessments"),
    _reference("person", "people"),
    _reference("team", "teams"),
    _flag("activities"),
    _flag("level"),
    _flag("next_steps"),
    _flag("name"),
    # The person's words, once confirmed, may serve as examples of their skill.
    _flag("examples", 0),
    _text("shared_at"),
    _text("taken_back_at", optional=True),
    _index("shares_active", "assessment", "team", where="taken_back_at is null", unique=True),
    _index("shares_assessment", "assessment"),
    _index("shares_person", "person"),
    _index("shares_team", "team", where="taken_back_at is null"),
)
OPEN = "status in ('waiting', 'claimed', 'asked')"
"""Condition of the indexes of open reviews; a query must state it in the same words to use them."""
reviews = _table(
    "reviews",
    _id(),
    _reference("share", "shares"),
    _reference("suggestion", "suggestions"),
    _reference("person", "people"),
    _reference("team", "teams"),
    # An appeal is a review of the same suggestion by another coach.
    sa.Column("appeal_of", Id, sa.ForeignKey("reviews.id", ondelete="cascade"), unique=True),
    _text("appeal_reason", empty=True),
    _one_of("status", "waiting|claimed|asked|decided|withdrawn"),
    # Counted up with every change: a coach decides on the version they saw.
    _number("version", default=1),
    _reference("coach", "people", optional=True, on_delete="set null"),
    # From when others may take it from the coach who claimed it.
    _text("free_at", optional=True),
    # A coach who may never have it: the one whose decision an appeal is against.
    _number("excluded", optional=True, type_=Id),
    _text("waiting_since"),
    # Copies for the queue, whose pages read this table alone; null where the person did not share the level.
    *_texts("framework skill skill_name"),
    _number("level", optional=True),
    sa.Column("confidence", sa.REAL),
    _one_of("decision", "agree|change|another|unclear", optional=True),
    _text("decided_framework", optional=True),
    _text("decided_skill", optional=True),
    _number("decided_level", optional=True),
    _text("reason", empty=True),
    _text("decided_at", optional=True),
    sa.CheckConstraint("(status = 'decided') <= (decision is not null and decided_at is not null)"),
    _index("reviews_first", "share", "suggestion", where="appeal_of is null", unique=True),
    _index("reviews_share", "share"),
    _index("reviews_suggestion", "suggestion"),
    _index("reviews_person", "person"),
    _index("reviews_coach", "coach", "decided_at", "id"),
    _index("reviews_queue", "team", "waiting_since", "id", "confidence", where=OPEN),
    _index(
        "reviews_queue_skill",
        *("team", "framework", "skill", "waiting_since", "id", "confidence"),
        where=OPEN,
    ),
    _index("reviews_decided", "decided_at", "id", where="status = 'decided'"),
    _index("reviews_team_decided", "team", "decided_at", "id", where="status = 'decided'"),
)
# Between coach and person, inside a review.
messages = _table(
    "messages",
    _id(),
    _reference("review", "reviews"),
    _one_of("author", "coach|person"),
    _reference("coach", "people", optional=True, on_delete="set null"),
    *_texts("text at"),
    _index("messages_review", "review"),
    _index("messages_coach", "coach"),
)
# Words of a person, names removed, that may serve as an example of their skill; empty if not accepted.
examples = _table(
    "examples",
    _id(),
    _reference("review", "reviews"),
    _reference("share", "shares"),
    _reference("person", "people"),
    # Position among the suggestion's activities, from 0.
    _number("activity"),
    _text("text"),
    _flag("accepted"),
    *_texts("at examined_by"),
    sa.UniqueConstraint("review", "activity"),
    _index("examples_share", "share"),
    _index("examples_person", "person"),
)
# Only added to; a line goes with the person or the assessment that it is about.
audit = _table(
    "audit",
    _id(),
    _text("at"),
    # Not a foreign key: the line stays, without a name, when the one who acted is deleted.
    _number("actor", optional=True, type_=Id),
    _reference("person", "people"),
    _reference("assessment", "assessments", optional=True),
    _number("review", optional=True, type_=Id),
    _text("action"),
    _text("detail", empty=True),
    _index("audit_person", "person", "id"),
    _index("audit_assessment", "assessment"),
    _index("audit_actor", "actor"),
)

inbox = _table(
    "inbox",
    _id("seq"),
    sa.Column("update_id", Id, nullable=False, unique=True),
    # Null once it is handled, and before the person agreed: then nothing is kept but the id.
    _reference("person", "people", optional=True),
    _text("body", optional=True),
    _number("tries", default=0),
    _index("inbox_unfinished", "person", "update_id", where="person is not null"),
)
_PART = "card|settled|talk"
outbox = _table(
    "outbox",
    _id(),
    _reference("person", "people"),
    # Null once it is sent.
    _text("call", optional=True),
    _flag("lasting", 0),
    _number("edits", optional=True, type_=Id),
    _number("message", optional=True, type_=Id),
    # The review that the message is about, and whether it is its card or part of the talk about it.
    _reference("review", "reviews", optional=True),
    _one_of("part", _PART, optional=True),
    # From here on it may have arrived: it is dropped no more.
    _flag("begun", 0),
    _index("outbox_waiting", "person", "id", where="call is not null"),
    _index("outbox_person", "person"),
    _index("outbox_edits", "edits", where="edits is not null"),
    _index("outbox_review", "review", where="review is not null"),
)
# Messages about a review, by the chat they are in: a reply to one belongs to the review.
chat_messages = _table(
    "chat_messages",
    _reference("person", "people", key=True),
    sa.Column("message", Id, primary_key=True, autoincrement=False),
    _reference("review", "reviews"),
    _one_of("part", _PART),
    _index("chat_messages_review", "review"),
    rowid=False,
)
# Messages in a coach's chat about what they may not see any more: to be removed.
revoked_messages = _table(
    "revoked_messages",
    _reference("person", "people", key=True),
    sa.Column("message", Id, primary_key=True, autoincrement=False),
    # What the coach is told; empty for nothing.
    sa.Column("why", sa.Text, sa.CheckConstraint("why in ('', 'taken-back', 'decided')"), nullable=False),
    _number("review", optional=True, type_=Id),
    _text("skill_name"),
    rowid=False,
)
