"""The file: opened, migrated, written whole, never half."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import Database, StoreError, schema
from tests.support.seeded_store import driver


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    with Database(tmp_path / "new" / "rung.db"):
        for path in (tmp_path / "new", *(tmp_path / "new").iterdir()):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.parametrize("content", [b"no database at all, just some words" * 40, b"\0" * 5_000])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "rung.db").write_bytes(content)
    with pytest.raises(StoreError, match="damaged or no store of Rung"):
        Database(tmp_path / "rung.db")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"cannot be written .*RUNG_HOME"):
        Database(tmp_path / "file" / "rung.db")
    (tmp_path / "rung.db").mkdir()
    with pytest.raises(StoreError, match=r"cannot be written .*RUNG_HOME"):
        Database(tmp_path / "rung.db")


def test_a_writer_that_never_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.engine.WAIT_S", 0.05)
    with Database(tmp_path / "rung.db") as one, Database(tmp_path / "rung.db") as other:
        with (
            one.transaction(),
            pytest.raises(StoreError, match="in use by another process"),
            other.transaction(),
        ):
            pass
        assert not driver(other).in_transaction
        with other.transaction():
            assert driver(other).in_transaction


def test_a_failed_transaction_keeps_nothing_and_an_inner_one_only_loses_its_own(database: Database) -> None:
    def team(name: str) -> None:
        database.insert(schema.teams, **{"name": name, "code": name, "made_at": "now"})

    with pytest.raises(ZeroDivisionError), database.transaction():
        team("gone")
        raise ZeroDivisionError
    with database.transaction():
        team("outer")
        with pytest.raises(ZeroDivisionError), database.transaction():
            team("inner")
            with database.transaction():
                team("innermost")
            raise ZeroDivisionError
        with database.transaction():
            team("second")
    assert [row.name for row in database.rows(sa.text("select name from teams order by id"))] == [
        "outer",
        "second",
    ]


WRITER = """
import sys
from pathlib import Path
import sqlalchemy as sa
from bot.store import Database, schema
database = Database(Path(sys.argv[1]))
number = database.value(sa.text("select coalesce(max(id), 0) from teams")) + 1
while True:
    with database.transaction():
        for half in "ab":
            row = {"name": f"{number}{half}", "code": f"{number}{half}" + "x" * 3000, "made_at": "now"}
            database.insert(schema.teams, **row)
            print(half, flush=True)
    print("kept", number, flush=True)
    number += 1
"""


@pytest.mark.slow
@pytest.mark.parametrize("lines", [1, 2, 3, 40])
def test_sigkill_in_the_midst_of_writing_leaves_all_that_was_kept_and_no_half(
    tmp_path: Path, lines: int
) -> None:
    path, kept = tmp_path / "rung.db", 0
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert writer.stdout is not None
    for _ in range(lines):
        said = writer.stdout.readline().split()
        kept += said[0] == "kept"
    writer.send_signal(signal.SIGKILL)
    kept += sum(line.startswith("kept") for line in writer.stdout)
    writer.wait()
    writer.stdout.close()
    with Database(path) as database:
        assert database.value(sa.text("pragma integrity_check")) == "ok"
        names = [row.name for row in database.rows(sa.text("select name from teams order by id"))]
        assert len(names) % 2 == 0
        assert kept <= len(names) // 2 <= kept + 1


@pytest.mark.slow
def test_what_is_written_stays_while_others_come_and_go(tmp_path: Path) -> None:
    # POSIX drops a process's locks on a file as soon as it closes the file once. SQLite takes care of that;
    # whoever opens the file beside it would let another process, leaving, take the log away from under us.
    path = tmp_path / "rung.db"
    with Database(path) as database:
        Database(path).close()
        other = (
            f"from pathlib import Path; from bot.store import Database; Database(Path({str(path)!r})).close()"
        )
        subprocess.run([sys.executable, "-c", other], check=True, timeout=60)
        database.execute(sa.text("insert into teams (name, code, made_at) values ('Parks', 'x', 'now')"))
        seen = f"import sqlite3; print(*sqlite3.connect({str(path)!r}).execute('select name from teams'))"
        told = subprocess.run([sys.executable, "-c", seen], check=True, timeout=60, capture_output=True)
    assert b"Parks" in told.stdout
