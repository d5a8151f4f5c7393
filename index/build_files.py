"""The files of one build: writing them so that they last, and reading them back checked."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import bm25, ngrams
from index.entries import Entry
from knowledge.model import Source

VECTORS, TEXTS, LETTERS, KNOWLEDGE, MANIFEST = (
    "vectors.faiss",
    "texts.sqlite",
    "letters.npz",
    "knowledge.json",
    "manifest.json",
)
WHOLE_UNTIL = 64 * 2**20
"""Bytes up to which a file is checked whole whenever a build is opened."""
SPOTS, SPOT = 64, 2**14
"""Blocks of a larger file that are checked then, and their bytes."""
_FIELDS = ("id", "framework", "skill", "name", "level", "kind", "text")
_COLUMNS = f"{', '.join(_FIELDS)}, inferred, sources, skill_kind, row"


@dataclass(frozen=True, slots=True)
class Group:
    """One skill of a build: a run of its entries.

    Args:
        framework, skill, name, skill_kind: as in `index.entries.Entry`.
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
    starts = [n for n, e in enumerate(entries) if n == 0 or _key(e) != _key(entries[n - 1])]
    stops = [*starts[1:], len(entries)]
    first = [entries[start] for start in starts]
    return tuple(
        Group(e.framework, e.skill, e.name, e.skill_kind, start, stop)
        for e, start, stop in zip(first, starts, stops, strict=True)
    )


def _key(entry: Entry) -> tuple[str, str]:
    return entry.framework, entry.skill


