"""What is simpler than Rung, on real texts: bare MiniLM, BM25, number of words, ridge on sentence vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from index.build import Build
from index.features import read_query
from index.levels import level_set
from index.training.readings import PlacedWork
from scripts.evaluation.baselines import Bm25, Floats, PlainMiniLm, Ridge
from scripts.evaluation.batches import BatchEncoder
from scripts.evaluation.real_data import SFIA, CareerJob
from scripts.evaluation.real_figures import ByPerson, Placed, correlation, of_honesty, of_levels, share
from scripts.evaluation.real_judge import JudgedReading

SIX = 6
LEVELS = range(1, 8)


class Simpler:
    """The simpler ways, fitted where they are on the readings of other people."""

    def __init__(self, build: Build, encoder: BatchEncoder, readings: Sequence[PlacedWork]) -> None:
        self._build, self._encoder = build, encoder
        people = [each.person for each in readings]
        levels = np.array([float(np.mean(each.levels)) for each in readings])
        rows = self._rows([each.messages for each in readings])
        self._ridges = {name: Ridge(of, levels, people) for name, of in rows.items() if len(readings) > 1}
        self._plain: dict[str, PlainMiniLm] = {}

    def of_readings(self, judged: Sequence[JudgedReading], framework: str) -> dict[str, Any]:
        """Measure skills and levels of readings in one framework."""
        some = [each for each in judged if each.wanted]
        plain = self._minilm(framework, [each.reading.messages for each in some])
        words = Bm25(self._build, framework)
        result: dict[str, Any] = {
            "bm25": self._ranked(some, [words.rank(each.reading.messages) for each in some], framework),
            "minilm": self._ranked(some, [plain.rank(each.reading.messages) for each in some], framework),
        }
        result["minilm"]["level_of_known_skill"] = of_levels(_plain_levels(some, plain))
        length = ByPerson()
        for each in some:
            length.add(each.reading.person, len(" ".join(each.reading.messages).split()), _wanted(each))
        result["words"] = {"rank_correlation": length.statistic(correlation)}
        if framework == SFIA:
            result |= {name: self._ridge(ridge, name, some) for name, ridge in self._ridges.items()}
        return result

    def of_jobs(self, jobs: Sequence[CareerJob]) -> dict[str, list[float]]:
        """Return a level of each job by each way."""
        activities, people = [job.activities for job in jobs], [job.person for job in jobs]
        rows = self._rows(activities)
        levels = {name: ridge.levels(rows[name], people).tolist() for name, ridge in self._ridges.items()}
        plain = self._minilm(SFIA, activities)
        levels["minilm"] = [float(plain.level(each, plain.rank(each)[0]) or 0) for each in activities]
        return levels

    def _ridge(self, ridge: Ridge, name: str, judged: Sequence[JudgedReading]) -> dict[str, Any]:
        rows = self._rows([each.reading.messages for each in judged])[name]
        levels = ridge.levels(rows, [each.reading.person for each in judged])
        placed = [
            _normal(each, level, ridge.spread) for each, level in zip(judged, levels.tolist(), strict=True)
        ]
        return of_levels(placed) | of_honesty(placed)

    def _ranked(
        self, judged: Sequence[JudgedReading], ranks: Sequence[list[str]], framework: str
    ) -> dict[str, Any]:
        names = {
            group.skill: {group.skill.casefold(), group.name.casefold()}
            for group in self._build.groups
            if group.framework == framework
        }
        first, six = [], []
        for each, ranked in zip(judged, ranks, strict=True):
            every = {skill for skills in each.wanted for skill in skills}
            firsts = {skills[0] for skills in each.wanted}
            first.append((each.reading.person, bool(names[ranked[0]] & every)))
            six.append((each.reading.person, any(names[skill] & firsts for skill in ranked[:SIX])))
        return {"first_in_a_list": share(first), "a_first_in_six": share(six)}

    def _minilm(self, framework: str, activities: Sequence[tuple[str, ...]]) -> PlainMiniLm:
        if framework not in self._plain:
            self._plain[framework] = PlainMiniLm(self._build, framework)
        plain = self._plain[framework]
        plain.prepare(text for each in activities for text in each)
        return plain

    def _rows(self, activities: Sequence[Sequence[str]]) -> dict[str, Floats]:
        """Return vectors of texts as one: of the encoder, and of the level reader where there is one."""
        queries = [read_query(self._encoder, each) for each in activities]
        rows = {"ridge": np.array([query.whole for query in queries], np.float64)}
        read = [query.level for query in queries if query.level is not None]
        return rows | (
            {"ridge_level_reader": np.array(read, np.float64)} if len(read) == len(queries) else {}
        )


def _plain_levels(judged: Sequence[JudgedReading], plain: PlainMiniLm) -> list[Placed]:
    placed = []
    for each in judged:
        level = plain.level(each.reading.messages, each.key) if each.key else None
        if level is not None and each.known is not None:
            placed.append(Placed(each.reading.person, {level: 1.0}, level, (level,), each.known.readers))
    return placed


def _normal(judged: JudgedReading, level: float, spread: float) -> Placed:
    """Return a ridge's level as a distribution: normal, as wide as it errs on people it has not seen."""
    odds = np.exp(-((np.array(LEVELS) - level) ** 2) / (2 * spread**2))
    shares = dict(zip(LEVELS, (odds / odds.sum()).tolist(), strict=True))
    return Placed(
        judged.reading.person,
        shares,
        float(max(shares, key=lambda n: shares[n])),
        level_set(shares),
        judged.reading.levels,
    )


def _wanted(judged: JudgedReading) -> float:
    placed = judged.best or judged.known
    return placed.wanted if placed else 0.0
