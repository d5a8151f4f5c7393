"""Commands for documents and builds: add, build, prepare."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import as_json, catalogue, number, print_json, settings

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from index.build import BuildReport, Progress
    from knowledge.catalogue import Catalogue
    from knowledge.model import Problem, Reading


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--dry-run", is_flag=True, help="Read and report, add nothing.")
@click.option("--starter", is_flag=True, help="Add the documents that ship with Rung.")
def add(files: tuple[Path, ...], dry_run: bool, starter: bool) -> int:
    """Read documents into the catalogue.

    Says for each what it is, what is in it and what is wrong with it. A document is added whole or not
    at all; one that cannot be read does not keep the others out. Run rung build afterwards.
    """
    paths = (*(starter_documents() if starter else ()), *files)
    if not paths:
        raise click.UsageError("Name at least one file, or --starter for the documents that ship with Rung.")
    with _to_add_to(dry_run) as opened:
        failed = sum(not _add_one(path, opened) for path in paths)
    if len(paths) > 1:
        added = len(paths) - failed
        click.echo(
            f"{number(added, 'document')} {'would be added' if dry_run else 'in the catalogue'}, {failed}"
            f" refused."
        )
    if not dry_run and failed < len(paths):
        click.echo("Run rung build to use what was added.")
    return 2 if failed else 0


@click.command()
@as_json
def build(as_json: bool) -> None:
    """Make an index of the catalogue and let it go live.

    Only texts that are new are encoded. When nothing changed, nothing is made.
    """
    report = make(quiet=as_json)
    if as_json:
        from dataclasses import asdict

        print_json(asdict(report))
    else:
        click.echo(told(report))


@click.command()
def prepare() -> None:
    """Make ready for the first chat; do nothing when that was done.

    Adds the documents that ship with Rung when the catalogue is empty, and builds when there is no index.
    """
    from index.ready import is_ready

    where = settings()
    if is_ready(where.home, where.model):
        return
    with catalogue() as opened:
        if not opened.documents():
            click.echo("Reading the documents that ship with Rung…")
            for path in starter_documents():
                _add_one(path, opened)
    click.echo(told(make()))


COMMANDS = (add, build, prepare)


def make(quiet: bool = False) -> BuildReport:
    """Make a build of the catalogue.

    Args:
        quiet: show no progress.

    Raises:
        BuildError: it cannot be made.
    """
    from index.build import make_build
    from index.encoder import open_encoder

    where = settings()
    where.home.mkdir(parents=True, exist_ok=True)
    with catalogue() as opened:
        known = opened.knowledge()
    encoder = open_encoder(where.model, where.encodings)
    with _progress(quiet) as progress:
        return make_build(where.home, known, encoder, progress)


def told(report: BuildReport) -> str:
    """Say what a build did."""
    what = f"{number(report.skills, 'skill')}, {number(report.descriptors, 'statement')}"
    if not report.changed:
        return f"Nothing changed: build {report.number} stays live ({what})."
    encoded = number(report.encoded, "text")
    return f"Build {report.number} is live: {what}; {encoded} newly encoded, {report.seconds:.1f} s."


def starter_documents() -> tuple[Path, ...]:
    """Return the documents that ship with Rung."""
    import knowledge

    folder = Path(knowledge.__file__).parent / "documents"
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


def _add_one(path: Path, opened: Catalogue | None) -> bool:
    """Add a document, or only read it where there is no catalogue; say what came of it."""
    from knowledge.model import DocumentError
    from knowledge.readers import read

    try:
        reading = read(path)
        outcome = _outcome(reading, opened)
    except DocumentError as error:
        click.echo(f"{path.name}: refused.\n  error: {error}", err=True)
        return False
    click.echo(
        f"{reading.document}: {outcome}.\n  {reading.kind}: {_counts(reading)}", err=bool(reading.errors)
    )
    for problem in reading.problems:
        click.echo(f"  {_problem(problem)}", err=problem.severity == "error")
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


def _counts(reading: Reading) -> str:
    counts = reading.counts
    said = (
        (counts.skills, "skill"),
        (counts.skill_levels, "level text"),
        (counts.attributes, "attribute"),
        (counts.attribute_levels, "attribute level text"),
        (counts.statements, "statement"),
        (counts.guidance, "guidance line"),
        (counts.roles, "role"),
        (counts.passages, "passage"),
    )
    return ", ".join(number(*each) for each in said if each[0]) or "nothing"


def _problem(problem: Problem) -> str:
    times = f" ({problem.count} times)" if problem.count > 1 else ""
    where = f"{problem.location}: " if problem.location else ""
    return f"{problem.severity}: {where}{problem.message}{times}"


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress | None]:
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
