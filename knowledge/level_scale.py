"""Names of levels and their order: by the figures in them, or by known words; never by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from knowledge.formats.content import column_key
from knowledge.model import HIGHEST_LEVEL

_LONGEST_NAME = 60
_MOST_WORDS = 7

_NUMBERED = re.compile(
    r"\b(?:level|grade|band|stage|tier|step|lvl|rank)\s*(?:no\.?|#)?\s*(\d{1,2})([a-z]?)\b|"
    r"\b(l|ic|e|g|p|m|t|se|sde|sre|jg|lvl)-?(\d{1,2})([a-z]?)\b"
)
_OUTLINE = re.compile(r"^(\d{1,2})[.)]\s+(?=[a-z])")
_FIGURE = re.compile(r"(\d{1,2})([a-z]?)")
_LAST_FIGURE = re.compile(r"(?P<title>[a-z][a-z &/-]*?)\s+(?P<figure>\d{1,2}|i{1,3}|iv|v)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NO_LEVEL = re.compile(r"\b(?:examples?|notes?|comments?|evidence|score|weight|criteria met)\b")

_PLACEHOLDER = re.compile(
    r"(?:n\s*/?\s*a|not applicable|none|nil|tb[acd]|to be (?:confirmed|defined|decided|added)"
    r"|#(?:ref|n/a|value|name)[!?]?"
    r"|[-–—.x✓✗?…]+|todo|same as (?:above|previous)|see (?:above|below))\.?",
    re.IGNORECASE,
)

_PROFICIENCY = {
    "none": 0.0,
    "awareness": 1.0, "aware": 1.0, "novice": 1.2, "beginner": 1.4, "entry": 1.4,
    "foundation": 1.6, "foundational": 1.6, "basic": 1.7, "elementary": 1.7,
    "advanced beginner": 2.2, "developing": 2.2, "working": 2.5,
    "intermediate": 3.0, "competent": 3.2, "practitioner": 3.5, "proficient": 3.6, "adept": 3.7,
    "skilled": 3.7,
    "advanced": 4.0, "highly advanced": 4.5, "expert": 5.0, "exemplar": 5.15,
    "leading expert": 5.3, "mastery": 5.5, "master": 5.5,
    "highly specialised": 4.5, "highly specialized": 4.5,
    "basis": 1.7, "gemiddeld": 3.0, "geavanceerd": 4.0, "zeer geavanceerd": 4.5,
    "débutant": 1.4, "intermédiaire": 3.0, "avancé": 4.0, "básico": 1.7, "intermedio": 3.0,
    "avanzado": 4.0, "experto": 5.0, "base": 1.7, "avanzato": 4.0, "esperto": 5.0,
    "intermediário": 3.0, "avançado": 4.0, "anfänger": 1.4, "fortgeschritten": 4.0, "experte": 5.0,
}  # fmt: skip
_RESPONSIBILITY = {
    "follow": 1.0, "assist": 2.0, "apply": 3.0, "enable": 4.0, "ensure": 5.0, "ensure advise": 5.0,
    "initiate": 6.0, "initiate influence": 6.0, "set strategy": 7.0, "set strategy inspire mobilise": 7.0,
}  # fmt: skip
_SENIORITY = {
    "intern": 0.0, "trainee": 0.5, "apprentice": 0.5, "graduate": 0.8, "junior": 1.0, "associate": 1.05,
    "mid": 2.0, "mid level": 2.0, "intermediate": 2.0, "senior": 3.0, "lead": 4.0, "staff": 4.1,
    "senior staff": 4.6, "principal": 5.0, "senior principal": 5.5, "distinguished": 6.0, "fellow": 7.0,
}  # fmt: skip
_PLAIN_TITLE = 2.0
"""Rank of a title without a word of seniority: Designer, between Junior Designer and Senior Designer."""

_MOST_NAMES = 60
"""Names among which a scale is looked for; a column with more does not hold levels."""

_LEAST_STEP = 0.15
"""Two names nearer than this have no known order: lead and staff, foundation and basic."""


def is_placeholder(text: str) -> bool:
    """Return whether a cell says that it says nothing."""
    return not text.strip() or bool(_PLACEHOLDER.fullmatch(text.strip()))


@dataclass(frozen=True, slots=True)
class LevelName:
    """A name of a level.

    Args:
        name: as the document writes it.
        track: names of one track have an order among one another.
        rank: place in that order.
    """

    name: str
    track: str
    rank: float


@lru_cache(maxsize=4096)
def readings_of(name: str) -> tuple[LevelName, ...]:
    """Return what a name may mean as a level, the most certain first; nothing where it is no level."""
    key = column_key(name).replace("(", " ").replace(")", " ").replace(",", " ").replace("&", " ")
    key = re.sub(r"\s+", " ", key).strip(" .")
    outline = _OUTLINE.match(key)
    key = key[outline.end() :] if outline else key
    if not key or len(key) > _LONGEST_NAME or len(key.split()) > _MOST_WORDS or _NO_LEVEL.search(key):
        return ()
    numbered = (LevelName(name, "#", float(outline[1])),) if outline else ()
    return tuple(dict.fromkeys((*numbered, *_figures(name, key), *_words(name, key))))


def figure_in(name: str) -> str:
    """Return the part of a name that is a level by a figure: ``Level 2`` of ``Testing: Level 2``."""
    found = re.search(_NUMBERED.pattern, name, re.IGNORECASE)
    return found[0] if found else ""


def _figures(name: str, key: str) -> Iterable[LevelName]:
    if whole := _FIGURE.fullmatch(key):
        yield LevelName(name, "#", _rank(whole[1], whole[2]))
    for found in _NUMBERED.finditer(key):
        if found[1]:
            yield LevelName(name, "#", _rank(found[1], found[2]))
        else:
            yield LevelName(name, found[3], _rank(found[4], found[5]))
    if last := _LAST_FIGURE.fullmatch(key):
        figure = last["figure"]
        number = _ROMAN.get(figure) or (int(figure) if figure.isdigit() else 0)
        if number:
            yield LevelName(name, f"title {last['title']}", float(number))


def _rank(figure: str, letter: str) -> float:
    return int(figure) + (ord(letter) - ord("a")) / 100 + 0.01 if letter else float(figure)


def _words(name: str, key: str) -> Iterable[LevelName]:
    bare = re.sub(r"^(?:at )?(?:the )?|\b(?:level|levels|individuals)\b", " ", key)
    bare = " ".join(bare.split())
    for track, ranks in (
        ("responsibility", _RESPONSIBILITY),
        ("proficiency", _PROFICIENCY),
        ("", _SENIORITY),
    ):
        if bare in ranks:
            yield LevelName(name, track or "seniority", ranks[bare])
    parts = bare.split(" ")
    for count in (2, 1):
        if len(parts) > count and (first := " ".join(parts[:count])) in _SENIORITY:
            yield LevelName(name, f"seniority {' '.join(parts[count:])}", _SENIORITY[first])
            return
    if bare and bare not in _SENIORITY:
        yield LevelName(name, f"seniority {bare}", _PLAIN_TITLE)


def is_level(name: str) -> bool:
    """Return whether a name is a level by itself: it has a figure or a known word."""
    return any(
        (not each.track.startswith("seniority ") or each.rank != _PLAIN_TITLE)
        and not (each.track == "#" and _OUTLINE.match(column_key(name)))
        for each in readings_of(name)
    )


def order(names: Sequence[str]) -> dict[str, int] | None:
    """Return the level of each name, or None where their order is not known.

    Figures from 1 to 7 are the levels themselves; other names are numbered from 1 in their order.

    Args:
        names: different names, in any order.
    """
    for track in _tracks(names):
        ranked = _on_track(names, track)
        if len(ranked) == len(names) and _has_order(ranked, track):
            return _numbered(ranked, track)
    return None


def largest_scale(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names, of any that a document has, that make the largest scale; two or more, or none.

    A title without a word of seniority (Engineer) belongs to the scale of the titles that have one.
    """
    best: tuple[str, ...] = ()
    if len(names) > _MOST_NAMES:
        return best
    for track in _tracks(names):
        ranked = _on_track(names, track)
        sure = sum(is_level(each.name) for each in ranked)
        if len(ranked) > max(len(best), 1) and sure >= min(2, len(ranked) - 1) and _has_order(ranked, track):
            best = tuple(name for name in names if any(each.name == name for each in ranked))
    return best


