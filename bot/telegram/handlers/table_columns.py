"""The columns of a table of unknown kind, put right by an admin; noted beside the job that has the file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from bot.jobs.job import JobFolder
from bot.telegram import table_mapping
from bot.telegram.handlers.admin import AdminOnly, Answer
from bot.telegram.jobs import Jobs
from bot.telegram.render import Draft, answer_press, toast
from bot.telegram.turn import Finish, Turn
from bot.text import admin
from knowledge.importer import levels_in
from knowledge.model import DocumentError
from knowledge.table_mapping import FIELDS


class TableColumnHandlers:
    """Handles the buttons of a table mapping."""

    def __init__(self, job_folder: JobFolder, jobs: Jobs) -> None:
        self._job_folder, self._jobs = job_folder, jobs

    def add_to(self, only: AdminOnly) -> None:
        """Add the handlers."""
        only.answer_press("col", self._of_upload(self._columns))
        only.add_press("set", self._set)
        only.answer_press("lev", self._of_upload(self._order))
        only.answer_press("next", self._of_upload(self._next))
        only.answer_press("take", self._of_upload(self._take))
        only.answer_press("as", self._settle)

    def _of_upload(self, take: Callable[[Turn, Sequence[str], dict[str, Any]], Sequence[Draft]]) -> Answer:
        """Return what answers a press about an upload, given what was suggested for it."""

        def answered(turn: Turn, said: Sequence[str]) -> Sequence[Draft]:
            found = self._found(turn.person, said[0])
            return take(turn, said, found) if found else toast(turn.query, admin.GONE)

        return answered

    def _columns(self, turn: Turn, said: Sequence[str], found: dict[str, Any]) -> Sequence[Draft]:
        if said[1] not in FIELDS:
            return toast(turn.query, admin.GONE)
        return answer_press(turn, *table_mapping.columns(said[0], said[1], found))

    async def _set(self, turn: Turn, said: Sequence[str]) -> Finish:
        found = self._found(turn.person, said[0])
        if found is None or said[1] not in FIELDS:
            return lambda: toast(turn.query, admin.GONE)
        column = "" if said[2] == "none" else str(found["header"][int(said[2])])
        changed = table_mapping.with_column(found["mapping"], said[1], column)
        if changed["columns"].get("level", "") != found["mapping"]["columns"].get("level", ""):
            changed["levels"] = await self._levels(said[0], changed["columns"].get("level", ""))
        return lambda: self._keep(turn, said[0], found | {"mapping": changed})

    def _order(self, turn: Turn, said: Sequence[str], found: dict[str, Any]) -> Sequence[Draft]:
        self._job_folder.note(said[0], pressed=[])
        return answer_press(turn, *table_mapping.order(said[0], found, []))

    def _next(self, turn: Turn, said: Sequence[str], found: dict[str, Any]) -> Sequence[Draft]:
        names = table_mapping.names_of(found["mapping"])
        pressed = [*self._job_folder.notes(said[0]).get("pressed", []), names[int(said[1])]]
        ordered = list(dict.fromkeys(pressed))
        if len(ordered) < len(names):
            self._job_folder.note(said[0], pressed=ordered)
            return answer_press(turn, *table_mapping.order(said[0], found, ordered))
        which = "level_columns" if found["mapping"]["level_columns"] else "levels"
        changed = {**found["mapping"], which: {name: level for level, name in enumerate(ordered, 1)}}
        return self._keep(turn, said[0], found | {"mapping": changed})

    def _take(self, turn: Turn, said: Sequence[str], found: dict[str, Any]) -> Sequence[Draft]:
        if missing := table_mapping.lacking(found["mapping"]):
            return toast(turn.query, admin.lacking(missing))
        task = {"upload": said[0], "name": found["document"], "mapping": found["mapping"]}
        return self._jobs.begin(turn, "add", task)

    def _settle(self, turn: Turn, said: Sequence[str]) -> Sequence[Draft]:
        asked = self._job_folder.get(said[0])
        if asked is None or asked.person != turn.person or asked.result.get("outcome") != "asks":
            return toast(turn.query, admin.GONE)
        identity = {"answer": said[1], "framework": asked.result["relation"]["framework"], "name": ""}
        return self._jobs.begin(turn, "add", {**asked.task, "identity": identity})

    async def _levels(self, upload: str, column: str) -> dict[str, int]:
        work = self._job_folder.get(upload)
        if work is None or not column:
            return {}
        path = self._job_folder.folder(upload) / str(work.task["name"])
        try:
            return await asyncio.to_thread(levels_in, path, column)
        except DocumentError:
            return {}

    def _found(self, person: int, upload: str) -> dict[str, Any] | None:
        """Return what was suggested for a document, as it was put right so far."""
        work = self._job_folder.get(upload)
        if work is None or work.person != person or work.result.get("outcome") != "unmapped":
            return None
        return dict(work.result) | {
            "mapping": self._job_folder.notes(upload).get("mapping", work.result["mapping"])
        }

    def _keep(self, turn: Turn, upload: str, found: dict[str, Any]) -> Sequence[Draft]:
        self._job_folder.note(upload, mapping=found["mapping"], pressed=[])
        return answer_press(turn, *table_mapping.overview(upload, found))
