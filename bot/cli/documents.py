"""Commands for documents: add, documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import as_json, catalogue, number, print_json, settings, table

if TYPE_CHECKING:
    from knowledge.catalogue import Catalogue
    from knowledge.model import Reading
    from knowledge.table_mapping import Mapping

QUESTIONS = {
    "skill": "Which column names the skill?",
    "level": "Which column gives the level?",
    "text": "Which column holds the statement?",
    "code": "Which column gives the skill's code?",
    "description": "Which column describes the skill as a whole?",
    "category": "Which column groups the skills?",
}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--dry-run", is_flag=True, help="Read and report, add nothing.")
@click.option("--starter", is_flag=True, help="Add the documents that ship with Rung.")
@click.option(
    "--map", "mapped", is_flag=True, help="Ask which column of a table is what, and save the answer."
)
@as_json
@click.option("--full", is_flag=True, help="With --json: every statement as it was read.")
def add(
    files: tuple[Path, ...], dry_run: bool, starter: bool, mapped: bool, as_json: bool, full: bool
) -> int:
    """Read documents into the catalogue.

    Reports for each what it is, what it contains and what is wrong with it. A document is added whole or
    not at all; one that cannot be read does not stop the others. Run rung build afterwards.

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
    with _target(dry_run) as opened:
        failed = sum(not add_one(path, opened, mapped and path in files) for path in paths)
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


def add_one(path: Path, opened: Catalogue | None, mapped: bool = False) -> bool:
    """Add a document and report on it.

    Returns:
        whether it can be used.
    """
    from bot.text import documents as say
    from knowledge.model import DocumentError
    from knowledge.near_duplicates import compared

    try:
        if mapped:
            map_columns(path)
        reading = _read(path)
        if opened is not None and not reading.errors:
            reading = compared(reading, opened.readings())
        outcome = _outcome(reading, opened)
    except DocumentError as error:
        click.echo(f"{path.name}: refused.\n  error: {error}", err=True)
        return False
    counts = say.counts(asdict(reading.counts))
    click.echo(f"{reading.document}: {outcome}.\n  {reading.kind}: {counts}", err=bool(reading.errors))
    for problem in reading.problems:
        click.echo(f"  {say.problem(asdict(problem))}", err=problem.severity == "error")
    return not reading.errors


def report_on(path: Path, full: bool) -> dict[str, Any]:
    """Return what a document says as JSON values, also where it cannot be read."""
    from bot.jobs.document_report import failure, report
    from knowledge.model import DocumentError

    try:
        return report(_read(path), full)
    except DocumentError as error:
        return failure(path, error, full)


def _read(path: Path) -> Reading:
    from knowledge.importer import read_document
    from knowledge.readers import read

    # Rung's own documents are trusted: a sandboxed process takes a second to start.
    return read(path) if path in starter_documents() else read_document(path)


def map_columns(path: Path) -> None:
    """Map the columns of a document's table, asking at a terminal, and save the mapping beside it.

    Raises:
        DocumentError: the document has no table, or a required column was not found and nobody can be asked.
    """
    from knowledge.importer import suggest_mapping
    from knowledge.level_scale import order
    from knowledge.model import DocumentError
    from knowledge.table_mapping import beside, save

    suggested, header = suggest_mapping(path)
    mapping = _ask_mapping(path, suggested, header) if sys.stdin.isatty() else suggested
    if mapping is suggested and mapping.levels and order(list(mapping.levels)) is None:
        raise DocumentError(
            path.name,
            f"the order of the levels {', '.join(map(repr, mapping.levels))} is not known.",
            remedy="Run 'rung add --map' at a terminal, which asks for it.",
        )
    if mapping.missing:
        raise DocumentError(
            path.name,
            f"no column was found for: {', '.join(mapping.missing)}."
            f" The columns are {', '.join(repr(name) for name in header if name)}.",
            remedy=f"Write them into {beside(path).name}, or run 'rung add --map' at a terminal.",
        )
    saved = save(mapping, path)
    click.echo(f"{path.name}: {_describe(mapping)}.\n  saved in {saved.name}")


@contextmanager
def _target(dry_run: bool) -> Iterator[Catalogue | None]:
    if dry_run:
        yield None
        return
    with catalogue() as opened:
        yield opened


def _outcome(reading: Reading, opened: Catalogue | None) -> str:
    if reading.errors:
        return "refused"
    if opened is None:
        return "read, not added"
    added = opened.add(reading, at=datetime.now(UTC).isoformat(timespec="seconds"))
    if not added.changed:
        other = added.same_as if added.same_as != reading.document else ""
        return f"known already as {other}" if other else "known already"
    return "added" if added.revision == 1 else f"added as revision {added.revision}"


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    counts = row["counts"]
    assert isinstance(counts, dict)
    counted = (counts[name] for name in ("skills", "statements", "roles"))
    return str(row["name"]), str(row["kind"]), str(row["revision"]), *map(str, counted)


def _ask_mapping(path: Path, mapping: Mapping, header: tuple[str, ...]) -> Mapping:
    from knowledge.importer import levels_in
    from knowledge.table_mapping import FIELDS

    click.echo(f"Columns: {', '.join(name for name in header if name)}")
    name = click.prompt("Name of the framework", default=mapping.name)
    asked = [what for what in FIELDS if not (mapping.level_columns and what in ("level", "text"))]
    answers = {what: _ask_column(what, mapping.columns.get(what, ""), header) for what in asked}
    columns = {what: column for what, column in answers.items() if column}
    levels, column = dict(mapping.levels), columns.get("level", "")
    if column != mapping.columns.get("level", ""):
        levels = dict(levels_in(path, column)) if column else {}
    return replace(mapping, name=name, columns=columns, levels=_ask_levels(levels))


def _ask_column(what: str, suggested: str, header: tuple[str, ...]) -> str:
    """Ask until a column is named that is there, or a dash for none."""
    from knowledge.formats.content import column_key

    known = {column_key(name): name for name in header if name}
    while True:
        answer = click.prompt(f"{QUESTIONS[what]} (- for none)", default=suggested or "-").strip()
        if answer == "-" or column_key(answer) in known:
            return known.get(column_key(answer), "")
        click.echo(f"There is no column {answer!r}.")


def _ask_levels(names: dict[str, int]) -> dict[str, int]:
    """Ask for the order of named levels."""
    from knowledge.formats.content import column_key
    from knowledge.table_mapping import level_names

    if not names:
        return {}
    answer = click.prompt("Levels from lowest to highest", default=", ".join(names))
    given = [name for name in answer.split(",") if name.strip()]
    return {column_key(name): n for n, name in enumerate(given, 1)} if level_names(given) else names


def _describe(mapping: Mapping) -> str:
    parts = [f"{what} from {column!r}" for what, column in mapping.columns.items()]
    parts += [f"level {level} from {column!r}" for column, level in mapping.level_columns.items()]
    if mapping.levels:
        parts.append("levels " + ", ".join(f"{n} {name}" for name, n in mapping.levels.items()))
    return "; ".join(parts)
