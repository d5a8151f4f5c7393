"""Figures with intervals: shares, means, calibration."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Figure = list[float]
"""``[value, low, high]``: the value and its 95 % bootstrap interval."""
DRAWS = 1000
BINS = 10
"""Equal-width bins of the calibration error, as in Guo et al. 2017."""


def mean(values: Sequence[float]) -> Figure:
    """Return the mean with its interval (percentile bootstrap over cases, Efron 1979; seeded)."""
    return statistic(lambda rows: float(rows.mean()), np.asarray(values, np.float64))


def statistic(of: Callable[[Floats], float], rows: Floats, people: Sequence[str] | None = None) -> Figure:
    """Return a statistic of the rows with its interval; all zero where there are none.

    Args:
        people: whose each row is; people are drawn then, not rows.
    """
    if not len(rows):
        return [0.0, 0.0, 0.0]
    names = np.arange(len(rows)) if people is None else np.unique(people, return_inverse=True)[1]
    own = np.split(np.argsort(names, kind="stable"), np.cumsum(np.bincount(names))[:-1])
    chance = np.random.default_rng(0)
    drawn = [
        of(rows[np.concatenate([own[n] for n in chance.integers(0, len(own), len(own))])])
        for _ in range(DRAWS)
    ]
    low, high = np.nanpercentile(drawn, (2.5, 97.5))
    return [round(of(rows), 4), round(float(low), 4), round(float(high), 4)]


def calibration_error(stated: Sequence[float], right: Sequence[bool]) -> Figure:
    """Return the expected calibration error: how far stated confidence is from being right, on average."""
    rows = np.column_stack([np.asarray(stated, np.float64), np.asarray(right, np.float64)])
    return statistic(binned_error, rows)


def right_when_sure(stated: Sequence[float], right: Sequence[bool], sure: float = 0.9) -> Figure:
    """Return how often those stated at least as sure as ``sure`` are right."""
    return mean([float(came) for said, came in zip(stated, right, strict=True) if said >= sure])


def binned_error(rows: Floats) -> float:
    """Return how far the first column, a probability, is from the second, what came true, on average."""
    bins = np.minimum((rows[:, 0] * BINS).astype(int), BINS - 1)
    inside = [some for some in (rows[bins == number] for number in range(BINS)) if len(some)]
    return sum(len(some) * abs(float(some[:, 0].mean() - some[:, 1].mean())) for some in inside) / len(rows)


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def show(result: dict[str, Any], as_json: bool) -> None:
    """Print figures, as JSON or as lines of text."""
    click.echo(json.dumps(result, indent=1) if as_json else table(result))


def table(result: dict[str, Any]) -> str:
    """Return figures as lines of text, each named by its path."""
    return "\n".join(_lines(result, ""))


def _lines(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _lines(inner, f"{path} {name}".strip())
    elif isinstance(value, list):
        yield f"{path:<56} {value[0]:8.3f}   [{value[1]:.3f}, {value[2]:.3f}]"
    else:
        yield f"{path:<56} {value}"
