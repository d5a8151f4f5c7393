"""What the store does not do for whom, and why: channels find the words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from bot.store.migrations import MIGRATIONS, Migration

Reason = Literal[
    "not-there",
    "not-allowed",
    "last-admin",
    "team-taken",
    "invitation-unknown",
    "invitation-used",
    "invitation-expired",
    "nothing-ticked",
    "not-in-team",
    "level-not-shared",
    "no-such-level",
    "reason-missing",
    "own",
    "already-appealed",
    "not-decided",
]
"""``not-there`` is said of what does not exist and of what this person may not see: the two look the same."""


class RefusedError(Exception):
    """The store did nothing.

    Args:
        reason: why.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


WAIT_S = 10.0
"""Seconds to wait for another process that writes."""

Values = Sequence[Any] | Mapping[str, Any]

_SETTINGS = (
    # Readers never wait for a writer. NORMAL keeps every commit through a SIGKILL; a power cut may take the
    # last ones, never the file.
    "pragma journal_mode = wal",
    "pragma synchronous = normal",
    "pragma foreign_keys = on",
    # What is deleted is overwritten, and nothing anybody wrote is spilled into a temporary file.
    "pragma secure_delete = on",
    "pragma temp_store = memory",
)


class StoreError(Exception):
    """The store cannot be used, said in one sentence that says what to do."""


class Database:
    """One connection to the store.

    A connection belongs to the thread that opened it: the event loop's for the bot; a thread that reads much
    (an export, a chart) opens its own. SQLite lets one connection write at a time and the others wait.

    Args:
        path: of the SQLite file; it and its folder are made where there are none, readable by the owner only.
        migrations: in the order of their numbers.

    Raises:
        StoreError: the folder cannot be written, the file is damaged or of a later version of Rung.
    """

    def __init__(self, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
        self.path = path
        self._depth = 0
        self._scrub = False
        with self._explained():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Only where there is none: to open and close a file that is in use drops this process's locks on
            # it (POSIX), and another process would take the log away from under the other connections.
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            self._db = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None, cached_statements=512)
        try:
            with self._explained():
                self._db.row_factory = sqlite3.Row
                for setting in _SETTINGS:
                    self._db.execute(setting)
                self._migrate(migrations)
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the database cannot be used after."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing of it.

        A transaction inside another is kept with the outer one; where the inner one fails and the failure is
        caught, what it wrote is undone and the outer one goes on. Never await inside: what another task
        writes would join.

        Raises:
            StoreError: another process has been writing for ten seconds, or the file cannot be written.
        """
        self.execute(f"savepoint s{self._depth}" if self._depth else "begin immediate")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            self._roll_back()
            raise
        self._depth -= 1
        self._commit()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._depth > 0

    def execute(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        """Run one statement.

        Raises:
            sqlite3.IntegrityError: a constraint is broken.
            StoreError: the file cannot be read or written.
        """
        with self._explained():
            return self._db.execute(sql, values)

    def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        """Return the rows a query finds."""
        with self._explained():
            return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, values: Values = ()) -> sqlite3.Row | None:
        """Return the first row a query finds, or None."""
        with self._explained():
            found: sqlite3.Row | None = self._db.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, values: Values = ()) -> Any:
        """Return the first column of the first row, or None."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Insert a row and return its id.

        Args:
            table: its name, of the code's own.
            row: values by column, columns of the code's own.
        """
        columns = ", ".join(row)
        marks = ", ".join(f":{column}" for column in row)
        cursor = self.execute(f"insert into {table} ({columns}) values ({marks})", row)
        return int(cursor.lastrowid or 0)

    def scrub(self) -> bool:
        """Empty the log beside the file, which has copies of what was deleted; see `bot.store.privacy`.

        Inside a transaction it is done as soon as that is kept.

        Returns:
            whether it is done; False while another connection reads, or until the transaction ends: the
            next scrub does it too.
        """
        if self._depth:
            self._scrub = True
            return False
        self._scrub = False
        # It would wait for readers, and hold everybody up meanwhile: who asks comes again.
        self.execute("pragma busy_timeout = 0")
        try:
            found = self.row("pragma wal_checkpoint(truncate)")
        finally:
            self.execute(f"pragma busy_timeout = {int(1000 * WAIT_S)}")
        return found is not None and found[0] == 0

    def _commit(self) -> None:
        if self._depth:
            self.execute(f"release s{self._depth}")
            return
        try:
            self.execute("commit")
        except BaseException:
            self._roll_back()
            raise
        if self._scrub:
            self.scrub()

    def _roll_back(self) -> None:
        # A full disk has rolled everything back already.
        with suppress(sqlite3.Error):
            if self._depth:
                self._db.execute(f"rollback to s{self._depth}")
                self._db.execute(f"release s{self._depth}")
            else:
                self._scrub = False
                self._db.execute("rollback")

    def _migrate(self, migrations: Sequence[Migration]) -> None:
        self._refuse_later(migrations)
        if len(self._applied()) == len(migrations):
            return
        for migration in sorted(migrations, key=lambda each: each.number):
            with self.transaction():
                # Read inside the transaction: another process may be migrating the same file.
                if migration.number not in self._applied():
                    self._apply(migration)

    def _refuse_later(self, migrations: Sequence[Migration]) -> None:
        later = {name for number, name in self._applied().items() if number not in _numbers(migrations)}
        if later:
            raise StoreError(
                f"{self.path} was written by a later version of Rung ({min(later)}): use that version."
            )

    def _applied(self) -> dict[int, str]:
        """Return the names of the migrations applied, by number."""
        if self.row("select 1 from sqlite_master where name = 'migrations'") is None:
            return {}
        return {row["number"]: row["name"] for row in self.rows("select number, name from migrations")}

    def _apply(self, migration: Migration) -> None:
        self.execute("create table if not exists migrations (number integer primary key, name text) strict")
        for statement in _statements(migration.sql):
            self.execute(statement)
        self.insert("migrations", {"number": migration.number, "name": migration.name})

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say in one sentence what SQLite or the file system says in its own words."""
        try:
            yield
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise
        except (sqlite3.Error, OSError) as error:
            raise StoreError(_told(self.path, error)) from error


def _numbers(migrations: Sequence[Migration]) -> set[int]:
    return {migration.number for migration in migrations}


def _statements(sql: str) -> Iterator[str]:
    """Yield the statements of a script; those of a trigger's body stay together."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _told(path: Path, error: Exception) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return f"{path} is damaged or no store of Rung ({error}): put your last copy of it back."
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"{path} is in use by another process for too long: stop that one, or try again."
    if primary == sqlite3.SQLITE_FULL:
        return f"The disk that holds {path} is full: make room and start again."
    if isinstance(error, OSError) or primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return (
            f"{path} cannot be written ({error}): give this user the right to write there,"
            " or name another folder in RUNG_HOME."
        )
    return f"{path} cannot be used: {error}."
