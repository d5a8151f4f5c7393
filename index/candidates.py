"""Candidates: the skills that come into question, found by FAISS, words, directions and the skill head.

Only these are ranked (`index.ranker`). A skill that any signal puts among its first is a candidate, so what
one signal misses another brings. docs/speed.md says how often the right skill is among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.build import Build
from index.features import Query, asked, placed
from index.roles import reads_as_role
from index.text import as_one
from knowledge.links import JOINING

HITS = 150
"""Nearest entries of each framework, for each activity and for all as one."""
BY_WORDS = 20
"""Skills of each framework that share most words with the activities."""
BY_DIRECTION = 40
"""Skills of each framework whose trained direction is nearest to all activities as one."""
BY_PLACINGS = 20
"""Skills of each framework that the skill head names first."""
EXAMPLES = 40
"""Nearest phrases that coaches confirmed, for each activity and for all as one."""

Ids = NDArray[np.int64]


def candidates(build: Build, query: Query, also: Sequence[tuple[str, str]] = ()) -> Ids:
    """Return the skills that may be meant, ascending places in ``build.groups``, int64 (k,).

    Level-wide attributes and the twins of candidates in other frameworks are among them.

    Args:
        build: a whole build.
        also: skills, framework and key, that are candidates in any case.
    """
    known = build.group_numbers
    chosen = {known[skill] for skill in also if skill in known}
    chosen.update(n for n, group in enumerate(build.groups) if group.skill_kind == "attribute")
    for numbers in _signals(build, query):
        chosen.update(numbers.tolist())
    if reads_as_role(query.texts):
        # Roles vote on all skills of a framework together.
        asked_for = (members for members in build.ranked.values() if build.roles.speaks_of(members))
        chosen.update(n for members in asked_for for n in members.tolist())
    return np.array(sorted(chosen | _twins(build, chosen)), np.int64)


def _signals(build: Build, query: Query) -> Iterator[Ids]:
    """Yield the skills that each signal puts among its first."""
    rows = asked(query)
    words = build.skill_words(as_one(query.read))
    directions = None if build.directions is None else build.directions @ query.whole
    placings = placed(build, query)
    for members in build.ranked.values():
        start, stop = build.groups[members[0]].start, build.groups[members[-1]].stop
        _, hits = build.files.nearest(rows, HITS, start, stop)
        yield np.unique(np.searchsorted(build.starts, hits[hits >= 0], side="right") - 1)
        yield _first(members, words, BY_WORDS)
        yield _first(members, placings, BY_PLACINGS)
        if directions is not None:
            yield _first(members, directions, BY_DIRECTION)
    examples = build.feedback.examples
    if examples.ids:
        near = np.argsort(-(rows @ examples.vectors.T), axis=1, kind="stable")[:, :EXAMPLES]
        skills = {examples.skills[n] for n in np.unique(near).tolist()}
        yield np.array([build.group_numbers[s] for s in skills if s in build.group_numbers], np.int64)


def _first(members: Ids, scores: NDArray[np.float32], count: int) -> Ids:
    best = members[np.argsort(-scores[members], kind="stable")[:count]]
    return best[scores[best] > 0.0]


def _twins(build: Build, chosen: Iterable[int]) -> set[int]:
    """Return the skills that are a chosen one in other frameworks: by key, title or confirmed link."""
    names = build.names
    here = [build.groups[n] for n in chosen]
    found = {n for group in here for text in (group.skill, group.name) for n in names[text.casefold()]}
    ends = {(group.framework, group.skill) for group in here}
    for link in build.knowledge.links:
        if link.kind in JOINING and {link.start, link.end} & ends:
            found.update(build.group_numbers[e] for e in (link.start, link.end) if e in build.group_numbers)
    return found
