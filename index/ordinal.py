"""The shared level model: one ordinal scale for all skills, learnt from staff voices.

Who decides, how big, how new, how much help: the words for these are the same in every skill. A ridge
regression over words and vectors places a person on one scale; a conditional logit over a skill's levels
weighs that place with what the skill's own statements and voices say. `scripts/train_levels.py` fits both
and writes ``index/weights/levels.npz``:

- ``model``: id of the encoder; with another encoder the ``alone_*`` arrays are used, which need words only;
- ``rare``: float32 (WORD_FEATURES,), rarity of hashed words and pairs of words;
- ``words``: float16 (WORD_FEATURES,); ``whole``, ``each``: float32 (d,); ``range``: float32 (3,), for the
  mean, lowest and highest level of the skill; ``families``: str (f,), ``offsets``: float32 (f,); ``bias``;
- ``fused``: float32 (len(NAMES),), weights of the features of a level;
- ``alone_words``, ``alone_range``, ``alone_offsets``, ``alone_bias``, ``alone_fused``: as above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.entries import family
from index.features import Floats, Query, similarities
from index.letters import weigh
from index.opened import Build
from index.shipped import WEIGHTS

WORD_FEATURES = 2**15
NAMES = (
    "place_square",
    "place_gap",
    "statement_each",
    "statement_whole",
    "summary",
    "voice_each",
    "voice",
    "attribute",
)
"""What is known of each level of a skill; all but the place are centred over the skill's levels."""
SHARPNESS = 15.0
UNTRAINED = (0.0, 0.0, 8.0, 4.0, 8.0, 2.0, 2.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """The ridge regression that places a person on the scale of levels.

    Args:
        words: float32 (WORD_FEATURES,).
        whole, each: float32 (d,) or empty where vectors are not used.
        span: float32 (3,), for the mean, lowest and highest level of the skill.
        offsets: by family of frameworks; another family gets their mean.
        bias: added to all.
        fused: float32 (len(NAMES),).
    """

    words: Floats
    whole: Floats
    each: Floats
    span: Floats
    offsets: dict[str, float]
    bias: float
    fused: Floats

    def place(self, row: Any, query: Query, framework: str, levels: Sequence[int]) -> float:
        """Return where a person stands, in levels, fractions included.

        Args:
            row: sparse (1, WORD_FEATURES) of `word_row`.
            levels: the levels the skill has.
        """
        offset = self.offsets.get(family(framework), float(np.mean(list(self.offsets.values()))))
        place = self.bias + offset + float((row @ self.words)[0]) + float(span_of(levels) @ self.span)
        if len(self.whole):
            said = query.vectors[query.said]
            place += float(query.whole @ self.whole)
            place += float((said.mean(axis=0) if len(said) else query.whole) @ self.each)
        return place


@dataclass(frozen=True, slots=True, eq=False)
class LevelModel:
    """The shared level model.

    Args:
        model: id of the encoder ``with_vectors`` was trained with.
        rare: float32 (WORD_FEATURES,).
        with_vectors, alone: scales that use vectors, and words only.
    """

    model: str
    rare: Floats
    with_vectors: Scale
    alone: Scale

    def scale(self, model: str) -> Scale:
        """Return the scale to use with an encoder."""
        return self.with_vectors if model == self.model else self.alone


def span_of(levels: Sequence[int]) -> Floats:
    """Return the mean, lowest and highest of a skill's levels, float32 (3,)."""
    return np.array([np.mean(levels), min(levels), max(levels)], np.float32)


@lru_cache(maxsize=1)
def _vectorizer() -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        ngram_range=(1, 2), n_features=WORD_FEATURES, alternate_sign=False, norm=None, dtype=np.float32
    )


def count_words(texts: Sequence[str]) -> Any:
    """Count hashed words and pairs of words: sparse float32 (texts, WORD_FEATURES)."""
    return _vectorizer().transform(texts).tocsr()


def word_rows(texts: Sequence[str], rare: Floats) -> Any:
    """Return unit rows of damped counts times rarity: sparse float32 (texts, WORD_FEATURES)."""
    return weigh(count_words(texts), rare)


