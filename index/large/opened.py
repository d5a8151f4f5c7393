"""An open large build: files mapped into memory, and the skills near a question as an ordinary build."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from index import bm25, build_files, knowledge_json, ngrams
from index.build import Build, BuildError
from index.build_files import Group
from index.entries import Entry, family
from index.feedback import read_learnt
from index.large.nearest import Nearest
from index.large.writing import PLACES, SPELT, SUMS
from index.roles import RoleVectors
from index.trained_weights import shipped_directions
from knowledge.model import JOINING, Descriptor, Knowledge, Skill

CANDIDATES = 40
"""Skills of each framework that come into question."""
HITS = 300
"""Nearest texts of each activity, of each framework."""
WORDS_HITS = 40
RARE_UNTIL = 4_000
"""Skills that the looked-up words may be in, all in all: commoner words tell little and cost most."""
DIRECTIONS = 40
STEADY = 10.0
"""Added to ranks when they are joined (reciprocal rank fusion, Cormack et al. 2009; they take 60 for lists of
a thousand)."""
WHOLE = 2.0
"""Weight of the ranks by all activities as one and by directions: the ranker goes by them most."""
MOST_ATTRIBUTES = 200

Floats = NDArray[np.float32]


class LargeBuild(Build):
    """A build that is too large to be compared whole with every question.

    `near` gives the part that a question is about. Everything else of `Build` is there too, read on first
    use, as large as it is; nothing on the way of a search asks for it.

    Args:
        folder: of the build.
        number: of the build.
        manifest: what the build says of itself.

    Raises:
        OSError, ValueError, KeyError, RuntimeError: its files are not whole.
    """

    nearest: Nearest
    _sums: dict[str, Any]
    _rest: Knowledge
    _spelt: NDArray[np.uint16]
    _places: NDArray[np.int64]

    def __init__(self, folder: Path, number: int, manifest: dict[str, Any]) -> None:
        texts = build_files.open_texts(folder)
        roles = RoleVectors.read(folder)
        with np.load(folder / SUMS, allow_pickle=False) as arrays:
            sums = dict(arrays)
        self._set(number=number, model=manifest["model"], made_at=manifest["made_at"], role_vectors=roles)
        self._set(_texts=texts, rare=sums["rare"], _sums=sums, _attributes={})
        self._set(learnt=read_learnt(folder, manifest["files"]), _lock=Lock())
        self._set(nearest=Nearest.read(folder, len(sums["usual"])))
        self._set(_spelt=np.memmap(folder / SPELT, np.uint16, "r").reshape(-1, 2))
        self._set(_places=np.memmap(folder / PLACES, np.int64, "r"))
        self._set(_rest=knowledge_json.from_json((folder / build_files.KNOWLEDGE).read_text("utf-8")))

    def near(self, texts: Sequence[str], vectors: Floats, also: Sequence[tuple[str, str]] = ()) -> Build:
        """See `Build.near`."""
        with self._lock:
            chosen = self._candidates(texts, vectors) | self._numbers(also)
            return self._only(sorted(chosen | self._twins(chosen)))

    def _candidates(self, texts: Sequence[str], vectors: Floats) -> set[int]:
        chosen = set(self._attribute_skills)
        told = self._by_words(texts), self._by_directions(vectors[-1])
        for name, (first, last) in zip(self._frameworks, self._sums["runs"].tolist(), strict=True):
            merit: dict[int, float] = defaultdict(float)
            lists = [*self._by_vectors(vectors, first, last), *(some[name] for some in told)]
            for place, ranked in enumerate(lists):
                weight = WHOLE if place in (len(vectors) - 1, len(lists) - 1) else 1.0
                for rank, number in enumerate(dict.fromkeys(ranked)):
                    merit[number] += weight / (STEADY + rank)
            chosen.update(sorted(merit, key=lambda number: (-merit[number], number))[:CANDIDATES])
        return chosen

    def _by_vectors(self, vectors: Floats, first: int, last: int) -> Iterator[list[int]]:
        starts = self._sums["starts"]
        _, rows = self.nearest.search(vectors, HITS, int(starts[first]), int(starts[last]))
        for hits in rows:
            yield (np.searchsorted(starts, hits[hits >= 0], side="right") - 1).tolist()

    def _by_words(self, texts: Sequence[str]) -> dict[str, list[int]]:
        """Return the skills that share rare words with the texts, by framework, best first."""
        found: dict[str, list[int]] = defaultdict(list)
        wanted = self._rare_words(" ".join(texts))
        if wanted:
            sql = "SELECT rowid FROM skill_words WHERE skill_words MATCH ? ORDER BY rank"
            rows = self._texts.execute(sql, (" OR ".join(f'"{word}"' for word in wanted),)).fetchall()
            numbers = np.array(rows, np.int64).reshape(-1)
            for name, (first, last) in zip(self._frameworks, self._sums["runs"].tolist(), strict=True):
                found[name] = numbers[(numbers >= first) & (numbers < last)][:WORDS_HITS].tolist()
        return found

    def _rare_words(self, text: str) -> list[str]:
        known: list[tuple[int, str]] = []
        for word, stem in bm25.stems(text):
            row = self._texts.execute("SELECT skills FROM holding WHERE word = ?", (stem,)).fetchone()
            if row:
                known.append((row[0], word))
        kept, total = [], 0
        for held, word in sorted(known):
            total += held
            if total > RARE_UNTIL:
                break
            kept.append(word)
        return kept

    def _by_directions(self, whole: Floats) -> dict[str, list[int]]:
        """Return the skills whose trained direction is nearest, by framework, best first."""
        names, directions = self._directions
        found: dict[str, list[int]] = defaultdict(list)
        for place in np.argsort(-(directions @ whole), kind="stable")[:DIRECTIONS]:
            of, _, skill = names[place].partition(":")
            for number, framework in self._named([skill]):
                if family(framework) == of:
                    found[framework].append(number)
        return found

    def _twins(self, chosen: Iterable[int]) -> set[int]:
        """Return the skills that are a chosen one in other frameworks: a suggestion names them all."""
        held = ",".join(map(str, chosen))
        sql = f"SELECT framework, skill, plain_skill, plain_name FROM skills WHERE number IN ({held})"
        rows = self._texts.execute(sql).fetchall()
        here = {(framework, skill) for framework, skill, _, _ in rows}
        joined = (link for link in self._rest.links if link.kind in JOINING)
        linked = {end for link in joined if {link.start, link.end} & here for end in (link.start, link.end)}
        called = sorted({text for row in rows for text in row[2:]})
        return self._numbers(linked) | {number for number, _ in self._named(called)}

    def _numbers(self, skills: Iterable[tuple[str, str]]) -> set[int]:
        """Return the places of skills given by framework and key; one that is not known has none."""
        sql = "SELECT number FROM skills WHERE plain_skill = ? AND framework = ? AND skill = ?"
        asked = ((skill.casefold(), framework, skill) for framework, skill in skills)
        return {number for one in asked for (number,) in self._texts.execute(sql, one)}

    def _named(self, called: Sequence[str]) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        marks = ",".join("?" * len(called))
        for column in ("plain_skill", "plain_name"):
            sql = f"SELECT number, framework FROM skills WHERE {column} IN ({marks}) LIMIT 2000"
            found += self._texts.execute(sql, called).fetchall()
        return found

    def _only(self, numbers: list[int]) -> Build:
        """Return some skills as an ordinary build, with what is known of all skills together."""
        starts = self._sums["starts"]
        runs = [(int(starts[n]), int(starts[n + 1])) for n in numbers]
        listed: list[Entry] = []
        for first, last in runs:
            listed.extend(build_files.entries_between(self._texts, first, last, len(listed)))
        entries = tuple(listed)
        groups = build_files.groups(entries)
        statements, skills = self._letters(runs, entries, groups)
        vectors = np.concatenate([self.nearest.rows[first:last] for first, last in runs]).astype(np.float32)
        part = Build(
            self.number,
            self.model,
            self.made_at,
            self._rest,
            entries,
            vectors,
            np.arange(len(entries), dtype=np.int32),
            groups,
            statements,
            skills,
            self.rare,
            self.role_vectors,
            bm25.in_memory(
                ((e.id, e.text) for e in entries if e.is_statement), build_files.skill_texts(entries, groups)
            ),
            learnt=self.learnt,
        )
        part.__dict__.update(usual=self.usual, _spreads=self._spreads)
        return part

    def _letters(
        self, runs: Sequence[tuple[int, int]], entries: Sequence[Entry], groups: Sequence[Group]
    ) -> tuple[ngrams.Letters, ngrams.Letters]:
        """Return the n-grams of statements and of skills, as `index.build_files.read_letters` does."""
        from scipy import sparse

        spans = [self._places[first : last + 1] for first, last in runs]
        pairs = np.concatenate([self._spelt[span[0] : span[-1]] for span in spans])
        until = np.cumsum(np.concatenate([[0], *(np.diff(span) for span in spans)]))
        shape = (len(entries), ngrams.FEATURES)
        counts = sparse.csr_matrix(
            (pairs[:, 1].astype(np.float32), pairs[:, 0].astype(np.int32), until), shape
        )
        stated = sparse.diags_array(np.array([e.is_statement for e in entries], np.float32), dtype=np.float32)
        members = np.repeat(np.arange(len(groups)), [g.stop - g.start for g in groups])
        ones = np.ones(len(entries), np.float32)
        sums = sparse.csr_matrix((ones, (members, np.arange(len(entries)))), (len(groups), len(entries)))
        statements, skills = (
            sparse.csr_matrix(ngrams.weigh(sparse.csr_matrix(some @ counts), self.rare).T)
            for some in (stated, sums)
        )
        return statements, skills

    def _set(self, **values: Any) -> None:
        # As dataclasses do for frozen ones; what is not set here is read on first use.
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @cached_property
    def _frameworks(self) -> list[str]:
        return [str(name) for name in self._sums["frameworks"]]

    @cached_property
    def _attribute_skills(self) -> list[int]:
        sql = "SELECT number FROM skills WHERE kind = 'attribute' ORDER BY number LIMIT ?"
        return [number for (number,) in self._texts.execute(sql, (MOST_ATTRIBUTES,))]

    @cached_property
    def _directions(self) -> tuple[list[str], Floats]:
        known = shipped_directions(self.model)
        size = len(self._sums["usual"])
        return list(known), np.array(list(known.values()), np.float32).reshape(-1, size)

    @cached_property
    def _spreads(self) -> dict[str, tuple[float, float]]:
        found = {}
        for name, (count, total, squares) in zip(self._sums["levelled"], self._sums["levels"], strict=True):
            mean = total / count
            found[str(name)] = float(mean), float(max(0.0, squares / count - mean**2) ** 0.5)
        return found

    @property
    def documents(self) -> dict[str, str]:
        """See `Build.documents`."""
        return dict(self._rest.documents)

    @cached_property
    def usual(self) -> Floats:
        """See `Build.usual`."""
        mean: Floats = self._sums["usual"]
        return mean

    @cached_property
    def knowledge(self) -> Knowledge:
        """The whole of what it was made from, read on first use."""
        skills = tuple(
            knowledge_json.loaded(Skill, text)
            for (text,) in self._texts.execute("SELECT content FROM skills ORDER BY number")
        )
        stated = (e for e in self.entries if e.is_statement and e.level is not None)
        descriptors = tuple(
            Descriptor(e.framework, e.skill, e.level, e.kind, e.text, e.inferred, e.sources)  # type: ignore[arg-type]
            for e in stated
        )
        return replace(self._rest, skills=skills, descriptors=descriptors)

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """All entries, read as they are asked for."""
        return _Entries(self._texts, int(self._sums["starts"][-1]))

    @cached_property
    def vectors(self) -> Floats:
        """All vectors, read whole."""
        return self.nearest.rows.astype(np.float32)

    @cached_property
    def rows(self) -> NDArray[np.int32]:
        """See `Build.rows`: a row for each entry."""
        return np.arange(len(self.entries), dtype=np.int32)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All skills."""
        sql = "SELECT framework, skill, name, kind FROM skills ORDER BY number"
        starts = self._sums["starts"].tolist()
        return tuple(
            Group(framework, skill, name, kind, start, stop)
            for (framework, skill, name, kind), start, stop in zip(
                self._texts.execute(sql), starts, starts[1:], strict=False
            )
        )

    def _refused(self) -> Any:
        raise BuildError(f"build {self.number} is too large to be searched whole: search what is near")

    statement_letters = property(_refused)
    skill_letters = property(_refused)


class _Entries(Sequence[Entry]):
    """The entries of a large build, read as they are asked for."""

    def __init__(self, texts: sqlite3.Connection, count: int) -> None:
        self._texts, self._count = texts, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, place: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(place, slice):
            first, last, step = place.indices(self._count)
            return tuple(build_files.entries_between(self._texts, first, last))[::step]
        if not -self._count <= place < self._count:
            raise IndexError(place)
        at = place % self._count
        return next(iter(build_files.entries_between(self._texts, at, at + 1)))

    def __iter__(self) -> Iterator[Entry]:
        return build_files.entries_between(self._texts, 0, self._count)
