"""The level model: where words place a person, and how surely, before any question.

One scale for all skills, SFIA's seven levels of responsibility: whose work, how big, how new, how much help
read the same in every skill. Two estimates of the place are mixed by how much the text reads as talk: the
level reader's head, learnt from staff voices, and a linear head on the same vectors and on facts
(`index.facts`), fitted on readings of real documents. A framework's levels are a linear map of the scale.
What a skill's own statements say moves the odds. `scripts/train.py levels` fits it all and writes
``index/weights/levels.npz``:

- ``document`` float32 (2 d + COUNTS + 2,), ``facts`` float32 (COUNTS + 1,): place of a document by the level
  reader's vector, the encoder's, facts and the head's mean, and by facts alone, for an encoder without a
  level reader; the last is a constant;
- ``mean`` float32 (len(MIXED),), for `LevelModel.place`;
- ``families`` str (f,), ``scales`` float32 (f, 4): of `Scale`;
- ``levels`` float32 (len(NAMES),): weights of what is known of each level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from index.build import Build
from index.facts import fact_counts
from index.features import Floats, Query, mean_of_each
from index.trained_weights import WEIGHTS, ReaderHead, shipped_reader_head
from knowledge.editions import family

IN_TALK = ("place", "head", "statement_each", "statement_whole", "summary", "lean", "middle")
NAMES = ("place", *(f"talk_{name}" for name in IN_TALK))
"""What is known of each level of a skill, centred over its levels. All but the first counts only as far as a
text
is talk: people say their level within a skill, while readers place documents whatever levels a skill has, and
statements told nothing of a document's level that its place did not (docs/accuracy.md)."""
MIXED = ("always", "head", "document", "talk", "talk_head", "talk_document")
SHARPNESS = 15.0
"""Inverse temperature of the soft mean over a level's statements."""
LEVELS = 7
BEYOND = 0.5
"""Share of what lies beyond a skill's levels that makes them equally likely: levels 4 to 6 are nothing to be
sure of where words place somebody at 3. Chosen on readings left out (docs/accuracy.md)."""
REFERENCE = "sfia"
"""The family of frameworks whose levels the scale is."""
ALONE = {"place": 0.3, "talk_statement_each": 8.0, "talk_statement_whole": 4.0, "talk_summary": 8.0}
"""Weights for an encoder without a level reader, set by hand: its places and cosines were not fitted."""

Odds = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """A framework's levels as a map of the scale: ``slope * place + shift + middle * (own - usual)``.

    Args:
        slope, shift: of the map.
        middle: pull towards the middle of the levels that a skill has.
        usual: mean level of the framework's statements; a catalogue with a part of it does not move it.
    """

    slope: float
    shift: float
    middle: float
    usual: float


@dataclass(frozen=True, slots=True, eq=False)
class LevelModel:
    """The fitted arrays, as the module describes them."""

    document: Floats
    facts: Floats
    mean: Floats
    scales: dict[str, Scale]
    levels: Floats

    def place(self, query: Query, head: ReaderHead) -> float:
        """Return where a text places a person, 1 to 7, fractions included; may lie a little outside."""
        if query.level is None:
            return float(np.append(fact_counts(query.texts), np.float32(1.0)) @ self.facts)
        row = document_row(query, head)
        return float(mixture(float(row[-2]), float(row @ self.document), query.talk) @ self.mean)

    def scale(self, framework: str, lowest: float, highest: float) -> Scale:
        """Return a framework's scale; one that training did not know is stretched over its levels."""
        known = self.scales.get(family(framework))
        if known is not None:
            return known
        slope = (highest - lowest) / (LEVELS - 1)
        return Scale(slope, lowest - slope, 0.0, (lowest + highest) / 2)


def document_row(query: Query, head: ReaderHead) -> Floats:
    """Return what places a document: float32 (2 d + COUNTS + 2,)."""
    assert query.level is not None
    expected = head.expected(query.level, REFERENCE)
    facts, rest = fact_counts(query.texts), np.array([expected, 1.0], np.float32)
    return np.concatenate([query.level, query.whole, facts, rest])


def mixture(head: float, document: float, talk: float) -> Floats:
    """Return what a place is made of, in the order of `MIXED`."""
    return np.array([1.0, head, document, talk, talk * head, talk * document], np.float32)


@lru_cache(maxsize=4)
def shipped_levels(folder: Path = WEIGHTS) -> LevelModel:
    """Return the shipped level model."""
    with np.load(folder / "levels.npz", allow_pickle=False) as arrays:
        names = [str(name) for name in arrays["families"]]
        scales = {name: Scale(*row) for name, row in zip(names, arrays["scales"].tolist(), strict=True)}
        kept = {name: arrays[name] for name in ("document", "facts", "mean", "levels")}
        return LevelModel(**kept, scales=scales)


