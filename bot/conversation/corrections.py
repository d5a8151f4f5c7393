"""Find the activity a correction means, and its new words."""

from __future__ import annotations

import re

from bot.conversation.message import LAST, Message
from bot.conversation.state import State

_NOT = re.compile(
    r"(?P<new>.+?),?\s+(?:and )?(?:not|rather than|instead of)\s+(?P<old>[^,.;]+?)(?:[\s,]+(?:la+h?|leh"
    r"|lor|ok|pls))?",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(r"(?:.*\b)?not (?P<old>.+?)(?:,| but| it'?s| its)+\s+(?P<new>.+)", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:no+|wait|sorry|oops|wrong|actually|my (?:bad|mistake)|i meant?(?: to say)?|it'?s|it is|its|is"
    r"|that'?s|it was"
    r"|was|it should (?:be|say|read)|should (?:be|say)|make (?:it|that)|there (?:are|is|r)|more like|i"
    r" (?:exaggerated|said"
    r"|mistyped)|it is more like)[\s,:.]+)+",
    re.IGNORECASE,
)
_THE_ONE = re.compile(
    r"^.*?\b(?:one|bit|part|thing|point|that|it|first|second|third|fourth|last|\d)(?: (?:about|on) [\w"
    r" ]+?)?,?"
    r"\s*(?:'s|is|was|are|should be|should say|needs to say|ought to (?:be|read|say)|:)\s+",
    re.IGNORECASE,
)
_NUMBER = (
    r"\d+(?:[.,]\d+)*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|hundred"
)
_COUNT = re.compile(rf"\b(?P<number>{_NUMBER})\b(?:\s+(?P<noun>[a-z][\w-]+))?", re.IGNORECASE)
_OWN = re.compile(r"(?:i|we)(?:'m|'ve| am| have)?\s+(?:also\s+)?[a-z]{2,}", re.IGNORECASE)
_GRAMMAR = re.compile(
    r"about|after|also|and|are|for|from|have|into|its|just|not|our|that|the|their|them|then|there|they|this"
    r"|with|was|were|one|thing|bit|part|stuff"
)
_MOST_OLD = 4
_MOST = 14
"""Words of a correction, and of what it corrects."""


def place_of(state: State, message: Message) -> int | None:
    """Return the place of the activity that a correction means, from 0; None if that is unclear."""
    if not state.activities:
        return None
    if message.about:
        return alike(state.activities, message.about)
    return numbered(state, LAST if message.number is None else message.number)


def numbered(state: State, number: int) -> int | None:
    """Return the place of an activity by its number on the list, negative from the end; None for none."""
    if number > 0:
        return state.place(number)
    return len(state.activities) + number if -len(state.activities) <= number < 0 else None


def alike(activities: tuple[str, ...], about: str) -> int | None:
    """Return the place of the one activity that shares most words with a text, or None."""
    wanted = _content(about)
    shared = [len(wanted & _content(one)) for one in activities]
    most = max(shared, default=0)
    return shared.index(most) if most and shared.count(most) == 1 else None


def changed(state: State, message: Message) -> tuple[int, str] | None:
    """Return which activity a correction changes, and its new text; None if that is unclear."""
    if not message.text or not state.activities:
        return None
    pointed = message.number not in (None, LAST) or bool(message.about)
    place = place_of(state, message) if pointed else None
    if pointed and place is None:
        return None
    rest = _LEAD.sub("", message.text).strip(" .!")
    latest = range(len(state.activities) - 1, -1, -1) if place is None else (place,)
    for each in latest:
        text = _exchanged(state.activities[each], rest) or _recounted(state.activities[each], rest)
        if text:
            return each, text
    if place is not None:
        return (place, message.text) if _is_sentence(message.text) else None
    if _OWN.match(rest):
        near = [each for each in latest if len(_content(rest) & _content(state.activities[each])) >= 1]
        return (near[0], rest) if near else None
    return None


def corrected_work(state: State, message: Message) -> str | None:
    """Return new work mentioned in a correction, or None."""
    rest = _LEAD.sub("", message.text)
    told = message.number is None and not message.about and _OWN.match(rest)
    return rest if told and changed(state, message) is None else None


def resolves(state: State, text: str) -> bool:
    """Whether words that no rule knows exchange words of an activity: *the deploy one was Azure not AWS*."""
    if len(text.split()) > _MOST:
        return False
    rest = _LEAD.sub("", text).strip(" .!")
    return any(_exchanged(one, rest) for one in state.activities)


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 2


def _exchanged(activity: str, rest: str) -> str | None:
    """*14, not 40*: replace the old words with the new ones."""
    for pattern in (_NOT_BUT, _NOT):
        found = pattern.fullmatch(rest)
        if not found:
            continue
        old, new = found["old"].strip(" .!"), _THE_ONE.sub("", found["new"]).strip(" .!,")
        if not old or not new or len(old.split()) > _MOST_OLD:
            continue
        at = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", activity, re.IGNORECASE)
        if at:
            return f"{activity[: at.start()]}{new}{_after(new, activity[at.end() :])}"
    return None


def _after(new: str, rest: str) -> str:
    """Return what follows new words, without a noun that they bring: *900 pupils* for *90* of *90 pupils*."""
    noun = new.rsplit(maxsplit=1)[-1]
    return re.sub(rf"^ {re.escape(noun)}(?!\w)", "", rest, flags=re.IGNORECASE)


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
    return {_stem(word) for word in words if not _GRAMMAR.fullmatch(word)}


def _stem(word: str) -> str:
    for ending in ("ment", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
