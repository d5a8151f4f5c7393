"""Builds, for admins: /diff, /builds, /publish, /rollback, and the reason to publish despite the gate."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.jobs.builds import listed
from bot.jobs.job import JobFolder
from bot.store import Database
from bot.store.people import People
from bot.telegram.handlers import COMMANDS, REASON, WORDS
from bot.telegram.handlers.admin import AdminOnly, Press, old_button
from bot.telegram.jobs import Jobs
from bot.telegram.keyboards import LEAVE, for_admin
from bot.telegram.render import Draft, change_buttons, say, say_text, toast
from bot.telegram.turn import Finish, Turn
from bot.text import admin
from index.builds import live_number, numbers
from index.gate import candidate
from index.publication import before
from knowledge.model import UserError

ASKED_S = 3600.0
"""Seconds that a reason is waited for; later words are a conversation again."""
LONGEST_REASON = 1000


class BuildHandlers:
    """Handles builds."""

    def __init__(self, home: Path, job_folder: JobFolder, jobs: Jobs, database: Database) -> None:
        self._home, self._job_folder, self._jobs = home, job_folder, jobs
        self._people = People(database)

    def add_to(self, only: AdminOnly) -> None:
        """Add the handlers."""
        only.answer_command("diff", lambda turn: self._jobs.begin(turn, "compare", {}))
        only.add_command("builds", self._list_builds)
        only.add_command("publish", self._listing(lambda number: _ask_publish(self._home, number)))
        only.add_command("rollback", self._listing(lambda number: _ask_back(self._home, number)))
        only.add_message(COMMANDS, self._end_reason, REASON)
        only.add_message(WORDS, self._reason, REASON)
        only.answer_press("see", lambda turn, _: self._jobs.begin(turn, "compare", {}))
        only.add_press("pub", self._asking(_ask_publish))
        only.add_press("back", self._asking(_ask_back))
        only.answer_press("go", self._publish)
        only.answer_press("undo", self._undo)
        only.answer_press("why", self._ask_reason)
        only.answer_press("force", self._force)
        only.answer_press("again", self._again)

    async def _list_builds(self, turn: Turn) -> Finish:  # noqa: ARG002
        # The store is asked here: its connection belongs to this thread.
        names = self._names()
        drafts = await asyncio.to_thread(_builds, self._home, names)
        return lambda: drafts

    def _listing(self, draft: Callable[[int | None], list[Draft]]) -> Callable[[Turn], Awaitable[Finish]]:
        """Return what answers a command, with the number of a build after it or none."""

        async def take(turn: Turn) -> Finish:
            number = int(turn.argument) if re.fullmatch(r"[0-9]{1,9}", turn.argument) else None
            drafts = await asyncio.to_thread(draft, number)
            return lambda: drafts

        return take

    def _asking(self, draft: Callable[[Path, int | None], list[Draft]]) -> Press:
        """Return what answers a press that offers a build."""

        async def take(turn: Turn, values: Sequence[str]) -> Finish:
            drafts = await asyncio.to_thread(draft, self._home, int(values[0]))
            return lambda: [*toast(turn.query), *drafts]

        return take

    def _names(self) -> dict[str, str]:
        """Return the names of admins by how the log of builds calls them."""
        admins = {work.person for work in self._job_folder.all()}
        known = [found for each in admins if (found := self._people.by_id(each))]
        return {f"admin {each.id}": each.name for each in known}

    def _publish(self, turn: Turn, values: Sequence[str]) -> Sequence[Draft]:
        return self._jobs.begin(turn, "publish", {"number": int(values[0])})

    def _undo(self, turn: Turn, values: Sequence[str]) -> Sequence[Draft]:
        return self._jobs.begin(turn, "roll back", {"number": int(values[0]), "now": int(values[1])})

    def _again(self, turn: Turn, values: Sequence[str]) -> Sequence[Draft]:
        work = self._job_folder.get(values[0])
        if work is None or work.state != "failed":
            return old_button(turn, admin.GONE)
        return self._jobs.begin(turn, work.kind, work.task)

    # Despite the gate: with a reason in words.

    def _ask_reason(self, turn: Turn, values: Sequence[str]) -> Sequence[Draft]:
        task = {"number": int(values[0])}
        self._job_folder.delete(_reason_of(turn))
        self._job_folder.begin(_reason_of(turn), "publish", turn.person, task, "asked")
        return [*toast(turn.query), *change_buttons(turn.message), *say_text(admin.WHY_ANYWAY)]

    async def _reason(self, turn: Turn) -> Finish | None:
        """Take words as the reason that was asked for."""
        work = self._job_folder.get(_reason_of(turn))
        if work is None or "reason" in work.task:
            return None
        if time.time() - work.at > ASKED_S:
            self._job_folder.delete(work.id)
            return None
        reason = " ".join(turn.text.split())[:LONGEST_REASON]
        if len(reason) < admin.SHORTEST_REASON:
            return lambda: say_text(admin.EMPTY_REASON)
        number = int(work.task["number"])

        def finish() -> Sequence[Draft]:
            self._job_folder.save(replace(work, task={"number": number, "reason": reason}))
            rows = (
                ((admin.YES_PUBLISH, for_admin("force", number)),),
                ((admin.LEAVE, for_admin("no", work.id)),),
            )
            return say(admin.sure_anyway(number, reason), rows)

        return finish

    async def _end_reason(self, turn: Turn) -> Finish | None:
        """Ask for no reason any more once a command comes."""
        work = self._job_folder.get(_reason_of(turn))
        if work is None or "reason" in work.task:
            return None
        self._job_folder.delete(work.id)
        return (lambda: say_text(admin.NOTHING_DONE)) if turn.command == "cancel" else None

    def _force(self, turn: Turn, values: Sequence[str]) -> Sequence[Draft]:
        asked = self._job_folder.get(_reason_of(turn))
        if asked is None or asked.task.get("number") != int(values[0]) or "reason" not in asked.task:
            return old_button(turn, admin.OLD_BUTTON)
        drafts = self._jobs.begin(turn, "publish", asked.task)
        self._job_folder.delete(asked.id)
        return drafts


def _reason_of(turn: Turn) -> str:
    return f"r{turn.person}"


def _builds(home: Path, who: Mapping[str, str]) -> list[Draft]:
    """List the builds, and offer what can be done with them.

    Args:
        who: names of admins by how the log calls them.
    """
    try:
        rows = listed(home)
        waiting, earlier, now = candidate(home), before(home), live_number(home)
    except UserError as error:
        return say_text(error.told)
    if not rows:
        return say_text(admin.NO_BUILDS)
    buttons = [((f"{admin.PUBLISH} build {waiting}", for_admin("pub", waiting)),)] if waiting else []
    if earlier and now:
        buttons.append(((f"{admin.UNDO}: build {now}", for_admin("back", earlier, now)),))
    return say(admin.builds(rows, who), buttons)


def _ask_publish(home: Path, number: int | None) -> list[Draft]:
    """Ask whether a build is to go live: the newest that never was, unless one is named."""
    try:
        wanted, now = number or candidate(home), live_number(home)
    except UserError as error:
        return say_text(error.told)
    if wanted is None or wanted not in numbers(home):
        return say_text(
            admin.NOTHING_WAITS if number is None else f"There is no build {number}: see /builds."
        )
    rows = (((admin.YES_PUBLISH, for_admin("go", wanted)),), ((admin.LEAVE, LEAVE),))
    return say_text(admin.sure_publish(wanted, now if now != wanted else None), rows)


def _ask_back(home: Path, number: int | None) -> list[Draft]:
    """Ask whether the live build is to be taken back: to the one before it, unless another is named."""
    try:
        wanted, now = number or before(home), live_number(home)
    except UserError as error:
        return say_text(error.told)
    if now is None or wanted is None:
        return say_text(admin.NONE_BEFORE if now else admin.NO_BUILDS)
    rows = (((admin.YES_UNDO, for_admin("undo", wanted, now)),), ((admin.LEAVE, LEAVE),))
    return say_text(admin.sure_undo(wanted, now), rows)
