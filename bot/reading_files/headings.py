"""How job descriptions in English head their sections, and what in them says nothing of the work.

Each line of a list is one way to say it, as a pattern; spaces stand for any space.
"""

from __future__ import annotations

import re


def _one_of(ways: str) -> str:
    return "(?:" + "|".join(way.strip().replace(" ", r"\s+") for way in ways.strip().splitlines()) + ")"


_DUTY = _one_of(
    """
    duties
    responsibilit(?:y|ies)
    accountabilit(?:y|ies)
    tasks?(?: list)?
    activit(?:y|ies)
    functions
    deliverables
    result areas
    """
)
_BEFORE = _one_of(
    """
    your|the|my|main|key|core|principal|primary|major|essential|specific|general|typical|detailed
    day[- ]to[- ]day
    role|job
    summary of|list of|nature of
    """
)
_WHOLE = _one_of(
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
DUTIES = re.compile(
    rf"(?:(?:{_BEFORE}\s+(?:and\s+)?)*{_DUTY}(?:\s*(?:and|&|/|,)\s*(?:\w+\s+)?(?:{_DUTY}|scope))*|{_WHOLE})"
    r"(?:\s+(?:of|in|for)\s+(?:the|this|your)\s+(?:role|job|post|position))?(?:\s+include)?",
    re.IGNORECASE,
)

_OF_JOB = r"(?:\s+of\s+(?:the|this)\s+(?:role|job|post|position))?"
PURPOSE = re.compile(
    rf"(?:(?:job|role|position|main|overall|the|your)\s+)*"
    rf"(?:purpose|summary|overview|mission|objectives?|role|profile|opportunity){_OF_JOB}"
    r"|about\s+(?:the|this|your)\s+(?:role|job|position)",
    re.IGNORECASE,
)

_SURE = _one_of(
    """
    about (?:us|the (?:company|team|organi[sz]ation))
    who we are|our (?:company|values|culture|story)
    who you are|person(?:al)? (?:specification|spec|profile|qualities)
    what (?:we're|we are|we) (?:offer|look for|looking for|expect)
    what (?:you'll|you) (?:need|bring|have|get)
    nice to have|essential criteria
    how to apply
    working (?:conditions|hours|environment|relationships)|physical demands
    job title|employment type|reporting (?:line|structure)
    """
)
SURELY_OTHER = re.compile(rf"{_SURE}.{{0,20}}", re.IGNORECASE)
"""Heads another section however it is set; `OTHER` may be part of a duty (*Training of new staff*)."""

_OTHERS = _one_of(
    """
    requirements?|required|qualifications?|experience|education(?:al)?
    skills?|competenc(?:y|ies|e)|knowledge|attributes?|languages?|training|certifications?
    benefits?|perks|remuneration|salary|compensation|package
    desirable|application|apply|contacts?
    equal opportunit\\w+|diversity|disclaimer|privacy|notice|terms
    department|grade|location|reports? to
    signatures?|approv(?:al|ed by)|budget|dimensions
    """
)
OTHER = re.compile(rf".*\b{_OTHERS}\b.*|{SURELY_OTHER.pattern}", re.IGNORECASE)

BOILERPLATE = re.compile(
    r"\b"
    + _one_of(
        """
        equal opportunit
        regardless of (?:race|age|gender|sex)
        only shortlisted|short-?listed candidates|interested (?:applicants|candidates|parties)
        (?:please |to )apply\\b
        your (?:cv|resume|résumé)|send (?:us )?your|we regret|recruitment agenc
        personal data|data protection|privacy (?:policy|notice)
        all rights reserved|copyright|confidential\\b.{0,30}$
        years? of (?:relevant |working |work )?experience
        degree in|diploma in|bachelor|master'?s degree
        not (?:intended to be )?(?:an )?exhaustive
        other duties as|any other (?:duties|ad[- ]?hoc)|duties as (?:may be )?(?:assigned|required)
        reserves? the right|subject to change
        annual leave|medical benefits|competitive (?:salary|remuneration)|five[- ]day week
        page \\d+
        """
    ),
    re.IGNORECASE,
)

ADDRESS = re.compile(r"https?://|www\.|\S+@\S+\.\w{2,}|\+?\d[\d ()-]{7,}\d")
