"""Fitting the level model of `index.level_model` on staff voices and on readings of real documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import block_diag
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from index import level_model
from index.build import Build
from index.facts import COUNTS
from index.features import Floats, Query, similarities
from index.level_model import NAMES, LevelModel, Scale
from index.trained_weights import ReaderHead
from index.training import conditional_logit
from index.training.labelled_cases import Case
from index.training.readings import PlacedWork
from knowledge.editions import family

FOLDS = 10
RIDGE = 3.0
"""Penalty of the linear head on vectors; 1 and 2 placed readings alike."""
DIRECTIONS = ((24, 1.0), (32, 0.5))
"""Directions kept of the level reader's vectors and of the encoder's, and how much they weigh: all 768 placed
readings no better."""
FACT_SCALE = 0.1
"""Facts in units of their spread, times this, beside vectors of length 1."""
PENALTY = 1.0
MOST_WEIGHT = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class LevelCase:
    """A text whose level is known.

    Args:
        framework: whose scale the level is on: ``sfia-9`` or ``tsc``.
        skill: its key, or "" where the level is not that of a skill.
        level: readers' mean, or a voice's level.
        person: who wrote it.
        real: whether it is a reading.
        levels: one a reader; any of them is exact.
    """

    query: Query
    framework: str
    skill: str
    level: float
    person: str
    real: bool
    levels: tuple[int, ...] = ()


def told_of_cases(cases: Sequence[Case], asked: Sequence[Query]) -> list[LevelCase]:
    """Return staff voices whose skill the build knows, with their queries."""
    return [
        LevelCase(query, case.framework, case.skill, float(case.level), case.author, False)
        for case, query in zip(cases, asked, strict=True)
    ]


def told_of_readings(build: Build, readings: Sequence[PlacedWork], asked: Sequence[Query]) -> list[LevelCase]:
    """Return readings on SFIA's scale, and on SkillsFuture's where they were placed there."""
    found = []
    for reading, query in zip(readings, asked, strict=True):
        skill = next((skills[0] for skills in reading.skills if skills), "")
        known = skill if ("sfia-9", skill) in build.group_numbers else ""
        found.append(
            LevelCase(query, "sfia-9", known, reading.mean_level, reading.person, True, reading.levels)
        )
        title = reading.tsc[0] if reading.tsc else ""
        if reading.tsc_level is not None and ("tsc", title) in build.group_numbers:
            level = float(reading.tsc_level)
            found.append(LevelCase(query, "tsc", title, level, reading.person, True, (reading.tsc_level,)))
    return found


def fit(build: Build, told: Sequence[LevelCase], head: ReaderHead) -> LevelModel:
    """Fit the place of documents on readings, the mixture and the scales on all, and weights of levels."""
    real = [n for n, one in enumerate(told) if one.real and family(one.framework) == level_model.REFERENCE]
    rows = np.stack([level_model.document_row(one.query, head) for one in told])
    levels = np.array([one.level for one in told])
    people = [one.person for one in told]
    told_apart = _directions([one.query for one in told if not one.real])
    document, unseen = _regression(rows, levels, real, people, told_apart)
    counts = np.column_stack([rows[:, -COUNTS - 2 : -2], rows[:, -1]])
    facts, _ = _regression(counts, levels, real, people)
    # A reading's place comes from a fit without its person, whichever framework it is placed in.
    by_query = {id(told[n].query): unseen[n] for n in real}
    by_document = [
        by_query.get(id(one.query), float(row @ document)) for one, row in zip(told, rows, strict=True)
    ]
    mixed = np.stack(
        [
            level_model.mixture(float(row[-2]), place, one.query.talk)
            for one, row, place in zip(told, rows, by_document, strict=True)
        ]
    )
    own = np.array([family(one.framework) == level_model.REFERENCE for one in told])
    mean = _least_squares(mixed[own], levels[own])
    places = mixed @ mean
    model = LevelModel(
        document.astype(np.float32),
        facts.astype(np.float32),
        mean.astype(np.float32),
        _scales(build, told, places),
        np.zeros(len(NAMES), np.float32),
    )
    weights = _weights(build, told, model, places, head)
    return replace(model, levels=weights.astype(np.float32))


def save(model: LevelModel, path: Path) -> None:
    """Write ``levels.npz``, as `index.level_model` describes it."""
    np.savez_compressed(
        path,
        document=model.document,
        facts=model.facts,
        mean=model.mean,
        families=np.array(list(model.scales)),
        scales=np.array([astuple(scale) for scale in model.scales.values()], np.float32),
        levels=model.levels,
    )


def _regression(
    rows: Floats,
    levels: NDArray[np.float64],
    chosen: Sequence[int],
    people: Sequence[str],
    directions: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a ridge regression's weights, and each chosen row's place by a fit without its person.

    Args:
        rows: float32 (texts, columns); the last is a constant.
        directions: float64 (k, 2 d), in which vectors count; None where there is none.
    """
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import GroupKFold, cross_val_predict

    some = np.array(chosen)
    basis = np.eye(rows.shape[1] - 1)
    if directions is not None:
        size = directions.shape[1]
        basis = np.vstack([np.pad(directions, ((0, 0), (0, len(basis) - size))), basis[size:]])
    # Vectors have length 1; facts and counts are scaled to a like weight.
    counts = slice(-COUNTS - 1, -1) if directions is not None else slice(None)
    basis[counts] *= FACT_SCALE / ((rows[some, :-1] @ basis.T).std(axis=0)[counts] + 1e-6)[:, None]
    ridge, described = Ridge(alpha=RIDGE), rows[some, :-1] @ basis.T
    unseen = np.full(len(rows), np.nan)
    unseen[some] = cross_val_predict(
        ridge, described, levels[some], groups=[people[n] for n in chosen], cv=GroupKFold(FOLDS)
    )
    fitted = ridge.fit(described, levels[some])
    return np.append(fitted.coef_ @ basis, fitted.intercept_), unseen


