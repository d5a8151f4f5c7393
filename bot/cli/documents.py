"""The command for documents: add."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import catalogue, number
from bot.wording import documents as say

if TYPE_CHECKING:
    from knowledge.catalogue import Catalogue
    from knowledge.model import Reading


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--dry-run", is_flag=True, help="Read and report, add nothing.")
@click.option("--starter", is_flag=True, help="Add the documents that ship with Rung.")
@click.option("--map", "mapped", is_flag=True, help="Say which column of a table is what, and keep it.")
def add(files: tuple[Path, ...], dry_run: bool, starter: bool, mapped: bool) -> int:
    """Read documents into the catalogue.

    Says for each what it is, what is in it and what is wrong with it. A document is added whole or not
    at all; one that cannot be read does not keep the others out. Run rung build afterwards.
    """
    paths = (*(starter_documents() if starter else ()), *files)
    if not paths:
        raise click.UsageError("Name at least one file, or --starter for the documents that ship with Rung.")
    with _to_add_to(dry_run) as opened:
        failed = sum(not add_one(path, opened, mapped and path in files) for path in paths)
    if len(paths) > 1:
        added = len(paths) - failed
        click.echo(
            f"{number(added, 'document')} {'would be added' if dry_run else 'in the catalogue'}, {failed}"
            f" refused."
        )
    if not dry_run and failed < len(paths):
        click.echo("Run rung build to use what was added.")
    return 2 if failed else 0


COMMANDS = (add,)


def starter_documents() -> tuple[Path, ...]:
    """Return the documents that ship with Rung."""
    from knowledge.data import DOCUMENTS

    folder = DOCUMENTS
    return tuple(
        sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "_")))
    )


@contextmanager
def _to_add_to(dry_run: bool) -> Iterator[Catalogue | None]:
    if dry_run:
        yield None
        return
    with catalogue() as opened:
        yield opened


def add_one(path: Path, opened: Catalogue | None, mapped: bool = False) -> bool:
    """Add a document, or only read it where there is no catalogue; say what came of it.

    Args:
        path: of the document.
        opened: the catalogue.
        mapped: ask which column of its table is what.
    """
    from knowledge.importer import hand_in
    from knowledge.model import DocumentError
    from knowledge.near_duplicates import compared
    from knowledge.readers import read

    try:
        if mapped:
            from bot.cli.mapping import map_columns

            map_columns(path)
        # What ships with Rung needs no process of its own, which takes a second to start.
        reading = read(path) if path in starter_documents() else hand_in(path)
        if opened is not None and not reading.errors:
            reading = compared(reading, opened.readings())
        outcome = _outcome(reading, opened)
    except DocumentError as error:
        click.echo(f"{path.name}: refused.\n  error: {error}", err=True)
        return False
    click.echo(
        f"{reading.document}: {outcome}.\n  {reading.kind}: {say.counts(asdict(reading.counts))}",
        err=bool(reading.errors),
    )
    for problem in reading.problems:
        click.echo(f"  {say.problem(asdict(problem))}", err=problem.severity == "error")
    return not reading.errors


def _outcome(reading: Reading, opened: Catalogue | None) -> str:
    if reading.errors:
        return "refused"
    if opened is None:
        return "read, not added"
    added = opened.add(reading, at=datetime.now(UTC).isoformat(timespec="seconds"))
    if not added.changed:
        return "known already" + (
            f" as {added.same_as}" if added.same_as not in ("", reading.document) else ""
        )
    return "added" if added.revision == 1 else f"added as revision {added.revision}"
