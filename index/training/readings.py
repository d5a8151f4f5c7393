"""Readings: what real people wrote about their work, as careful readers placed it.

Texts stay where they are: nothing of them, and nothing they could be got back from, goes into the project.
Readings measure, choose and calibrate; what may be fitted on them is some hundred numbers on top of a frozen
encoder (docs/accuracy.md lists them).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.training.open_texts import csv_rows

MOST_MESSAGES = 8
MOST_WORDS = 260
FEWEST_MESSAGES = 3
"""A longer job is cut to its first bullets, as the given readings are."""


@dataclass(frozen=True, slots=True)
class PlacedWork:
    """A piece of work and what its readers say of it.

    Args:
        person: who wrote it; people are never split between fitting and measuring.
        kind: where it is from (``career``, ``careers-nonict``, ``chat``, ``brag``).
        levels: SFIA's level of responsibility, 1 to 7, one a reader.
        skills: SFIA skills a reader would defend, best first; a list a reader, empty where none fits.
        tsc: SkillsFuture titles, best first; None where nobody placed it there.
        tsc_level: level of the first of them, or None.
        enough: whether it says enough to place anybody.
    """

    id: str
    person: str
    kind: str
    messages: tuple[str, ...]
    levels: tuple[int, ...]
    skills: tuple[tuple[str, ...], ...]
    tsc: tuple[str, ...] | None
    tsc_level: int | None
    enough: bool

    @property
    def mean_level(self) -> float:
        """The readers' mean."""
        return sum(self.levels) / len(self.levels)

    def placed(self, framework: str) -> list[tuple[str, ...]]:
        """Return the readers' lists of skills of a framework, ``sfia-9`` or ``tsc``."""
        if framework == "tsc":
            return [] if self.tsc is None else [self.tsc]
        return list(self.skills)


def read_readings(folder: Path, placings: Sequence[Path] = ()) -> list[PlacedWork]:
    """Read the given readings, and further placings of the careers beside them.

    Args:
        folder: holds ``readings.jsonl``, ``career.jsonl`` and ``careers-nonict.jsonl``.
        placings: JSONL files: a reader's placing with the ``person``, ``order`` and ``set`` of a job, no
            text.
    """
    found = read_given([folder / "readings.jsonl"])
    jobs = {
        (row["person"], job["order"]): job["bullets"]
        for name in ("career", "careers-nonict")
        for row in json_rows(folder / f"{name}.jsonl")
        for job in row["jobs"]
    }
    for path in placings:
        found += [_placed(row, jobs[row["person"], row["order"]]) for row in json_rows(path)]
    return found


def read_given(files: Sequence[Path]) -> list[PlacedWork]:
    """Read files like ``readings.jsonl``: the readings that came with their texts."""
    return [_reading(row) for path in files for row in json_rows(path)]


def read_placed(folder: Path, onet: Path | None) -> list[PlacedWork]:
    """Read work that was written for the purpose, or drawn from O*NET, and placed by readers.

    Args:
        folder: JSONL files; a row has ``messages``, or ``tasks``, ids of O*NET's task statements.
        onet: folder with ``task_statements.csv``; None leaves out rows of tasks.
    """
    rows = csv_rows(onet / "task_statements.csv") if onet else ()
    tasks = {row["Task ID"]: row["Task"] for row in rows}
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for row in json_rows(path):
            messages = row.get("messages") or [tasks[task] for task in row["tasks"] if task in tasks]
            if messages:
                found.append(_placed(row | {"person": row["id"], "set": path.stem}, messages))
    return found


def _reading(row: dict[str, Any]) -> PlacedWork:
    tsc = row.get("tsc") or {}
    readers = row["readers"]
    return PlacedWork(
        row["id"],
        row["person"],
        row["set"],
        tuple(row["messages"]),
        tuple(reader["level"] for reader in readers),
        tuple(tuple(reader["skills"]) for reader in readers),
        tuple(tsc["tsc"]) if tsc else None,
        tsc.get("level"),
        any(reader["enough"] for reader in readers),
    )


def _placed(row: dict[str, Any], bullets: Sequence[str]) -> PlacedWork:
    tsc = row["tsc"]
    return PlacedWork(
        row["id"],
        row["person"],
        row["set"],
        _cut(bullets),
        (row["level"],),
        (tuple(row["skills"]),),
        tuple(tsc["skills"]),
        tsc["level"] if tsc["skills"] else None,
        row["enough"],
    )


def _cut(bullets: Sequence[str]) -> tuple[str, ...]:
    kept = list(bullets[:MOST_MESSAGES])
    while len(kept) > FEWEST_MESSAGES and sum(len(each.split()) for each in kept) > MOST_WORDS:
        kept.pop()
    return tuple(kept)


def json_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSONL file."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
