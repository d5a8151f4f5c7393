"""What a job description says somebody does: duties first, boilerplate never.

Staff send job descriptions as files of any format; what their titles say is in `section_titles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.formats import open_bytes
from knowledge.formats.cleanup import one_line
from knowledge.formats.content import Line
from knowledge.model import DocumentError
from knowledge.readers.section_titles import (
    LONGEST_TITLE,
    NOT_DONE,
    SURELY_OTHER,
    Section,
    one_of,
    section_of,
)
from knowledge.readers.statements import sentences

MAX_LINES = 3_000
"""Lines read of one file; a job description has 50 to 300."""

LONGEST_LINE = 2_000
"""Characters read of one line or paragraph."""


_MONTH = r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+|\d{1,2}[/.])?"
_YEARS = re.compile(
    rf"\b{_MONTH}(?P<start>(?:19|20)\d\d)\s*(?:-|–|—|to|until)\s*"
    rf"(?:{_MONTH}(?P<end>(?:19|20)\d\d)|(?P<now>present|now|current(?:ly)?|date|today|ongoing))\b"
    rf"|\bsince\s+{_MONTH}(?P<since>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_NOW = 9999

_BOILERPLATE = re.compile(
    r"\b"
    + one_of(
        """
        equal opportunit
        regardless of (?:race|age|gender|sex)
        only shortlisted|short-?listed candidates|interested (?:applicants|candidates|parties)
        (?:please |to )apply\\b
        your (?:cv|resume|résumé)|send (?:us )?your|we regret|recruitment agenc
        personal data|data protection|privacy (?:policy|notice)
        all rights reserved|copyright|confidential\\b.{0,30}$
        years? of (?:relevant |working |work )?experience
        degree in|diploma in|bachelor|master'?s degree
        not (?:intended to be )?(?:an )?exhaustive
        other duties as|any other (?:duties|ad[- ]?hoc)|duties as (?:may be )?(?:assigned|required)
        reserves? the right|subject to change
        annual leave|medical benefits|competitive (?:salary|remuneration)|five[- ]day week
        page \\d+
        """
    ),
    re.IGNORECASE,
)

_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+\.\w{2,}|\+?\d[\d ()-]{7,}\d")

_ITEM = re.compile(
    r"^\s*(?:[◦□∙⁃►▶➢➤✓✔❖◆\uf0b7\uf0a7\uf0d8\uf0fc\uf076]\s*|[·o§]\s+"
    r"|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.)]\s+)"
)
"""Marks of list items beyond those that every text format knows."""

_FEWEST_WORDS = 3
_FEW_DUTIES = 3
_LONGEST_HEAD = 18
"""Words."""
_NARROW = 45
"""Characters of a line that no page breaks."""
_FEWEST_LINES = 5
"""Lines of a pasted text that may be a document."""

_END = re.compile(r"[.!?:;…]$")
_TAIL = re.compile(r"[\s,;]+(?:and|or)?$", re.IGNORECASE)
_LABEL = re.compile(r"^(?P<title>[^:]{3,60}):\s+(?P<rest>\S.+)$")


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of text of a job description, and where it is.

    Args:
        section: what its title says it is, ``""`` before the first title that is known.
        item: whether it is an item of a list.
        place: of its line.
        years: of the job, end before start.
    """

    text: str
    section: Section
    item: bool
    place: str = ""
    years: tuple[int, int] | None = None


def duties_in_file(name: str, data: bytes, most: int, longest: int) -> list[list[str]]:
    """Find what a job description or career in a file says somebody does; see `duties_by_job`.

    Raises:
        DocumentError: the file cannot be read, or names no duties; `DocumentError.reason` says why.
    """
    document = open_bytes(name, data, guess_encoding=True)
    lines = document.lines[:MAX_LINES]
    if not any(letter.isalnum() for line in lines for letter in line.text):
        raise DocumentError(name, "the file has no text.", remedy="Paste its text.", reason="no-text")
    found = duties_by_job(lines, most, longest)
    if not found[0]:
        raise DocumentError(
            name,
            "it does not say what somebody does.",
            remedy="Add a section 'Duties' or 'Responsibilities'.",
            reason="no-duties",
        )
    return found


def duties_in_text(text: str, most: int, longest: int) -> list[list[str]]:
    """Find the duties in pasted text; none where it has no heading that a document of this kind has."""
    lines = open_bytes("pasted.txt", text.encode(), guess_encoding=True).lines[:MAX_LINES]
    if len(lines) < _FEWEST_LINES or not any(_title(line) for line in _tidied(lines)):
        return []
    return [job for job in duties_by_job(lines, most, longest) if job]


def duties_by_job(lines: Iterable[Line], most: int, longest: int) -> list[list[str]]:
    """Find what somebody does and did, by job, the latest first; one job where there are no dates.

    Args:
        longest: characters of each duty.
    """
    lines = list(lines)
    told = [each for each in told_in(lines) if each.years]
    jobs = {years: [each for each in told if each.years == years] for years in {each.years for each in told}}
    found = [
        _items_or_sentences(jobs[years])
        for years in sorted(jobs, key=lambda years: years or (0, 0), reverse=True)
    ]
    held = [list(dict.fromkeys(_shortened(text, longest) for text in job))[:most] for job in found if job]
    return held or [duties(lines, most, longest)]


def duties(lines: Iterable[Line], most: int, longest: int) -> list[str]:
    """Find what a job description says somebody does; `longest` in characters.

    They are the duties where a section of that name exists (with the purpose, where they are few), else the
    items of lists, else the sentences. What asks for degrees or tells how to apply is left out.
    """
    found = duties_of(told_in(lines))
    return list(dict.fromkeys(_shortened(text, longest) for text in found))[:most]


