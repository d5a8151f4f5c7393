"""Pictures and documents, drawn and written on other threads when they are sent: no copy of them is kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog

from bot.guidance.editions import Editions
from bot.jobs.job import JobFolder
from bot.reports.model import ProfileReport, ReportedGoal
from bot.store import Database, assessments, privacy
from bot.store.goals import Goals
from bot.store.people import People
from bot.store.plans import Plans
from bot.telegram.calls import Call
from bot.telegram.records import Records, report_of
from bot.text import reports as report_text
from bot.times import now

CONCURRENT = 2
"""Things made at once: there are two cores, and one is for the event loop and the guide."""
Made = tuple[bytes, str]
log = structlog.get_logger(__name__)


class Attachments:
    """Makes what calls send.

    Args:
        store: the SQLite file; each thread opens it for itself.
    """

    def __init__(self, store: Path, editions: Editions, job_folder: JobFolder) -> None:
        self._store, self._editions, self._job_folder = store, editions, job_folder
        self._turns = asyncio.Semaphore(CONCURRENT)

    async def make(self, person: int, call: Call) -> Made | None:
        """Return the bytes and the name of what a call sends, None where it is there no more."""
        made = call.made or {}
        async with self._turns:
            if "ladders" in made:
                return await asyncio.to_thread(_ladders, made)
            if "gap" in made:
                return await asyncio.to_thread(_gap, made)
            if "difference" in made:
                return await asyncio.to_thread(self._difference, str(made["difference"]))
            if "problems" in made:
                return await asyncio.to_thread(self._problems, str(made["problems"]))
            return await asyncio.to_thread(self._from_store, person, made)

    def _from_store(self, person: int, made: Mapping[str, Any]) -> Made | None:
        makers: dict[str, Callable[[Records, int, Any], Made | None]] = {
            "profile": _profile,
            "suggestion": _assessment,
            "export": _export,
            "report": self._report,
            "sheet": _sheet,
        }
        kind = next(iter(made))
        with Database(self._store) as database:
            if People(database).chat_of(person) is None:
                return None
            return makers[kind](Records(database), person, made[kind])

    def _report(self, records: Records, person: int, _: object) -> Made | None:
        from bot.reports.profile import profile_pdf

        reports = records.reports(person)
        if not reports:
            return None
        newer = report_text.newer(self._editions.renewed(assessments.held_levels(records.database, person)))
        profile: ProfileReport = {"at": now(), "assessments": reports, "newer": newer}
        profile["goals"] = _goals(records, person)
        return profile_pdf(profile), "rung-profile.pdf"

    def _difference(self, id_: str) -> Made | None:
        from bot.jobs.comparison_page import page

        found = self._job_folder.comparison(id_)
        return (page(found).encode(), f"build-{found['after']}-changes.html") if found else None

    def _problems(self, id_: str) -> Made | None:
        from bot.text.documents import problems_file

        work = self._job_folder.get(id_)
        return (problems_file(work.result).encode(), "problems.txt") if work else None


def _goals(records: Records, person: int) -> list[ReportedGoal]:
    goals, plan = Goals(records.database), Plans(records.database)
    due = {each.goal: each.due_at for each in goals.reminders_of(person)}
    steps = {each.id: each for each in plan.of(person)}
    told: list[ReportedGoal] = []
    for each in goals.of(person):
        if each.done_at is None:
            goal: ReportedGoal = {
                "skill": each.skill_name,
                "level": each.level,
                "text": each.text,
                "due_at": due.get(each.id),
            }
            if step := steps.get(each.id):
                goal |= {"role": step.role, "done_when": step.done_when, "due_at": step.due_at}
            told.append(goal)
    return told


def _sheet(records: Records, person: int, _: object) -> Made | None:
    from bot.reports.sheet import sheet_pdf

    reports = records.reports(person)
    if not reports:
        return None
    profile: ProfileReport = {"at": now(), "assessments": reports, "name": records.person(person).name}
    profile["goals"] = _goals(records, person)
    return sheet_pdf(profile), "rung-conversation-sheet.pdf"


def _ladders(made: Mapping[str, Any]) -> Made:
    from bot.reports.ladder import draw

    return draw(made["ladders"]), "ladder.png"


def _gap(made: Mapping[str, Any]) -> Made:
    from bot.reports.role_bars import draw

    return draw(made["gap"]), "role.png"


def _profile(records: Records, person: int, _: object) -> Made | None:
    from bot.reports.profile_chart import profile_chart

    reports = records.reports(person)
    return (profile_chart(reports), "profile.png") if reports else None


def _assessment(records: Records, person: int, suggestion: int) -> Made | None:
    from bot.reports.assessment import assessment_pdf

    found = records.siblings(person, suggestion)
    return (assessment_pdf(report_of(found)), "rung-assessment.pdf") if found else None


def _export(records: Records, person: int, _: object) -> Made:
    held = privacy.export(records.database, person)
    return json.dumps(held, ensure_ascii=False, indent=2).encode(), "rung-export.json"
