"""Answers in whole sentences: what they say, and which earlier answer they change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation import phrases
from bot.conversation.corrections import alike
from bot.guidance.model import AnswerChoice, Given

MOST_WORDS = 40
"""Words of a sentence that may answer a question."""
_NOBODY = re.compile(
    r"\b(?:nobody|no ?one|no-one)(?: else| ever| really)* (?:\w+ )?(?:checks?|helps?|reviews?|approves?"
    r"|signs?|looks?|decides?|tells? me)\b"
    r"|\b(?:boss|manager|supervisor|senior|lead|director|head)\b (?:\w+ )?(?:never|doesn'?t|does not|don'?t)"
    r" (?:\w+ )?(?:checks?|helps?|reviews?|approves?|signs?|looks?|decides?)\b"
    r"|\bwithout (?:any |my |a )?(?:\w+ )?(?:help|support|supervision|approval|boss|supervisor|manager)\b"
)
_NOT_WITH = r"(?! and (?!(?:my|our|the) \w+(?: \w+)? checks?\b))"
"""Not before somebody with whom it is done."""
_OWN = re.compile(
    rf"\bup to me\b|(?<!taught )(?<!teach )\bmyself\b{_NOT_WITH}|(?<!not )\b(?:just|only) me\b{_NOT_WITH}"
    r"|\b(?:all |completely |entirely )?on my own\b"
    r"|\bi (?:\w+ )?(?:alone|independently)\b|\b(?:this|that|it) (?:all )?(?:alone|independently)\b"
)
_HELP = re.compile(
    r"\bnot (?:really |always |all |entirely |completely )*(?:on my own|by myself|alone)\b"
    r"|\bnever\b.{0,30}\b(?:on my own|by myself|alone)\b"
    r"|\b(?:together|jointly) with (?!customers?\b|clients?\b)"
    r"|\bwith (?:some |a (?:bit|little|lot) of |the |my )*(?:\w+'s )?(?:help|guidance|supervision)\b"
    r"|\b(?:my|our|the) (?:boss|manager|supervisor|director|head of \w+|team lead|senior)\b"
    r" (?:\w+ ){0,3}(?:approves?|signs? (?:it|that|this|off)|has to (?:ok|approve|sign)"
    r"|checks?.{0,20} (?:before|first))\b"
)
_CHECK = re.compile(
    r"\b(?:my|our|the) (?:boss|manager|supervisor|director|head of \w+|team lead"
    r"|senior) (?:\w+ ){0,3}checks?\b"
)
"""Work done alone that is checked afterwards is one's own."""
_NO = re.compile(
    r"\bnot yet\b|\b(?:not|isn'?t|never) (?:really |at all |actually )*up to me\b"
    r"|\bi(?:'ve| have|'d)? never (?:really |actually |once )?(?:do|did|done|had (?:to|the)|been|touch|got)"
    r"|\b(?:someone|somebody) else (?:does|did|handles?|decides?|takes care of) (?:it|that|this|them)\b"
    r"|\b(?:my|our|the) (?:boss|manager|supervisor|director|hr|hq|\w+ team|head of \w+)"
    r" (?:does|handles?|decides?|takes care of) (?:it|that|this|all that)\b"
)
_ON_DAYS_OF_MINE = re.compile(
    r"(?<!what )(?<!how )(?<!if )\bi (?:just |usually |will |can |mostly |also )*"
    r"(?:do|decide|handle|sign|settle|write|approve|choose|run)\b(?! not| ?n'?t)"
)
_CHANGE = r"(?:change|correct|fix|edit|redo|update|revise|amend|adjust)"
_ASKS_CHANGE = re.compile(
    rf"(?:^|\b(?:let me|want to|wan to|wanna|need to|like to|can i|could i|may i|i'?ll|please|pls|then|ok"
    rf"|so|wait|how (?:do|can) i|actually)[\s,]+){_CHANGE} (?:\w+ ){{0,3}}?(?:my|an|the|that|this|one)\b"
    r".{0,30}\banswers?\b"
    r"|\banswer\b.{0,60}\b(?:wrong|incorrect|mistake|should (?:be|have been))\b"
    r"|\b(?:wrong|incorrect) answer\b"
)
_WRONG = re.compile(
    r"\b(?:one|part|bit|thing|that)(?:'?s| is| was)? (?:wrong|incorrect|a mistake)\b"
    r"|\bshould (?:be|have been)\b"
    rf"|\b{_CHANGE} (?:the|that|my) .{{2,60}} to (?=with|on my|not yet|help|own)"
)
_LAST = re.compile(r"\b(?:last|latest|previous)\b")
_NUMBER = re.compile(r"(?<!\w)#?(\d)(?:st|nd|rd|th)?\b")
_NOW = re.compile(r"\b(?:should (?:be|have been)|to(?: be)?|is|it'?s|make it|wrong)\b[\s,:]+")
_ABOUT_ANSWERS = re.compile(rf"\b(?:answers?|questions?|wrong|incorrect|mistake|want|{_CHANGE})\b")


def stated(text: str) -> AnswerChoice | None:
    """Return the answer that a sentence clearly holds; None if it holds none, or two that do not go together.

    What is shared in part is shared.
    """
    low = _low(text)
    if "\n" in text or len(low.split()) > MOST_WORDS:
        return None
    bare = _NOBODY.sub(" ", low)
    alone = _OWN.search(_NO.sub(" ", bare))
    shared = _HELP.search(bare) or (_CHECK.search(bare) and not alone)
    own = bare != low or (not shared and alone)
    no = _NO.search(_HELP.sub(" ", bare))
    if no:
        return None if own else "no"
    if shared:
        return "help"
    return "own" if own else None


def of_own_part(text: str) -> AnswerChoice | None:
    """Return what a person says of the part that is theirs, asked what their answer depends on."""
    low = _low(text)
    parts = {phrases.answer(part) for part in re.split(r"[,.;!]|\bbut\b", low) if part.strip()}
    parts |= {stated(text)}
    if "help" in parts:
        return "help"
    if "own" in parts or _ON_DAYS_OF_MINE.search(low):
        return "own"
    return "no" if "no" in parts else None


def is_change(text: str, given: Sequence[Given]) -> bool:
    """Whether a text changes one of the answers given."""
    low = _low(text)
    if not given or len(low.split()) > MOST_WORDS or re.match(r"(?:what|why|will|does)\b", low):
        return False
    if _ASKS_CHANGE.search(low):
        return True
    return bool(_WRONG.search(low) and new_answer(low)) and changed_place(low, given) is not None


def new_answer(text: str) -> AnswerChoice | None:
    """Return the answer that replaces one: *the procedures one should be with help*."""
    low = _low(text)
    for found in reversed(list(_NOW.finditer(low))):
        said = phrases.answer(low[found.end() :]) or stated(low[found.end() :])
        if said:
            return None if said == "skip" else said
    said = phrases.answer(_NUMBER.sub("", low)) or stated(low)
    return None if said == "skip" else said


def changed_place(text: str, given: Sequence[Given]) -> int | None:
    """Return the place of the answer that a text means, from 0; None if that is unclear."""
    low = _low(text)
    if _LAST.search(low):
        return len(given) - 1
    if number := _NUMBER.search(low):
        return int(number[1]) - 1 if 0 < int(number[1]) <= len(given) else None
    words = _ABOUT_ANSWERS.sub(" ", re.split(r"\bshould\b|\bto (?=with|on|not|help|own)", low)[0])
    found = alike(tuple(one["question"]["fact"] for one in given), words)
    return alike(tuple(one["question"]["descriptor"] for one in given), words) if found is None else found


def _low(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .!")
