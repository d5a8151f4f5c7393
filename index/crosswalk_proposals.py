"""Proposals for the crosswalk: skills of two frameworks, or a role and skills, that lie closest together.

Measured on all shared documents with the shipped encoder. SFIA 8 against SFIA 9 with the codes hidden:
119 of 120 proposals right, of 121 skills. Skills of one title, with the titles hidden: found are 25 of 28
between SFIA 9 and TSC, 17 of 18 between DDaT and SFIA 9, 10 of 11 between DDaT and TSC. Roles with their
requirements hidden: half of the skills proposed are among those that the role asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.build import Build
from index.roles import units
from knowledge.editions import newest
from knowledge.links import ROLE
from knowledge.similarity import normalised

LEAST = 0.45
"""Least cosine of two skills' statements, less what all statements have in common; an admin judges."""
LEAST_ROLE = 0.35
"""Least cosine of what a role does and a skill's statements, each less what all of their kind share."""
SKILLS_A_ROLE = 3
"""Skills of one framework proposed for a role."""
MOST_WORDS = 6
COMMON = 0.15
"""Share of the skills that have a word, above which it says nothing."""
_SHORT = 4
_FEW = 8
"""Fewer roles than this say nothing of what all roles do."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two skills that may be one, or a role and a skill that it may ask for.

    Args:
        start, end: framework id and key of each; a role's framework is `knowledge.links.ROLE`.
        score: cosine, -1 to 1, of their mean statements, or of what the role does and the skill's.
        words: that both have and few others have, the rarest first.
        said: the two statements nearest to each other; for a role its lines' words are in ``words`` only.
    """

    start: tuple[str, str]
    end: tuple[str, str]
    names: tuple[str, str]
    score: float
    words: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def propose(
    build: Build, known: Iterable[frozenset[tuple[str, str]]] = (), framework: str | None = None
) -> list[Proposal]:
    """Propose links between frameworks, best first: pairs of skills that are each other's nearest.

    Skills of one title are one already, and are not proposed; nor are those of an older edition, which its
    codes join to the newest.

    Args:
        known: pairs that are linked, or were refused; they are not proposed again.
        framework: id of the one whose skills are proposed; None for all.
    """
    near, frameworks = Nearness(build), newest_frameworks(build)
    found = [
        each
        for n, one in enumerate(frameworks)
        for other in frameworks[n + 1 :]
        if framework in (None, one, other)
        for each in near.pairs(build.ranked[one], build.ranked[other])
        if normalised(each.names[0]) != normalised(each.names[1])
    ]
    return _fresh(found, known)


def propose_for_roles(build: Build, known: Iterable[frozenset[tuple[str, str]]] = ()) -> list[Proposal]:
    """Propose skills for roles whose text names no level of any, best first.

    Args:
        known: pairs that are linked, or were refused; they are not proposed again.
    """
    near = Nearness(build)
    found = [
        each
        for place, role in enumerate(build.knowledge.roles)
        if not any(asked.level for asked in role.requirements)
        for framework in newest_frameworks(build)
        for each in near.of_role(place, build.ranked[framework])
    ]
    return _fresh(found, known)


def _fresh(found: Iterable[Proposal], known: Iterable[frozenset[tuple[str, str]]]) -> list[Proposal]:
    left = set(known)
    kept = (each for each in found if frozenset((each.start, each.end)) not in left)
    return sorted(kept, key=lambda each: (-each.score, each.start, each.end))


class Nearness:
    """How near skills are to each other, and roles to skills."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._stated = build.kinds["statement"]

    def pairs(self, ones: NDArray[np.int64], others: NDArray[np.int64]) -> Iterator[Proposal]:
        """Yield the pairs that are each other's nearest.

        Args:
            ones, others: places in the build's groups.
        """
        scores = self.centres[ones] @ self.centres[others].T
        best, back = scores.argmax(axis=1), scores.argmax(axis=0)
        for n, m in enumerate(best.tolist()):
            if back[m] == n and scores[n, m] >= LEAST:
                yield self._pair(int(ones[n]), int(others[m]), float(scores[n, m]))

    def of_role(self, place: int, groups: NDArray[np.int64]) -> Iterator[Proposal]:
        """Yield the skills nearest to what a role does.

        Args:
            place: of the role in the build's knowledge.
            groups: places of a framework's skills in the build's groups.
        """
        role = self._build.knowledge.roles[place]
        scores = self.centres[groups] @ self.roles[place]
        for n in np.argsort(-scores, kind="stable")[:SKILLS_A_ROLE].tolist():
            if scores[n] >= LEAST_ROLE:
                group = self._build.groups[int(groups[n])]
                lines = (line for part in role.sections for line in part.lines)
                said = words_of([role.title, role.summary, *lines])
                words = self.telling(said & self.words[int(groups[n])])
                ends = (ROLE, role.title), (group.framework, group.skill)
                yield Proposal(*ends, (role.title, group.name), round(float(scores[n]), 4), words)

    @cached_property
    def centres(self) -> Floats:
        """What the statements of each skill have in common, less what all have, float32 (groups, d)."""
        centres = np.zeros((len(self._build.groups), self._build.vectors.shape[1]), np.float32)
        for n in range(len(centres)):
            rows = self._entries(n)
            if len(rows):
                centres[n] = self._build.vectors[rows].mean(axis=0) - self._build.usual
        return units(centres)

    @cached_property
    def roles(self) -> Floats:
        """What each role does, less what all roles do, float32 (roles, d)."""
        whole = units(self._build.role_vectors.whole)
        there: NDArray[np.bool_] = np.asarray(whole.any(axis=1))
        # A few roles have nothing in common that is not their own.
        usual = whole[there].mean(axis=0) if there.sum() >= _FEW else self._build.usual
        return units(np.where(there[:, None], whole - usual, 0.0).astype(np.float32))

    def _pair(self, one: int, other: int, score: float) -> Proposal:
        a, b = self._build.groups[one], self._build.groups[other]
        mine, theirs = self._entries(one), self._entries(other)
        near = self._build.vectors[mine] @ self._build.vectors[theirs].T
        n, m = divmod(int(near.argmax()), near.shape[1])
        return Proposal(
            (a.framework, a.skill),
            (b.framework, b.skill),
            (a.name, b.name),
            round(score, 4),
            self.telling(self.words[one] & self.words[other]),
            (self._build.entries[mine[n]].text, self._build.entries[theirs[m]].text),
        )

    def _entries(self, group: int) -> NDArray[np.int64]:
        run = self._build.groups[group]
        return run.start + np.flatnonzero(self._stated[run.start : run.stop])

    @cached_property
    def words(self) -> list[frozenset[str]]:
        """The words of each skill's title and statements."""
        return [
            words_of([group.name, *(self._build.entries[n].text for n in self._entries(place))])
            for place, group in enumerate(self._build.groups)
        ]

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(word for words in self.words for word in words)

    def telling(self, words: frozenset[str]) -> tuple[str, ...]:
        """Return the words that fewest skills have."""
        most = max(6, int(COMMON * len(self.words)))
        kept = (word for word in words if self._counts[word] <= most)
        return tuple(sorted(kept, key=lambda word: (self._counts[word], word))[:MOST_WORDS])


def newest_frameworks(build: Build) -> list[str]:
    return sorted(each for each in build.ranked if newest(each, build.ranked) == each)


def words_of(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in normalised(text).split() if len(word) >= _SHORT)
