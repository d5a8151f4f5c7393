"""Ladders in rows: a skill, a level and what it says a row, in a table or in records of a data file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.formats.content import HEADER_ROWS, Document, Table, column_key
from knowledge.level_scale import is_level, is_placeholder, order, readings_of
from knowledge.model import HIGHEST_LEVEL
from knowledge.readers.ladder import FoundLadder, LeftOut, Said, subject_of

KIND = "ladder-rows"

_LEVEL_NAMES = re.compile(
    r"\b(?:levels?|grade|band|stage|proficiency|seniority|tier|step|lvl|job title"
    r"|position)\b|^(?:role|title)$"
)
_SURELY_LEVEL = re.compile(r"\b(?:levels?|grade|band|proficiency|seniority)\b")
_NO_LEVEL_NAMES = re.compile(r"\b(?:descri\w+|definition|statement|indicator|criteria|expectation|text)\b")
_SKILL_NAMES = re.compile(
    r"(?:skill|competenc(?:y|e|ies)|capabilit(?:y|ies)|dimension|behaviou?r|attribute|axis|practice|craft"
    r"|trait"
    r"|topic|element|subject|sub ?(?:skill|competency|area))s?(?: (?:name|title|label))?|name|title"
    r"|area|pillar|theme"
)
_GROUP_NAMES = re.compile(
    r".*\b(?:category|group|family|domain|cluster|area|pillar|theme|section|discipline|track|role|function)\b.*"
)
_NAME_OF = re.compile(r"\b(?:title|name|type)$")
_KIND_NAMES = re.compile(r"\b(?:type|kind|or|and|knowledge|attitude)\b")
_CODE_NAMES = re.compile(r"(?:.*\b)?(?:code|id|ref|reference|no|number|#|uuid|key)")
_BARE = re.compile(r"\d{1,2}[a-z]?")
_CODE = re.compile(r"(?=\S*\d)[\w./-]{1,20}")
_TEXT_NAMES = re.compile(
    r".*\b(?:descri\w+|statements?|indicators?|behaviou?rs?|criteria|expectations?|text|examples?|evidence|summary"
    r"|what|responsibilit\w+|definition|looks like|details?|outcomes?|performance|requirements?|you)\b.*"
)
ASIDE = re.compile(
    r"\b(?:examples?|notes?|comments?|evidence|links?|url|resources?|training|courses?|source|created|updated"
    r"|last|date|owner|author|version|questions?|tips?|tags?|keywords?)\b"
)
_ABOUT_SKILL = re.compile(
    r"(?:skill|competency|overall|general) (?:description|definition|summary)|definition|about"
)

_KINDS = frozenset(
    (
        *("", "knowledge", "skill", "attitude", "ability", "abilitie", "behaviour", "behavior", "technical"),
        *("soft", "core", "optional", "essential", "desirable", "hard", "general", "specific", "functional"),
    )
)
"""Kinds of skills or statements; a column of them names no skill."""

_MOST_NAMES = 60
"""Different cells of a column of levels, wrong ones included."""

_MOST_UNKNOWN = 0.2
"""Share of rows whose level may be a placeholder, or missing."""

_FEWEST_WORDS = 2.5
"""Mean of the words of statements; cells of fewer are names."""

NO_NAME = 9
"""Rank of a column whose name does not say that it has skills."""


@dataclass(frozen=True, slots=True)
class _LongTable:
    """Which column is what, each -1 where there is none.

    Args:
        header: number of its row.
        texts: columns of statements.
    """

    header: int
    level: int
    skill: int
    texts: tuple[int, ...]
    group: int = -1
    code: int = -1
    description: int = -1
    level_name: int = -1


def read_rows(document: Document) -> FoundLadder | None:
    """Return what the rows of tables say, or None where none has a level a row."""
    said: list[Said] = []
    left_out: list[LeftOut] = []
    scale: set[str] = set()
    formulas = any(each.kind == "formula-without-value" for each in document.left_out)
    for number, table in enumerate(document.tables, 1):
        columns = _columns(table)
        scale_only = columns and columns.level_name >= 0 and len(document.tables) == 1
        titled = columns and columns.skill < 0 and not scale_only
        subject = subject_of(document, table, number) if titled else ""
        if columns is None or (columns.skill < 0 and not subject):
            if any(any(row) for row in table.rows):
                left_out.append(LeftOut(_where(table, number), "unknown-sheet", _WHY))
            continue
        found = list(_said(table, columns, subject, left_out, carried=not formulas))
        names = {column_key(each.level) for each in found}
        if not said or order(sorted(scale | names)) is not None:
            said.extend(found)
            scale |= names
            left_out.extend(_unused(table, columns))
        else:
            why = (
                f"the table was left out: its levels ({', '.join(sorted(names))}) have no order with others."
            )
            left_out.append(LeftOut(_where(table, number), "unknown-sheet", why, "warning"))
    codes = tuple(_shared_codes(said))
    wrong = any(each.severity == "error" for each in left_out)
    statements = sum(len(each.text.splitlines()) for each in said)
    return FoundLadder(KIND, tuple(said), (*left_out, *codes)) if statements > 1 - wrong else None


_WHY = "the table was left out: it has no statement and level a row."


def _where(table: Table, number: int) -> str:
    return table.prefix.rstrip(", ") or f"table {number}"


def _columns(table: Table) -> _LongTable | None:
    """Return which column is what, where a table has a level a row."""
    first = 0
    for number, cells in enumerate(table.rows[:HEADER_ROWS], 1):
        keys = [column_key(cell) for cell in cells]
        named = [key for key in keys if key]
        if len(named) > 1 and (first := first or number) != number and not _is_header(named):
            continue
        if len(named) < 2 or any(len(key.split()) > 8 for key in named):
            continue
        rows = [row for row in table.rows[number:] if any(cell.strip() for cell in row)]
        level = _level_column(keys, rows)
        if level >= 0:
            return _rest(number, keys, rows, level)
    return None


def _is_header(keys: Sequence[str]) -> bool:
    """Return whether a row names a level and a skill or a text, as a header below other rows does."""
    others = any(_SKILL_NAMES.fullmatch(key) or _TEXT_NAMES.fullmatch(key) for key in keys)
    return others and any(_LEVEL_NAMES.search(key) for key in keys)


def _level_column(keys: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return the column whose cells are levels of one scale; of several the one that is named so."""
    found: list[tuple[bool, int]] = []
    unordered: list[int] = []
    for index, key in enumerate(keys):
        named = bool(_LEVEL_NAMES.search(key)) and not _NO_LEVEL_NAMES.search(key)
        values = [value for row in rows if (value := cell_of(row, index))]
        names = list(dict.fromkeys(column_key(value) for value in values if not is_placeholder(value)))
        plain = all(_BARE.fullmatch(name) for name in names)
        if not 0 < len(names) <= _MOST_NAMES or _CODE_NAMES.fullmatch(key) or (plain and not named):
            continue
        unknown = sum(not readings_of(value) or is_placeholder(value) for value in values)
        if unknown > _MOST_UNKNOWN * len(values):
            continue
        names = [name for name in names if readings_of(name)]
        sure = all(map(is_level, names)) or (named and order(names) is not None)
        if sure and len(names) > 1 and order(names) is not None:
            found.append((named, -index))
        elif (
            named
            and _SURELY_LEVEL.search(key)
            and 1 < len(names) <= HIGHEST_LEVEL
            and 2 * len(names) <= len(values) + HIGHEST_LEVEL
        ):
            unordered.append(index)
        elif sure and named and len(names) == 1 and any(character.isdigit() for character in names[0]):
            found.append((False, -index))
    return -max(found)[1] if found else (unordered or [-1])[0]


