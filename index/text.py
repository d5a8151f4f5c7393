"""What the models read of what a person wrote.

Who somebody is says nothing about their level, so the models never see it: names, places, nationalities,
ages and gender words are replaced by one neutral word or removed, Singlish particles are removed, spelling
errors are corrected. Training and inference both read texts through this module. Evidence is still shown in
the person's own words: each word knows its place in the original.

Lists are in ``index/lists/``; ``index/weights/words.txt`` holds the words that staff voices use and how
often (`scripts/train.py words`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index import word_lists
from index.spelling import is_known, spelt

Kind = Literal["word", "name", "place", "people", "age", "gender", "particle"]
NAME, PLACE = "a colleague", "our city"
"""What stands for a name and for a place; docs/accuracy.md has what other words gave."""
WHERE = frozenset({"in", "at", "from", "near", "across", "around", "outside", "inside", "throughout", "over"})
"""Before a name these make it a place, in or out of the lists: a swapped name must read the same."""

_AGE = (
    r"(?<!\w)(?:\d{2}|(?:twenty|thirty|forty|fifty|sixty)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)"
    r"[- ]?(?:years?|yrs?|y)[- ]?(?:olds?|o)\b"
    r"|\b(?:aged?|age[:]?|turning|turned)\s+(?:[2-6]\d)\b(?!\s*%)"
    r"|(?<=\bI'm )(?:[2-6]\d)\b(?=\s*(?:[.,;!]|and\b|now\b|this\b|$))"
    r"|(?<=\bI am )(?:[2-6]\d)\b(?=\s*(?:[.,;!]|and\b|now\b|this\b|$))"
    r"|\bin (?:my|her|his|their) (?:early |mid |late |mid-|late-|early-)?"
    r"(?:twenties|thirties|forties|fifties|sixties|[2-6]0s)\b"
)
_TOKEN = re.compile(rf"(?P<age>{_AGE})|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<other>[\w]+)", re.IGNORECASE)
_STOP = re.compile(r"[.!?;:…\n]|--|—")
_CLAUSE = re.compile(r"[.!?;:,…\n]|--|—")
_SHORTENED = re.compile(r"['’](?:s|d|ll)$", re.IGNORECASE)
_OWNER = re.compile(r"['’]s$", re.IGNORECASE)
TITLED = 0.6
"""Where more words than this begin with a capital, capitals say nothing about names."""


@dataclass(frozen=True, slots=True)
class NeutralText:
    """A text as the models read it.

    Args:
        text: what is read.
        pieces: for each word that tells something of the work: start and end in ``text``, then start and
            end in the original; ascending. What stands for a name or a gender has none.
    """

    text: str
    pieces: tuple[tuple[int, int, int, int], ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original the words of ``text[start:end]`` stand, (0, 0) for none of theirs."""
        inside = [piece for piece in self.pieces if piece[0] < end and piece[1] > start]
        if not inside:
            return 0, 0
        return min(piece[2] for piece in inside), max(piece[3] for piece in inside)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    kind: Kind
    read: str


def neutral_text(text: str) -> NeutralText:
    """Return a text with what must not influence the models removed."""
    out = ""
    pieces = []
    at = 0
    for token in _bare(text, _joined(list(_tokens(text)))):
        out = _with_gap(out, text[at : token.start], token)
        if token.kind == "word" and token.read:
            pieces.append((len(out), len(out) + len(token.read), token.start, token.end))
        out += token.read
        at = token.end
    return NeutralText(_with_gap(out, text[at:], None), tuple(pieces))


def _with_gap(out: str, gap: str, following: _Token | None) -> str:
    """Add what stands between two words; stops and spaces left over by a word left out go with it."""
    if not out.strip() or (out.rstrip()[-1] in ".!?;:," and gap.strip()):
        gap = gap.lstrip(" .!?;:,-")
    if not out.strip() or out[-1].isspace():
        gap = gap.lstrip(" ")
    if following is not None and not following.read:
        gap = gap.rstrip(" ,-") if following.kind == "particle" else gap.rstrip("-")
    return out + gap


def neutral(text: str) -> str:
    """Return what the models read of a text, without its places; see `neutral_text`."""
    return neutral_text(text).text


def as_one(read: Sequence[str]) -> str:
    """Return several texts, each as it is read, as one."""
    return " ".join(text.strip() for text in read if text.strip())


def _tokens(text: str) -> Iterator[_Token]:
    places = {match.start(): match.end() for match in word_lists.place_phrases().finditer(text)}
    titled = _is_titled(text)
    before, last, skip, missing = "", 0, 0, False
    for match in _TOKEN.finditer(text):
        start, end, word = match.start(), match.end(), match.group()
        if start < skip:
            continue
        first = not before or bool(_STOP.search(text[last:start]))
        if first:
            missing = word[0].islower()
        if start in places:
            skip = end = places[start]
            token = _Token(start, end, text[start:end], "place", "")
        elif match.group("age"):
            token = _Token(start, end, word, "age", "")
        elif match.group("word"):
            token = _word(text, start, end, before, _Capitals(not (first or titled), missing))
        else:
            token = _Token(start, end, word, "word", word)
        yield token
        before, last = token.text.casefold(), end