def duties_of(told: Sequence[Told]) -> list[str]:
    """Return the duties of a job description that is taken apart; see `duties`."""
    found = _items_or_sentences([each for each in told if each.section == "duties"])
    if len(found) < _FEW_DUTIES:
        purpose = _items_or_sentences([each for each in told if each.section == "purpose"])
        found = [*purpose, *found]
    if not found:
        found = _items_or_sentences([each for each in told if each.section == ""])
    return found


def told_in(lines: Iterable[Line]) -> list[Told]:
    """Return what a job description says, each piece with the section it is in."""
    return list(_told(_paragraphs(list(_tidied(lines)))))


def _shortened(text: str, longest: int) -> str:
    """Cut a text at a word, with an ellipsis, where it is longer than this many characters."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > longest // 2 else cut).rstrip(" ,;:.") + "…"


def _tidied(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines with tidy text, the cells of a row line by line."""
    for line in lines:
        for text in "\n".join(line.cells).split("\n") if line.cells else (line.text,):
            bare = _ITEM.sub("", text[:LONGEST_LINE], count=1)
            marked = text[:1] == "•"
            if tidy := one_line(bare.removeprefix("•")):
                item = line.bullet or line.number is not None or marked or bare != text[:LONGEST_LINE]
                yield replace(line, text=tidy, bullet=item and not line.heading, cells=())


def _paragraphs(lines: Sequence[Line]) -> Iterator[Line]:
    """Join lines that are one paragraph or one item."""
    widest = max((len(line.text) for line in lines if not line.starts), default=0)
    held: Line | None = None
    last = ""
    for line in lines:
        if held and _continues(held, last, line, widest):
            held = replace(held, text=f"{held.text} {line.text}")
        else:
            if held:
                yield held
            held = line
        last = line.text
    if held:
        yield held


def _continues(held: Line, last: str, line: Line, widest: int) -> bool:
    if line.starts or line.bullet or line.heading or _dated(line) or _dated(held):
        return False
    if _title(line) is not None or _title(held) is not None:
        return False
    if line.text[0].islower():
        return True
    # A line that fills its width and ends no sentence was broken by the page, not by its author.
    return len(last) > max(0.7 * widest, _NARROW) and not _END.search(last)


def _told(paragraphs: Iterable[Line]) -> Iterator[Told]:
    section: Section = ""
    years: tuple[int, int] | None = None
    for paragraph in paragraphs:
        text, item = paragraph.text, paragraph.bullet
        if section in ("jobs", "duties") and (dated := _dated(paragraph)):
            # Somewhere in a career: a job begins, with its own duties.
            section, years = "jobs", dated
            continue
        if section == "jobs" and not item and _title(paragraph) in ("", "duties"):
            # The title of a job, its employer or its place.
            continue
        if (kind := _title(paragraph)) is not None:
            # A title of no known kind within the duties separates them.
            section = kind or ("" if section in NOT_DONE and paragraph.heading else section)
            years = years if section == "jobs" else None
            continue
        label = None if item else _LABEL.match(text)
        if label and (named := section_of(label["title"])):
            # Responsibilities: plans the beds. Salary: as agreed.
            if named in NOT_DONE or len(label["rest"].split()) < _FEWEST_WORDS + 2:
                continue
            section, text = named, label["rest"]
        yield Told(text, section, item, paragraph.place, years if section == "jobs" else None)


def _dated(line: Line) -> tuple[int, int] | None:
    """Return the last and the first year of the job that a line heads, or None."""
    short = len(line.text.split()) <= _LONGEST_HEAD and len(line.text) <= _LONGEST_HEAD * 10
    found = _YEARS.search(line.text) if short else None
    if not found:
        return None
    start = int(found["start"] or found["since"])
    return (int(found["end"]) if found["end"] else _NOW), start


def _title(line: Line) -> Section | None:
    """Return the kind of section a line heads, ``""`` for one of no known kind; None where it heads none."""
    bare = line.text.rstrip(" :–-.…")
    if len(bare.split()) > LONGEST_TITLE:
        return None
    kind = section_of(bare)
    if kind in ("duties", "jobs") or (kind == "purpose" and not line.bullet):
        return kind
    if line.bullet and not line.text.isupper():
        return None
    if _looks_like_title(line) or (kind and len(bare.split()) <= 2) or SURELY_OTHER.fullmatch(bare):
        return kind
    return None


def _looks_like_title(line: Line) -> bool:
    words = [word for word in line.text.split() if len(word) > 3]
    capitals = bool(words) and all(word[0].isupper() for word in words)
    return line.heading > 0 or line.text.endswith(":") or (capitals and not _END.search(line.text))


def _items_or_sentences(told: Sequence[Told]) -> list[str]:
    """Return the items where there is a list, else the sentences; what says nothing is left out."""
    items = [_tidy(each.text) for each in told if each.item]
    found = [text for text in items if _says_something(text)]
    if len(found) >= 2:
        return found
    prose = [_tidy(sentence) for each in told for sentence in sentences(each.text)]
    # Among sentences, a few words without a full stop head those below.
    stops = any(text.endswith(".") for text in prose)
    return [
        text
        for text in prose
        if _says_something(text) and not (stops and not _END.search(text) and len(text.split()) < 5)
    ]


def _tidy(text: str) -> str:
    return _TAIL.sub("", text.strip()).rstrip(" ,;")


def _says_something(text: str) -> bool:
    # Chinese puts no spaces between words.
    if len(text.split()) < _FEWEST_WORDS and (text.isascii() or len(text) < 2 * _FEWEST_WORDS):
        return False
    return not (text.endswith(":") or _BOILERPLATE.search(text) or _ADDRESS.search(text))