def _rest(header: int, keys: Sequence[str], rows: Sequence[Sequence[str]], level: int) -> _LongTable | None:
    """Return the columns of skill, statements, code, group and description beside that of the level."""
    free = [
        index for index in range(len(keys)) if index != level and any(cell_of(row, index) for row in rows)
    ]
    words = {index: mean_words(rows, index) for index in free}
    long = [index for index in free if words[index] >= _FEWEST_WORDS and not ASIDE.search(keys[index])]
    names = [i for i in free if words[i] < 9 and not ASIDE.search(keys[i]) and not _is_number(rows, i)]
    codes = [i for i in free if is_code(keys[i], rows, i)]
    numbered = {i for i in codes if "code" not in keys[i] and distinct(rows, i) == len(rows)}
    kinds = [i for i in names if {column_key(cell_of(row, i)).rstrip("s") for row in rows} <= _KINDS]
    names = [i for i in names if i not in kinds and not _names(rows, i, level)]
    names = [i for i in names if i not in codes and not _TEXT_NAMES.fullmatch(keys[i])]
    most = max([level, *long])
    skill = _skill_column(keys, rows, [i for i in names if i < most or name_rank(keys[i]) < NO_NAME])
    named = [i for i in codes if _CODE_NAMES.fullmatch(keys[i]) and i not in numbered]
    texts = [index for index in long if index != skill and index not in codes and index not in names]
    texts = texts or [index for index in free if index != skill and _TEXT_NAMES.fullmatch(keys[index])]
    texts = texts or [i for i in long if i not in (skill, *codes) and words[i] > max(words.get(skill, 0), 3)]
    texts = [index for index in texts if not _NAME_OF.search(keys[index])]
    about = [index for index in texts if _is_about_skill(keys[index], rows, skill, index, texts)]
    texts = [index for index in texts if index not in about]
    if not texts or (len(rows) > 2 and distinct(rows, level) == len(rows) and distinct(rows, skill) > 1):
        return None  # A scale: it says what its levels mean.
    groups = [
        index for index in names if index != skill and index not in texts and 0 <= index < max(skill, level)
    ]
    group = next((index for index in reversed(groups) if _GROUP_NAMES.fullmatch(keys[index])), -1)
    return _LongTable(
        header,
        level,
        skill,
        tuple(texts),
        group,
        max(named, key=lambda i: (distinct(rows, i), -i), default=-1),
        about[0] if about else -1,
        next((i for i in free if i not in (skill, *texts, *codes) and _names(rows, i, level)), -1),
    )


