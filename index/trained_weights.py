"""What Rung ships trained, in `index/weights/`: the one place where weights are read and applied.

- adapter.safetensors: additions to weights of the sentence model, by name; metadata ``base`` is the
  sha256 of that model (scripts/train.py encoder).
- level-adapter.safetensors, level-heads.npz: the level reader: like adapter.safetensors, but trained for
  nothing but the level, and the head that goes with it (scripts/train.py level-reader).
- heads.npz: learnt with the adapter: ``skills`` str (n,) as ``family:code-or-title``, ``directions`` float16
  (n, d) unit rows (scripts/train.py encoder).
- skills.npz: the skill head, what readers name for a text: ``model``, the encoder; ``skills`` str (n,) as
  above, ``weights`` float16 (n, d + 1) of its vector and a constant (scripts/train.py skills).
- ranker.json: weights of the features of `index.features` (scripts/train.py ranker).
- levels.npz: the level model of `index.level_model` (scripts/train.py levels).
- scope.npz: the rule of `index.scope` (scripts/train.py scope).

No file is a pickle.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class Adapter:
    """Trained additions to a model's weights.

    Args:
        path: a safetensors file; names are those of the transformer's state dict, any float type. A large
            matrix may be kept as two factors, ``NAME.left`` (m, r) and ``NAME.right`` (r, n).
        sha256: of the file.
    """

    path: Path
    sha256: str

    def apply(self, transformer: Any) -> None:
        """Add them to a torch module, in place."""
        import torch
        from safetensors.torch import load_file

        state = transformer.state_dict()
        added = load_file(self.path)
        with torch.no_grad():
            for name, delta in added.items():
                whole, _, part = name.rpartition(".")
                if part == "right":
                    continue
                factored = part == "left"
                change = delta.float() @ added[f"{whole}.right"].float() if factored else delta
                target = state[whole if factored else name]
                target.add_(change.to(target.dtype))


def shipped_adapter(
    base: str, folder: Path = WEIGHTS, file_name: str = "adapter.safetensors"
) -> Adapter | None:
    """Return a shipped adapter where it was trained for the model with weights of this sha256, or None."""
    path = folder / file_name
    if not path.is_file():
        return None
    from safetensors import safe_open

    with safe_open(path, "np") as file:
        fits = (file.metadata() or {}).get("base") == base
    return Adapter(path, hashlib.sha256(path.read_bytes()).hexdigest()) if fits else None


@lru_cache(maxsize=4)
def shipped_directions(model: str, folder: Path = WEIGHTS) -> dict[str, NDArray[np.float32]]:
    """Return a unit vector float32 (d,) for each skill that training knew, by ``family:code-or-title``.

    Args:
        model: id of the encoder in use; directions go with the adapter, so without one there are none.
    """
    return _rows_of_skills(folder / "heads.npz", "directions") if "+" in model else {}


@lru_cache(maxsize=4)
def shipped_skill_head(model: str, folder: Path = WEIGHTS) -> dict[str, NDArray[np.float32]]:
    """Return float32 (d + 1,) for each skill that readers placed work in, by ``family:code-or-title``.

    Args:
        model: id of the encoder in use; with another one than the head's there are none.
    """
    return _rows_of_skills(folder / "skills.npz", "weights", model)


def _rows_of_skills(path: Path, array: str, model: str | None = None) -> dict[str, NDArray[np.float32]]:
    with np.load(path, allow_pickle=False) as arrays:
        if model is not None and str(arrays["model"]) != model:
            return {}
        names = [str(name).casefold() for name in arrays["skills"]]
        return dict(zip(names, arrays[array].astype(np.float32), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class ReaderHead:
    """What the level reader was trained to say of levels.

    Args:
        weights: float32 (7, d).
        biases: float32 (7,) by family of frameworks; another family gets their mean.
        span: float32 (7, 2), what the lowest and the highest level of a skill add, where somebody talks.
    """

    weights: NDArray[np.float32]
    biases: dict[str, NDArray[np.float32]]
    span: NDArray[np.float32]

    def odds(self, vector: NDArray[np.float32], family: str) -> NDArray[np.float32]:
        """Return log-odds of levels 1 to 7, float32 (7,), for a unit vector (d,)."""
        bias = self.biases.get(family)
        if bias is None:
            bias = np.mean(list(self.biases.values()), axis=0)
        odds: NDArray[np.float32] = self.weights @ vector + bias
        return odds

    def expected(self, vector: NDArray[np.float32], family: str) -> float:
        """Return the mean of the levels, weighed by their probability, for a unit vector (d,)."""
        odds = self.odds(vector, family)
        chances = np.exp(odds - odds.max())
        return float(chances @ np.arange(1, len(odds) + 1) / chances.sum())


@lru_cache(maxsize=4)
def shipped_reader_head(folder: Path = WEIGHTS) -> ReaderHead:
    """Return the head of the level reader."""
    with np.load(folder / "level-heads.npz", allow_pickle=False) as arrays:
        names = [str(name) for name in arrays["families"]]
        biases = dict(zip(names, arrays["level_bias"], strict=True))
        return ReaderHead(arrays["level"], biases, arrays["span"])
