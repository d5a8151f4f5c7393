"""Commands that keep the data: doctor, backup, restore."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from bot.cli.common import as_json, number, print_json, settings


@click.command()
@as_json
def doctor(as_json: bool) -> int:
    """Look everything over: catalogue, store, builds. Says what is broken and what to do; changes nothing."""
    from bot.keeping.doctor import look_over

    found = look_over(settings())
    broken = [each for each in found if each.state == "broken"]
    if as_json:
        print_json([asdict(each) for each in found])
        return 2 if broken else 0
    for each in found:
        click.echo(f"{each.state:<6}  {each.what}: {each.says}")
    click.echo(f"{number(len(broken), 'thing is', 'things are')} broken." if broken else "Nothing is broken.")
    return 2 if broken else 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
def backup(file: Path) -> None:
    """Write everything Rung keeps to FILE, while it runs. Whoever has the file has what staff wrote."""
    from bot.keeping.backup import back_up

    kept = back_up(settings().home, file)
    click.echo(f"{number(kept.files, 'file')}, {kept.size / 1e6:,.1f} MB, are in {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
def restore(file: Path) -> None:
    """Bring a backup back, into a RUNG_HOME that holds nothing yet."""
    from bot.keeping.backup import restore as bring_back

    kept = bring_back(file, settings().home)
    click.echo(f"{number(kept.files, 'file')} of {kept.made_at} are back in {settings().home}.")


COMMANDS = (doctor, backup, restore)
