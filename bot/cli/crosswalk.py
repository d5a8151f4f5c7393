"""Commands for the crosswalk between frameworks: crosswalk list, propose, confirm, refuse, remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import as_json, check_framework, knowledge, of_framework, print_json, settings, table

if TYPE_CHECKING:
    from index.crosswalk_proposals import Proposal
    from knowledge.links import Link


SHOWN = 200
"""Characters of a statement that are shown with a proposal."""


@click.group(name="crosswalk")
def group() -> None:
    """Link skills of one framework to those of another.

    One conversation then gives levels in both. A skill is written FRAMEWORK:SKILL, such as
    "tsc:Project Management" or sfia-9:PRMG; a role, "role:Data architect".
    """


@group.command(name="list")
@as_json
def list_(as_json: bool) -> None:
    """List the links that ship with Rung, and those you confirmed or refused."""
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
@click.option("--roles", is_flag=True, help="Propose skills for roles whose text names no level.")
@of_framework
@click.option("--ask", is_flag=True, help="Ask about each proposal: yes, no, later.")
@as_json
def propose(most: int, roles: bool, framework: str | None, ask: bool, as_json: bool) -> None:
    """Propose links between the most similar skills.

    Proposals come from the live build, with a score and the words they share. What you confirm or refuse is
    not proposed again.
    """
    from index.build import open_build
    from index.crosswalk_proposals import propose as skills
    from index.crosswalk_proposals import propose_for_roles

    if roles and framework:
        raise click.UsageError(
            "--framework names one whose skills are proposed: it does not go with --roles."
        )
    known = [frozenset((link.start, link.end)) for link in crosswalk()]
    build = open_build(settings().home)
    check_framework(build.knowledge, framework)
    found = (propose_for_roles(build, known) if roles else skills(build, known, framework))[:most]
    if as_json:
        print_json([asdict(each) for each in found])
    elif not found:
        click.echo("There is nothing to propose.")
    elif ask:
        _ask(found)
    else:
        table([_row(each) for each in found], ("score", "skill", "may be", "", "", "words"))


@group.command()
@click.argument("one", metavar="SKILL")
@click.argument("other", metavar="SKILL")
@click.option("--reason", default="", metavar="TEXT", help="Why; shown beside the link.")
def confirm(one: str, other: str, reason: str) -> None:
    """Confirm a link between skills or roles.

    Two skills are the same; a role (role:TITLE) requires a skill; or, of two roles, the second is the usual
    step from the first. The next build uses it.
    """
    start, end = _ends(one, other)
    kind = _keep(_kind(start, end), start, end, reason)
    does = {"asks": "requires", "next": "is followed by", "same": "is the same as"}[kind]
    click.echo(f"{':'.join(start)} {does} {':'.join(end)}. Run rung build to use it.")


@group.command()
@click.argument("one", metavar="SKILL")
@click.argument("other", metavar="SKILL")
@click.option("--reason", default="", metavar="TEXT", help="Why; shown beside the link.")
def refuse(one: str, other: str, reason: str) -> None:
    """Refuse a link: it is not proposed again."""
    start, end = _ends(one, other)
    _keep("refused", start, end, reason)
    click.echo(f"{':'.join(start)} and {':'.join(end)} are not proposed again.")


@group.command()
@click.argument("one", metavar="SKILL")
@click.argument("other", metavar="SKILL")
def remove(one: str, other: str) -> None:
    """Remove a link that you confirmed or refused."""
    from knowledge.crosswalk import read_links, write_links

    ends = {one, other}
    kept = read_links(_own())
    left = [link for link in kept if {":".join(link.start), ":".join(link.end)} != ends]
    if len(left) == len(kept):
        raise click.UsageError("You have not confirmed or refused that link: see rung crosswalk list.")
    write_links(_own(), left)
    click.echo("Removed. Run rung build to use it.")


COMMANDS = (group,)


def crosswalk() -> tuple[Link, ...]:
    """Return all links: those that ship with Rung, then those confirmed here.

    Raises:
        CrosswalkError: one cannot be read.
    """
    from bot.jobs.builds import crosswalk as of

    return of(settings().home)


def _own() -> Path:
    return settings().home / "crosswalk.csv"


def _keep(kind: str, start: tuple[str, str], end: tuple[str, str], reason: str) -> str:
    from bot.jobs.builds import keep_link
    from index.publication import account

    keep_link(settings().home, kind, start, end, account(), reason)
    return kind


def _ask(found: Sequence[Proposal]) -> None:
    for number, each in enumerate(found, 1):
        click.echo(f"\n{number} of {len(found)}: {'  '.join(_row(each))}")
        for said in each.said:
            click.echo(f"  “{said[:SHOWN]}”")
        does = "Does the role require it" if each.start[0] == "role" else "Are they the same"
        answer = click.prompt(f"{does}?", type=click.Choice(["yes", "no", "later", "stop"]), default="later")
        if answer == "stop":
            return
        if answer != "later":
            kind = _kind(each.start, each.end)
            _keep(kind if answer == "yes" else "refused", each.start, each.end, "")
    click.echo("Run rung build to use what you confirmed.")


def _row(each: Proposal) -> tuple[str, ...]:
    ends = (":".join(each.start), ":".join(each.end))
    return (f"{each.score:.2f}", *ends, *each.names, ", ".join(each.words))


def _ends(one: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    start, end = _end(one), _end(other)
    if start[0] == end[0] == "role":
        return start, end
    start, end = sorted((start, end), key=lambda each: (each[0] != "role", each))
    if start[0] == end[0]:
        raise click.UsageError(
            "A link joins two frameworks, a role and a skill, or two roles; these are of one framework."
        )
    return start, end


def _kind(start: tuple[str, str], end: tuple[str, str]) -> str:
    if start[0] != "role":
        return "same"
    return "next" if end[0] == "role" else "asks"


def _end(written: str) -> tuple[str, str]:
    framework, colon, name = written.partition(":")
    if framework == "role":
        titles = {role.title.casefold(): role.title for role in knowledge().roles}
        if name.casefold() not in titles:
            raise click.BadParameter(f"{written!r} is not a known role:TITLE; see rung roles.")
        return framework, titles[name.casefold()]
    found = knowledge().find_skill(name, framework) if colon else []
    if not found:
        raise click.BadParameter(f"{written!r} is not a known FRAMEWORK:SKILL; see rung skills.")
    return framework, found[0].key
