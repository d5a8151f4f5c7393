"""From a trained model to the files in `index/weights/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from index.sentence_model import weights_hash
from index.training.encoder_trainer import TrainingCourse
from index.training.trainable_encoder import Trainee


class Trained(Protocol):
    """A transformer after training, and its weights before."""

    transformer: Any
    before: dict[str, Tensor]


RANK = 96
"""Singular directions kept of each weight's change; docs/accuracy.md has what other ranks gave."""


def adapter(trainee: Trained, rank: int = RANK) -> dict[str, Tensor]:
    """Return what training added to the transformer's weights, small.

    Matrices are kept as two float16 factors (``NAME.left`` (m, r), ``NAME.right`` (r, n)) whose product is
    the truncated singular value decomposition of the change (Eckart and Young 1936); vectors as they are.

    Args:
        rank: factors' inner size.
    """
    kept: dict[str, Tensor] = {}
    for name, after in trainee.transformer.state_dict().items():
        change = after - trainee.before[name]
        if not change.is_floating_point() or not bool(change.abs().max() > 0):
            continue
        if change.ndim == 2 and min(change.shape) > 2 * rank:
            left, values, right = torch.linalg.svd(change, full_matrices=False)
            root = values[:rank].sqrt()
            kept[f"{name}.left"] = (left[:, :rank] * root).half().contiguous()
            kept[f"{name}.right"] = (root[:, None] * right[:rank]).half().contiguous()
        else:
            kept[name] = change.half()
    return kept


def save_adapter(trainee: Trainee, folder: Path, path: Path, rank: int = RANK) -> None:
    """Write ``adapter.safetensors``.

    Args:
        folder: the model it was trained on; its sha256 goes into the metadata as ``base``.
    """
    from safetensors.torch import save_file

    save_file(adapter(trainee, rank), path, metadata={"base": weights_hash(folder)})


def save_heads(trainee: Trainee, lesson: TrainingCourse, path: Path) -> None:
    """Write ``heads.npz``: a direction per skill, for unit vectors of the adapted model.

    Arrays: ``skills`` str (n,) as ``family:code-or-title``; ``directions`` float16 (n, d), unit rows;
    ``scale`` float32 (), inverse temperature of the skills' softmax.
    """
    directions = torch.nn.functional.normalize(trainee.skills.detach(), dim=-1)
    np.savez(
        path,
        skills=np.array([f"{family}:{name}" for family, name in lesson.texts]),
        directions=directions.numpy().astype(np.float16),
        scale=np.float32(torch.exp(trainee.scale.detach())),
    )
