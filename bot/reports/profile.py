"""The PDF report of a profile: skills, goals and a summary of every assessment."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from bot.guidance import grammar
from bot.guidance.conclusions import placing
from bot.reports.model import AssessmentReport, ProfileReport, ReportedGoal
from bot.reports.pdf import PdfDocument
from bot.reports.profile_chart import chart
from bot.reports.progress import SkillProgress, standings
from bot.text import editions, reports
from bot.text.levels import suggested_levels

_LONGEST, _LONGEST_NAME = 400, 160
_PICTURE = 174
"""Millimetres across a chart."""
_SKILLS_A_CHART = 9
"""As many of one framework as fit on a page at that width; a taller chart is made narrower."""


def profile_pdf(profile: ProfileReport) -> bytes:
    """Return the report of a profile as PDF, A4; the same bytes for the same profile."""
    at, name = profile["at"], grammar.shorten(profile.get("name", ""), _LONGEST_NAME)
    title = reports.profile_title(name)
    paper = PdfDocument(
        title,
        reports.day(at),
        at,
        json.dumps(profile, ensure_ascii=False) + title,
        lambda number, of: reports.page(at, None, number, of),
    )
    paper.title(title, reports.day(at))
    found = standings(profile["assessments"])
    if found:
        for start in range(0, len(found), _SKILLS_A_CHART):
            shown = found[start : start + _SKILLS_A_CHART]
            paper.picture(chart(shown), reports.profile_alt(shown), _PICTURE)
        _skills(paper, found)
    else:
        paper.text(reports.NOTHING_YET)
    if newer := profile.get("newer"):
        paper.heading(editions.HEADING)
        paper.points([(grammar.shorten(each["told"], _LONGEST), each["was"]) for each in newer])
    if goals := profile.get("goals"):
        paper.heading(reports.GOALS)
        paper.points([(_goal(goal), reports.aims_at(goal["skill"], goal["level"])) for goal in goals])
    _assessments(paper, profile["assessments"])
    paper.box(reports.A_PERSON_DECIDES, reports.DECIDES_NOTE)
    return paper.done()


def skill_rows(
    found: Sequence[SkillProgress], last: Callable[[SkillProgress], str]
) -> list[tuple[str, str, str, str]]:
    """Return a table's rows: skill, framework, level and its change, and a last cell."""
    return [
        (
            grammar.shorten(each.skill, _LONGEST_NAME),
            grammar.shorten(each.framework, _LONGEST_NAME),
            reports.level_and_change(each),
            last(each),
        )
        for each in found
    ]


def _skills(paper: PdfDocument, found: Sequence[SkillProgress]) -> None:
    paper.heading(reports.SKILLS)
    head = (reports.SKILL, reports.FRAMEWORK, reports.LEVEL, reports.WHEN)
    paper.table(head, skill_rows(found, reports.date_of), (30, 20, 32, 18))


def _goal(goal: ReportedGoal) -> str:
    return f"{grammar.shorten(goal['text'], _LONGEST)}{reports.until(goal.get('due_at'))}"


def _assessments(paper: PdfDocument, assessments: Sequence[AssessmentReport]) -> None:
    """Write a summary of each assessment: levels and activities."""
    if not assessments:
        return
    paper.heading(reports.HISTORY, room=50)
    for each in sorted(assessments, key=lambda one: one["at"], reverse=True):
        paper.subheading(reports.made(each["at"], each["build"], ""), room=30)
        placed, beyond = placing(each["conclusions"])
        for conclusion in placed:
            paper.text(f"{reports.which(conclusion)}: {suggested_levels(conclusion['suggestion'])}")
        for conclusion in beyond:
            paper.text(f"{reports.which(conclusion)}: {reports.still_ahead(conclusion)}")
        paper.points([(grammar.shorten(words, _LONGEST), "") for words in each["activities"]])
