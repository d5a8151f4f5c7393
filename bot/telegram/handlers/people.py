"""People and teams for admins: lists, a person, a team, and the changes that can be made to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.people import People, Person
from bot.store.teams import Teams
from bot.telegram.administration import Action, Administration
from bot.telegram.handlers.admin import AdminOnly
from bot.telegram.keyboards import Row, for_admin
from bot.telegram.render import Draft, answer_press, say, toast
from bot.telegram.turn import Turn
from bot.text import membership as words
from bot.text.markup import Marked

PAGE = 8
"""People or teams on a page: a keyboard longer than that cannot be read on a phone."""


class PeopleHandlers:
    """Handles /people and /teams, and the buttons below them."""

    def __init__(
        self,
        database: Database,
        administration: Administration,
        link: Callable[[], str],
        admins: frozenset[int],
    ) -> None:
        self._people, self._teams = People(database), Teams(database)
        self._administration, self._link, self._admins = administration, link, admins

    def add_to(self, only: AdminOnly) -> None:
        """Add the handlers."""
        only.answer_command("people", lambda turn: say(*self._list_people(turn.argument)))
        only.answer_command("teams", self._teams_command)
        only.answer_press(
            "people", lambda turn, said: answer_press(turn, *self._list_people("", int(said[0])))
        )
        only.answer_press("teams", lambda turn, said: answer_press(turn, *self._list_teams(int(said[0]))))
        only.answer_press("person", lambda turn, said: answer_press(turn, *self._show_person(int(said[0]))))
        only.answer_press("team", self._open_team)
        only.answer_press("ask", self._ask)
        only.answer_press("do", self._do)

    def _more_people(self, turn: Turn, said: Sequence[str]) -> Sequence[Draft]:
        return answer_press(turn, *self._list_people("", int(said[0])))

    def _teams_command(self, turn: Turn) -> Sequence[Draft]:
        named = self._teams.by_name(turn.argument)
        return say(*(self._show_team(named.id, turn.person, 0) if named else self._list_teams()))

    def _open_team(self, turn: Turn, said: Sequence[str]) -> Sequence[Draft]:
        return answer_press(turn, *self._show_team(int(said[0]), turn.person, int(said[1])))

    def _ask(self, turn: Turn, said: Sequence[str]) -> Sequence[Draft]:
        action, person, team = _read(said)
        name, in_team = self._names(person, team)
        back = for_admin("person", person) if person else for_admin("team", team, 0)
        rows = [((words.YES, for_admin("do", action, person, team)), (words.NO, back))]
        return answer_press(turn, words.sure(action, name, in_team), rows)

    def _do(self, turn: Turn, said: Sequence[str]) -> Sequence[Draft]:
        action, person, team = _read(said)
        made = self._administration.change(action, turn.person, person, team)
        if not made.changed:
            return toast(turn.query, words.ALREADY_SO)
        link = f"{self._link()}?start={made.team.code}" if made.team else ""
        told = words.done(action, made.name, made.team.name if made.team else "", link)
        known = self._people.by_id(person)
        if action in ("admin", "unadmin") and known:
            warning = words.settings_decide(action == "admin", known.telegram in self._admins)
            told = f"{told}\n{warning}".strip()
        label, where = (words.TO_PEOPLE, "people") if person else (words.TO_TEAMS, "teams")
        return answer_press(turn, told, [((label, for_admin(where, 0)),)])

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
        rows: list[Row] = [((words.person_label(one), for_admin("person", one.id)),) for one in page]
        more = _more(len(found), first, "people") if not text else []
        return words.people(len(found), first, len(page), text), [*rows, *more]

    def _list_teams(self, first: int = 0) -> tuple[list[Marked], list[Row]]:
        found = self._teams.all()
        if not found:
            return [Marked(words.NO_TEAMS)], []
        page = found[first : first + PAGE]
        rows: list[Row] = [((one.name, for_admin("team", one.id, 0)),) for one in page]
        return words.teams(len(found), first, len(page)), [*rows, *_more(len(found), first, "teams")]

    def _show_person(self, person: int) -> tuple[list[Marked], list[Row]]:
        one = self._people.by_id(person)
        if one is None:
            raise RefusedError("not-there")
        return words.person(one), [
            *_team_rows(one),
            *_own_rows(one),
            ((words.TO_PEOPLE, for_admin("people", 0)),),
        ]

    def _show_team(self, team: int, admin: int, first: int) -> tuple[list[Marked], list[Row]]:
        found = self._teams.by_id(team)
        if found is None:
            raise RefusedError("not-there")
        members = self._teams.members(team, admin)
        page = members[first : first + PAGE]
        rows: list[Row] = [((words.member_label(one), for_admin("person", one.person)),) for one in page]
        rows += _more(len(members), first, "team", team)
        last: Row = (
            (words.RENEW_LINK, for_admin("ask", "renew", 0, team)),
            (words.TO_TEAMS, for_admin("teams", 0)),
        )
        link = f"{self._link()}?start={found.code}"
        return words.team(found, members, link, first, len(page)), [*rows, last]


def _team_rows(one: Person) -> list[Row]:
    """Offer what can be changed in each of a person's teams."""
    rows: list[Row] = []
    for each in one.teams:
        role, label = ("staff", words.MAKE_STAFF) if each.role == "coach" else ("coach", words.MAKE_COACH)
        rows.append(
            (
                (f"{label}: {each.name}", for_admin("ask", role, one.id, each.team)),
                (f"{words.REMOVE}: {each.name}", for_admin("ask", "remove", one.id, each.team)),
            )
        )
    return rows


def _own_rows(one: Person) -> list[Row]:
    """Offer what can be changed for a person in this Rung as a whole."""
    action, label = ("unadmin", words.UNMAKE_ADMIN) if one.role == "admin" else ("admin", words.MAKE_ADMIN)
    rows: list[Row] = [((label, for_admin("ask", action, one.id, 0)),)]
    if one.role == "admin" or one.coaches_any:
        rows.append(((words.SIGN_OUT, for_admin("ask", "signout", one.id, 0)),))
    return rows


def _more(count: int, first: int, action: str, *values: object) -> list[Row]:
    """Offer the next page; after the last one, the first."""
    if count <= PAGE:
        return []
    following = first + PAGE
    return [((words.MORE, for_admin(action, *values, following if following < count else 0)),)]


def _read(said: Sequence[str]) -> tuple[Action, int, int]:
    """Read what a button of a change carries.

    Raises:
        ValueError: no such action.
    """
    for action in get_args(Action):
        if action == said[0]:
            return action, int(said[1]), int(said[2])
    raise ValueError(said[0])
