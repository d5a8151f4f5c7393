"""Jobs that admins start: begun by a press, followed in one message that changes, and their results."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from bot.jobs.compare import summary
from bot.jobs.job import Job, JobFolder, Kind
from bot.jobs.runner import JobRunner
from bot.store import Database
from bot.store.people import People
from bot.store.queue import Outbox
from bot.telegram import table_mapping
from bot.telegram.calls import Call
from bot.telegram.keyboards import LEAVE, for_admin
from bot.telegram.render import Draft, change_buttons, post, say, say_text, toast
from bot.telegram.turn import Turn
from bot.text import admin, mapping
from bot.text.admin import MOST_SHOWN
from bot.text.documents import doing

CHANNEL = "t"
"""The letter that ids of this channel's jobs begin with."""
LOOK_S, EDIT_S, REST_S = 0.3, 1.5, 60.0
"""Seconds between looks at jobs under way, between edits of a message, between looks without any."""
QUICK_S = 20.0
"""Work that took longer is told in a message of its own: a change of one rings no bell."""
log = structlog.get_logger(__name__)


class Jobs:
    """Begins and follows the jobs of this channel."""

    def __init__(
        self,
        job_folder: JobFolder,
        runner: JobRunner,
        database: Database,
        wake: Callable[[int], None],
    ) -> None:
        self._job_folder, self._runner = job_folder, runner
        self._db, self._wake = database, wake
        self._outbox, self._people = Outbox(database), People(database)
        self._next_look = 0.0
        self._said: dict[str, tuple[str, float]] = {}
        self._done: set[str] = set()

    def begin(self, turn: Turn, kind: Kind, task: Any) -> Sequence[Draft]:
        """Begin a job; the update it came by is its id, so that it is begun once."""
        self._job_folder.begin(job_id(turn), kind, turn.person, task)
        self.begun()
        return [*toast(turn.query), *(change_buttons(turn.message) if turn.query else [])]

    def begun(self) -> None:
        """Look at once: there is something new."""
        self._next_look = 0.0

    async def look(self) -> None:
        """Follow what is under way; what was so when the bot was last stopped comes first."""
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + REST_S
        try:
            busy = await self._look()
        except OSError:
            log.exception("jobs not followed")
            return
        if busy:
            self.begun()

    async def _look(self) -> bool:
        busy = False
        for work in await asyncio.to_thread(self._job_folder.all):
            if self._people.by_id(work.person) is None and (work.finished or work.state == "asked"):
                # What somebody handed in goes with them.
                self._job_folder.delete(work.id)
            elif work.id.startswith(CHANNEL) and work.state != "asked" and work.id not in self._done:
                busy |= await self._follow(work)
        if not busy:
            self._job_folder.sweep()
        return busy

    async def _follow(self, work: Job) -> bool:
        """Tell how far a piece of work is, or what came of it. Return whether there is more to come."""
        notes = self._job_folder.notes(work.id)
        if notes.get("told"):
            self._done.add(work.id)
            return False
        if work.finished:
            self._tell(work, notes.get("letter"))
            return False
        if (
            await asyncio.to_thread(self._job_folder.interrupted, work.id)
            and notes.get("resumed") != work.tries
        ):
            self._job_folder.note(work.id, resumed=work.tries)
            self._say(work, admin.GOING_ON)
        await asyncio.to_thread(self._runner.ensure_running, work)
        waits = work.state == "waiting" and time.time() - work.at > 1 and self._job_folder.busy()
        self._say(work, admin.WAITS if waits else doing(work.phase, work.done, work.total))
        return True

    def _say(self, work: Job, text: str) -> None:
        """Let the one message about a piece of work say how far it is, not too often."""
        last, at = self._said.get(work.id, ("", 0.0))
        if text == last or (last and text != admin.GOING_ON and time.monotonic() - at < EDIT_S):
            return
        self._said[work.id] = (text, time.monotonic())
        with self._db.transaction():
            self._put(work, say_text(text)[0].call, self._job_folder.notes(work.id).get("letter"))
        self._wake(work.person)

    def _put(self, work: Job, call: Call, letter: int | None) -> None:
        """Change the message about a piece of work, or begin it."""
        if self._people.by_id(work.person) is None:
            return
        if letter and self._outbox.has(letter):
            self._outbox.add(work.person, call.but(deed="edit").to_json(), edits=letter)
        else:
            added = self._outbox.add(work.person, call.to_json(), lasting=True)
            self._job_folder.note(work.id, letter=added)

    def _tell(self, work: Job, letter: int | None) -> None:
        """Tell what came of a piece of work, and say so nowhere again.

        A kill just between the two tells it twice; that is better than never.
        """
        person = self._people.by_id(work.person)
        if person is not None and person.role == "admin":
            drafts = result(self._job_folder, work)
            with self._db.transaction():
                if time.time() - work.at < QUICK_S:
                    first, drafts = drafts[0], drafts[1:]
                    self._put(work, first.call, letter)
                elif letter:
                    self._put(work, say_text(admin.DONE)[0].call, letter)
                post(self._outbox, work.person, drafts)
            self._wake(work.person)
        self._job_folder.note(work.id, told=True)
        self._done.add(work.id)


