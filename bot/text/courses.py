"""Courses in words: what serves a gap and why, and what is in doubt about a list."""

from __future__ import annotations

from bot.guidance import grammar
from bot.guidance.model import NextStep

LEARN = "Learn"
BUILD = "Run rung build to use it."
NONE = "There are no courses yet: add a list with rung courses add FILE."
SERVES = "Does it serve the skill at these levels?"
NOTHING = "There is nothing to propose."
LONGEST = 160
"""Characters of a title."""


def short(title: str) -> str:
    """Return a title as a table has it."""
    return grammar.shorten(title, 60)


def course(step: NextStep) -> str:
    """Return a course with its facts, its link where there is one, and why it is shown."""
    offer = step["course"]
    facts = [offer["kind"], offer["length"], offer["language"], offer["cost"], offer["link"]]
    parts = [grammar.shorten(step["text"], LONGEST), *(each for each in facts if each)]
    return f"{', '.join(parts)}. {_why(step)}"


def _why(step: NextStep) -> str:
    offer = step["course"]
    at = f"at level {step['level']}" if offer["levels"] else "at no level in particular"
    if offer["words"] is None:
        return f"It serves {offer['serves']} {at}; given by the list."
    said = ", ".join(f"“{word}”" for word in offer["words"])
    as_said = f", as it says {said}" if said else ""
    return f"It serves {offer['serves']} {at}; confirmed by your admin{as_said}."


def doubt(course: str, skill: str, several: bool) -> str:
    """Tell an admin why a skill that a list gives is not used."""
    if several:
        return (
            f"“{course}”: {skill} is a skill of several frameworks, so its level is unclear: it is not used."
            " Name one in a column 'framework', or write FRAMEWORK:SKILL."
        )
    return f"“{course}”: {skill} is no skill that is known (see rung skills); it is not used."
