"""The dialogue at a terminal that shows how a table is understood and puts it right."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from bot.text import mapping as say
from knowledge.importer import correct_mapping, show_mapping
from knowledge.mapping_view import Correction, MappingView
from knowledge.model import DocumentError
from knowledge.table_mapping import LEFT_OUT, LEVEL, TITLE, save

_COLOURS = {"skill": "green", "level": "magenta", LEVEL: "magenta", "text": "cyan"}
_WIDEST_NAME = 28


def put_right(path: Path) -> bool:
    """Show how a document is understood, let the terminal put it right, and save it; False where it is left.

    Raises:
        DocumentError: it has nothing to map, or something is missing and nobody can be asked.
    """
    found = show_mapping(path)
    if not sys.stdin.isatty():
        if found.preview is None:
            raise DocumentError(path.name, say.state(found), remedy=say.AT_TERMINAL)
    else:
        asked = _dialogue(path, found)
        if asked is None:
            return False
        found = asked
    saved = save(found.mapping, path)
    click.echo(f"{path.name}: {say.columns(found)}.\n  {say.saved(saved.name)}")
    return True


def _dialogue(path: Path, found: MappingView) -> MappingView | None:
    while True:
        _show(found)
        answer = click.prompt(say.QUESTION, default="k" if found.ready else None).strip().casefold()
        if answer == "q":
            return None
        if answer == "k" and found.ready:
            return found
        columns = range(1, len(found.header) + 1)
        known = answer in _letters(found) or (answer.isdecimal() and int(answer) in columns)
        said = _correction(found, answer) if known else None
        if said is not None:
            found = correct_mapping(path, found.mapping, found.shown, said)
        else:
            click.echo(say.not_an_answer(answer, len(found.header)))


def _show(found: MappingView) -> None:
    width = shutil.get_terminal_size((100, 24)).columns
    one = found.tables[found.shown]
    click.echo()
    click.secho(f"{found.document}: {say.table(one.title, one.name, one.rows, found.shown)}", bold=True)
    wide = min(max(map(len, found.header)), _WIDEST_NAME)
    levels = dict(found.levels)
    for place, (name, use) in enumerate(zip(found.header, found.uses, strict=True)):
        what = f"level {levels.get(name) or '?'}" if use == LEVEL else say.USES[use]
        cells = " · ".join(" ".join(row[place].split()) for row in found.rows if row[place].strip())
        line = f"{place + 1:>4}  {name[:wide]:<{wide}}  {what:<22}  "
        click.secho(line, fg=_COLOURS.get(use), nl=False)
        click.echo(cells[: max(width - len(line) - 1, 10)])
    if found.mapping.columns.get("skill") == TITLE:
        click.secho(f"      {say.TITLE_IS_SKILL}", fg="green")
    if found.levels:
        named = ", ".join(f"{say.level(number)} {name}" for name, number in found.levels)
        click.echo(f"{say.ORDER}: {named}")
    click.secho(say.state(found), bold=True)
    if found.preview is not None:
        for sample in found.preview.samples:
            click.echo(f"  {say.sample(sample.skill, sample.level, sample.level_name, sample.text)}")
        for severity, place_of, _, message, count in found.preview.problems:
            click.echo(f"  {say.problem(severity, place_of, message, count)}")
    letters = "; ".join(f"{letter} {say.LETTERS[letter]}" for letter in _letters(found))
    click.echo(click.wrap_text(letters, width - 1, preserve_paragraphs=False))


def _letters(found: MappingView) -> list[str]:
    """Return what may be typed now, beside the number of a column."""
    hidden = {
        "l": not found.levels,
        "t": len(found.tables) < 2,
        "o": len(found.tables) < 2,
        "k": not found.ready,
        "s": not found.tables[found.shown].title,
    }
    return [letter for letter in say.LETTERS if not hidden.get(letter)]


def _correction(found: MappingView, answer: str) -> Correction | None:
    """Return what an answer puts right; None where it means nothing."""
    mapping = found.mapping
    if answer.isdecimal():
        return Correction(uses=((int(answer) - 1, _ask_use()),))
    if answer == "l":
        return _ask_order(found)
    if answer == "t":
        for place, each in enumerate(found.tables):
            click.echo(f"  {place + 1}  {say.table(each.title, each.name, each.rows, place)}")
        place = click.prompt(say.LETTERS["t"], type=click.IntRange(1, len(found.tables)))
        return Correction(table=place - 1)
    if answer == "h":
        return Correction(header_row=click.prompt(say.LETTERS["h"], type=click.IntRange(0, 50)))
    if answer == "n":
        return Correction(name=click.prompt(say.LETTERS["n"], default=mapping.name))
    turned = {
        "s": Correction(skill_is_title=mapping.columns.get("skill") != TITLE),
        "e": Correction(carried=not mapping.carried),
        "o": Correction(only=not mapping.table),
        "r": Correction(turned=not mapping.turned),
    }
    return turned.get(answer)


def _ask_use() -> str:
    uses = list(say.USES)
    click.echo("  ".join(f"{place} {say.USES[use]}" for place, use in enumerate(uses)))
    return uses[click.prompt("Which?", type=click.IntRange(0, len(uses) - 1))]


def _ask_order(found: MappingView) -> Correction | None:
    for place, (name, _) in enumerate(found.levels, 1):
        click.echo(f"  {place}  {name}")
    places = [int(each) - 1 for each in click.prompt(say.LOWEST_FIRST).split() if each.isdecimal()]
    if len(set(places)) < max(len(places), 1) or not set(places) <= set(range(len(found.levels))):
        return None
    numbers = {place: level for level, place in enumerate(places, 1)}
    return Correction(levels=tuple((n, numbers.get(n, LEFT_OUT)) for n in range(len(found.levels))))
