"""Commands that look after a home: status, doctor, backup, restore."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.cli.common import as_json, knowledge, number, print_json, settings
from bot.settings import Settings


@click.command()
@as_json
def status(as_json: bool) -> None:
    """Show where the data is, what is in it and which build is live."""
    found = _status()
    if as_json:
        print_json(found)
        return
    counts, live = found["catalogue"], found["build"]
    nouns = {
        "documents": "document",
        "frameworks": "framework",
        "skills": "skill",
        "descriptors": "statement",
    }
    counted = [number(counts[name], noun) for name, noun in (*nouns.items(), ("roles", "role"))]
    click.echo(f"Data:      {found['home']}")
    click.echo(f"Model:     {found['model']}")
    click.echo(f"Catalogue: {', '.join(counted)}")
    if live is None:
        click.echo("Build:     none yet; run rung build")
        return
    click.echo(f"Build:     {live['number']} of {live['made_at']}, made with {live['model']}")
    if not found["up_to_date"]:
        click.echo("The catalogue has changed since: run rung build.")


@click.command()
@as_json
def doctor(as_json: bool) -> int:
    """Check the catalogue, the store and the builds.

    Says what is broken and how to repair it; changes nothing.
    """
    from bot.jobs.doctor import diagnose

    found = diagnose(Settings.from_environment())
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
    """Back everything up to FILE, also while Rung runs.

    An existing file is never overwritten. The backup contains personal data: store it accordingly.
    """
    from bot.jobs.backup import back_up

    kept = back_up(settings().home, file)
    click.echo(f"Backed up {number(kept.files, 'file')} ({kept.size / 1e6:,.1f} MB) to {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
def restore(file: Path) -> None:
    """Restore a backup into an empty RUNG_HOME."""
    from bot.jobs.backup import restore as restore_from

    kept = restore_from(file, settings().home)
    click.echo(f"Restored {number(kept.files, 'file')} of {kept.made_at} to {settings().home}.")


COMMANDS = (status, doctor, backup, restore)


def _status() -> dict[str, Any]:
    where, known, live = settings(), knowledge(), _live_build()
    return {
        "home": str(where.home),
        "model": where.model,
        "catalogue": {
            "documents": len(known.documents),
            "frameworks": len(known.frameworks),
            "skills": len(known.skills),
            "descriptors": len(known.descriptors),
            "roles": len(known.roles),
        },
        "build": live,
        "up_to_date": live is not None and live["documents"] == dict(known.documents),
    }


def _live_build() -> dict[str, Any] | None:
    from index.build import open_build
    from index.builds import live_number

    home = settings().home
    if live_number(home) is None:
        return None
    opened = open_build(home)
    return {
        "number": opened.number,
        "made_at": opened.made_at,
        "model": opened.model,
        "entries": len(opened.entries),
        "documents": dict(opened.knowledge.documents),
    }
