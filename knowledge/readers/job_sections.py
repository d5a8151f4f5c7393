"""Reads job descriptions by their usual sections: one in a file, or adverts a row of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.formats.content import HEADER_ROWS, Document, Line, Table, column_key, marked_line
from knowledge.level_scale import JOB_TITLE, is_placeholder
from knowledge.model import Reading, Role, RoleSection
from knowledge.readers.draft import LONGEST_STATEMENT, ReadingDraft
from knowledge.readers.duties import LONGEST_LINE, Told, duties_of, told_in
from knowledge.readers.section_titles import section_of

KIND = "job-description"

_SECTIONS = {"purpose": "purpose", "duties": "duties", "asked": "attributes", "jobs": "attributes"}
_FEWEST_SECTIONS = 2
_FEWEST_DUTIES = 2
_LEAST_DONE = 0.05
"""Share of its lines that say what somebody does."""
_MOST_SINGLE = 0.3
"""Share of lines of one word; a chart has more."""
_LONGEST_TITLE = 12
_MOST_DUTIES = 200
_ADVERT_WORDS = 12
"""Mean of the words of a column that holds adverts."""

_FEWEST_STATEMENTS = 5
_LONGEST_JOB = 6_000
"""Words; a longer document is no description of one job."""

_TITLED = re.compile(
    r"^(?:(?:job|post|position|role|vacancy)(?: title)?|title of (?:the )?(?:post|job|role)|title)"
    r"\s*[:\t–—-]\s*(.+)$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:job|post|position|role|vacancy)(?: ?(?:title|name))?|title of (?:the )?(?:post|job|role)|occupation"
)
_NO_TITLE = re.compile(
    r"\[.*\]|.*\b(?:logo|confidential|job (?:description|specification|profile|advert|vacancy)"
    r"|role (?:profile|description)|person specification|vacancy|careers?|home|menu|apply now|we are hiring"
    r"|page \d+)\b[\W\d]*",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"^(?:job (?:description|specification|profile|advert)|role (?:profile|description)|vacancy"
    r"|post|job|role)"
    r"\s*[:–—-]+\s*|\s*[:–—(-]*\s*(?:job (?:description|specification|profile|advert)"
    r"|role (?:profile|description)|vacancy)\)?$",
    re.IGNORECASE,
)


def read_job(document: Document, *, by_title: bool = False) -> Reading | None:
    """Read a job description, or a table of them; None where a document is neither.

    Args:
        by_title: whether a page is one by its title alone, without the usual sections.
    """
    adverts = [(table, *found) for table in document.tables if (found := advert_columns(table)) is not None]
    if adverts:
        draft = ReadingDraft(document, KIND)
        for table, header, title, texts in adverts:
            _add_adverts(draft, table, header, title, texts)
        return draft.finish()
    if sum(len(line.text.split()) for line in document.lines) > _LONGEST_JOB:
        return None
    lines = _lines(document)
    told = [each for each in told_in(lines) if not is_placeholder(each.text)]
    name = _title(document, lines) if lines else ""
    if not (_is_role(name, lines, told) if by_title else _is_job(document, name, lines, told)):
        return None
    draft = ReadingDraft(document, KIND)
    _add_role(draft, name, told, lines[0].place)
    return draft.finish()


def _lines(document: Document) -> list[Line]:
    """Return the lines; of a row with a title in its first cell the title and the text apart."""
    found: list[Line] = []
    for line in document.lines:
        filled = [cell for cell in line.cells if cell.strip()]
        if len(filled) == 2 and section_of(filled[0].strip(" :")):
            found.append(replace(line, text=filled[0].strip(), cells=(), heading=3))
            found.extend(each for raw in filled[1].split("\n") if (each := marked_line(raw, line.place)))
        else:
            found.append(line)
    return found


def _is_job(document: Document, name: str, lines: Sequence[Line], told: Sequence[Told]) -> bool:
    """Return whether two usual sections, one of them of duties or a purpose, have titles."""
    kinds = {each.section for each in told if each.section}
    titles = [section_of(line.text.strip(" :")) for line in lines if not line.cells]
    named = any(_NO_TITLE.fullmatch(line.text) and "job" in line.text.casefold() for line in lines[:10])
    count = len(kinds) + (named and not {"duties", "purpose"} & kinds)
    done = [each.text for each in told if each.section in ("duties", "purpose", "")]
    single = sum(" " not in text for text in done)
    of_job = named or bool(JOB_TITLE.search(name)) or not document.tables
    return (
        count >= _FEWEST_SECTIONS
        and of_job
        and len(done) >= _LEAST_DONE * len(told)
        and single <= _MOST_SINGLE * len(done)
        and bool({"duties", "purpose"} & kinds or named)
        and sum(map(bool, titles)) >= _FEWEST_SECTIONS
        and len(duties_of(told)) >= _FEWEST_DUTIES
    )


def _is_role(name: str, lines: Sequence[Line], told: Sequence[Told]) -> bool:
    """Return whether a page is about a job by its title, and says under headings what it does."""
    headings = [line.text for line in lines if line.heading]
    named = bool(headings) and name in headings[0] and bool(JOB_TITLE.search(name))
    return named and len(headings) > _FEWEST_SECTIONS and len(duties_of(told)) >= _FEWEST_STATEMENTS


def _title(document: Document, lines: Sequence[Line]) -> str:
    """Return the role's title: a labelled one, else the first heading or short line, else the file's name."""
    value = document.value if isinstance(document.value, dict) else {}
    for line in lines:
        cells = [cell.strip() for cell in line.cells if cell.strip()]
        if len(cells) >= 2 and _LABEL.fullmatch(column_key(cells[0])):
            return " ".join(cells[1].split())
        if not line.cells and (found := _TITLED.match(line.text)) and len(found[1].split()) <= _LONGEST_TITLE:
            return found[1].strip()
    if value.get("title"):
        return str(value["title"])
    short = [line for line in lines if not line.cells and not line.bullet and _may_be_title(line.text)]
    best = next((line for line in short if line.heading == 1), None)
    first = next((line for line in lines[:12] if line in short), None)
    chosen = best or first or next((line for line in short if line.heading), None)
    return _AROUND.sub("", chosen.text).strip() if chosen else re.sub(r"[_-]+", " ", Path(document.name).stem)


def _may_be_title(text: str) -> bool:
    bare = _AROUND.sub("", text).strip(" :")
    return bool(
        bare
        and len(bare.split()) <= _LONGEST_TITLE
        and not bare.endswith((".", "!", "?"))
        and not _NO_TITLE.fullmatch(bare)
        and not section_of(bare)
        and ":" not in bare
    )


def _add_role(draft: ReadingDraft, name: str, told: Sequence[Told], place: str) -> None:
    title = draft.line(name, place)
    lines: dict[str, list[str]] = {"duties": duties_of(told)[:_MOST_DUTIES]}
    for each in told:
        section = _SECTIONS.get(each.section)
        if (
            section in ("purpose", "attributes")
            and not each.text.endswith(":")
            and each.text not in lines["duties"]
        ):
            lines.setdefault(section, []).append(each.text)
    left = sum(each.section == "other" for each in told)
    if left:
        draft.note(place, "left-out", "lines on applying, pay and the employer were left out.", left)
    sections = tuple(
        RoleSection(section, tuple(draft.line(text[:LONGEST_STATEMENT], place) for text in texts if text))
        for section, texts in lines.items()
        if texts
    )
    if not title:
        draft.error(place, "no-title", "the job description has no title. Write it above the text.")
    elif not lines["duties"]:
        draft.warn(place, "missing-row", f"{title!r} was left out: it does not say what somebody does.")
    else:
        draft.add_role(Role(title, sections=sections, sources=(draft.source(place),)))


def advert_columns(table: Table) -> tuple[int, int, dict[int, str]] | None:
    """Return the header row of a table of adverts, the column of titles, and the texts' columns by name."""
    for number, cells in enumerate(table.rows[:HEADER_ROWS], 1):
        keys = [column_key(cell) for cell in cells]
        title = next((n for n, key in enumerate(keys) if _LABEL.fullmatch(key)), -1)
        texts = {
            index: cells[index]
            for index, key in enumerate(keys)
            if index != title
            and (section_of(key) or "description" in key)
            and _words(table, number, index) >= _ADVERT_WORDS
        }
        if (
            title >= 0
            and texts
            and any(section_of(key) == "duties" or "job" in key for key in map(column_key, texts.values()))
        ):
            return number, title, texts
    return None


def _words(table: Table, header: int, column: int) -> float:
    counts = [
        len(row[column].split()) for row in table.rows[header:] if column < len(row) and row[column].strip()
    ]
    return sum(counts) / len(counts) if counts else 0.0


def _add_adverts(draft: ReadingDraft, table: Table, header: int, title: int, texts: dict[int, str]) -> None:
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(table.rows[header:], header + 1):
        place = f"{table.prefix}row {number}"
        if not any(cell.strip() for cell in row) or row in seen:
            continue
        seen.add(row)
        _add_role(draft, row[title], told_in(_advert(row, texts, place)), place)


def _advert(row: Sequence[str], texts: dict[int, str], place: str) -> Iterator[Line]:
    for column, name in texts.items():
        if section_of(name):
            yield Line(name, place, heading=1)
        for raw in row[column].splitlines() if column < len(row) else ():
            if line := marked_line(raw[:LONGEST_LINE], place):
                yield line
