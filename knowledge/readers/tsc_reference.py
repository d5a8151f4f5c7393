"""Reads a TSC reference document: one table, a column a level, cells full of items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from knowledge.formats.content import Document, Line
from knowledge.model import DescriptorKind, Reading, Skill
from knowledge.readers.draft import Reader, ReadingDraft
from knowledge.readers.frameworks import TSC
from knowledge.readers.statements import run_together

_LEVELS_ROW = "tsc proficiency description"
_LEVELS_ROWS = (_LEVELS_ROW, "proficiency levels", "proficiency level", "level", "levels")
"""Rows that may hold the levels; where one of the others does, the texts of the first are descriptions."""

_TITLE = re.compile(r"^(?:skills framework (?:for|:)|tsc\s*:)\s*(?P<title>.+)$", re.IGNORECASE)
_TITLE_ROWS = ("tsc title", "tsc", "tsc name", "skill title")
_FIRST_ROWS = ("tsc category", *_TITLE_ROWS)
_SINGLE_ROWS = (*_FIRST_ROWS, "tsc description")
_LISTS: dict[str, DescriptorKind] = {"knowledge": "knowledge", "abilities": "ability"}
_PASSED_OVER = ("range of application",)
_CODE = re.compile(r"^[A-Z]{2,5}(?:-[A-Z0-9]{2,5}){1,3}-\d+\.\d+(?:-\d+)?$")
_LEVEL_CELL = re.compile(r"\s*(?:level\s*)?\d\s*", re.IGNORECASE)
_LIST_TAG = re.compile(r"(?=<ul\b)", re.IGNORECASE)
_CODE_LEVEL = re.compile(r"^ICT-[A-Z]{2,5}-([1-6])\d{3}-")
"""SkillsFuture's codes for ICT begin their number with the level."""

_HIGHEST = 6


def _recognises(document: Document) -> bool:
    """Recognise it by the rows of the table that give title and levels."""
    labels = {line.label for line in document.lines}
    return "tsc title" in labels or _LEVELS_ROW in labels


def _read(document: Document) -> Reading:
    """Read the table: a TSC, and at each level its code, proficiency description, knowledge and abilities."""
    draft = ReadingDraft(document, "tsc-reference")
    draft.add_framework(TSC)
    for table in _tables([line for line in document.lines if line.cells]):
        _read_table(draft, _whole_rows(table, draft))
    return draft.finish()


def _tables(lines: list[Line]) -> list[list[Line]]:
    """Return the rows of each TSC: a row that names a category or title again begins another one."""
    found: list[list[Line]] = [[]]
    for line in lines:
        labels = {each.label for each in found[-1]}
        begins = line.label in _FIRST_ROWS and _LEVELS_ROW in labels and not labels.isdisjoint(_LISTS)
        found.append([line]) if begins else found[-1].append(line)
    return found


def _read_table(draft: ReadingDraft, rows: list[Line]) -> None:
    levels = _levels(draft, rows)
    skill = _skill(draft, rows, levels)
    _check_rows(draft, rows)
    if skill is not None and draft.add_skill(skill):
        _add_descriptions(draft, rows, levels, skill)
        for row in rows:
            if row.label in _LISTS:
                _add_list(draft, row, levels, skill)
                _check_length(draft, rows, row)
        _check_columns(draft, rows, levels)


def _whole_rows(lines: list[Line], draft: ReadingDraft) -> list[Line]:
    """Return the rows with what pages and line breaks cut joined again.

    A list that continues over a page has no label there. Where a line break took the place of a tab, the
    markup that begins a list within a cell begins a cell.
    """
    width = max((len(line.cells) for line in lines), default=0)
    rows: list[Line] = []
    for line in lines:
        cells = line.cells
        if len(cells) < width:
            cells = tuple(part for cell in cells for part in _LIST_TAG.split(cell) if part or not cell)
        if not line.label and rows and rows[-1].label in _LISTS:
            pairs = zip_longest(rows[-1].cells, cells, fillvalue="")
            rows[-1] = replace(rows[-1], cells=tuple("\n".join(filter(None, pair)) for pair in pairs))
            where = f"{line.place}, {rows[-1].label.capitalize()}"
            draft.note(where, "page-cut", "the row continued over a page; its cells were joined.")
        else:
            rows.append(replace(line, cells=cells))
    return rows


