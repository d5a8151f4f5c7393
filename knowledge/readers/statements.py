"""Text into statements: sentences, bullet lists, guidance notes, items that ran together."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BULLETS = "•▪‣◦●■□∙⁃\uf0b7\uf0a7\uf0d8"
_BULLET_START = re.compile(rf"^\s*(?:[{_BULLETS}*·o]\s+|[{_BULLETS}]|[-–—]\s+|\(?(?:\d{{1,2}}|[a-z])[.)]\s+)")
_BULLET_WITHIN = re.compile(rf"[{_BULLETS}]")
_NEXT_SENTENCE = re.compile(r"[.!?…]+[)\]\"'”’]*\s+(?=[\"'“‘(\[]*[A-Z0-9À-Þ])")
_LAST_TOKEN = re.compile(r"(\S+)$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ABBREVIATIONS = _words(
    """e.g i.e eg ie cf vs viz approx incl excl dr mr mrs ms prof no nos fig ref dept resp a.k.a p pp vol"""
)
_LEAD_IN = re.compile(r"^.{0,60}\b(?:include|includes|including|involve|involves)\b.{0,60}:$", re.IGNORECASE)
"""``Activities may include:`` says nothing by itself."""

_LONGEST_LIST = 300
"""Characters: a list longer than this is taken apart, for one statement should be one thing."""

_CANNOT_END_ITEM = _words(
    """a an the and or nor but of in on at by to for from with without within into onto over under via per as
    than using between among across through including such other own new their its his her our your"""
)

_WHOLE_THINGS = _words(
    """agreement analysis architecture budget bid case catalogue concept contract dashboard design document
    documentation environment estimate evaluation forecast guideline guidelines improvement infrastructure
    inventory model plan plans policy portfolio process product programme project proposal prototype register
    relationship report reports requirements review risk roadmap sale service solution specification standards
    strategy system test"""
)
"""Nouns that end the name of a deliverable in European ICT role profiles (CWA 16458), as in Project Plan."""


def sentences(text: str) -> list[str]:
    """Split running text into sentences.

    Joined by spaces they hold every word. Abbreviations, initials, brackets and semicolons end no sentence.
    """
    found, start = [], 0
    for match in _NEXT_SENTENCE.finditer(text):
        if _ends_sentence(text[start : match.start()], text[start : match.end()]):
            found.append(text[start : match.end()].strip())
            start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends_sentence(before: str, with_mark: str) -> bool:
    """Return whether the full stop after `before` ends a sentence."""
    if with_mark.count("(") > with_mark.count(")"):
        return False
    token = _LAST_TOKEN.search(before)
    word = token[1].lstrip("(\"'“‘[").casefold() if token else ""
    if with_mark.rstrip().endswith(("!", "?")):
        return True
    initial = len(word) == 1 and word.isalpha() and word != "i"
    numbered = before.strip().isdigit()
    return not (word in _ABBREVIATIONS or initial or numbered)


def statements(text: str) -> list[str]:
    """Split a cell into statements: its sentences and the items of its lists.

    A line that continues in lower case belongs to the line before it. A line that ends in a colon opens a
    list: with its items it is one statement while that stays short, else each item is a statement. None is
    empty; together they hold every word.
    """
    return [sentence for paragraph in _paragraphs(text) for sentence in sentences(paragraph)]


def _paragraphs(text: str) -> Iterator[str]:
    waiting: list[str] = []
    for line, is_item in _lines(text):
        in_list = bool(waiting) and waiting[0].endswith(":")
        goes_on = bool(waiting) and not is_item and line[:1].islower() and waiting[-1][-1:] not in ".!?"
        if in_list and (is_item or line[:1].islower()):
            waiting.append(line)
        elif goes_on:
            waiting[-1] = f"{waiting[-1]} {line}"
        else:
            yield from _together(waiting)
            waiting = [line]
    yield from _together(waiting)


def _together(lines: list[str]) -> Iterator[str]:
    """Yield a lead-in with its items as one paragraph where that stays short, else each by itself."""
    if len(lines) < 2:
        yield from lines
        return
    whole = f"{lines[0]} {'; '.join(line.rstrip(';,') for line in lines[1:])}"
    if len(whole) <= _LONGEST_LIST:
        yield whole
    else:
        yield from lines


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line or bullet, without its mark, and whether it had one."""
    for line in text.splitlines():
        parts = _BULLET_WITHIN.split(line)
        for index, part in enumerate(parts):
            plain = _BULLET_START.sub("", part, count=1).strip()
            if plain:
                yield plain, index > 0 or plain != part.strip()


def items(text: str) -> list[str]:
    """Split a list, one item a line or a bullet, with no mark before an item."""
    return [line for line, _ in _lines(text)]


def guidance(text: str) -> list[str]:
    """Split guidance notes: prose into sentences, listed activities one by one, lead-ins left out."""
    said = (statement for line in items(text) for statement in sentences(line))
    return [statement for statement in said if not _LEAD_IN.match(statement)]


def run_together(text: str) -> list[str]:
    """Split items that lost their separator: a capital after a word in lower case begins a new one.

    Where every word has a capital (``Sales Forecast Technical Proposal``) an item ends with a noun that
    names a deliverable. Line ends and bullets, where there are any, separate the items instead.
    """
    listed = items(text)
    if len(listed) != 1:
        return listed
    words = listed[0].split()
    capital = all(word[:1].isupper() for word in words)
    ends = _ends_of_things(words) if capital else _ends_before_capital(words)
    found, start = [], 0
    for end in [*ends, len(words)]:
        if end > start:
            found.append(" ".join(words[start:end]))
            start = end
    return found


def _ends_of_things(words: list[str]) -> list[int]:
    ends: list[int] = []
    for index, word in enumerate(words):
        # A first word that could end a name begins one here: Project Plan, Test Report.
        begins = index == (ends[-1] if ends else 0)
        if word.casefold() in _WHOLE_THINGS and not begins:
            ends.append(index + 1)
    return ends


def _ends_before_capital(words: list[str]) -> list[int]:
    return [
        index
        for index in range(1, len(words))
        if words[index][0].isupper() and words[index][1:2].islower() and _may_end_item(words[index - 1])
    ]


def _may_end_item(word: str) -> bool:
    plain = word.rstrip(")'’\"")
    ends_low = plain[-1:].islower() or plain[-1:].isdigit() or plain[-1:] == "."
    # A capitalised word before a capital is part of a name (Service Level Agreements).
    return ends_low and not plain[:1].isupper() and plain.casefold() not in _CANNOT_END_ITEM
