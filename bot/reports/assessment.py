"""The report of one assessment: what was said, the level in every framework, why, and what next."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot import pictures
from bot.guidance.model import Conclusion, Given, NextStep, Suggestion, placing
from bot.reports.model import AssessmentReport
from bot.reports.paper import Paper
from bot.wording import en, papers, rephrase

_LONGEST_WORDS = 400
"""Characters of a person's words beside a statement; they stand whole under "What you said"."""
_LONGEST_STATEMENT = 700
_LONGEST_NAME = 160
_PICTURE = 104
"""Millimetres across a ladder."""


def assessment_pdf(assessment: AssessmentReport) -> bytes:
    """Print an assessment.

    Args:
        assessment: with any number of conclusions.

    Returns:
        a PDF, A4. The same assessment gives the same bytes.
    """
    conclusions = assessment["conclusions"]
    at, build = assessment["at"], assessment["build"]
    name = rephrase.shorten(assessment.get("name", ""), _LONGEST_NAME)
    title = rephrase.shorten(papers.assessment_title(conclusions), _LONGEST_NAME)
    paper = Paper(
        title,
        papers.made(at, build, name),
        at,
        json.dumps(assessment, ensure_ascii=False) + title,
        lambda number, of: papers.page(at, build, number, of),
    )
    paper.title(title, papers.made(at, build, name))
    _levels(paper, conclusions)
    paper.heading(papers.SAID)
    paper.points([(words, "") for words in assessment["activities"]], numbered=True)
    placed, beyond = placing(conclusions)
    for conclusion in (*placed, *beyond):
        _framework(paper, conclusion, conclusion in beyond)
    _answers(paper, assessment["given"])
    paper.box(papers.A_PERSON_DECIDES, papers.DECIDES_NOTE)
    return paper.done()


def _levels(paper: Paper, conclusions: Sequence[Conclusion]) -> None:
    """Say the level in every framework in one table."""
    if not conclusions:
        paper.text(papers.NOT_PLACED)
        return
    rows = []
    placed, beyond = placing(conclusions)
    for each in (*placed, *beyond):
        suggestion, over = each["suggestion"], each in beyond
        level = papers.still_ahead(each) if over else _first_upper(en.level_name(suggestion))
        sure = "" if over else papers.sure(suggestion["confidence"], len(suggestion["levels"]))
        names = (each["ladder"]["framework"], each["ladder"]["skill"], level)
        rows.append((*(rephrase.shorten(text, _LONGEST_NAME) for text in names), sure))
    paper.table((papers.FRAMEWORK, papers.SKILL, papers.LEVEL, papers.SURE), rows, (22, 30, 32, 16))


def _framework(paper: Paper, conclusion: Conclusion, over: bool) -> None:
    suggestion, ladder = conclusion["suggestion"], conclusion["ladder"]
    # The heading stands on the page of its picture.
    paper.heading(ladder["framework"], room=100)
    if over:
        paper.text(papers.still_ahead(conclusion))
        return
    paper.text(f"{_first_upper(en.level_name(suggestion))}. {en.confidence(suggestion)}")
    paper.space(2)
    paper.picture(pictures.draw([ladder]), en.alt_text([ladder]), _PICTURE)
    _evidence(paper, suggestion)
    _missing(paper, suggestion)
    _steps(paper, suggestion["next_steps"])


def _evidence(paper: Paper, suggestion: Suggestion) -> None:
    """Set the person's own words beside the statements they match."""
    paper.subheading(papers.WHY, room=34)
    if not suggestion["evidence"]:
        paper.text(papers.NO_EVIDENCE)
        return
    rows = [
        (
            f"“{rephrase.shorten(en.quoted(each), _LONGEST_WORDS)}”",
            rephrase.shorten(each["descriptor"], _LONGEST_STATEMENT)
            + "\n"
            + papers.said_at(
                each["descriptor_level"], each["source"]["document"], each["source"]["location"]
            ),
        )
        for each in suggestion["evidence"]
    ]
    paper.table((papers.YOUR_WORDS, papers.MATCHES), rows, (42, 58))


def _missing(paper: Paper, suggestion: Suggestion) -> None:
    if said := en.missing(suggestion):
        paper.subheading(papers.ABOVE)
        paper.text(said)


def _steps(paper: Paper, steps: Sequence[NextStep]) -> None:
    if not steps:
        return
    paper.subheading(papers.NEXT_STEPS, room=26)
    paper.points([(_step(each), papers.source(**each["source"])) for each in steps])


def _step(step: NextStep) -> str:
    return f"{papers.STEP[step['kind']]}: {rephrase.shorten(step['text'], _LONGEST_STATEMENT)}"


def _answers(paper: Paper, given: Sequence[Given]) -> None:
    """List the statements that were asked about, and the answers."""
    if not given:
        return
    paper.heading(papers.QUESTIONS)
    rows = [
        (
            rephrase.shorten(each["question"]["fact"], _LONGEST_STATEMENT),
            str(each["question"]["level"]),
            papers.answer(each["choice"]),
        )
        for each in given
    ]
    paper.table((papers.STATEMENT, papers.LEVEL, papers.ANSWER), rows, (68, 12, 20))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
