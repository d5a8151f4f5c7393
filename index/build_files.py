"""The files of one build: write them durably, open them memory-mapped.

- ``texts.sqlite``: entries, skills, and FTS5 tables over the words of statements and skills.
- ``vectors.faiss``: a FAISS index of inner products; a vector's number is its entry's id.
- ``columns.npz``: what is asked of every entry without its text, and figures over all statements.
- ``NAME.data.npy``, ``NAME.columns.npy``, ``NAME.rows.npy``: character n-grams as sparse rows.
"""

from __future__ import annotations

import errno
import json
import sqlite3
import warnings
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from index import bm25, ngrams
from index.entries import Entry, EntryKind
from knowledge.model import Source

VECTORS, TEXTS, COLUMNS = "vectors.faiss", "texts.sqlite", "columns.npz"
FLAT_UNTIL = 50_000
"""Texts up to which every search compares all vectors (docs/speed.md)."""
PROBED = 96
"""Lists of an inverted-file index that a search looks into: of 200,000 vectors in 2,048 lists, 64 found 0.985
of the ten nearest and 128 found 0.996 (docs/speed.md)."""
ALL_LISTS_UNTIL = 20_000
"""A range of up to so many texts is searched in all lists, so that small frameworks lose nothing."""
SAMPLES_PER_LIST = 40
"""Vectors per list that an inverted-file index is trained on. FAISS asks for 39 to 256."""
KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
_SKILLS = "SELECT framework, skill, name, skill_kind, start, stop FROM skills ORDER BY start"
_FIELDS = "id, framework, skill, name, level, kind, text, inferred, sources, skill_kind"

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """One skill of a build: a run of its entries.

    Args:
        start, stop: its entries are ``entries[start:stop]``.
    """

    framework: str
    skill: str
    name: str
    skill_kind: str
    start: int
    stop: int


def groups(entries: Sequence[Entry]) -> tuple[Group, ...]:
    """Return the skills of a list of entries, in its order."""
    keys = [(entry.framework, entry.skill) for entry in entries]
    starts = [n for n, key in enumerate(keys) if n == 0 or key != keys[n - 1]]
    stops = [*starts[1:], len(entries)]
    first = [entries[start] for start in starts]
    return tuple(
        Group(e.framework, e.skill, e.name, e.skill_kind, start, stop)
        for e, start, stop in zip(first, starts, stops, strict=True)
    )


def write(folder: Path, entries: Sequence[Entry], vectors: Floats) -> None:
    """Write the files of a build.

    Args:
        entries: with ids 0, 1, 2, ..., those of a skill together.
        vectors: float32 (entries, d), unit rows.

    Raises:
        OSError, sqlite3.OperationalError: the disk refuses.
    """
    skills = groups(entries)
    # All that a framework says of a skill, each piece once.
    texts = ["\n".join(e.text for e in entries[g.start : g.stop] if e.kind != "summary") for g in skills]
    _write_index(folder, vectors)
    _write_texts(folder, entries, skills, texts)
    stated = np.array([entry.is_statement for entry in entries], np.bool_)
    counts = ngrams.count([entry.text if entry.is_statement else "" for entry in entries])
    rare = ngrams.rarity(counts[np.flatnonzero(stated)])
    _write_ngrams(folder, "statements", ngrams.weigh(counts, rare))
    _write_ngrams(folder, "skills", ngrams.weigh(ngrams.count(texts), rare))
    spreads = _spreads(entries, stated)
    np.savez(
        folder / COLUMNS,
        kinds=np.array([KINDS.index(entry.kind) for entry in entries], np.int8),
        levels=np.array([entry.level or 0 for entry in entries], np.int8),
        usual=vectors[stated].sum(axis=0) / max(1, int(stated.sum())),
        rare=rare,
        frameworks=np.array(list(spreads), dtype=str),
        spreads=np.array(list(spreads.values()), np.float64).reshape(-1, 2),
    )


