"""Goals that people set themselves, and reminders: when they want to be asked again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update

from bot import times
from bot.store.engine import NOW, ONE, WHICH, Database, RefusedError, from_row
from bot.store.schema import goals, people, reminders

_GOALS = select(goals).where(goals.c.person == ONE).order_by(goals.c.id)
_GOAL = select(goals).where(goals.c.id == WHICH, goals.c.person == ONE)
_SAME = select(goals).where(
    goals.c.done_at.is_(None),
    *(goals.c[name] == bindparam(name) for name in ("person", "framework", "skill", "level", "text")),
)
_REACHED = update(goals).where(goals.c.id == WHICH, goals.c.done_at.is_(None)).values(done_at=NOW)
_DELETE_GOAL = delete(goals).where(goals.c.id == WHICH, goals.c.person == ONE)

_REMINDER = select(reminders).where(reminders.c.id == WHICH)
_REMINDERS = (
    select(reminders)
    .where(reminders.c.person == ONE, reminders.c.done_at.is_(None))
    .order_by(reminders.c.due_at, reminders.c.id)
)
_DUE = (
    select(reminders)
    .join(people, people.c.id == reminders.c.person)
    .where(reminders.c.done_at.is_(None), reminders.c.due_at <= NOW, people.c.blocked_at.is_(None))
    .order_by(reminders.c.due_at, reminders.c.id)
    .limit(bindparam("most"))
)
_REMINDED = update(reminders).where(reminders.c.id == WHICH)
_DELETE_REMINDERS_OF_GOAL = delete(reminders).where(reminders.c.goal == WHICH)
_DELETE_REMINDER = delete(reminders).where(reminders.c.id == WHICH, reminders.c.person == ONE)
_DELETE_SAME_REMINDER = delete(reminders).where(
    reminders.c.person == ONE, reminders.c.goal.is_not_distinct_from(WHICH)
)


@dataclass(frozen=True, slots=True)
class SkillGoal:
    """A level of a skill that a person wants to reach; ``text`` is in their words or a next step."""

    id: int
    framework: str
    skill: str
    skill_name: str
    level: int
    text: str
    made_at: str
    done_at: str | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A time at which a person wants to be asked again.

    Args:
        goal: about which; None for how they are doing.
        every_days: again every so many days; None for once.
        done_at: when the last one was sent; None while one is to come.
    """

    id: int
    person: int
    goal: int | None
    due_at: str
    every_days: int | None
    done_at: str | None


class Goals:
    """The goals and reminders of a store."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self, person: int, *, framework: str, skill: str, skill_name: str, level: int, text: str, at: str
    ) -> SkillGoal:
        """Add a goal; the same one again stays the one it was."""
        key = {"person": person, "framework": framework, "skill": skill, "level": level, "text": text}
        with self._db.transaction():
            same = self._db.row(_SAME, **key)
            if same is not None:
                return from_row(SkillGoal, same)
            made = self._db.insert(goals, **key, skill_name=skill_name, made_at=times.checked(at))
            return self._one(made, person)

    def of(self, person: int) -> tuple[SkillGoal, ...]:
        """Return a person's goals, the oldest first."""
        return tuple(from_row(SkillGoal, row) for row in self._db.rows(_GOALS, one=person))

    def reached(self, person: int, goal: int, at: str) -> SkillGoal:
        """Note that a goal is reached, and ask about it no more.

        Raises:
            RefusedError: ``not-there``: the person has no such goal.
        """
        with self._db.transaction():
            self._one(goal, person)
            self._db.execute(_REACHED, which=goal, now=times.checked(at))
            self._db.execute(_DELETE_REMINDERS_OF_GOAL, which=goal)
            return self._one(goal, person)

    def drop(self, person: int, goal: int) -> bool:
        """Delete a goal with its reminders; False if the person has no such goal."""
        return self._db.execute(_DELETE_GOAL, which=goal, one=person) > 0

    def remind(
        self, person: int, due_at: str, at: str, *, goal: int | None = None, every_days: int | None = None
    ) -> Reminder:
        """Set a reminder; about one goal, or about none, there is one at a time.

        Args:
            goal: about which; None for how they are doing.
            every_days: and every so many days after; None for once.

        Raises:
            RefusedError: ``not-there``: the person has no such goal.
        """
        with self._db.transaction():
            if goal is not None:
                self._one(goal, person)
            self._db.execute(_DELETE_SAME_REMINDER, one=person, which=goal)
            made = self._db.insert(
                reminders,
                person=person,
                goal=goal,
                due_at=times.checked(due_at),
                every_days=every_days,
                made_at=times.checked(at),
            )
            found = self._db.row(_REMINDER, which=made)
            assert found is not None
            return from_row(Reminder, found)

    def cancel(self, person: int, reminder: int) -> bool:
        """Delete a reminder; False if the person has no such one."""
        return self._db.execute(_DELETE_REMINDER, which=reminder, one=person) > 0

    def reminders_of(self, person: int) -> tuple[Reminder, ...]:
        """Return what a person is still to be asked, the next first."""
        return tuple(from_row(Reminder, row) for row in self._db.rows(_REMINDERS, one=person))

    def due(self, at: str, limit: int = 100) -> tuple[Reminder, ...]:
        """Return reminders whose time has come, the longest due first; not of people who blocked the bot."""
        return tuple(
            from_row(Reminder, row) for row in self._db.rows(_DUE, now=times.checked(at), most=limit)
        )

    def reminded(self, reminder: int, at: str) -> None:
        """Note that a reminder was sent: one that repeats is due again after now, the other is done.

        To be sent once whatever happens, call it in the transaction that adds the message to the outbox.
        """
        at = times.checked(at)
        with self._db.transaction():
            row = self._db.row(_REMINDER, which=reminder)
            if row is None:
                return
            if row.every_days is None:
                self._db.execute(_REMINDED, which=reminder, done_at=at)
                return
            passed = max((times.moment(at) - times.moment(row.due_at)).days, 0)
            turns = passed // row.every_days + 1
            due = times.later(row.due_at, days=turns * row.every_days)
            self._db.execute(_REMINDED, which=reminder, due_at=due)

    def _one(self, goal: int, person: int) -> SkillGoal:
        row = self._db.row(_GOAL, which=goal, one=person)
        if row is None:
            raise RefusedError("not-there")
        return from_row(SkillGoal, row)
