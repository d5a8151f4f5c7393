"""A person's profile: /profile, and the buttons under suggestions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from telegram.ext import CallbackQueryHandler, MessageHandler

from bot.conversation import Again
from bot.conversation.prompts import prompt
from bot.conversation.requests import is_not_me
from bot.conversation.results import details_of
from bot.guidance.editions import CarriedLevel, Editions
from bot.reports.progress import standings
from bot.store import assessments
from bot.store.assessments import SavedSuggestion
from bot.telegram.calls import Call
from bot.telegram.handlers import PLAIN, STAFF, WORDS, App, add_command, at_once, handle
from bot.telegram.handlers.conversation import Conversation
from bot.telegram.handlers.goals import GoalHandlers
from bot.telegram.handlers.shares import ShareHandlers
from bot.telegram.keyboards import OfSuggestions, Row
from bot.telegram.records import Records
from bot.telegram.render import Draft, say, say_text, toast
from bot.telegram.turn import Finish, Turn
from bot.text import conversation as conversation_text
from bot.text import editions as edition_words
from bot.text import profile as profile_text
from bot.text import reports as report_text
from bot.text import staff
from bot.text.profile import ProfileEntry
from bot.times import now

LISTED = 8
"""Levels of older editions offered to be asked about again."""


class ProfileHandlers:
    """Handles profiles and suggestions."""

    def __init__(
        self,
        records: Records,
        conversation: Conversation,
        goals: GoalHandlers,
        shares: ShareHandlers,
        editions: Editions,
    ) -> None:
        self._records, self._conversation, self._editions = records, conversation, editions
        self._goals, self._shares = goals, shares
        self._actions: dict[str, Callable[[Turn, list[SavedSuggestion]], Sequence[Draft]]] = {
            "why": _why,
            "notme": self._not_me,
            "share": lambda turn, found: self._shares.ask_with_whom(turn, found[0]),
            "pdf": _pdf,
            "goal": self._new_goal,
        }

    def add_to(self, app: App) -> None:
        """Add the handlers."""
        add_command(app, "profile", self._profile)
        add_command(app, "sheet", at_once(self._sheet))
        app.add_handler(CallbackQueryHandler(handle(self._press), pattern=OfSuggestions.PATTERN), STAFF)
        app.add_handler(MessageHandler(WORDS, handle(self._not_me_in_words)), PLAIN)

    async def _profile(self, turn: Turn) -> Finish:
        """Tell where a person stands, and what levels of older editions are under the newest."""
        standing = [
            ProfileEntry(
                each.skill,
                each.framework,
                each.now.level,
                each.now.name,
                each.now.at,
                each.first.level if len(each.placed) > 1 else None,
                each.now.because,
                report_text.confirmed(each),
            )
            for each in standings(self._records.reports(turn.person))
        ]
        if not standing:
            return lambda: say_text(staff.NOTHING_YET)
        held = assessments.held_levels(self._records.database, turn.person)
        renewed = await asyncio.to_thread(self._editions.renewed, held)
        chart = Draft(Call("picture", made={"profile": True}))
        return lambda: [chart, *say(profile_text.profile(standing, renewed), _again_buttons(renewed))]

    def _sheet(self, turn: Turn) -> Sequence[Draft]:
        """Send the sheet for the yearly conversation."""
        if not self._records.reports(turn.person):
            return say_text(staff.NOTHING_YET)
        return [*say_text(staff.SHEET), Draft(Call("document", made={"sheet": True}))]

    async def _press(self, turn: Turn) -> Finish:
        pressed = OfSuggestions.read(turn.text)
        if pressed.action == "again":
            return await self._again(turn, pressed.suggestions)
        action = self._actions.get(pressed.action)

        def finish() -> Sequence[Draft]:
            asked = pressed.suggestions
            kept = [one for each in asked if (one := self._records.suggestion(turn.person, each))]
            # Buttons of earlier versions name what was not suggested, too.
            found = [one for one in kept if one.suggested]
            if not found:
                return toast(turn.query, staff.OLD_OR_GONE)
            return action(turn, found) if action else toast(turn.query, conversation_text.UNKNOWN_BUTTON)

        return finish

    async def _again(self, turn: Turn, suggestions: Sequence[int]) -> Finish:
        """Ask again about a level of an older edition, under the newest."""
        levels = assessments.held_levels(self._records.database, turn.person)
        held = next((each for each in levels if each.suggestion in suggestions), None)
        choice = await asyncio.to_thread(self._editions.choice, held) if held else None
        one = self._records.suggestion(turn.person, held.suggestion) if held else None
        if one is None or choice is None:
            return lambda: toast(turn.query, staff.OLD_OR_GONE)
        return await self._conversation.assess_again(turn, Again(one.activities, choice))

    async def _not_me_in_words(self, turn: Turn) -> Finish | None:
        """Take *not me*, typed after a suggestion, as its button."""
        state = turn.state
        if state.stage not in ("suggested", "ended") or not state.choice or not is_not_me(turn.text):
            return None
        held = assessments.held_levels(self._records.database, turn.person)
        keys = {(ref["framework"], ref["skill"]) for ref in state.choice["skills"]}
        latest = {(each.framework, each.skill): each.suggestion for each in held}
        found = [suggestion for skill, suggestion in latest.items() if skill in keys]
        kept = [one for each in found if (one := self._records.suggestion(turn.person, each))]
        return lambda: self._not_me(turn, kept)

    def _not_me(self, turn: Turn, found: list[SavedSuggestion]) -> Sequence[Draft]:
        changed = [assessments.decline(self._records.database, one.id, now()) for one in found]
        if not any(changed):
            return toast(turn.query, conversation_text.NOT_ME_NOTED)
        drafts = [*toast(turn.query), *say_text(conversation_text.NOT_ME_NOTED)]
        state = turn.state
        if state.stage != "suggested":
            return drafts
        question = prompt(state)
        row = tuple((button["label"], button["id"]) for button in question.buttons)
        return [*drafts, *say_text(question.text, [row])]

    def _new_goal(self, turn: Turn, found: list[SavedSuggestion]) -> Sequence[Draft]:
        added = self._goals.add(turn.person, found[0])
        if added is None:
            return toast(turn.query, staff.NO_HIGHER)
        return [*toast(turn.query), *added]


def _why(turn: Turn, found: list[SavedSuggestion]) -> Sequence[Draft]:
    drafts = toast(turn.query)
    for one in found:
        drafts += say(staff.reasons(one.conclusion, details_of(one.conclusion, one.given)))
    return drafts


def _pdf(turn: Turn, found: list[SavedSuggestion]) -> Sequence[Draft]:
    return [*toast(turn.query), Draft(Call("document", made={"suggestion": found[0].id}))]


def _again_buttons(renewed: Sequence[CarriedLevel]) -> list[Row]:
    """Offer to ask again about levels that are not certain under the newest edition."""
    asked = [each for each in renewed if each.to_ask][:LISTED]
    return [
        ((edition_words.label(each), str(OfSuggestions((each.held.suggestion,), "again"))),) for each in asked
    ]
