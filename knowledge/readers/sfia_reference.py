"""Reads the PDF of SFIA's framework reference: a skill a double page, an overview of all at the front."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from knowledge.formats.content import Document
from knowledge.formats.pdf_pages import Page, Paragraph, TextRun, halves, leading_of, paragraphs
from knowledge.model import Framework, Reading, Skill
from knowledge.readers.draft import Reader, ReadingDraft
from knowledge.readers.frameworks import SFIA_ATTRIBUTES, SFIA_PHRASES, sfia, sfia_version_in
from knowledge.readers.statements import guidance, statements

_TITLE = re.compile(r"^(\S.{0,80}?)\s+(?!SFIA)([A-Z]{4})$")
"""A name and its code. A chapter's title may end in the framework's own name."""

_LEVEL = re.compile(r"^Level\s+(\d{1,3})$")
_LEVEL_PAGE = re.compile(r"^Level\s+(\d{1,3})\s*[-–—]\s*(\S.{0,60})$")
_NOTES = "guidance notes"
_OVERVIEW = ("category", "subcategory", "skill")
_ROW = re.compile(r"^(?P<name>\S.*)\s(?P<code>[A-Z]{4})$")
_NEAR = 12.0
"""Points by which a cell of the overview may be left of its column's heading."""

_FEWEST_SKILLS = 3


@dataclass(frozen=True)
class _Entry:
    """What the overview says of a skill."""

    category: str
    subcategory: str
    levels: tuple[int, ...]


@dataclass
class _Part:
    """A skill as it is in the pages.

    Args:
        name, code: of its title.
        page: where it begins.
        described, notes: paragraphs before and under 'Guidance notes'.
        levels: number of the level, where it is, and its paragraphs.
    """

    name: str
    code: str
    page: Page
    described: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    levels: list[tuple[str, Page, list[str]]] = field(default_factory=list)


def _recognises(document: Document) -> bool:
    """Recognise it by the titles: names of skills with a code, in a font that nothing else has."""
    titles = sum(1 for page in document.pages for run in page.runs if _is_title(page, run.text, run.size))
    return titles >= _FEWEST_SKILLS and any(
        _LEVEL.match(run.text) for page in document.pages for run in page.runs
    )


def _read(document: Document) -> Reading:
    """Read the reference: skills with category, description, guidance notes and levels, and attributes."""
    draft = ReadingDraft(document, "sfia-reference")
    sides = [side for page in document.pages for side in halves(page)]
    leading = leading_of(sides)
    framework = sfia(_version(document))
    draft.add_framework(framework)
    overview = _overview(document.pages)
    for part in _parts(sides, leading):
        _add(draft, framework, part, overview.get(part.code))
    _check_overview(draft, overview)
    _add_attributes(draft, framework, sides, leading)
    return draft.finish()


def _is_title(page: Page, text: str, size: float) -> bool:
    # Body text has about a hundredth of a page's height; titles more than twice that.
    return size > 0.02 * page.height and bool(_TITLE.match(text))


def _version(document: Document) -> str:
    """Return the version on the first page that names one, else that of the file name."""
    for page in document.pages:
        for run in page.runs:
            if said := sfia_version_in(run.text):
                return said
    return sfia_version_in(document.name)


def _parts(sides: list[Page], leading: dict[int, float]) -> Iterator[_Part]:
    """Yield the skills, each from its title to the next title of any kind."""
    part: _Part | None = None
    for side in sides:
        for paragraph in paragraphs(side, leading):
            if paragraph.size > 0.02 * side.height:
                if part is not None:
                    yield part
                title = _TITLE.match(paragraph.text)
                part = _Part(title[1], title[2], side) if title else None
            elif part is not None:
                _put(part, paragraph)
    if part is not None:
        yield part


def _put(part: _Part, paragraph: Paragraph) -> None:
    """Put a paragraph where it belongs within a skill."""
    level = _LEVEL.match(paragraph.text)
    if level:
        part.levels.append((level[1], paragraph.page, []))
    elif part.levels:
        part.levels[-1][2].append(paragraph.text)
    elif part.notes or paragraph.text.casefold() == _NOTES:
        part.notes.append(paragraph.text)
    else:
        part.described.append(paragraph.text)


def _add(draft: ReadingDraft, framework: Framework, part: _Part, entry: _Entry | None) -> None:
    where = part.page.location
    notes = draft.tidy("\n".join(part.notes[1:]), where)
    skill = Skill(
        framework=framework.id,
        name=draft.line(part.name, where),
        code=part.code,
        category=entry.category if entry else "",
        subcategory=entry.subcategory if entry else "",
        description=draft.line(" ".join(part.described), where),
        guidance=tuple(guidance(notes)),
        sources=(draft.source(where),),
    )
    if not draft.add_skill(skill):
        return
    said = [
        level for raw, page, texts in part.levels if (level := _add_level(draft, skill, raw, page, texts))
    ]
    _check_levels(draft, part, said, entry)


def _add_level(draft: ReadingDraft, skill: Skill, raw: str, page: Page, texts: list[str]) -> int | None:
    where = f"{page.location}, {skill.code}, Level {raw}"
    level = draft.level(raw, where)
    if level is None:
        return None
    text = draft.tidy("\n".join(texts), where)
    if not text:
        draft.warn(where, "empty-level", "the level says nothing. Check that the page is complete.")
    draft.add_statements(skill, level, "level", statements(text), where)
    return level


