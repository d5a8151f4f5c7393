"""Corrections of the activity list: remove, change, or add what was left out."""

from __future__ import annotations

import re

from bot.conversation.intents import LAST, Intent
from bot.conversation.prompts import prompt
from bot.conversation.state import Reply, State, Step, Understand
from bot.text import conversation, faq

_NOT = re.compile(r"(?P<new>.+?),?\s+(?:and )?not\s+(?P<old>.+)", re.IGNORECASE)
_NOT_BUT = re.compile(r"(?:not )(?P<old>.+?)(?:,| but| it'?s)+\s+(?P<new>.+)", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:no|wait|sorry|actually|i meant?(?: to say)?|it'?s|it is|its|that'?s|it was|it should (?:be"
    r"|say|read)"
    r"|should (?:be|say)|make (?:it|that)|there (?:are|is|r))[\s,:]+)+",
    re.IGNORECASE,
)
_NUMBER = (
    r"\d+(?:[.,]\d+)*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
    r"|fifty|hundred"
)
_COUNT = re.compile(rf"\b(?P<number>{_NUMBER})\b(?:\s+(?P<noun>[a-z][\w-]+))?", re.IGNORECASE)
_OWN = re.compile(r"(?:i|we)(?:'m|'ve| am| have)?\s+(?:also\s+)?[a-z]{2,}", re.IGNORECASE)
_GRAMMAR = frozenset(
    [
        "about",
        "after",
        "also",
        "and",
        "are",
        "for",
        "from",
        "have",
        "into",
        "its",
        "just",
        "not",
        "our",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "with",
        "was",
        "were",
    ]
)


def remove(state: State, intent: Intent) -> Step:
    """Remove an activity."""
    place = _place(state, intent)
    if place is None:
        return Step(state, (Reply(conversation.WHICH_ACTIVITY), *_shown(state)))
    gone = state.activities[place]
    left = state.but(activities=state.activities[:place] + state.activities[place + 1 :])
    return _looked_again(left, Reply(conversation.removed(gone)))


def change(state: State, intent: Intent) -> Step:
    """Change an activity, if it is clear which one and how."""
    found = _changed(state, intent)
    if found is None:
        return Step(state, (Reply(faq.HOW_TO_CHANGE), *_shown(state)))
    place, text = found
    activities = (*state.activities[:place], text, *state.activities[place + 1 :])
    return _looked_again(state.but(activities=activities), Reply(conversation.changed(place + 1, text)))


def take_in(state: State) -> Step:
    """Add what was left out, as the person says it is work."""
    told = state.but(activities=(*state.activities, *state.aside), aside=(), asked_if_work=False)
    return _looked_again(told)


def shown(state: State) -> Step:
    """Show the list."""
    return Step(state, (*_shown(state), prompt(state)) if state.stage != "collecting" else (prompt(state),))


def corrected_work(state: State, intent: Intent) -> str | None:
    """Return new work mentioned in a correction, or None."""
    rest = _LEAD.sub("", intent.text)
    return rest if intent.number is None and _OWN.match(rest) and _changed(state, intent) is None else None


def _shown(state: State) -> tuple[Reply, ...]:
    return (Reply(conversation.so_far(state.activities)),) if state.activities else (prompt(state),)


def _looked_again(state: State, *before: Reply) -> Step:
    """Continue with a changed list."""
    if not state.activities:
        empty = state.but(stage="collecting", choices=(), choice=None, question=None, given=(), enough=False)
        return Step(empty.but(number=state.number + 1), (*before, prompt(empty.but(number=state.number + 1))))
    if state.stage == "asking":
        return Step(state, (*before, prompt(state)))
    again = state.but(fresh=0, enough=state.enough or state.stage in ("choosing", "suggested"))
    return Step(again, before, Understand(again.activities, again.rejected, len(again.activities)))


def _place(state: State, intent: Intent) -> int | None:
    if not state.activities:
        return None
    if intent.about:
        wanted = _content(intent.about)
        places = [n for n, one in enumerate(state.activities) if wanted and wanted <= _content(one)]
        return places[0] if len(places) == 1 else None
    number = len(state.activities) if intent.number in (None, LAST) else intent.number
    return number - 1 if number and 1 <= number <= len(state.activities) else None


def _changed(state: State, intent: Intent) -> tuple[int, str] | None:
    """Return which activity a correction changes, and its new text; None if unclear."""
    if not intent.text or not state.activities:
        return None
    if intent.number is not None:
        place = _place(state, intent)
        return None if place is None else (place, intent.text)
    rest = _LEAD.sub("", intent.text).strip(" .!")
    latest = range(len(state.activities) - 1, -1, -1)
    for place in latest:
        text = _exchanged(state.activities[place], rest) or _recounted(state.activities[place], rest)
        if text:
            return place, text
    if _OWN.match(rest):
        alike = [place for place in latest if len(_content(rest) & _content(state.activities[place])) >= 1]
        return (alike[0], rest) if alike else None
    return None


def _exchanged(activity: str, rest: str) -> str | None:
    """*14, not 40*: replace the old words with the new ones."""
    found = _NOT_BUT.fullmatch(rest) or _NOT.fullmatch(rest)
    if not found:
        return None
    old, new = found["old"].strip(" .!"), found["new"].strip(" .!,")
    at = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", activity, re.IGNORECASE)
    return f"{activity[: at.start()]}{new}{activity[at.end() :]}" if at else None


def _recounted(activity: str, rest: str) -> str | None:
    """*32 beds*: replace the number before the same noun, or the only number."""
    told = _COUNT.search(rest)
    if not told:
        return None
    counts = list(_COUNT.finditer(activity))
    noun = (told["noun"] or "").casefold().rstrip("s")
    same = [one for one in counts if noun and (one["noun"] or "").casefold().rstrip("s") == noun]
    if not same and not noun:
        same = counts
    if len(same) != 1:
        return None
    start, end = same[0].span("number")
    return f"{activity[:start]}{told['number']}{activity[end:]}"


def _content(text: str) -> set[str]:
    words = re.findall(r"[a-z]{3,}", text.casefold())
    return {word.rstrip("s") for word in words if word not in _GRAMMAR}