@lru_cache(maxsize=4)
def shipped_levels(folder: Path = WEIGHTS) -> LevelModel | None:
    """Return the shipped level model, or None where none is shipped."""
    path = folder / "levels.npz"
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as arrays:
        names = [str(name) for name in arrays["families"]]

        def scale(prefix: str) -> Scale:
            empty = np.zeros(0, np.float32)
            return Scale(
                arrays[f"{prefix}words"].astype(np.float32),
                empty if prefix else arrays["whole"],
                empty if prefix else arrays["each"],
                arrays[f"{prefix}range"],
                dict(zip(names, arrays[f"{prefix}offsets"].tolist(), strict=True)),
                float(arrays[f"{prefix}bias"]),
                arrays[f"{prefix}fused"],
            )

        return LevelModel(str(arrays["model"]), arrays["rare"], scale(""), scale("alone_"))


def place(build: Build, query: Query, framework: str, levels: Sequence[int]) -> float | None:
    """Return where a person stands on the scale of levels, or None where no level model is shipped."""
    trained = shipped_levels()
    if trained is None:
        return None
    row = word_rows([" ".join(query.texts)], trained.rare)
    return trained.scale(build.model).place(row, query, framework, levels)


def level_features(
    build: Build,
    query: Query,
    framework: str,
    skill: str,
    stands: float | None,
    near: Floats | None = None,
    hidden: NDArray[np.bool_] | None = None,
) -> Floats:
    """Describe each level of a skill by how it relates to a query.

    Args:
        stands: the person's place of `place`, or None.
        near: `index.features.similarities` of the query, where already known.
        hidden: voices to leave out, bool (entries,): training hides voices a skill would not have had.

    Returns:
        float32 (levels, len(NAMES)), a row per level of ``build.levels_of``.
    """
    levels = np.array(build.levels_of(framework, skill), np.float32)
    near = similarities(build, query) if near is None else near
    group = build.groups[build.group_numbers[framework, skill]]
    run = slice(group.start, group.stop)
    own, summary, voice = (
        _by_level(build, near, run, levels, kind, hidden) for kind in ("statement", "summary", "voice")
    )
    gap = np.abs(levels - stands) if stands is not None else np.zeros(len(levels), np.float32)
    columns = (
        -(gap**2),
        -gap,
        _centred(_each(own)),
        _centred(own[:, -1]),
        _centred(summary[:, -1]),
        _centred(_each(voice)),
        _centred(voice[:, -1]),
        _centred(_attributes(build, near, framework, levels)),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _by_level(
    build: Build, near: Floats, run: slice, levels: Floats, kind: str, hidden: NDArray[np.bool_] | None
) -> Floats:
    """Return a soft mean over a skill's entries of a kind at each level, (levels, n + 1); nan: none."""
    of_kind = build.kinds[kind][run] if hidden is None else build.kinds[kind][run] & ~hidden[run]
    at, shown = build.entry_levels[run], near[build.rows[run]]
    found = np.full((len(levels), near.shape[1]), np.nan, np.float32)
    for n, level in enumerate(levels):
        rows = shown[of_kind & (at == level)]
        if len(rows):
            found[n] = np.log(np.exp(SHARPNESS * rows).mean(axis=0)) / SHARPNESS
    return found


def _attributes(build: Build, near: Floats, framework: str, levels: Floats) -> Floats:
    """Return how close the level-wide traits of each level are, (levels,); nan where there are none."""
    mask = build.attribute_statements(framework)
    found = np.full(len(levels), np.nan, np.float32)
    for n, level in enumerate(levels):
        rows = near[build.rows[mask & (build.entry_levels == level)], -1]
        if len(rows):
            found[n] = np.log(np.exp(SHARPNESS * rows).mean()) / SHARPNESS
    return found


def _each(values: Floats) -> Floats:
    mean: Floats = values[:, :-1].mean(axis=1) if values.shape[1] > 1 else values[:, -1]
    return mean


def _centred(values: Floats) -> Floats:
    """Return values less their mean; 0 where unknown."""
    known = ~np.isnan(values)
    if not known.any():
        return np.zeros(len(values), np.float32)
    centred: Floats = np.where(known, values - values[known].mean(), 0.0).astype(np.float32)
    return centred


def fused(build: Build, values: Floats) -> NDArray[np.float64]:
    """Return the log-odds of each level, float64 (levels,), from its features."""
    trained = shipped_levels()
    weights = np.array(UNTRAINED) if trained is None else trained.scale(build.model).fused
    odds: NDArray[np.float64] = values.astype(np.float64) @ weights.astype(np.float64)
    return odds
