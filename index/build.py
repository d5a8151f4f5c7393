"""An open build: the skills, entries and vectors that search and levels read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from index import knowledge_json, ngrams
from index.build_files import KINDS, BuildFiles, Group
from index.builds import KNOWLEDGE, builds_of, live_number
from index.entries import STATEMENT_KINDS, Entry
from index.feedback import Feedback, read_feedback
from index.manifest import BuildError, damaged, read_manifest
from index.roles import RoleBook, RoleVectors, open_book
from index.trained_weights import shipped_directions, shipped_skill_head
from knowledge.editions import family
from knowledge.model import Knowledge

__all__ = ["Build", "BuildError", "Group", "Run", "open_build"]

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """The entries of one kind, skill after skill, for numpy's ``reduceat``.

    Args:
        entries: int64 (k,), their ids.
        starts: int64 (s,), where each skill begins among them.
        groups: int64 (s,), which skills these are.
    """

    entries: Ids
    starts: Ids
    groups: Ids


class Build:
    """An open build, or the part of one that a question is about.

    It stays readable while newer ones are published, from any thread. Everything is read on first use.

    Attributes:
        model: id of the encoder it was made with.
        made_at: ISO 8601 time, UTC.
        files: where the rest is read from.

    Raises:
        OSError, ValueError, KeyError, TypeError, RuntimeError, sqlite3.Error: its files are damaged.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.number: int = manifest["number"]
        self.model: str = manifest["model"]
        self.made_at: str = manifest["made_at"]
        self.documents: dict[str, str] = dict(manifest["documents"])
        self.files = BuildFiles(folder)
        self.role_vectors = RoleVectors.read(folder)
        self.feedback: Feedback = read_feedback(folder, manifest["files"])
        self._knowledge = np.memmap(folder / KNOWLEDGE, np.uint8, "r")
        self._chosen: Ids | None = None
        # A build must not refer to itself: its files are closed when the last reference goes.
        self._whole: Build | None = None

    def part(self, numbers: Ids) -> Build:
        """Return some skills as a build of their own, entries and groups numbered anew from 0.

        Args:
            numbers: int64 (k,), places in ``groups``, ascending.
        """
        made = object.__new__(Build)
        made.number, made.model, made.made_at = self.number, self.model, self.made_at
        made.documents, made.files = self.documents, self.files
        made.role_vectors, made.feedback = self.role_vectors, self.feedback
        made._whole = self._whole or self
        made._chosen = numbers if self._chosen is None else self._chosen[numbers]
        return made

    @cached_property
    def knowledge(self) -> Knowledge:
        """All that the build was made from.

        Raises:
            BuildError: its file is damaged.
        """
        if self._whole is not None:
            return self._whole.knowledge
        try:
            return knowledge_json.from_json(self._knowledge.tobytes().decode("utf-8"))
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(self.number, f"{KNOWLEDGE}: {error}") from None

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The skills, each a run of entries."""
        if self._whole is None or self._chosen is None:
            return self.files.skills
        found, start = [], 0
        for group in (self._whole.groups[n] for n in self._chosen.tolist()):
            stop = start + group.stop - group.start
            found.append(Group(group.framework, group.skill, group.name, group.skill_kind, start, stop))
            start = stop
        return tuple(found)

    @cached_property
    def ids(self) -> Ids:
        """What the files call each entry, int64 (entries,)."""
        if self._whole is None or self._chosen is None:
            return np.arange(len(self.files.kinds), dtype=np.int64)
        groups = (self._whole.groups[n] for n in self._chosen.tolist())
        runs = [np.arange(group.start, group.stop, dtype=np.int64) for group in groups]
        return np.concatenate([np.zeros(0, np.int64), *runs])

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """All entries by id, read as they are asked for."""
        return _Entries(self.files, self.ids)

    @cached_property
    def vectors(self) -> Floats:
        """A unit row per entry, float32 (entries, d)."""
        return self.files.vectors(self.ids)

    @cached_property
    def statement_ngrams(self) -> ngrams.Rows:
        """Weighed n-grams of statements, sparse (entries, FEATURES); rows of other entries are empty."""
        return self.files.ngrams("statements", self.ids)

    @cached_property
    def skill_ngrams(self) -> ngrams.Rows:
        """Weighed n-grams of all that a framework says of a skill, sparse (groups, FEATURES)."""
        return self.files.ngrams("skills", self._numbers)

    @property
    def rare(self) -> Floats:
        """How rare each n-gram is among all statements, float32 (FEATURES,)."""
        return self.files.rare

    @property
    def usual(self) -> Floats:
        """The mean vector of all statements, float32 (d,): what statements have in common."""
        return self.files.usual

    def level_spread(self, framework: str) -> tuple[float, float]:
        """Return the mean and the standard deviation of the levels of a framework's statements."""
        return self.files.spreads[framework]

    def level_range(self, framework: str) -> tuple[float, float]:
        """Return the lowest and the highest level of a framework."""
        known = self.knowledge.framework(framework)
        numbers = [level.number for level in known.levels] if known else []
        mean, spread = self.level_spread(framework)
        return min(numbers, default=mean - spread), max(numbers, default=mean + spread)

    @cached_property
    def group_numbers(self) -> dict[tuple[str, str], int]:
        """The place in ``groups`` of each framework and skill key."""
        return {(group.framework, group.skill): n for n, group in enumerate(self.groups)}

    @cached_property
    def names(self) -> dict[str, list[int]]:
        """The places in ``groups`` of the skills of each key or title, casefolded."""
        found: dict[str, list[int]] = {}
        for n, group in enumerate(self.groups):
            for text in {group.skill.casefold(), group.name.casefold()}:
                found.setdefault(text, []).append(n)
        return found

    @cached_property
    def starts(self) -> Ids:
        """The first entry of each group, int64 (groups,)."""
        return np.array([group.start for group in self.groups], np.int64)

    @cached_property
    def kinds(self) -> dict[str, NDArray[np.bool_]]:
        """Masks over the entries, bool (entries,): each kind, ``statement``, ``text`` (a framework's own)."""
        kinds = self.files.kinds[self.ids]
        masks: dict[str, NDArray[np.bool_]] = {kind: kinds == n for n, kind in enumerate(KINDS)}
        masks["statement"] = np.isin(kinds, [KINDS.index(kind) for kind in STATEMENT_KINDS])
        masks["text"] = ~masks["summary"]
        return masks

    @cached_property
    def runs(self) -> dict[str, Run]:
        """The entries of each kind of `kinds`, grouped by skill."""
        group_of = np.repeat(np.arange(len(self.groups)), np.diff([*self.starts, len(self.ids)]))
        found = {}
        for kind, mask in self.kinds.items():
            entries = np.flatnonzero(mask)
            groups, starts = np.unique(group_of[entries], return_index=True)
            found[kind] = Run(entries, starts, groups)
        return found

    @cached_property
    def ranked(self) -> dict[str, Ids]:
        """The groups that are skills, not attributes, by framework: int64 (skills,) each."""
        found: dict[str, list[int]] = {}
        for n, group in enumerate(self.groups):
            if group.skill_kind == "skill":
                found.setdefault(group.framework, []).append(n)
        return {framework: np.array(numbers, np.int64) for framework, numbers in found.items()}

    @cached_property
    def directions(self) -> Floats | None:
        """The trained direction of each skill, float32 (groups, d), 0 where it has none; None without any."""
        if self._whole is not None:
            return self._chosen_rows(self._whole.directions)
        return self._of_skills(shipped_directions(self.model))

    @cached_property
    def skill_head(self) -> Floats | None:
        """Weights of the skill head, float32 (groups, d + 1), 0 where a skill has none; None without any."""
        if self._whole is not None:
            return self._chosen_rows(self._whole.skill_head)
        return self._of_skills(shipped_skill_head(self.model))

    def _chosen_rows(self, whole: Floats | None) -> Floats | None:
        return None if whole is None else whole[self._numbers]

    def _of_skills(self, known: Mapping[str, Floats]) -> Floats | None:
        """Return a row per group of arrays named ``family:code-or-title``; None where there are none."""
        if not known:
            return None
        found = np.zeros((len(self.groups), len(next(iter(known.values())))), np.float32)
        for n, group in enumerate(self.groups):
            names = (f"{family(group.framework)}:{text.casefold()}" for text in (group.skill, group.name))
            found[n] = next((known[name] for name in names if name in known), 0.0)
        return found

    def described(self, framework: str) -> Floats:
        """Return the vectors of a framework's descriptions, or names where it has none: float32 (k, d)."""
        whole = self._whole or self
        members = whole.ranked[framework]
        run = slice(whole.groups[members[0]].start, whole.groups[members[-1]].stop)
        of_kind = whole.kinds["description"][run]
        rows = np.flatnonzero(of_kind if of_kind.any() else whole.kinds["name"][run]) + run.start
        found: Floats = np.asarray(whole.vectors[rows], np.float32)
        return found

    @cached_property
    def has_direction(self) -> NDArray[np.bool_]:
        """Which skills have a trained direction, bool (groups,)."""
        if self.directions is None:
            return np.zeros(len(self.groups), np.bool_)
        found: NDArray[np.bool_] = np.any(self.directions, axis=1)
        return found

    def trained(self, members: Ids) -> bool:
        """Whether the encoder was trained on most of some skills, places in ``groups``."""
        return len(members) > 0 and float(self.has_direction[members].mean()) > 0.5

    @cached_property
    def entry_levels(self) -> NDArray[np.int8]:
        """The level of each entry, int8 (entries,); 0 for none."""
        levels: NDArray[np.int8] = self.files.levels[self.ids]
        return levels

    @cached_property
    def roles(self) -> RoleBook:
        """The roles that say what they do and what they ask for."""
        if self._whole is not None:
            return self._whole.roles.asking(self._numbers)
        return open_book(self.knowledge, self.groups, self.role_vectors)

    def entries_of(self, framework: str, skill: str) -> tuple[Entry, ...]:
        """Return a skill's entries.

        Raises:
            KeyError: the build does not know the skill.
        """
        group = self.groups[self.group_numbers[framework, skill]]
        return tuple(self.entries[group.start : group.stop])

    def levels_of(self, framework: str, skill: str) -> tuple[int, ...]:
        """Return the levels that a skill has statements at, ascending.

        Raises:
            KeyError: the build does not know the skill.
        """
        group = self.groups[self.group_numbers[framework, skill]]
        run = slice(group.start, group.stop)
        levels = np.unique(self.entry_levels[run][self.kinds["statement"][run]])
        return tuple(int(level) for level in levels if level)

    def skill_words(self, text: str) -> Floats:
        """Return BM25 of a text to each skill, float32 (groups,)."""
        return self._words("skill_words", text, self._numbers, self._chosen is not None)

    def statement_words(self, text: str) -> Floats:
        """Return BM25 of a text to each entry, float32 (entries,); 0 for what is no statement."""
        return self._words("statement_words", text, self.ids, self._chosen is not None)

    @property
    def _numbers(self) -> Ids:
        return np.arange(len(self.groups), dtype=np.int64) if self._chosen is None else self._chosen

    def _words(self, table: str, text: str, ids: Ids, some: bool) -> Floats:
        found, values = self.files.words(table, text, ids if some else None)
        scores = np.zeros(len(ids), np.float32)
        scores[np.searchsorted(ids, found)] = values
        return scores


