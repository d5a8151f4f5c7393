"""An open build: what search and levels read."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from index import bm25, build_files, knowledge_json, ngrams
from index.build_files import Group
from index.entries import STATEMENT_KINDS, Entry, EntryKind, family
from index.feedback import NOTHING, Learnt, read_learnt
from index.roles import RoleBook, RoleVectors, open_book
from index.trained_weights import shipped_directions
from knowledge.model import Knowledge


class BuildError(Exception):
    """A build that cannot be made or opened, said in one sentence a person can act on."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """The entries of one kind, skill after skill, for numpy's ``reduceat``.

    Args:
        entries: int64 (k,), their ids.
        starts: int64 (s,), where each skill begins among them.
        groups: int64 (s,), which skills these are.
    """

    entries: NDArray[np.int64]
    starts: NDArray[np.int64]
    groups: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Build:
    """An open build. It stays readable while newer ones are published, from any thread.

    Args:
        number: its number, from 1.
        model: id of the encoder it was made with.
        made_at: ISO 8601 time, UTC.
        knowledge: the snapshot it was made from.
        entries: by id.
        vectors: float32 (u, d), a unit row per different text.
        rows: int32 (entries,), the row of ``vectors`` of each entry.
        groups: the skills, each a run of entries.
        statement_letters: sparse (FEATURES, entries), n-grams of statements; other columns are empty.
        skill_letters: sparse (FEATURES, groups), n-grams of all a framework says of a skill.
        rare: float32 (FEATURES,), rarity of each n-gram.
        role_vectors: what its roles do.
        learnt: what it learnt from reviews.
    """

    number: int
    model: str
    made_at: str
    knowledge: Knowledge
    entries: Sequence[Entry]
    vectors: NDArray[np.float32]
    rows: NDArray[np.int32]
    groups: tuple[Group, ...]
    statement_letters: ngrams.Letters
    skill_letters: ngrams.Letters
    rare: NDArray[np.float32]
    role_vectors: RoleVectors
    _texts: sqlite3.Connection
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _attributes: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    learnt: Learnt = NOTHING

    def __del__(self) -> None:
        self._texts.close()

    def near(
        self,
        texts: Sequence[str],  # noqa: ARG002
        vectors: NDArray[np.float32],  # noqa: ARG002
        also: Sequence[tuple[str, str]] = (),  # noqa: ARG002
    ) -> Build:
        """Return the part of the build that a question is about: all of it, unless it is a large one.

        Args:
            texts: what is asked, as the models read it.
            vectors: float32 (n, d), a unit row for each text that holds a word, and last for their whole.
            also: skills, framework and key, that are part of it in any case.
        """
        return self

    @property
    def documents(self) -> dict[str, str]:
        """The documents it was made from: name to sha256."""
        return dict(self.knowledge.documents)

    @cached_property
    def group_numbers(self) -> dict[tuple[str, str], int]:
        """The place in ``groups`` of each framework and skill key."""
        return {(group.framework, group.skill): n for n, group in enumerate(self.groups)}

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The first entry of each group, int64 (groups,): for numpy's ``reduceat``."""
        return np.array([group.start for group in self.groups], np.int64)

    @cached_property
    def kinds(self) -> dict[str, NDArray[np.bool_]]:
        """Masks over the entries, bool (entries,): each kind, ``statement``, ``text`` (a framework's)."""
        kinds = np.array([entry.kind for entry in self.entries])
        masks = {kind: kinds == kind for kind in get_args(EntryKind)}
        masks["statement"] = np.isin(kinds, STATEMENT_KINDS)
        masks["text"] = ~(masks["voice"] | masks["chat"] | masks["summary"])
        return masks

    @cached_property
    def runs(self) -> dict[str, Run]:
        """The entries of each kind of `kinds`, grouped by skill."""
        group_of = np.repeat(np.arange(len(self.groups)), np.diff([*self.starts, len(self.entries)]))
        found = {}
        for kind, mask in self.kinds.items():
            entries = np.flatnonzero(mask)
            groups, starts = np.unique(group_of[entries], return_index=True)
            found[kind] = Run(entries, starts, groups)
        return found

    @cached_property
    def ranked(self) -> dict[str, NDArray[np.int64]]:
        """The groups that are skills, not attributes, by framework: int64 (skills,) each."""
        found: dict[str, list[int]] = {}
        for n, group in enumerate(self.groups):
            if group.skill_kind == "skill":
                found.setdefault(group.framework, []).append(n)
        return {framework: np.array(numbers, np.int64) for framework, numbers in found.items()}

    @cached_property
    def directions(self) -> NDArray[np.float32] | None:
        """The shipped direction of each skill, float32 (groups, d), 0 where it has none; None without any."""
        known = shipped_directions(self.model)
        if not known:
            return None
        found = np.zeros((len(self.groups), self.vectors.shape[1]), np.float32)
        for n, group in enumerate(self.groups):
            names = (f"{family(group.framework)}:{text.casefold()}" for text in (group.skill, group.name))
            found[n] = next((known[name] for name in names if name in known), 0.0)
        return found

    @cached_property
    def entry_levels(self) -> NDArray[np.int8]:
        """The level of each entry, int8 (entries,); 0 for none."""
        return np.array([entry.level or 0 for entry in self.entries], np.int8)

    def attribute_statements(self, framework: str) -> NDArray[np.bool_]:
        """Return which entries state level-wide traits of any version of a framework, bool (entries,)."""
        wanted = family(framework)
        known = self._attributes.get(wanted)
        if known is None:
            traits = [e.is_statement and e.skill_kind == "attribute" for e in self.entries]
            known = np.array(
                [t and family(e.framework) == wanted for t, e in zip(traits, self.entries, strict=True)]
            )
            self._attributes[wanted] = known
        return known

    @cached_property
    def roles(self) -> RoleBook:
        """The roles that say what they do and what they ask for."""
        return open_book(self.knowledge, self.groups, self.role_vectors)

    @cached_property
    def _spreads(self) -> dict[str, tuple[float, float]]:
        stated = self.kinds["statement"]
        levels = self.entry_levels[stated].astype(np.float64)
        frameworks = np.array([self.entries[n].framework for n in np.flatnonzero(stated).tolist()])
        return {
            str(name): (float(levels[frameworks == name].mean()), float(levels[frameworks == name].std()))
            for name in np.unique(frameworks)
        }

    def level_spread(self, framework: str) -> tuple[float, float]:
        """Return the mean and the standard deviation of the levels of a framework's statements."""
        return self._spreads[framework]

    @cached_property
    def usual(self) -> NDArray[np.float32]:
        """The mean vector of all statements, float32 (d,): what statements have in common."""
        rows = self.rows[self.kinds["statement"]]
        mean: NDArray[np.float32] = self.vectors[rows].sum(axis=0) / max(1, len(rows))
        return mean

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
        found = {e.level for e in self.entries_of(framework, skill) if e.is_statement and e.level is not None}
        return tuple(sorted(found))

    def skill_words(self, text: str) -> NDArray[np.float32]:
        """Return BM25 of a text to each skill, float32 (groups,)."""
        with self._lock:
            return bm25.score(self._texts, "skill_words", text, len(self.groups))

    def statement_words(self, text: str) -> NDArray[np.float32]:
        """Return BM25 of a text to each entry, float32 (entries,); 0 for what is no statement."""
        with self._lock:
            return bm25.score(self._texts, "statement_words", text, len(self.entries))


