"""Pictures and documents, drawn and written on other threads when they are sent: no copy of them is kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog

from bot.guidance.editions import Editions
from bot.reports.ladder import draw
from bot.reports.profile_chart import profile_chart
from bot.store import Database, privacy
from bot.store.people import People
from bot.store.queue import Outbox
from bot.telegram.calls import Call
from bot.telegram.clock import now
from bot.telegram.memory import Memory, report_of
from bot.text import reports as report_text

AT_ONCE = 2
"""Things made at once: there are two cores, and one is for the event loop and the guide."""
Made = tuple[bytes, str]
log = structlog.get_logger(__name__)


class Making:
    """Makes what calls send.

    Args:
        store: the SQLite file; each thread opens it for itself.
        editions: carries levels of older editions to the newest.
    """

    def __init__(self, store: Path, editions: Editions) -> None:
        self._store, self._editions = store, editions
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def make(self, person: int, call: Call) -> Made | None:
        """Return the bytes and the name of what a call sends, None where it is there no more."""
        made = call.made or {}
        async with self._turns:
            if "ladders" in made:
                return await asyncio.to_thread(_ladders, made)
            return await asyncio.to_thread(self._from_store, person, made)

    def _from_store(self, person: int, made: Mapping[str, Any]) -> Made | None:
        makers: dict[str, Callable[[Memory, int, Any], Made | None]] = {
            "profile": _profile,
            "suggestion": _assessment,
            "export": _export,
            "report": self._report,
        }
        kind = next(iter(made))
        with Database(self._store) as database:
            memory = Memory(database, People(database), Outbox(database))
            if memory.chat(person) is None:
                return None
            return makers[kind](memory, person, made[kind])

    def _report(self, memory: Memory, person: int, _: object) -> Made | None:
        from bot.reports.profile import profile_pdf

        reports = memory.reports(person)
        if not reports:
            return None
        newer = report_text.newer(self._editions.renewed(memory.held(person)))
        return profile_pdf({"at": now(), "assessments": reports, "newer": newer}), "rung-profile.pdf"


def _ladders(made: Mapping[str, Any]) -> Made:
    return draw(made["ladders"]), "ladder.png"


def _profile(memory: Memory, person: int, _: object) -> Made | None:
    reports = memory.reports(person)
    return (profile_chart(reports), "profile.png") if reports else None


def _assessment(memory: Memory, person: int, suggestion: int) -> Made | None:
    from bot.reports.assessment import assessment_pdf

    found = memory.siblings(person, suggestion)
    return (assessment_pdf(report_of(found)), "rung-assessment.pdf") if found else None


def _export(memory: Memory, person: int, _: object) -> Made:
    held = privacy.export(memory.database, person)
    return json.dumps(held, ensure_ascii=False, indent=2).encode(), "rung-export.json"
