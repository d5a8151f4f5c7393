"""The PDF report of one assessment: activities, levels, evidence and next steps."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.guidance import grammar
from bot.guidance.conclusions import answered, placing
from bot.guidance.model import Conclusion, Given, NextStep, Suggestion
from bot.reports.ladder import draw
from bot.reports.model import AssessmentReport
from bot.reports.pdf import PdfDocument
from bot.text import reports, suggestions
from bot.text.levels import level_sentence, suggested_levels

_LONGEST_WORDS = 400
"""Characters of a person's words beside a statement; they stand whole under "What you said"."""
_LONGEST_STATEMENT = 700
_LONGEST_NAME = 160
_PICTURE = 104
"""Millimetres across a ladder."""


def assessment_pdf(assessment: AssessmentReport) -> bytes:
    """Return the report of an assessment as PDF, A4; the same bytes for the same assessment."""
    conclusions = assessment["conclusions"]
    at, build = assessment["at"], assessment["build"]
    name = grammar.shorten(assessment.get("name", ""), _LONGEST_NAME)
    title = grammar.shorten(reports.assessment_title(conclusions), _LONGEST_NAME)
    paper = PdfDocument(
        title,
        reports.made(at, build, name),
        at,
        json.dumps(assessment, ensure_ascii=False) + title,
        lambda number, of: reports.page(at, build, number, of),
    )
    paper.title(title, reports.made(at, build, name))
    _levels(paper, conclusions)
    paper.heading(reports.SAID)
    paper.points([(words, "") for words in assessment["activities"]], numbered=True)
    placed, beyond = placing(conclusions)
    for conclusion in (*placed, *beyond):
        _framework(paper, conclusion, conclusion in beyond, answered(assessment["given"]))
    _answers(paper, assessment["given"])
    paper.box(reports.A_PERSON_DECIDES, reports.DECIDES_NOTE)
    return paper.done()


def _levels(paper: PdfDocument, conclusions: Sequence[Conclusion]) -> None:
    """Write the table of levels, a row per framework."""
    if not conclusions:
        paper.text(reports.NOT_PLACED)
        return
    rows = []
    placed, beyond = placing(conclusions)
    for each in (*placed, *beyond):
        suggestion, over = each["suggestion"], each in beyond
        level = reports.still_ahead(each) if over else _first_upper(suggested_levels(suggestion))
        names = (each["ladder"]["framework"], each["ladder"]["skill"], level)
        rows.append(tuple(grammar.shorten(text, _LONGEST_NAME) for text in names))
    paper.table((reports.FRAMEWORK, reports.SKILL, reports.LEVEL), rows, (26, 34, 40))


def _framework(paper: PdfDocument, conclusion: Conclusion, over: bool, asked: bool) -> None:
    suggestion, ladder = conclusion["suggestion"], conclusion["ladder"]
    # The heading stands on the page of its picture.
    paper.heading(ladder["framework"], room=100)
    if over:
        paper.text(reports.still_ahead(conclusion))
        return
    paper.text(level_sentence(suggestion, asked))
    paper.space(2)
    paper.picture(draw([ladder]), suggestions.alt_text([ladder]), _PICTURE)
    _evidence(paper, suggestion)
    if said := suggestions.missing(suggestion):
        paper.subheading(reports.ABOVE)
        paper.text(said)
    _steps(paper, suggestion["next_steps"])


def _evidence(paper: PdfDocument, suggestion: Suggestion) -> None:
    """Write the person's words beside the statements they match."""
    paper.subheading(reports.WHY, room=34)
    if not suggestion["evidence"]:
        paper.text(reports.NO_EVIDENCE)
        return
    rows = [
        (
            f"“{grammar.shorten(suggestions.quoted(each), _LONGEST_WORDS)}”",
            grammar.shorten(each["descriptor"], _LONGEST_STATEMENT)
            + "\n"
            + reports.said_at(
                each["descriptor_level"], each["source"]["document"], each["source"]["location"]
            ),
        )
        for each in suggestion["evidence"]
    ]
    paper.table((reports.YOUR_WORDS, reports.MATCHES), rows, (42, 58))


def _steps(paper: PdfDocument, steps: Sequence[NextStep]) -> None:
    if not steps:
        return
    paper.subheading(reports.NEXT_STEPS, room=26)
    paper.points([(_step(each), reports.source(**each["source"])) for each in steps])


def _step(step: NextStep) -> str:
    return f"{reports.STEP[step['kind']]}: {suggestions.step_text(step, _LONGEST_STATEMENT)}"


def _answers(paper: PdfDocument, given: Sequence[Given]) -> None:
    """Write the questions and answers."""
    if not given:
        return
    paper.heading(reports.QUESTIONS)
    rows = [
        (
            grammar.shorten(each["question"]["fact"], _LONGEST_STATEMENT),
            str(each["question"]["level"]),
            reports.answer(each["choice"]),
        )
        for each in given
    ]
    paper.table((reports.STATEMENT, reports.LEVEL, reports.ANSWER), rows, (68, 12, 20))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
