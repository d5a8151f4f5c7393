"""A person's own commands: what is known of them, what they want, and what is to be forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.guidance.editions import CarriedLevel, Editions
from bot.store.teams import INVITED_DAYS
from bot.telegram.calls import Call, Row
from bot.telegram.clock import day, now
from bot.telegram.dealings import Dealings
from bot.telegram.drafts import Draft, Finish, say, say_text
from bot.telegram.incoming import Incoming
from bot.telegram.memory import Memory
from bot.text import editions, membership, reviews, staff
from bot.text import profile as en_personal
from bot.text.profile import GoalEntry

MOST_LISTED = 8
"""Assessments offered to be forgotten one by one; keyboards longer than that cannot be read on a phone."""
MOST_NAME = 60
"""Characters of a team's name: it stands on buttons."""


class Personal:
    """Answers commands that the conversation does not take.

    Args:
        memory: what is known of people.
        dealings: their goals, teams and shares.
        keep_days: how long that is, after somebody's last word.
        link: gives the bot's address, which a team's code follows.
        editions: carries levels of older editions to the newest.
    """

    def __init__(
        self,
        memory: Memory,
        dealings: Dealings,
        keep_days: int,
        link: Callable[[], str],
        editions: Editions,
    ) -> None:
        self._memory, self._dealings, self._editions = memory, dealings, editions
        self._keep_days, self._link = keep_days, link
        self._takers: dict[str, Callable[[int], Sequence[Draft]]] = {
            "goals": self._goals,
            "history": self._history,
            "export": self._export,
            "forget": self._forget,
            "privacy": lambda person: say(staff.privacy(self._keep_days), self._take_back(person)),
            "team": self._team,
            "leave": self._leave,
        }

    def command(self, person: int, incoming: Incoming) -> Sequence[Draft]:
        """Answer a command."""
        if incoming.argument and incoming.command == "team":
            return self._make_team(person, " ".join(incoming.argument.split()))
        if incoming.command == "invite":
            return self._invite(person, " ".join(incoming.argument.split()))
        taker = self._takers.get(incoming.command)
        return taker(person) if taker else say_text(staff.UNKNOWN_COMMAND)

    async def profile(self, person: int) -> Finish:
        """Tell where a person stands, and what levels of older editions are under the newest."""
        standing = self._memory.profile(person)
        if not standing:
            return lambda: say_text(staff.NOTHING_YET)
        renewed = await asyncio.to_thread(self._editions.renewed, self._memory.held(person))
        chart = Draft(Call("picture", made={"profile": True}))
        return lambda: [chart, *say(en_personal.profile(standing, renewed), again_buttons(renewed))]

    def remind(self, person: int, days: int) -> Sequence[Draft]:
        """Set a reminder that was asked for in words."""
        due = now(days)
        self._dealings.remind(person, None, due, now())
        return say_text(staff.reminder_set(day(due)))

    def _goals(self, person: int) -> Sequence[Draft]:
        goals = self._dealings.goals(person)
        if not goals:
            return say_text(staff.NO_GOALS, (reminder_buttons(0),))
        return say(en_personal.goals(goals), goal_buttons(goals))

    def _history(self, person: int) -> Sequence[Draft]:
        told = self._memory.assessments(person)
        looks = self._dealings.looks(person)
        if not told and not looks:
            return say_text(staff.NOTHING_YET)
        return say(en_personal.history(told, looks), self._take_back(person))

    def _take_back(self, person: int) -> list[Row]:
        """Offer to take back what is shared."""
        shares = self._dealings.shared(person)[-MOST_LISTED:]
        return [
            ((reviews.taking_back(each.skills, each.team_name), f"h{each.suggestion}:{each.team}:b0"),)
            for each in shares
        ]

    def _export(self, person: int) -> Sequence[Draft]:
        report = [Draft(Call("document", made={"report": True}))] if self._memory.profile(person) else []
        return [*say_text(staff.EXPORT), Draft(Call("document", made={"export": True})), *report]

    def _forget(self, person: int) -> Sequence[Draft]:
        told = self._memory.assessments(person)[:MOST_LISTED]
        rows: list[Row] = [((en_personal.assessment_label(each), f"f:a{each.id}"),) for each in told]
        return say_text(
            staff.WHAT_TO_FORGET, [*rows, ((staff.ALL_OF_IT, "f:all"),), ((staff.KEEP_IT, "f:no"),)]
        )

    def _make_team(self, person: int, name: str) -> Sequence[Draft]:
        if self._memory.role(person) != "admin":
            return self._team(person)
        code = self._dealings.make_team(person, name[:MOST_NAME], now())
        if code is None:
            return say_text(staff.team_taken(name[:MOST_NAME]))
        link = f"{self._link()}?start={code}"
        return say_text(staff.team_made(name[:MOST_NAME], link))

    def _invite(self, person: int, asked: str) -> Sequence[Draft]:
        if self._memory.role(person) != "admin":
            return say_text(staff.UNKNOWN_COMMAND)
        role, _, team = asked.partition(" ")
        code = self._dealings.invite_coach(person, team, now()) if role.casefold() == "coach" else None
        if code is None:
            return say_text(staff.HOW_TO_INVITE)
        return say_text(staff.coach_invited(team, f"{self._link()}?start={code}", INVITED_DAYS))

    def _team(self, person: int) -> Sequence[Draft]:
        links = [(team, f"{self._link()}?start={code}") for team, code in self._dealings.codes(person)]
        if not links and self._memory.role(person) == "admin":
            return say_text(staff.NO_TEAM_YET)
        if not links:
            return (
                self._leave(person) if self._dealings.own_teams(person) else say_text(staff.UNKNOWN_COMMAND)
            )
        return say_text("\n".join(staff.team_link(team, link) for team, link in links))

    def _leave(self, person: int) -> Sequence[Draft]:
        """Offer to leave a team."""
        own = self._dealings.own_teams(person)
        if not own:
            return say_text(membership.IN_NO_TEAM)
        rows: list[Row] = [((membership.leave_label(each.name), f"t{each.team}:leave"),) for each in own]
        return say_text(membership.which_to_leave(own), [*rows, ((membership.NO, "f:no"),)])


def again_buttons(renewed: Sequence[CarriedLevel]) -> list[Row]:
    """Offer to ask again about levels that are not certain under the newest edition."""
    asked = [each for each in renewed if each.to_ask][:MOST_LISTED]
    return [((editions.label(each), f"s{each.held.suggestion}:again"),) for each in asked]


def reminder_buttons(goal: int) -> Row:
    """Offer to ask again; goal 0 is none in particular."""
    return tuple((label, f"r{goal}:{months * 30}") for months, label in staff.IN_MONTHS)


def goal_buttons(goals: Sequence[GoalEntry]) -> list[Row]:
    """Offer what can be done with each goal, by its place in the list."""
    rows: list[Row] = [
        (
            (f"{staff.DONE}: {place}", f"g{goal.id}:done"),
            (f"{staff.LEAVE_OUT}: {place}", f"g{goal.id}:drop"),
        )
        for place, goal in enumerate(goals[:MOST_LISTED], 1)
    ]
    return [*rows, reminder_buttons(0)]
