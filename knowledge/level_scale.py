"""Names of levels and their order: by the figures in them, or by known words; never by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from knowledge.formats.content import Document, column_key
from knowledge.model import HIGHEST_LEVEL

_LONGEST_NAME = 60
_MOST_WORDS = 7

_NUMBERED = re.compile(
    r"\b(?:level|grade|band|stage|tier|step|lvl|rank|nivel|nível|niveau|livello|stufe)\s*(?:no\.?|#)?\s*(\d{1,2})([a-z]?)\b|"
    r"\b(l|ic|e|g|p|m|t|se|sde|sre|jg|lvl)-?(\d{1,2})([a-z]?)\b"
)
_OUTLINE = re.compile(r"^(\d{1,2})\s*[.):–—]\s*(?=[a-z])")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_IN_BRACKETS = re.compile(r"\((\d{1,2})\)\s*$")
_FIGURE_BESIDE = re.compile(r"(?P<before>\d{1,2}) (?P<word>[a-z].*)|(?P<of>[a-z].*) (?P<after>\d{1,2})")
_FIGURE = re.compile(r"(\d{1,2})([a-z]?)")
_LAST_FIGURE = re.compile(r"(?P<title>[a-z][a-z &/-]*?)\s+(?P<figure>\d{1,2}|i{1,3}|iv|v)")
JOB_TITLE = re.compile(
    r"\b(?:engineer|manager|developer|analyst|designer|architect|officer|director|consultant|administrator|assistant"
    r"|specialist|co-?ordinator|scientist|nurse|teacher|advis[eo]r|technician|owner|researcher|writer|editor|executive"
    r"|head of .+|accountant|planner|inspector|supervisor|operator|practitioner|lead|librarian|tester"
    r"|programmer|clerk|secretary|lawyer|solicitor|driver|chef|baker|worker|therapist|lecturer|buyer|auditor|apprentice|associate)s?"
    r"(?: \(.*\)| ?[,–-].*| [ivx\d]{1,3})?$",
    re.IGNORECASE,
)
"""Ends as the title of a job does: Engineer II is a level, Unit 2 is none."""

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NO_LEVEL = re.compile(r"\b(?:examples?|notes?|comments?|evidence|score|weight|criteria met)\b")

_PLACEHOLDER = re.compile(
    r"(?:n\s*/?\s*a|not applicable|none|nil|tb[acd]|to be (?:confirmed|defined|decided|added)"
    r"|#(?:ref|n/a|value|name)[!?]?"
    r"|[-–—.x✓✗?…]+|todo|same as (?:above|previous)|see (?:above|below))\.?",
    re.IGNORECASE,
)

_FILLER = re.compile(
    r"\b(?:lorem|ipsum|dolor|amet|consectetur|adipiscing|elit|nulla|nullam|vitae|mauris|fusce|donec|integer"
    r"|aenean|vestibulum|curabitur|cras|praesent|morbi|pellentesque|sed|vel|ut|nec|natoque|penatibus"
    r"|maecenas|ligula|posuere|malesuada|tortor|lacinia|faucibus|sapien|risus|eget|urna|sociis|egestas|etiam|porta|sem)\b"
)
"""Words of the Latin that designers fill pages with."""

_SHORTEST_FILLER = 20

_TRACKS: dict[str, dict[str, float]] = {
    "responsibility": {
        "follow": 1.0, "assist": 2.0, "apply": 3.0, "enable": 4.0, "ensure": 5.0, "ensure advise": 5.0,
        "initiate": 6.0, "initiate influence": 6.0, "set strategy": 7.0, "set strategy inspire mobilise": 7.0,
    },
    "proficiency": {
        "none": 0.0, "no experience": 0.0, "unaware": 0.0,
        "awareness": 1.0, "aware": 1.0, "fundamental awareness": 1.0, "novice": 1.2, "learner": 1.2,
        "beginner": 1.4, "entry": 1.4, "foundation": 1.6, "foundational": 1.6, "basic": 1.7,
        "elementary": 1.7, "unsatisfactory": 0.5,
        "advanced beginner": 2.2, "developing": 2.2, "limited": 2.2, "working": 2.5,
        "intermediate": 3.0, "competent": 3.2, "capable": 3.2, "practitioner": 3.5, "proficient": 3.6,
        "adept": 3.7, "skilled": 3.7, "experienced": 3.8,
        "advanced": 4.0, "accomplished": 4.1, "highly advanced": 4.5, "expert": 5.0, "exemplar": 5.15,
        "leading expert": 5.3, "mastery": 5.5, "master": 5.5, "distinguished": 5.7,
        "highly specialised": 4.5, "highly specialized": 4.5, "base": 1.7, "avanzato": 4.0, "esperto": 5.0,
        "intermediário": 3.0, "avançado": 4.0,
        "basis": 1.7, "gemiddeld": 3.0, "geavanceerd": 4.0, "zeer geavanceerd": 4.5,
        "débutant": 1.4, "intermédiaire": 3.0, "confirmé": 3.6, "avancé": 4.0,
        "anfänger": 1.4, "fortgeschritten": 4.0, "experte": 5.0,
        "principiante": 1.4, "básico": 1.7, "intermedio": 3.0, "avanzado": 4.0, "experto": 5.0,
    },
    "seniority": {
        "intern": 0.0, "trainee": 0.5, "apprentice": 0.5, "graduate": 0.8, "entry": 0.8,
        "junior": 1.0, "associate": 1.05, "mid": 2.0, "mid level": 2.0, "midlevel": 2.0, "intermediate": 2.0,
        "middle": 2.0,
        "mid senior": 2.5, "senior": 3.0, "lead": 4.0, "staff": 4.1, "senior staff": 4.6, "principal": 5.0,
        "senior principal": 5.5, "distinguished": 6.0, "senior distinguished": 6.5, "fellow": 7.0,
    },
    "management": {
        "team member": 0.5, "individual contributor": 0.5, "team leader": 1.5, "supervisor": 1.5,
        "line manager": 2.0, "manager": 2.0, "middle manager": 2.2, "senior manager": 3.0, "head": 3.5,
        "senior leader": 4.0, "director": 4.0, "senior director": 4.5, "executive director": 5.0,
        "vice president": 5.0, "senior vice president": 5.5, "executive": 5.6, "chief executive": 7.0,
    },
    "civil service": {
        "aa": 1.0, "ao": 2.0, "eo": 3.0, "heo": 4.0, "seo": 5.0, "grade 7": 6.0, "g7": 6.0, "grade 6": 7.0,
        "g6": 7.0, "grade 5": 8.0, "g5": 8.0,
        "scs": 8.0, "scs1": 8.0, "scs 1": 8.0, "scs2": 9.0, "scs 2": 9.0, "scs3": 10.0,
    },
    "aps": {**{f"aps {n}": float(n) for n in range(1, 7)}, "el 1": 7.0, "el 2": 8.0},
    "cefr": {"a1": 1.0, "a2": 2.0, "b1": 3.0, "b2": 4.0, "c1": 5.0, "c2": 6.0},
    "scope": {
        "self": 1.0, "individual": 1.0, "subsystem": 1.2, "task": 1.2, "feature": 1.5, "project": 1.7,
        "team": 2.0, "squad": 2.0, "multiple teams": 3.0, "teams": 3.0, "platform": 3.0, "department": 3.4,
        "engineering": 4.0, "organisation": 4.0, "organization": 4.0, "company": 4.6, "community": 5.2,
        "industry": 5.4, "world": 6.0,
    },
    "reach": {"operational": 1.0, "tactical": 2.0, "strategic": 3.0},
    "craft": {"apprentice": 1.0, "journeyman": 2.0, "master": 3.0},
    "deeds": {
        "adopts": 1.0, "enhances": 1.0, "learns": 1.0, "follows": 1.0, "understands": 1.0, "specializes": 2.0,
        "designs": 2.0, "supports": 2.0, "enforces": 2.0, "analyzes": 2.0, "evangelizes": 3.0, "owns": 3.0,
        "mentors": 3.0, "challenges": 3.0, "resolves": 3.0, "coordinates": 3.5, "masters": 4.0,
        "evolves": 4.0,
        "adjusts": 4.0, "leads": 4.5, "defines": 4.6, "creates": 5.0, "manages": 5.0, "establishes": 5.2,
        "orchestrates": 5.2,
    },
}  # fmt: skip
"""Known words by track: names of one track have an order among one another. Deeds are those of the
engineering ladders that many companies copy: an axis has five of them."""

_SENIORITY = _TRACKS["seniority"]
_ABOVE = {"senior": 0.2, "lead": 0.4, "principal": 0.6}
"""A senior practitioner is above a practitioner."""
_CIVIL = "civil service"
_CIVIL_WORDS = re.compile(
    r"\b(?:civil serv(?:ice|ants?)|[HS]EO|SCS ?[1-3]?|[Dd]eputy [Dd]irectors?|Whitehall|DDaT|GDaD"
    r"|[Gg]overnment (?:digital|profession|department)s?|gov\.uk|GOV\.UK)\b|\bCivil Serv(?:ice|ants?)\b"
)
_WEAK = frozenset(["management", "scope", "reach", "craft", "deeds"])
"""Tracks of words that are levels only beside others: a heading 'Team' is none by itself."""

_SHORT = {
    "sr": "senior", "snr": "senior", "jr": "junior", "jnr": "junior", "vp": "vice president",
    "svp": "senior vice president", "evp": "executive", "mgr": "manager", "ceo": "chief executive",
    "dev": "developer", "eng": "engineer", "specialises": "specializes", "analyses": "analyzes",
}  # fmt: skip
_PLAIN_TITLE = 2.0
"""Rank of a title without a word of seniority: Designer, between Junior Designer and Senior Designer."""

_MOST_NAMES = 60
"""Names among which a scale is looked for; a column with more does not hold levels."""

_FEWEST_WEAK = 3
_GRADE_STEP, _MOST_GRADES = 0.16, 5
"""Engineer I to Engineer V are between Engineer and Senior Engineer."""

_LEAST_STEP = 0.15
"""Two names nearer than this have no known order: lead and staff, foundation and basic."""


@lru_cache(maxsize=65_536)
def is_placeholder(text: str) -> bool:
    """Return whether a cell says that it says nothing."""
    bare = text.strip()
    is_filler = len(bare) > _SHORTEST_FILLER and len(set(_FILLER.findall(bare.casefold()))) > 2
    return not bare or bool(_PLACEHOLDER.fullmatch(bare)) or is_filler


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
    outline = _OUTLINE.match(name.strip().casefold())
    without = _BRACKETS.sub("", name).strip()
    beside = readings_of(without) if without != name.strip() else ()
    key = column_key(re.sub(r"[(),&|+]", " ", name[outline.end() :] if outline else name)).strip(" .")
    key = re.sub(r"(?<=[a-z]{4})(?=\d{1,2}$)", " ", key)
    key = " ".join(_SHORT.get(word.strip("."), word) for word in key.split())
    key = _with_step_last(key)
    if not key or len(key) > _LONGEST_NAME or len(key.split()) > _MOST_WORDS or _NO_LEVEL.search(key):
        return beside
    figure = outline[1] if outline else (_IN_BRACKETS.findall(name) or [""])[0]
    numbered = (LevelName(name, "#", float(figure)),) if figure else ()
    return tuple(
        dict.fromkeys(
            (
                *numbered,
                *_figures(name, key),
                *_words(name, key),
                *(replace(each, name=name) for each in beside),
            )
        )
    )


def _with_step_last(key: str) -> str:
    """Return ``senior engineer ii`` for ``senior ii engineer``."""
    first, *rest = key.split(" ")
    step = len(rest) > 1 and first in _SENIORITY and (rest[0] in _ROMAN or rest[0].isdigit())
    return " ".join([first, *rest[1:], rest[0]]) if step else key


def same_figures(names: Iterable[str], scale: Iterable[str]) -> dict[str, str]:
    """Return the level of a scale that has the figure of a name: ``Level 1`` for ``Level 1 (Junior)``."""
    known = {figure: each for each in scale for figure in _by_figure(each)}
    return {name: known[figure] for name in names for figure in _by_figure(name) if figure in known}


def _by_figure(name: str) -> set[tuple[str, float]]:
    words = (*_TRACKS, "seniority", "title")
    return {(each.track, each.rank) for each in readings_of(name) if not each.track.startswith(words)}


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
    beside = _FIGURE_BESIDE.fullmatch(key)
    if beside and (beside["before"] or _is_known(beside["of"])):
        yield LevelName(name, "#", float(beside["before"] or beside["after"]))
    if (last := _LAST_FIGURE.fullmatch(key)) and JOB_TITLE.search(key):
        figure = last["figure"]
        number = _ROMAN.get(figure) or (int(figure) if figure.isdigit() else 0)
        yield LevelName(name, f"title {last['title']}", float(number))
        yield from (
            LevelName(name, each.track, each.rank + number * _GRADE_STEP)
            for each in _words(name, last["title"])
            if each.track.startswith("seniority ") and number <= _MOST_GRADES
        )


def _rank(figure: str, letter: str) -> float:
    return int(figure) + (ord(letter) - ord("a")) / 100 + 0.01 if letter else float(figure)


def _words(name: str, key: str) -> Iterable[LevelName]:
    bare = re.sub(r"^(?:at )?(?:the )?|\b(?:level|levels|individuals)\b", " ", key)
    bare = " ".join(bare.split())
    for track, ranks in _TRACKS.items():
        if bare in ranks:
            yield LevelName(name, track, ranks[bare])
    parts = bare.split(" ")
    if parts[0] in _ABOVE and (rank := _TRACKS["proficiency"].get(" ".join(parts[1:]))):
        yield LevelName(name, "proficiency", rank + _ABOVE[parts[0]])
    for count in (2, 1):
        if len(parts) > count and (first := " ".join(parts[:count])) in _SENIORITY:
            yield LevelName(name, f"seniority {' '.join(parts[count:])}", _SENIORITY[first])
            return
    if bare and bare not in _SENIORITY:
        yield LevelName(name, f"seniority {bare}", _PLAIN_TITLE)


def _is_known(word: str) -> bool:
    return any(word in ranks for ranks in _TRACKS.values())


def is_level(name: str) -> bool:
    """Return whether a name is a level by itself: it has a figure or a known word."""
    key = column_key(name)
    beside = _FIGURE_BESIDE.fullmatch(key)
    outline = bool(_OUTLINE.match(key)) or bool(beside and beside["before"] and not _is_known(beside["word"]))
    return any(
        each.track not in _WEAK
        and (not each.track.startswith("seniority ") or each.rank != _PLAIN_TITLE)
        and not (each.track == "#" and outline)
        for each in readings_of(name)
    )


def order(names: Sequence[str], *, civil: bool = False) -> dict[str, int] | None:
    """Return the level of each name, or None where their order is not known.

    Figures from 1 to 20 are the levels themselves; other names are numbered from 1 in their order.

    Args:
        civil: whether grades are those of the civil service, where Grade 7 is below Grade 6.
    """
    for track in ([_CIVIL] if civil else []) + _tracks(names):
        ranked = _on_track(names, track)
        if len(ranked) == len(names) and _has_order(ranked, track):
            return _numbered(ranked, track)
    return None


def order_within(names: Sequence[str], document: Document) -> tuple[dict[str, int] | None, str]:
    """Return the level of each name, and a warning or ``""``.

    Grades of the civil service fall as their figures rise: the words of the document tell whether these do.
    """
    rising, falling = order(names), order(names, civil=True)
    if not rising or not falling or _ascending(rising) == _ascending(falling):
        return rising, ""
    civil = any(_CIVIL_WORDS.search(line.text) for line in document.lines)
    levels = falling if civil else rising
    told = " < ".join(_ascending(levels))
    seen = "the document speaks of the civil service" if civil else "no word in it is of the civil service"
    return levels, f"the order of the grades was read as {told}: {seen}. Check it."


def _ascending(levels: dict[str, int]) -> list[str]:
    return sorted(levels, key=levels.__getitem__)


def largest_scale(names: Sequence[str], *, beside: bool = False) -> tuple[str, ...]:
    """Return the names, of any that a document has, that make the largest scale; two or more, or none.

    A title without a word of seniority (Engineer) belongs to the scale of the titles that have one.

    Args:
        beside: whether the names stand side by side: three words of reach or scope are levels then.
    """
    best: tuple[str, ...] = ()
    if len(names) > _MOST_NAMES:
        return best
    for track in _tracks(names):
        ranked = _on_track(names, track)
        weak = len(ranked) >= _FEWEST_WEAK and beside and track in _WEAK
        sure = len(ranked) if weak else sum(is_level(each.name) for each in ranked)
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
    words = track in _TRACKS or track.startswith("seniority")
    least = _LEAST_STEP if words else 0.005
    return all(above.rank - below.rank >= least for below, above in pairwise(ranked))


def _numbered(ranked: Sequence[LevelName], track: str) -> dict[str, int] | None:
    whole = all(each.rank == int(each.rank) and 1 <= each.rank <= HIGHEST_LEVEL for each in ranked)
    if whole and (track == "responsibility" or track not in _TRACKS) and not track.startswith("seniority"):
        return {each.name: int(each.rank) for each in ranked}
    if len(ranked) > HIGHEST_LEVEL or len(ranked) < 2:
        return None
    return {each.name: number for number, each in enumerate(ranked, 1)}
