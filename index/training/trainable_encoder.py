"""The network that is trained: the sentence model and a direction per skill."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from index.sentence_model import arithmetic_for

QUERY_TOKENS = 224
PARTNER_TOKENS = 128
CHUNK = 16
"""Texts of like length that go through the model together: padding costs more than a smaller batch."""


class Trainee(nn.Module):
    """The model being trained.

    The transformer's layers learn, its word embeddings stay: they would forget rare words.

    Args:
        folder: a sentence-transformers folder with mean pooling (the default model's).
        summaries: one text per skill; their vectors are where the skills' directions start.
        families: family of each skill, as an index: skills compete within their family.
    """

    def __init__(self, folder: Path, summaries: Sequence[str], families: NDArray[np.int64]) -> None:
        super().__init__()
        from transformers import AutoModel, AutoTokenizer

        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        # Dropout costs a third of a step on a CPU, and three epochs are too few to need it.
        self.transformer: Any = AutoModel.from_pretrained(
            folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        self.narrow = arithmetic_for() == "bfloat16"
        self.before = {name: value.clone() for name, value in self.transformer.state_dict().items()}
        self.transformer.embeddings.requires_grad_(False)
        self.families = torch.from_numpy(families)
        self.skills = nn.Parameter(torch.from_numpy(self.encode(summaries)))
        self.scale = nn.Parameter(torch.tensor(3.0))

    def embed(self, texts: Sequence[str], tokens: int = QUERY_TOKENS) -> Tensor:
        """Return unit vectors (n, d), with gradients."""
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        pieces = [
            self._embed([texts[n] for n in order[at : at + CHUNK]], tokens)
            for at in range(0, len(order), CHUNK)
        ]
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(pieces)[back]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, float32 (n, d), without gradients."""
        with torch.no_grad():
            vectors: NDArray[np.float32] = self.embed(texts).numpy()
        return vectors

    def skill_logits(self, vectors: Tensor, families: Tensor) -> Tensor:
        """Return (n, skills); skills of another family than the case's are out of the question."""
        logits = vectors @ functional.normalize(self.skills, dim=-1).T * torch.exp(self.scale)
        return logits.masked_fill(self.families[None] != families[:, None], -1e4)

    def _embed(self, texts: list[str], tokens: int) -> Tensor:
        batch = self.tokenizer(texts, padding=True, truncation=True, max_length=tokens, return_tensors="pt")
        # Without AMX, bfloat16 took 1.8 times as long as float32 (Xeon with avx512_bf16).
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.narrow):
            hidden = self.transformer(**batch).last_hidden_state
        mask = batch["attention_mask"][..., None].float()
        return functional.normalize((hidden.float() * mask).sum(1) / mask.sum(1), dim=-1)
