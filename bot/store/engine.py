"""The SQLite file of the store: opening, transactions, statements and errors."""

from __future__ import annotations

import os
import sqlite3
from collections import namedtuple
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import fields
from functools import cache, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TypeVar

from sqlalchemy import (
    BindParameter,
    ClauseElement,
    Executable,
    Insert,
    Table,
    bindparam,
    create_engine,
    exc,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.compiler import SQLCompiler

from bot.store import migrations
from knowledge.model import UserError

WAIT_S = 10.0
"""Seconds to wait for another process that writes."""

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

_OUTER = ("begin immediate", "commit", "rollback")
_INNER = ("savepoint inside", "release inside", "rollback to inside")
_DIALECT = sqlite.dialect(paramstyle="named")

AnyRow = Any
"""A named tuple of a row's columns."""
ONE: BindParameter[Any] = bindparam("one")
WHICH: BindParameter[Any] = bindparam("which")
NOW: BindParameter[Any] = bindparam("now")
"""Parameters of statements: whose rows, which row, the time."""

_T = TypeVar("_T")

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
    """The store refused a request and changed nothing; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class StoreError(UserError):
    """The store cannot be used; the message says in one sentence what to do."""


class Database:
    """One connection to the store.

    It belongs to the thread that opened it: the event loop's for the bot; a thread that reads much (an
    export, a chart) opens its own. SQLite lets one connection write at a time and the others wait.

    Args:
        path: the SQLite file; it and its folder are made if missing, readable by the owner only.

    Raises:
        StoreError: the folder cannot be written, the file is damaged or of another version of Rung.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._depth = 0
        self._scrub = False
        self._explained = _Explained(path)
        with self._explained:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Only if missing: to open and close a file that is in use drops this process's locks on it
            # (POSIX), and another process would take the log away from under the other connections.
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            # The driver begins nothing by itself: single reads hold no lock.
            self._driver = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None, cached_statements=512)
        try:
            with self._explained:
                for setting in _SETTINGS:
                    self._driver.execute(setting)
                self._migrate()
        except BaseException:
            self.close()
            raise
        self._driver.row_factory = _row

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the database cannot be used after."""
        self._driver.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing of it.

        A transaction inside another is kept with the outer one; if the inner one fails and the failure is
        caught, what it wrote is undone and the outer one goes on. Never await inside: what another task
        writes would join.

        Raises:
            StoreError: another process has been writing for ten seconds, or the file cannot be written.
        """
        begin, keep, undo = _INNER if self._depth else _OUTER
        with self._explained:
            self._driver.execute(begin)
        try:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            with self._explained:
                self._driver.execute(keep)
        except BaseException:
            # A full disk has rolled everything back already.
            with suppress(sqlite3.Error):
                self._driver.execute(undo)
            self._scrub &= self._depth > 0
            raise
        if self._scrub and not self._depth:
            self.scrub()

    def execute(self, statement: Executable, /, **values: Any) -> int:
        """Run a statement that writes, and return how many rows it changed.

        Raises:
            sqlite3.IntegrityError: a constraint is broken.
            StoreError: the file cannot be read or written.
        """
        with self._explained:
            return self._run(statement, values).rowcount

    def insert(self, table: Table, /, **row: Any) -> int:
        """Insert a row into a table that has an ``id``, and return its id."""
        with self._explained:
            return self._run(_insert(table), row).lastrowid or 0

    def rows(self, statement: Executable, /, **values: Any) -> list[AnyRow]:
        """Return the rows of a query, or of a statement with ``returning``."""
        with self._explained:
            return self._run(statement, values).fetchall()

    def row(self, statement: Executable, /, **values: Any) -> AnyRow | None:
        """Return the first row of a query, or None."""
        found = self.rows(statement, **values)
        return found[0] if found else None

    def value(self, statement: Executable, /, **values: Any) -> Any:
        """Return the first column of the first row, or None."""
        found = self.rows(statement, **values)
        return found[0][0] if found else None

    def scrub(self) -> bool:
        """Empty the log beside the file, which has copies of what was deleted; see `bot.store.privacy`.

        Inside a transaction it is done as soon as that is committed.

        Returns:
            whether it is done; False while another connection reads, or until the transaction ends: the
            next scrub does it too.
        """
        if self._depth:
            self._scrub = True
            return False
        self._scrub = False
        with self._explained:
            # It would wait for readers, and hold everybody up meanwhile: the caller comes again.
            self._driver.execute("pragma busy_timeout = 0")
            try:
                busy, *_ = self._driver.execute("pragma wal_checkpoint(truncate)").fetchone()
            finally:
                self._driver.execute(f"pragma busy_timeout = {int(1000 * WAIT_S)}")
        return not busy

    def rewrite(self) -> None:
        """Write the whole file anew, which leaves no copy of what was deleted in it.

        Raises:
            StoreError: the disk is full, or another process writes for too long.
        """
        with self._explained:
            self._driver.execute("vacuum")

    def _run(self, statement: Executable, values: dict[str, Any]) -> sqlite3.Cursor:
        sql, constants = _compiled(statement, tuple(values))
        return self._driver.execute(sql, {**constants, **values})

    def _migrate(self) -> None:
        """Bring the tables up to date, on a connection of SQLAlchemy's around the driver's."""
        engine = create_engine(
            "sqlite://", creator=lambda: self._driver, poolclass=StaticPool, pool_reset_on_return=None
        )
        try:
            with engine.connect() as connection:
                if migrations.up_to_date(connection):
                    return
                # Looked at again inside: another process may be migrating the same file.
                connection.exec_driver_sql("begin immediate")
                migrations.migrate(connection)
                connection.commit()
        except migrations.MigrationError as error:
            raise StoreError(f"{self.path} {error}.") from error
        except exc.DBAPIError as error:
            raise StoreError(_explanation(self.path, error.orig)) from error