def _levels(draft: ReadingDraft, rows: list[Line]) -> dict[int, int]:
    """Return the level of each column that has one."""
    header = _levels_row(rows)
    if header is None:
        draft.error("", "missing-row", "the row 'TSC Proficiency Description' with the levels is missing.")
        return {}
    found: dict[int, int] = {}
    for column, cell in enumerate(header.cells[1:], 1):
        where = f"{header.place}, column {column + 1}"
        level = draft.level(cell, where, _HIGHEST) if cell.strip() else None
        if level is not None and level in found.values():
            draft.error(where, "duplicate-level", f"level {level} heads two columns. Correct the number.")
        elif level is not None:
            found[column] = level
    return found


def _levels_row(rows: list[Line]) -> Line | None:
    """Return the row of the levels: one whose cells all are levels, else the first that may be it."""
    found = [row for row in rows if row.label in _LEVELS_ROWS]
    sure = (
        row for row in found if all(_LEVEL_CELL.fullmatch(cell) for cell in row.cells[1:] if cell.strip())
    )
    return next(sure, None) or next((row for row in found if row.label == _LEVELS_ROW), None)


def _single(draft: ReadingDraft, rows: list[Line], *labels: str) -> str:
    row = next((row for row in rows if row.label in labels and len(row.cells) > 1), None)
    return draft.line(row.cells[1], row.place) if row else ""


def _heading(draft: ReadingDraft) -> tuple[str, str]:
    """Return the title that a heading above the table gives, and its place."""
    for line in draft.document.lines:
        if (found := _TITLE.match(line.text)) and not line.cells:
            return draft.line(found["title"], line.place), line.place
    return "", ""


def _skill(draft: ReadingDraft, rows: list[Line], levels: dict[int, int]) -> Skill | None:
    name, where = (
        _single(draft, rows, *_TITLE_ROWS),
        next((r.place for r in rows if r.label in _TITLE_ROWS), ""),
    )
    if not where:
        name, where = _heading(draft)
    if not name:
        draft.error("", "no-title", "the row 'TSC Title' is missing or empty.")
        return None
    codes = {
        levels[column]: text for column, text, _ in _unlabelled(draft, rows, levels) if _CODE.match(text)
    }
    return Skill(
        framework=TSC.id,
        name=name,
        category=_single(draft, rows, "tsc category"),
        description=_single(draft, rows, "tsc description"),
        level_codes=tuple(sorted(codes.items())),
        sources=(draft.source(where),),
    )


def _unlabelled(
    draft: ReadingDraft, rows: list[Line], levels: dict[int, int]
) -> Iterator[tuple[int, str, str]]:
    """Yield column, text and location of the cells under the levels: codes, then descriptions."""
    below, header = False, _levels_row(rows)
    for row in rows:
        if row is header:
            below = True
            continue
        below = below and row.label in ("", "tsc code", _LEVELS_ROW)
        if below:
            for column, cell in enumerate(row.cells):
                if column in levels and cell.strip():
                    where = f"{row.place}, Level {levels[column]}"
                    yield column, draft.line(cell, where), where


def _add_descriptions(draft: ReadingDraft, rows: list[Line], levels: dict[int, int], skill: Skill) -> None:
    seen: set[int] = set()
    for column, text, where in _unlabelled(draft, rows, levels):
        if _CODE.match(text):
            continue
        if column in seen:
            draft.error(
                where,
                "row-too-many",
                f"level {levels[column]} has a proficiency description already; one row of them was expected."
                " Join the two.",
            )
            continue
        seen.add(column)
        draft.add_statements(skill, levels[column], "level", [text], where)


