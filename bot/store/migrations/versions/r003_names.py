"""Drop the triggers, whose rules moved into code, and name tables and columns by what they hold."""

from __future__ import annotations

from alembic import op

revision = "003"
down_revision = "002"

TRIGGERS = (
    "suggestions_stay",
    "audit_stays",
    "audit_is_kept",
    "views_taken_back",
    "views_forgotten",
    "views_decided",
    "views_of_one_no_longer_coach",
    "views_of_one_who_left",
    "phrases_taken_back",
)
TABLES = {
    "awaited": "expected_inputs",
    "chores": "pending_cleanup",
    "declined": "declined_suggestions",
    "phrases": "examples",
    "sign_ins": "sessions",
    "stale": "revoked_messages",
    "threads": "chat_messages",
}
COLUMNS = (
    ("expected_inputs", "wanted", "purpose"),
    ("examples", "taken", "accepted"),
    ("examples", "by", "examined_by"),
)
INDEXES = {
    "threads_review": ("chat_messages_review", "chat_messages", "review"),
    "phrases_share": ("examples_share", "examples", "share"),
    "phrases_person": ("examples_person", "examples", "person"),
    "sign_ins_person": ("sessions_person", "sessions", "person"),
    "sign_ins_end": ("sessions_end", "sessions", "ends_at"),
}


def upgrade() -> None:
    """Only plain statements: nothing is rebuilt, so no row can be lost."""
    for trigger in TRIGGERS:
        op.execute(f"drop trigger if exists {trigger}")
    # Pictures and PDFs are made when they are sent: no version wrote one down.
    op.drop_table("files")
    # Nothing looks for a message that was cut off: whether its sending began is all that is kept.
    op.execute("alter table outbox add column begun integer not null default 0 check (begun in (0, 1))")
    op.execute("update outbox set begun = 1 where mark is not null")
    op.execute("delete from inbox where mark is not null")
    for table, column in (("outbox", "mark"), ("outbox", "began"), ("inbox", "mark")):
        op.drop_column(table, column)
    op.drop_table("counters")
    for old, new in TABLES.items():
        op.rename_table(old, new)
    for table, old, new in COLUMNS:
        op.alter_column(table, old, new_column_name=new)
    for old, (name, table, column) in INDEXES.items():
        op.drop_index(old)
        op.create_index(name, table, [column])
