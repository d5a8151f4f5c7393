"""Ladders in YAML or JSON: what is nested in it as tables, which are read as any other table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeGuard

from knowledge.formats.content import Document, Table, column_key, rectangular
from knowledge.level_scale import largest_scale
from knowledge.readers.ladder import FoundLadder
from knowledge.readers.ladder_rows import ASIDE, read_rows
from knowledge.readers.ladder_tables import read_tables

KIND = "ladder-data"

_DEEPEST = 8
_LEAST_ALIKE = 0.5
"""Share of the keys that the entries of a mapping have in common."""

_NAMES = {"name", "title", "label", "skill", "competency"}

Row = dict[str, str]


def read_data(document: Document) -> FoundLadder | None:
    """Return what the skills of a YAML or JSON document say, or None where it has none with levels."""
    tables = data_tables(document.value)
    within = replace(document, tables=tables, lines=())
    found = [each for shape in (read_tables, read_rows) if tables and (each := shape(within)) is not None]
    best = max(found, key=lambda each: sum(len(one.text) for one in each.said), default=None)
    if best is None or len({line for each in best.said for line in each.text.splitlines()}) < 2:
        return None
    # What is beside the ladder in such a file is other data, not a table that somebody missed; and ids are
    # no codes that two skills must not share.
    left_out = (each for each in best.left_out if each.kind != "unknown-sheet")
    shared = "duplicate-code"
    warned = tuple(replace(each, severity="warning") if each.kind == shared else each for each in left_out)
    return FoundLadder(KIND, best.said, warned)


def data_tables(value: object) -> tuple[Table, ...]:
    """Return the lists and mappings of entries in a file of data as tables, named after their keys.

    A row has what its entry says and what the entries around it say; a column has the name of its key.
    """
    rows: dict[tuple[str, ...], list[Row]] = {}
    for path, row in _rows(value, (), {}):
        rows.setdefault(path, []).append(row)
    return tuple(_table(path, found) for path, found in rows.items())


def _table(path: tuple[str, ...], rows: list[Row]) -> Table:
    header = list(dict.fromkeys(key for row in rows for key in row))
    return Table(
        path[-1] if path else "",
        rectangular([header, *([row.get(key, "") for key in header] for row in rows)]),
    )


def _rows(value: object, path: tuple[str, ...], around: Row) -> Iterator[tuple[tuple[str, ...], Row]]:
    """Yield the rows of a value, each with the keys that lead to its list."""
    if len(path) > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _rows(each, path, around)
    elif _is_keyed(value):
        named = any(not _NAMES.isdisjoint(_keys(each)) for each in value.values())
        column = "key" if named else path[-1] if path else "name"
        for key, each in value.items():
            yield from _rows(each, path, _joined(around, {column: key}))
    elif isinstance(value, dict):
        own, inner = _own(value)
        levels = _levels(own)
        if own and (levels or not inner):
            yield path, _joined(around, own)
        shared = {key: own[key] for key in map(str, value) if key in own and key not in levels}
        for key, each in inner.items():
            yield from _rows(each, (*path, key), _joined(around, shared))


def _is_keyed(value: object) -> TypeGuard[dict[str, object]]:
    """Return whether a mapping gives entries by their names: they have the same keys."""
    entries = [_keys(each) for each in value.values()] if isinstance(value, dict) else []
    first = entries[0] if len(entries) > 1 else set()
    alike = (len(each & first) >= _LEAST_ALIKE * min(len(each), len(first)) for each in entries)
    return bool(first) and all(entries) and all(alike)


def _keys(value: object) -> set[str]:
    """Return the keys of an entry, or of the entries of a list."""
    if isinstance(value, list):
        entries = [set(map(str, each)) if isinstance(each, dict) else set[str]() for each in value]
        return set().union(*entries) if all(entries) else set()
    return set(map(str, value)) if isinstance(value, dict) else set()


def _own(entry: dict[object, object]) -> tuple[Row, dict[str, object]]:
    """Return the texts of an entry and the lists or mappings of other entries within it.

    Texts of mappings by level come together; beside them what other mappings say is of no level.
    """
    own: Row = {}
    inner: dict[str, object] = {}
    within: list[Row] = []
    for key, each in entry.items():
        if isinstance(each, list | dict) and ASIDE.search(column_key(str(key))):
            continue
        if _is_keyed(each) or (isinstance(each, list) and any(isinstance(one, dict) for one in each)):
            inner[str(key)] = each
        elif isinstance(each, dict):
            texts, deeper = _own(each)
            within.append(texts)
            inner |= deeper
        else:
            own[str(key)] = _text(each)
    by_level = [texts for texts in within if _levels(texts)]
    for texts in by_level or within:
        for key, text in texts.items():
            own[key] = f"{own[key]}\n{text}" if own.get(key) else text
    return own, inner


def _levels(row: Row) -> set[str]:
    """Return the keys of a row that are levels."""
    scale = largest_scale(list(map(column_key, row)))
    return {key for key in row if column_key(key) in scale}


def _joined(around: Row, own: Row) -> Row:
    """Return two rows as one; of a key that both have, what is around is the group."""
    for key in own:
        if key in around:
            around = _joined({f"group {key}": around[key]}, {k: v for k, v in around.items() if k != key})
    return {**around, **own}


def _text(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(each for each in value if isinstance(each, str))
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
