"""A framework without voices: sentences to ESCO labels, by the shipped encoder and by the bare one.

The sets are TECH (J.-J. Decorte and others, Design of negative sampling strategies for distantly supervised
skill extraction, RecSys in HR 2022) and SkillSkape (A. Magron and others, NLP4HR 2024). MRR is the mean
reciprocal rank of the first right label; RP@5 the share of right ones among the first five, of
those possible.
"""

from __future__ import annotations

import ast
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.evaluation import figures

LABELS = "skills_en_label.txt"
FIVE = 5
BLOCK = 256
"""Sentences compared with all labels at once."""
Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Sentences = list[tuple[str, set[int]]]


def measured(folder: Path, encoders: Mapping[str, Encode], limit: int | None = None) -> dict[str, Any]:
    """Measure encoders on each set.

    Args:
        encoders: by name; each returns unit rows.
        limit: sentences of each set, for a trial.
    """
    labels = (folder / LABELS).read_text("utf-8").splitlines()
    place = {label.casefold(): number for number, label in enumerate(labels)}
    sets = {"tech": _tech(folder, place)[:limit], "skillskape": _skillskape(folder, place)[:limit]}
    result: dict[str, Any] = {name: {"n": len(some)} for name, some in sets.items()}
    for encoder, encode in encoders.items():
        vectors = encode(labels)
        for name, some in sets.items():
            result[name][encoder] = _figures(encode([text for text, _ in some]), vectors, some)
    return result


def _figures(
    rows: NDArray[np.float32], labels: NDArray[np.float32], sentences: Sentences
) -> dict[str, figures.Figure]:
    reciprocal, precision = [], []
    for (_, right), ranks in zip(sentences, _ranks(rows, labels, sentences), strict=True):
        reciprocal.append(1.0 / (1 + min(ranks)))
        precision.append(sum(rank < FIVE for rank in ranks) / min(FIVE, len(right)))
    return {"mrr": figures.mean(reciprocal), "rp_at_5": figures.mean(precision)}


def _ranks(
    rows: NDArray[np.float32], labels: NDArray[np.float32], sentences: Sentences
) -> Iterator[list[int]]:
    """Yield the ranks of each sentence's right labels, from 0."""
    for start in range(0, len(rows), BLOCK):
        near = rows[start : start + BLOCK] @ labels.T
        for row, (_, right) in zip(near, sentences[start : start + BLOCK], strict=True):
            yield [int((row > row[label]).sum()) for label in sorted(right)]


def _tech(folder: Path, place: dict[str, int]) -> Sentences:
    found: dict[str, set[int]] = {}
    with (folder / "tech_test_annotations.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            number = place.get(row["label"].strip().casefold())
            if number is not None:
                found.setdefault(row["sentence"], set()).add(number)
    return list(found.items())


def _skillskape(folder: Path, place: dict[str, int]) -> Sentences:
    found: Sentences = []
    with (folder / "skillskape_test.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            labels = (str(label).casefold() for label in ast.literal_eval(row["skills"]))
            right = {place[label] for label in labels if label in place}
            if right:
                found.append((row["sentence"], right))
    return found