def open_build(home: Path, number: int | None = None) -> Build:
    """Open a build: the live one, or another by number.

    Raises:
        BuildError: there is none, or its files are damaged or of another version of Rung.
    """
    wanted = live_number(home) if number is None else number
    if wanted is None:
        raise BuildError("there is no build yet: run `rung prepare`, or add documents and run `rung build`")
    folder = builds_of(home) / str(wanted)
    if not folder.is_dir():
        raise BuildError(f"build {wanted} is not there any more: see `rung builds`, or run `rung build`")
    manifest = read_manifest(folder, wanted)
    try:
        return Build(folder, manifest)
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error, RuntimeError) as error:
        raise damaged(wanted, str(error)) from None


class _Entries(Sequence[Entry]):
    """Entries, read as they are asked for and numbered from 0."""

    def __init__(self, files: BuildFiles, ids: Ids) -> None:
        self._files, self._ids = files, ids

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, place: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(place, slice):
            first, last, step = place.indices(len(self))
            return tuple(self._between(first, last))[::step]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        at = place % len(self)
        return next(self._between(at, at + 1))

    def __iter__(self) -> Iterator[Entry]:
        return self._between(0, len(self))

    def _between(self, first: int, last: int) -> Iterator[Entry]:
        wanted = self._ids[first:last]
        cuts = np.flatnonzero(np.diff(wanted) != 1) + 1
        for run in np.split(wanted, cuts):
            if len(run):
                for entry in self._files.entries(int(run[0]), int(run[-1]) + 1):
                    yield entry if entry.id == first else replace(entry, id=first)
                    first += 1
