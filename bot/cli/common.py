"""What several commands share: options, opening what they work on, and printing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from bot.guidance.pool import GuidePool
    from bot.store import Database
    from index.builder import Progress
    from index.encoder import CachedEncoder
    from knowledge.catalogue import Catalogue
    from knowledge.model import Knowledge

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
of_framework = click.option("--framework", metavar="ID", help="Only this framework (see rung frameworks).")


def settings() -> Settings:
    """Return the settings of this process, and let the owner alone read the home from now on."""
    from bot.jobs.permissions import make_private

    found = Settings.from_environment()
    make_private(found.home)
    return found


@contextmanager
def catalogue() -> Iterator[Catalogue]:
    """Open the catalogue.

    Raises:
        CatalogueError: it cannot be used.
    """
    from knowledge.catalogue import Catalogue

    with Catalogue(settings().catalogue) as opened:
        yield opened


@contextmanager
def store() -> Iterator[Database]:
    """Open the store.

    Raises:
        StoreError: it cannot be used.
    """
    from bot.store import Database

    with Database(settings().store) as database:
        yield database


def knowledge() -> Knowledge:
    """Return what all documents say; empty, and nothing is written, where there is no catalogue yet."""
    from knowledge.model import Knowledge

    if not settings().catalogue.exists():
        return Knowledge()
    with catalogue() as opened:
        return opened.knowledge()


def encoder() -> CachedEncoder:
    """Return the encoder, with the cache of this home."""
    from index.encoder import open_encoder

    where = settings()
    return open_encoder(where.model, where.encodings)


def guides(warm: bool = True) -> GuidePool:
    """Open the builds, and load the model at once where ``warm``."""
    from bot.guidance.pool import GuidePool

    opened = GuidePool(settings().home, encoder())
    if warm:
        opened.live().warm_up()
    return opened


def builds_in_use() -> tuple[int, ...]:
    """Return the builds that assessments were begun or made with; they are kept."""
    from bot.jobs.builds import in_use

    return in_use(settings().home)


def print_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def table(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...]) -> None:
    """Print rows in columns."""
    widths = [max(len(row[n]) for row in (heads, *rows)) for n in range(len(heads))]
    for row in (heads, *rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        click.echo(click.style(line, bold=True) if row is heads else line)


def number(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: *1 skill*, *2 skills*."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def check_framework(known: Knowledge, wanted: str | None) -> None:
    """Refuse a framework that no document describes.

    Raises:
        click.BadParameter: naming the frameworks there are.
    """
    ids = [framework.id for framework in known.frameworks]
    if wanted is not None and wanted not in ids:
        there = ", ".join(ids) if ids else "there is none yet: add documents with rung add"
        raise click.BadParameter(f"{wanted!r} is not a known framework ({there}).", param_hint="--framework")


@contextmanager
def progress(quiet: bool) -> Iterator[Progress | None]:
    """Show a progress bar on a terminal, and nothing elsewhere."""
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
