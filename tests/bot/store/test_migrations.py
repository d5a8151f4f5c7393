"""A store made by an earlier version is taken over whole, or stays as it was."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.store import Database, StoreError, assessments, migrations, privacy
from bot.store.engine import RefusedError
from bot.store.migrations import HEAD
from bot.store.people import People
from bot.store.reviews import chats, lists, messages
from bot.store.teams import Teams
from tests.support.seeded_store import AT

OLD = Path(__file__).with_name("version_0_1.sql")
"""A store as version 0.1 wrote it, filled with people, reviews and messages (sqlite3 .dump)."""
RENAMED = {
    "awaited": "expected_inputs",
    "chores": "pending_cleanup",
    "declined": "declined_suggestions",
    "phrases": "examples",
    "sign_ins": "sessions",
    "stale": "revoked_messages",
    "threads": "chat_messages",
}


@pytest.fixture(scope="session")
def version_0_1(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("old") / "rung.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.executescript(OLD.read_text())
        old.execute("pragma journal_mode = wal")
    return path


@pytest.fixture
def old(version_0_1: Path, tmp_path: Path) -> Path:
    shutil.copy(version_0_1, tmp_path / "rung.db")
    return tmp_path / "rung.db"


def contents(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of a store by table, under the names that tables have now."""
    with closing(sqlite3.connect(path)) as opened:
        opened.row_factory = sqlite3.Row
        names = [row["name"] for row in opened.execute("select name from sqlite_master where type = 'table'")]
        return {
            RENAMED.get(name, name): sorted(map(dict, opened.execute(f"select * from {name}")), key=repr)
            for name in names
            if not name.startswith("sqlite_")
        }


def shape(path: Path) -> dict[str, Any]:
    """Return what a store's tables are made of, as far as SQLite tells it."""
    with closing(sqlite3.connect(path)) as opened:

        def asked(sql: str) -> list[tuple[Any, ...]]:
            return sorted(opened.execute(sql).fetchall(), key=repr)

        found: dict[str, Any] = {}
        for name, strict, without_rowid in opened.execute(
            "select name, strict, wr from pragma_table_list where name not like 'sqlite_%'"
        ):
            # Whether a key may be null differs in words alone: SQLite forbids it for these keys anyhow.
            columns = asked(
                "select name, type, pk, iif(pk, 1, \"notnull\"), coalesce(dflt_value, '')"
                f" from pragma_table_info('{name}')"
            )
            references = asked(
                f'select "table", "from", "to", on_delete from pragma_foreign_key_list(\'{name}\')'
            )
            indexes = [
                (index if origin == "c" else "", unique, partial, tuple(asked(_columns(index))))
                for index, unique, origin, partial in opened.execute(
                    f"select name, \"unique\", origin, partial from pragma_index_list('{name}')"
                )
            ]
            found[name] = (strict, without_rowid, columns, references, sorted(indexes))
        found["others"] = asked("select type, name from sqlite_master where type in ('trigger', 'view')")
    return found


def _columns(index: str) -> str:
    return f"select seqno, name, lower(coll) from pragma_index_xinfo('{index}') where key"


def test_opening_when_it_is_of_version_0_1_then_everything_is_kept(old: Path) -> None:
    before = contents(old)
    Database(old).close()
    after = contents(old)
    assert after.pop("alembic_version") == [{"version_num": HEAD}]
    assert [after.pop(table) for table in ("plan_goals", "plan_shares", "plan_comments")] == [[], [], []]
    assert before.keys() - after.keys() == {"migrations", "files", "counters"}
    # What was cut off while somebody was answered who had not agreed comes again from Telegram.
    before["inbox"] = [row for row in before["inbox"] if row["mark"] is None]
    for table, rows in after.items():
        same = before[table][0].keys() & rows[0].keys()
        assert len(same) >= len(rows[0]) - 2, table
        assert [[row[name] for name in sorted(same)] for row in rows] == [
            [row[name] for name in sorted(same)] for row in before[table]
        ]
    assert {row["text"] for row in after["examples"] if row["accepted"]} == {"I water marker roses"}
    assert sorted(row["begun"] for row in after["outbox"]) == [0, 0, 0, 1]


def test_opening_when_it_is_of_version_0_1_then_it_is_made_like_a_new_one(old: Path, tmp_path: Path) -> None:
    Database(old).close()
    Database(tmp_path / "new.db").close()
    assert shape(old) == shape(tmp_path / "new.db")
    with closing(sqlite3.connect(old)) as opened:
        assert opened.execute("pragma foreign_key_check").fetchall() == []
        assert opened.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_store_of_version_0_1_when_it_is_used_then_it_works(old: Path) -> None:
    with Database(old) as database:
        people = People(database)
        (ann,) = people.find("Ann")
        (second,) = people.find("Second")
        (run,) = assessments.of(database, ann.id)
        assert len(run.suggestions) == 2 and all(each.suggested for each in run.suggestions)
        (admin,), (team,) = people.admins(), second.teams
        assert Teams(database).set_role(second.id, team.team, "coach", admin.id, AT)
        assert len(lists.queue(database, second.id, AT)) == 2
        (rosa,) = people.find("marker Rosa")
        with pytest.raises(RefusedError, match="already-appealed"):
            messages.appeal(database, rosa.id, 1, "", AT)
        assert chats.any_revoked(database)
        exported = privacy.export(database, rosa.id)
        assert exported["examples"] and exported["expected_inputs"] and exported["sessions"]
        assert privacy.forget(database, rosa.id)
    assert privacy.clean_up(old)
    assert b"marker" not in b"".join(path.read_bytes() for path in old.parent.iterdir())


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from bot.store import Database
left = int(sys.argv[2])
@event.listens_for(Engine, "before_cursor_execute")
def kill(connection, cursor, statement, *rest):
    global left
    left -= connection.in_transaction() and not statement.lower().startswith("pragma")
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
Database(Path(sys.argv[1]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("statements", [6, 20, 45])
def test_taking_over_when_it_is_killed_midway_then_nothing_changed(old: Path, statements: int) -> None:
    before, made = contents(old), shape(old)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(old), str(statements)],
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert contents(old) == before and shape(old) == made
    Database(old).close()
    assert "migrations" not in contents(old)


def test_head_when_a_revision_is_added_then_it_is_the_last_one() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "insert into migrations values (9, '009_notes')",
            r"was written by a later version of Rung .009_notes.",
        ),
        (
            "delete from migrations where number = 8",
            r"was written by an earlier version of Rung .007_reviewing.: use that version",
        ),
        ("drop table migrations", "is no store of Rung: move it away"),
    ],
)
def test_opening_when_it_is_of_another_version_then_that_is_said(old: Path, change: str, told: str) -> None:
    with closing(sqlite3.connect(old)) as opened, opened:
        opened.execute(change)
    before = contents(old)
    with pytest.raises(StoreError, match=told):
        Database(old)
    assert contents(old) == before


def test_opening_when_a_later_version_migrated_it_then_that_is_said(tmp_path: Path) -> None:
    Database(tmp_path / "rung.db").close()
    with closing(sqlite3.connect(tmp_path / "rung.db")) as opened, opened:
        opened.execute("update alembic_version set version_num = '999'")
    with pytest.raises(StoreError, match=r"written by a later version of Rung .999.: use that version"):
        Database(tmp_path / "rung.db")


@pytest.mark.slow
def test_opening_when_another_process_does_too_then_both_can(old: Path, tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from bot.store import Database; Database(Path(sys.argv[1]))"
    for path in (old, tmp_path / "new.db"):
        both = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(2)]
        assert [each.wait(60) for each in both] == [0, 0]
