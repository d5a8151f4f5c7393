"""Roles as knowledge: what a catalogue's roles do, as vectors, and what they ask for.

Roles that do what somebody does tell which skills such work takes, and at which levels.
`index.role_requirements` weighs that; `bot.guidance.roles` finds next steps by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from index.build_files import Group
from index.entries import Entry
from index.level_scales import Scales, fit_scales
from index.text import as_one, neutral
from index.word_lists import listed, plain
from knowledge.model import Knowledge, Role

ROLES = "roles.npz"
ASKED = -1
"""Stands for a skill that a role asks for at no level."""
FEWEST_LADDERS = 8
"""Fewer roles than this say nothing of a framework's skills that chance would not."""
COVERED = 0.5
"""Share of a framework's skills its roles must ask for, before they vote on skills and levels."""
SENIOR_PENALTY = 0.5
"""Penalty of the ridge regression over roles; 0.2 and 1 gave the same placings."""

Floats = NDArray[np.float32]
_PERSON = re.compile(r"(?<!\w)(?:i|me|my|mine|myself|we|us|our|ours|ourselves|im|ive)(?!\w)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_FIRST = re.compile(r"[^\W\d_]+")
_CHAT = re.compile(r"[.!?]\s+[a-z]")
"""A sentence that begins in lower case after another one: a sign of chat."""


@dataclass(frozen=True, slots=True, eq=False)
class RoleVectors:
    """What a build keeps of roles, a row each, in the order of its knowledge.

    Args:
        whole: float32 (r, d), all a role does read as one; 0 for a role that says nothing of it.
        each: float32 (r, d), the mean over its lines.
        scales: of the frameworks that roles ask skills of.
    """

    whole: Floats
    each: Floats
    scales: Scales

    def write(self, folder: Path) -> None:
        """Write them into a build's folder."""
        np.savez(folder / ROLES, whole=self.whole, each=self.each)
        self.scales.write(folder)

    @classmethod
    def read(cls, folder: Path) -> RoleVectors:
        """Return what `write` wrote."""
        with np.load(folder / ROLES, allow_pickle=False) as arrays:
            return cls(arrays["whole"], arrays["each"], Scales.read(folder))


@dataclass(frozen=True, eq=False)
class RoleBook:
    """The roles of a build that say what they do and what they ask for.

    Args:
        places: int64 (r,), their places among the roles of the build's knowledge.
        ladders: int64 (r,), the same number for role levels of one role.
        families: int64 (r,), the same number for roles of one family; a role of none is one by itself.
        whole, each: float32 (r, d), as in `RoleVectors`.
        levels: int8 (r, groups), the level each asks for of each skill; 0 for none, `ASKED` for any.
    """

    places: NDArray[np.int64]
    ladders: NDArray[np.int64]
    families: NDArray[np.int64]
    whole: Floats
    each: Floats
    levels: NDArray[np.int8]
    _known: dict[bytes, Any] = field(default_factory=dict)

    def without(self, ladder: int) -> RoleBook:
        """Return the book without the roles of one ladder."""
        return self._only(self.ladders != ladder)

    def asking(self, groups: NDArray[np.int64]) -> RoleBook:
        """Return the book with what its roles ask for of some skills only, in this order."""
        return replace(self, levels=self.levels[:, groups], _known={})

    def of(self, members: NDArray[np.int64]) -> RoleBook:
        """Return the book of the roles that ask for any of some skills (places in ``build.groups``)."""
        key = members.tobytes()
        if key not in self._known:
            self._known[key] = self._only((self.levels[:, members] != 0).any(axis=1))
        book: RoleBook = self._known[key]
        return book

    def _only(self, kept: NDArray[np.bool_]) -> RoleBook:
        return replace(
            self,
            places=self.places[kept],
            ladders=self.ladders[kept],
            families=self.families[kept],
            whole=self.whole[kept],
            each=self.each[kept],
            levels=self.levels[kept],
            _known={},
        )

    def covers(self, members: NDArray[np.int64]) -> bool:
        """Whether there are enough roles, and they ask for enough of some skills, to speak for all."""
        asked = (self.of(members).levels[:, members] != 0).any(axis=0)
        return self.speaks_of(members) and bool(asked.mean() >= COVERED)

    def speaks_of(self, members: NDArray[np.int64]) -> bool:
        """Whether there are enough roles that ask for any of some skills."""
        return len(np.unique(self.of(members).ladders)) >= FEWEST_LADDERS

    @cached_property
    def _compared(self) -> tuple[Floats, Floats]:
        """What all roles have in common, float32 (2, d), and what sets each apart, float32 (r, 2, d)."""
        both = units(np.stack([self.whole, self.each], axis=1))
        usual: Floats = both.mean(axis=0) if len(both) else np.zeros(both.shape[1:], np.float32)
        return usual, units(both - usual)

    def cosines(self, whole: Floats, each: Floats) -> Floats:
        """Return how alike each role and somebody's activities are in what sets roles apart, float32 (r,).

        Args:
            whole, each: float32 (d,), the activities read as one, and their mean.
        """
        if not len(self.whole):
            return np.zeros(0, np.float32)
        usual, roles = self._compared
        asked = units(units(np.stack([whole, each])) - usual)
        alike: Floats = (np.einsum("rkd,kd->r", roles, asked) / 2.0).astype(np.float32)
        return alike

    def nearness(self, whole: Floats, each: Floats, sharpness: float) -> Floats:
        """Return how near each role is, float32 (r,); sums to 1.

        Args:
            sharpness: inverse temperature over the cosines.
        """
        near = sharpness * self.cosines(whole, each)
        if not len(near):
            return near
        share: Floats = softmax(near).astype(np.float32)
        return share

    def by_family(self, nearness: Floats) -> Floats:
        """Return nearness, float32 (r,), with that of each family dealt out evenly among its roles."""
        if not len(nearness):
            return nearness
        _, family = np.unique(self.families, return_inverse=True)
        even: Floats = (np.bincount(family, nearness) / np.bincount(family))[family].astype(np.float32)
        return even

    def seniority(self, members: NDArray[np.int64], whole: Floats, each: Floats) -> float:
        """Return the mean level that such work is asked for at, by a ridge regression over the roles.

        Args:
            members: a framework's skills; the book is that of their roles (`of`).
        """
        ridge = self._known.get(b"")
        if ridge is None:
            ridge = self._known[b""] = self._ridge(members)
        return float(ridge.predict(np.concatenate([whole, each], dtype=np.float64)[None])[0])

    def _ridge(self, members: NDArray[np.int64]) -> Any:
        from sklearn.linear_model import Ridge

        levels = np.maximum(self.levels[:, members], 0).astype(np.float64)
        stated = (levels > 0).sum(axis=1)
        kept = stated > 0
        rows = np.concatenate([self.whole[kept], self.each[kept]], axis=1, dtype=np.float64)
        return Ridge(alpha=SENIOR_PENALTY).fit(rows, levels[kept].sum(axis=1) / stated[kept])


def open_book(knowledge: Knowledge, groups: Sequence[Group], vectors: RoleVectors) -> RoleBook:
    """Return the roles of a build's knowledge that have vectors and ask for a skill it knows."""
    numbers = {
        (group.framework, text.casefold()): n
        for n, group in enumerate(groups)
        for text in (group.name, group.skill)
        if group.skill_kind == "skill"
    }
    levels = np.zeros((len(knowledge.roles), len(groups)), np.int8)
    for place, role in enumerate(knowledge.roles):
        for asked in role.requirements:
            number = numbers.get((asked.framework, asked.skill.casefold()))
            if number is not None:
                levels[place, number] = asked.level or ASKED
    said = vectors.whole.any(axis=1) if len(vectors.whole) else np.zeros(0, bool)
    places = np.flatnonzero(said & levels.any(axis=1))
    ladders = _numbered([(role.family, role.name) for role in knowledge.roles])
    families = _numbered([(role.family, "" if role.family else role.name) for role in knowledge.roles])
    return RoleBook(
        places,
        ladders[places],
        families[places],
        vectors.whole[places],
        vectors.each[places],
        levels[places],
    )


def role_lines(role: Role) -> tuple[str, ...]:
    """Return what a role does, line by line, as the models read it; its summary where it lists nothing."""
    lines = [line for section in role.sections for line in section.lines]
    return tuple(filter(None, (neutral(line) for line in lines or [role.summary])))


def role_texts(knowledge: Knowledge) -> list[str]:
    """Return the texts whose vectors `role_vectors` needs, each once."""
    lines = [role_lines(role) for role in knowledge.roles]
    wholes = [as_one(some) for some in lines]
    return list(dict.fromkeys(text for text in [*wholes, *(line for some in lines for line in some)] if text))


def role_vectors(
    knowledge: Knowledge, told: Mapping[str, Floats], entries: Sequence[Entry], vectors: Floats
) -> RoleVectors:
    """Arrange what roles do, and learn the scales of levels.

    Args:
        told: a vector float32 (d,) of each of `role_texts`.
        entries, vectors: those of the build; float32 (entries, d).
    """
    whole = np.zeros((len(knowledge.roles), vectors.shape[1]), np.float32)
    each = np.zeros_like(whole)
    for n, role in enumerate(knowledge.roles):
        lines = role_lines(role)
        if lines:
            whole[n] = told[as_one(lines)]
            each[n] = np.mean([told[line] for line in lines], axis=0)
    asked = [requirement.framework for role in knowledge.roles for requirement in role.requirements]
    return RoleVectors(whole, each, fit_scales(asked, entries, vectors))


def reads_as_role(texts: Sequence[str]) -> bool:
    """Whether texts read like a role page, not like a person or their CV.

    Nobody says "I" or "we", few give figures, few run small sentences together as chat does, and most begin
    with what is to be done ("plan", "review"): 0.11 of real CVs do, 0.94 of SkillsFuture's roles.
    """
    said = [text for text in texts if text.strip()]
    if not said or any(_PERSON.search(text) for text in said):
        return False
    duties = sum(_is_duty(text) for text in said)
    few = all(sum(bool(sign.search(text)) for text in said) <= len(said) / 3 for sign in (_DIGIT, _CHAT))
    return few and duties >= len(said) / 2


def _is_duty(text: str) -> bool:
    first = _FIRST.search(text)
    verb = plain(first.group()) if first else ""
    return bool(listed("task_verbs") & {verb, verb.removesuffix("s"), verb.removesuffix("es")})


def _numbered(names: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
    numbers: dict[tuple[str, str], int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def units(rows: Floats) -> Floats:
    """Return rows of length 1; those of length 0 stay so."""
    units: Floats = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return units
