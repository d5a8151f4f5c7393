"""What several commands share."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from knowledge.catalogue import Catalogue
    from knowledge.model import Knowledge

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
of_framework = click.option("--framework", metavar="ID", help="Only this framework (see rung frameworks).")


def settings() -> Settings:
    """Return what the environment says."""
    return Settings.from_environment()


@contextmanager
def catalogue() -> Iterator[Catalogue]:
    """Open the catalogue of RUNG_HOME, and close it.

    Raises:
        CatalogueError: it cannot be used.
    """
    from knowledge.catalogue import Catalogue

    with Catalogue(settings().catalogue) as opened:
        yield opened


def knowledge() -> Knowledge:
    """Return what all documents say; nothing is made where there is no catalogue yet."""
    from knowledge.model import Knowledge

    if not settings().catalogue.exists():
        return Knowledge()
    with catalogue() as opened:
        return opened.knowledge()


def builds_in_use() -> tuple[int, ...]:
    """Return the builds that assessments were begun or made with: they are kept, to go on and to replay."""
    from bot.keeping.candidates import in_use

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
    """Say a number of things: *1 skill*, *2 skills*."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def known_framework(known: Knowledge, wanted: str | None) -> None:
    """Refuse a framework that no document speaks of.

    Raises:
        click.BadParameter: naming those there are.
    """
    ids = [framework.id for framework in known.frameworks]
    if wanted is not None and wanted not in ids:
        there = ", ".join(ids) if ids else "none yet: add documents with rung add"
        raise click.BadParameter(
            f"{wanted!r} is no framework known here ({there}).", param_hint="--framework"
        )
