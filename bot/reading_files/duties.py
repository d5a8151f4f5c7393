"""From the lines of a job description to what the person does: duties first, boilerplate never."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.conversation.listening import MAX_ACTIVITIES
from bot.reading_files.headings import ADDRESS, BOILERPLATE, DUTIES, OTHER, PURPOSE, SURELY_OTHER
from bot.reading_files.model import Line
from bot.wording import rephrase
from knowledge.readers.statements import sentences

LONGEST = 320
"""Characters of one activity: as many as the conversation hears at once fit into one message."""

Section = Literal["", "duties", "purpose", "other"]

_FEWEST_WORDS = 3
_FEW_DUTIES = 3
_LONGEST_TITLE = 9
"""Words."""

_END = re.compile(r"[.!?:;…]$")
_TAIL = re.compile(r"[\s,;]+(?:and|or)?$", re.IGNORECASE)
_LABEL = re.compile(r"^(?P<title>[^:]{3,60}):\s+(?P<rest>\S.+)$")


@dataclass(frozen=True, slots=True)
class _Told:
    """A piece of text that may be an activity, and where it stands."""

    text: str
    section: Section
    item: bool


def activities(lines: Sequence[Line]) -> list[str]:
    """Find what a job description says somebody does.

    Args:
        lines: in order, as a file gives them.

    Returns:
        at most `MAX_ACTIVITIES` texts of at most `LONGEST` characters, in their order: the duties where a
        section of that name exists (with the purpose, where they are few), else the items of lists, else
        the sentences; what asks for degrees or tells how to apply is left out.
    """
    told = list(_told(_paragraphs(lines)))
    duties = _items_or_sentences([each for each in told if each.section == "duties"])
    if len(duties) < _FEW_DUTIES:
        purpose = _items_or_sentences([each for each in told if each.section == "purpose"])
        duties = [*purpose, *duties]
    if not duties:
        duties = _items_or_sentences([each for each in told if each.section == ""])
    return list(dict.fromkeys(rephrase.shorten(text, LONGEST) for text in duties))[:MAX_ACTIVITIES]


def _paragraphs(lines: Iterable[Line]) -> Iterator[Line]:
    """Put lines together that are one paragraph or one item; an empty line ends what stands before it."""
    lines = list(lines)
    widest = max((len(line.text) for line in lines if not line.whole), default=0)
    held: Line | None = None
    last = ""
    for line in lines:
        if held and line.text and _goes_on(held, last, line, widest):
            held = Line(f"{held.text} {line.text}", held.item, held.heading, whole=False)
        else:
            if held:
                yield held
            held = line if line.text else None
        last = line.text
    if held:
        yield held


def _goes_on(held: Line, last: str, line: Line, widest: int) -> bool:
    if held.whole or line.whole or line.item or line.heading:
        return False
    if _title(line) is not None or _title(held) is not None:
        return False
    if line.text[0].islower():
        return True
    # A line that fills its width and ends no sentence was broken by the page, not by its author.
    return len(last) > 0.7 * widest and not _END.search(last)


def _told(paragraphs: Iterable[Line]) -> Iterator[_Told]:
    section: Section = ""
    for paragraph in paragraphs:
        text, item = paragraph.text, paragraph.item
        if (kind := _title(paragraph)) is not None:
            # A title of no known kind within the duties parts them.
            section = kind or ("" if section == "other" and paragraph.heading else section)
            continue
        label = None if item else _LABEL.match(text)
        if label and (named := _kind(label["title"])):
            # Responsibilities: plans the beds. Salary: as agreed.
            if named == "other" or len(label["rest"].split()) < _FEWEST_WORDS + 2:
                continue
            section, text = named, label["rest"]
        yield _Told(text, section, item)


def _title(line: Line) -> Section | None:
    """Return the kind of section a line heads, ``""`` for one of no known kind; None where it heads none."""
    bare = line.text.rstrip(" :–-.…")
    if len(bare.split()) > _LONGEST_TITLE:
        return None
    kind = _kind(bare)
    if kind == "duties" or (kind == "purpose" and not line.item):
        return kind
    if line.item and not line.text.isupper():
        return None
    if _looks_like_title(line) or (kind and len(bare.split()) <= 2) or SURELY_OTHER.fullmatch(bare):
        return kind
    return None


def _kind(title: str) -> Section:
    title = title.replace("’", "'").strip()
    if DUTIES.fullmatch(title):
        return "duties"
    if PURPOSE.fullmatch(title):
        return "purpose"
    return "other" if len(title.split()) <= _LONGEST_TITLE and OTHER.fullmatch(title) else ""


def _looks_like_title(line: Line) -> bool:
    words = [word for word in line.text.split() if len(word) > 3]
    capitals = bool(words) and all(word[0].isupper() for word in words)
    return line.heading or line.text.endswith(":") or (capitals and not _END.search(line.text))


def _items_or_sentences(told: Sequence[_Told]) -> list[str]:
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
    return not (text.endswith(":") or BOILERPLATE.search(text) or ADDRESS.search(text))