def level_features(
    build: Build,
    query: Query,
    framework: str,
    skill: str,
    near: Floats,
    scale: Scale,
    place: float,
    head: ReaderHead,
    talk: float,
) -> Floats:
    """Describe each level of a skill by how it relates to a query: float32 (levels, len(NAMES)).

    Args:
        talk: how far the columns of talk count, 0 to 1.
    """
    levels = np.array(build.levels_of(framework, skill), np.float32)
    group = build.groups[build.group_numbers[framework, skill]]
    run = slice(group.start, group.stop)
    own, summary = (_by_level(build, near, run, levels, kind) for kind in ("statement", "summary"))
    middle = float(levels.mean()) - scale.usual
    gap = levels - (scale.slope * place + scale.shift + scale.middle * middle)
    lean = levels - levels.mean()
    placed = -0.5 * gap**2
    in_talk = (
        placed,
        _centred(_by_head(query, framework, scale, levels, head)),
        _centred(mean_of_each(own)),
        _centred(own[:, -1]),
        _centred(summary[:, -1]),
        lean,
        middle * lean,
    )
    return np.stack([placed, *(talk * column for column in in_talk)], axis=1).astype(np.float32)


def odds_of_levels(build: Build, query: Query, framework: str, skill: str, near: Floats) -> Odds:
    """Return the log-odds of each level of a skill, float64 (levels,), from words alone."""
    trained, head = shipped_levels(), shipped_reader_head()
    scale = trained.scale(framework, *build.level_range(framework))
    place = trained.place(query, head)
    fitted = query.level is not None
    # A framework that training did not know has nothing but its statements: they count for documents too.
    talk = query.talk if fitted and family(framework) in trained.scales else 1.0
    values = level_features(build, query, framework, skill, near, scale, place, head, talk)
    weights = trained.levels if fitted else [ALONE.get(name, 0.0) for name in NAMES]
    odds: Odds = values.astype(np.float64) @ np.asarray(weights, np.float64)
    if not fitted or talk == 1.0 or family(framework) != REFERENCE:
        return odds
    beyond = BEYOND * (1.0 - talk) * share_beyond(build.levels_of(framework, skill), place, float(weights[0]))
    opened: Odds = np.log((1.0 - beyond) * softmax(odds) + beyond / len(odds))
    return opened


def share_beyond(levels: Sequence[int], place: float, weight: float) -> float:
    """Return how likely a document's level is one that its skill does not have."""
    every = np.arange(1, LEVELS + 1)
    shares = softmax(-0.5 * weight * (every - place) ** 2)
    return float(shares[~np.isin(every, levels)].sum())


def _by_head(query: Query, framework: str, scale: Scale, levels: Floats, head: ReaderHead) -> Floats:
    """Return the level reader's log-odds of each level, float32 (levels,); nan without one."""
    if query.level is None:
        return np.full(len(levels), np.nan, np.float32)
    known = family(framework) in head.biases
    # A framework of one level has no slope.
    on_scale = levels if known else (levels - scale.shift) / (scale.slope or 1.0)
    span = np.array([on_scale.min(), on_scale.max()], np.float32)
    odds = head.odds(query.level, family(framework)) + query.talk * (head.span @ span)
    if known:
        return odds[levels.astype(np.int64) - 1]
    found: Floats = np.interp(on_scale, np.arange(1, LEVELS + 1), odds).astype(np.float32)
    return found


def _by_level(build: Build, near: Floats, run: slice, levels: Floats, kind: str) -> Floats:
    """Return a soft mean over a skill's entries of a kind at each level, (levels, n + 1); nan: none."""
    of_kind, at, shown = build.kinds[kind][run], build.entry_levels[run], near[run]
    found = np.full((len(levels), near.shape[1]), np.nan, np.float32)
    for n, level in enumerate(levels):
        rows = shown[of_kind & (at == level)]
        if len(rows):
            found[n] = np.log(np.exp(SHARPNESS * rows).mean(axis=0)) / SHARPNESS
    return found


def _centred(values: Floats) -> Floats:
    """Return values less their mean; 0 where unknown."""
    known = ~np.isnan(values)
    if not known.any():
        return np.zeros(len(values), np.float32)
    centred: Floats = np.where(known, values - values[known].mean(), 0.0).astype(np.float32)
    return centred
