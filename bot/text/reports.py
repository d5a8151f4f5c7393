"""Sentences of the PDF reports and the profile chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.guidance.model import AnswerChoice, Conclusion
from bot.text import editions, suggestions
from bot.text.courses import LEARN
from bot.text.levels import level_words, named

if TYPE_CHECKING:
    from bot.guidance.editions import CarriedLevel
    from bot.reports.model import NewerEdition
    from bot.reports.progress import PlacedLevel, SkillProgress

PRODUCT = "Rung"
LANGUAGE = "en"
PROFILE = "Skills so far"
NOTHING_YET = "No skill has been assessed yet."
NOW, BEFORE, OPEN = "now", "before", "a level of the skill"

ASSESSMENT = "Assessment"
SAID = "What you said"
QUESTIONS = "Questions and answers"
STATEMENT, LEVEL, ANSWER = "Statement", "Level", "Your answer"
YOUR_WORDS, MATCHES = "Your words", "The statement they match"
WHY = "Why this level"
ABOVE = "The level above"
NEXT_STEPS = "Next steps"
SKILLS = "Skill by skill"
STEP = {"do": "Do and show", "knowledge": "Know", "skill": "Asked of roles one level up", "course": LEARN}
GOALS = "Goals"
HISTORY = "Assessments, the latest first"
SHEET = "Conversation sheet"
DID, STANDS, RISEN, WANTS, NOTES = "What I did", "Where I stand", "What rose", "What I want", "What we agreed"
SHEET_EMPTY = "Nothing was assessed in the last twelve months."
NO_WISH = "No plan and no goals yet."
CONFIRMED = "Confirmed"
FRAMEWORK, SKILL, WHEN = "Framework", "Skill", "Date"
NO_EVIDENCE = "No statement was close enough to your words; the level is based on your answers."
NOT_PLACED = "This assessment suggested no level."
ONLY_LEVEL = "the only level described"
A_PERSON_DECIDES = "A person decides"
DECIDES_NOTE = (
    "This is a suggestion made by a program from what you told it. It can be wrong, and it says nothing"
    " about your worth. Discuss it with a coach or your manager: a person decides what it means, and you"
    " can disagree. It is for learning and planning, not for hiring, firing or pay."
)

_ANSWERS: dict[AnswerChoice, str] = {
    "own": suggestions.OWN,
    "help": suggestions.HELP,
    "no": suggestions.NO,
    "skip": "Skipped",
}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def day(at: str) -> str:
    """Format a date: *3 Nov 2026*. Other text is returned unchanged."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def answer(choice: AnswerChoice) -> str:
    """Return the label of an answer."""
    return _ANSWERS[choice]


def placed(level: PlacedLevel) -> str:
    """Name the levels that were suggested: *level 5 (Ensure, advise)*, *level 3 or 4*."""
    return named(level.level, level.name) if len(level.likely) == 1 else level_words(level.likely)


def date_of(standing: SkillProgress) -> str:
    """Return when the present level was suggested, with a word on a skill that has one level only."""
    date = day(standing.now.at)
    return f"{ONLY_LEVEL} · {date}" if len(standing.levels) < 2 else date


def change(standing: SkillProgress) -> str:
    """Describe how a level changed since the first suggestion; empty if there was only one."""
    if len(standing.placed) == 1:
        return ""
    first, now = standing.first, standing.now
    if (first.level, first.likely) == (now.level, now.likely):
        return f"the same since {day(first.at)}"
    verb = "up from" if first.level < now.level else "was"
    return f"{verb} {level_words(first.likely)} on {day(first.at)}"


def profile_title(name: str) -> str:
    """Return the title of a profile."""
    return f"{PROFILE}: {name}" if name else PROFILE


def more_skills(count: int) -> str:
    """Say that a chart omits skills."""
    return f"and {count} more, in the PDF report"


def profile_alt(standings: Sequence[SkillProgress]) -> str:
    """Return the alternative text of a profile chart."""
    if not standings:
        return NOTHING_YET
    told = (
        f"{each.skill} in {each.framework}: {placed(each.now)}{', ' + change(each) if change(each) else ''}"
        for each in standings
    )
    return f"{PROFILE}. {'; '.join(told)}."


def assessment_title(conclusions: Sequence[Conclusion]) -> str:
    """Return the title of an assessment report."""
    return f"{ASSESSMENT}: {conclusions[0]['ladder']['skill']}" if conclusions else ASSESSMENT


def made(at: str, build: int, name: str) -> str:
    """Return the subtitle of an assessment: name, date, build."""
    return " · ".join(part for part in (name, day(at), f"build {build}") if part)


def page(at: str, build: int | None, number: int, of: str) -> str:
    """Return the footer of a page."""
    parts = (PRODUCT, f"build {build}" if build is not None else "", day(at), f"page {number} of {of}")
    return " · ".join(part for part in parts if part)


def which(conclusion: Conclusion) -> str:
    """Name the skill and framework of a conclusion."""
    return f"{conclusion['ladder']['skill']}, {conclusion['ladder']['framework']}"


def still_ahead(conclusion: Conclusion) -> str:
    """Say that a framework's skill begins above the person."""
    level = min(int(level) for level in conclusion["suggestion"]["levels"])
    return f"The skill begins at level {level} here, still ahead of you."


def said_at(level: int, document: str, location: str) -> str:
    """Name the level and source of a statement."""
    return f"level {level} · {source(document, location)}"


def source(document: str, location: str) -> str:
    """Name a document and the location in it."""
    return f"{document}, {location}" if location else document


def level_and_change(standing: SkillProgress) -> str:
    """Name the present level and how it changed."""
    change_since = change(standing)
    said = placed(standing.now)
    return f"{said[:1].upper()}{said[1:]}{', ' + change_since if change_since else ''}"


def confirmed(standing: SkillProgress) -> str:
    """Say which level a coach confirmed, and when; empty where none did."""
    decided = standing.confirmed
    if decided is None:
        return ""
    return f"Level {decided['level']} confirmed by {decided['by'] or 'a coach'} on {day(decided['at'])}"


def risen(standing: SkillProgress) -> str:
    """Say how a level rose since the time before."""
    before = level_words((standing.placed[-2].level,))
    return f"{standing.skill}, {standing.framework}: {before} to {standing.now.level}"


def newer(renewed: Sequence[CarriedLevel]) -> list[NewerEdition]:
    """Describe levels of older editions under the newest."""
    return [{"was": editions.was(each), "told": editions.told(each)} for each in renewed]


def aims_at(skill: str, level: int) -> str:
    """Name the skill and level of a goal."""
    return f"{skill}, level {level}"


def until(due_at: str | None) -> str:
    """Name the due date of a goal."""
    return f" (by {day(due_at)})" if due_at else ""
