"""Commands for documents: add, documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import as_json, catalogue, number, print_json, settings, table

if TYPE_CHECKING:
    from knowledge.catalogue import Catalogue
    from knowledge.identity import Relation
    from knowledge.model import Reading


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--dry-run", is_flag=True, help="Read and report, add nothing.")
@click.option("--starter", is_flag=True, help="Add the documents that ship with Rung.")
@click.option(
    "--map",
    "mapped",
    is_flag=True,
    help="Show how the table is understood, put it right, and keep that beside the document.",
)
@click.option("--name", default="", metavar="TEXT", help="Name of the framework, else that of the file.")
@click.option("--new", is_flag=True, help="It is a framework of its own, whatever its name.")
@click.option("--edition-of", metavar="ID", help="It is the next edition of this framework: takes its place.")
@click.option("--part-of", metavar="ID", help="It is one more document of this framework: joins it.")
@as_json
@click.option("--full", is_flag=True, help="With --json: every statement as it was read.")
def add(
    files: tuple[Path, ...],
    dry_run: bool,
    starter: bool,
    mapped: bool,
    name: str,
    new: bool,
    edition_of: str | None,
    part_of: str | None,
    as_json: bool,
    full: bool,
) -> int:
    """Read documents into the catalogue.

    Reports for each what it is, what it contains and what is wrong with it. A document is added whole or
    not at all; one that cannot be read does not stop the others. Run rung build afterwards.

    A document that has the name or the skills of a framework that is known joins or replaces it only where
    you say so: at a terminal you are asked, elsewhere --new, --edition-of or --part-of answers.

    With --dry-run --json it prints a list with an object a document, as docs/documents.schema.json says, and
    asks nothing. The exit status is 0 where all documents are accepted and 2 where one is refused.
    """
    paths = (*(starter_documents() if starter else ()), *files)
    if not paths:
        raise click.UsageError("Name at least one file, or --starter for the documents that ship with Rung.")
    if as_json:
        if not dry_run or mapped:
            raise click.UsageError("--json goes with --dry-run, and without --map.")
        found = [report_on(path, full) for path in paths]
        print_json(found)
        return 0 if all(each["accepted"] for each in found) else 2
    answer = _answer(name, new, edition_of, part_of)
    if answer and len(paths) > 1:
        raise click.UsageError("--name, --new, --edition-of and --part-of speak of one document: name one.")
    with _target(dry_run) as opened:
        failed = sum(not add_one(path, opened, mapped and path in files, answer) for path in paths)
    if len(paths) > 1:
        outcome = "would be added" if dry_run else "in the catalogue"
        click.echo(f"{number(len(paths) - failed, 'document')} {outcome}, {failed} refused.")
    if not dry_run and failed < len(paths):
        click.echo("Run rung build to use what was added.")
    return 2 if failed else 0


@click.command()
@as_json
def documents(as_json: bool) -> None:
    """List the documents in the catalogue."""
    rows: list[dict[str, object]] = []
    if settings().catalogue.exists():
        with catalogue() as opened:
            rows = [asdict(row) for row in opened.documents()]
    if as_json:
        print_json(rows)
        return
    if not rows:
        click.echo(
            "There are no documents yet. Add your own with rung add FILE…, or those that ship with Rung with"
            " rung add --starter."
        )
        return
    table([_cells(row) for row in rows], ("document", "kind", "revision", "skills", "statements", "roles"))


COMMANDS = (add, documents)


def starter_documents() -> tuple[Path, ...]:
    """Return the documents that ship with Rung."""
    from knowledge.data import DOCUMENTS

    found = (path for path in DOCUMENTS.iterdir() if path.is_file())
    return tuple(sorted(path for path in found if not path.name.startswith((".", "_"))))


def add_one(
    path: Path, opened: Catalogue | None, mapped: bool = False, answer: dict[str, str] | None = None
) -> bool:
    """Add a document and report on it.

    Args:
        answer: which framework it is, see `knowledge.identity.settled`; None to ask where it matters.

    Returns:
        whether it can be used.
    """
    from bot.cli.mapping_dialogue import put_right
    from bot.text import documents as say
    from bot.text import mapping as wording
    from knowledge.model import DocumentError

    try:
        if mapped and not put_right(path):
            click.echo(f"{path.name}: {wording.LEFT}")
            return False
        reading, outcome = _outcome(_read_or_map(path), opened, answer)
    except DocumentError as error:
        click.echo(f"{path.name}: refused.\n  error: {error}", err=True)
        return False
    counts = say.counts(asdict(reading.counts))
    click.echo(f"{reading.document}: {outcome}.\n  {reading.kind}: {counts}", err=bool(reading.errors))
    for problem in say.by_kind(reading.problems):
        click.echo(f"  {say.problem(asdict(problem))}", err=problem.severity == "error")
    return not reading.errors


def _answer(name: str, new: bool, edition_of: str | None, part_of: str | None) -> dict[str, str] | None:
    from bot.cli.common import check_framework, knowledge

    given = {"new": "" if new or name else None, "edition": edition_of, "part": part_of}
    answers = [(answer, framework) for answer, framework in given.items() if framework is not None]
    if not answers:
        return None
    if len(answers) - (not new and bool(name)) > 1:
        raise click.UsageError("--new, --edition-of and --part-of exclude one another.")
    answer, framework = answers[-1]
    if framework:
        check_framework(knowledge(), framework)
    return {"answer": answer, "framework": framework, "name": name}


def report_on(path: Path, full: bool) -> dict[str, Any]:
    """Return what a document says as JSON values, also where it cannot be read."""
    from bot.jobs.document_report import failure, report
    from knowledge.model import DocumentError

    try:
        return report(_read(path), full)
    except DocumentError as error:
        return failure(path, error, full)


def _read_or_map(path: Path) -> Reading:
    """Read a document; where it is not understood, offer at a terminal to put its table right."""
    from bot.cli.mapping_dialogue import put_right
    from bot.text import mapping as say
    from knowledge.identity import is_own
    from knowledge.table_mapping import UnmappedError

    reading: Reading | None = None
    try:
        reading = _read(path)
        cause = reading.errors[0].message if reading.errors and is_own(reading) else ""
    except UnmappedError as error:
        if not sys.stdin.isatty():
            raise
        cause = error.message
    if not (cause and sys.stdin.isatty()):
        return reading or _read(path)
    click.echo(f"{path.name}: {cause}")
    return (
        _read(path) if click.confirm(say.OFFER, default=True) and put_right(path) else reading or _read(path)
    )


def _read(path: Path) -> Reading:
    from knowledge.importer import read_document
    from knowledge.readers import read

    # Rung's own documents are trusted: a sandboxed process takes a second to start.
    return read(path) if path in starter_documents() else read_document(path)


@contextmanager
def _target(dry_run: bool) -> Iterator[Catalogue | None]:
    if dry_run:
        yield None
        return
    with catalogue() as opened:
        yield opened


def _outcome(
    reading: Reading, opened: Catalogue | None, answer: dict[str, str] | None
) -> tuple[Reading, str]:
    """Add what was read, once it is said which framework it is; return it and what became of it."""
    from bot.jobs.documents import add_reading
    from knowledge.identity import relation

    if reading.errors:
        return reading, "refused"
    if opened is None:
        return reading, "read, not added"
    known = opened.readings()
    related = relation(reading, known)
    if answer is None and related is not None:
        answer = _ask_identity(reading, related)
    reading, added, replaced = add_reading(opened, reading, known, answer)
    if not added.changed:
        other = added.same_as if added.same_as != reading.document else ""
        return reading, f"known already as {other}" if other else "known already"
    instead = f" in place of {', '.join(replaced)}" if replaced else ""
    return reading, f"added{instead}" if added.revision == 1 else f"added as revision {added.revision}"


def _ask_identity(reading: Reading, related: Relation) -> dict[str, str]:
    """Ask which framework a document is.

    Raises:
        DocumentError: nobody can be asked.
    """
    from bot.text import mapping as say
    from knowledge.model import DocumentError

    found = asdict(related)
    if not sys.stdin.isatty():
        raise DocumentError(reading.document, say.related(found), remedy=say.unanswered(found))
    click.echo(f"{reading.document}: {say.related(found)}")
    options = say.options(found)
    for place, said in enumerate(options.values(), 1):
        click.echo(f"  {place}  {said}")
    place = click.prompt("Which is it?", type=click.IntRange(1, len(options)))
    return {"answer": list(options)[place - 1], "framework": related.framework, "name": ""}


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    counts = row["counts"]
    assert isinstance(counts, dict)
    counted = (counts[name] for name in ("skills", "statements", "roles"))
    return str(row["name"]), str(row["kind"]), str(row["revision"]), *map(str, counted)