def _check_levels(draft: ReadingDraft, part: _Part, said: list[int], entry: _Entry | None) -> None:
    """Compare the levels of a skill with the overview's."""
    where = f"{part.page.location}, {part.code}"
    for level in sorted({level for level in said if said.count(level) > 1}):
        draft.error(where, "duplicate-level", f"level {level} occurs twice. Correct the number.")
    if entry is None:
        draft.warn(where, "not-in-overview", "the overview at the front does not name this skill.")
    elif missing := sorted(set(entry.levels) - set(said)):
        draft.error(
            where,
            "level-missing",
            f"the overview names level {', '.join(map(str, missing))}, the skill's pages do not have it."
            " Check that they are whole.",
        )
    elif more := sorted(set(said) - set(entry.levels)):
        draft.warn(where, "levels-differ", f"the overview does not name level {', '.join(map(str, more))}.")


def _overview(pages: tuple[Page, ...]) -> dict[str, _Entry]:
    """Return what the overview says, by code; its rows have a category where that changes."""
    found: dict[str, _Entry] = {}
    for page in pages:
        for side in halves(page):
            columns = _columns(side)
            if columns is not None:
                _read_overview(side, columns, found)
    return found


def _columns(side: Page) -> tuple[float, ...] | None:
    """Return where the columns of the overview begin, or None where the page has none."""
    for line in side.lines:
        labels = tuple(run.text.casefold() for run in line[:3])
        if labels == _OVERVIEW:
            return tuple(run.x0 for run in line[:3])
    return None


def _read_overview(side: Page, columns: tuple[float, ...], found: dict[str, _Entry]) -> None:
    last = next(reversed(found.values()), _Entry("", "", ()))
    categories = [(0.0, last.category), *_cells(side, columns[0])]
    subcategories = [(0.0, last.subcategory), *_cells(side, columns[1])]
    for line in side.lines:
        row = next((match for run in line if _at(run, columns[2]) and (match := _ROW.match(run.text))), None)
        # Figures to the right: the levels, and last the page.
        levels = " ".join(run.text for run in line if re.fullmatch(r"[\d ]+", run.text)).split()[:-1]
        if row is not None:
            category, subcategory = (
                [text for y, text in cells if y <= line[0].y + 1][-1] for cells in (categories, subcategories)
            )
            found[row["code"]] = _Entry(category, subcategory, tuple(int(each) for each in levels))


def _at(run: TextRun, column: float) -> bool:
    return abs(run.x0 - column) < _NEAR


def _cells(side: Page, column: float) -> list[tuple[float, str]]:
    """Return height and text of the cells of a column; one that continues in lower case is joined."""
    cells: list[tuple[float, str]] = []
    for run in sorted((run for run in side.runs if _at(run, column)), key=lambda run: run.y):
        if run.text.casefold() in _OVERVIEW:
            cells = []
        elif cells and run.text[:1].islower():
            cells[-1] = (cells[-1][0], f"{cells[-1][1]} {run.text}")
        else:
            cells.append((run.y, run.text))
    return cells


def _check_overview(draft: ReadingDraft, overview: dict[str, _Entry]) -> None:
    read_codes = {code for code in overview if draft.has_skill(code)}
    for code in overview:
        if code not in read_codes:
            draft.error(
                "the overview",
                "skill-missing",
                f"the skill {code} is named, its pages are not there. Check that the file is complete.",
            )


def _add_attributes(
    draft: ReadingDraft, framework: Framework, sides: list[Page], leading: dict[int, float]
) -> None:
    """Add the attributes from the pages of levels of responsibility: a page a level, a row an attribute."""
    found: dict[str, list[tuple[int, Page, str]]] = {}
    for side in sides:
        for level, name, text in _responsibilities(draft, side, leading):
            found.setdefault(name, []).append((level, side, text))
    for name, levels in found.items():
        title = name.capitalize()
        source = draft.source(levels[0][1].location)
        attribute = Skill(framework.id, title, kind="attribute", sources=(source,))
        if draft.add_skill(attribute):
            for level, side, text in levels:
                where = f"{side.location}, {title}, Level {level}"
                draft.add_statements(attribute, level, "level", statements(draft.tidy(text, where)), where)


def _responsibilities(
    draft: ReadingDraft, side: Page, leading: dict[int, float]
) -> Iterator[tuple[int, str, str]]:
    """Yield level, attribute and text of a page that has the attributes of one level."""
    heading = next((match for line in side.lines if (match := _LEVEL_PAGE.match(line[0].text))), None)
    labels = [run for run in side.runs if run.text.casefold() in SFIA_ATTRIBUTES]
    named = {run.text.casefold() for run in labels}
    if heading is None or len(named) < len(SFIA_ATTRIBUTES):
        return
    level = draft.level(heading[1], side.location)
    if level is None or heading[2] != SFIA_PHRASES[level]:
        return
    labels.sort(key=lambda run: run.y)
    for index, label in enumerate(labels):
        below = labels[index + 1].y if index + 1 < len(labels) else side.height
        runs = tuple(run for run in side.runs if label.y - 1 <= run.y < below - 1 and run.x0 > label.x1)
        said = paragraphs(replace(side, runs=runs), leading)
        yield level, label.text.casefold(), "\n".join(paragraph.text for paragraph in said)


READERS = (Reader("sfia-reference", _recognises, _read),)
