"""Which column of a table is what, for documents of no known kind: suggested, kept as YAML, read again."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.formats.content import column_key
from knowledge.level_scale import is_placeholder, order
from knowledge.model import HIGHEST_LEVEL, LOWEST_LEVEL, DescriptorKind, DocumentError

SUFFIX = ".rung.yaml"
_LARGEST = 20_000

FIELDS = ("skill", "level", "text", "code", "description", "category")
"""What a column may be; the first three are needed, unless a level has a column of its own."""

_SYNONYMS: dict[str, tuple[str, ...]] = {
    "skill": (
        "skill",
        "skill name",
        "skill title",
        "competency",
        "competence",
        "capability",
        "title",
        "name",
    ),
    "level": ("level", "proficiency level", "skill level", "proficiency", "grade", "level number", "stage"),
    "text": (
        *("level description", "proficiency description", "descriptor", "statement", "indicator"),
        *("behaviour", "behavior", "text", "expectation", "what you do", "description"),
    ),
    "code": ("code", "skill code", "id", "skill id", "reference", "ref"),
    "description": ("skill description", "overall description", "definition", "summary", "about"),
    "category": ("category", "area", "competency area", "family", "domain", "group", "theme"),
}
_LEVEL_COLUMN = re.compile(r"^(?:proficiency )?level\s*(\d)\b.{0,40}$|^l(\d)$")


class UnmappedError(DocumentError):
    """A document of no known kind: it can be read once somebody says which column of its table is what."""


@dataclass(frozen=True)
class Mapping:
    """Which column is what.

    Args:
        framework: id, as ``acme-skills``.
        name: of the framework, as people say it.
        columns: what (see `FIELDS`) to the name of its column.
        level_columns: where each level has a column: its name to the level.
        levels: where levels have names: the name to the level; else they are figures.
        kind: of the statements: ``level``, ``ability`` or ``knowledge``.
    """

    framework: str
    name: str
    columns: MappingOf[str, str] = field(default_factory=dict)
    level_columns: MappingOf[str, int] = field(default_factory=dict)
    levels: MappingOf[str, int] = field(default_factory=dict)
    kind: DescriptorKind = "level"

    @property
    def missing(self) -> tuple[str, ...]:
        """What a table cannot be read without and has no column: of ``skill``, ``level``, ``text``."""
        needed = ("skill",) if self.level_columns else ("skill", "level", "text")
        return tuple(each for each in needed if not self.columns.get(each))

    def fits(self, header: Sequence[str]) -> bool:
        """Return whether a table has every column that is named here."""
        there = {column_key(name) for name in header}
        return (
            not self.missing
            and {column_key(n) for n in (*self.columns.values(), *self.level_columns)} <= there
        )


def suggest(header: Sequence[str], levels: Sequence[str] = (), name: str = "") -> Mapping:
    """Suggest which column is what, by their names.

    Args:
        header: names of the columns.
        levels: what is in the column that `suggest` takes for the level; see `level_names`.
        name: of the file: the framework is called after it.

    Returns:
        a mapping; `Mapping.missing` names what was not found.
    """
    found: dict[str, str] = {}
    level_columns = {
        column: int(match[1] or match[2])
        for column in header
        if (match := _LEVEL_COLUMN.match(column_key(column)))
        and LOWEST_LEVEL <= int(match[1] or match[2]) <= HIGHEST_LEVEL
    }
    if len(level_columns) < 2:
        level_columns = {}
    for what in FIELDS:
        free = [column for column in header if column not in (*found.values(), *level_columns)]
        column = _named(what, free)
        if column and not (level_columns and what in ("level", "text")):
            found[what] = column
    if level_columns and "description" not in found and (column := _named("text", header)):
        found["description"] = column
    title, framework = framework_name(name)
    return Mapping(framework, title, found, level_columns, level_names(levels))


def framework_name(file_name: str) -> tuple[str, str]:
    """Return the name and the id of a framework that is called after its file."""
    title = re.sub(r"[\s_]+", " ", Path(file_name).stem).strip() or "own framework"
    identity = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
    return title, identity if identity[:1].isalpha() else f"own-{identity}".strip("-")


def level_names(values: Sequence[str]) -> dict[str, int]:
    """Return levels for names of levels: known ones in their order, else in order of first occurrence.

    Returns:
        nothing where the values are figures, or too many to be levels.
    """
    names = list(dict.fromkeys(column_key(value) for value in values if not is_placeholder(value)))
    if not names or all(re.fullmatch(r"(?:level )?\d{1,3}", name) for name in names):
        return {}
    if len(names) > HIGHEST_LEVEL:
        return {}
    known = order(names)
    if known is not None:
        names.sort(key=known.__getitem__)
    return {name: number for number, name in enumerate(names, 1)}


def beside(path: Path) -> Path:
    """Return where the mapping of a document is kept."""
    return path.with_name(path.name + SUFFIX)


def save(mapping: Mapping, path: Path) -> Path:
    """Write a mapping beside a document.

    Args:
        path: of the document.

    Returns:
        the path of the YAML file.

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
    """Read a mapping.

    Args:
        path: of the YAML file.

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
    try:
        mapping = _mapping(value)
    except (TypeError, ValueError) as error:
        raise DocumentError(path.name, f"the mapping is wrong: {error}.", remedy=_AGAIN) from error
    if mapping.missing:
        raise DocumentError(
            path.name, f"the mapping names no column for: {', '.join(mapping.missing)}.", remedy=_AGAIN
        )
    return mapping


_AGAIN = "Correct it, or make it again with 'rung add --map'."


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
    )


def _numbers(value: dict[str, Any], key: str) -> dict[str, int]:
    found = {str(name): int(number) for name, number in dict(value.get(key) or {}).items()}
    wrong = [name for name, number in found.items() if not LOWEST_LEVEL <= number <= HIGHEST_LEVEL]
    if wrong:
        raise ValueError(f"{key}: {wrong[0]!r} has a level that is none of {LOWEST_LEVEL} to {HIGHEST_LEVEL}")
    return found


def _named(what: str, columns: Sequence[str]) -> str:
    """Return the column that is named so, the most likely name first, or ``""``."""
    names = {column_key(column): column for column in reversed(columns)}
    return next((names[name] for name in _SYNONYMS[what] if name in names), "")
