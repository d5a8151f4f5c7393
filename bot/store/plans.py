"""Plans: goals on the way to a role, who may see them, and what coaches say of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot import times
from bot.guidance.model import Plan
from bot.store.engine import NOW, ONE, WHICH, AnyRow, Database, RefusedError, from_row
from bot.store.goals import Goals
from bot.store.schema import goals, members, people, plan_comments, plan_goals, plan_shares, teams

MONTH_DAYS = 30
_STEPS = (
    select(goals, *(plan_goals.c[name] for name in ("role", "to_do", "done_when", "vouch", "due_at")))
    .join(plan_goals, plan_goals.c.goal == goals.c.id)
    .order_by(plan_goals.c.due_at, goals.c.id)
)
_STEPS_OF = _STEPS.where(goals.c.person == ONE)
_STEP = _STEPS.where(goals.c.id == WHICH)
_COMMENTS = (
    select(plan_comments, people.c.name.label("coach_name"))
    .outerjoin(people, people.c.id == plan_comments.c.coach)
    .where(plan_comments.c.goal == WHICH)
    .order_by(plan_comments.c.id)
)
_DROP = delete(goals).where(
    goals.c.person == ONE, goals.c.done_at.is_(None), goals.c.id.in_(select(plan_goals.c.goal))
)
_SET_DUE = update(plan_goals).where(plan_goals.c.goal == WHICH).values(due_at=NOW)
_SHARED_WITH = (
    select(teams.c.id, teams.c.name)
    .join(plan_shares, plan_shares.c.team == teams.c.id)
    .where(plan_shares.c.person == ONE)
    .order_by(teams.c.name)
)
_IS_MEMBER = select(members.c.role).where(members.c.person == ONE, members.c.team == WHICH)
_SHARE = insert(plan_shares).on_conflict_do_nothing()
_TAKE_BACK = delete(plan_shares).where(plan_shares.c.person == ONE)
# A share ends with the person's own membership, and a coach sees what the coach's teams see.
_SEEN = (
    select(plan_shares.c.person, people.c.name)
    .join(members, (members.c.team == plan_shares.c.team) & (members.c.person == ONE))
    .join(people, people.c.id == plan_shares.c.person)
    .where(members.c.role == "coach", plan_shares.c.person != ONE)
    .distinct()
    .order_by(people.c.name, plan_shares.c.person)
)
_MAY_SEE = _SEEN.where(plan_shares.c.person == bindparam("person"))


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One goal of a plan, as it is kept.

    Args:
        id: of the goal.
        role: title of the role aimed at.
        to_do: things to do at work that show it.
        done_when: what counts as done.
        vouch: who could watch and confirm it.
        due_at: when the person wants to be there.
        done_at: when it was reached; None before.
    """

    id: int
    person: int
    role: str
    framework: str
    skill: str
    skill_name: str
    level: int
    text: str
    to_do: tuple[str, ...]
    done_when: str
    vouch: str
    due_at: str
    made_at: str
    done_at: str | None


@dataclass(frozen=True, slots=True)
class PlanComment:
    """A coach's comment on a goal; no name where the coach has left."""

    id: int
    goal: int
    coach: int | None
    coach_name: str | None
    text: str
    at: str


