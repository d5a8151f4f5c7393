"""What holds for every statement of the store."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from sqlalchemy import REAL, BigInteger, Delete, Executable, Insert, Integer, Table, Text, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from bot import store
from bot.store.schema import audit, metadata, suggestions


def _statements(value: Any) -> Iterator[Any]:
    if isinstance(value, Executable):
        yield value
    elif isinstance(value, dict | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _statements(each)


def every_statement() -> dict[str, Any]:
    """Return the statements of the store: constants of its modules."""
    found: dict[str, Any] = {}
    for module in pkgutil.walk_packages(store.__path__, "bot.store."):
        if "migrations" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, statement in enumerate(_statements(value)):
                found[f"{module.name}.{name}.{number}"] = statement
    return found


def changes(table: Table) -> Iterable[str]:
    """Return the statements that change or delete rows of a table, as SQL."""
    for statement in every_statement().values():
        if isinstance(statement, Update | Delete) and statement.table is table:
            yield str(statement)


def test_the_audit_is_only_added_to() -> None:
    assert list(changes(audit)) == []


def test_of_a_suggestion_only_its_replacement_is_written() -> None:
    updates = [each for each in changes(suggestions) if each.startswith("UPDATE")]
    assert [each.partition(" WHERE")[0] for each in updates] == ["UPDATE suggestions SET replaced_at=:now"]


def test_schema_when_a_statement_runs_then_the_driver_needs_no_types() -> None:
    types = {type(column.type) for table in metadata.sorted_tables for column in table.columns}
    assert types <= {BigInteger, Integer, REAL, Text}


@pytest.mark.parametrize("kind", [sqlite, postgresql])
def test_statements_and_tables_when_compiled_then_both_databases_can(kind: Any) -> None:
    dialect = kind.dialect()
    found = every_statement()
    assert len(found) > 150
    for name, statement in found.items():
        compiled = str(statement.compile(dialect=dialect))
        assert isinstance(statement, Insert) or compiled, name
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))
        assert all(str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes)