def _directions(asked: Sequence[Query]) -> NDArray[np.float64]:
    """Return the directions in which queries' vectors differ most, of either model: float64 (k, 2 d)."""
    vectors = [
        np.array([query.level for query in asked], np.float64),
        np.array([query.whole for query in asked], np.float64),
    ]
    kept = [
        weight * np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)[2][:count]
        for rows, (count, weight) in zip(vectors, DIRECTIONS, strict=True)
    ]
    return np.asarray(block_diag(*kept), np.float64)


def _least_squares(columns: Floats, levels: NDArray[np.float64]) -> NDArray[np.float64]:
    found = np.linalg.lstsq(columns.astype(np.float64), levels, rcond=None)[0]
    return np.asarray(found, np.float64)


def _scales(build: Build, told: Sequence[LevelCase], means: NDArray[np.float64]) -> dict[str, Scale]:
    """Return the map of each family of frameworks: a regression on the place and the skill's middle."""
    found = {}
    for name in sorted({family(one.framework) for one in told}):
        some = [n for n, one in enumerate(told) if family(one.framework) == name and one.skill]
        # Readers place people on the reference scale whatever levels the skill has.
        usual = build.level_spread(told[some[0]].framework)[0]
        middles = np.array([np.mean(build.levels_of(told[n].framework, told[n].skill)) - usual for n in some])
        columns = np.column_stack([means[some], np.ones(len(some)), middles])
        slope, shift, middle = _least_squares(columns, np.array([told[n].level for n in some])).tolist()
        reference = name == level_model.REFERENCE
        found[name] = Scale(1.0, 0.0, 0.0, usual) if reference else Scale(slope, shift, middle, usual)
    return found


def _weights(
    build: Build,
    told: Sequence[LevelCase],
    model: LevelModel,
    places: NDArray[np.float64],
    head: ReaderHead,
) -> NDArray[np.float64]:
    """Weigh documents on readings and talk on voices: readings that chat a little would make talk unsure."""
    written: list[tuple[Floats, int]] = []
    spoken: list[tuple[Floats, int]] = []
    for one, place in zip(told, places.tolist(), strict=True):
        if one.skill:
            levels = np.array(build.levels_of(one.framework, one.skill))
            values = _described(build, one, model, place, head)
            (written if one.real else spoken).append((values, int(np.abs(levels - one.level).argmin())))
    weights = conditional_logit.fit(spoken, PENALTY)
    if written:
        document = _document_weight(written, weights)
        weights[1] += weights[0] - document
        weights[0] = document
    return weights


def _document_weight(written: Sequence[tuple[Floats, int]], weights: NDArray[np.float64]) -> float:
    """Return the likeliest weight of the place for documents, where that for talk stays as it is."""

    def loss(document: float) -> float:
        tried = weights.copy()
        tried[:2] = document, weights[0] + weights[1] - document
        return -sum(float(log_softmax(values @ tried)[right]) for values, right in written)

    return float(minimize_scalar(loss, bounds=(0.0, MOST_WEIGHT), method="bounded").x)


def _described(build: Build, one: LevelCase, model: LevelModel, place: float, head: ReaderHead) -> Floats:
    near = similarities(build, one.query)
    scale = model.scale(one.framework, *build.level_range(one.framework))
    named = (one.framework, one.skill)
    return level_model.level_features(build, one.query, *named, near, scale, place, head, one.query.talk)
