"""Commands for courses: courses add, list, propose, confirm, refuse, remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import as_json, catalogue, encoder, number, print_json, settings, table
from bot.guidance import grammar
from bot.text import courses as say
from knowledge.model import HIGHEST_LEVEL, LOWEST_LEVEL

if TYPE_CHECKING:
    from knowledge.catalogue import Catalogue
    from knowledge.courses import CourseLink, State
    from knowledge.model import Knowledge, Reading, ServedSkill

LEVEL = click.IntRange(LOWEST_LEVEL, HIGHEST_LEVEL)
SHOWN = 300
"""Characters of a description and a statement that are shown with a proposal."""
ANSWERS = ("yes", "no", "later", "stop")
LISTED = ("list", "title", "kind", "serves")


@click.group(name="courses")
def group() -> None:
    """Courses, mentors, readings and tasks that your organisation offers.

    People are shown at most three for what they lack: those whose list gives the skill, and those that you
    confirmed. Nothing else is shown.
    """


@group.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def add(file: Path, as_json: bool) -> None:
    """Add a list, in place of an earlier one of the same name.

    A table (CSV, workbook or other) with a column "title" and any of description, link, kind, skills,
    levels, framework, cost, length, language. A row that cannot be used is named and costs no other.
    """
    from bot.text.documents import problem
    from knowledge.importer import read_courses

    reading = read_courses(file)
    with catalogue() as opened:
        added = opened.add(reading, at=datetime.now(UTC).isoformat(timespec="seconds"))
        doubts = _doubts(opened, reading)
    if as_json:
        told = {"problems": [asdict(each) for each in reading.problems], "doubts": doubts}
        print_json({"courses": len(reading.courses), "changed": added.changed, **told})
        return
    known = "" if added.changed else " It was known already."
    click.echo(f"{reading.document}: {number(len(reading.courses), 'course')}.{known}")
    for each in reading.problems:
        click.echo(f"  {problem(asdict(each))}")
    for doubt in doubts:
        click.echo(f"  {doubt}")
    click.echo("Run rung build to use what the list gives, rung courses propose for the others.")


@group.command(name="list")
@as_json
def list_(as_json: bool) -> None:
    """List the courses, and the skills they serve."""
    with catalogue() as opened:
        found = opened.knowledge().courses
    if as_json:
        print_json([asdict(course) for course in found])
    elif not found:
        click.echo(say.NONE)
    else:
        rows = [
            (each.source.document, say.short(each.title), each.kind, "; ".join(map(_served, each.skills)))
            for each in found
        ]
        table(rows, ("list", "title", "kind", "serves"))


@group.command()
@click.option("--most", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--ask", is_flag=True, help="Ask about each proposal: yes, no, later.")
@as_json
def propose(most: int, ask: bool, as_json: bool) -> None:
    """Propose the skills and levels that courses serve.

    Proposals come from titles, descriptions and the live build, with a score and the words that carry them;
    none is made in a framework for which the list gives skills. What you decided is not proposed again.
    """
    from index.build import open_build
    from index.course_proposals import propose as proposals

    with catalogue() as opened:
        known, build = opened.knowledge(), open_build(settings().home)
        opened.propose(proposals(build, encoder(), known.courses))
        found = [each for each in opened.course_links() if each.state == "proposed"][:most]
        if as_json:
            print_json([asdict(each) for each in found])
        elif not found:
            click.echo(say.NOTHING if known.courses else say.NONE)
        elif ask:
            _ask(opened, found, known)
        else:
            table([_row(each) for each in found], ("id", "score", "course", "may serve", "levels", "words"))


@group.command()
@click.argument("ids", metavar="ID…", nargs=-1, required=True, type=int)
@click.option(
    "--level", "levels", multiple=True, type=LEVEL, help="Level it serves, where it is another; repeatable."
)
def confirm(ids: tuple[int, ...], levels: tuple[int, ...]) -> None:
    """Confirm proposals, by their numbers: the next build shows those courses."""
    _decide(ids, "confirmed", tuple(sorted(set(levels))))
    click.echo(f"Confirmed. {say.BUILD}")


@group.command()
@click.argument("ids", metavar="ID…", nargs=-1, required=True, type=int)
def refuse(ids: tuple[int, ...]) -> None:
    """Refuse proposals, by their numbers: they are not made again."""
    _decide(ids, "refused")
    click.echo("Refused. What was confirmed before goes with the next build.")


@group.command()
@click.argument("file", metavar="NAME")
def remove(file: str) -> None:
    """Remove a list, by its file name, with what you decided on it."""
    from knowledge.courses import KIND

    with catalogue() as opened:
        if not any(row.name == file and row.kind == KIND for row in opened.documents()):
            raise click.UsageError(f"There is no list of courses called {file!r}: see rung courses list.")
        opened.remove(file)
    click.echo("Removed. Run rung build: until then its courses are shown.")


COMMANDS = (group,)


def _doubts(opened: Catalogue, reading: Reading) -> list[str]:
    from knowledge.courses import doubts

    found = doubts(opened.knowledge(), reading.courses)
    return [say.doubt(course.title, given.skill, doubt == "several") for course, given, doubt in found]


def _decide(ids: Sequence[int], state: State, levels: tuple[int, ...] = ()) -> None:
    from index.publication import account

    with catalogue() as opened:
        missing = {str(each) for each in ids} - {str(link.id) for link in opened.course_links()}
        if missing:
            raise click.UsageError(f"There is no proposal {min(missing)}: see rung courses propose.")
        for each in ids:
            opened.decide(each, state, account(), levels)


def _ask(opened: Catalogue, found: Sequence[CourseLink], known: Knowledge) -> None:
    from index.publication import account

    told = {(course.source.document, course.title.casefold()): course.description for course in known.courses}
    states = {(each.framework, each.skill, each.level): each.text for each in reversed(known.descriptors)}
    for place, each in enumerate(found, 1):
        click.echo(f"\n{place} of {len(found)}: {'  '.join(_row(each))}")
        for said in (told[each.key[:2]], states.get((each.framework, each.skill, each.levels[0]), "")):
            click.echo(f"  “{grammar.shorten(said, SHOWN)}”")
        answer = click.prompt(say.SERVES, type=click.Choice(ANSWERS), default="later")
        if answer == "stop":
            return
        if answer != "later":
            opened.decide(each.id, "confirmed" if answer == "yes" else "refused", account())
    click.echo(say.BUILD)


def _row(each: CourseLink) -> tuple[str, ...]:
    levels = ", ".join(map(str, each.levels))
    served = f"{each.framework}:{each.skill}"
    return str(each.id), f"{each.score:.2f}", say.short(each.course), served, levels, ", ".join(each.words)


def _served(each: ServedSkill) -> str:
    levels = f" {','.join(map(str, each.levels))}" if each.levels else ""
    by = "list" if each.words is None else "confirmed"
    return f"{each.framework}:{each.skill}{levels} ({by})"
