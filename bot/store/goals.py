"""What people set themselves, and when they want to be asked about it again."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot import times
from bot.store.engine import Database, RefusedError


@dataclass(frozen=True, slots=True)
class Goal:
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
        id: the store's own.
        person: who.
        goal: about which; None for how they are doing.
        due_at: when next.
        every_days: again and again so many days later; None for once.
        done_at: when the last one was sent; None while one is to come.
    """

    id: int
    person: int
    goal: int | None
    due_at: str
    every_days: int | None
    done_at: str | None


class Goals:
    """The goals and reminders of a store.

    Args:
        database: the store.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self, person: int, *, framework: str, skill: str, skill_name: str, level: int, text: str, at: str
    ) -> Goal:
        """Keep a goal; the same one again stays the one it was.

        Args:
            person: whose.
            framework: its id.
            skill: the skill's key.
            skill_name: as people say it.
            level: to reach.
            text: what to do.
            at: now.
        """
        row = {"person": person, "framework": framework, "skill": skill, "level": level, "text": text}
        with self._db.transaction():
            same = self._db.row(
                "select * from goals where person = :person and framework = :framework and skill = :skill"
                " and level = :level and text = :text and done_at is null",
                row,
            )
            if same is not None:
                return _goal(same)
            row |= {"skill_name": skill_name, "made_at": times.checked(at)}
            return self._one(self._db.insert("goals", row), person)

    def of(self, person: int) -> tuple[Goal, ...]:
        """Return a person's goals, the oldest first."""
        return tuple(map(_goal, self._db.rows("select * from goals where person = ? order by id", (person,))))

    def reached(self, person: int, goal: int, at: str) -> Goal:
        """Note that a goal is reached, and ask about it no more.

        Raises:
            RefusedError: ``not-there``: the person has no such goal.
        """
        with self._db.transaction():
            self._one(goal, person)
            self._db.execute(
                "update goals set done_at = ? where id = ? and done_at is null", (times.checked(at), goal)
            )
            self._db.execute("delete from reminders where goal = ?", (goal,))
            return self._one(goal, person)

    def drop(self, person: int, goal: int) -> bool:
        """Forget a goal with its reminders; False where the person has no such goal."""
        gone = self._db.execute("delete from goals where id = ? and person = ?", (goal, person))
        return gone.rowcount > 0

    def remind(
        self, person: int, due_at: str, at: str, *, goal: int | None = None, every_days: int | None = None
    ) -> Reminder:
        """Set a reminder; about one goal, or about none, there is one at a time.

        Args:
            person: who wants to be asked.
            due_at: when.
            at: now.
            goal: about which; None for how they are doing.
            every_days: and every so many days after; None for once.

        Raises:
            RefusedError: ``not-there``: the person has no such goal.
        """
        with self._db.transaction():
            if goal is not None:
                self._one(goal, person)
            self._db.execute("delete from reminders where person = ? and goal is ?", (person, goal))
            row = {"person": person, "goal": goal, "due_at": times.checked(due_at), "every_days": every_days}
            number = self._db.insert("reminders", {**row, "made_at": times.checked(at)})
            found = self._db.row("select * from reminders where id = ?", (number,))
            assert found is not None
            return _reminder(found)

    def reminders_of(self, person: int) -> tuple[Reminder, ...]:
        """Return what a person is still to be asked, the next first."""
        rows = self._db.rows(
            "select * from reminders where person = ? and done_at is null order by due_at, id", (person,)
        )
        return tuple(map(_reminder, rows))

    def unremind(self, person: int, reminder: int) -> bool:
        """Forget a reminder; False where the person has no such one."""
        gone = self._db.execute("delete from reminders where id = ? and person = ?", (reminder, person))
        return gone.rowcount > 0

    def due(self, at: str, limit: int = 100) -> tuple[Reminder, ...]:
        """Return reminders whose time has come, the longest due first; not of people who blocked the bot."""
        rows = self._db.rows(
            "select r.* from reminders r join people p on p.id = r.person"
            " where r.done_at is null and r.due_at <= ? and p.blocked_at is null"
            " order by r.due_at, r.id limit ?",
            (times.checked(at), limit),
        )
        return tuple(map(_reminder, rows))

    def reminded(self, reminder: int, at: str) -> None:
        """Note that a reminder was sent: one that repeats is due again after now, the other is done.

        To be sent once whatever happens, call it in the transaction that writes the message down.
        """
        at = times.checked(at)
        with self._db.transaction():
            row = self._db.row("select due_at, every_days from reminders where id = ?", (reminder,))
            if row is None:
                return
            if row["every_days"] is None:
                self._db.execute("update reminders set done_at = ? where id = ?", (at, reminder))
                return
            passed = max((times.moment(at) - times.moment(row["due_at"])).days, 0)
            turns = passed // row["every_days"] + 1
            due = times.later(row["due_at"], days=turns * row["every_days"])
            self._db.execute("update reminders set due_at = ? where id = ?", (due, reminder))

    def _one(self, goal: int, person: int) -> Goal:
        row = self._db.row("select * from goals where id = ? and person = ?", (goal, person))
        if row is None:
            raise RefusedError("not-there")
        return _goal(row)


def _goal(row: sqlite3.Row) -> Goal:
    return Goal(
        row["id"],
        row["framework"],
        row["skill"],
        row["skill_name"],
        row["level"],
        row["text"],
        row["made_at"],
        row["done_at"],
    )


def _reminder(row: sqlite3.Row) -> Reminder:
    return Reminder(row["id"], row["person"], row["goal"], row["due_at"], row["every_days"], row["done_at"])
