"""Commands for the crosswalk between frameworks: crosswalk list, propose, confirm, remove."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import as_json, knowledge, print_json, settings, table

if TYPE_CHECKING:
    from knowledge.links import Link


@click.group(name="crosswalk")
def group() -> None:
    """Say which skill of one framework is which of another.

    One conversation then gives levels in both. A skill is written FRAMEWORK:SKILL, as in
    "tsc:Project Management" or sfia-9:PRMG.
    """


@group.command(name="list")
@as_json
def list_(as_json: bool) -> None:
    """List the links that ship with Rung, and yours."""
    links = crosswalk()
    if as_json:
        print_json([asdict(link) for link in links])
        return
    table(
        [(link.kind, ":".join(link.start), ":".join(link.end), link.source) for link in links],
        ("kind", "skill", "is", "source"),
    )


@group.command()
@click.option("--most", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@as_json
def propose(most: int, as_json: bool) -> None:
    """Propose links: skills of two frameworks, nearest to each other in the live build."""
    from index.build import open_build
    from index.crosswalk import propose as proposals

    known = [frozenset((link.start, link.end)) for link in crosswalk()]
    found = proposals(open_build(settings().home), known)[:most]
    if as_json:
        print_json([asdict(each) for each in found])
        return
    table(
        [(f"{each.score:.2f}", ":".join(each.start), ":".join(each.end), *each.names) for each in found],
        ("score", "skill", "may be", "", ""),
    )


@group.command()
@click.argument("one", metavar="SKILL")
@click.argument("other", metavar="SKILL")
@click.option("--reason", default="", metavar="TEXT", help="Why; shown beside the link.")
def confirm(one: str, other: str, reason: str) -> None:
    """Confirm that two skills are one. The next build uses it."""
    from index.publishing import account
    from knowledge.crosswalk import read_links, write_links
    from knowledge.links import Link

    start, end = sorted((_end(one), _end(other)))
    if start[0] == end[0]:
        raise click.UsageError("A link joins two frameworks; these are of one.")
    kept = read_links(_own())
    if not any(link.start == start and link.end == end for link in kept):
        said = f"confirmed by {account()}" + (f": {reason}" if reason else "")
        write_links(_own(), [*kept, Link("same", *start, *end, said)])
    click.echo(f"{':'.join(start)} is {':'.join(end)}. Run rung build to use it.")


@group.command()
@click.argument("one", metavar="SKILL")
@click.argument("other", metavar="SKILL")
def remove(one: str, other: str) -> None:
    """Remove a link that you confirmed."""
    from knowledge.crosswalk import read_links, write_links

    ends = {one, other}
    kept = read_links(_own())
    left = [link for link in kept if {":".join(link.start), ":".join(link.end)} != ends]
    if len(left) == len(kept):
        raise click.UsageError("You confirmed no such link: see rung crosswalk list.")
    write_links(_own(), left)
    click.echo("Removed. Run rung build to use it.")


COMMANDS = (group,)


def crosswalk() -> tuple[Link, ...]:
    """Return all links: those that ship with Rung, then those confirmed here.

    Raises:
        CrosswalkError: one cannot be read.
    """
    from bot.keeping import candidates

    return candidates.crosswalk(settings().home)


def _own() -> Path:
    return settings().home / "crosswalk.csv"


def _end(written: str) -> tuple[str, str]:
    framework, colon, skill = written.partition(":")
    found = knowledge().find_skill(skill, framework) if colon else []
    if not found:
        raise click.BadParameter(f"{written!r} is no known FRAMEWORK:SKILL; try rung skills.")
    return framework, found[0].key
