"""What the tables of SFIA's owner share: rows of skills or attributes with a column a level."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.model import HIGHEST_LEVEL, LOWEST_LEVEL, Skill, SkillKind
from knowledge.readers.draft import Draft
from knowledge.readers.frameworks import sfia_version_in
from knowledge.readers.statements import guidance, statements
from knowledge.readers.tables import Row

LEVELS = range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)
_URL_VERSION = "/{}/"


def has_columns(header: Iterable[str], *names: str) -> bool:
    """Tell whether a header has columns of these names, whatever their case and order."""
    there = {" ".join(cell.split()).casefold() for cell in header}
    return all(name.casefold() in there for name in names)


def version(rows: list[Row], header: Iterable[str], name: str) -> str:
    """Tell the version of SFIA that a table is of.

    Args:
        rows: of the table.
        header: names of its columns.
        name: of the file, the last resort.

    Returns:
        the number in its addresses (``…/skillcode/9/ITSP``); else in the file name; else 9, whose tables have
        a column of addresses, or 8, whose have none but have guidance notes; else ``""``.
    """
    for row in rows:
        for number in ("9", "8", "7"):
            if _URL_VERSION.format(number) in row.raw("URL"):
                return number
    if said := sfia_version_in(name):
        return said
    if has_columns(header, "URL"):
        return "9"
    return "8" if has_columns(header, "Guidance notes") else ""


def add_row(draft: Draft, row: Row, framework: str, kind: SkillKind, name_column: str) -> None:
    """Add the skill or attribute of a row, with its level texts as statements."""
    name, code = row.line(draft, name_column), row.line(draft, "Code")
    if not name or not code:
        missing = name_column if not name else "Code"
        kind_of = "no-title" if not name else "no-code"
        draft.error(row.place(missing), kind_of, f"the cell is empty: every {kind} has one. Fill it in.")
        return
    skill = Skill(
        framework=framework,
        name=name,
        code=code,
        kind=kind,
        category=row.line(draft, "Category") or row.line(draft, "Type"),
        subcategory=row.line(draft, "Subcategory"),
        description=row.line(draft, "Overall description"),
        guidance=tuple(guidance(row.text(draft, "Guidance notes"))),
        sources=(draft.source(row.location),),
    )
    if not draft.add_skill(skill):
        return
    said = [level for level in LEVELS if _add_level(draft, row, skill, level)]
    _check_levels(draft, row, said)


def _add_level(draft: Draft, row: Row, skill: Skill, level: int) -> bool:
    column = f"Level {level} description"
    text = row.text(draft, column)
    draft.add_statements(skill, level, "level", statements(text), row.place(column))
    return bool(text)


def _check_levels(draft: Draft, row: Row, said: list[int]) -> None:
    """Compare the numbers under 'Levels' with the levels that have a text."""
    first = row.columns.get("levels")
    if first is None:
        return
    marked = [
        level
        for cell in row.cells[first : first + len(LEVELS)]
        if cell.strip() and (level := draft.level(cell, row.place("Levels"))) is not None
    ]
    if sorted(marked) != said:
        draft.warn(
            row.place("Levels"),
            "levels-differ",
            f"levels {marked} are marked, levels {said} have a text. The texts were taken.",
        )
    if not said:
        draft.warn(row.location, "empty-level", "no level has a text.")


def check_header(draft: Draft, header: Iterable[str], where: str = "row 1") -> None:
    """Tell of level columns beyond the seven, and of missing ones."""
    names = {" ".join(cell.split()).casefold() for cell in header}
    for name in sorted(names):
        if name.startswith("level ") and name.endswith(" description"):
            draft.level(name.removesuffix(" description"), f"{where}, column {name.capitalize()}")
    for level in LEVELS:
        if f"level {level} description" not in names:
            draft.error(
                where,
                "missing-column",
                f"the column 'Level {level} description' is missing. Export the table with all columns.",
            )
