"""Which column of a table is what, as an admin says it: kept as YAML beside the document, read again."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.formats.content import column_key
from knowledge.level_scale import is_placeholder, largest_scale, order
from knowledge.model import HIGHEST_LEVEL, LOWEST_LEVEL, DescriptorKind, DocumentError

SUFFIX = ".rung.yaml"
_LARGEST = 20_000

FIELDS = ("skill", "level", "text", "code", "description", "category")
"""What a column may be; the first three are needed, unless a level has a column of its own."""

LEVEL = "one level"
"""Use of a column that holds the statements of one level."""

LEFT_OUT = -1
"""Stands for the number of a level whose rows are not read."""

TITLE = "(title)"
"""Stands for a column: the title of the table, which is its sheet's name or the heading above it."""


class UnmappedError(DocumentError):
    """A document of no known kind: it can be read once somebody says which column of its table is what."""


@dataclass(frozen=True)
class Mapping:
    """Which column is what.

    Args:
        framework: id, as ``acme-skills``.
        name: of the framework, as people say it.
        columns: what (see `FIELDS`) to the name of its column, or `TITLE`.
        level_columns: where each level has a column: its name to the level, 0 where it is not known yet.
        levels: where levels have names: the name to the level, 0 or `LEFT_OUT`; else they are figures.
        kind: of the statements: ``level``, ``ability`` or ``knowledge``.
        table: name of the one table that is read, or ``""`` for all that have these columns.
        header_row: number of the row with the names of the columns; 0 to find it.
        turned: whether rows and columns are exchanged first.
        carried: whether an empty cell of the skill stands for the skill above.
    """

    framework: str
    name: str
    columns: MappingOf[str, str] = field(default_factory=dict)
    level_columns: MappingOf[str, int] = field(default_factory=dict)
    levels: MappingOf[str, int] = field(default_factory=dict)
    kind: DescriptorKind = "level"
    table: str = ""
    header_row: int = 0
    turned: bool = False
    carried: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What a table cannot be read without and has no column: of ``skill``, ``level``, ``text``."""
        needed = ("skill",) if self.level_columns else ("skill", "level", "text")
        return tuple(each for each in needed if not self.columns.get(each))

    @property
    def unordered(self) -> tuple[str, ...]:
        """Names of levels whose place among the others nobody said yet, or two have."""
        numbers = self.level_columns or self.levels
        given = list(numbers.values())
        return tuple(
            name
            for name, number in numbers.items()
            if not number or (number != LEFT_OUT and given.count(number) > 1)
        )

    def fits(self, header: Sequence[str], table: str = "") -> bool:
        """Return whether a table has every column that is named here."""
        there = {column_key(name) for name in (*header, TITLE)}
        return (
            not self.missing
            and self.table in ("", table)
            and {column_key(n) for n in (*self.columns.values(), *self.level_columns)} <= there
        )


def framework_name(file_name: str) -> tuple[str, str]:
    """Return the name and the id of a framework that is called after its file."""
    title = re.sub(r"[\s_]+", " ", Path(file_name).stem).strip() or "own framework"
    identity = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
    return title, identity if identity[:1].isalpha() else f"own-{identity}".strip("-")


def level_names(values: Sequence[str]) -> dict[str, int]:
    """Return levels for names of levels, in their order; 0 for each whose place among them is not known.

    Returns:
        nothing where the values are figures, or too many to be levels.
    """
    names = list(dict.fromkeys(column_key(value) for value in values if not is_placeholder(value)))
    figures = [re.fullmatch(r"(?:level )?(\d{1,3})", name) for name in names]
    if all(each and LOWEST_LEVEL <= int(each[1]) <= HIGHEST_LEVEL for each in figures):
        return {}
    if len(names) > HIGHEST_LEVEL:
        return {}
    scale = order(names) or order(largest_scale(names)) or {}
    known = {name: scale.get(name, 0) for name in names}
    return dict(sorted(known.items(), key=lambda pair: pair[1] or HIGHEST_LEVEL + 1))


def beside(path: Path) -> Path:
    """Return where the mapping of a document is kept."""
    return path.with_name(path.name + SUFFIX)


def save(mapping: Mapping, path: Path) -> Path:
    """Write a mapping beside a document; return the path of the YAML file.

    Raises:
        DocumentError: it cannot be written.
    """
    where = beside(path)
    said = {key: dict(value) if isinstance(value, dict) else value for key, value in asdict(mapping).items()}
    try:
        where.write_text(yaml.safe_dump(said, sort_keys=False, allow_unicode=True), encoding="utf-8")
    except OSError as error:
        raise DocumentError(where.name, f"it cannot be written: {error.strerror}.") from error
    return where


def load(path: Path) -> Mapping:
    """Read a mapping from its YAML file.

    Raises:
        DocumentError: it is no sound mapping; the message names what is missing or wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")[:_LARGEST]
        # Aliases make small files large; a mapping has none.
        value = None if re.search(r"(?:^|\s)[&*]\w", text) else yaml.safe_load(text)
    except (OSError, UnicodeError, yaml.YAMLError, RecursionError) as error:
        raise DocumentError(path.name, "the mapping is no readable YAML.", remedy=_AGAIN) from error
    if not isinstance(value, dict):
        raise DocumentError(path.name, "the mapping has no entries as 'columns:'.", remedy=_AGAIN)
    return mapping_of(value, path.name)


_AGAIN = "Correct it, or make it again with 'rung add --map'."


def mapping_of(value: dict[str, Any], file_name: str) -> Mapping:
    """Return the mapping that plain values say; unknown keys are left out.

    Raises:
        DocumentError: it is no sound mapping; the message names what is missing or wrong.
    """
    try:
        mapping = _mapping(value)
    except (TypeError, ValueError) as error:
        raise DocumentError(file_name, f"the mapping is wrong: {error}.", remedy=_AGAIN) from error
    if mapping.missing:
        raise DocumentError(
            file_name, f"the mapping names no column for: {', '.join(mapping.missing)}.", remedy=_AGAIN
        )
    return mapping


def _mapping(value: dict[str, Any]) -> Mapping:
    columns = {
        key: str(name) for key, name in dict(value.get("columns") or {}).items() if key in FIELDS and name
    }
    kind = value.get("kind", "level")
    if kind not in ("level", "ability", "knowledge"):
        raise ValueError(f"kind {kind!r} was expected to be level, ability or knowledge")
    framework = str(value.get("framework", ""))
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", framework):
        raise ValueError("framework is missing, or is not in lower case with hyphens")
    return Mapping(
        framework,
        str(value.get("name") or framework),
        columns,
        _numbers(value, "level_columns"),
        {column_key(name): number for name, number in _numbers(value, "levels").items()},
        kind,
        str(value.get("table") or ""),
        int(value.get("header_row") or 0),
        bool(value.get("turned")),
        bool(value.get("carried")),
    )


def _numbers(value: dict[str, Any], key: str) -> dict[str, int]:
    found = {str(name): int(number) for name, number in dict(value.get(key) or {}).items()}
    allowed = (*range(LOWEST_LEVEL, HIGHEST_LEVEL + 1), LEFT_OUT)
    wrong = [name for name, number in found.items() if number not in allowed]
    if wrong:
        raise ValueError(f"{key}: {wrong[0]!r} has a level that is none of {LOWEST_LEVEL} to {HIGHEST_LEVEL}")
    return found
