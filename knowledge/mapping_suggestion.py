"""Which column of a table is probably what: by its name, by what is in it, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.formats.content import column_key
from knowledge.level_scale import is_level, is_placeholder, largest_scale, order
from knowledge.model import HIGHEST_LEVEL
from knowledge.readers.headed_tables import AS_READ, OUTLINE, HeadedTable
from knowledge.table_mapping import TITLE, Mapping, framework_name, level_names

_SYNONYMS: dict[str, tuple[str, ...]] = {
    "skill": (
        *("skill", "skills", "competency", "competence", "capability", "competencies"),
        *("title", "name", "topic", "attribute", "dimension"),
    ),
    "level": ("level", "proficiency level", "skill level", "proficiency", "grade", "level number", "stage"),
    "text": (
        *("level description", "proficiency description", "descriptor", "statement", "indicator"),
        *("behaviour", "behavior", "text", "expectation", "what you do", "description"),
    ),
    "code": ("code", "skill code", "id", "skill id", "reference", "ref", "number"),
    "description": ("skill description", "overall description", "definition", "summary", "about"),
    "category": ("category", "area", "competency area", "family", "domain", "group", "theme"),
}
_LONG_WORDS = 4
"""Words that the cells of a column of statements have on average."""

_MADE = re.compile(r"\bcolumn [A-Z]+$")
"""A name that a column got for its letter."""

_CARRIED = 0.4
"""Share of rows without a skill from which an empty cell stands for the skill above."""


def suggest(table: HeadedTable, file_name: str, several: bool = False) -> Mapping:
    """Suggest a mapping of a table.

    Args:
        file_name: the framework is called after it.
        several: whether the document has other tables with these columns and another title.
    """
    title, framework = framework_name(file_name)
    level_columns = _level_columns(table)
    columns: dict[str, str] = {}
    for what in ("skill", "text", "level", "code", "description", "category"):
        if level_columns and what in ("level", "text"):
            continue
        free = [name for name in _free(table, level_columns) if name not in columns.values()]
        column = _named(what, free)
        if not column and what == "skill" and several:
            column = TITLE
        column = column or _guessed(what, table, free)
        if column:
            columns[what] = column
    if level_columns and "description" not in columns:
        named = _named("text", [n for n in table.header if n not in (*columns.values(), *level_columns)])
        columns |= {"description": named} if named else {}
    if "skill" not in columns and table.title:
        columns["skill"] = TITLE
    if "code" in columns and _different(table, columns["code"]) > _different(
        table, columns.get("skill", TITLE)
    ):
        del columns["code"]  # it numbers the statements
    levels = level_names(table.cells(columns["level"])) if "level" in columns else {}
    return Mapping(
        framework, title, columns, level_columns, levels, carried=_is_carried(table, columns, level_columns)
    )


def _free(table: HeadedTable, level_columns: dict[str, int]) -> list[str]:
    """Return the columns that are no levels: those before the first level where there are any."""
    first = min(map(table.header.index, level_columns), default=len(table.header))
    return list(table.header[:first]) or [name for name in table.header if name not in level_columns]


def level_numbers(names: Sequence[str]) -> dict[str, int]:
    """Return the level of each name of a column, 0 where their order is not known."""
    known = order([column_key(name) for name in names]) or {}
    return {name: known.get(column_key(name), 0) for name in names}


def _level_columns(table: HeadedTable) -> dict[str, int]:
    """Return the columns that are the levels of one scale and hold text, two or more, or none."""
    if table.name in (AS_READ, OUTLINE):
        return {}
    scale = set(largest_scale([column_key(name) for name in table.header if not _MADE.search(name)]))
    names = [name for name in table.header if column_key(name) in scale and _words(table, name) >= 2]
    numbers = level_numbers(names)
    return dict(sorted(numbers.items(), key=lambda pair: pair[1])) if len(names) > 1 else {}


def _named(what: str, columns: Sequence[str]) -> str:
    """Return the column that is named so, the most likely name first, or ``""``."""
    names = {column_key(column): column for column in reversed(columns)}
    wanted = (f"{name}{ending}" for name in _SYNONYMS[what] for ending in ("", " name", " title"))
    return next((names[name] for name in wanted if name in names), "")


def _guessed(what: str, table: HeadedTable, free: Sequence[str]) -> str:
    """Return the column that what is in it suggests for a skill, a level or a statement, or ``""``."""
    words = {name: _words(table, name) for name in free}
    if what == "level":
        known = [name for name in free if _holds_levels(table, name)]
        few = [name for name in free if 0 < words[name] < _LONG_WORDS and _repeats(table, name)]
        return (known or few or [""])[0]
    if what == "text":
        longest = max(free, key=words.__getitem__, default="")
        return longest if longest and words[longest] >= _LONG_WORDS else ""
    if what == "skill":
        named = {_named(each, free) for each in ("code", "description")}
        short = [n for n in free if 0 < words[n] < _LONG_WORDS and not _holds_levels(table, n)]
        several = [n for n in short if 1 < len(set(table.cells(n)) - {""}) < len(table.rows)]
        free_names = [n for n in several if n not in named] or [n for n in short if n not in named]
        return (free_names or several or [""])[0]
    return ""


def _holds_levels(table: HeadedTable, column: str) -> bool:
    values = {column_key(cell) for cell in table.cells(column) if not is_placeholder(cell)}
    return 1 < len(values) <= HIGHEST_LEVEL and all(map(is_level, values)) and len(values) < len(table.rows)


def _repeats(table: HeadedTable, column: str) -> bool:
    """Return whether a column has few different values, as names of levels that nobody knows yet."""
    values = {column_key(cell) for cell in table.cells(column) if not is_placeholder(cell)}
    return 1 < len(values) <= min(HIGHEST_LEVEL, len(table.rows))


def _words(table: HeadedTable, column: str) -> float:
    """Return how many words the cells of a column have; figures are none."""
    said = [cell for cell in table.cells(column) if cell.strip(" 0123456789.,%") and not is_placeholder(cell)]
    return sum(len(cell.split()) for cell in said) / len(said) if said else 0.0


def _different(table: HeadedTable, column: str) -> int:
    return 1 if column == TITLE else len(set(table.cells(column)))


def _is_carried(table: HeadedTable, columns: dict[str, str], level_columns: dict[str, int]) -> bool:
    if columns.get("skill", TITLE) == TITLE:
        return False
    texts = [columns[what] for what in ("text",) if what in columns] or list(level_columns)
    said = [table.cells(name) for name in texts]
    skills = table.cells(columns["skill"])
    empty = [not skill for n, skill in enumerate(skills) if any(cells[n] for cells in said)]
    return bool(empty) and sum(empty) >= _CARRIED * len(empty)