class Plans:
    """The plans of a store."""

    def __init__(self, database: Database) -> None:
        self._db, self._goals = database, Goals(database)

    def keep(self, person: int, plan: Plan, at: str) -> tuple[PlanStep, ...]:
        """Keep a plan in place of the open goals of an earlier one, with a reminder at each date."""
        with self._db.transaction():
            self._db.execute(_DROP, one=person)
            for goal in plan["goals"]:
                due = times.later(times.checked(at), days=goal["months"] * MONTH_DAYS)
                kept = self._goals.add(
                    person,
                    framework=goal["framework"],
                    skill=goal["skill"],
                    skill_name=goal["skill_name"],
                    level=goal["level"],
                    text=goal["text"],
                    at=at,
                )
                self._db.insert(
                    plan_goals,
                    goal=kept.id,
                    role=plan["role"],
                    to_do=json.dumps(goal["to_do"], ensure_ascii=False),
                    done_when=goal["done_when"],
                    vouch=goal["vouch"],
                    due_at=due,
                )
                self._goals.remind(person, due, at, goal=kept.id)
            return self.of(person)

    def of(self, person: int) -> tuple[PlanStep, ...]:
        """Return the goals of a person's plans, reached ones too, the first due first."""
        return tuple(map(_step, self._db.rows(_STEPS_OF, one=person)))

    def step(self, person: int, goal: int) -> PlanStep | None:
        """Return one goal of a person's plan; None where it is none."""
        found = self.one(goal)
        return found if found and found.person == person else None

    def one(self, goal: int) -> PlanStep | None:
        """Return a goal of anybody's plan; None where it is none."""
        row = self._db.row(_STEP, which=goal)
        return None if row is None else _step(row)

    def move(self, person: int, goal: int, due_at: str, at: str) -> PlanStep:
        """Move the date of a goal, and its reminder.

        Raises:
            RefusedError: ``not-there``: the person's plan has no such goal.
        """
        with self._db.transaction():
            if self.step(person, goal) is None:
                raise RefusedError("not-there")
            self._db.execute(_SET_DUE, which=goal, now=times.checked(due_at))
            self._goals.remind(person, due_at, at, goal=goal)
            found = self.step(person, goal)
            assert found is not None
            return found

    def settle(self, person: int, levels: Mapping[tuple[str, str], int], at: str) -> list[PlanStep]:
        """Note the goals that levels, by framework and skill key, reach; return them."""
        with self._db.transaction():
            reached = [
                each
                for each in self.of(person)
                if each.done_at is None and levels.get((each.framework, each.skill), 0) >= each.level
            ]
            for each in reached:
                self._goals.reached(person, each.id, at)
            return reached

    def share(self, person: int, team: int, at: str) -> None:
        """Let the coaches of a team see the person's plan, and comment on it.

        Raises:
            RefusedError: ``not-in-team``.
        """
        with self._db.transaction():
            if self._db.value(_IS_MEMBER, one=person, which=team) is None:
                raise RefusedError("not-in-team")
            self._db.execute(_SHARE, person=person, team=team, since=times.checked(at))

    def take_back(self, person: int) -> bool:
        """Let no coach see the person's plan any more; False where none did."""
        return self._db.execute(_TAKE_BACK, one=person) > 0

    def shared_with(self, person: int) -> dict[int, str]:
        """Return the teams whose coaches see a person's plan, by id."""
        return {row.id: row.name for row in self._db.rows(_SHARED_WITH, one=person)}

    def seen_by(self, coach: int) -> dict[int, str]:
        """Return the people whose plans a coach may see, with their names."""
        return {row.person: row.name for row in self._db.rows(_SEEN, one=coach)}

    def comment(self, coach: int, goal: int, text: str, at: str) -> PlanComment:
        """Add a coach's comment on a goal.

        Raises:
            RefusedError: ``not-there``: no plan that the coach may see has the goal.
        """
        with self._db.transaction():
            found = self.one(goal)
            if found is None or self._db.row(_MAY_SEE, one=coach, person=found.person) is None:
                raise RefusedError("not-there")
            self._db.insert(plan_comments, goal=goal, coach=coach, text=text, at=times.checked(at))
            return self.comments(goal)[-1]

    def comments(self, goal: int) -> tuple[PlanComment, ...]:
        """Return the comments on a goal, the oldest first."""
        return tuple(from_row(PlanComment, row) for row in self._db.rows(_COMMENTS, which=goal))


def _step(row: AnyRow) -> PlanStep:
    return from_row(PlanStep, row, to_do=tuple(json.loads(row.to_do)))