def write_vectors(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Write float32 (u, d) unit rows as a FAISS index of inner products."""
    index = flat_index(vectors)
    try:
        faiss().write_index(index, str(folder / VECTORS))
    except RuntimeError:
        # FAISS says this in C++; what a person needs to know is that the disk refused.
        raise OSError(errno.ENOSPC, f"{VECTORS} could not be written; is the disk full?") from None


def flat_index(vectors: NDArray[np.float32]) -> Any:
    """Return a FAISS index of float32 (u, d) rows that searches exactly, by inner product."""
    index = faiss().IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    return index


def read_vectors(folder: Path) -> NDArray[np.float32]:
    """Return what `write_vectors` wrote."""
    index = faiss().read_index(str(folder / VECTORS))
    vectors: NDArray[np.float32] = index.reconstruct_n(0, index.ntotal)
    return vectors


def write_texts(folder: Path, entries: Sequence[Entry], rows: NDArray[np.int32]) -> None:
    """Write the entries, their rows among the vectors, and the words of statements and of skills."""
    with closing(sqlite3.connect(folder / TEXTS)) as database, database:
        make_entries(database)
        add_entries(database, entries, rows)
        bm25.make_tables(database)
        bm25.add(database, "statement_words", ((e.id, e.text) for e in entries if e.is_statement))
        bm25.add(database, "skill_words", enumerate(skill_texts(entries)))


def make_entries(database: sqlite3.Connection) -> None:
    """Make the empty table of entries."""
    database.execute(
        "CREATE TABLE entries (id INTEGER PRIMARY KEY, framework TEXT NOT NULL, skill TEXT NOT NULL, "
        "name TEXT NOT NULL, level INTEGER, kind TEXT NOT NULL, text TEXT NOT NULL, "
        "inferred INTEGER NOT NULL, sources TEXT NOT NULL, skill_kind TEXT NOT NULL, "
        "row INTEGER NOT NULL)"
    )


def add_entries(database: sqlite3.Connection, entries: Sequence[Entry], rows: NDArray[np.int32]) -> None:
    """Add entries and their rows among the vectors to the table of entries."""
    database.executemany(
        f"INSERT INTO entries ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?)", _rows(entries, rows)
    )


def skill_texts(entries: Sequence[Entry], of: Sequence[Group] | None = None) -> list[str]:
    """Return one text per skill: all that its framework says of it, each piece once; no staff voices.

    Args:
        of: `groups` of the entries, where already known.
    """
    left_out = ("voice", "chat", "summary")
    return [
        "\n".join(e.text for e in entries[g.start : g.stop] if e.kind not in left_out)
        for g in (groups(entries) if of is None else of)
    ]


def _rows(entries: Sequence[Entry], rows: NDArray[np.int32]) -> Iterable[tuple[Any, ...]]:
    for e, row in zip(entries, rows, strict=True):
        sources = json.dumps([[s.document, s.location] for s in e.sources], ensure_ascii=False)
        yield (
            *(e.id, e.framework, e.skill, e.name, e.level, e.kind),
            *(e.text, int(e.inferred), sources, e.skill_kind, int(row)),
        )


def read_entries(database: sqlite3.Connection) -> tuple[tuple[Entry, ...], NDArray[np.int32]]:
    """Return the entries and their rows, as `write_texts` had them."""
    entries = tuple(entries_between(database))
    rows = database.execute("SELECT row FROM entries ORDER BY id").fetchall()
    return entries, np.array(rows, np.int32).reshape(-1)


def entries_between(
    database: sqlite3.Connection, first: int = 0, last: int | None = None, number: int | None = None
) -> Iterator[Entry]:
    """Yield the entries with ids from ``first`` up to ``last``, that one left out.

    Args:
        number: the id that the first of them gets; None leaves them theirs.
    """
    known = dict[str, tuple[Source, ...]]()
    sql = f"SELECT {_COLUMNS} FROM entries WHERE id >= ? AND id < ? ORDER BY id"
    off = 0 if number is None else number - first
    for row in database.execute(sql, (first, 2**62 if last is None else last)):
        id_, framework, skill, name, level, kind, text, inferred, told, skill_kind, _ = row
        sources = known.get(told)
        if sources is None:
            sources = known[told] = tuple(Source(*source) for source in json.loads(told))
        yield Entry(id_ + off, framework, skill, name, level, kind, text, bool(inferred), sources, skill_kind)


def open_texts(folder: Path) -> sqlite3.Connection:
    """Open the texts for reading; the connection outlives the file's removal and may change threads."""
    uri = f"{(folder / TEXTS).resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


def write_letters(folder: Path, entries: Sequence[Entry]) -> None:
    """Write the n-grams of statements (by entry, others empty) and of skills (by group), a column each."""
    from scipy import sparse

    statements = ngrams.count([e.text if e.is_statement else "" for e in entries])
    skills = ngrams.count(skill_texts(entries))
    rare = ngrams.rarity(statements[[n for n, e in enumerate(entries) if e.is_statement]])
    arrays: dict[str, Any] = {"rare": rare}
    for name, counts in (("statements", statements), ("skills", skills)):
        # Kept with an n-gram per row: a query has few n-grams, so only their rows are read.
        turned = sparse.csr_matrix(ngrams.weigh(counts, rare).T)
        arrays[f"{name}_data"] = turned.data.astype(np.float16)
        arrays[f"{name}_indices"] = turned.indices.astype(np.int32)
        arrays[f"{name}_indptr"] = turned.indptr.astype(np.int32)
    np.savez(folder / LETTERS, **arrays)


def read_letters(
    folder: Path, entries: int, skills: int
) -> tuple[ngrams.Letters, ngrams.Letters, NDArray[np.float32]]:
    """Return float32 CSR (FEATURES, entries) and (FEATURES, skills), and the rarity of n-grams."""
    from scipy import sparse

    def matrix(arrays: Any, name: str, columns: int) -> ngrams.Letters:
        data, indices, indptr = (arrays[f"{name}_{part}"] for part in ("data", "indices", "indptr"))
        return sparse.csr_matrix((data.astype(np.float32), indices, indptr), shape=(ngrams.FEATURES, columns))

    with np.load(folder / LETTERS, allow_pickle=False) as arrays:
        return matrix(arrays, "statements", entries), matrix(arrays, "skills", skills), arrays["rare"]


def checksum(path: Path) -> str:
    """Return a file's sha256, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def spots(path: Path) -> str:
    """Return the sha256 of a large file's size and of blocks spread over it, its ends among them.

    Reading a file of gigabytes whole at every opening would take longer than all else: this finds what is cut
    off, replaced or overwritten at large; `checksum` finds every bit, where there is time.
    """
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as stream:
        for n in range(SPOTS):
            stream.seek(max(0, size - SPOT) * n // (SPOTS - 1))
            digest.update(stream.read(SPOT))
    return digest.hexdigest()


def settle(path: Path) -> None:
    """Wait until a file or folder is on the disk for good."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def faiss() -> Any:
    """Return FAISS, imported when it is first needed."""
    # FAISS's SWIG types warn as they are imported; the warning is about FAISS, not about us.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import faiss
    return faiss
