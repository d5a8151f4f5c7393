"""What anybody would try first: BM25, and plain MiniLM over the framework's statements.

BM25 is in a package that only tests need: `make test` installs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.build import Build
from index.encoder import WORD
from index.manifest import DEFAULT_MODEL
from index.sentence_model import model_folder
from index.training.labelled_cases import Case
from scripts.evaluation import figures

Floats = NDArray[np.float64]


def measured(build: Build, cases: Sequence[tuple[Case, str]]) -> dict[str, Any]:
    """Measure both on cases of one framework, each with the key of its skill."""
    framework = cases[0][0].framework
    words, plain = Bm25(build, framework), PlainMiniLm(build, framework)
    result: dict[str, Any] = {}
    for name, ranker in (("bm25", words), ("minilm", plain)):
        ranked = [ranker.rank(case.messages) for case, _ in cases]
        ranks = [
            of.index(skill) if skill in of else len(of) for of, (_, skill) in zip(ranked, cases, strict=True)
        ]
        result[name] = {
            "first": figures.mean([float(rank == 0) for rank in ranks]),
            "in5": figures.mean([float(rank < 5) for rank in ranks]),
        }
    told = [(case.level, plain.level(case.messages, skill)) for case, skill in cases]
    off = [level - right for right, level in told if level is not None]
    result["minilm"]["level_exact"] = figures.mean([float(gap == 0) for gap in off])
    result["minilm"]["level_within_1"] = figures.mean([float(abs(gap) <= 1) for gap in off])
    return result


class Bm25:
    """BM25 (Robertson) of a case's words against all that a framework says of each skill."""

    def __init__(self, build: Build, framework: str) -> None:
        from rank_bm25 import BM25Okapi

        self.skills = sorted(build.groups[n].skill for n in build.ranked.get(framework, ()))
        told = [build.entries_of(framework, skill) for skill in self.skills]
        texts = [" ".join(e.text for e in entries) for entries in told]
        self._model = BM25Okapi([_words(text) for text in texts])

    def rank(self, messages: Sequence[str]) -> list[str]:
        """Return the skills, best first."""
        scores = self._model.get_scores(_words(" ".join(messages)))
        return [self.skills[n] for n in np.argsort(-scores, kind="stable")]


def plain_encoder() -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """Return what encodes texts with the untrained sentence model."""
    from sentence_transformers import SentenceTransformer

    model: Any = SentenceTransformer(str(model_folder(DEFAULT_MODEL)), device="cpu")

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        vectors: NDArray[np.float32] = model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return vectors

    return encode


class PlainMiniLm:
    """The untrained sentence model over the statements: the best statement of each message, averaged."""

    def __init__(self, build: Build, framework: str) -> None:
        self._encode = plain_encoder()
        entries = [
            e
            for e in build.entries
            if e.framework == framework and e.skill_kind == "skill" and e.is_statement
        ]
        self.skills = sorted({e.skill for e in entries})
        place = {skill: n for n, skill in enumerate(self.skills)}
        self._of = np.array([place[e.skill] for e in entries], np.int64)
        self._levels = np.array([e.level for e in entries], np.int64)
        self._vectors = self._encode([e.text for e in entries])
        self._known: dict[str, NDArray[np.float32]] = {}

    def prepare(self, messages: Iterable[str]) -> None:
        """Encode the messages of many people in batches."""
        texts = sorted(set(messages), key=len)
        self._known = dict(zip(texts, self._encode(texts), strict=True))

    def rank(self, messages: Sequence[str]) -> list[str]:
        """Return the skills, best first."""
        best = np.full((len(messages), len(self.skills)), -1.0)
        for row, near in zip(best, self._near(messages), strict=True):
            np.maximum.at(row, self._of, near)
        return [self.skills[n] for n in np.argsort(-best.mean(axis=0), kind="stable")]

    def level(self, messages: Sequence[str], skill: str) -> int | None:
        """Return the level of the skill's statement nearest to any message; None without statements."""
        if skill not in self.skills:
            return None
        near = self._near(messages).max(axis=0)
        own = self._of == self.skills.index(skill)
        return int(self._levels[own][near[own].argmax()])

    def _near(self, messages: Sequence[str]) -> NDArray[np.float32]:
        known = all(message in self._known for message in messages)
        rows = np.stack([self._known[m] for m in messages]) if known else self._encode(messages)
        near: NDArray[np.float32] = rows @ self._vectors.T
        return near


class Ridge:
    """A ridge on sentence vectors, cross-validated by person: what the readers' levels alone teach.

    Args:
        rows: float64 (n, d), a vector each.
        levels: float64 (n,), the readers' mean level.
        people: whose each row is; a person is never in both halves.
    """

    folds, strength = 10, 1.0

    def __init__(self, rows: Floats, levels: Floats, people: Sequence[str]) -> None:
        self._fold = {name: n % self.folds for n, name in enumerate(sorted(set(people)))}
        of = np.array([self._fold[name] for name in people])
        self._fitted = [self._fit(rows[of != n], levels[of != n]) for n in range(self.folds)]
        self.spread = float(np.std(self.levels(rows, people) - levels)) or 1.0

    def levels(self, rows: Floats, people: Sequence[str]) -> Floats:
        """Return a level of each row, by a fit that has not seen its person."""
        chosen = [self._fitted[self._fold.get(name, 0)] for name in people]
        return np.array([float(fit.predict(row[None])[0]) for fit, row in zip(chosen, rows, strict=True)])

    def _fit(self, rows: Floats, levels: Floats) -> Any:
        from sklearn.linear_model import Ridge as Linear

        return Linear(alpha=self.strength).fit(rows, levels)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]
