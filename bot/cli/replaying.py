"""The command that works a past suggestion out again: replay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import as_json, print_json, settings, table

if TYPE_CHECKING:
    from bot.keeping.replaying import Difference, Replay

LISTED = 20
"""Suggestions listed for who has no number at hand."""


@click.command()
@click.argument("suggestion", metavar="[ID]", type=int, required=False)
@as_json
def replay(suggestion: int | None, as_json: bool) -> int:
    """Work a past suggestion out again, by the build that gave it.

    Says whether it is the same to the byte, and what the live build would say instead. Without ID, lists the
    latest suggestions, nobody named.
    """
    from bot.store import Database, assessments

    with Database(settings().store) as database:
        if suggestion is None:
            _list(database.rows(_LATEST, (LISTED,)), as_json)
            return 0
        kept = assessments.suggestion(database, suggestion)
    if kept is None:
        raise click.ClickException(f"There is no suggestion {suggestion}: rung replay lists the latest.")
    from bot.guidance.guides import Guides
    from bot.keeping.replaying import replayed
    from index.encoder import open_encoder

    where = settings()
    found = replayed(Guides(where.home, open_encoder(where.model, where.encodings)), kept)
    if as_json:
        print_json(found.told())
    else:
        _show(found)
    return 0 if not found.differs else 2


COMMANDS = (replay,)

_LATEST = (
    "select id, assessment, at, build, framework, skill, skill_name, level from suggestions"
    " order by id desc limit ?"
)


def _list(rows: list[Any], as_json: bool) -> None:
    if as_json:
        print_json([dict(row) for row in rows])
        return
    if not rows:
        click.echo("Nothing was suggested to anybody yet.")
        return
    lines: list[tuple[str, ...]] = [
        (str(row["id"]), row["at"], str(row["build"]), row["framework"], row["skill_name"], str(row["level"]))
        for row in rows
    ]
    table(lines, ("id", "at", "build", "framework", "skill", "level"))


def _show(found: Replay) -> None:
    click.echo(
        f"Suggestion {found.suggestion} of {found.at}, build {found.build}: {found.framework} {found.name},"
        f" level {found.level}."
    )
    if not found.differs:
        click.echo(f"Build {found.build} says the same again.")
    else:
        click.echo(f"Build {found.build} does NOT say the same again:")
        _list_differences(found.differs)
    if found.live == found.build:
        click.echo("It is the live build.")
    elif not found.changes:
        click.echo(f"The live build, {found.live}, says the same.")
    else:
        click.echo(f"The live build, {found.live}, says instead:")
        _list_differences(found.changes)


def _list_differences(differences: tuple[Difference, ...]) -> None:
    for each in differences:
        for line in _told(each):
            click.echo(f"  {line}")


def _told(each: Difference) -> list[str]:
    if each.what == "levels":
        return [f"distribution: {_shares(each.before)} → {_shares(each.after)}"]
    if each.what == "evidence":
        return _listed("evidence", _statements(each.before), _statements(each.after))
    if each.what == "next_steps":
        return _listed("next step", _texts(each.before), _texts(each.after))
    if each.what == "why_not_higher":
        return _listed("missing", *((each or {}).get("missing", []) for each in (each.before, each.after)))
    if each.what in ("ladder", "level_name", "confidence"):
        # The level and its distribution say it.
        return []
    return [f"{each.what}: {each.before} → {each.after}"]


def _shares(levels: dict[str, float]) -> str:
    return ", ".join(f"{level}: {share:.0%}" for level, share in levels.items())


def _statements(evidence: list[dict[str, Any]]) -> list[str]:
    return [f"{each['descriptor']} (level {each['descriptor_level']})" for each in evidence]


def _texts(steps: list[dict[str, Any]]) -> list[str]:
    return [each["text"] for each in steps]


def _listed(what: str, before: list[str], after: list[str]) -> list[str]:
    gone = [f"{what} gone: {text}" for text in before if text not in after]
    new = [f"{what} new: {text}" for text in after if text not in before]
    return [*gone, *new] or [f"{what}: other words, scores or order"]
