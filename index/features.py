"""Features: what a build can say about each skill, given a person's activities.

The one place where signals are made. `index.ranker` weighs them; `scripts/train.py ranker` finds the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index import ngrams
from index.build import Build
from index.encoder import EncodedText, Encoder
from index.facts import talk
from index.text import NeutralText, as_one, neutral_text

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
    "direction_each",
    "direction_best",
    "placed",
    "words",
    "words_share",
    "letters",
)
"""Each is one number per skill. ``*_each``: the best entry per activity, averaged over activities;
``*_whole``: the best entry for all activities read as one. A missing kind counts as the mean of the texts.
``placed`` is what the skill head says: how likely a reader names the skill."""
TOP = 3
"""Activities that ``direction_best`` looks at: a CV tells of other work too."""
LONGEST_TEXT = 4000
"""Characters read of one text: more than the 256 tokens that the model reads of it."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Query:
    """A person's activities, encoded.

    Args:
        encoded: one per text; spans are those of the words as given.
        whole: float32 (d,), all texts read as one.
        read: the texts as the models read them, see `index.text`.
        read_level: of the encoder, asked for ``level``.
        parts: one per text, float32 (words, d): what its words add to ``whole``; empty while training.
    """

    texts: tuple[str, ...]
    encoded: tuple[EncodedText, ...]
    whole: Floats
    read: tuple[str, ...]
    read_level: Callable[[Sequence[str]], Floats | None]
    parts: tuple[Floats, ...] = ()

    @cached_property
    def level(self) -> Floats | None:
        """Float32 (d,), the whole as the level reader reads it; None without one."""
        found = self.read_level([as_one(self.read)])
        return None if found is None else found[0]

    @property
    def vectors(self) -> Floats:
        """Float32 (n, d), a row per text."""
        if not self.encoded:
            return np.zeros((0, len(self.whole)), np.float32)
        return np.stack([encoded.vector for encoded in self.encoded])

    @property
    def talk(self) -> float:
        """How much the texts read as talk, of `index.facts.talk`."""
        return talk(self.texts)

    @property
    def said(self) -> list[int]:
        """The texts that hold a word."""
        return [n for n, encoded in enumerate(self.encoded) if encoded.spans]


def read_query(encoder: Encoder, texts: Sequence[str]) -> Query:
    """Encode activities, each by itself and all as one."""
    neutral = [neutral_text(text[:LONGEST_TEXT]) for text in texts]
    read = tuple(each.text for each in neutral)
    if len(texts) == 1:
        encoded = encoder.encode_words(read)
        whole = encoded[0]
    else:
        *encoded, whole = encoder.encode_words([*read, as_one(read)])
    given = tuple(_as_given(one, each) for one, each in zip(encoded, neutral, strict=True))
    cuts = np.cumsum([len(one.spans) for one in encoded])[:-1]
    parts = tuple(np.split(whole.parts, cuts))
    return Query(tuple(texts), given, whole.vector, read, encoder.read_level, parts)


def _as_given(encoded: EncodedText, neutral: NeutralText) -> EncodedText:
    return EncodedText(encoded.vector, tuple(neutral.origin(*span) for span in encoded.spans), encoded.parts)


def similarities(build: Build, query: Query) -> Floats:
    """Return cosines, float32 (entries, n + 1), to each entry of a build, or of a part of one.

    Columns are the query's texts that hold a word, and last their whole.
    """
    found: Floats = build.vectors @ asked(query).T
    return found


def asked(query: Query) -> Floats:
    """Return the texts that hold a word, and last their whole: float32 (n + 1, d)."""
    rows: Floats = np.vstack([query.vectors[query.said], query.whole[None]])
    return rows


