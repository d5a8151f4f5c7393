"""Questions about one short activity: how much of it, for whom, and who decides."""

from __future__ import annotations

import re

from bot.guidance import grammar
from bot.guidance.own_words import first_verb, retold

_COUNTED = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|dozens?|hundreds?|thousands?|all)\b"
)
_DECIDED = re.compile(
    r"\b(?:approv|check|sign|decid|review|alone|myself|own|boss|manager|supervis|director|senior)"
)
_QUESTIONS: tuple[tuple[str, str, str, str], ...] = (
    (
        "manage lead supervise run head coordinate train teach coach mentor",
        "how many people are that",
        "what do you decide for them",
        "who has the last word",
    ),
    ("plan schedule organise organize arrange roster", "for how many people", "for whom", "who approves it"),
    ("approve sign decide authorise authorize", "what for, up to how much", "what for", ""),
    (
        "answer handle help support serve fix repair solve reset troubleshoot reply",
        "for whom",
        "for whom",
        "what do you do when it is difficult",
    ),
    ("sell negotiate buy order purchase", "for how much", "with whom", "who decides on the terms"),
    ("", "what for", "what for", "who decides or checks it"),
)
"""Verbs; what to ask of an activity without and with a number in it; who decides."""


_TITLE = re.compile(
    r"(?:i am|i[’']?m|i work as|my (?:job|role|title) is)(?: an?| the)?"
    r" (?!(?:in|on|at|responsible|not|also|the|able|used|paid)\b|\w+ing\b)(?P<title>[\w/& -]{3,60})",
    re.IGNORECASE,
)
"""Words that give a title and no work."""


def about(activity: str) -> str:
    """Ask about one activity what it does not say; of a title, what the work is.

    Args:
        activity: a short one, in the person's words.
    """
    if found := _TITLE.fullmatch(activity.strip(" .!")):
        return f"As {found['title']}, what do you do most days, for whom, and who decides?"
    verb = first_verb(activity)
    _, much, counted, who = next(each for each in _QUESTIONS if not each[0] or verb in each[0].split())
    low = activity.casefold()
    asked = [counted if _COUNTED.search(low) else much]
    if who and not _DECIDED.search(low):
        asked.append(who)
    you = retold(activity)
    begun = f"{you[:1].upper()}{you[1:]}" if you else f"“{grammar.shorten(activity, 110)}”"
    return f"{begun}: {', and '.join(asked)}?"
