"""Schema revisions (Alembic), applied when a store is opened.

Each revision is a file in ``versions``. For most changes SQLite rebuilds a table, which deletes the rows that
refer to it: add, rename or drop tables and columns only (docs/decisions/store.md). `HEAD` names the
last one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, inspect, text

from bot.store.schema import metadata

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "004"
"""The newest revision: what `bot.store.schema` describes."""
LAST_STEP = 8
"""The last of the numbered steps that versions before Alembic applied, listed in a table ``migrations``."""


class MigrationError(Exception):
    """The file cannot be brought up to date; the message says what it is, after its name."""


def up_to_date(connection: Connection) -> bool:
    """Whether the store is at the newest revision."""
    return _revision(connection) == HEAD


def migrate(connection: Connection) -> None:
    """Create the tables, or bring them to the newest revision, in the caller's transaction.

    Raises:
        MigrationError: it is no store of Rung, or of an earlier version than 0.1 or a later one than this.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables - {"alembic_version"}:
        metadata.create_all(connection, checkfirst=False)
        _run(connection, "stamp", HEAD)
    elif "migrations" in tables:
        _take_over(connection)
    elif not up_to_date(connection):
        _refuse_unknown(connection)
        _run(connection, "upgrade", HEAD)


def _take_over(connection: Connection) -> None:
    """Bring a store to the newest revision that was migrated by numbered steps."""
    number, name = connection.execute(
        text("select number, name from migrations order by number desc limit 1")
    ).one()
    if number != LAST_STEP:
        which = "a later" if number > LAST_STEP else "an earlier"
        raise MigrationError(f"was written by {which} version of Rung ({name}): use that version")
    connection.execute(text("drop table migrations"))
    _run(connection, "stamp", "001")
    _run(connection, "upgrade", HEAD)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    return found


def _refuse_unknown(connection: Connection) -> None:
    from alembic.script import ScriptDirectory

    known = {each.revision for each in ScriptDirectory.from_config(_config(connection)).walk_revisions()}
    found = _revision(connection)
    if found is None:
        raise MigrationError("is no store of Rung: move it away, or name another folder in RUNG_HOME")
    if found not in known:
        raise MigrationError(f"was written by a later version of Rung ({found}): use that version")


def _run(connection: Connection, name: Literal["stamp", "upgrade"], revision: str) -> None:
    # Imported late: a store that is up to date does not need Alembic.
    from alembic import command

    getattr(command, name)(_config(connection), revision)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
