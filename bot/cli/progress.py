"""How far a build is: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from index.builder import Progress


@contextmanager
def progress(quiet: bool) -> Iterator[Progress | None]:
    """Show a bar on a terminal, and nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    bars: list[tuple[str, ProgressBar[int]]] = []

    def tell(phase: str, done: int, total: int) -> None:
        if not bars or bars[-1][0] != phase:
            _finish(bars)
            bar: ProgressBar[int] = click.progressbar(
                length=max(total, 1), label=f"{phase.capitalize():<8}", file=sys.stderr
            )
            bar.__enter__()
            bars.append((phase, bar))
        shown = bars[-1][1]
        shown.update(max(0, done - shown.pos))

    try:
        yield tell
    finally:
        _finish(bars)


def _finish(bars: list[tuple[str, ProgressBar[int]]]) -> None:
    if bars:
        bars[-1][1].__exit__(None, None, None)
