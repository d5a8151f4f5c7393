"""Search: a person's activities in, skills and matches out, best first."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from index import ngrams
from index.build import Build
from index.build_files import faiss
from index.candidates import candidates
from index.encoder import EncodedText, Encoder
from index.entries import Entry
from index.features import Query, features, read_query, similarities
from index.manifest import BuildError
from index.ranker import shipped_ranker
from index.role_requirements import required_scores
from index.word_lists import is_grammar

KEPT_MATCHES = 12
WORDS_SHARE = 0.4
"""A word is cited when it adds at least this share of what the word that adds most does."""
MOST_WORDS = 6
USUAL_BM25 = 10.0
"""BM25 at which a match of words counts as about three quarters of a full one (tanh)."""


@dataclass(frozen=True, slots=True)
class Match:
    """An activity and an entry that says the same, with a score.

    Args:
        activity: index into the activities, from 0.
        entry: the descriptor (or name, description, guidance, voice) matched.
        score: 0 to 1, vectors, words and characters together; higher is closer.
        words: the person's own words that carried it, in their order and spelling.
    """

    activity: int
    entry: Entry
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkillMatch:
    """A skill and how well it covers the activities.

    Args:
        skill: the skill's key (code, else title).
        score: a probability within its framework: the scores of a framework's skills sum to 1.
    """

    framework: str
    skill: str
    name: str
    score: float


@dataclass(frozen=True, eq=False)
class Found:
    """What a build found in a person's activities.

    Args:
        vectors: float32 (n, d), a unit row per activity.
        skills: the candidates of every framework, highest score first (ties: framework, then key).
        weights: by framework, the log of its skills' summed odds: how much it has to say of the activities.
        near: float32 (entries, n + 1), as `index.features.similarities` gives it.
        features: float32 (groups, features), as in `index.features`.
        build: the candidates: what entries and groups are counted in.
    """

    activities: tuple[str, ...]
    vectors: NDArray[np.float32]
    skills: tuple[SkillMatch, ...]
    weights: dict[str, float]
    query: Query = field(repr=False)
    near: NDArray[np.float32] = field(repr=False)
    features: NDArray[np.float32] = field(repr=False)
    build: Build = field(repr=False)

    @cached_property
    def statement_scores(self) -> NDArray[np.float32]:
        """Float32 (n, entries), how well an activity matches a statement; else 0."""
        with one_thread():
            return _statement_scores(self.build, self.query, self.near)

    def of(self, framework: str) -> tuple[SkillMatch, ...]:
        """Return one framework's skills, best first."""
        return tuple(skill for skill in self.skills if skill.framework == framework)


def search(
    build: Build, encoder: Encoder, activities: Sequence[str], also: Sequence[tuple[str, str]] = ()
) -> Found:
    """Find the skills that activities speak of. The same build and activities give the same result.

    Args:
        activities: one text each; blank ones match nothing but keep their index.
        also: skills, framework and key, that come into question however far they are.

    Raises:
        BuildError: the build was made with another model than this encoder's.
        ValueError: there is no activity.
    """
    if encoder.model != build.model:
        raise BuildError(
            f"build {build.number} was made with the model {build.model}, "
            f"not with {encoder.model}: run `rung build`"
        )
    if not activities:
        raise ValueError("search needs at least one activity")
    query = read_query(encoder, activities)
    with one_thread():
        build = build.part(candidates(build, query, also))
        near = similarities(build, query)
        values = features(build, query, near=near)
        ranker = shipped_ranker()
        logits = ranker.logits(build, values, query.talk)
        scores = required_scores(build, query, values, ranker.scores(build, logits))
        weights = ranker.weight_of(build, logits)
    return Found(query.texts, query.vectors, _ranked(build, scores), weights, query, near, values, build)


def one_thread() -> AbstractContextManager[object]:
    """Compute with one thread: several wait for each other, which doubles the processor time."""
    limited: AbstractContextManager[object] = _libraries().limit(limits=1)
    return limited


@lru_cache(maxsize=1)
def _libraries() -> ThreadpoolController:
    faiss()  # It brings libraries of its own: they are counted once all are loaded.
    return ThreadpoolController()


def matches_of(found: Found, framework: str, skill: str) -> tuple[Match, ...]:
    """Return the matches of a candidate, best first: statements only (kinds level, ability, knowledge).

    Raises:
        KeyError: the skill is no candidate.
    """
    build, query = found.build, found.query
    group = build.groups[build.group_numbers[framework, skill]]
    scores = found.statement_scores[:, group.start : group.stop]
    order = np.argsort(-scores, axis=None, kind="stable")[:KEPT_MATCHES]
    # Each activity's best comes too: whatever is cited of it has a statement to stand beside.
    best = np.arange(len(scores)) * scores.shape[1] + scores.argmax(axis=1) if scores.shape[1] else order
    kept = np.concatenate([order, best[~np.isin(best, order)]])
    entries = build.entries[group.start : group.stop]
    matches = []
    for activity, place in np.transpose(np.unravel_index(kept, scores.shape)).tolist():
        entry, score = entries[place], float(scores[activity, place])
        if score > 0.0:
            words = _carrying(build, query.texts[activity], query.encoded[activity], entry)
            matches.append(Match(activity, entry, score, words))
    return tuple(matches)


def _ranked(build: Build, scores: NDArray[np.float64]) -> tuple[SkillMatch, ...]:
    skills = [
        SkillMatch(group.framework, group.skill, group.name, float(scores[n]))
        for n, group in enumerate(build.groups)
        if group.skill_kind == "skill"
    ]
    return tuple(sorted(skills, key=lambda s: (-s.score, s.framework, s.skill)))


def _statement_scores(build: Build, query: Query, near: NDArray[np.float32]) -> NDArray[np.float32]:
    weights = shipped_ranker().match
    scores = np.zeros((len(query.texts), len(build.entries)), np.float32)
    statements = np.flatnonzero(build.kinds["statement"])
    said = query.said
    if not said or not len(statements):
        return scores
    texts = [query.read[n] for n in said]
    close = near[statements, :-1].T
    words = np.stack([build.statement_words(text) for text in texts])[:, statements]
    spelt = ngrams.similarity(texts, build.statement_ngrams, build.rare)[:, statements]
    fused = (
        weights["vectors"] * np.clip(close, 0.0, 1.0)
        + weights["words"] * np.tanh(words / USUAL_BM25)
        + weights["letters"] * spelt
    )
    scores[np.ix_(np.array(said), statements)] = np.clip(fused, 0.0, 1.0)
    return scores


def _carrying(build: Build, text: str, encoded: EncodedText, entry: Entry) -> tuple[str, ...]:
    """Return the words that bring a text closer to this entry than to the usual statement, in their order."""
    places, words = _telling(text, encoded.spans)
    if not words:
        return ()
    shares = (encoded.parts @ (build.vectors[entry.id] - build.usual))[list(places)]
    enough = max(WORDS_SHARE * float(shares.max()), 1e-6)
    strongest = np.argsort(-shares, kind="stable")[:MOST_WORDS]
    return tuple(words[n] for n in sorted(strongest.tolist()) if shares[n] >= enough)


@lru_cache(maxsize=32)
def _telling(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the places of a text's words that are more than grammar, and these words."""
    words = [text[start:end] for start, end in spans]
    places = tuple(n for n, word in enumerate(words) if word and not is_grammar(word))
    return places, tuple(words[n] for n in places)
