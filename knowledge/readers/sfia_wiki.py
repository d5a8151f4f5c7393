"""Reads a DokuWiki page of one SFIA skill: data entry, description, a section a level."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge.formats.content import Document
from knowledge.model import Reading, Skill
from knowledge.readers.draft import Reader, ReadingDraft
from knowledge.readers.frameworks import sfia, sfia_version_in
from knowledge.readers.statements import statements

_HEADING = re.compile(r"^\s*(={2,6})\s*(.*?)\s*=*\s*$")
_LEVEL = re.compile(r"^SFIA\s*(?:v?\d{1,2}\s+)?Level\s*(\S+)$", re.IGNORECASE)
_LIKE_HEADING = re.compile(r"={2,}|\bSFIA\W{0,3}Level\b|^\W*Level \d\W*$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:Role|Skill)\s*:\s*(.+?)\s*(?:\(([A-Z]{2,6})\))?$", re.IGNORECASE)
_ITEM = re.compile(r"^\s+[*-]\s")
_BLOCK = re.compile(r"^-{4,}\s*(\w.*?)\s*-{4,}\s*$")
_BLOCK_END = re.compile(r"^-{4,}\s*$")
_FIELD = re.compile(r"^(\w+)\s*:\s*(.*)$")
_LINK = re.compile(r"\[\[([^\]|]*)(?:\|([^\]]*))?\]\]")
_OTHER_MARKUP = re.compile(r"/\*.*?\*/|\{\{.*?\}\}|\*\*|__|''|<[/]?(?:code|file|nowiki)>")


@dataclass
class _Section:
    title: str
    line: int
    lines: list[tuple[int, str]] = field(default_factory=list)

    def add(self, number: int, line: str, goes_on: bool) -> None:
        """Add a line; in a wiki one that follows another without an empty line continues its paragraph."""
        if goes_on and self.lines:
            first, text = self.lines[-1]
            self.lines[-1] = (first, f"{text} {line}")
        else:
            self.lines.append((number, line))


@dataclass
class _WikiPage:
    entry: dict[str, str] = field(default_factory=dict)
    sections: list[_Section] = field(default_factory=list)
    open_block: str = ""
    """The block that the page ends in, where the file was cut off."""


def _recognises(document: Document) -> bool:
    """Recognise it by the wiki's headings: one that names a SFIA level."""
    headings = (_HEADING.match(line) for line in document.text_lines)
    return any(heading and _LEVEL.match(heading[2]) for heading in headings)


def _read(document: Document) -> Reading:
    """Read the page: a skill of `sfia`, of the version that the page says or of none."""
    draft = ReadingDraft(document, "sfia-wiki")
    page = _parse(document)
    framework = sfia(sfia_version_in(page.entry.get("source", "")))
    draft.add_framework(framework)
    skill = _skill(draft, page, framework.id)
    if skill is not None and draft.add_skill(skill):
        _add_levels(draft, page, skill)
    for section in page.sections:
        if not (_TITLE.match(section.title) or _LEVEL.match(section.title) or _is_description(section)):
            for number, line in section.lines:
                draft.add_background(draft.line(line, f"line {number}"), f"line {number}")
    if page.open_block:
        draft.error(
            page.open_block,
            "cut-off",
            "the page ends inside this block. It was cut off: save or download it again.",
        )
    return draft.finish()


def _parse(document: Document) -> _WikiPage:
    """Split the page into its data entry and its sections, without blocks and other markup."""
    page = _WikiPage(sections=[_Section("", 0)])
    block, before = "", ""
    for number, line in enumerate(document.text_lines, 1):
        goes_on, before = bool(before.strip()) and not _ITEM.match(line), line
        opening = _BLOCK.match(line)
        if opening:
            block, page.open_block = opening[1], f"line {number}"
        elif _BLOCK_END.match(line):
            block = page.open_block = ""
        elif block:
            entry = _FIELD.match(line) if block.startswith("dataentry") else None
            if entry:
                page.entry[entry[1].casefold()] = entry[2].strip()
        elif heading := _HEADING.match(line):
            page.sections.append(_Section(heading[2], number))
        elif plain := _plain(line):
            page.sections[-1].add(number, plain, goes_on)
    return page


def _plain(line: str) -> str:
    """Return a line without wiki markup; a line that is but a link says nothing."""
    if _LINK.sub("", line).strip() == "":
        return ""
    linked = _LINK.sub(lambda match: match[2] or match[1], line)
    return _OTHER_MARKUP.sub("", linked).strip()


def _is_description(section: _Section) -> bool:
    return section.title.casefold() == "description"


def _skill(draft: ReadingDraft, page: _WikiPage, framework: str) -> Skill | None:
    title = next((match for section in page.sections if (match := _TITLE.match(section.title))), None)
    name = draft.line(page.entry.get("name") or (title[1] if title else ""), "data entry")
    if not name:
        draft.error(
            "data entry", "no-title", "the page names no skill. Give it a heading 'Role: name (CODE)'."
        )
        return None
    described = [line for section in page.sections if _is_description(section) for line in section.lines]
    where = f"line {described[0][0]}" if described else "line 1"
    return Skill(
        framework=framework,
        name=name,
        code=title[2] or "" if title else "",
        category=draft.line(page.entry.get("category", ""), "data entry"),
        subcategory=draft.line(page.entry.get("subcategory", ""), "data entry"),
        description=" ".join(draft.line(line, f"line {number}") for number, line in described),
        sources=(draft.source(where),),
    )


def _add_levels(draft: ReadingDraft, page: _WikiPage, skill: Skill) -> None:
    seen: dict[int, int] = {}
    for section in page.sections:
        match = _LEVEL.match(section.title)
        level = draft.level(match[1], f"line {section.line}") if match else None
        if level is None:
            continue
        if level in seen:
            draft.error(
                f"line {section.line}",
                "duplicate-level",
                f"level {level} is in line {seen[level]} already. Join the two or correct the number.",
            )
            continue
        seen[level] = section.line
        for number, line in section.lines:
            where = f"line {number}"
            draft.add_statements(skill, level, "level", statements(draft.tidy(line, where)), where)
        if not section.lines:
            draft.warn(f"line {section.line}", "empty-level", f"level {level} says nothing.")
    _check_headings(draft, page)
    _check_end(draft, page)
    if len(seen) == 1:
        draft.warn(
            f"line {next(iter(seen.values()))}",
            "level-missing",
            f"the page has level {next(iter(seen))} only. Check that no heading of another one was lost"
            " before its text.",
        )


def _check_headings(draft: ReadingDraft, page: _WikiPage) -> None:
    """Report lines that name a level as headings do and are none: what follows would go to another level."""
    for section in page.sections:
        for number, line in section.lines:
            if _LIKE_HEADING.search(line):
                draft.warn(
                    f"line {number}",
                    "broken-heading",
                    f"{line[:60]!r} looks like a heading that is broken. What follows it was assigned to the"
                    " level above: correct its marks.",
                )


def _check_end(draft: ReadingDraft, page: _WikiPage) -> None:
    last = page.sections[-1]
    text = last.lines[-1][1] if last.lines else ""
    if _LEVEL.match(last.title) and not text.endswith((".", "!", "?", ":", ";", ")")):
        draft.error(
            f"line {last.lines[-1][0] if last.lines else last.line}",
            "cut-off",
            "the page ends in the middle of a sentence. It was cut off: save or download it again.",
        )


READERS = (Reader("sfia-wiki", _recognises, _read),)
