"""Requirements in a matrix: a skill a row, a role a column, the level that it asks for in the cell."""

from __future__ import annotations

import re

from knowledge.formats.content import HEADER_ROWS, Document, Table, column_key
from knowledge.level_scale import is_level, is_placeholder
from knowledge.model import Reading
from knowledge.readers.draft import ReadingDraft
from knowledge.readers.frameworks import named_framework
from knowledge.readers.record_fields import field_key, meanings_of
from knowledge.readers.record_skills import FoundRole, FoundSkill, add_found
from knowledge.readers.tables import header_of

KIND = "role-matrix"

_ROLE = re.compile(
    r"\b(?:junior|mid|senior|lead|principal|staff|head|chief|trainee|graduate|associate|intern|apprentice"
    r"|engineer|developer|manager|analyst|architect|designer|tester|officer|consultant|administrator"
    r"|specialist|director|coordinator|scientist|assistant|technician|operator|owner|master|role)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"(?:level\s*|l)?([0-9])", re.IGNORECASE)
_LEAST_LEVELS = 0.8
"""Share of the filled cells that are levels."""


def read_matrix(document: Document) -> Reading | None:
    """Read the matrices of a document, or None where no table is one."""
    draft = ReadingDraft(document, KIND)
    skills: dict[str, FoundSkill] = {}
    roles: dict[str, FoundRole] = {}
    for table in document.tables:
        _add(draft, table, skills, roles)
    if not roles:
        return None
    add_found(draft, list(skills.values()), list(roles.values()), named_framework(document, ()))
    return draft.finish()


def _add(
    draft: ReadingDraft, table: Table, skills: dict[str, FoundSkill], roles: dict[str, FoundRole]
) -> None:
    for row in range(1, min(len(table.rows), HEADER_ROWS) + 1):
        header = header_of(table, row)
        named = {meaning: at for at, meaning in reversed(meanings_of(header).items())}
        unnamed = [at for at, name in enumerate(header) if at not in named.values() and name]
        columns = [at for at in unnamed if _are_levels(table, row, [at])]
        titled = sum(bool(_ROLE.search(header[at])) for at in columns)
        if "skill" not in named or len(columns) < 2 or titled < 0.5 * len(columns):
            continue
        for number, cells in enumerate(table.rows[row:], row + 1):
            place = f"{table.prefix}row {number}"
            name = draft.line(cells[named["skill"]], place)
            asked = {header[at]: found[1] for at in columns if (found := _LEVEL.fullmatch(cells[at].strip()))}
            if name and asked:
                code = draft.line(cells[named["skill code"]], place) if "skill code" in named else ""
                skill = skills.setdefault(field_key(name), FoundSkill(name, code, place, code))
                for title, level in asked.items():
                    role = roles.setdefault(title.casefold(), FoundRole(title, f"{table.prefix}row {row}"))
                    if level != "0":
                        skill.asked.add(column_key(level))
                        role.asks.setdefault(skill, (level, True))
        return


def _are_levels(table: Table, header_row: int, columns: list[int]) -> bool:
    cells = [row[at].strip() for row in table.rows[header_row:] for at in columns if at < len(row)]
    said = [cell for cell in cells if not is_placeholder(cell)]
    levels = sum(bool(_LEVEL.fullmatch(cell)) and (cell == "0" or is_level(cell)) for cell in said)
    return levels > 0 and levels >= _LEAST_LEVELS * len(said)
