"""The yearly conversation sheet as PDF: what a person did, where they stand, what they want."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.guidance import grammar
from bot.reports.model import AssessmentReport, ProfileReport, ReportedGoal
from bot.reports.pdf import PdfDocument
from bot.reports.profile import skill_rows
from bot.reports.progress import SkillProgress, standings
from bot.text import reports

YEAR = timedelta(days=366)
LINES = 6
"""Lines for handwriting."""
_LONGEST, _LONGEST_NAME = 400, 160


def sheet_pdf(profile: ProfileReport) -> bytes:
    """Return the sheet as PDF, A4; the same bytes for the same profile."""
    at, name = profile["at"], grammar.shorten(profile.get("name", ""), _LONGEST_NAME)
    title = f"{reports.SHEET}: {name}" if name else reports.SHEET
    paper = PdfDocument(
        title,
        reports.day(at),
        at,
        json.dumps(profile, ensure_ascii=False) + title,
        lambda number, of: reports.page(at, None, number, of),
    )
    paper.title(title, reports.day(at))
    _did(paper, _of_the_year(profile["assessments"], at))
    _stands(paper, standings(profile["assessments"]))
    _wants(paper, profile.get("goals", []))
    paper.heading(reports.NOTES, room=50)
    paper.lines(LINES)
    paper.box(reports.A_PERSON_DECIDES, reports.DECIDES_NOTE)
    return paper.done()


def _of_the_year(assessments: Sequence[AssessmentReport], at: str) -> list[AssessmentReport]:
    since = datetime.fromisoformat(at) - YEAR
    recent = (each for each in assessments if datetime.fromisoformat(each["at"]) >= since)
    return sorted(recent, key=lambda each: each["at"], reverse=True)


def _did(paper: PdfDocument, assessments: Sequence[AssessmentReport]) -> None:
    paper.heading(reports.DID)
    told = {words: each["at"] for each in reversed(assessments) for words in each["activities"]}
    paper.points([(grammar.shorten(words, _LONGEST), reports.day(when)) for words, when in told.items()])
    if not told:
        paper.text(reports.SHEET_EMPTY)


def _stands(paper: PdfDocument, found: Sequence[SkillProgress]) -> None:
    paper.heading(reports.STANDS)
    if not found:
        paper.text(reports.NOTHING_YET)
        return
    head = (reports.SKILL, reports.FRAMEWORK, reports.LEVEL, reports.CONFIRMED)
    paper.table(head, skill_rows(found, reports.confirmed), (26, 18, 28, 28))
    if rose := [each for each in found if each.rise]:
        paper.heading(reports.RISEN)
        paper.points([(reports.risen(each), grammar.shorten(each.now.because, _LONGEST)) for each in rose])


def _wants(paper: PdfDocument, goals: Sequence[ReportedGoal]) -> None:
    paper.heading(reports.WANTS)
    for role in dict.fromkeys(each.get("role", "") for each in goals):
        if role:
            paper.subheading(role)
        paper.points([_goal(each) for each in goals if each.get("role", "") == role])
    if not goals:
        paper.text(reports.NO_WISH)


def _goal(goal: ReportedGoal) -> tuple[str, str]:
    named = f"{reports.aims_at(goal['skill'], goal['level'])}{reports.until(goal.get('due_at'))}"
    return named, grammar.shorten(goal.get("done_when") or goal["text"], _LONGEST)
