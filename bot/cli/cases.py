"""Commands for an organisation's own regression cases: case add, case list, case remove."""

from __future__ import annotations

import click

from bot.cli.common import as_json, knowledge, print_json, settings


@click.group()
def case() -> None:
    """Keep your own regression cases: what staff say and what it must lead to.

    The gate runs them with every build; no case that passed may fail.
    """


@case.command()
@click.argument("texts", nargs=-1, required=True, metavar="TEXT…")
@click.option("--framework", required=True, metavar="ID", help="See rung frameworks.")
@click.option("--skill", required=True, metavar="CODE", help="Its code, or its title if it has none.")
@click.option("--level", required=True, type=click.IntRange(1, 7), help="The level they truly work at.")
def add(texts: tuple[str, ...], framework: str, skill: str, level: int) -> None:
    """Add a case. Each TEXT is a message; it is kept, so leave names out."""
    from index.gate.regression_cases import add_case

    known = knowledge()
    found = known.find_skill(skill, framework)
    if not found:
        raise click.BadParameter(
            f"no skill {skill!r} in {framework}; see rung skills --search.", param_hint="--skill"
        )
    levels = {d.level for d in known.descriptors if (d.framework, d.skill) == (framework, found[0].key)}
    if level not in levels:
        there = ", ".join(map(str, sorted(levels))) or "none"
        raise click.BadParameter(f"{skill} of {framework} has levels {there}.", param_hint="--level")
    try:
        added = add_case(settings().home, framework, found[0].key, level, texts)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None
    click.echo(f"Added as {added.id}: the gate runs it with every build from now on.")


@case.command(name="list")
@click.option("--all", "every", is_flag=True, help="Include those that ship with Rung.")
@as_json
def list_(every: bool, as_json: bool) -> None:
    """List your own cases."""
    from dataclasses import asdict

    from index.gate.regression_cases import own_cases, shipped_cases

    found = [*(shipped_cases() if every else ()), *own_cases(settings().home)]
    if as_json:
        print_json([asdict(each) for each in found])
        return
    if not found:
        click.echo("You have no cases yet: add one with rung case add.")
    for each in found:
        click.echo(f"{each.id}: {each.skill}, {each.framework} level {each.level}\n  {each.whole}")


@case.command()
@click.argument("id_", metavar="ID")
def remove(id_: str) -> None:
    """Remove one of your cases."""
    from index.gate.regression_cases import remove_case

    if not remove_case(settings().home, id_):
        raise click.BadParameter(f"you have no case {id_!r}; see rung case list.", param_hint="ID")
    click.echo(f"Removed {id_}.")


COMMANDS = (case,)
