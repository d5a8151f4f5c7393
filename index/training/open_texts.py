"""Pairs of openly licensed texts that keep the encoder broad: O*NET tasks and ESCO occupations (CC BY 4.0).

Staff voices speak of two frameworks only. Learning from nothing else cost an unseen framework up to 0.04 of
mean reciprocal rank (docs/accuracy.md); these pairs speak of all work.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGEST_DESCRIPTION = 300
"""Characters of an occupation's description."""


@dataclass(frozen=True, slots=True)
class Occupation:
    """What one occupation does, and how it is described.

    Args:
        tasks: short texts: tasks, or other names of the occupation.
        description: title and description.
    """

    tasks: tuple[str, ...]
    description: str


def read_occupations(onet: Path, esco: Path) -> list[Occupation]:
    """Read O*NET's and ESCO's occupations.

    Args:
        onet: folder with ``task_statements.csv`` and ``occupation_data.csv``.
        esco: folder with ``occupations.csv``.
    """
    tasks = onet_tasks(onet)
    found = [
        Occupation(tuple(tasks[code]), _described(row["Title"], row["Description"]))
        for row in csv_rows(onet / "occupation_data.csv")
        if (code := row["O*NET-SOC Code"]) in tasks
    ]
    for row in csv_rows(esco / "occupations.csv"):
        names = (row["PREFERREDLABEL"], *row["ALTLABELS"].splitlines())
        if row["DESCRIPTION"]:
            found.append(Occupation(tuple(filter(None, names)), row["DESCRIPTION"][:LONGEST_DESCRIPTION]))
    return found


def pairs(
    occupations: Sequence[Occupation], size: int, chance: random.Random
) -> Iterator[list[tuple[str, str]]]:
    """Yield batches without end: two texts of one occupation, each of another occupation in a batch."""
    while True:
        drawn = chance.sample(range(len(occupations)), size)
        yield [_pair(occupations[n], chance) for n in drawn]


def _pair(occupation: Occupation, chance: random.Random) -> tuple[str, str]:
    if len(occupation.tasks) > 1 and chance.random() < 0.3:
        one, other = chance.sample(occupation.tasks, 2)
        return one, other
    return chance.choice(occupation.tasks), occupation.description


def _described(title: str, description: str) -> str:
    return f"{title}. {description}"[:LONGEST_DESCRIPTION]


def onet_tasks(folder: Path) -> dict[str, list[str]]:
    """Return O*NET's tasks by code of their occupation."""
    tasks: dict[str, list[str]] = {}
    for row in csv_rows(folder / "task_statements.csv"):
        tasks.setdefault(row["O*NET-SOC Code"], []).append(row["Task"])
    return tasks


def csv_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file by column."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)