def _word(text: str, start: int, end: int, before: str, capitals: _Capitals) -> _Token:
    word = text[start:end]
    gender = word_lists.genders().get(word_lists.plain(_SHORTENED.sub("", word)))
    if gender is not None:
        return _Token(start, end, word, "gender", "" if gender == "-" else gender)
    if _is_particle(text, word.casefold(), end):
        return _Token(start, end, word, "particle", "")
    kind = _proper(word, before, capitals)
    return _Token(start, end, word, kind, spelt(word) if kind == "word" else "")


def _is_particle(text: str, word: str, end: int) -> bool:
    after = text[end:].lstrip(" ")
    ends = not after or after[0] in ".,!?;:…\n"
    return word in word_lists.listed("particles") or (ends and f"{word}." in word_lists.listed("particles"))


def _proper(word: str, before: str, capitals: _Capitals) -> Kind:
    """Tell names, places and peoples from other words."""
    plain = word_lists.plain(_OWNER.sub("", word))
    capital = word[0].isupper() and not any(letter.isupper() for letter in word[1:])
    listed = plain in word_lists.listed("names") or plain in word_lists.places()
    if plain in word_lists.listed("kept") or (word.isupper() and len(word) > 1 and not listed):
        return "word"
    ordinary = plain in word_lists.words()
    if plain in word_lists.listed("peoples") and not ordinary:
        return "people"
    if listed and (capital and capitals.tell if ordinary else capital or capitals.missing):
        return "name" if plain in word_lists.listed("names") else "place"
    if (
        not capital
        or ordinary
        or "'" in plain
        or (not capitals.tell and (is_known(plain) or spelt(word) != word))
    ):
        return "word"
    return "place" if before in WHERE else "name"


@dataclass(frozen=True, slots=True)
class _Capitals:
    """Whether a capital at a word tells a name, and whether the sentence does without capitals."""

    tell: bool
    missing: bool


def _is_titled(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", text)
    return bool(words) and sum(word[0].isupper() for word in words) > TITLED * len(words)


def _joined(tokens: Sequence[_Token]) -> list[_Token]:
    """Replace a whole name or place by one neutral word: "Ang Mo Kio" is as long as "Rome"."""
    found: list[_Token] = []
    for n, token in enumerate(tokens):
        read = token.read
        if token.kind in ("name", "place"):
            previous = tokens[n - 1] if n else None
            where = previous is not None and previous.text.casefold() in WHERE
            after = previous is not None and previous.kind in ("name", "place", "people")
            close = previous is not None and token.start - previous.end <= 1
            read = "" if after and close else (PLACE if where else NAME)
            owner = _OWNER.search(token.text)
            read += owner.group() if read and owner else ""
        found.append(replace(token, read=read))
    return found


def _bare(text: str, tokens: Sequence[_Token]) -> list[_Token]:
    """Remove clauses in which people only say who they are: "I'm Mei, 26, from Ipoh, and"."""
    found: list[_Token] = []
    clause: list[_Token] = []
    dropped = False
    for n, token in enumerate(tokens):
        clause.append(token)
        follows = tokens[n + 1] if n + 1 < len(tokens) else None
        ends = follows is None or follows.text == "and" or _CLAUSE.search(text[token.end : follows.start])
        if ends:
            rest = _without_self(clause, dropped)
            dropped = not any(token.read for token in rest)
            found += rest
            clause = []
    return found


def _without_self(clause: Sequence[_Token], after_self: bool) -> list[_Token]:
    """Return a clause, its words unread where it only says who somebody is."""
    words = {token.text.casefold() for token in clause}
    named = any(token.kind in ("name", "place") for token in clause)
    aged = all(_is_age(token) for token in clause)
    who = words <= word_lists.self_words("greeting") or any(
        _says_who(token, "as" in words) for token in clause
    )
    who = who or (named and bool(words & word_lists.self_words("introducing")))
    if any(_tells(token) and not _is_age(token) for token in clause) or not (
        who or (after_self and (named or aged))
    ):
        lead = after_self and clause[0].text == "and"
        return [replace(clause[0], read=""), *clause[1:]] if lead else list(clause)
    return [replace(token, read="") for token in clause]


def _says_who(token: _Token, as_one: bool) -> bool:
    """Return whether a word says who one is: as a mother, a 58-year-old, a Dane."""
    if token.kind == "gender":
        return token.read in ("person", "people", "") or (
            as_one and token.read in word_lists.self_words("kin")
        )
    return token.kind in ("age", "people")


def _tells(token: _Token) -> bool:
    plain = token.text.casefold().replace("’", "'")
    return (
        token.kind == "word" and plain not in word_lists.self_words("") and not word_lists.is_grammar(plain)
    )


def _is_age(token: _Token) -> bool:
    return token.text.isdigit() and len(token.text) == 2 and token.text[0] in "23456"
