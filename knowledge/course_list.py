"""What a list of courses, mentors, readings or tasks says: a table with one of them a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.courses import KIND
from knowledge.formats import open_document
from knowledge.formats.content import HEADER_ROWS, Document, Table, column_key
from knowledge.model import HIGHEST_LEVEL, LOWEST_LEVEL, Course, DocumentError, Reading, ServedSkill
from knowledge.readers.draft import ReadingDraft
from knowledge.readers.tables import TableRow, note_other_tables, rows_of

COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("title", "name", "course", "mentor", "reading", "task", "resource"),
    "description": (
        *("description", "overview", "summary", "about", "content", "contents", "objectives", "details"),
        *("outline", "topics", "what will be taught", "what you will learn", "outcomes"),
    ),
    "link": ("link", "url", "website", "web page", "web address", "address"),
    "kind": ("kind", "type", "category", "format"),
    "skills": (
        *("skills", "skill", "competencies", "competency", "skills served", "serves", "skill codes"),
        *("skills you will pick up", "skills and levels", "skills covered"),
    ),
    "levels": ("levels", "level", "skill level", "skill levels", "proficiency level", "proficiency"),
    "framework": ("framework", "skill framework"),
    "cost": ("cost", "costs", "price", "fee", "fees"),
    "length": ("length", "duration", "time", "hours", "days", "weeks"),
    "language": ("language", "languages", "taught in", "medium of instruction"),
}
"""What a column may be, and its usual names, with *course*, *learning* or *training* before them or not."""

LONGEST_TITLE = 200
_BEFORE = re.compile(r"^(?:course|learning|training) (?=\w)")
_UNIT = re.compile(r"\(([^()]{1,20})\)\s*$")
_RANGE = r"\d{1,3}(?:\s*(?:-|–|to)\s*\d{1,3})?"
_LEVEL = re.compile(rf"(?:levels?|lvl|l)?\s*{_RANGE}", re.IGNORECASE)
_WITH_LEVEL = re.compile(
    rf"(?P<name>.*\w\)?)\s*(?P<level>\(\s*(?:levels?|lvl|l)?\s*{_RANGE}\s*\)"
    rf"|[,:–-]?\s*\b(?:levels?|lvl|l)\s*{_RANGE}|:\s*{_RANGE})",
    re.IGNORECASE | re.DOTALL,
)
_FRAMEWORK = re.compile(r"(?P<framework>[a-z][a-z0-9]*(?:-[a-z0-9]+)*):\s*(?P<skill>\S.*)", re.DOTALL)
_LINK = re.compile(r"(?:https?://|mailto:|www\.)\S+", re.IGNORECASE)


def read(path: Path) -> Reading:
    """Read a list of courses.

    Args:
        path: of a file with tables; call it through `knowledge.importer.read_courses`.

    Returns:
        the courses; each row that says none is a warning and costs no other.

    Raises:
        DocumentError: the file cannot be opened, is damaged, or none of its tables is such a list.
    """
    document = open_document(path)
    draft = ReadingDraft(document, KIND)
    lists = [(table, number) for table in document.tables if (number := _header(table))]
    courses: dict[str, Course] = {}
    for table, number in lists:
        columns = _columns(table.rows[number - 1])
        used = {name for names in columns.values() for name in names}
        if left := [name for name in table.rows[number - 1] if name.strip() and name not in used]:
            draft.note(f"{table.prefix}row {number}", "unknown-column", f"left out: {', '.join(left)[:200]}.")
        for row in rows_of(draft, table, number, fill=True):
            course = _course(draft, row, columns)
            if course is None:
                continue
            first = courses.setdefault(course.title.casefold(), course)
            if first is not course:
                what = f"the title is that of {first.source.location}: this one was left out."
                draft.warn(row.location, "duplicate-title", what)
    note_other_tables(draft, document, [table for table, _ in lists])
    if not courses:
        raise _no_list(document, draft)
    problems = (
        replace(each, severity="warning") if each.severity == "error" else each
        for each in draft.finish().problems
        if each.kind != "nothing-found"
    )
    return Reading(
        document.name, KIND, document.sha256, courses=tuple(courses.values()), problems=tuple(problems)
    )


def _no_list(document: Document, draft: ReadingDraft) -> DocumentError:
    errors = draft.finish().errors
    if errors and errors[0].location:
        return DocumentError(document.name, errors[0].message, location=errors[0].location)
    return DocumentError(
        document.name,
        "no list of courses was found: a table with a column 'title' and at least one of description, link,"
        " skills, levels, kind, cost, length or language was expected.",
        remedy="Give the columns these names.",
    )


def _header(table: Table) -> int | None:
    """Return the number of the row that names a title and one more column, from 1; None without one."""
    for number, cells in enumerate(table.rows[:HEADER_ROWS], 1):
        found = _columns(cells)
        if "title" in found and len(found) > 1:
            return number
    return None


def _columns(cells: Sequence[str]) -> dict[str, list[str]]:
    """Return the names of the columns of each use; several may describe, of another use the first counts."""
    found: dict[str, list[str]] = {}
    for cell in cells:
        name = _BEFORE.sub("", column_key(_UNIT.sub("", cell)))
        use = next((use for use, names in COLUMNS.items() if name in names), "")
        if use and (use not in found or (use == "description" and cell not in found[use])):
            found.setdefault(use, []).append(cell)
    return found


def _course(draft: ReadingDraft, row: TableRow, columns: dict[str, list[str]]) -> Course | None:
    said = {use: _said(draft, row, use, names) for use, names in columns.items()}
    title = said["title"]
    if not title or len(title) > LONGEST_TITLE:
        what = f"the title has more than {LONGEST_TITLE} characters" if title else "the row has no title"
        draft.warn(row.location, "no-title", f"{what}: it was left out. Correct the row.")
        return None
    link = said.get("link", "")
    if link and not _LINK.fullmatch(link):
        draft.warn(row.location, "no-link", f"{link[:40]!r} is no web address: the course has no link.")
        link = ""
    skills = tuple(_skills(draft, row, said))
    plain = {use: said.get(use, "") for use in ("description", "kind", "cost", "length", "language")}
    return Course(draft.source(row.location), title, link=link, skills=skills, **plain)


def _said(draft: ReadingDraft, row: TableRow, use: str, names: Sequence[str]) -> str:
    """Return what the columns of a use say; a bare number has the unit that its column is named after."""
    if use in ("skills", "levels"):
        return row.text(draft, names[0])
    text = "\n".join(filter(None, (row.line(draft, name) for name in names)))
    unit = _UNIT.search(names[0])
    own = column_key(names[0]) if column_key(names[0]) in ("hours", "days", "weeks") else ""
    if use in ("cost", "length") and re.fullmatch(r"[\d.,]+", text):
        return f"{text} {unit[1] if unit else own}".strip()
    return text


def _skills(draft: ReadingDraft, row: TableRow, said: dict[str, str]) -> Iterator[ServedSkill]:
    """Yield the skills that a row names; levels stand beside a skill, or in a column of their own."""
    names = _parts(said.get("skills", ""))
    apart = _parts(said.get("levels", ""))
    if len(names) > 1 and len(apart) not in (0, 1, len(names)):
        what = f"{len(names)} skills and {len(apart)} levels: the skills were left out."
        draft.warn(row.location, "levels-unclear", f"{what} Write each level beside its skill.")
        return
    for n, name in enumerate(names):
        beside = _WITH_LEVEL.fullmatch(name)
        bare = beside["name"].strip() if beside else name
        texts = [beside["level"]] if beside else apart[n : n + 1] if 1 < len(names) == len(apart) else apart
        levels = {level for text in texts for level in _levels(text)}
        if texts and not all(LOWEST_LEVEL <= level <= HIGHEST_LEVEL for level in levels or {0}):
            what = f"level {', '.join(texts)[:40]!r} of {bare[:40]!r} is no number from {LOWEST_LEVEL} to"
            draft.warn(row.location, "level-unclear", f"{what} {HIGHEST_LEVEL}: the skill was left out.")
            continue
        framed = _FRAMEWORK.fullmatch(bare)
        framework = framed["framework"] if framed else said.get("framework", "")
        yield ServedSkill(framework, framed["skill"] if framed else bare, tuple(sorted(levels)))


def _parts(text: str) -> list[str]:
    """Split a cell: at semicolons and line ends, else at commas; a level alone belongs to what is before."""
    mark = r"[;\n]" if re.search(r"[;\n]", text.strip()) else ","
    parts: list[str] = []
    for part in (" ".join(part.split()) for part in re.split(mark, text)):
        if parts and _LEVEL.fullmatch(part) and not _LEVEL.fullmatch(parts[-1]):
            parts[-1] += f" ({part})"
        elif part:
            parts.append(part)
    return parts


def _levels(text: str) -> Iterable[int]:
    """Return the levels of a number or a range; nothing where it is neither."""
    bare = text.strip(" ,:–-()")
    numbers = [int(number) for number in re.findall(r"\d+", bare)] if _LEVEL.fullmatch(bare) else []
    return range(numbers[0], numbers[-1] + 1) if numbers else ()
