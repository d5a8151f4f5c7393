"""What anybody would try first on roles: plain MiniLM's nearest statement, and a plain ordinal ridge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.build import Build
from index.encoder import CachedEncoder, Encoder, Spoken
from index.sentences import DEFAULT_MODEL, DEFAULT_SHA256, model_folder
from index.training.role_trainer import RoleCase

PENALTY = 3.0


class PlainEncoder(Encoder):
    """The sentence model as it comes, without Rung's adapter; loaded when a text is not in the cache."""

    model = f"{DEFAULT_MODEL}@{DEFAULT_SHA256[:12]}"
    dimensions = 384

    def __init__(self) -> None:
        self._loaded: Any = None

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """See `index.encoder.Encoder`."""
        if self._loaded is None:
            from sentence_transformers import SentenceTransformer

            self._loaded = SentenceTransformer(str(model_folder(DEFAULT_MODEL)), device="cpu")
        vectors: NDArray[np.float32] = self._loaded.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        if progress:
            progress(len(texts))
        return vectors

    def encode_words(self, texts: Sequence[str]) -> list[Spoken]:
        """See `index.encoder.Encoder`: it tells no words apart."""
        raise NotImplementedError

    def read_level(self, texts: Sequence[str]) -> None:  # noqa: ARG002
        """See `index.encoder.Encoder`: it has none."""
        return


class PlainRoles:
    """The plain model over one framework's statements.

    Args:
        cache: SQLite file of encodings.
    """

    def __init__(self, build: Build, framework: str, cache: Path) -> None:
        self._encoder = CachedEncoder(PlainEncoder(), cache)
        entries = [
            e
            for e in build.entries
            if e.framework == framework and e.skill_kind == "skill" and e.is_statement
        ]
        place = {build.groups[number].skill: n for n, number in enumerate(build.ranked[framework])}
        self._places = place
        self._of = np.array([place[e.skill] for e in entries], np.int64)
        self._levels = np.array([e.level for e in entries], np.int64)
        self._vectors = self._encoder.encode([e.text for e in entries])

    def scores(self, case: RoleCase) -> NDArray[np.float64]:
        """Return the skills' scores, float64 (members,): the best statement of each task, averaged."""
        near = self._near(case)
        best = np.full((len(near), len(self._places)), -1.0)
        for row, cosines in zip(best, near, strict=True):
            np.maximum.at(row, self._of, cosines)
        mean: NDArray[np.float64] = best.mean(axis=0)
        return mean

    def nearest(self, case: RoleCase) -> list[int]:
        """Return the level of the statement nearest to any task, for each skill the role asks for."""
        near = self._near(case).max(axis=0)
        found = []
        for asked in case.levelled:
            own = self._of == self._places[asked.skill]
            found.append(int(self._levels[own][near[own].argmax()]))
        return found

    def ridge(self, cases: Sequence[RoleCase]) -> list[list[int]]:
        """Return each role's levels by a ridge from statements to levels, scaled on the other roles."""
        middle, usual = self._vectors.mean(axis=0, dtype=np.float64), float(self._levels.mean())
        rows = self._vectors - middle
        square = rows.T @ rows + PENALTY * np.eye(rows.shape[1])
        weights = np.linalg.solve(square, rows.T @ (self._levels - usual))
        at = np.array([((self._encoder.encode(case.query.read) - middle) @ weights).mean() for case in cases])
        wanted = np.array([np.mean([asked.level for asked in case.levelled]) for case in cases])
        ladders = np.array([case.ladder for case in cases])
        found = []
        for n, case in enumerate(cases):
            others = ladders != case.ladder
            slope, start = np.polyfit(at[others], wanted[others], 1)
            place = slope * at[n] + start
            found.append([min(asked.levels, key=lambda level: abs(level - place)) for asked in case.levelled])
        return found

    def _near(self, case: RoleCase) -> NDArray[np.float32]:
        near: NDArray[np.float32] = self._encoder.encode(case.query.read) @ self._vectors.T
        return near
