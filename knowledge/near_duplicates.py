"""Skills that are nearly another one: misspelt titles, and statements copied or hardly changed.

No pair of skills is compared that shares no run of words, so that a document of 2,000 statements takes half
a second beside a catalogue of 9,000.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.editions import family
from knowledge.model import Problem, Reading
from knowledge.similarity import LEAST_ALIKE, normalised

NEAR_TITLES = 92.0
"""Least rapidfuzz ratio (0 to 100) of two titles that may be one, misspelt."""
SHARED = 0.6
"""Least share of the statements of the smaller of two skills that the other says too, or nearly so."""
MOST_TOLD = 20

_FEWEST_SHARED = 3
_RUN = 5
"""Words of a run that two texts share."""
_WIDESPREAD = 16
"""Skills with a run of words, above which it is a phrase of the framework's."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A skill with what it says.

    Args:
        document, place: where it is.
        framework, key, name: the skill's; ``title`` is the name as it is compared.
        said: level and normalised text of each statement.
    """

    document: str
    place: str
    framework: str
    key: str
    name: str
    title: str
    said: tuple[tuple[int, str], ...]


def stated(reading: Reading) -> list[Stated]:
    """Return the skills of a document with what they say, each statement once."""
    said: dict[tuple[str, str], dict[tuple[int, str], None]] = defaultdict(dict)
    for each in reading.descriptors:
        said[each.framework, each.skill][each.level, normalised(each.text)] = None
    return [
        Stated(
            reading.document,
            skill.sources[0].location if skill.sources else skill.key,
            skill.framework,
            skill.key,
            skill.name,
            normalised(skill.name),
            tuple(said[skill.framework, skill.key]),
        )
        for skill in reading.skills
        if skill.kind == "skill"
    ]


def within(reading: Reading) -> Iterator[Problem]:
    """Yield a warning for each two skills of a framework in one document that may be one."""
    ones = stated(reading)
    for later, earlier in _pairs(ones, ones):
        if later.framework == earlier.framework:
            found = _nearness(later, earlier)
            if found:
                yield _warning(later, earlier, *found)


def compared(reading: Reading, known: Iterable[Reading]) -> Reading:
    """Return a reading with a warning for each of its skills that is nearly one of another document.

    A skill that is known under the same code or title is that skill, and another edition says much the same
    by intent: neither is reported.
    """
    ones = stated(reading)
    others = [each for one in known if one.document != reading.document for each in stated(one)]
    own = {(each.framework, name) for each in ones for name in _names(each)}
    there = {(each.framework, name) for each in others for name in _names(each)}
    fresh = [each for each in ones if not any((each.framework, name) in there for name in _names(each))]
    strange = [each for each in others if not any((each.framework, name) in own for name in _names(each))]
    found = []
    for one, other in _pairs(fresh, strange):
        near = _nearness(one, other) if _may_be_told(one, other) else None
        if near:
            found.append(_warning(one, other, *near))
    told = found[:MOST_TOLD]
    if len(found) > MOST_TOLD:
        told[-1] = replace(told[-1], count=len(found) - MOST_TOLD + 1)
    return replace(reading, problems=(*reading.problems, *told)) if told else reading


def _names(each: Stated) -> tuple[str, str]:
    return each.key.casefold(), each.name.casefold()


def _may_be_told(one: Stated, other: Stated) -> bool:
    """Return whether two skills are not one already, by title or by their framework's edition."""
    if one.framework == other.framework:
        return True
    return one.title != other.title and family(one.framework) != family(other.framework)


def _pairs(ones: Sequence[Stated], others: Sequence[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Yield pairs that may be one, each once: of like titles, or with runs of words in common."""
    pairs = _of_like_titles(ones, others) | _of_like_words(ones, others)
    for n, m in sorted(pairs):
        if ones is not others or n > m:
            yield ones[n], others[m]


def _of_like_titles(ones: Sequence[Stated], others: Sequence[Stated]) -> set[tuple[int, int]]:
    if not (ones and others):
        return set()
    titles = [each.title for each in ones], [each.title for each in others]
    scores = process.cdist(*titles, scorer=fuzz.ratio, score_cutoff=NEAR_TITLES, dtype=np.uint8)
    found: set[tuple[int, int]] = {(int(n), int(m)) for n, m in np.argwhere(scores)}
    return found


def _of_like_words(ones: Sequence[Stated], others: Sequence[Stated]) -> set[tuple[int, int]]:
    having: dict[int, list[int]] = defaultdict(list)
    for m, other in enumerate(others):
        for run in _runs(other):
            having[run].append(m)
    found: set[tuple[int, int]] = set()
    for n, one in enumerate(ones):
        shared: Counter[int] = Counter()
        for run in _runs(one):
            there = having.get(run, ())
            if len(there) <= _WIDESPREAD:
                shared.update(there)
        found.update((n, m) for m, count in shared.items() if count >= _FEWEST_SHARED)
    return found


def _runs(each: Stated) -> set[int]:
    found: set[int] = set()
    for _, text in each.said:
        words = text.split()
        found.update(hash(" ".join(words[n : n + _RUN])) for n in range(max(1, len(words) - _RUN + 1)))
    return found


def _nearness(one: Stated, other: Stated) -> tuple[str, float] | None:
    """Return what of two skills is nearly the same, and the score, 0 to 100; None where nothing is."""
    small, large = sorted((one, other), key=lambda each: len(each.said))
    scores = _best(small, large)
    alike = [score for score in scores if score >= LEAST_ALIKE]
    if len(alike) >= _FEWEST_SHARED and len(alike) >= SHARED * len(scores):
        return "the statements", sum(scores) / len(scores)
    score = fuzz.ratio(one.title, other.title, score_cutoff=NEAR_TITLES)
    # 'Tea brewing 1' and 'Tea brewing 2', 'Data design' and 'Date design': only figures distinguish.
    figures = [re.findall(r"\d+", each.title) for each in (one, other)]
    titled = len(one.title.split()) == len(other.title.split()) and figures[0] == figures[1]
    return ("the titles", score) if score and titled and alike else None


def _best(small: Stated, large: Stated) -> list[float]:
    """Return for each statement of a skill how near the nearest of another is at the same level."""
    by_level: dict[int, list[str]] = defaultdict(list)
    for level, text in large.said:
        by_level[level].append(text)
    return [
        max((fuzz.ratio(text, each) for each in by_level[level]), default=0.0) for level, text in small.said
    ]


def _warning(one: Stated, other: Stated, what: str, score: float) -> Problem:
    same = one.framework == other.framework
    where = other.place if one.document == other.document else f"{other.document}, {other.place}"
    code = f"{other.framework}:{other.key}"
    advice = (
        "give both the same code or title."
        if same
        else f'run rung crosswalk confirm "{one.framework}:{one.key}" "{code}" once it is added.'
    )
    return Problem(
        "warning",
        one.place,
        "near-duplicate",
        f"{what} of {one.key!r} and {other.key!r} ({where}) are nearly the same (score {score:.0f} of 100)."
        f" If they are one skill, {advice}",
    )