def _add_list(draft: ReadingDraft, row: Line, levels: dict[int, int], skill: Skill) -> None:
    name = row.label.capitalize()
    for column, cell in enumerate(row.cells[1:], 1):
        if not cell.strip():
            continue
        if column not in levels:
            draft.error(
                f"{row.place}, column {column + 1}",
                "row-too-long",
                f"the row {name!r} has a cell under no level. Move or remove it.",
            )
            continue
        where = f"{row.place}, {name}, Level {levels[column]}"
        found = run_together(draft.tidy(cell, where))
        draft.add_statements(
            skill, levels[column], _LISTS[row.label], (" ".join(i.split()) for i in found), where
        )


def _check_columns(draft: ReadingDraft, rows: list[Line], levels: dict[int, int]) -> None:
    """Report rows that fill other levels than the row of codes: a tab too many or too few moves cells."""
    below = [row for row in rows if row.label in _LISTS]
    header = _levels_row(rows)
    at = next((index for index, row in enumerate(rows) if row is header), len(rows))
    for row in rows[at + 1 :]:
        if row.label:
            break
        below.insert(0, row)
    filled = {
        row: {levels[column] for column, cell in enumerate(row.cells) if column in levels and cell.strip()}
        for row in below
    }
    expected = next(iter(filled.values()), set())
    for row, found in filled.items():
        beyond = any(cell.strip() for cell in row.cells[max(levels, default=0) + 1 :])
        if found != expected or beyond:
            draft.warn(
                row.place,
                "levels-differ",
                f"this row fills levels {sorted(found)}, the first row below the levels {sorted(expected)}."
                " A tab or cell may be too many or too few: check that each text is under its level.",
            )
        for column, cell in enumerate(row.cells):
            if len(_LIST_TAG.findall(cell)) > 1:
                draft.warn(
                    f"{row.place}, column {column + 1}",
                    "run-together",
                    "the cell holds two lists; one may belong to the next level. Check its items.",
                )
            code = _CODE_LEVEL.search(cell.strip())
            if column in levels and code and int(code[1]) != levels[column]:
                draft.warn(
                    f"{row.place}, Level {levels[column]}",
                    "levels-differ",
                    f"the code {cell.strip()!r} is of level {code[1]}. Check that it is in its place.",
                )


def _check_length(draft: ReadingDraft, rows: list[Line], row: Line) -> None:
    """Report a row that was cut off: it is short, and not because empty cells at its end were trimmed."""
    header = _levels_row(rows) or row
    trimmed = all(each.cells[-1].strip() for each in rows)
    if len(row.cells) < len(header.cells) and not trimmed:
        draft.error(
            row.place,
            "row-too-short",
            f"found {len(row.cells)} cells, expected {len(header.cells)}. The file may have been cut off:"
            " save or download it again.",
        )


def _check_rows(draft: ReadingDraft, rows: list[Line]) -> None:
    """Report rows that are missing, occur twice, or are unknown."""
    labels = [row.label for row in rows if row.label]
    known = (*_SINGLE_ROWS, *_LEVELS_ROWS, "tsc code", *_LISTS, *_PASSED_OVER)
    for label in _LISTS:
        if label not in labels:
            draft.error(
                rows[-1].place if rows else "",
                "cut-off",
                f"the row {label.capitalize()!r} is missing. Check that the file is complete.",
            )
    for index, row in enumerate(rows):
        if row.label and row.label not in known:
            draft.warn(row.place, "unknown-row", f"the row {row.cells[0].strip()[:40]!r} was left out.")
        elif row.label and row.label in [other.label for other in rows[:index]]:
            draft.error(row.place, "row-too-many", f"the row {row.cells[0].strip()!r} occurs twice.")


READERS = (Reader("tsc-reference", _recognises, _read),)
