"""Suggestions from words alone as JSON-able reports: of one person, or of a line each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from bot.conversation.activities import ParsedMessage, clean, hear
from bot.guidance.guide import Guide
from bot.guidance.model import AbstainReason, Report
from bot.text.conversation import abstained
from bot.text.faq import Care
from bot.text.faq import care as care_sentence

NEAREST = 3
"""Skills named where none fits."""
NOT_A_LINE = 'each line is one JSON object: {"id": "…", "activities": ["…"], "framework": null}'


class LineError(Exception):
    """A line cannot be answered; says why."""


def report_of(guide: Guide, heard: Sequence[ParsedMessage], framework: str | None) -> Report:
    """Suggest levels for what was heard, in one framework, or in all where it is None."""
    activities = [activity for each in heard for activity in each.activities]
    care = care_of(heard)
    report = guide.suggest(activities, framework) if activities else guide.nothing_said()
    if report["abstained"] is None:
        return report
    reason = report["abstained"]["reason"]
    if care and not activities:
        report["abstained"] = {"reason": "out-of-scope", "say": care_sentence(care)}
    else:
        report["abstained"]["say"] = abstained(reason, _nearest(guide, activities, framework, reason))
    return report


def care_of(heard: Sequence[ParsedMessage]) -> Care | None:
    """Return why somebody needs care; None if nothing says so."""
    return next((each.care for each in heard if each.care), None)


def answer_lines(guide: Guide, lines: Iterable[bytes], out: TextIO) -> int:
    """Answer each line with one line, in the same order; return how many could not be answered.

    Args:
        lines: ``{"id", "activities", "framework"}``, UTF-8; blank ones are skipped.
        out: gets a report a line as ``docs/suggest-lines.schema.json`` describes it, or ``{"id", "error"}``.
    """
    wrong = 0
    for line in lines:
        if not line.strip():
            continue
        told = _answered(guide, line)
        wrong += "error" in told
        out.write(json.dumps(told) + "\n")
        out.flush()
    return wrong


def _answered(guide: Guide, line: bytes) -> dict[str, Any]:
    name: str | int | None = None
    try:
        said = _parsed(line)
        name = _name(said)
        return {"id": name, **_report(guide, *_asked(guide, said))}
    except LineError as error:
        return {"id": name, "error": str(error)}


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise LineError(f"not JSON: {NOT_A_LINE}.") from None
    if not isinstance(said, dict):
        raise LineError(f"not an object: {NOT_A_LINE}.")
    return said


def _name(said: dict[str, Any]) -> str | int | None:
    name = said.get("id")
    if name is None or (isinstance(name, str | int) and not isinstance(name, bool)):
        return name
    raise LineError("id must be text, a whole number or null.")


def _asked(guide: Guide, said: dict[str, Any]) -> tuple[list[str], str | None]:
    """Return the activities and the framework that a line asks for."""
    activities, framework = said.get("activities"), said.get("framework")
    if not isinstance(activities, list) or not all(isinstance(each, str) for each in activities):
        raise LineError("activities must be a list of texts.")
    known = [each.id for each in guide.lookup.knowledge.frameworks]
    if framework is not None and framework not in known:
        raise LineError(
            f"{framework!r} is not a known framework ({', '.join(known) or 'there is none yet'})."
        )
    return activities, framework


def _report(guide: Guide, texts: Sequence[str], framework: str | None) -> dict[str, Any]:
    heard = [hear(text) for text in texts]
    report = report_of(guide, heard, framework)
    # Skills are listed even of what was not taken for an activity.
    said = [activity for each in heard for activity in each.activities] or [
        tidy for tidy in map(clean, texts) if any(letter.isalnum() for letter in tidy)
    ]
    return {**report, "skills": guide.likely_skills(said, framework) if said else []}


def _nearest(
    guide: Guide, activities: Sequence[str], framework: str | None, reason: AbstainReason
) -> list[str]:
    """Return the names of the nearest skills where none fits."""
    if reason != "nothing-fits":
        return []
    listed = sorted(guide.likely_skills(activities, framework, NEAREST), key=lambda each: -each["score"])
    return list(dict.fromkeys(each["skill"]["name"] for each in listed))[:NEAREST]
