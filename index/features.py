"""Features: what a build can say about each skill, given a person's activities.

The one place where signals are made. `index.ranker` weighs them; `scripts/train_ranker.py` finds the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import letters
from index.encoder import Encoder, Spoken
from index.opened import Build

NAMES = (
    "statement_each",
    "statement_whole",
    "statement_spread",
    "summary_each",
    "summary_whole",
    "description_each",
    "description_whole",
    "name_whole",
    "name_best",
    "guidance_each",
    "guidance_whole",
    "text_mean",
    "direction",
    "direction_any",
    "voice_each",
    "voice_near",
    "voice_mean",
    "voice_any",
    "words",
    "words_share",
    "letters",
)
"""Each is one number per skill. ``*_each``: the best entry per activity, averaged over activities;
``*_whole``: the best entry for all activities read as one. A missing kind counts as the mean of the texts."""
SHARPNESS = 20.0
"""Inverse temperature of the soft maximum over staff voices: at 20 the nearest three or so decide."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A person's activities, encoded.

    Args:
        texts: as given.
        spoken: one per text.
        whole: float32 (d,), all texts read as one.
    """

    texts: tuple[str, ...]
    spoken: tuple[Spoken, ...]
    whole: Floats

    @property
    def vectors(self) -> Floats:
        """Float32 (n, d), a row per text."""
        if not self.spoken:
            return np.zeros((0, len(self.whole)), np.float32)
        return np.stack([spoken.vector for spoken in self.spoken])

    @property
    def said(self) -> list[int]:
        """The texts that hold a word."""
        return [n for n, spoken in enumerate(self.spoken) if spoken.spans]


def read_query(encoder: Encoder, texts: Sequence[str]) -> Query:
    """Encode activities, each by itself and all as one."""
    joined = " ".join(text.strip() for text in texts if text.strip())
    if len(texts) == 1:
        spoken = encoder.encode_words(texts)
        return Query(tuple(texts), tuple(spoken), spoken[0].vector)
    *spoken, whole = encoder.encode_words([*texts, joined])
    return Query(tuple(texts), tuple(spoken), whole.vector)


def similarities(build: Build, query: Query) -> Floats:
    """Return cosines, float32 (entries, n + 1): the texts that hold a word, and last their whole."""
    asked = np.vstack([query.vectors[query.said], query.whole[None]])
    found: Floats = (build.vectors @ asked.T)[build.rows]
    return found


def features(build: Build, query: Query, hidden: NDArray[np.bool_] | None = None) -> Floats:
    """Describe every skill of a build by how it relates to a query.

    Args:
        hidden: entries to leave out, bool (entries,): training hides voices a skill would not have had.

    Returns:
        float32 (groups, len(NAMES)).
    """
    near = similarities(build, query)
    shown = np.ones(len(build.entries), np.bool_) if hidden is None else ~hidden
    kinds = build.kinds
    statement = _best(build, near, kinds["statement"] & shown)
    summary = _best(build, near, kinds["summary"] & shown)
    description = _best(build, near, kinds["description"] & shown)
    guidance = _best(build, near, kinds["guidance"] & shown)
    name = _best(build, near, kinds["name"] & shown)
    mean = _mean(build, near, kinds["text"] & shown)
    voices = kinds["voice"] & shown
    columns = {
        "statement_each": _each(statement),
        "statement_whole": statement[:, -1],
        "statement_spread": _spread(statement),
        "summary_each": _each(_filled(summary, mean)),
        "summary_whole": _filled(summary, mean)[:, -1],
        "description_each": _each(_filled(description, mean)),
        "description_whole": _filled(description, mean)[:, -1],
        "name_whole": name[:, -1],
        "name_best": name[:, :-1].max(axis=1, initial=0.0),
        "guidance_each": _each(_filled(guidance, mean)),
        "guidance_whole": _filled(guidance, mean)[:, -1],
        "text_mean": mean[:, -1],
        **_direction_columns(build, query, mean),
        **_voice_columns(build, near, voices),
        **_word_columns(build, query),
    }
    return np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32)


def _direction_columns(build: Build, query: Query, mean: Floats) -> dict[str, Floats]:
    """Compare with the directions of skills the encoder was trained with; others count as their texts."""
    if build.directions is None:
        return {"direction": mean[:, -1], "direction_any": np.zeros(len(mean), np.float32)}
    has: NDArray[np.bool_] = np.any(build.directions, axis=1)
    direction: Floats = np.where(has, build.directions @ query.whole, mean[:, -1]).astype(np.float32)
    return {"direction": direction, "direction_any": has.astype(np.float32)}


def _voice_columns(build: Build, near: Floats, voices: NDArray[np.bool_]) -> dict[str, Floats]:
    soft = _soft(build, near, voices)
    known = soft[:, -1] > -1.0
    return {
        "voice_each": np.where(known, _each(soft), 0.0),
        "voice_near": np.where(known, soft[:, -1], 0.0),
        "voice_mean": np.where(known, _mean(build, near, voices)[:, -1], 0.0),
        "voice_any": known.astype(np.float32),
    }


def _word_columns(build: Build, query: Query) -> dict[str, Floats]:
    text = " ".join(query.texts)
    words = build.skill_words(text)
    spelt = letters.similarity([text], build.skill_letters, build.rare)[0]
    best = float(words.max(initial=0.0)) or 1.0
    return {"words": np.log1p(words), "words_share": words / best, "letters": spelt}


def _best(build: Build, near: Floats, shown: NDArray[np.bool_]) -> Floats:
    """Return the closest shown entry of each skill, (groups, n + 1); -1 where a skill has none."""
    best: Floats = np.maximum.reduceat(np.where(shown[:, None], near, np.float32(-1.0)), build.starts, axis=0)
    return best


def _mean(build: Build, near: Floats, shown: NDArray[np.bool_]) -> Floats:
    total = np.add.reduceat(near * shown[:, None], build.starts, axis=0)
    count = np.add.reduceat(shown.astype(np.float32), build.starts)
    mean: Floats = (total / np.maximum(count, 1.0)[:, None]).astype(np.float32)
    return mean


def _soft(build: Build, near: Floats, shown: NDArray[np.bool_]) -> Floats:
    """Return a soft maximum over shown entries, (groups, n + 1); -1 where a skill has none."""
    lifted = np.exp(SHARPNESS * (near - 1.0)) * shown[:, None]
    total = np.add.reduceat(lifted, build.starts, axis=0)
    with np.errstate(divide="ignore"):
        soft = np.log(total) / SHARPNESS + 1.0
    return np.maximum(soft, -1.0).astype(np.float32)


def _each(best: Floats) -> Floats:
    """Average over activities; where there is only the whole, that."""
    mean: Floats = best[:, :-1].mean(axis=1) if best.shape[1] > 1 else best[:, -1]
    return mean


def _spread(best: Floats) -> Floats:
    """Return how much better the best-covered activity is than the average one."""
    return best[:, :-1].max(axis=1) - _each(best) if best.shape[1] > 1 else np.zeros(len(best), np.float32)


def _filled(best: Floats, mean: Floats) -> Floats:
    return np.where(best > -1.0, best, mean)
