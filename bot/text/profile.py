"""A person's profile, goals and history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.guidance import grammar
from bot.text import editions
from bot.text.markup import Marked
from bot.text.reviews import VERDICTS

if TYPE_CHECKING:
    from bot.guidance.editions import CarriedLevel

ADMINS = "admins"
_DONE = {
    "shared": "shared an assessment",
    "taken-back": "withdrew a share",
    "looked": "looked at what you shared",
    "claimed": "took your review on",
    "released": "returned your review to the queue",
    "asked": "asked you a question",
    "answered": "answered",
    "decided": "decided on a suggestion",
    "appealed": "appealed",
    "joined": "joined",
    "left": "left",
    "removed": "removed you from",
    "role": "made you",
    "made-admin": "made you an admin",
    "unmade-admin": "removed you as admin",
    "signed-out": "signed you out of the console",
    "link-renewed": "renewed the link of",
}


_TICKED = {
    "activities": "what you do, in your words",
    "level": "the level and why",
    "next_steps": "next steps",
    "name": "your name",
    "examples": "words to learn from",
}


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """A person's level of a skill in one framework.

    Args:
        skill: its name.
        framework: its name.
        level: the latest.
        level_name: its name, may be empty.
        at: when it was worked out.
        before: the level of the time before, None where there was none.
        because: what raised it since then.
        confirmed: what a coach said: level, name and day; empty where nobody did.
    """

    skill: str
    framework: str
    level: int
    level_name: str
    at: str
    before: int | None = None
    because: str = ""
    confirmed: str = ""


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """A goal and its reminder date (empty: none)."""

    id: int
    text: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentSummary:
    """One assessment: when, how many activities, and what was suggested."""

    id: int
    at: str
    activities: int
    suggested: tuple[ProfileEntry, ...]


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """Somebody's access to the person's data, or a decision on it."""

    at: str
    who: str
    what: str


def profile(standing: Sequence[ProfileEntry], renewed: Sequence[CarriedLevel] = ()) -> list[Marked]:
    """Show all skills so far, their changes, and levels of older editions under the newest."""
    pieces = [Marked("Where you stand", "b")]
    for skill in _names(standing):
        pieces += [Marked("\n\n"), Marked(skill, "b")]
        same = (each for each in standing if each.skill.casefold() == skill.casefold())
        pieces += [Marked(f"\n{_line(each)}") for each in same]
    if renewed:
        pieces += [Marked("\n\n"), Marked(editions.HEADING, "b")]
        pieces += [Marked(f"\n{editions.was(each)}. {editions.told(each)}") for each in renewed]
    return pieces


def goals(listed: Sequence[GoalEntry], asked_on: Sequence[str] = ()) -> list[Marked]:
    """List goals with their reminder dates, and the dates of the reminders about no goal."""
    pieces = [Marked("Your goals", "b")] if listed else []
    for place, goal in enumerate(listed, 1):
        due = f" (I'll ask on {_day(goal.due)})" if goal.due else ""
        pieces.append(Marked(f"\n{place}. {goal.text}{due}"))
    for due in asked_on:
        pieces.append(Marked(f"{NEW_PART if pieces else ''}I'll ask how you are doing on {_day(due)}."))
    return [*pieces, Marked("\n\nShould I ask you again?")]


NEW_PART = "\n\n"


def cancel_label(due: str) -> str:
    """Label of the button that cancels a reminder."""
    return f"No reminder on {_day(due)}"


def history(told: Sequence[AssessmentSummary], looks: Sequence[AccessEntry]) -> list[Marked]:
    """List assessments and who looked at them."""
    pieces: list[Marked] = []
    if told:
        pieces.append(Marked("Your assessments", "b"))
        pieces += [Marked(f"\n\n{_day(each.at)}: {_suggested(each)}") for each in told]
    if looks:
        pieces += [Marked("\n\n" if told else ""), Marked("Who looked", "b")]
        pieces += [Marked(f"\n{_day(each.at)}: {each.who} {each.what}") for each in looks]
    return pieces


def assessment_label(told: AssessmentSummary) -> str:
    """Label of an assessment's button."""
    names = ", ".join(_names(told.suggested)) or "nothing suggested"
    return f"{_day(told.at)}: {names}"


def _names(standing: Sequence[ProfileEntry]) -> list[str]:
    """Name each skill once, ignoring case."""
    names: dict[str, str] = {}
    for each in standing:
        names.setdefault(each.skill.casefold(), each.skill)
    return list(names.values())


def _suggested(told: AssessmentSummary) -> str:
    things = "1 activity" if told.activities == 1 else f"{told.activities} activities"
    lines = "".join(f"\n• {each.skill}, {_line(each)}" for each in told.suggested)
    return f"{things}{lines}"


def _line(each: ProfileEntry) -> str:
    named = f" ({grammar.shorten(each.level_name, 40)})" if each.level_name else ""
    before = f", before: level {each.before}" if each.before not in (None, each.level) else ""
    rose = each.before is not None and each.before < each.level and each.because
    why = f"\n   Up because: “{grammar.shorten(each.because, 160)}”" if rose else ""
    who = f"\n   {each.confirmed}" if each.confirmed else ""
    return f"{each.framework}: level {each.level}{named}, {_day(each.at)}{before}{why}{who}"


def _day(at: str) -> str:
    when = datetime.fromisoformat(at)
    return f"{when.day} {when:%b %Y}"


def goal(skill: str, level: int, text: str) -> str:
    """Name a goal."""
    return f"{skill}, level {level}{': ' + text if text else ''}"


def who(own: bool, name: str | None, operator: bool = False) -> str:
    """Name who did something: the person, somebody else, the operator, or a deleted person."""
    if operator:
        return "whoever runs Rung"
    return "you" if own else name or "somebody who has left"


def what(action: str, detail: str, skill: str = "") -> str:
    """Describe an audited action.

    Args:
        action: of the audit.
        detail: of the audit.
        skill: of the review it was done in; empty for none.
    """
    done = _DONE.get(action, action)
    if action == "decided":
        detail = VERDICTS.get(detail, detail).lower()
    elif action == "shared":
        detail = ", ".join(_TICKED.get(each, each) for each in detail.split())
    elif action in ("joined", "left"):
        role, _, team = detail.partition(" ") if action == "joined" else ("", "", detail)
        return f"{done} {team}{f' as {role}' if role else ''}".strip()
    elif action == "role":
        role, _, team = detail.partition(" ")
        return f"{done} {role} of {team}"
    elif action in ("link-renewed", "removed"):
        return f"{done} {detail}"
    about = ": ".join(each for each in (skill, detail) if each)
    return f"{done} ({about})" if about else done
