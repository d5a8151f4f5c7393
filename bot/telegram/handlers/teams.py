"""Teams: /team, /leave, /invite, and the links that bring people in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from telegram.ext import CommandHandler, filters

from bot.store.engine import RefusedError
from bot.store.people import Membership
from bot.store.teams import INVITED_DAYS, Teams
from bot.telegram.handlers import STAFF, App, answer, press
from bot.telegram.handlers.conversation import ask_again
from bot.telegram.keyboards import KEEP, LeaveTeam, Row
from bot.telegram.records import Records
from bot.telegram.render import Draft, answer_press, say_text, toast
from bot.telegram.turn import Turn
from bot.text import membership, staff
from bot.text import profile as profile_text
from bot.times import now

LONGEST_NAME = 60
"""Characters of a team's name: it stands on buttons."""


class TeamHandlers:
    """Handles teams."""

    def __init__(self, records: Records, address: Callable[[], str]) -> None:
        self._records, self._teams = records, Teams(records.database)
        self._address = address

    def add_to(self, app: App) -> None:
        """Add the handlers."""
        only = filters.UpdateType.MESSAGE
        app.add_handler(CommandHandler("start", answer(self._follow_link), only, has_args=True), STAFF)
        app.add_handler(CommandHandler("team", answer(self._team), only), STAFF)
        app.add_handler(CommandHandler("invite", answer(self._invite), only), STAFF)
        app.add_handler(CommandHandler("leave", answer(self._ask_which_to_leave), only), STAFF)
        app.add_handler(press(LeaveTeam, self._leave), STAFF)

    def join(self, person: int, code: str) -> Sequence[Draft]:
        """Follow a team's link or an invitation."""
        team = self._joined(person, code)
        return say_text(staff.joined(team) if team else membership.WRONG_LINK)

    def _joined(self, person: int, code: str) -> str | None:
        """Return the name of the team that a code brought somebody into; None for a code that is no good."""
        if team := self._teams.join(person, code, now()):
            return team.name
        try:
            accepted = self._teams.accept(code, person, now())
        except RefusedError:
            return None
        return accepted.team.name if accepted.team else profile_text.ADMINS

    def _is_admin(self, person: int) -> bool:
        return self._records.person(person).role == "admin"

    def _link(self, code: str) -> str:
        return f"{self._address()}?start={code}"

    def _follow_link(self, turn: Turn) -> Sequence[Draft]:
        """Take a link; the conversation stands where it stood."""
        return [*self.join(turn.person, turn.argument), *ask_again(turn)]

    def _team(self, turn: Turn) -> Sequence[Draft]:
        if turn.argument and self._is_admin(turn.person):
            return self._make(turn.person, turn.argument[:LONGEST_NAME])
        return self._links(turn.person)

    def _make(self, person: int, name: str) -> Sequence[Draft]:
        try:
            code = self._teams.make(name, person, now()).code
        except RefusedError:
            return say_text(staff.team_taken(name))
        return say_text(staff.team_made(name, self._link(code)))

    def _links(self, person: int) -> Sequence[Draft]:
        """Give the links of the teams whose link a person may give on."""
        known = self._records.person(person)
        admin = known.role == "admin"
        links = [
            staff.team_link(each.name, self._link(each.code))
            for each in self._teams.all()
            if admin or known.coaches(each.id)
        ]
        if links:
            return say_text("\n".join(links))
        if admin:
            return say_text(staff.NO_TEAM_YET)
        return _which_to_leave(known.teams) if known.teams else say_text(staff.UNKNOWN_COMMAND)

    def _invite(self, turn: Turn) -> Sequence[Draft]:
        if not self._is_admin(turn.person):
            return say_text(staff.UNKNOWN_COMMAND)
        role, _, name = turn.argument.partition(" ")
        team = self._teams.by_name(name)
        if team is None or role.casefold() != "coach":
            return say_text(staff.HOW_TO_INVITE)
        try:
            code = self._teams.invite("coach", team.id, turn.person, now())
        except RefusedError:
            return say_text(staff.HOW_TO_INVITE)
        return say_text(staff.coach_invited(name, self._link(code), INVITED_DAYS))

    def _ask_which_to_leave(self, turn: Turn) -> Sequence[Draft]:
        return _which_to_leave(self._records.person(turn.person).teams)

    def _leave(self, turn: Turn, pressed: LeaveTeam) -> Sequence[Draft]:
        """Leave a team, after a question."""
        teams = self._records.person(turn.person).teams
        own = next((each for each in teams if each.team == pressed.team), None)
        if own is None:
            return toast(turn.query, membership.LEFT_ALREADY)
        if pressed.action != "yes":
            rows = (((membership.YES, str(LeaveTeam(own.team, "yes"))), (membership.NO, KEEP)),)
            return answer_press(turn, membership.sure_to_leave(own.name, own.role == "coach"), rows)
        self._teams.leave(turn.person, own.team, now())
        return answer_press(turn, membership.left(own.name))


def _which_to_leave(own: Sequence[Membership]) -> Sequence[Draft]:
    if not own:
        return say_text(membership.IN_NO_TEAM)
    rows: list[Row] = [
        ((membership.leave_label(each.name), str(LeaveTeam(each.team, "leave"))),) for each in own
    ]
    return say_text(membership.which_to_leave(own), [*rows, ((membership.NO, KEEP),)])
