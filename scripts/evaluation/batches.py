"""Texts encoded once, in batches: a search asks for one at a time, which takes several times as long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import EncodedText, Encoder, Progress, SentenceEncoder
from index.features import LONGEST_TEXT
from index.sentence_model import encode_texts
from index.text import as_one, neutral

Vectors = NDArray[np.float32]


class BatchEncoder:
    """An encoder that has read a set of texts in batches; others are read as they come.

    Words carry nothing in what it gives: it is for levels and ranks, not for evidence.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._texts: dict[str, Vectors] = {}
        self._wholes: dict[str, Vectors] = {}

    @property
    def model(self) -> str:
        """See `Encoder.model`."""
        return self.encoder.model

    @property
    def dimensions(self) -> int:
        """See `Encoder.dimensions`."""
        return self.encoder.dimensions

    def prepare(self, cases: Iterable[Sequence[str]]) -> None:
        """Read the activities of many people."""
        read = [[neutral(text[:LONGEST_TEXT]) for text in activities] for activities in cases]
        every = {as_one(texts) for texts in read}
        texts = sorted((every | {text for each in read for text in each}) - self._texts.keys(), key=len)
        self._texts |= dict(zip(texts, self.encode(texts), strict=True))
        wholes = sorted(every - self._wholes.keys(), key=len)
        levels = self._read(wholes)
        self._wholes |= {} if levels is None else dict(zip(wholes, levels, strict=True))

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode`."""
        return self.encoder.encode(texts, progress)

    def encode_words(self, texts: Sequence[str]) -> list[EncodedText]:
        """See `Encoder.encode_words`."""
        new = [text for text in texts if text not in self._texts]
        self._texts |= dict(zip(new, self.encode(new), strict=True)) if new else {}
        return [
            EncodedText(self._texts[text], (), np.zeros((0, self.dimensions), np.float32)) for text in texts
        ]

    def read_level(self, texts: Sequence[str]) -> Vectors | None:
        """See `Encoder.read_level`."""
        if all(text in self._wholes for text in texts):
            return np.stack([self._wholes[text] for text in texts])
        return self.encoder.read_level(texts)

    def read_message(self, texts: Sequence[str]) -> Vectors | None:
        """See `Encoder.read_message`."""
        return self.encoder.read_message(texts)

    def _read(self, texts: Sequence[str]) -> Vectors | None:
        if isinstance(self.encoder, SentenceEncoder) and texts:
            _, reader = self.encoder.loaded()
            return None if reader is None else encode_texts(reader, texts, 2)
        return self.encoder.read_level(texts) if texts else None
