"""The shared level model: one ordinal scale for all skills, learnt from staff voices.

Who decides, how big, how new, how much help: the words for these are the same in every skill. A ridge
regression over words places a person on one scale, and the trained encoder's level head gives odds of
each level. A conditional logit over a skill's levels weighs both with what the skill's own statements and
voices say. `scripts/train.py levels` fits it and writes ``index/weights/levels.npz``:

- ``rare``: float32 (WORD_FEATURES,), rarity of hashed words and pairs of words;
- ``words``: float16 (WORD_FEATURES,); ``range``: float32 (3,), for the mean, lowest and highest level of
  the skill; ``families``: str (f,), ``offsets``: float32 (f,); ``bias``: float32 ();
- ``fused``, ``alone``: float32 (len(NAMES),), weights of the features of a level, with the trained encoder
  and with any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.build import Build
from index.entries import family
from index.features import Floats, Query, similarities
from index.level_scales import count_words
from index.ngrams import weigh
from index.text import as_one
from index.trained_weights import WEIGHTS, shipped_level_head, shipped_reader_head

NAMES = (
    "place_square",
    "place_gap",
    "head",
    "reader",
    "statement_each",
    "statement_whole",
    "summary",
    "voice_each",
    "voice",
    "attribute",
)
"""What is known of each level of a skill; all but the place are centred over the skill's levels."""
SHARPNESS = 15.0
UNTRAINED = (0.0, 0.0, 1.0, 1.0, 8.0, 4.0, 8.0, 2.0, 2.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class LevelModel:
    """The shared level model.

    Args:
        rare: float32 (WORD_FEATURES,).
        words: float32 (WORD_FEATURES,).
        span: float32 (3,), for the mean, lowest and highest level of the skill.
        offsets: by family of frameworks; another family gets their mean.
        bias: added to all.
        fused, alone: float32 (len(NAMES),), with the trained encoder and with any other.
    """

    rare: Floats
    words: Floats
    span: Floats
    offsets: dict[str, float]
    bias: float
    fused: Floats
    alone: Floats

    def place(self, row: Any, framework: str, levels: Sequence[int]) -> float:
        """Return where a person stands, in levels, fractions included.

        Args:
            row: sparse (1, WORD_FEATURES) of `word_rows`.
            levels: the levels the skill has.
        """
        offset = self.offsets.get(family(framework), float(np.mean(list(self.offsets.values()))))
        return self.bias + offset + float((row @ self.words)[0]) + float(span_of(levels) @ self.span)


def span_of(levels: Sequence[int]) -> Floats:
    """Return the mean, lowest and highest of a skill's levels, float32 (3,)."""
    return np.array([np.mean(levels), min(levels), max(levels)], np.float32)


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
        return LevelModel(
            rare=arrays["rare"],
            words=arrays["words"].astype(np.float32),
            span=arrays["range"],
            offsets=dict(zip(names, arrays["offsets"].tolist(), strict=True)),
            bias=float(arrays["bias"]),
            fused=arrays["fused"],
            alone=arrays["alone"],
        )


def place(query: Query, framework: str, levels: Sequence[int]) -> float | None:
    """Return where a person stands on the scale of levels, or None where no level model is shipped."""
    trained = shipped_levels()
    if trained is None:
        return None
    return trained.place(_row(as_one(query.read)), framework, levels)


@lru_cache(maxsize=64)
def _row(text: str) -> Any:
    """Return a text's row of words: every skill of a suggestion asks for the same one."""
    trained = shipped_levels()
    assert trained is not None
    return word_rows([text], trained.rare)


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
        _centred(_head(build, query, framework, levels)),
        _centred(_reader(query, framework, levels)),
        _centred(_each(own)),
        _centred(own[:, -1]),
        _centred(summary[:, -1]),
        _centred(_each(voice)),
        _centred(voice[:, -1]),
        _centred(_attributes(build, near, framework, levels)),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _head(build: Build, query: Query, framework: str, levels: Floats) -> Floats:
    """Return the trained encoder's log-odds of each level, float32 (levels,); nan with another encoder."""
    head = shipped_level_head(build.model)
    if head is None:
        return np.full(len(levels), np.nan, np.float32)
    odds = head.odds(query.whole, family(framework))
    return odds[levels.astype(np.int64) - 1]


def _reader(query: Query, framework: str, levels: Floats) -> Floats:
    """Return the level reader's log-odds of each level, float32 (levels,); nan without one."""
    head = shipped_reader_head()
    if head is None or query.level is None:
        return np.full(len(levels), np.nan, np.float32)
    odds = head.odds(query.level, family(framework), float(levels.min()), float(levels.max()))
    return odds[levels.astype(np.int64) - 1]


def _by_level(
    build: Build, near: Floats, run: slice, levels: Floats, kind: str, hidden: NDArray[np.bool_] | None
) -> Floats:
    """Return a soft mean over a skill's entries of a kind at each level, (levels, n + 1); nan: none."""
    of_kind = build.kinds[kind][run] if hidden is None else build.kinds[kind][run] & ~hidden[run]
    at, shown = build.entry_levels[run], near[run]
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
        rows = near[mask & (build.entry_levels == level), -1]
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
    weights: Floats | tuple[float, ...] = UNTRAINED
    if trained is not None:
        weights = trained.alone if shipped_level_head(build.model) is None else trained.fused
    odds: NDArray[np.float64] = values.astype(np.float64) @ np.asarray(weights, np.float64)
    return odds
