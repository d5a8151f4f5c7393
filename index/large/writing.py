"""Writing a large build: skill after skill, so that its memory does not grow with its size."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from index import bm25, build_files, knowledge_json, ngrams
from index.encoder import Encoder
from index.entries import Entry, VoiceLike, encoded_text, of_each_skill
from index.large import nearest
from index.roles import role_texts, role_vectors
from knowledge.model import Knowledge, Skill

CHUNK = 20_000
"""Entries held at once."""
SCALED = 30_000
"""Statements that the scales of levels are learnt from (`index.level_scales`)."""
SPELT, PLACES = "letters.u16", "letters.i64"
SUMS = "sums.npz"
LEFT_OUT = ("summary", "voice", "chat")
"""Kinds whose words are said elsewhere: see `index.build_files.skill_texts`."""

Told = Callable[[int], None]


@dataclass
class Sums:
    """What a large build knows of all its entries together.

    Args:
        entries, descriptors, skills: how many.
        usual: float64 (d,), sum of the statements' vectors.
        levels: by framework: how many statements, the sum of their levels and of these squared.
        holding: int64 (FEATURES,), statements that have each n-gram.
        starts: the first entry of each skill.
        frameworks: by id, the first skill and the one after the last.
        scaled: statements to learn the scales of levels from, with the vector of each.
    """

    entries: int = 0
    descriptors: int = 0
    skills: int = 0
    usual: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    levels: dict[str, list[float]] = field(default_factory=dict)
    holding: NDArray[np.int64] = field(default_factory=lambda: np.zeros(ngrams.FEATURES, np.int64))
    starts: list[int] = field(default_factory=list)
    frameworks: dict[str, tuple[int, int]] = field(default_factory=dict)
    scaled: list[tuple[Entry, NDArray[np.float16]]] = field(default_factory=list)


def by_framework(knowledge: Knowledge) -> Knowledge:
    """Return knowledge with each framework's skills together, in the order of the first of each."""
    order = {name: n for n, name in enumerate(dict.fromkeys(skill.framework for skill in knowledge.skills))}
    return replace(knowledge, skills=tuple(sorted(knowledge.skills, key=lambda s: order[s.framework])))


class LargeMaking:
    """What a large build is made of.

    Args:
        knowledge: the merged catalogue.
        voices: staff voices.
        encoder: turns texts into vectors.
    """

    def __init__(self, knowledge: Knowledge, voices: Sequence[VoiceLike], encoder: Encoder) -> None:
        self._knowledge, self._voices, self._encoder = by_framework(knowledge), voices, encoder

    def says(self) -> Iterator[str]:
        """Yield all that tells it from another."""
        known = self._knowledge
        yield knowledge_json.to_json(replace(known, skills=(), descriptors=()))
        yield from map(repr, known.skills)
        yield from map(repr, known.descriptors)
        yield from (f"{voice.skill}\t{voice.level}\t{voice.messages}" for voice in self._voices)

    def write(self, folder: Path, progress: Callable[[str, int, int], None]) -> dict[str, Any]:
        """Write its files into a folder; return what the manifest says of them.

        Raises:
            OSError: the disk refuses.
        """
        known = self._knowledge
        # Descriptors, summaries of levels, names and descriptions: near twice as many as descriptors.
        expected = 2 * len(known.descriptors)
        sums = _write(
            folder,
            known,
            self._encoder,
            self._voices,
            lambda done: progress("encode", min(done, expected), expected),
        )
        return {
            "large": True,
            "documents": dict(known.documents),
            "entries": sums.entries,
            "descriptors": sums.descriptors,
            "skills": sums.skills,
        }


