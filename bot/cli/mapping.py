"""Asks an admin which column of a table is what, with what the columns' names suggest."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from knowledge.importer import levels_in, suggest_mapping
from knowledge.model import DocumentError
from knowledge.table_mapping import FIELDS, Mapping, beside, level_names, plain, save

_ASKED = {
    "skill": "Which column names the skill?",
    "level": "Which column gives the level?",
    "text": "Which column holds the statement?",
    "code": "Which column gives the skill's code?",
    "description": "Which column describes the skill as a whole?",
    "category": "Which column groups the skills?",
}


def map_columns(path: Path) -> None:
    """Suggest a mapping for a document, let a person at a terminal change it, and keep it.

    It is kept beside the document. Without a terminal the suggestion is taken as it is.

    Raises:
        DocumentError: the document has no table, or what is needed was not found and cannot be asked.
    """
    suggested, header = suggest_mapping(path)
    mapping = _asked(path, suggested, header) if sys.stdin.isatty() else suggested
    if mapping.missing:
        raise DocumentError(
            path.name,
            f"no column was found for: {', '.join(mapping.missing)}."
            f" The columns are {', '.join(repr(name) for name in header if name)}.",
            remedy=f"Write them into {beside(path).name}, or run 'rung add --map' at a terminal.",
        )
    kept = save(mapping, path)
    click.echo(f"{path.name}: {_told(mapping)}.\n  kept in {kept.name}")


def _asked(path: Path, mapping: Mapping, header: tuple[str, ...]) -> Mapping:
    click.echo(f"Columns: {', '.join(name for name in header if name)}")
    name = click.prompt("Name of the framework", default=mapping.name)
    columns: dict[str, str] = {}
    for what in FIELDS:
        if mapping.level_columns and what in ("level", "text"):
            continue
        answer = _column(what, mapping.columns.get(what, ""), header)
        if answer:
            columns[what] = answer
    levels, column = mapping.levels, columns.get("level", "")
    if column != mapping.columns.get("level", ""):
        levels = levels_in(path, column) if column else {}
    return replace(mapping, name=name, columns=columns, levels=_levels(levels))


def _column(what: str, suggested: str, header: tuple[str, ...]) -> str:
    """Ask for a column until one is named that is there, or none with a dash."""
    known = {plain(name): name for name in header if name}
    while True:
        answer = click.prompt(f"{_ASKED[what]} (- for none)", default=suggested or "-").strip()
        if answer == "-" or plain(answer) in known:
            return known.get(plain(answer), "")
        click.echo(f"There is no column {answer!r}.")


def _levels(levels: dict[str, int] | object) -> dict[str, int]:
    """Ask for the order of named levels."""
    names = dict(levels) if isinstance(levels, dict) else {}
    if not names:
        return {}
    said = click.prompt("Levels from the lowest to the highest", default=", ".join(names))
    ordered = level_names([name for name in said.split(",") if name.strip()])
    given = [plain(name) for name in said.split(",") if name.strip()]
    return {name: number for number, name in enumerate(given, 1)} if ordered else names


def _told(mapping: Mapping) -> str:
    parts = [f"{what} from {column!r}" for what, column in mapping.columns.items()]
    parts += [f"level {level} from {column!r}" for column, level in mapping.level_columns.items()]
    if mapping.levels:
        parts.append("levels " + ", ".join(f"{number} {name}" for name, number in mapping.levels.items()))
    return "; ".join(parts)
