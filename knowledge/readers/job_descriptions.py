"""Reads a paper with job descriptions: a role each; its prose and traits are kept as background."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from knowledge.formats.content import Document, Line
from knowledge.model import Reading, Role, RoleSection
from knowledge.readers.draft import Reader, ReadingDraft
from knowledge.readers.job_sections import advert_columns
from knowledge.readers.section_titles import NOT_DONE, section_of
from knowledge.readers.statements import items, run_together

_PAGE_MARK = re.compile(
    r"^(?:strictly )?(?:confidential|end of document|page \d+(?: of \d+)?)\b\s*(?=$|job description)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^job description\s*(?:[\(\[:–-].*)?$", re.IGNORECASE)
_TITLE_END = re.compile(r"\s+(?:information|job descriptions?|role descriptions?)$", re.IGNORECASE)
_TRAITS = re.compile(r"\b(?:elements|traits|characteristics|qualities)\b.*:$", re.IGNORECASE)
_AUTHOR = re.compile(r"^(?:prepared|written|compiled) by\b", re.IGNORECASE)

_ROWS = {
    "purpose of the job": "purpose",
    "purpose": "purpose",
    "principal accountabilities": "accountabilities",
    "accountabilities": "accountabilities",
    "skills/attributes required": "attributes",
    "attributes required": "attributes",
    "skills required": "attributes",
}
"""Rows of a table that are sections of a role, by what the section is called."""

_TITLE_ROW = "job title"


@dataclass
class _Job:
    """A job description as far as it is read."""

    heading: Line
    title: str = ""
    sections: dict[str, list[str]] = field(default_factory=dict)

    def add(self, section: str, texts: list[str]) -> None:
        self.sections.setdefault(section, []).extend(text for text in texts if text)


def _recognises(document: Document) -> bool:
    """Recognise it by a heading 'Job description', alone in its line, before no section of other papers."""
    lines = _lines(document)
    count = sum(bool(_HEADING.match(line.text)) for line in lines)
    if any(advert_columns(table) for table in document.tables):
        return False
    others = [line for line in lines if not line.cells and not _HEADING.match(line.text)]
    sections = [(section_of(line.text.strip(" :")), line.heading) for line in others]
    usual = any(section in NOT_DONE or (section == "duties" and heading) for section, heading in sections)
    return count > 1 or (count == 1 and (not usual or any(line.label in _ROWS for line in lines)))


def _read(document: Document) -> Reading:
    """Read the paper: what is before the first job description is background."""
    draft = ReadingDraft(document, "job-descriptions")
    lines = _lines(document)
    jobs: list[_Job] = []
    for line in lines:
        if _HEADING.match(line.text):
            jobs.append(_Job(line))
        elif jobs:
            _add_to_job(draft, jobs[-1], line)
    _add_background(draft, lines)
    name = _subject(draft, lines)
    for job in jobs:
        _add_role(draft, job, name)
    return draft.finish()


def _lines(document: Document) -> list[Line]:
    """Return the lines without what each page repeats."""
    tidied = (
        line if line.cells else replace(line, text=_PAGE_MARK.sub("", line.text).strip())
        for line in document.lines
    )
    return [line for line in tidied if line.text]


def _add_to_job(draft: ReadingDraft, job: _Job, line: Line) -> None:
    if line.cells:
        text = draft.tidy(line.cells[1], line.place) if len(line.cells) > 1 else ""
        if line.label == _TITLE_ROW:
            job.title = " ".join(text.split())
        elif line.label in _ROWS:
            job.add(_ROWS[line.label], items(text) if "\n" in text else run_together(text))
    elif line.number is not None:
        job.add("duties", [draft.line(line.text, line.place)])
    elif line.bullet:
        job.add("purpose", [draft.line(line.text, line.place)])


def _add_background(draft: ReadingDraft, lines: list[Line]) -> None:
    """Keep the prose before the first job description; a list of what people must be like as traits."""
    in_traits, after_author = False, False
    for line in lines:
        if _HEADING.match(line.text):
            return
        text = draft.line(line.text, line.place)
        if line.bullet and in_traits:
            draft.add_trait(text, line.place)
        elif not (after_author or _AUTHOR.match(text)):
            in_traits = bool(_TRAITS.search(text)) if not line.bullet else False
            draft.add_background(text, line.place)
        # The author's name may be in the line below; it is of no use here.
        after_author = bool(_AUTHOR.fullmatch(text))


def _subject(draft: ReadingDraft, lines: list[Line]) -> str:
    """Return what the paper is about: ``Account Manager`` of the title ``Account Manager Information``."""
    first = draft.line(lines[0].text, lines[0].place)
    return "" if _HEADING.match(first) or len(first) > 80 else _TITLE_END.sub("", first)


def _add_role(draft: ReadingDraft, job: _Job, subject: str) -> None:
    where = job.heading.place
    name = job.title or subject
    if not name:
        draft.error(where, "no-title", "the job description has no title. Add a row 'Job Title'.")
        return
    if not job.sections:
        draft.error(where, "cut-off", "the job description says nothing. Check that the file is complete.")
        return
    _check_duties(draft, job)
    sections = tuple(RoleSection(section, tuple(lines)) for section, lines in job.sections.items())
    draft.add_role(Role(name, sections=sections, sources=(draft.source(where),)))


def _check_duties(draft: ReadingDraft, job: _Job) -> None:
    """Report a list of duties that is missing, or ends inside a sentence as no other duty does."""
    *others, last = job.sections.get("duties", [""])
    if others and all(duty.endswith(".") for duty in others) and not last.endswith("."):
        draft.error(
            job.heading.place,
            "cut-off",
            f"the last duty ends in the middle of a sentence ({last[-40:]!r}). Check the end of the file.",
        )
    if not job.sections.get("duties") and not job.sections.get("accountabilities"):
        draft.warn(
            job.heading.place,
            "missing-row",
            "the job description lists no accountabilities and no numbered duties.",
        )


READERS = (Reader("job-descriptions", _recognises, _read),)
