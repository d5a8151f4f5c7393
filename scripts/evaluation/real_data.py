"""What real people wrote about their work, as ``RUNG_SHARED/data/real`` has it; nothing of it is printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bot.conversation.activities import hear

SFIA, TSC = "sfia-9", "tsc"
GAP = 2
"""Ranks that two jobs of one person are apart where their order is clear."""


@dataclass(frozen=True, slots=True)
class CareerJob:
    """A job of a person and the rank that its title tells."""

    person: str
    rank: int
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatedLevel:
    """A text with a level that somebody stated."""

    kind: str
    framework: str
    level: int
    activities: tuple[str, ...]


def read_jobs(files: Sequence[Path]) -> list[CareerJob]:
    """Read the jobs whose rank is clear of people who have two that are `GAP` or more apart."""
    jobs: list[CareerJob] = []
    for row in _rows(files):
        clear = [job for job in row["jobs"] if not job["rank_ambiguous"] and job["bullets"]]
        ranks = [int(job["rank"]) for job in clear]
        kept = (job for job in clear if any(abs(int(job["rank"]) - rank) >= GAP for rank in ranks))
        jobs += [CareerJob(str(row["person"]), int(job["rank"]), heard(job["bullets"])) for job in kept]
    return jobs


def read_stated(files: Sequence[Path]) -> list[StatedLevel]:
    """Read the stated levels that are numbers."""
    rows = (row for row in _rows(files) if isinstance(row["level"], int))
    return [
        StatedLevel(
            str(row["kind"]),
            TSC if "TSC" in str(row["framework"]) else SFIA,
            int(row["level"]),
            heard([str(row["text"])]),
        )
        for row in rows
    ]


def heard(messages: Sequence[str]) -> tuple[str, ...]:
    """Return the activities that Rung hears in messages; the messages themselves where it hears none."""
    return tuple(activity for message in messages for activity in hear(message).activities) or tuple(messages)


def _rows(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Return the objects of JSONL files.

    Raises:
        click.ClickException: a line is none; says which, and nothing of its text.
    """
    rows = []
    for path in files:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                rows.append(json.loads(line))
            except ValueError:
                raise click.ClickException(f"{path.name}, line {number}: no JSON object") from None
    return rows
