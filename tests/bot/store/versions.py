"""Stores as earlier versions left them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.migrations.versions.r003_names import COLUMNS, INDEXES, TABLES


def undo_migrations(path: Path) -> None:
    """Make the tables of a store what they were at revision 001, as version 0.1 left them."""
    with closing(sqlite3.connect(path)) as opened, opened:
        for table in ("plan_comments", "plan_shares", "plan_goals"):
            opened.execute(f"drop table {table}")
        for index, (fresh, table, column) in INDEXES.items():
            opened.execute(f"drop index {fresh}")
            opened.execute(f"create index {index} on {table} ({column})")
        for table, old, new in COLUMNS:
            opened.execute(f"alter table {table} rename column {new} to {old}")
        for old, new in TABLES.items():
            opened.execute(f"alter table {new} rename to {old}")
        for table in ("outbox", "inbox"):
            opened.execute(f"alter table {table} add column mark integer")
        opened.execute("alter table outbox add column began real")
        opened.execute("alter table outbox drop column begun")
        opened.execute("create table counters (name text, value integer)")
        opened.execute("create table files (path text, person integer, assessment integer, at text)")
        opened.execute("alter table suggestions drop column suggested")
        opened.execute("update alembic_version set version_num = '001'")