def _names(rows: Sequence[Sequence[str]], index: int, level: int) -> bool:
    """Return whether a column has words for the levels, which are figures: one for each, always the same."""
    pairs = {(cell_of(row, level), cell_of(row, index)) for row in rows if cell_of(row, level)}
    levels, names = {at for at, _ in pairs}, {name for _, name in pairs}
    figures = all(at.isdigit() for at in levels) and not any(name[:1].isdigit() for name in names)
    return figures and len(pairs) == len(levels) == len(names) > 1 and mean_words(rows, index) < _FEWEST_WORDS


def _skill_column(header: Sequence[str], rows: Sequence[Sequence[str]], names: Sequence[int]) -> int:
    """Return the column of skills, of columns with short texts: by its name, else by how much it varies."""
    ranks = {index: name_rank(column_key(header[index])) for index in names}
    best = min(ranks.values(), default=NO_NAME)
    known = [index for index in names if ranks[index] == best]
    return max(known, key=lambda index: (distinct(rows, index), index), default=-1)


def is_code(name: str, rows: Sequence[Sequence[str]], index: int) -> bool:
    """Return whether a column has codes or numbers: by its name, or by all of its cells."""
    cells = [cell for row in rows if (cell := cell_of(row, index))]
    coded = bool(cells) and all(_CODE.fullmatch(cell) for cell in cells)
    return coded or bool(_CODE_NAMES.fullmatch(column_key(name)))


def name_rank(key: str) -> int:
    """Return how surely a column is that of skills by its name: 0 the surest, or `NO_NAME`."""
    if not _SKILL_NAMES.fullmatch(key):
        alike = re.search(r"\b(?:skill|competency|capability)\b", key) and not _KIND_NAMES.search(key)
        return 5 if alike and not _GROUP_NAMES.fullmatch(key) else NO_NAME
    return 0 if re.match(r"sub|skill|comp|capab", key) else 1 if key not in ("area", "pillar", "theme") else 2


