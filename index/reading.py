"""Reading: what the models read of what a person wrote.

Who somebody is says nothing about their rung. So the models never see it: names, places, nationalities,
ages and gender words give way to one plain word or to none, Singlish particles are left out, typing errors
are put right. Training and run time read through this one place. What a person sees as evidence are still
their own words: every word read knows where it stands in the original.

Lists are in ``index/lists/``; ``index/weights/words.txt`` holds the words that staff voices use and how
often (`scripts/train_words.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index import lists
from index.spelling import spelt

Kind = Literal["word", "name", "place", "people", "age", "gender", "particle"]
PLAIN: dict[Kind, str] = {"name": "Sam", "place": "town", "people": "", "age": "", "particle": ""}
"""What stands for a word of a kind. One short name and one short place, so that sentences stay sentences."""
WHERE = frozenset(["in", "at", "from", "near", "across", "around", "outside", "inside", "throughout", "over"])
"""Before an unknown capitalised word: it is a place."""
GENDER = {
    **dict.fromkeys(["he", "she"], "they"),
    **dict.fromkeys(["him", "her", "his", "hers"], "their"),
    **dict.fromkeys(["himself", "herself"], "themselves"),
    **dict.fromkeys(["man", "woman", "lady", "gentleman", "gal", "girl", "boy"], "person"),
    **dict.fromkeys(["men", "women", "ladies", "gentlemen", "gals", "girls", "boys"], "people"),
    **dict.fromkeys(
        ["mr", "mrs", "ms", "mdm", "madam", "miss", "sir", "encik", "puan", "cik", "khun", "male", "female"],
        "",
    ),
    **dict.fromkeys(["wife", "husband", "girlfriend", "boyfriend"], "partner"),
    **dict.fromkeys(["mother", "father", "mum", "mom", "dad", "mummy", "daddy"], "parent"),
    **dict.fromkeys(["son", "daughter"], "child"),
    **dict.fromkeys(["brother", "uncle", "aunt", "auntie", "aunty", "niece", "nephew"], "relative"),
    **dict.fromkeys(["grandmother", "grandfather", "grandma", "grandpa"], "grandparent"),
    **dict.fromkeys(["chairman", "chairwoman"], "chairperson"),
    **dict.fromkeys(["salesman", "saleswoman"], "salesperson"),
    **dict.fromkeys(["businessman", "businesswoman"], "businessperson"),
    **dict.fromkeys(["saleswomen", "salesmen"], "salespeople"),
    **dict.fromkeys(["waiter", "waitress"], "waiter"),
}
PARTICLES = frozenset(
    [
        "lah",
        "leh",
        "lor",
        "lorh",
        "sia",
        "siah",
        "hor",
        "meh",
        "mah",
        "liao",
        "liaos",
        "wor",
        "siol",
        "sial",
        "hah",
        "walao",
        "wah",
        "aiyo",
        "aiyoh",
        "aiyah",
        "alamak",
    ]
)
ENDING_PARTICLES = frozenset(["la", "lo", "ah", "eh", "ma", "ya", "hor", "what", "wat"])
"""Particles only right before a stop or the end: elsewhere they are other words."""

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
_OWNER = re.compile(r"['’]s$", re.IGNORECASE)
TITLED = 0.6
"""Where more words than this begin with a capital, capitals say nothing about names."""
INTRODUCING = frozenset(["name", "i'm", "i’m", "im", "hi", "hello", "hey", "call", "this"])
SELF = frozenset(
    [
        "i'm",
        "i’m",
        "im",
        "old",
        "aged",
        "age",
        "year",
        "years",
        "based",
        "born",
        "guy",
        "person",
        "people",
        "citizen",
        "national",
        "living",
        "live",
        "lives",
        "here",
        "work",
        "working",
        "worker",
        "staff",
        "hi",
        "hello",
        "hey",
        "call",
        "name",
        "originally",
        "raised",
        "grew",
        "currently",
        "yo",
    ]
)
"""Words of a clause in which people only say who they are."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as the models read it.

    Args:
        text: what is read.
        pieces: for each word read that comes from the original: start and end in ``text``, then start
            and end in the original; ascending.
    """

    text: str
    pieces: tuple[tuple[int, int, int, int], ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original the words of ``text[start:end]`` stand."""
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


def hear(text: str) -> Heard:
    """Return a text without what must not matter."""
    out = ""
    pieces = []
    at = 0
    for token in _bare(text, _joined(list(_tokens(text)))):
        out = _with_gap(out, text[at : token.start], token)
        if token.read:
            pieces.append((len(out), len(out) + len(token.read), token.start, token.end))
            out += token.read
        at = token.end
    return Heard(_with_gap(out, text[at:], None), tuple(pieces))


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
    """Return what the models read of a text; see `hear`."""
    return hear(text).text


