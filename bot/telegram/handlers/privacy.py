"""What is kept: /privacy, /history, /export, and what /forget deletes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler

from bot.store import Database, assessments, audit, privacy
from bot.store.assessments import SavedSuggestion
from bot.telegram.calls import Call
from bot.telegram.delivery import Sender
from bot.telegram.handlers import STAFF, App, add_command, at_once, handle, nothing
from bot.telegram.handlers.shares import ShareHandlers
from bot.telegram.keyboards import FORGET, FORGET_ALL, KEEP, Row, forget, sure, to_forget
from bot.telegram.menus import show_menu
from bot.telegram.records import Records
from bot.telegram.render import Draft, answer_press, say, say_text
from bot.telegram.turn import Finish, Turn
from bot.text import profile as profile_text
from bot.text import staff
from bot.text.profile import AccessEntry, AssessmentSummary, ProfileEntry
from bot.times import now

LISTED = 8
"""Assessments offered to be forgotten one by one; longer keyboards cannot be read on a phone."""
GOODBYE_S = 5.0
"""Seconds that forgetting waits for its goodbye at most."""


class PrivacyHandlers:
    """Handles what a person may know of what is kept, and its deletion."""

    def __init__(self, records: Records, shares: ShareHandlers, sender: Sender, keep_days: int) -> None:
        self._records, self._db = records, records.database
        self._shares, self._sender, self._keep_days = shares, sender, keep_days

    def add_to(self, app: App) -> None:
        """Add the handlers."""
        add_command(app, "privacy", at_once(self._privacy))
        add_command(app, "history", at_once(self._history))
        add_command(app, "export", at_once(self._export))
        add_command(app, "forget", at_once(self._ask_what_to_forget))
        app.add_handler(CallbackQueryHandler(handle(self._forget), pattern=FORGET), STAFF)

    def _privacy(self, turn: Turn) -> Sequence[Draft]:
        return say(staff.privacy(self._keep_days), self._shares.buttons_to_take_back(turn.person))

    def _history(self, turn: Turn) -> Sequence[Draft]:
        told, looks = assessments_told(self._db, turn.person), self._looks(turn.person)
        if not told and not looks:
            return say_text(staff.NOTHING_YET)
        return say(profile_text.history(told, looks), self._shares.buttons_to_take_back(turn.person))

    def _export(self, turn: Turn) -> Sequence[Draft]:
        files = [{"export": True}, *([{"report": True}] if self._records.reports(turn.person) else [])]
        return [*say_text(staff.EXPORT), *(Draft(Call("document", made=made)) for made in files)]

    def _ask_what_to_forget(self, turn: Turn) -> Sequence[Draft]:
        told = assessments_told(self._db, turn.person)[:LISTED]
        rows: list[Row] = [((profile_text.assessment_label(each), forget(each.id)),) for each in told]
        rows += [((staff.ALL_OF_IT, FORGET_ALL),), ((staff.KEEP_IT, KEEP),)]
        return say_text(staff.WHAT_TO_FORGET, rows)

    async def _forget(self, turn: Turn) -> Finish:
        """Ask whether it is meant, and forget when it is."""
        assessment, confirmed = to_forget(turn.text)
        if turn.text == KEEP:
            return lambda: answer_press(turn, staff.KEPT)
        if not confirmed:
            rows = (((staff.YES_FORGET, sure(turn.text)),), ((staff.KEEP_IT, KEEP),))
            asked = staff.SURE_ALL if assessment is None else staff.SURE_ONE
            return lambda: answer_press(turn, asked, rows)
        if assessment is not None:
            return lambda: self._forget_one(turn, assessment)
        # The goodbye goes first: once all is forgotten, nobody knows whom to send it to.
        await self._say_goodbye(turn)
        return lambda: self._forget_all(turn)

    def _forget_all(self, turn: Turn) -> Sequence[Draft]:
        privacy.forget(self._db, turn.person)
        return nothing()

    def _forget_one(self, turn: Turn, assessment: int) -> Sequence[Draft]:
        known = privacy.forget_assessment(self._db, turn.person, assessment, now())
        return answer_press(turn, staff.FORGOTTEN_ONE if known else staff.OLD_OR_GONE)

    async def _say_goodbye(self, turn: Turn) -> None:
        calls = [Call("answer", query=turn.query)] if turn.query else []
        if turn.message:
            calls.append(Call("edit", staff.FORGOTTEN_ALL, message=turn.message))
        with suppress(TimeoutError, TelegramError):
            async with asyncio.timeout(GOODBYE_S):
                for call in calls:
                    await self._sender.make(turn.chat, call)
                if self._records.person(turn.person).role != "staff":
                    await show_menu(self._sender.bot, turn.chat, "staff")

    def _looks(self, person: int) -> list[AccessEntry]:
        """Return what was done with what a person told, the latest first."""
        return [
            AccessEntry(
                line.at,
                profile_text.who(line.own, line.actor, line.operator),
                profile_text.what(line.action, line.detail, line.skill_name),
            )
            for line in audit.history(self._db, person)
        ]


def assessments_told(database: Database, person: int) -> list[AssessmentSummary]:
    """Return a person's assessments, the latest first."""
    return [
        AssessmentSummary(
            each.id,
            each.at,
            len(each.activities),
            tuple(_standing(one) for one in each.suggestions if one.suggested),
        )
        for each in reversed(assessments.of(database, person))
    ]


def _standing(one: SavedSuggestion) -> ProfileEntry:
    suggestion, ladder = one.conclusion["suggestion"], one.conclusion["ladder"]
    return ProfileEntry(
        ladder["skill"], ladder["framework"], suggestion["level"], suggestion["level_name"], one.at
    )