def _is_about_skill(
    key: str, rows: Sequence[Sequence[str]], skill: int, index: int, texts: Sequence[int]
) -> bool:
    """Return whether a column says what a skill is: the same in each of its rows, beside one that varies."""
    if len(texts) < 2 or skill < 0:
        return False
    by_skill: dict[str, set[str]] = {}
    for row in rows:
        by_skill.setdefault(cell_of(row, skill), set()).add(cell_of(row, index))
    repeats = len(by_skill) < len(rows) and all(len(each - {""}) <= 1 for each in by_skill.values())
    return repeats or bool(_ABOUT_SKILL.fullmatch(key))


def _said(
    table: Table, columns: _LongTable, subject: str, left_out: list[LeftOut], *, carried: bool
) -> Iterator[Said]:
    """Yield the statements of the rows.

    Args:
        carried: whether a skill, or a skill and its level, may stand in the first of their rows only.
    """
    skill = level = group = code = ""
    for number, row in enumerate(table.rows[columns.header :], columns.header + 1):
        if not any(cell.strip() for cell in row) or row == table.rows[columns.header - 1]:
            continue
        place = f"{table.prefix}row {number}"
        own, at = cell_of(row, columns.skill), cell_of(row, columns.level)
        texts = [text for index in columns.texts if (text := cell_of(row, index))]
        group = cell_of(row, columns.group) or group
        if own and not at and not texts:
            skill, level, group, code = "", "", own if columns.group < 0 else group, ""
            continue
        its = cell_of(row, columns.code)
        if not carried or (own and (own, its or code) != (skill, code)):
            skill, level, code = own, "", its
        level = at if at and not is_placeholder(at) else "" if at else level
        if not (skill or subject):
            left_out.append(LeftOut(place, "no-title", "the cell is empty: the row names no skill.", "error"))
        elif not level or not readings_of(level):
            why = f"found level {at[:40]!r}, expected one of the others. Correct it." if at else _NO_LEVEL
            left_out.append(LeftOut(place, "level-missing", why, "error"))
        elif not texts:
            left_out.append(LeftOut(place, "empty-level", "the row says nothing.", "warning"))
        else:
            about = cell_of(row, columns.description)
            named = f"{level} {cell_of(row, columns.level_name)}".strip()
            yield Said(skill or subject, named, "\n".join(texts), place, group, about, code)


_NO_LEVEL = "the cell is empty: every row has a level. Fill it in."


def _shared_codes(said: Iterable[Said]) -> Iterator[LeftOut]:
    """Yield an error for a code that stands for two skills."""
    first: dict[str, Said] = {}
    for each in said:
        if each.code and each.skill.casefold() != first.setdefault(each.code, each).skill.casefold():
            why = (
                f"the code {each.code!r} is that of {first[each.code].skill!r} too. Give each one of its own."
            )
            yield LeftOut(each.place, "duplicate-code", why, "error")


def _unused(table: Table, columns: _LongTable) -> Iterator[LeftOut]:
    """Yield the columns of text that were not taken."""
    cells = table.rows[columns.header - 1]
    used = {columns.level, columns.skill, *columns.texts, columns.group, columns.code, columns.description}
    for index in range(len(cells)):
        if index not in used and mean_words(table.rows[columns.header :], index) >= _FEWEST_WORDS:
            aside = bool(ASIDE.search(column_key(cells[index])))
            why = f"the column {cells[index].strip()!r} was left out."
            place = f"{table.prefix}row {columns.header}"
            yield LeftOut(place, "column-left-out", why, "note" if aside else "warning")


def mean_words(rows: Sequence[Sequence[str]], index: int) -> float:
    counts = [len(text.split()) for row in rows if (text := cell_of(row, index))]
    return sum(counts) / len(counts) if counts else 0.0


def _is_number(rows: Sequence[Sequence[str]], index: int) -> bool:
    values = [value for row in rows if (value := cell_of(row, index))]
    return sum(value.replace(".", "").isdigit() for value in values) > 0.5 * len(values)


def distinct(rows: Sequence[Sequence[str]], index: int) -> int:
    return len(Counter(cell_of(row, index) for row in rows))


def cell_of(row: Sequence[str], index: int) -> str:
    """Return a cell stripped, ``""`` where there is none."""
    return row[index].strip() if 0 <= index < len(row) else ""
