"""Facts that tell a level of responsibility, as words show them: whose work, how much, who decides.

Hand-written groups of words, after SFIA's generic attributes (autonomy, influence, complexity) and what
careful readers of CVs name as telling: an object with a size, other people's work, rules and money, and at
the low end help given and instructions followed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

GROUPS = {
    "assists": r"assist\w*|help(?:ed|ing|s)?|support(?:ed|ing)?|aided",
    "learns": r"learn\w*|train(?:ee|eeship)|intern\w*|shadow\w*|tutorial|course|student|studied|familiar\w*"
    r"|exposure|basic",
    "follows": r"follow\w*|as (?:directed|instructed|assigned)|assigned|under (?:the )?"
    r"(?:supervision|guidance|direction)|according to|checklist|routine|data entry|filing|typed|answered",
    "does": r"fix\w*|test(?:ed|ing)?|wrote|write|coded|maintain\w*|updat\w*|prepar\w*|record\w*"
    r"|process(?:ed|ing)",
    "designs": r"design\w*|architect\w*|built|build\w*|develop\w*|implement\w*|creat\w*",
    "leads": r"lea?d|leading|leads|head(?:ed|ing)?|spearhead\w*|direct(?:ed|ing)",
    "manages": r"manag\w*|oversee\w*|oversaw|supervis\w*",
    "people": r"direct reports?|reports to me|hir(?:ed|ing)|recruit\w*|mentor\w*|coach\w*|one[- ]on[- ]ones?"
    r"|1:1s?|performance review\w*|apprais\w*|staff|team of|team members?|headcount"
    r"|train(?:ed|ing) (?:new|junior|staff|team)",
    "money": r"budget\w*|p&l|revenue|profit|million|\$\s?\d+\s?[mkb]|cost (?:saving|reduction)s?|fund\w*"
    r"|investment",
    "organisation": r"strateg\w*|vision|roadmap|policy|policies|governance|transformation|enterprise"
    r"|global\w*|organi[sz]ation(?:al|-wide|wide)?|company[- ]wide|country"
    r"|region\w*|department\w*|division\w*",
    "executives": r"board of|the board|executive\w*|c-level|cto|ceo|cio|cfo|vp|director|founder|founded"
    r"|co-founded|merger|acquisition",
    "outsiders": r"stakeholder\w*|clients?|customers?|partners?|vendor\w*|negotiat\w*|present\w*|advis\w*"
    r"|consult\w*",
    "rules": r"standards?|best practices?|guidelines|framework|process improvement|introduc\w*|establish\w*"
    r"|defin\w*|initiat\w*|drove|drive\w*",
    "teams": r"cross[- ]functional|multiple teams|across (?:the|teams|all)|several teams|other teams",
    "many": r"(?:team of|managed|led|lead|supervis\w+)\D{0,20}[1-9]\d+",
    "reviews": r"review\w*|approv\w*|sign(?:ed)? off|audit\w*|evaluat\w*|quality",
    "plans": r"plan\w*|schedul\w*|coordinat\w*|organi[sz]\w*|prioriti\w*|deliver\w*",
    "owns": r"own(?:ed|ing|ership)?|responsible|accountab\w*|sole|independent\w*|end[- ]to[- ]end"
    r"|from scratch",
}
"""By fact, the words that show it."""
_PATTERNS = [re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for words in GROUPS.values()]
_PERSON = re.compile(r"\b(?:i|i'm|i've|my|we|me|our)\b", re.IGNORECASE)
TALK = 0.04
"""Share of first-person words from which a text is talk and no document: 0.95 of staff voices reach it, CVs
0.09."""

Floats = NDArray[np.float32]
COUNTS = 2 * len(GROUPS) + 2


def fact_counts(messages: Sequence[str]) -> Floats:
    """Return what texts say of each fact, and how much they say at all: float32 (COUNTS,).

    For each group the share of messages that show it and the logarithm of its occurrences; then the
    logarithms of the counts of words and of messages.
    """
    found: list[float] = []
    for pattern in _PATTERNS:
        hits = [len(pattern.findall(message)) for message in messages]
        found += [sum(hit > 0 for hit in hits) / max(1, len(hits)), float(np.log1p(sum(hits)))]
    words = sum(len(message.split()) for message in messages)
    return np.array([*found, np.log1p(words), np.log1p(len(messages))], np.float32)


def talk(messages: Sequence[str]) -> float:
    """Return how much texts read as talk, 0 (a CV, a job description) to 1 (a person speaking)."""
    text = " ".join(messages)
    return min(1.0, len(_PERSON.findall(text)) / max(1, len(text.split())) / TALK)