def job_id(turn: Turn) -> str:
    """Return the id of the job that a turn begins."""
    return f"{CHANNEL}{turn.update}"


def result(job_folder: JobFolder, work: Job) -> list[Draft]:
    """Draft what came of a piece of work."""
    if work.state == "failed":
        return say_text(work.problem, (((admin.AGAIN, for_admin("again", work.id)),),))
    tellers: dict[str, Callable[[JobFolder, Job], list[Draft]]] = {
        "add": _added,
        "remove": _removed,
        "compare": _compared,
        "publish": _published,
        "roll back": _taken_back,
    }
    return tellers[work.kind](job_folder, work)


def _added(_: JobFolder, work: Job) -> list[Draft]:
    if work.result["outcome"] == "unmapped":
        upload = str(work.task["upload"])
        return say(*table_mapping.overview(upload, work.result))
    if work.result["outcome"] == "asks":
        options = mapping.options(work.result["relation"]).items()
        rows = tuple(((label, for_admin("as", work.id, answer)),) for answer, label in options)
        return say_text(f"{work.result['document']}: {mapping.related(work.result['relation'])}", rows)
    rows = (((admin.SEE, for_admin("see")),),) if work.result["outcome"] != "refused" else ()
    drafts = say(admin.added(work.result), rows)
    if len(work.result["problems"]) > MOST_SHOWN:
        drafts.append(Draft(Call("document", made={"problems": work.id})))
    return drafts


def _removed(_: JobFolder, work: Job) -> list[Draft]:
    rows = (((admin.SEE, for_admin("see")),),)
    return say_text(admin.removed(str(work.task["name"]), bool(work.result["removed"])), rows)


def _compared(job_folder: JobFolder, work: Job) -> list[Draft]:
    number, live = work.result["number"], work.result["live"]
    rows = () if live else (((admin.PUBLISH, for_admin("pub", number)),), ((admin.LEAVE, LEAVE),))
    found = job_folder.comparison(work.id)
    drafts = say(admin.difference(work.result, found, summary(found) if found else ()), rows)
    if not work.result["nothing"]:
        drafts.append(Draft(Call("document", made={"difference": work.id})))
    return drafts


def _published(_: JobFolder, work: Job) -> list[Draft]:
    number, against = work.result["number"], work.result["against"]
    if not work.result["live"]:
        rows = (((admin.ANYWAY, for_admin("why", number)),), ((admin.LEAVE, LEAVE),))
        return say(admin.published(work.result), rows)
    back = (((admin.UNDO, for_admin("back", against, number)),),) if against else ()
    return say(admin.published(work.result), back)


def _taken_back(_: JobFolder, work: Job) -> list[Draft]:
    text = admin.taken_back(work.result)
    if not work.result["live"] or "was" not in work.result:
        return say_text(text)
    was = work.result["was"]
    return say_text(text, (((f"{admin.PUBLISH} build {was} again", for_admin("pub", was)),),))