def features(build: Build, query: Query, near: Floats | None = None) -> Floats:
    """Describe every skill of a build by how it relates to a query: float32 (groups, len(NAMES)).

    Args:
        near: the query's `similarities`, where already known.
    """
    near = similarities(build, query) if near is None else near
    mean = _mean(build, near, "text")
    statement = _best(build, near, "statement")
    summary = _filled(_best(build, near, "summary"), mean)
    description = _filled(_best(build, near, "description"), mean)
    guidance = _with_examples(build, query, _filled(_best(build, near, "guidance"), mean))
    name = _best(build, near, "name")
    columns = {
        "statement_each": mean_of_each(statement),
        "statement_whole": statement[:, -1],
        "statement_spread": _spread(statement),
        "summary_each": mean_of_each(summary),
        "summary_whole": summary[:, -1],
        "description_each": mean_of_each(description),
        "description_whole": description[:, -1],
        "name_whole": name[:, -1],
        "name_best": name[:, :-1].max(axis=1, initial=0.0),
        "guidance_each": mean_of_each(guidance),
        "guidance_whole": guidance[:, -1],
        "text_mean": mean[:, -1],
        **_direction_columns(build, query, mean),
        "placed": placed(build, query),
        **_word_columns(build, query),
    }
    return np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32)


def _with_examples(build: Build, query: Query, guidance: Floats) -> Floats:
    """Let confirmed phrases count as a skill's guidance does: it lists what people of the skill do.

    An example can only raise its skill: what it does not say speaks against nothing.
    """
    examples, groups = build.feedback.examples, build.group_numbers
    known = [n for n, skill in enumerate(examples.skills) if skill in groups]
    if not known:
        return guidance
    raised = guidance.copy()
    near = examples.vectors[known] @ asked(query).T
    np.maximum.at(raised, [groups[examples.skills[n]] for n in known], near)
    return raised


def _direction_columns(build: Build, query: Query, mean: Floats) -> dict[str, Floats]:
    """Compare with the directions of skills the encoder was trained with; others count as their texts."""
    has = build.has_direction
    told = mean
    if build.directions is not None:
        told = np.where(has[:, None], build.directions @ asked(query).T, mean).astype(np.float32)
    return {"direction": told[:, -1], "direction_each": mean_of_each(told), "direction_best": _top(told)}


def placed(build: Build, query: Query) -> Floats:
    """Return what the skill head says of each skill, float32 (groups,); 0 where it says nothing."""
    if build.skill_head is None:
        return np.zeros(len(build.groups), np.float32)
    found: Floats = build.skill_head @ np.append(query.whole, np.float32(1.0))
    return found


def _word_columns(build: Build, query: Query) -> dict[str, Floats]:
    text = as_one(query.read)
    words = build.skill_words(text)
    spelt = ngrams.similarity([text], build.skill_ngrams, build.rare)[0]
    best = float(words.max(initial=0.0)) or 1.0
    return {"words": np.log1p(words), "words_share": words / best, "letters": spelt}


def _best(build: Build, near: Floats, kind: str) -> Floats:
    """Return the closest entry of a kind of each skill, (groups, n + 1); -1 where a skill has none."""
    run = build.runs[kind]
    best = np.full((len(build.groups), near.shape[1]), -1.0, np.float32)
    if len(run.entries):
        best[run.groups] = np.maximum.reduceat(near[run.entries], run.starts, axis=0)
    return best


def _mean(build: Build, near: Floats, kind: str) -> Floats:
    """Return the mean over entries of a kind, (groups, n + 1); 0 where a skill has none."""
    run = build.runs[kind]
    mean = np.zeros((len(build.groups), near.shape[1]), np.float32)
    if len(run.entries):
        total = np.add.reduceat(near[run.entries], run.starts, axis=0)
        counts = np.diff(np.append(run.starts, len(run.entries)))
        mean[run.groups] = total / counts[:, None]
    return mean


def mean_of_each(best: Floats) -> Floats:
    """Average over activities; where there is only the whole, that."""
    mean: Floats = best[:, :-1].mean(axis=1) if best.shape[1] > 1 else best[:, -1]
    return mean


def _top(values: Floats) -> Floats:
    """Return the mean of the best `TOP` activities, or of all where there are fewer."""
    each = values[:, :-1] if values.shape[1] > 1 else values
    best: Floats = np.sort(each, axis=1)[:, -TOP:].mean(axis=1)
    return best


def _spread(best: Floats) -> Floats:
    """Return how much better the best-covered activity is than the average one."""
    top = best[:, :-1].max(axis=1) if best.shape[1] > 1 else best[:, -1]
    spread: Floats = top - mean_of_each(best)
    return spread


def _filled(best: Floats, mean: Floats) -> Floats:
    return np.where(best > -1.0, best, mean)
