"""Fitting `index.fit`: fields of work on O*NET's tasks, what frameworks cover on readings."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.features import Floats
from index.fit import COMMON, Fields
from index.text import as_one
from index.training.open_texts import csv_rows, onet_tasks

FALSE_ALARMS = 0.025
"""Share of fitting texts that may be told that nothing fits."""
STRANGER = 0.01
"""The same for a framework without readings: less is known of it."""
TASKS = 3
"""Tasks that make one text: what somebody would tell of a job."""
TEXTS = 2
"""Texts of one occupation."""
FOLDS = 8
DIMENSIONS = 384
VECTORS = 5.0
"""Weight of unit vectors beside logarithms of probabilities."""


def read_fields(folder: Path) -> tuple[list[str], list[str]]:
    """Read O*NET's occupations as texts, each with the first two digits of its code: its major group.

    Args:
        folder: holds ``task_statements.csv`` and ``occupation_data.csv``.
    """
    chance = random.Random(0)
    texts, groups = [], []
    for code, listed in onet_tasks(folder).items():
        chance.shuffle(listed)
        for start in range(0, min(TASKS * TEXTS, len(listed)), TASKS):
            texts.append(as_one(listed[start : start + TASKS]))
            groups.append(code[:2])
    for row in csv_rows(folder / "occupation_data.csv"):
        texts.append(f"{row['Title']}. {row['Description']}")
        groups.append(row["O*NET-SOC Code"][:2])
    return texts, groups


def fit_fields(model: str, vectors: Floats, groups: Sequence[str]) -> Fields:
    """Fit the classifier; nothing is known of frameworks yet.

    Args:
        vectors: float32 (texts, d).
    """
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=30, max_iter=500).fit(vectors, groups)
    return Fields(
        model,
        tuple(fitted.classes_.tolist()),
        fitted.coef_.astype(np.float32),
        fitted.intercept_.astype(np.float32),
        {},
        {},
        0.0,
    )


def fit_cover(
    rows: Floats, none: NDArray[np.bool_], people: Sequence[str], read: NDArray[np.bool_], vectors: bool
) -> tuple[Floats, float, NDArray[np.float64]]:
    """Fit what a framework covers.

    Args:
        rows: float32 (texts, columns) of `index.fit.fit_row`.
        none: whether no skill of the framework fits each text.
        people: who wrote it.
        read: which texts are readings; the others, voices, all fit.
        vectors: whether vectors count too, or fields and nearness alone.

    Returns:
        weights float32 (columns,), the least score that fits, and the scores by fits without each person.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    scale = np.ones(rows.shape[1])
    start = len(rows[0]) - DIMENSIONS
    scale[start:] = VECTORS if vectors else 0.0
    model = LogisticRegression(C=0.1, class_weight="balanced", max_iter=3000)
    unseen = cross_val_predict(
        model, rows * scale, ~none, groups=people, cv=GroupKFold(FOLDS), method="decision_function"
    )
    fitted = model.fit(rows * scale, ~none)
    scores = unseen - fitted.intercept_[0]
    least = float(np.quantile(scores[read & ~none], FALSE_ALARMS))
    return (fitted.coef_[0] * scale).astype(np.float32), least, scores


def fit_share(
    fields: Fields, chances: NDArray[np.float64], described: Floats, none: NDArray[np.bool_]
) -> float:
    """Return the least share that a framework without readings must cover, by one that has them.

    Args:
        described: float32 (skills, d), that framework's descriptions.
    """
    covered = np.minimum(1.0, fields.chances(described).mean(axis=0) / COMMON)
    return float(np.quantile((chances @ covered)[~none], STRANGER))


def save(fields: Fields, path: Path) -> None:
    """Write ``fields.npz``, as `index.fit` describes it."""
    np.savez_compressed(
        path,
        model=np.array(fields.model),
        names=np.array(fields.names),
        fields=fields.fields,
        bias=fields.bias,
        families=np.array(list(fields.covers)),
        covers=np.array(list(fields.covers.values()), np.float32),
        least=np.array(list(fields.least.values()), np.float32),
        share=np.float32(fields.share),
    )