def open_folder(folder: Path, number: int, expected_format: int) -> Build:
    """Open the build in a folder.

    Raises:
        BuildError: its files are damaged or of another version of Rung.
    """
    manifest = read_manifest(folder, number, expected_format)
    try:
        if manifest.get("large"):
            # It builds on what is here.
            from index.large.opened import LargeBuild

            return LargeBuild(folder, number, manifest)
        texts = build_files.open_texts(folder)
        entries, rows = build_files.read_entries(texts)
        groups = build_files.groups(entries)
        statements, skills, rare = build_files.read_letters(folder, len(entries), len(groups))
        return Build(
            number,
            manifest["model"],
            manifest["made_at"],
            knowledge_json.from_json((folder / build_files.KNOWLEDGE).read_text("utf-8")),
            entries,
            build_files.read_vectors(folder),
            rows,
            groups,
            statements,
            skills,
            rare,
            RoleVectors.read(folder),
            texts,
            learnt=read_learnt(folder, manifest["files"]),
        )
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error, RuntimeError) as error:
        raise damaged(number, str(error)) from None


def read_manifest(folder: Path, number: int, expected_format: int) -> dict[str, Any]:
    """Return a build's manifest, its files checked against it.

    Raises:
        BuildError: a file is missing or not as it was written, or the build is of another version of Rung.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / build_files.MANIFEST).read_text("utf-8"))
        made_with, expected = manifest["format"], manifest["files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise damaged(number, f"{build_files.MANIFEST} cannot be read") from None
    if made_with != expected_format:
        newer = isinstance(made_with, int) and made_with > expected_format
        raise BuildError(
            f"build {number} was made by a newer version of Rung: use that version, or run `rung build`"
            if newer
            else f"build {number} was made by another version of Rung: run `rung build`"
        )
    wrong = changed_files(folder, expected, manifest.get("spots", {}))
    if wrong:
        raise damaged(number, f"{' and '.join(wrong)} not as written")
    return manifest


def look_through(folder: Path) -> Sequence[str]:
    """Return the names of a build's large files that differ from what was written in any bit.

    Opening a build looks at those at some places only.

    Args:
        folder: of a build that can be opened.
    """
    manifest: dict[str, Any] = json.loads((folder / build_files.MANIFEST).read_text("utf-8"))
    large = {name: manifest["files"][name] for name in manifest.get("spots", {})}
    return changed_files(folder, large, {})


def changed_files(folder: Path, expected: dict[str, str], spots: dict[str, str]) -> Sequence[str]:
    """Return the names of a build's files that are not as they were written.

    Args:
        folder: of the build.
        expected: `build_files.checksum` by name.
        spots: `build_files.spots` by name, of files that are so large that these must do.
    """

    def whole(name: str) -> bool:
        try:
            if name in spots:
                return build_files.spots(folder / name) == spots[name]
            return build_files.checksum(folder / name) == expected[name]
        except OSError:
            return False

    return [name for name in expected if not whole(name)]


def damaged(number: int, what: str) -> BuildError:
    """Return the error for a build whose files cannot be used."""
    return BuildError(f"build {number} is damaged ({what}): run `rung build` to make it anew")