def make_index(vectors: Floats) -> Any:
    """Return a FAISS index of float32 (n, d) unit rows: exact while small, inverted lists of 16 bits above.

    The number of lists is the power of two nearest to four times the root of n (FAISS's guidelines: 4 to 16
    times the root).
    """
    count, size = vectors.shape
    lists = int(2 ** round(np.log2(4.0 * max(1, count) ** 0.5)))
    kind = "Flat" if count <= FLAT_UNTIL else f"IVF{lists},SQfp16"
    index = faiss().index_factory(size, kind, faiss().METRIC_INNER_PRODUCT)
    if not index.is_trained:
        few = min(count, SAMPLES_PER_LIST * lists)
        index.train(vectors[np.sort(np.random.default_rng(0).choice(count, few, replace=False))])
    index.add(np.ascontiguousarray(vectors))
    return index


class BuildFiles:
    """The open files of one build. Safe to use from any thread; they outlive their removal.

    Attributes:
        skills: in the order of their entries.
        kinds: int8 (entries,), places in `KINDS`.
        levels: int8 (entries,), 0 for none.
        usual: float32 (d,), the mean vector of all statements.
        rare: float32 (ngrams.FEATURES,), rarity of each n-gram.
        spreads: by framework, mean and standard deviation of its statements' levels.

    Raises:
        OSError, ValueError, KeyError, RuntimeError, sqlite3.Error: the files are damaged.
    """

    def __init__(self, folder: Path) -> None:
        with np.load(folder / COLUMNS, allow_pickle=False) as arrays:
            self.kinds: NDArray[np.int8] = arrays["kinds"]
            self.levels: NDArray[np.int8] = arrays["levels"]
            self.usual: Floats = arrays["usual"].astype(np.float32)
            self.rare: Floats = arrays["rare"]
            names = [str(name) for name in arrays["frameworks"]]
            self.spreads = {
                n: (float(m), float(s)) for n, (m, s) in zip(names, arrays["spreads"], strict=True)
            }
        self._index = _read_index(folder)
        if self._index.ntotal != len(self.kinds):
            raise ValueError(f"{VECTORS} and {COLUMNS} do not belong together")
        self._ngrams = {name: _read_ngrams(folder, name) for name in ("statements", "skills")}
        uri = f"{(folder / TEXTS).resolve().as_uri()}?mode=ro&immutable=1"
        self._texts = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = Lock()
        self.skills = tuple(Group(*row) for row in self._rows(_SKILLS))

    def __del__(self) -> None:
        if texts := getattr(self, "_texts", None):
            texts.close()

    def entries(self, start: int, stop: int) -> list[Entry]:
        """Return the entries with ids from ``start`` up to ``stop``, that one left out."""
        sql = f"SELECT {_FIELDS} FROM entries WHERE id >= ? AND id < ? ORDER BY id"
        found = []
        for id_, framework, skill, name, *said, inferred, told, skill_kind in self._rows(sql, (start, stop)):
            sources = tuple(Source(*source) for source in json.loads(told))
            level, kind, text = said
            known = (framework, skill, name, level, kind, text, bool(inferred))
            found.append(Entry(id_, *known, sources, skill_kind))
        return found

    def vectors(self, ids: Ids) -> Floats:
        """Return the vectors of some entries, float32 (ids, d)."""
        if not len(ids):
            return np.zeros((0, self._index.d), np.float32)
        rows: Floats = self._index.reconstruct_batch(np.ascontiguousarray(ids, np.int64))
        return rows

    def nearest(
        self, asked: Floats, count: int, start: int = 0, stop: int | None = None
    ) -> tuple[Floats, Ids]:
        """Return the entries nearest to some vectors.

        Args:
            asked: float32 (n, d), unit rows.
            start, stop: only entries with ids of this range.

        Returns:
            Cosines float32 (n, count), descending, and ids int64 (n, count); -1 where there are no more.
        """
        stop = self._index.ntotal if stop is None else stop
        only: dict[str, Any] = {"sel": faiss().IDSelectorRange(start, stop)}
        settings = faiss().SearchParameters
        if isinstance(self._index, faiss().IndexIVF):
            few = stop - start <= ALL_LISTS_UNTIL
            only["nprobe"] = self._index.nlist if few else min(PROBED, self._index.nlist)
            settings = faiss().SearchParametersIVF
        asked = np.ascontiguousarray(asked, np.float32)
        cosines, ids = self._index.search(asked, min(count, stop - start), params=settings(**only))
        return cosines, ids

    def words(self, table: str, text: str, ids: Ids | None = None) -> tuple[Ids, Floats]:
        """Return BM25 of a text: numbers with a word in common, ascending, and their scores.

        Args:
            table: ``statement_words`` (numbered by entry) or ``skill_words`` (by skill).
            ids: only these numbers; None for all.
        """
        with self._lock:
            return bm25.score(self._texts, table, text, ids)

    def ngrams(self, name: str, ids: Ids) -> ngrams.Rows:
        """Return weighed n-grams, sparse float32 (ids, FEATURES), of ``statements`` or ``skills``."""
        data, columns, rows = self._ngrams[name]
        return ngrams.select(data, columns, rows, ids)

    def _rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with self._lock:
            return self._texts.execute(sql, values).fetchall()