def _tracks(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(each.track for name in names for each in readings_of(name)))


def _on_track(names: Sequence[str], track: str) -> list[LevelName]:
    """Return what names mean on a track.

    A bare word of seniority is on the track of every title; a title is a level only where another name has
    the same title with such a word.
    """
    tracks = (track, "seniority") if track.startswith("seniority ") else (track,)
    found = []
    for name in names:
        fitting = [each for one in tracks for each in readings_of(name) if each.track == one]
        found.extend(fitting[:1])
    if not any(each.track == track and each.rank != _PLAIN_TITLE for each in found):
        found = [each for each in found if each.track == "seniority"] if len(tracks) > 1 else found
    return sorted(found, key=lambda each: each.rank)


def _has_order(ranked: Sequence[LevelName], track: str) -> bool:
    words = track in ("proficiency", "responsibility") or track.startswith("seniority")
    least = _LEAST_STEP if words else 0.005
    return all(above.rank - below.rank >= least for below, above in pairwise(ranked))


def _numbered(ranked: Sequence[LevelName], track: str) -> dict[str, int] | None:
    whole = all(each.rank == int(each.rank) and 1 <= each.rank <= HIGHEST_LEVEL for each in ranked)
    if whole and "seniority" not in track and track != "proficiency":
        return {each.name: int(each.rank) for each in ranked}
    if len(ranked) > HIGHEST_LEVEL or len(ranked) < 2:
        return None
    return {each.name: number for number, each in enumerate(ranked, 1)}
