"""Goals and reminders: /goals, the buttons under them, and *Ask me again in 3 months*."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from telegram.ext import MessageHandler

from bot.conversation.reminders import LONGEST_DAYS, days_until
from bot.guidance import grammar
from bot.store.assessments import SavedSuggestion
from bot.store.engine import RefusedError
from bot.store.goals import Goals, Reminder
from bot.store.plans import Plans
from bot.store.queue import Outbox
from bot.telegram.handlers import REMINDERS, STAFF, WORDS, App, add_command, at_once, handle, plans, press
from bot.telegram.keyboards import OfGoal, OfReminder, Remind, Row
from bot.telegram.records import Records
from bot.telegram.render import Draft, answer_press, change, post, say, say_text, toast
from bot.telegram.turn import Finish, Turn
from bot.text import conversation as conversation_text
from bot.text import profile as profile_text
from bot.text import staff
from bot.text.markup import Marked
from bot.text.profile import GoalEntry
from bot.times import day, now

LISTED = 8
"""Goals with buttons; keyboards longer than that cannot be read on a phone."""


class GoalHandlers:
    """Handles goals and reminders."""

    def __init__(self, records: Records) -> None:
        self._records, self._goals = records, Goals(records.database)
        self._outbox, self._plans = Outbox(records.database), Plans(records.database)

    def add_to(self, app: App) -> None:
        """Add the handlers."""
        add_command(app, "goals", at_once(self._list))
        app.add_handler(press(OfGoal, self._end), STAFF)
        app.add_handler(press(Remind, self._remind), STAFF)
        app.add_handler(press(OfReminder, self._cancel), STAFF)
        app.add_handler(MessageHandler(WORDS, handle(self._remind_in_words)), REMINDERS)

    def add(self, person: int, one: SavedSuggestion) -> Sequence[Draft] | None:
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
            at=now(),
        )
        return say_text(staff.SAVED_GOAL, (_reminder_buttons(goal.id),))

    def send_due_reminders(self) -> list[int]:
        """Write the reminders whose time has come into the outbox; return whose they are."""
        due = self._goals.due(now())
        for reminder in due:
            with self._records.database.transaction():
                post(self._outbox, reminder.person, self._asked_about(reminder))
                self._goals.reminded(reminder.id, now())
        return [reminder.person for reminder in due]

    def _asked_about(self, reminder: Reminder) -> Sequence[Draft]:
        step = self._plans.step(reminder.person, reminder.goal) if reminder.goal else None
        if step is not None:
            return plans.due(step)
        return say(staff.reminder_due([goal.text for goal in self._open_goals(reminder.person)]))

    def _open_goals(self, person: int) -> list[GoalEntry]:
        """Return what a person wants to reach, and when they will be asked about it."""
        due = {each.goal: each.due_at for each in self._goals.reminders_of(person)}
        return [
            GoalEntry(
                each.id, profile_text.goal(each.skill_name, each.level, each.text), due.get(each.id, "")
            )
            for each in self._goals.of(person)
            if each.done_at is None
        ]

    def _list(self, turn: Turn) -> Sequence[Draft]:
        return say(*self._listed(turn.person))

    def _listed(self, person: int) -> tuple[Sequence[Marked], Sequence[Row]]:
        """Return what lists goals and reminders, and its buttons."""
        goals, reminders = self._open_goals(person), self._goals.reminders_of(person)
        buttons = [*_goal_buttons(goals), *_cancel_buttons(reminders), _reminder_buttons(0)]
        if not goals and not reminders:
            return [Marked(staff.NO_GOALS)], buttons
        return profile_text.goals(goals, [each.due_at for each in reminders if each.goal is None]), buttons

    def _cancel(self, turn: Turn, pressed: OfReminder) -> Sequence[Draft]:
        """Cancel a reminder."""
        if not self._goals.cancel(turn.person, pressed.reminder):
            return toast(turn.query, staff.OLD_OR_GONE)
        return [*toast(turn.query, staff.NO_REMINDER), *change(turn.message, *self._listed(turn.person))]

    def _end(self, turn: Turn, pressed: OfGoal) -> Sequence[Draft]:
        """Note that a goal is reached, or drop it."""
        reached = pressed.action == "done"
        if not self._ended(turn.person, pressed.goal, reached):
            return toast(turn.query, staff.OLD_OR_GONE)
        drafts = toast(turn.query, staff.WELL_DONE if reached else "")
        return [*drafts, *change(turn.message, *self._listed(turn.person))]

    def _ended(self, person: int, goal: int, reached: bool) -> bool:
        if not reached:
            return self._goals.drop(person, goal)
        try:
            self._goals.reached(person, goal, now())
        except RefusedError:
            return False
        return True

    def _remind(self, turn: Turn, pressed: Remind) -> Sequence[Draft]:
        if not 0 < pressed.days <= LONGEST_DAYS:
            return toast(turn.query, conversation_text.UNKNOWN_BUTTON)
        due = now(pressed.days)
        try:
            self._goals.remind(turn.person, due, now(), goal=pressed.goal or None)
        except RefusedError:
            return toast(turn.query, staff.OLD_OR_GONE)
        return answer_press(turn, staff.reminder_set(day(due)))

    async def _remind_in_words(self, turn: Turn) -> Finish | None:
        days = days_until(turn.text, date.today())
        if days is None:
            return None
        if not 0 < days <= LONGEST_DAYS:
            words = staff.REMIND_TOO_FAR if days else staff.REMIND_WHEN
            return lambda: say_text(words, (_reminder_buttons(0),))

        def finish() -> Sequence[Draft]:
            due = now(days)
            self._goals.remind(turn.person, due, now(), goal=None)
            return say_text(staff.reminder_set(day(due)))

        return finish


def _reminder_buttons(goal: int) -> Row:
    """Offer to ask again; goal 0 is none in particular."""
    return tuple((label, str(Remind(goal, months * 30))) for months, label in staff.IN_MONTHS)


def _goal_buttons(goals: Sequence[GoalEntry]) -> list[Row]:
    """Offer what can be done with each goal, by its place in the list."""
    rows: list[Row] = [
        (
            (f"{staff.DONE}: {place}", str(OfGoal(goal.id, "done"))),
            (f"{staff.LEAVE_OUT}: {place}", str(OfGoal(goal.id, "drop"))),
        )
        for place, goal in enumerate(goals[:LISTED], 1)
    ]
    return rows


def _cancel_buttons(reminders: Sequence[Reminder]) -> list[Row]:
    return [
        ((profile_text.cancel_label(each.due_at), str(OfReminder(each.id, "drop"))),)
        for each in reminders[:LISTED]
    ]
