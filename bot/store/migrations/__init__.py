"""Schema revisions (Alembic), applied when a store is opened.

Each revision is a file in ``versions``. For most changes SQLite rebuilds a table, which deletes the rows that
refer to it: add, rename or drop tables and columns only (docs/decisions/store.md).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.store.schema import metadata

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "003"
"""The newest revision: what `bot.store.schema` describes."""
LAST_STEP = 8
"""The last of the numbered steps that versions before Alembic applied, listed in a table ``migrations``."""


class MigrationError(Exception):
    """The store is of a version that cannot be brought up to date; the message names it."""


def up_to_date(connection: Connection) -> bool:
    """Whether the store is at the newest revision."""
    return _revision(connection) == HEAD


def migrate(connection: Connection) -> None:
    """Create the tables, or bring them to the newest revision, in the caller's transaction.

    Raises:
        MigrationError: the store is of an earlier version than 0.1 or of a later one than this.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables - {"alembic_version"}:
        metadata.create_all(connection, checkfirst=False)
        _alembic("stamp", connection, HEAD)
    elif "migrations" in tables:
        _take_over(connection)
    elif not up_to_date(connection):
        _refuse_unknown(connection)
        _alembic("upgrade", connection, HEAD)


def _take_over(connection: Connection) -> None:
    """Bring a store to the newest revision that was migrated by numbered steps."""
    number, name = connection.execute(
        text("select number, name from migrations order by number desc limit 1")
    ).one()
    if number != LAST_STEP:
        raise MigrationError("a later version" if number > LAST_STEP else f"an earlier version ({name})")
    connection.execute(text("drop table migrations"))
    _alembic("stamp", connection, "001")
    _alembic("upgrade", connection, HEAD)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    return found


def _refuse_unknown(connection: Connection) -> None:
    from alembic.script import ScriptDirectory

    known = {each.revision for each in ScriptDirectory.from_config(_config(connection)).walk_revisions()}
    found = _revision(connection)
    if found not in known:
        raise MigrationError(f"a later version ({found})")


def _alembic(command: str, connection: Connection, revision: str) -> None:
    # Imported late: a store that is up to date does not need Alembic.
    from alembic import command as commands

    getattr(commands, command)(_config(connection), revision)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
