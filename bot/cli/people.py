"""Commands for people and what they may do: people list, show, role, remove, admin, sign-out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import as_json, print_json, settings, table

if TYPE_CHECKING:
    from bot.store import Database
    from bot.store.people import Person
    from bot.store.teams import Team
    from bot.telegram.administration import Action, Changed


@click.group(name="people")
def group() -> None:
    """Show who is here, and change what they may do.

    PERSON is a Telegram id, or a name that only one person has. Changes hold at once: in chats and in
    console sessions that are open. The person is told on Telegram.
    """


@group.command(name="list")
@click.argument("text", required=False, default="", metavar="[TEXT]")
@as_json
def list_(text: str, as_json: bool) -> None:
    """List people, with their roles. TEXT is a part of the name or a Telegram id."""
    from bot.store.people import People
    from bot.wording.membership import no_people

    with store() as database:
        found = People(database).find(text)
    if as_json:
        print_json([person_as_json(each) for each in found])
    elif not found:
        click.echo(no_people(text))
    else:
        rows = [(str(each.telegram), each.name, each.role, _teams(each), each.seen_at[:10]) for each in found]
        table(rows, ("telegram id", "name", "role", "teams", "last seen"))


@group.command()
@click.argument("person", metavar="PERSON")
@as_json
def show(person: str, as_json: bool) -> None:
    """Show a person: their role, and their role in each team."""
    with store() as database:
        found = named_person(database, person)
    if as_json:
        print_json(person_as_json(found))
        return
    click.echo(f"{found.name}, Telegram id {found.telegram}, {found.role}")
    click.echo(f"Here since {found.consented_at[:10]}, last seen {found.seen_at[:10]}.")
    for each in found.teams:
        click.echo(f"  {each.name}: {each.role}")


@group.command()
@click.argument("person", metavar="PERSON")
@click.argument("team", metavar="TEAM")
@click.argument("role", type=click.Choice(["coach", "staff"]))
@as_json
def role(person: str, team: str, role: str, as_json: bool) -> None:
    """Make a member of TEAM its coach, or a coach staff again."""
    _change("coach" if role == "coach" else "staff", person, team, as_json)


@group.command()
@click.argument("person", metavar="PERSON")
@click.argument("team", metavar="TEAM")
@as_json
def remove(person: str, team: str, as_json: bool) -> None:
    """Remove a person from TEAM; what they shared with it is taken back."""
    _change("remove", person, team, as_json)


@group.command()
@click.argument("person", metavar="PERSON")
@click.option("--remove", is_flag=True, help="Remove them as admin instead.")
@as_json
def admin(person: str, remove: bool, as_json: bool) -> None:
    """Make a person an admin, until the bot's next start.

    RUNG_ADMINS decides who is an admin at each start: change it there too.
    """
    _change("unadmin" if remove else "admin", person, "", as_json)


@group.command(name="sign-out")
@click.argument("person", metavar="PERSON")
@as_json
def sign_out(person: str, as_json: bool) -> None:
    """End a person's console sessions on every device."""
    _change("signout", person, "", as_json)


COMMANDS = (group,)


@contextmanager
def store() -> Iterator[Database]:
    """Open the store of RUNG_HOME."""
    from bot.store import Database

    with Database(settings().store) as database:
        yield database


def named_person(database: Database, named: str) -> Person:
    """Return the person with a Telegram id or a name.

    Raises:
        click.ClickException: nobody has it, or several people have the name.
    """
    from bot.store.people import People

    if named.isascii() and named.isdecimal() and (one := People(database).by_telegram(int(named))):
        return one
    wanted = " ".join(named.split()).casefold()
    found = [each for each in People(database).find(wanted) if each.name.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(str(each.telegram) for each in found)
        raise click.ClickException(f"{len(found)} people are called “{named}”: name a Telegram id ({ids}).")
    raise click.ClickException(
        f"Nobody has the name or Telegram id “{named}”: rung people list shows who is here."
    )


def named_team(database: Database, named: str) -> Team:
    """Return the team with a name.

    Raises:
        click.ClickException: there is none.
    """
    from bot.store.teams import Teams
    from bot.wording.membership import no_team

    teams = Teams(database)
    found = teams.by_name(" ".join(named.split()))
    if found is None:
        raise click.ClickException(no_team(named, [each.name for each in teams.all()]))
    return found


def changed(database: Database, action: Action, person: int = 0, team: int = 0) -> Changed:
    """Make a change as the operator.

    Raises:
        click.ClickException: it cannot be made, in a sentence.
    """
    from bot.store.engine import RefusedError
    from bot.store.people import OPERATOR
    from bot.telegram.administration import Administration
    from bot.wording.membership import REFUSED

    try:
        return Administration(database).change(action, OPERATOR, person, team)
    except RefusedError as refused:
        raise click.ClickException(REFUSED.get(refused.reason, REFUSED["not-there"])) from None


def person_as_json(one: Person) -> dict[str, Any]:
    """Return what the commands tell of a person."""
    return {
        "telegram": one.telegram,
        "name": one.name,
        "role": one.role,
        "teams": [{"team": each.name, "role": each.role} for each in one.teams],
        "since": one.consented_at,
        "last_seen": one.seen_at,
        "blocked_since": one.blocked_at,
    }


def _change(action: Action, person: str, team: str, as_json: bool) -> None:
    from bot.store.people import People
    from bot.wording import membership as words

    with store() as database:
        one = named_person(database, person)
        found = named_team(database, team) if team else None
        if found and all(each.team != found.id for each in one.teams):
            raise click.ClickException(words.not_in_team(one.name, found.name))
        made = changed(database, action, one.id, found.id if found else 0)
        after = People(database).by_id(one.id)
    if as_json:
        print_json({"changed": made.changed, "person": person_as_json(after) if after else None})
    else:
        told = words.done(action, one.name, found.name if found else "")
        click.echo(told if made.changed else words.ALREADY_SO)
    if action in ("admin", "unadmin"):
        named = one.telegram in settings().admins
        if warning := words.settings_decide(action == "admin", named):
            click.echo(warning, err=True)


def _teams(one: Person) -> str:
    return ", ".join(f"{each.name} ({each.role})" for each in one.teams) or "none"
