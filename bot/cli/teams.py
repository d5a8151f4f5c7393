"""Commands for teams: teams list, show, renew."""

from __future__ import annotations

from typing import Any

import click

from bot.cli.common import as_json, print_json, table
from bot.cli.people import changed, named_team, store


@click.group(name="teams")
def group() -> None:
    """Show teams and who is in them, and renew the links that bring people in.

    TEAM is a team's name. An admin makes a team on Telegram, with /team and its name.
    """


@group.command(name="list")
@click.argument("text", required=False, default="", metavar="[TEXT]")
@as_json
def list_(text: str, as_json: bool) -> None:
    """List teams. TEXT is a part of the name."""
    from bot.store.people import OPERATOR
    from bot.store.teams import Teams

    with store() as database:
        teams = Teams(database)
        named = [each for each in teams.all() if text.casefold() in each.name.casefold()]
        found = [(each, teams.members(each.id, OPERATOR)) for each in named]
    counted: list[dict[str, Any]] = [
        {
            "team": team.name,
            "members": len(members),
            "coaches": sum(one.role == "coach" for one in members),
            "code": team.code,
            "made_at": team.made_at,
        }
        for team, members in found
    ]
    if as_json:
        print_json(counted)
    elif not counted:
        click.echo(f"No team's name holds “{text}”." if text else "There is no team yet.")
    else:
        rows = [(each["team"], str(each["members"]), str(each["coaches"])) for each in counted]
        table(rows, ("team", "members", "coaches"))


@group.command()
@click.argument("team", metavar="TEAM")
@as_json
def show(team: str, as_json: bool) -> None:
    """Show who is in TEAM, and the code of its link."""
    from bot.store.people import OPERATOR, People
    from bot.store.teams import Teams

    with store() as database:
        found = named_team(database, team)
        members = Teams(database).members(found.id, OPERATOR)
        known = {one.person: People(database).by_id(one.person) for one in members}
    rows = [(one, person.telegram) for one in members if (person := known[one.person])]
    if as_json:
        people = [
            {"telegram": telegram, "name": one.name, "role": one.role, "since": one.since}
            for one, telegram in rows
        ]
        print_json({"team": found.name, "code": found.code, "made_at": found.made_at, "members": people})
        return
    click.echo(f"{found.name}: the link is https://t.me/YOUR_BOT?start={found.code}")
    table(
        [(str(telegram), one.name, one.role, one.since[:10]) for one, telegram in rows],
        ("telegram id", "name", "role", "since"),
    )


@group.command()
@click.argument("team", metavar="TEAM")
@as_json
def renew(team: str, as_json: bool) -> None:
    """Renew the link of TEAM: the old one and open invitations stop working."""
    from bot.wording import membership as words

    with store() as database:
        made = changed(database, "renew", team=named_team(database, team).id)
    assert made.team is not None
    if as_json:
        print_json({"changed": made.changed, "team": made.team.name, "code": made.team.code})
        return
    link = f"https://t.me/YOUR_BOT?start={made.team.code}"
    click.echo(words.done("renew", "", made.team.name, link))


COMMANDS = (group,)
