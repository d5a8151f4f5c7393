"""Commands for people and teams: people list, show, role, ... and teams list, show, renew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import as_json, print_json, settings, store, table
from bot.text import membership as words

if TYPE_CHECKING:
    from bot.store import Database
    from bot.store.people import Person
    from bot.store.teams import Member, Team
    from bot.telegram.administration import Action, Changed

person_argument = click.argument("person", metavar="PERSON")
team_argument = click.argument("team", metavar="TEAM")
search_argument = click.argument("text", required=False, default="", metavar="[TEXT]")


@click.group(name="people")
def people_group() -> None:
    """List people and change what they may do.

    PERSON is a Telegram id, or a name that only one person has. Changes take effect at once, in chats and in
    open console sessions. The person is told on Telegram.
    """


@people_group.command(name="list")
@search_argument
@as_json
def list_people(text: str, as_json: bool) -> None:
    """List people with their roles.

    TEXT is part of the name, or a Telegram id.
    """
    from bot.store.people import People

    with store() as database:
        found = People(database).find(text)
    if as_json:
        print_json([_person(each) for each in found])
    elif not found:
        click.echo(words.no_people(text))
    else:
        rows = [(str(each.telegram), each.name, each.role, _roles(each), each.seen_at[:10]) for each in found]
        table(rows, ("telegram id", "name", "role", "teams", "last seen"))


@people_group.command(name="show")
@person_argument
@as_json
def show_person(person: str, as_json: bool) -> None:
    """Show a person with their role in each team."""
    with store() as database:
        found = _find_person(database, person)
    if as_json:
        print_json(_person(found))
        return
    click.echo(f"{found.name}, Telegram id {found.telegram}, {found.role}")
    click.echo(f"Here since {found.consented_at[:10]}, last seen {found.seen_at[:10]}.")
    for each in found.teams:
        click.echo(f"  {each.name}: {each.role}")


@people_group.command()
@person_argument
@team_argument
@click.argument("role", type=click.Choice(["coach", "staff"]))
@as_json
def role(person: str, team: str, role: str, as_json: bool) -> None:
    """Make a member of TEAM its coach, or a coach staff again."""
    _change("coach" if role == "coach" else "staff", person, team, as_json)


@people_group.command()
@person_argument
@team_argument
@as_json
def remove(person: str, team: str, as_json: bool) -> None:
    """Remove a person from TEAM; what they shared with it is withdrawn."""
    _change("remove", person, team, as_json)


@people_group.command()
@person_argument
@click.option("--remove", is_flag=True, help="Remove the person as admin instead.")
@as_json
def admin(person: str, remove: bool, as_json: bool) -> None:
    """Make a person an admin until the bot's next start.

    RUNG_ADMINS decides who is an admin at each start: change it there too.
    """
    _change("unadmin" if remove else "admin", person, "", as_json)


@people_group.command(name="sign-out")
@person_argument
@as_json
def sign_out(person: str, as_json: bool) -> None:
    """End all console sessions of a person."""
    _change("signout", person, "", as_json)


@click.group(name="teams")
def teams_group() -> None:
    """List teams and their members, and renew the links that bring people in.

    TEAM is a team's name. An admin creates a team on Telegram, with /team and its name.
    """


@teams_group.command(name="list")
@search_argument
@as_json
def list_teams(text: str, as_json: bool) -> None:
    """List teams.

    TEXT is part of the name.
    """
    from bot.store.people import OPERATOR
    from bot.store.teams import Teams

    with store() as database:
        teams = Teams(database)
        found = [each for each in teams.all() if text.casefold() in each.name.casefold()]
        rows = [_team(each, teams.members(each.id, OPERATOR)) for each in found]
    if as_json:
        print_json(rows)
    elif not rows:
        click.echo(f"No team's name contains “{text}”." if text else "There are no teams yet.")
    else:
        cells = [(str(each["team"]), str(each["members"]), str(each["coaches"])) for each in rows]
        table(cells, ("team", "members", "coaches"))


@teams_group.command(name="show")
@team_argument
@as_json
def show_team(team: str, as_json: bool) -> None:
    """Show the members of TEAM and the code of its link."""
    from bot.store.people import OPERATOR, People
    from bot.store.teams import Teams

    with store() as database:
        found = _find_team(database, team)
        members = Teams(database).members(found.id, OPERATOR)
        people = [(one, person) for one in members if (person := People(database).by_id(one.person))]
    if as_json:
        rows = [
            {"telegram": person.telegram, "name": one.name, "role": one.role, "since": one.since}
            for one, person in people
        ]
        print_json({"team": found.name, "code": found.code, "made_at": found.made_at, "members": rows})
        return
    click.echo(f"{found.name}: {_link(found)}")
    table(
        [(str(person.telegram), one.name, one.role, one.since[:10]) for one, person in people],
        ("telegram id", "name", "role", "since"),
    )


@teams_group.command()
@team_argument
@as_json
def renew(team: str, as_json: bool) -> None:
    """Renew the link of TEAM; the old link and open invitations stop working."""
    with store() as database:
        made = _apply(database, "renew", team=_find_team(database, team).id).team
    assert made is not None
    if as_json:
        print_json({"changed": True, "team": made.name, "code": made.code})
    else:
        click.echo(words.done("renew", "", made.name, _link(made)))


COMMANDS = (people_group, teams_group)


def _find_person(database: Database, named: str) -> Person:
    """Return the person with a Telegram id or a name.

    Raises:
        click.ClickException: nobody has it, or several people have the name.
    """
    from bot.store.people import People

    people = People(database)
    if named.isascii() and named.isdecimal() and (one := people.by_telegram(int(named))):
        return one
    wanted = " ".join(named.split()).casefold()
    found = [each for each in people.find(wanted) if each.name.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(str(each.telegram) for each in found)
        raise click.ClickException(f"{len(found)} people are called “{named}”: use a Telegram id ({ids}).")
    raise click.ClickException(f"Nobody has the name or Telegram id “{named}”: see rung people list.")


def _find_team(database: Database, named: str) -> Team:
    """Return the team with a name.

    Raises:
        click.ClickException: there is none.
    """
    from bot.store.teams import Teams

    teams = Teams(database)
    found = teams.by_name(" ".join(named.split()))
    if found is None:
        raise click.ClickException(words.no_team(named, [each.name for each in teams.all()]))
    return found


def _apply(database: Database, action: Action, person: int = 0, team: int = 0) -> Changed:
    """Make a change as the operator.

    Raises:
        click.ClickException: it is refused.
    """
    from bot.store.engine import RefusedError
    from bot.store.people import OPERATOR
    from bot.telegram.administration import Administration

    try:
        return Administration(database).change(action, OPERATOR, person, team)
    except RefusedError as refused:
        raise click.ClickException(words.REFUSED.get(refused.reason, words.REFUSED["not-there"])) from None


def _change(action: Action, person: str, team: str, as_json: bool) -> None:
    """Change something about a person, and print it."""
    from bot.store.people import People

    with store() as database:
        one = _find_person(database, person)
        found = _find_team(database, team) if team else None
        if found and all(each.team != found.id for each in one.teams):
            raise click.ClickException(words.not_in_team(one.name, found.name))
        made = _apply(database, action, one.id, found.id if found else 0)
        after = People(database).by_id(one.id)
    if as_json:
        print_json({"changed": made.changed, "person": _person(after) if after else None})
    elif made.changed:
        click.echo(words.done(action, one.name, found.name if found else ""))
    else:
        click.echo(words.ALREADY_SO)
    if action in ("admin", "unadmin"):
        warning = words.settings_decide(action == "admin", one.telegram in settings().admins)
        click.echo(warning, err=True, nl=bool(warning))


def _person(one: Person) -> dict[str, Any]:
    return {
        "telegram": one.telegram,
        "name": one.name,
        "role": one.role,
        "teams": [{"team": each.name, "role": each.role} for each in one.teams],
        "since": one.consented_at,
        "last_seen": one.seen_at,
        "blocked_since": one.blocked_at,
    }


def _team(team: Team, members: tuple[Member, ...]) -> dict[str, Any]:
    coaches = sum(one.role == "coach" for one in members)
    counts = {"members": len(members), "coaches": coaches}
    return {"team": team.name, **counts, "code": team.code, "made_at": team.made_at}


def _roles(one: Person) -> str:
    return ", ".join(f"{each.name} ({each.role})" for each in one.teams) or "none"


def _link(team: Team) -> str:
    return f"https://t.me/YOUR_BOT?start={team.code}"
