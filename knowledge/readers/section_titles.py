"""Titles of the sections of job descriptions: which kind of section does a title head?

Each line of a list of patterns is one way to say a heading; spaces stand for any space.
"""

from __future__ import annotations

import re
from typing import Literal

Section = Literal["", "duties", "purpose", "jobs", "asked", "other"]
NOT_DONE = ("asked", "other")
"""Sections that say nothing of what somebody does."""

LONGEST_TITLE = 9
"""Words."""


def one_of(ways: str) -> str:
    """Return a pattern of any of the ways, a line each."""
    return "(?:" + "|".join(way.strip().replace(" ", r"\s+") for way in ways.strip().splitlines()) + ")"


_DUTY = one_of(
    """
    duties
    responsibilit(?:y|ies)
    accountabilit(?:y|ies)
    tasks?(?: list)?
    activit(?:y|ies)
    functions
    deliverables
    result areas
    achievements|accomplishments|highlights|contributions
    """
)
_BEFORE = one_of(
    """
    your|the|my|main|key|core|principal|primary|major|essential|specific|general|typical|detailed
    day[- ]to[- ]day|daily
    role|job
    summary of|list of|nature of
    """
)
_WHOLE = one_of(
    """
    (?:the )?job scope
    (?:the )?scope of (?:work|duties|role|the role)
    job description
    what (?:you'll|you will|you|i|we need you to) (?:be )?(?:do|doing)
    what (?:you'll|you will) be (?:doing|responsible for)
    (?:in this role,? )?(?:you'll|you will)(?: be(?: responsible for)?)?
    in this role,? you
    how (?:you'll|you will) (?:contribute|make an impact|spend your time)
    a (?:typical )?day in the life
    """
)
_DUTIES = re.compile(
    rf"(?:(?:{_BEFORE}\s+(?:and\s+)?)*{_DUTY}(?:\s*(?:and|&|/|,)\s*(?:\w+\s+)?(?:{_DUTY}|scope))*|{_WHOLE})"
    r"(?:\s+(?:of|in|for)\s+(?:the|this|your)\s+(?:role|job|post|position))?(?:\s+include)?",
    re.IGNORECASE,
)

_OF_JOB = r"(?:\s+of\s+(?:the|this)\s+(?:role|job|post|position))?"
_PURPOSE = re.compile(
    rf"(?:(?:job|role|position|main|overall|the|your)\s+)*"
    rf"(?:purpose|summary|overview|mission|objectives?|role|profile|opportunity){_OF_JOB}"
    r"|about\s+(?:the|this|your)\s+(?:role|job|position)",
    re.IGNORECASE,
)

_EXPERIENCE = re.compile(
    r"(?:(?:work|working|professional|employment|career|job|relevant|teaching|clinical|my)\s+)*"
    r"(?:experience|history|career|employment|positions? held|appointments?)"
    r"(?:\s+(?:summary|details|record|history))?",
    re.IGNORECASE,
)
"""Heads the jobs of a curriculum vitae; without dates below it is what a job asks for."""

_SURE = one_of(
    """
    about (?:us|the (?:company|team|organi[sz]ation))
    who we are|our (?:company|values|culture|story)
    who you are|person(?:al)? (?:specification|spec|profile|qualities)
    what (?:we're|we are|we) (?:offer|look for|looking for|expect)
    the (?:ideal|successful) candidate
    what (?:you'll|you) (?:need|bring|have|get)
    nice to have|essential criteria
    how to apply
    working (?:conditions|hours|environment|relationships)|physical demands
    job title|employment type|reporting (?:line|structure)
    """
)
SURELY_OTHER = re.compile(rf"{_SURE}.{{0,20}}", re.IGNORECASE)
"""Heads another section however it is set; `_OTHER` may be part of a duty (*Training of new staff*)."""

_OTHERS = one_of(
    """
    requirements?|required|qualifications?|experience|education(?:al)?
    skills?|competenc(?:y|ies|e)|knowledge|attributes?|languages?|training|certifications?
    benefits?|perks|remuneration|salary|compensation|package
    essential|desirable|preferred|application|apply|contacts?|interview|vacancy
    equal opportunit\\w+|diversity|disclaimer|privacy|notice|terms
    department|grade|location|reports? to
    signatures?|approv(?:al|ed by)|budget|dimensions
    """
)
_OTHER = re.compile(rf".*\b{_OTHERS}\b.*|{SURELY_OTHER.pattern}", re.IGNORECASE)

_ASKED = re.compile(
    r".*\b(?:essential|desirable|requirements?|skills?|competenc\w+|knowledge|qualifications?|experience|education"
    r"|attributes?|criteria|person(?:al)? (?:specification|spec|profile|qualities)|behaviours?|abilities"
    r"|who you are|looking for|you(?:'ll)? (?:need|bring|have)|nice to have|expect)\b.*",
    re.IGNORECASE,
)
"""Titles of what is asked of a person, among those that are no duties."""


def section_of(title: str) -> Section:
    """Return the kind of section that a title heads, ``""`` where it is none that is known."""
    title = title.replace("’", "'").strip()
    if _DUTIES.fullmatch(title):
        return "duties"
    if _PURPOSE.fullmatch(title):
        return "purpose"
    if _EXPERIENCE.fullmatch(title):
        return "jobs"
    if len(title.split()) > LONGEST_TITLE or not _OTHER.fullmatch(title):
        return ""
    return "asked" if _ASKED.fullmatch(title) else "other"
