"""Plans towards a role: /plan, looking at a goal again, and coaches' comments (/plans)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.conversation import Again
from bot.guidance.lookup import Lookup
from bot.guidance.model import Choice, Given
from bot.store import assessments
from bot.store.assessments import SavedSuggestion
from bot.store.engine import RefusedError
from bot.store.goals import Goals
from bot.store.plans import PlanComment, Plans, PlanStep
from bot.store.queue import Outbox
from bot.telegram.expected_input import ExpectedInput, ExpectedInputs
from bot.telegram.handlers import STAFF, App, add_command, answer, at_once, handle
from bot.telegram.handlers.conversation import Conversation
from bot.telegram.handlers.shares import ShareHandlers
from bot.telegram.keyboards import OfPlan, OfPlanGoal, Row
from bot.telegram.records import Records
from bot.telegram.render import Draft, change, post, say, say_text, toast
from bot.telegram.turn import Finish, Turn
from bot.text import plans as words
from bot.times import now

LISTED = 6
"""Goals with buttons; keyboards longer than that cannot be read on a phone."""


class PlanHandlers:
    """Handles plans.

    Args:
        lookup: gives the knowledge of the live build.
    """

    def __init__(
        self,
        records: Records,
        conversation: Conversation,
        shares: ShareHandlers,
        lookup: Callable[[], Lookup],
    ) -> None:
        self._records, self._conversation, self._shares = records, conversation, shares
        self._lookup = lookup
        self._plans, self._goals = Plans(records.database), Goals(records.database)
        self._outbox, self._expected = Outbox(records.database), ExpectedInputs(records.database)

    def add_to(self, app: App) -> None:
        """Add the handlers."""
        only = filters.UpdateType.MESSAGE
        add_command(app, "plan", at_once(self._list))
        app.add_handler(CommandHandler("plans", answer(self._list_for_coach), only), STAFF)
        app.add_handler(CallbackQueryHandler(handle(self._press), pattern=OfPlanGoal.PATTERN), STAFF)
        app.add_handler(CallbackQueryHandler(answer(self._share), pattern=OfPlan.PATTERN), STAFF)

    def comment(self, turn: Turn, goal: int) -> Sequence[Draft]:
        """Take a text as a coach's comment on a goal, and tell the person."""
        self._expected.drop(turn)
        try:
            comment = self._plans.comment(turn.person, goal, turn.text.strip(), now())
        except RefusedError:
            return say_text(words.NOT_THERE)
        step = self._plans.one(goal)
        assert step is not None, "a goal that was commented on is there"
        told = words.commented(comment.coach_name or "", step, comment.text)
        post(self._outbox, step.person, say(told))
        return say_text(words.COMMENTED)

    def _list(self, turn: Turn) -> Sequence[Draft]:
        steps = self._plans.of(turn.person)
        if not steps:
            return say_text(words.NO_PLAN)
        return say(words.plan(steps, self._comments(steps)), self._buttons(turn.person, steps))

    def _comments(self, steps: Sequence[PlanStep]) -> dict[int, Sequence[PlanComment]]:
        return {each.id: self._plans.comments(each.id) for each in steps}

    def _buttons(self, person: int, steps: Sequence[PlanStep]) -> list[Row]:
        rows = [
            _goal_buttons(each, place) for place, each in enumerate(steps[:LISTED], 1) if each.done_at is None
        ]
        shared = bool(self._plans.shared_with(person))
        rows.append(((words.TAKE_BACK if shared else words.SHARE, str(OfPlan(0, "b" if shared else "t"))),))
        return rows

    async def _press(self, turn: Turn) -> Finish:
        pressed = OfPlanGoal.read(turn.text)
        if pressed.action == "comment":
            return lambda: self._ask_for_comment(turn, pressed.goal)
        step = self._plans.step(turn.person, pressed.goal)
        if step is None or step.done_at is not None:
            return lambda: toast(turn.query, words.NOT_THERE)
        if pressed.action == "look":
            return await self._look(turn, step)
        return lambda: self._change(turn, step, pressed.action)

    def _change(self, turn: Turn, step: PlanStep, action: str) -> Sequence[Draft]:
        if action == "later":
            moved = self._plans.move(turn.person, step.id, now(words.LATER_DAYS), now())
            return [*toast(turn.query), *say_text(words.moved(moved))]
        self._goals.reached(turn.person, step.id, now())
        steps = self._plans.of(turn.person)
        shown = words.plan(steps, self._comments(steps))
        return [*toast(turn.query), *change(turn.message, shown, self._buttons(turn.person, steps))]

    async def _look(self, turn: Turn, step: PlanStep) -> Finish:
        """Ask again about the skill of a goal: only what was not answered with *on my own*."""
        saved = self._latest(turn.person, step)
        choice = saved.choice if saved else await asyncio.to_thread(self._choice, step)
        if choice is None:
            return lambda: toast(turn.query, words.NOT_THERE)
        told = saved.activities if saved else self._told(turn.person)
        given = tuple(each for each in saved.given if _stays(each)) if saved else ()
        return await self._conversation.assess_again(turn, Again(told, choice, given))

    def _latest(self, person: int, step: PlanStep) -> SavedSuggestion | None:
        held = assessments.held_levels(self._records.database, person)
        found = [
            each.suggestion for each in held if (each.framework, each.skill) == (step.framework, step.skill)
        ]
        return self._records.suggestion(person, found[-1]) if found else None

    def _told(self, person: int) -> tuple[str, ...]:
        runs = assessments.of(self._records.database, person)
        return runs[-1].activities if runs else ()

    def _choice(self, step: PlanStep) -> Choice | None:
        lookup = self._lookup()
        skill = lookup.skill(step.framework, step.skill)
        return {"label": skill.name, "skills": [lookup.ref(skill)]} if skill else None

    def _share(self, turn: Turn) -> Sequence[Draft]:
        pressed = OfPlan.read(turn.text)
        if pressed.action == "b":
            self._plans.take_back(turn.person)
            return [*toast(turn.query), *say_text(words.SHARED_WITH_NOBODY)]
        teams = self._shares.teams_with_coach(turn.person)
        if not teams:
            return [*toast(turn.query), *say_text(words.NO_TEAM)]
        if pressed.team not in teams and len(teams) > 1:
            rows: list[Row] = [((name, str(OfPlan(team, "t"))),) for team, name in teams.items()]
            return [*toast(turn.query), *say_text(words.SHARE, rows)]
        team = pressed.team if pressed.team in teams else next(iter(teams))
        self._plans.share(turn.person, team, now())
        return [*toast(turn.query), *say_text(words.shared(teams[team]))]

    def _list_for_coach(self, turn: Turn) -> Sequence[Draft]:
        drafts: list[Draft] = []
        for person, name in self._plans.seen_by(turn.person).items():
            steps = [each for each in self._plans.of(person) if each.done_at is None]
            rows: list[Row] = [
                ((words.numbered(words.COMMENT, place), str(OfPlanGoal(each.id, "comment"))),)
                for place, each in enumerate(steps[:LISTED], 1)
            ]
            drafts += say(words.of_person(name, steps, self._comments(steps)), rows) if steps else []
        return drafts or say_text(words.NO_PLANS)

    def _ask_for_comment(self, turn: Turn, goal: int) -> Sequence[Draft]:
        self._expected.keep(turn.person, ExpectedInput("comment", goal))
        return [*toast(turn.query), *say_text(words.COMMENT_ON)]


def due(step: PlanStep) -> list[Draft]:
    """Ask about a goal on its date."""
    return say(words.due(step), [_goal_buttons(step)])


def _goal_buttons(step: PlanStep, place: int = 0) -> Row:
    labels = ((words.LOOK, "look"), (words.LATER, "later"), (words.DONE, "done"))
    return tuple(
        (words.numbered(label, place) if place else label, str(OfPlanGoal(step.id, action)))
        for label, action in labels
    )


def _stays(given: Given) -> bool:
    """Whether an answer holds still: *with help* and *not yet* may have changed."""
    return given["choice"] == "own"