class _Explained:
    """Says in one sentence what SQLite or the file system says in its own words."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Do nothing: there is nothing to explain yet."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        broken = isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError)
        if isinstance(error, sqlite3.Error | OSError) and not broken:
            raise StoreError(_explanation(self._path, error)) from error


def from_row(kind: type[_T], row: AnyRow, **others: Any) -> _T:
    """Return a dataclass with the values of a row's columns of the same names.

    Args:
        others: fields whose values are not those of a column.
    """
    names = [field.name for field in fields(kind) if field.name not in others]  # type: ignore[arg-type]
    return kind(**{name: getattr(row, name) for name in names}, **others)


def integrity(path: Path) -> str:
    """Return what SQLite finds wrong with any file of its own, in its words; empty for nothing."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            said = [str(row[0]) for row in opened.execute("pragma integrity_check(1)")]
    except sqlite3.Error as error:
        return str(error)
    return "" if said == ["ok"] else "; ".join(said)


@cache
def _insert(table: Table) -> Insert:
    return table.insert()


@lru_cache(maxsize=1024)
def _compiled(statement: Executable, names: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """Return a statement as SQL, and the values that stand in it.

    Statements are constants, so each is compiled once. SQLAlchemy's own way to run them takes five times as
    long as SQLite does (docs/decisions/store.md).

    Args:
        statement: with no other types than the schema has: SQLite takes and gives these as they are.
        names: of the values that it is given; of an insert, the columns.
    """
    assert isinstance(statement, ClauseElement)
    compiled = statement.compile(dialect=_DIALECT, column_keys=list(names))
    assert isinstance(compiled, SQLCompiler)
    given = {name: None for name, bound in compiled.binds.items() if bound.required}
    expanded = compiled.construct_expanded_state(given)
    return expanded.statement, {
        name: value for name, value in expanded.parameters.items() if name not in given
    }


def _row(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> AnyRow:
    return _row_type(tuple(column[0] for column in cursor.description))._make(values)


@cache
def _row_type(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns, rename=True)


def _explanation(path: Path, error: BaseException | None) -> str:
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
