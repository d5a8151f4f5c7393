"""People and teams for admins: lists, a person, a team, and the changes that can be made to them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, get_args

from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.people import People, Person
from bot.store.teams import Teams
from bot.telegram.administration import Action, Administration
from bot.telegram.calls import Row
from bot.telegram.drafts import Draft, Finish, change, say, say_text, toast
from bot.telegram.incoming import Incoming
from bot.text import membership as words
from bot.text.markup import Marked

PAGE = 8
"""People or teams on a page: a keyboard longer than that cannot be read on a phone."""
Press = Callable[[int, Incoming, list[str]], Coroutine[Any, Any, Finish]]


class PeopleDesk:
    """Answers /people and /teams, and the presses below them.

    Args:
        database: the store.
        administration: makes the changes.
        link: gives the bot's address, which a team's code follows.
        admins: Telegram ids that RUNG_ADMINS names.
    """

    def __init__(
        self,
        database: Database,
        administration: Administration,
        link: Callable[[], str],
        admins: frozenset[int],
    ) -> None:
        self._people, self._teams = People(database), Teams(database)
        self._administration, self._link, self._admins = administration, link, admins
        self.presses: dict[str, Press] = {
            "people": self._more_people,
            "teams": self._more_teams,
            "person": self._open_person,
            "team": self._open_team,
            "ask": self._ask,
            "do": self._do,
        }

    def command(self, incoming: Incoming, admin: int) -> Sequence[Draft] | None:
        """Answer a command; None where it is another desk's."""
        if incoming.command == "people":
            return say(*self._list_people(" ".join(incoming.argument.split())))
        if incoming.command == "teams":
            named = self._teams.by_name(" ".join(incoming.argument.split()))
            return say(*(self._show_team(named.id, admin, 0) if named else self._list_teams()))
        return None

    async def _more_people(self, _: int, incoming: Incoming, said: list[str]) -> Finish:
        return lambda: _shown(incoming, *self._list_people("", int(said[0])))

    async def _more_teams(self, _: int, incoming: Incoming, said: list[str]) -> Finish:
        return lambda: _shown(incoming, *self._list_teams(int(said[0])))

    async def _open_person(self, _: int, incoming: Incoming, said: list[str]) -> Finish:
        return lambda: _or_refused(incoming, lambda: _shown(incoming, *self._show_person(int(said[0]))))

    async def _open_team(self, admin: int, incoming: Incoming, said: list[str]) -> Finish:
        team, first = int(said[0]), int(said[1])
        return lambda: _or_refused(incoming, lambda: _shown(incoming, *self._show_team(team, admin, first)))

    async def _ask(self, _: int, incoming: Incoming, said: list[str]) -> Finish:
        action, person, team = _read(said)

        def finish() -> Sequence[Draft]:
            name, in_team = self._names(person, team)
            back = f"a:person:{person}" if person else f"a:team:{team}:0"
            rows = [((words.YES, f"a:do:{action}:{person}:{team}"), (words.NO, back))]
            return _shown(incoming, [Marked(words.sure(action, name, in_team))], rows)

        return lambda: _or_refused(incoming, finish)

    async def _do(self, admin: int, incoming: Incoming, said: list[str]) -> Finish:
        action, person, team = _read(said)

        def finish() -> Sequence[Draft]:
            made = self._administration.change(action, admin, person, team)
            if not made.changed:
                return toast(incoming.query, words.ALREADY_SO)
            link = f"{self._link()}?start={made.team.code}" if made.team else ""
            told = words.done(action, made.name, made.team.name if made.team else "", link)
            known = self._people.by_id(person)
            if action in ("admin", "unadmin") and known:
                warning = words.settings_decide(action == "admin", known.telegram in self._admins)
                told = f"{told}\n{warning}".strip()
            back = (words.TO_PEOPLE, "a:people:0") if person else (words.TO_TEAMS, "a:teams:0")
            return _shown(incoming, [Marked(told)], [(back,)])

        return lambda: _or_refused(incoming, finish)

    def _names(self, person: int, team: int) -> tuple[str, str]:
        known, found = self._people.by_id(person), self._teams.by_id(team)
        if (person and known is None) or (team and found is None):
            raise RefusedError("not-there")
        return known.name if known else "", found.name if found else ""

    def _list_people(self, text: str, first: int = 0) -> tuple[list[Marked], list[Row]]:
        found = self._people.find(text)
        if not found:
            return [Marked(words.no_people(text))], []
        page = found[first : first + PAGE]
        rows: list[Row] = [((words.person_label(one), f"a:person:{one.id}"),) for one in page]
        more = _more(len(found), first, "a:people:{}") if not text else []
        return words.people(len(found), first, len(page), text), [*rows, *more]

    def _list_teams(self, first: int = 0) -> tuple[list[Marked], list[Row]]:
        found = self._teams.all()
        if not found:
            return [Marked(words.NO_TEAMS)], []
        page = found[first : first + PAGE]
        rows: list[Row] = [((one.name, f"a:team:{one.id}:0"),) for one in page]
        return words.teams(len(found), first, len(page)), [*rows, *_more(len(found), first, "a:teams:{}")]

    def _show_person(self, person: int) -> tuple[list[Marked], list[Row]]:
        one = self._people.by_id(person)
        if one is None:
            raise RefusedError("not-there")
        return words.person(one), [*_team_rows(one), *_own_rows(one), ((words.TO_PEOPLE, "a:people:0"),)]

    def _show_team(self, team: int, admin: int, first: int) -> tuple[list[Marked], list[Row]]:
        found = self._teams.by_id(team)
        if found is None:
            raise RefusedError("not-there")
        members = self._teams.members(team, admin)
        page = members[first : first + PAGE]
        rows: list[Row] = [((words.member_label(one), f"a:person:{one.person}"),) for one in page]
        rows += _more(len(members), first, f"a:team:{team}:{{}}")
        last: Row = ((words.RENEW_LINK, f"a:ask:renew:0:{team}"), (words.TO_TEAMS, "a:teams:0"))
        link = f"{self._link()}?start={found.code}"
        return words.team(found, members, link, first, len(page)), [*rows, last]