def faiss() -> Any:
    """Return FAISS, imported when it is first needed."""
    # FAISS's SWIG types warn as they are imported; the warning is about FAISS, not about us.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import faiss
    return faiss


def _write_index(folder: Path, vectors: Floats) -> None:
    index = make_index(vectors)
    try:
        faiss().write_index(index, str(folder / VECTORS))
    except RuntimeError:
        # FAISS says this in C++; what a person needs to know is that the disk refused.
        raise OSError(errno.ENOSPC, f"{VECTORS} could not be written; is the disk full?") from None


def _read_index(folder: Path) -> Any:
    index = faiss().read_index(str(folder / VECTORS), faiss().IO_FLAG_MMAP_IFC)
    if isinstance(index, faiss().IndexIVF):
        index.make_direct_map()
    return index


def _write_texts(
    folder: Path, entries: Sequence[Entry], skills: Sequence[Group], texts: Sequence[str]
) -> None:
    with closing(sqlite3.connect(folder / TEXTS)) as database, database:
        database.execute(
            "CREATE TABLE entries (id INTEGER PRIMARY KEY, framework TEXT NOT NULL, skill TEXT NOT NULL, "
            "name TEXT NOT NULL, level INTEGER, kind TEXT NOT NULL, text TEXT NOT NULL, "
            "inferred INTEGER NOT NULL, sources TEXT NOT NULL, skill_kind TEXT NOT NULL)"
        )
        database.execute(
            "CREATE TABLE skills (framework TEXT NOT NULL, skill TEXT NOT NULL, name TEXT NOT NULL, "
            "skill_kind TEXT NOT NULL, start INTEGER PRIMARY KEY, stop INTEGER NOT NULL)"
        )
        database.executemany("INSERT INTO entries VALUES (?,?,?,?,?,?,?,?,?,?)", map(_row, entries))
        rows = ((g.framework, g.skill, g.name, g.skill_kind, g.start, g.stop) for g in skills)
        database.executemany("INSERT INTO skills VALUES (?,?,?,?,?,?)", rows)
        bm25.make_table(database, "statement_words", ((e.id, e.text) for e in entries if e.is_statement))
        bm25.make_table(database, "skill_words", enumerate(texts))


def _row(e: Entry) -> tuple[Any, ...]:
    sources = json.dumps([[s.document, s.location] for s in e.sources], ensure_ascii=False)
    said = (e.text, int(e.inferred), sources, e.skill_kind)
    return (e.id, e.framework, e.skill, e.name, e.level, e.kind, *said)


def _spreads(entries: Sequence[Entry], stated: NDArray[np.bool_]) -> dict[str, tuple[float, float]]:
    levels: dict[str, list[int]] = {}
    for n in np.flatnonzero(stated).tolist():
        levels.setdefault(entries[n].framework, []).append(entries[n].level or 0)
    return {name: (float(np.mean(some)), float(np.std(some))) for name, some in levels.items()}


def _write_ngrams(folder: Path, name: str, rows: ngrams.Rows) -> None:
    np.save(folder / f"{name}.data.npy", rows.data.astype(np.float16))
    np.save(folder / f"{name}.columns.npy", rows.indices.astype(np.uint16))
    np.save(folder / f"{name}.rows.npy", rows.indptr.astype(np.int64))


def _read_ngrams(folder: Path, name: str) -> tuple[NDArray[Any], ...]:
    parts = ("data", "columns", "rows")
    return tuple(np.load(folder / f"{name}.{part}.npy", mmap_mode="r", allow_pickle=False) for part in parts)
