"""Documents, for admins: /documents, files they send, and documents that are removed."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from telegram.error import TelegramError

from bot.jobs.documents import safe_name
from bot.jobs.job import Job, JobFolder
from bot.telegram.calls import Call
from bot.telegram.delivery import Sender
from bot.telegram.files import MOST, Files
from bot.telegram.handlers import DOCUMENTS, at_once
from bot.telegram.handlers.admin import AdminOnly, old_button
from bot.telegram.handlers.conversation import Conversation, Typing
from bot.telegram.jobs import Jobs, job_id
from bot.telegram.keyboards import LEAVE, Row, for_admin
from bot.telegram.render import Draft, change, change_buttons, say, say_text, toast
from bot.telegram.turn import File, Finish, Turn
from bot.text import admin, staff
from bot.text.documents import counts
from knowledge.catalogue import Catalogue
from knowledge.model import UserError

MOST_BUTTONS = 40
"""Documents that can be removed by a button; a keyboard has at most 100, and nobody scrolls through those."""
ANSWER_S = 5.0


class DocumentHandlers:
    """Handles documents."""

    def __init__(
        self,
        home: Path,
        job_folder: JobFolder,
        jobs: Jobs,
        files: Files,
        typing: Typing,
        conversation: Conversation,
        sender: Sender,
    ) -> None:
        self._home, self._job_folder, self._jobs, self._files = home, job_folder, jobs, files
        self._typing, self._conversation, self._sender = typing, conversation, sender

    def add_to(self, only: AdminOnly) -> None:
        """Add the handlers."""
        only.add_command("documents", self._list)
        only.add_message(DOCUMENTS, at_once(self._ask_what))
        only.add_press("doc", self._take_as_framework)
        only.add_press("job", self._take_as_job_description)
        only.answer_press("no", self._leave)
        only.add_press("rm", self._ask_remove)
        only.add_press("del", self._remove)

    async def _list(self, _: Turn) -> Finish:
        drafts = await asyncio.to_thread(_documents, self._home)
        return lambda: drafts

    # A file: for everyone, or the admin's own?

    def _ask_what(self, turn: Turn) -> Sequence[Draft]:
        file, id_ = turn.file, job_id(turn)
        assert file is not None
        if (file.size or 0) > MOST:
            return say_text(staff.too_big(MOST // 1_000_000))
        task: dict[str, Any] = {
            "upload": id_,
            "name": safe_name(file.name),
            "file": {"id": file.id, "name": file.name, "size": file.size},
            "message": turn.message,
        }
        rows = (
            ((admin.FRAMEWORK, for_admin("doc", id_)),),
            ((admin.JOB, for_admin("job", id_)),),
            ((admin.LEAVE, for_admin("no", id_)),),
        )
        self._job_folder.begin(id_, "add", turn.person, task, "asked")
        return say(admin.what_is_it(task["name"]), rows)

    async def _take_as_framework(self, turn: Turn, values: Sequence[str]) -> Finish:
        work = self._asked(turn.person, values[0])
        if work is None:
            return lambda: old_button(turn, admin.OLD_BUTTON)
        await self._end_press(turn, admin.READING_NOW)
        async with self._typing.shown(turn):
            data = await self._files.fetch(_file(work))
        if data is None:
            return lambda: say_text(staff.COULD_NOT_FETCH)
        if len(data) > MOST:
            return lambda: say_text(staff.too_big(MOST // 1_000_000))
        name = str(work.task["name"])
        await asyncio.to_thread((self._job_folder.folder(work.id) / name).write_bytes, data)

        def finish() -> Sequence[Draft]:
            self._job_folder.save(replace(work, state="waiting", at=time.time()))
            self._jobs.begun()
            return change(turn.message, admin.taken_as(name, admin.FRAMEWORK))

        return finish

    async def _take_as_job_description(self, turn: Turn, values: Sequence[str]) -> Finish:
        work = self._asked(turn.person, values[0])
        if work is None:
            return lambda: old_button(turn, admin.OLD_BUTTON)
        await self._end_press(turn, admin.READING_NOW)
        # The text of a press is the button's data, no words of the person.
        sent = replace(turn, kind="file", text="", file=_file(work), message=work.task["message"], query=None)
        taken = await self._conversation.read(sent)

        def finish() -> Sequence[Draft]:
            self._job_folder.delete(work.id)
            label = admin.taken_as(str(work.task["name"]), admin.JOB)
            return [*change(turn.message, label), *taken()]

        return finish

    def _leave(self, turn: Turn, values: Sequence[str]) -> Sequence[Draft]:
        if values and (work := self._job_folder.get(values[0])) and work.person == turn.person:
            self._job_folder.delete(work.id)
        return [*toast(turn.query, admin.NOTHING_DONE), *change_buttons(turn.message)]

    async def _ask_remove(self, turn: Turn, values: Sequence[str]) -> Finish:
        name = await asyncio.to_thread(_named, self._home, values[0])
        if name is None:
            return lambda: old_button(turn, admin.OLD_BUTTON)
        rows = (((admin.YES_REMOVE, for_admin("del", values[0])),), ((admin.LEAVE, LEAVE),))
        return lambda: [*toast(turn.query), *say_text(admin.sure_remove(name), rows)]

    async def _remove(self, turn: Turn, values: Sequence[str]) -> Finish:
        name = await asyncio.to_thread(_named, self._home, values[0])
        if name is None:
            return lambda: old_button(turn, admin.OLD_BUTTON)
        return lambda: self._jobs.begin(turn, "remove", {"name": name})

    def _asked(self, person: int, id_: str) -> Job | None:
        work = self._job_folder.get(id_)
        return work if work and work.person == person and work.state == "asked" else None

    async def _end_press(self, turn: Turn, text: str) -> None:
        """End a press at once: Telegram shows a clock on the button for as long as it is not ended."""
        with suppress(TimeoutError, TelegramError):
            async with asyncio.timeout(ANSWER_S):
                await self._sender.make(turn.chat, Call("answer", text, query=turn.query))


def _file(work: Job) -> File:
    return File(**work.task["file"])


def _documents(home: Path) -> list[Draft]:
    """List the documents, each with a button that removes it."""
    try:
        names = _catalogued(home)
    except UserError as error:
        return say_text(error.told)
    if not names:
        return say_text(admin.NO_DOCUMENTS)
    labelled = [
        (f"Remove {place}", for_admin("rm", _digest(row[0])))
        for place, row in enumerate(names[:MOST_BUTTONS], 1)
    ]
    rows: list[Row] = [tuple(labelled[n : n + 3]) for n in range(0, len(labelled), 3)]
    return say(admin.documents(names), [((admin.SEE, for_admin("see")),), *rows])


def _named(home: Path, wanted: str) -> str | None:
    """Return the name of the document whose digest a button carries; None where it is there no more."""
    try:
        return next((row[0] for row in _catalogued(home) if _digest(row[0]) == wanted), None)
    except UserError:
        return None


def _digest(name: str) -> str:
    """Return what stands for a document's name on a button, which has 64 bytes."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def _catalogued(home: Path) -> list[tuple[str, str, int, str]]:
    if not (home / "catalogue.db").exists():
        return []
    with Catalogue(home / "catalogue.db") as catalogue:
        rows = catalogue.documents()
    return [(row.name, row.kind, row.revision, counts(asdict(row.counts))) for row in rows]
