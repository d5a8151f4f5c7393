"""What people set themselves, whom they let see it, and what is to be forgotten: the store, as asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.guidance import grammar
from bot.store import Database, assessments, audit, privacy, shares
from bot.store.assessments import Assessment, SavedSuggestion
from bot.store.engine import RefusedError
from bot.store.goals import Goals
from bot.store.people import Membership, People
from bot.store.shares import SharedFields
from bot.store.teams import Teams
from bot.text import profile
from bot.text.profile import AccessEntry, GoalEntry


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that is shared: with which team, one of its suggestions, and its skills in words."""

    team: int
    team_name: str
    suggestion: int
    skills: str


class Dealings:
    """Goals, teams, sharing and forgetting of one store.

    Args:
        database: the store.
        people: of the store.
        forgotten: called when something was forgotten that is to be cleared away from the disk.
    """

    def __init__(self, database: Database, people: People, forgotten: Callable[[], None]) -> None:
        self._db, self._people, self._forgotten = database, people, forgotten
        self._goals, self._teams = Goals(database), Teams(database)

    def goals(self, person: int) -> list[GoalEntry]:
        """Return what a person wants to reach, and when they will be asked about it."""
        due = {each.goal: each.due_at for each in self._goals.reminders_of(person)}
        return [
            GoalEntry(each.id, profile.goal(each.skill_name, each.level, each.text), due.get(each.id, ""))
            for each in self._goals.of(person)
            if each.done_at is None
        ]

    def add_goal(self, person: int, one: SavedSuggestion, at: str) -> int | None:
        """Make the next level of a suggestion a goal; None where there is none higher."""
        suggestion = one.conclusion["suggestion"]
        higher = suggestion["why_not_higher"]
        if higher is None:
            return None
        goal = self._goals.add(
            person,
            framework=suggestion["framework"],
            skill=suggestion["skill"]["code"],
            skill_name=suggestion["skill"]["name"],
            level=higher["level"],
            text=grammar.imperative(higher["missing"][0]) if higher["missing"] else "",
            at=at,
        )
        return goal.id

    def end_goal(self, person: int, goal: int, reached: bool, at: str) -> bool:
        """Note that a goal is reached, or drop it; False where it is not there any more."""
        if not reached:
            return self._goals.drop(person, goal)
        try:
            self._goals.reached(person, goal, at)
        except RefusedError:
            return False
        return True

    def remind(self, person: int, goal: int | None, due: str, at: str) -> bool:
        """Set a reminder, about a goal or about none; False where the goal is not there any more."""
        try:
            self._goals.remind(person, due, at, goal=goal)
        except RefusedError:
            return False
        return True

    def due(self, at: str) -> list[tuple[int, int]]:
        """Return the reminders whose time has come, and whose they are."""
        return [(each.id, each.person) for each in self._goals.due(at)]

    def reminded(self, reminder: int, at: str) -> None:
        """Note that a reminder was sent."""
        self._goals.reminded(reminder, at)

    def teams(self, person: int) -> list[tuple[int, str]]:
        """Return a person's teams that have a coach other than them."""
        known = self._people.by_id(person)
        own = known.teams if known else ()
        return [(team.team, team.name) for team in own if set(self._teams.coaches(team.team)) - {person}]

    def own_teams(self, person: int) -> tuple[Membership, ...]:
        """Return the teams that a person is in."""
        known = self._people.by_id(person)
        return known.teams if known else ()

    def leave(self, person: int, team: int, at: str) -> str | None:
        """Take a person out of a team, at their own wish. Return its name; None where they are not in it."""
        name = next((each.name for each in self.own_teams(person) if each.team == team), None)
        return name if self._teams.leave(person, team, at) else None

    def codes(self, person: int) -> list[tuple[str, str]]:
        """Return the teams whose link a person may give on, with their codes."""
        known = self._people.by_id(person)
        if known is None:
            return []
        every = self._teams.all()
        return [(each.name, each.code) for each in every if known.role == "admin" or known.coaches(each.id)]

    def make_team(self, person: int, name: str, at: str) -> str | None:
        """Make a team, as only an admin may. Return its code; None where nobody may or the name is taken."""
        try:
            return self._teams.make(name, person, at).code
        except RefusedError:
            return None

    def invite_coach(self, person: int, name: str, at: str) -> str | None:
        """Invite a coach to a team, as only an admin may. Return the invitation; None where it cannot be."""
        team = self._teams.by_name(name)
        try:
            return self._teams.invite("coach", team.id, person, at) if team else None
        except RefusedError:
            return None

    def join(self, person: int, code: str, at: str) -> str | None:
        """Follow a team's link or an invitation. Return the team's name, None for a link that is no good."""
        if team := self._teams.join(person, code, at):
            return team.name
        try:
            accepted = self._teams.accept(code, person, at)
        except RefusedError:
            return None
        return accepted.team.name if accepted.team else profile.ADMINS

    def share(self, person: int, assessment: int, team: int, ticked: SharedFields, at: str) -> bool:
        """Share an assessment with a team; False where that cannot be."""
        try:
            shares.share(self._db, person, assessment, team, ticked, at)
        except RefusedError:
            return False
        return True

    def shared(self, person: int) -> list[Shared]:
        """Return what a person shares, the oldest first."""
        return [
            Shared(each.team, each.team_name, run.suggestions[0].id, _skills(run))
            for each in shares.shares_of(self._db, person)
            if each.taken_back_at is None
            and (run := assessments.one(self._db, person, each.assessment))
            and run.suggestions
        ]

    def take_back(self, person: int, assessment: int, team: int, at: str) -> str | None:
        """Take back what was shared of an assessment with a team: its coaches see nothing of it any more.

        Returns:
            the team's name; None where nothing is shared with it.
        """
        found = shares.shares_of(self._db, person, assessment)
        shared = [each.team_name for each in found if each.team == team and each.taken_back_at is None]
        shares.take_back(self._db, person, at, assessment=assessment, team=team)
        return shared[0] if shared else None

    def looks(self, person: int) -> list[AccessEntry]:
        """Return what was done with what a person told, the latest first."""
        return [
            AccessEntry(
                line.at,
                profile.who(line.own, line.actor, line.operator),
                profile.what(line.action, line.detail, line.skill_name),
            )
            for line in audit.history(self._db, person)
        ]

    def forget(self, person: int) -> None:
        """Forget a person."""
        privacy.forget(self._db, person)
        self._forgotten()

    def forget_assessment(self, person: int, assessment: int, at: str) -> bool:
        """Forget one assessment; False where it is not there any more."""
        known = privacy.forget_assessment(self._db, person, assessment, at).known
        self._forgotten()
        return known

    def sweep(self, keep_days: int, at: str) -> None:
        """Forget who was not here for so long."""
        if privacy.forget_inactive(self._db, at, keep_days):
            self._forgotten()


def _skills(run: Assessment) -> str:
    named = [one.conclusion["ladder"]["skill"] for one in run.suggestions if one.suggested]
    return ", ".join({name.casefold(): name for name in named}.values())
