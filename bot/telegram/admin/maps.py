"""Presses on the buttons of a mapping. What was put right is noted beside the work that has the file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.jobs.job import Kind, Work, Works
from bot.telegram.admin import mapping
from bot.telegram.drafts import Draft, Finish, change, toast
from bot.telegram.incoming import Incoming
from bot.text import admin
from knowledge.importer import levels_in
from knowledge.model import DocumentError
from knowledge.table_mapping import FIELDS

Begin = Callable[[Incoming, Kind, int, Any], Sequence[Draft]]
Press = Callable[[int, Incoming, list[str]], Awaitable[Finish]]


class Maps:
    """Takes presses on mappings.

    Args:
        works: of the home.
        begin: begins a piece of work.
    """

    def __init__(self, works: Works, begin: Begin) -> None:
        self._works, self._begin = works, begin
        self.presses: dict[str, Press] = {
            "col": self._columns,
            "set": self._set,
            "lev": self._order,
            "next": self._next,
            "take": self._take,
        }

    async def _columns(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        found = self._found(person, said[0])
        if found is None or said[1] not in FIELDS:
            return lambda: toast(incoming.query, admin.GONE)
        return _shown(incoming, mapping.columns(said[0], said[1], found))

    async def _set(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        found = self._found(person, said[0])
        if found is None or said[1] not in FIELDS:
            return lambda: toast(incoming.query, admin.GONE)
        column = "" if said[2] == "none" else str(found["header"][int(said[2])])
        changed = mapping.with_column(found["mapping"], said[1], column)
        if changed["columns"].get("level", "") != found["mapping"]["columns"].get("level", ""):
            changed["levels"] = await self._levels(said[0], changed["columns"].get("level", ""))
        return self._kept(incoming, said[0], found | {"mapping": changed}, [])

    async def _order(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        found = self._found(person, said[0])
        if found is None:
            return lambda: toast(incoming.query, admin.GONE)
        self._works.note(said[0], pressed=[])
        return _shown(incoming, mapping.order(said[0], found, []))

    async def _next(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        found = self._found(person, said[0])
        if found is None:
            return lambda: toast(incoming.query, admin.GONE)
        names = list(found["mapping"]["levels"])
        pressed = [*self._works.notes(said[0]).get("pressed", []), names[int(said[1])]]
        ordered = list(dict.fromkeys(pressed))
        if len(ordered) < len(names):
            self._works.note(said[0], pressed=ordered)
            return _shown(incoming, mapping.order(said[0], found, ordered))
        levels = {name: level for level, name in enumerate(ordered, 1)}
        changed = {**found["mapping"], "levels": levels}
        return self._kept(incoming, said[0], found | {"mapping": changed}, [])

    async def _take(self, person: int, incoming: Incoming, said: list[str]) -> Finish:
        found = self._found(person, said[0])
        if found is None:
            return lambda: toast(incoming.query, admin.GONE)
        if missing := mapping.lacking(found["mapping"]):
            return lambda: toast(incoming.query, admin.lacking(missing))
        task = {"upload": said[0], "name": found["document"], "mapping": found["mapping"]}
        return lambda: self._begin(incoming, "add", person, task)

    async def _levels(self, upload: str, column: str) -> dict[str, int]:
        work = self._works.get(upload)
        if work is None or not column:
            return {}
        path = self._works.folder(upload) / str(work.task["name"])
        try:
            return await asyncio.to_thread(levels_in, path, column)
        except DocumentError:
            return {}

    def _found(self, person: int, upload: str) -> dict[str, Any] | None:
        """Return what was suggested for a document, as it was put right so far."""
        work: Work | None = self._works.get(upload)
        if work is None or work.person != person or work.result.get("outcome") != "unmapped":
            return None
        return dict(work.result) | {
            "mapping": self._works.notes(upload).get("mapping", work.result["mapping"])
        }

    def _kept(self, incoming: Incoming, upload: str, found: dict[str, Any], pressed: list[str]) -> Finish:
        def finish() -> Sequence[Draft]:
            self._works.note(upload, mapping=found["mapping"], pressed=pressed)
            return _shown(incoming, mapping.overview(upload, found))()

        return finish


def _shown(incoming: Incoming, shown: mapping.Shown) -> Finish:
    pieces, rows = shown
    return lambda: [*toast(incoming.query), *change(incoming.message, pieces, rows)]