def _write(
    folder: Path, knowledge: Knowledge, encoder: Encoder, voices: Sequence[VoiceLike], told: Told
) -> Sums:
    sums = Sums()
    asked = {wanted.framework for role in knowledge.roles for wanted in role.requirements}
    every = max(1, len(knowledge.descriptors) // SCALED)
    with ExitStack() as stack:
        database = stack.enter_context(closing(sqlite3.connect(folder / build_files.TEXTS)))
        stack.enter_context(database)
        out = _Files(folder, stack)
        _make_tables(database)
        for skills in _chunks(knowledge, voices):
            listed = [entry for _, some in skills for entry in some]
            vectors = _encoded(encoder, listed)
            _note_texts(database, skills, sums)
            _note_sums(sums, skills, vectors, asked, every)
            out.add(listed, vectors, sums)
            told(sums.entries)
        _note_rarity(database)
    _close(folder, knowledge, encoder, sums)
    return sums


def _chunks(knowledge: Knowledge, voices: Sequence[VoiceLike]) -> Iterator[list[tuple[Skill, list[Entry]]]]:
    chunk: list[tuple[Skill, list[Entry]]] = []
    size = 0
    for skill, some in of_each_skill(knowledge, voices):
        chunk.append((skill, some))
        size += len(some)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _encoded(encoder: Encoder, listed: Sequence[Entry]) -> nearest.Rows:
    texts = [encoded_text(entry) for entry in listed]
    unique = list(dict.fromkeys(texts))
    places = {text: n for n, text in enumerate(unique)}
    return encoder.encode(unique).astype(np.float16)[[places[text] for text in texts]]


class _Files:
    """The arrays of a large build, each written on and on."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._rows, self._spelt, self._places = (
            stack.enter_context((folder / name).open("wb")) for name in (nearest.ROWS, SPELT, PLACES)
        )
        self._spelt_until = 0
        _put(self._places, np.zeros(1, np.int64))

    def add(self, listed: Sequence[Entry], vectors: nearest.Rows, sums: Sums) -> None:
        """Write a chunk, and count which statements have which n-grams."""
        _put(self._rows, vectors)
        counts = ngrams.count([e.text if e.kind not in LEFT_OUT else "" for e in listed])
        stated = counts[np.flatnonzero([e.is_statement for e in listed])]
        sums.holding += np.bincount(stated.indices, minlength=ngrams.FEATURES)
        pairs = np.stack(
            [counts.indices.astype(np.uint16), np.minimum(counts.data, 255).astype(np.uint16)], 1
        )
        _put(self._spelt, pairs)
        _put(self._places, counts.indptr[1:].astype(np.int64) + self._spelt_until)
        self._spelt_until += counts.nnz


def _put(stream: BinaryIO, array: NDArray[Any]) -> None:
    stream.write(np.ascontiguousarray(array).tobytes())


def _make_tables(database: sqlite3.Connection) -> None:
    build_files.make_entries(database)
    database.execute(
        "CREATE TABLE skills (number INTEGER PRIMARY KEY, framework TEXT NOT NULL, skill TEXT NOT NULL, "
        "name TEXT NOT NULL, plain_skill TEXT NOT NULL, plain_name TEXT NOT NULL, kind TEXT NOT NULL, "
        "content TEXT NOT NULL)"
    )
    for column in ("plain_skill", "plain_name", "kind"):
        database.execute(f"CREATE INDEX skills_{column} ON skills ({column})")
    # The texts are in entries already; only what finds them is kept here.
    database.execute(
        "CREATE VIRTUAL TABLE skill_words USING fts5(text, tokenize = 'porter unicode61', content = '')"
    )


def _note_texts(
    database: sqlite3.Connection, skills: Sequence[tuple[Skill, list[Entry]]], sums: Sums
) -> None:
    listed = [entry for _, some in skills for entry in some]
    build_files.add_entries(
        database, listed, np.arange(listed[0].id, listed[0].id + len(listed), dtype=np.int32)
    )
    numbered = list(enumerate(skills, sums.skills))
    database.executemany(
        "INSERT INTO skills VALUES (?,?,?,?,?,?,?,?)",
        (
            (
                *(n, skill.framework, skill.key, skill.name, skill.key.casefold(), skill.name.casefold()),
                *(skill.kind, knowledge_json.dumped(skill)),
            )
            for n, (skill, _) in numbered
        ),
    )
    bm25.add(
        database,
        "skill_words",
        ((n, "\n".join(e.text for e in some if e.kind not in LEFT_OUT)) for n, (_, some) in numbered),
    )


def _note_sums(
    sums: Sums,
    skills: Sequence[tuple[Skill, list[Entry]]],
    vectors: nearest.Rows,
    asked: set[str],
    every: int,
) -> None:
    at = sums.entries
    for skill, some in skills:
        sums.starts.append(some[0].id)
        first, _ = sums.frameworks.get(skill.framework, (sums.skills, 0))
        sums.skills += 1
        sums.frameworks[skill.framework] = first, sums.skills
    listed = [entry for _, some in skills for entry in some]
    stated = [entry for entry in listed if entry.is_statement]
    rows = vectors[[entry.id - at for entry in stated]]
    total = rows.sum(axis=0, dtype=np.float64)
    sums.usual = total if not len(sums.usual) else sums.usual + total
    for entry, row in zip(stated, rows, strict=True):
        level = float(entry.level or 0)
        known = sums.levels.setdefault(entry.framework, [0.0, 0.0, 0.0])
        known[:] = known[0] + 1.0, known[1] + level, known[2] + level * level
        if entry.framework in asked and (sums.descriptors % every == 0):
            sums.scaled.append((entry, row))
        sums.descriptors += 1
    sums.entries += len(listed)


def _note_rarity(database: sqlite3.Connection) -> None:
    """Keep in how many skills each word is: whether a word is worth looking up is asked at every search."""
    database.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, 'skill_words', 'row')")
    database.execute("CREATE TABLE holding (word TEXT PRIMARY KEY, skills INTEGER NOT NULL) WITHOUT ROWID")
    database.execute("INSERT INTO holding SELECT term, doc FROM temp.vocabulary")
    database.execute("DROP TABLE temp.vocabulary")


def _close(folder: Path, knowledge: Knowledge, encoder: Encoder, sums: Sums) -> None:
    told = (
        dict(zip(texts := role_texts(knowledge), encoder.encode(texts), strict=True))
        if knowledge.roles
        else {}
    )
    rows = np.array([row for _, row in sums.scaled], np.float32).reshape(-1, len(sums.usual))
    role_vectors(knowledge, told, [entry for entry, _ in sums.scaled], rows).write(folder)
    rest = replace(knowledge, skills=(), descriptors=())
    (folder / build_files.KNOWLEDGE).write_text(knowledge_json.to_json(rest), "utf-8")
    holding = np.log((1 + sums.descriptors) / (1 + sums.holding)) + 1
    names = list(sums.levels)
    np.savez(
        folder / SUMS,
        usual=(sums.usual / max(1, sums.descriptors)).astype(np.float32),
        rare=holding.astype(np.float32),
        starts=np.array([*sums.starts, sums.entries], np.int64),
        frameworks=np.array(list(sums.frameworks), dtype=str),
        runs=np.array(list(sums.frameworks.values()), np.int64),
        levelled=np.array(names, dtype=str),
        levels=np.array([sums.levels[name] for name in names], np.float64).reshape(-1, 3),
    )
    nearest.write_index(
        folder, np.memmap(folder / nearest.ROWS, np.float16, "r").reshape(-1, len(sums.usual))
    )