def as_one(read: Sequence[str]) -> str:
    """Return several texts, each as it is read, as one."""
    return " ".join(text.strip() for text in read if text.strip())


def _tokens(text: str) -> Iterator[_Token]:
    places = {match.start(): match.end() for match in lists.place_phrases().finditer(text)}
    titled = _is_titled(text)
    before, last, skip = "", 0, 0
    for match in _TOKEN.finditer(text):
        start, end, word = match.start(), match.end(), match.group()
        if start < skip:
            continue
        first = not before or bool(_STOP.search(text[last:start]))
        if start in places:
            skip = end = places[start]
            token = _Token(start, end, text[start:end], "place", "")
        elif match.group("age"):
            token = _Token(start, end, word, "age", "")
        elif match.group("word"):
            token = _word(text, start, end, before, first or titled)
        else:
            token = _Token(start, end, word, "word", word)
        yield token
        before, last = token.text.casefold(), end


def _word(text: str, start: int, end: int, before: str, first: bool) -> _Token:
    word = text[start:end]
    plain = lists.plain(_OWNER.sub("", word))
    bare = re.sub(r"['’](?:s|d|ll)$", "", word.casefold())
    if bare in GENDER and not (bare in ("miss", "sir", "male", "female") and bare != word.casefold()):
        return _Token(start, end, word, "gender", GENDER[bare])
    if _is_particle(text, word.casefold(), end):
        return _Token(start, end, word, "particle", "")
    kind = _proper(word, plain, before, first)
    if kind != "word":
        return _Token(start, end, word, kind, "")
    return _Token(start, end, word, "word", spelt(word))


def _is_particle(text: str, word: str, end: int) -> bool:
    if word in PARTICLES:
        return True
    after = text[end:].lstrip(" ")
    return word in ENDING_PARTICLES - {"what", "wat"} and (not after or after[0] in ".,!?;:…\n")


def _proper(word: str, plain: str, before: str, first: bool) -> Kind:
    """Tell names, places and peoples from other words."""
    capital = word[0].isupper() and not word.isupper() and not any(c.isupper() for c in word[1:])
    if plain in lists.kept() or (
        word.isupper() and len(word) > 1 and plain not in lists.names() | lists.places()
    ):
        return "word"
    ordinary = plain in lists.words()
    if plain in lists.peoples() and not ordinary:
        return "people"
    if plain in lists.places() and (not ordinary or (capital and not first)):
        return "place"
    if plain in lists.names() and (not ordinary or (capital and not first)):
        return "name"
    if not capital or ordinary or "'" in plain or "’" in plain or (first and lists.is_english(plain)):
        return "word"
    if first and spelt(word) != word:
        return "word"
    return "place" if before in WHERE else "name"


def _is_titled(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", text)
    return bool(words) and sum(word[0].isupper() for word in words) > TITLED * len(words)


def _joined(tokens: Sequence[_Token]) -> list[_Token]:
    """Let one plain word stand for a whole name or place: "Ang Mo Kio" is as long as "Rome"."""
    found: list[_Token] = []
    for n, token in enumerate(tokens):
        read = token.read
        if token.kind in ("name", "place"):
            previous = tokens[n - 1] if n else None
            after = previous is not None and previous.kind in ("name", "place", "people")
            close = previous is not None and token.start - previous.end <= 1
            read = "" if after and close else PLAIN[token.kind]
            owner = _OWNER.search(token.text)
            read += owner.group() if read and owner else ""
        found.append(_Token(token.start, token.end, token.text, token.kind, read))
    return found


def _bare(text: str, tokens: Sequence[_Token]) -> list[_Token]:
    """Leave out clauses in which people only say who they are: "I'm Mei, 26, from Ipoh, and"."""
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
    who = any(token.kind in ("age", "people") or _says_gender(token) for token in clause)
    named = any(token.kind in ("name", "place") for token in clause)
    introduces = named and bool(words & INTRODUCING)
    goes_on = after_self and (named or all(_is_age(token) for token in clause))
    telling = [token for token in clause if _tells(token) and not (after_self and _is_age(token))]
    if telling or not (who or introduces or goes_on):
        first = clause[0]
        lead = after_self and first.text == "and"
        return [_unread(first), *clause[1:]] if lead else list(clause)
    return [_unread(token) for token in clause]


def _unread(token: _Token) -> _Token:
    return _Token(token.start, token.end, token.text, token.kind, "")


def _tells(token: _Token) -> bool:
    return token.kind == "word" and token.text.casefold() not in SELF and not lists.is_grammar(token.text)


def _is_age(token: _Token) -> bool:
    return token.text.isdigit() and len(token.text) == 2 and token.text[0] in "23456"


def _says_gender(token: _Token) -> bool:
    return token.kind == "gender" and token.read in ("person", "people", "")
