"""Add plans: goals on the way to a role, the teams that see them, and coaches' comments."""

from __future__ import annotations

from alembic import op

revision = "004"
down_revision = "003"

STATEMENTS = (
    """
    create table plan_goals (
        goal integer not null primary key references goals (id) on delete cascade, role text not null,
        to_do text not null, done_when text not null, vouch text not null, due_at text not null
    ) strict
    """,
    """
    create table plan_shares (
        person integer not null references people (id) on delete cascade,
        team integer not null references teams (id) on delete cascade, since text not null,
        primary key (person, team)
    ) strict, without rowid
    """,
    "create index plan_shares_team on plan_shares (team)",
    """
    create table plan_comments (
        id integer not null primary key autoincrement,
        goal integer not null references goals (id) on delete cascade,
        coach integer references people (id) on delete set null, text text not null, at text not null
    ) strict
    """,
    "create index plan_comments_goal on plan_comments (goal)",
    "create index plan_comments_coach on plan_comments (coach)",
)


def upgrade() -> None:
    """Only new tables."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