def _team_rows(one: Person) -> list[Row]:
    """Offer what can be changed in each of a person's teams."""
    rows: list[Row] = []
    for each in one.teams:
        role, label = ("staff", words.MAKE_STAFF) if each.role == "coach" else ("coach", words.MAKE_COACH)
        rows.append(
            (
                (f"{label}: {each.name}", f"a:ask:{role}:{one.id}:{each.team}"),
                (f"{words.REMOVE}: {each.name}", f"a:ask:remove:{one.id}:{each.team}"),
            )
        )
    return rows


def _own_rows(one: Person) -> list[Row]:
    """Offer what can be changed for a person in this Rung as a whole."""
    action, label = ("unadmin", words.UNMAKE_ADMIN) if one.role == "admin" else ("admin", words.MAKE_ADMIN)
    rows: list[Row] = [((label, f"a:ask:{action}:{one.id}:0"),)]
    if one.role == "admin" or one.coaches_any:
        rows.append(((words.SIGN_OUT, f"a:ask:signout:{one.id}:0"),))
    return rows


def _more(count: int, first: int, data: str) -> list[Row]:
    """Offer the next page; after the last one, the first."""
    if count <= PAGE:
        return []
    following = first + PAGE
    return [((words.MORE, data.format(following if following < count else 0)),)]


def _read(said: list[str]) -> tuple[Action, int, int]:
    """Read what a button of a change carries.

    Raises:
        ValueError: no such action.
    """
    for action in get_args(Action):
        if action == said[0]:
            return action, int(said[1]), int(said[2])
    raise ValueError(said[0])


def _shown(incoming: Incoming, pieces: list[Marked], rows: Sequence[Row]) -> list[Draft]:
    return [*toast(incoming.query), *change(incoming.message, pieces, rows)]


def _or_refused(incoming: Incoming, finish: Callable[[], Sequence[Draft]]) -> Sequence[Draft]:
    try:
        return finish()
    except RefusedError as refused:
        told = words.REFUSED.get(refused.reason, words.REFUSED["not-there"])
        return [*toast(incoming.query), *say_text(told)]
