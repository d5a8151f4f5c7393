"""Train the last layers of the encoder, and a regression on its vectors, to tell what messages are.

The layers below stay as they are: their output is worked out once for every text.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from index.encoder import SentenceEncoder
from index.sentence_model import load_model
from index.training.weights_export import adapter

KEPT = 4
"""Layers that stay as they are, of six."""
RANK = 64
TOKENS = 48
EPOCHS, BATCH, RATE, HEAD_RATE = 4, 48, 2.5e-4, 5e-3
SHARPNESS = 8.0
"""Unit vectors are too short for odds."""
SMOOTHING = 0.05
BLOCK = 16
"""Batches within which texts of like length are put together."""
_HIDDEN = -1e9


class Lesson(NamedTuple):
    """One text, the index of its label, and its weight."""

    text: str
    label: int
    weight: float


class MessageReader:
    """The encoder being trained."""

    def __init__(self, encoder: SentenceEncoder, labels: int) -> None:
        torch.manual_seed(0)
        # Batches are small: two threads would wait for each other.
        torch.set_num_threads(1)
        self.model = encoder.model
        loaded = load_model(encoder.folder, "float32", encoder.adapter)
        self.transformer: Any = loaded.transformers_model
        self.before = {name: value.clone() for name, value in self.transformer.state_dict().items()}
        self._tokenizer = loaded.tokenizer
        self.transformer.requires_grad_(False)
        self._last = nn.ModuleList(self.transformer.encoder.layer[KEPT:])
        self._last.requires_grad_(True)
        self._head = nn.Linear(next(iter(self.before.values())).shape[-1], labels)

    def train(self, lessons: Sequence[Lesson]) -> None:
        """Train on lessons."""
        chance = random.Random(0)
        below = self._below([each.text for each in lessons])
        steps = EPOCHS * (len(lessons) // BATCH + 2 * BLOCK)
        optimizer = torch.optim.AdamW(
            [
                {"params": self._last.parameters(), "lr": RATE},
                {"params": self._head.parameters(), "lr": HEAD_RATE},
            ]
        )
        rates = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, [RATE, HEAD_RATE], total_steps=steps, pct_start=0.1
        )
        self._last.train()
        for _ in range(EPOCHS):
            for batch in _batches([len(each) for each in below], chance):
                loss = self._loss([below[n] for n in batch], [lessons[n] for n in batch])
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
                rates.step()
        self._last.eval()

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the regression on the vectors."""
        weights = self._head.weight.detach().numpy().T * SHARPNESS
        return {
            "vector_weights": weights.astype(np.float16),
            "vector_bias": self._head.bias.detach().numpy().astype(np.float32),
        }

    def save(self, path: Path) -> None:
        """Write what was added to the last layers; the encoder's model goes into the metadata as ``base``."""
        from safetensors.torch import save_file

        save_file(adapter(self, RANK), path, metadata={"base": self.model})

    def _loss(self, below: Sequence[Tensor], lessons: Sequence[Lesson]) -> Tensor:
        odds = self._head(self._vectors(below) * SHARPNESS)
        wanted = torch.tensor([each.label for each in lessons])
        lost = functional.cross_entropy(odds, wanted, reduction="none", label_smoothing=SMOOTHING)
        return (lost * torch.tensor([each.weight for each in lessons])).mean()

    def _below(self, texts: Sequence[str]) -> list[Tensor]:
        """Return what the layers that stay give of each text: (tokens, d)."""
        found: dict[int, Tensor] = {}
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            for at in range(0, len(order), BATCH):
                batch = order[at : at + BATCH]
                read = self._tokenizer(
                    [texts[n] for n in batch],
                    padding=True,
                    truncation=True,
                    max_length=TOKENS,
                    return_tensors="pt",
                )
                seen = read["attention_mask"]
                hidden = self.transformer.embeddings(read["input_ids"])
                hidden = _through(self.transformer.encoder.layer[:KEPT], hidden, seen)
                found |= {n: hidden[row, : int(seen[row].sum())] for row, n in enumerate(batch)}
        return [found[n] for n in range(len(texts))]

    def _vectors(self, below: Sequence[Tensor]) -> Tensor:
        seen = torch.zeros(len(below), max(len(each) for each in below))
        for row, each in enumerate(below):
            seen[row, : len(each)] = 1.0
        hidden = nn.utils.rnn.pad_sequence([each.float() for each in below], batch_first=True)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = _through(self._last, hidden, seen)
        return functional.normalize(
            (hidden.float() * seen[..., None]).sum(1) / seen.sum(1, keepdim=True), dim=1
        )


def _through(layers: Any, hidden: Tensor, seen: Tensor) -> Tensor:
    mask = (1.0 - seen[:, None, None, :].float()) * _HIDDEN
    for layer in layers:
        given = layer(hidden, mask)
        hidden = given[0] if isinstance(given, tuple) else given
    return hidden


def _batches(sizes: Sequence[int], chance: random.Random) -> list[list[int]]:
    """Return batches of texts of like length, in random order."""
    order = list(range(len(sizes)))
    chance.shuffle(order)
    wide = BATCH * BLOCK
    blocks = [sorted(order[at : at + wide], key=lambda n: sizes[n]) for at in range(0, len(order), wide)]
    batches = [block[at : at + BATCH] for block in blocks for at in range(0, len(block), BATCH)]
    chance.shuffle(batches)
    return batches
