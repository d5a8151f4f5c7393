"""Answers and small talk as people type them, in English and Singlish."""

from __future__ import annotations

import re
from typing import Literal

_PARTICLES = re.compile(
    r"(?:\s*[,.!]*\s*\b(?:lah?|leh|lor|sia|hor|meh|ah|ar|please|pls|thanks|thank you|thx|bro|sis|de|one"
    r"|wor)\b)+[\s.!?~]*$"
)
_OWN = re.compile(
    r"(?:y|ya+h?|yes+|yep|yup|yeah|yea|can|ok can|sure|of course|definitely|always|often|daily|every ?day"
    r"|all the time"
    r"|i do|do that|i did|for .{2,40} (?:yes|ya|yeah|yep)|i do (?:that|this|it|these|all)(?: .{0,30})?"
    r"|correct|confirm|right|true|absolutely|certainly|(?:all )?(?:by|on) (?:my ?self"
    r"|my own)"
    r"|(?:my)?self|alone|own|independently|(?:just|only|all) me|me (?:alone|only|myself)|got|have|👍.*|✅|💯)"
)
_ALONE = re.compile(
    r"(?:(?:yes|ya+h?|yeah|yep|yup)[ ,]+)?(?:(?:it'?s |its )?(?:just|only|all) me|me (?:alone|only"
    r"|myself)|alone"
    r"|independently|(?:i do (?:it|that|this|them|all)(?: all)? )?(?:(?:all )?(?:by|on) (?:my ?self"
    r"|my own)|alone"
    r"|myself))"
)
_NEEDED = re.compile(
    r"\b(?:signs?|approv\w+|authori[sz]es?|sign[- ]?off|permission|decides?|must|has to|have to|needs?|before"
    r"|first|helps?|guides?|together|sometimes|only|partly|not always|a bit|learning)\b"
)
"""What makes the part of others more than a check afterwards."""
_HELP = re.compile(
    r"(?:help|sometimes|partly|partially|a bit|a little|little bit|bit|kind of|sort of|somewhat|half"
    r"|so[- ]so|maybe"
    r"|more or less|together|supervised|assisted|learning|getting there|quite)"
)
_CHECKED = (
    r"\b(?:my|the|our|a) (?:boss|manager|supervisor|senior|mentor|lead|director|head|team"
    r" ?lead)\b.{0,40}\b(?:signs?|checks?|approves?"
    r"|reviews?|decides?|helps?|guides?|has to|must)\b"
)
_WITH_HELP = re.compile(
    r"\b(?:with (?:some |a (?:bit|little) of |a lot of )?(?:help|support|guidance|supervision|assistance)"
    r"|with (?:my |a |the |our )?(?:boss|manager|supervisor|senior|mentor|lead|team|teammate|colleagues?)"
    r"|(?<!what the )(?<!what my )(?:boss|manager|supervisor|senior|mentor|lead|matron|consultant)"
    r" (?:also |still |always |usually )?"
    r"(?:helps?|signs?|reviews?|checks?|approves?|guides?|(?:does|do) it with|is around)"
    r"|under (?:supervision|guidance)|not (?:alone|on my own|by myself)|someone (?:checks|helps)|helping)\b"
)
_UNCLEAR = re.compile(
    r"(?:(?:well|hmm+|eh|erm?|that|it|this|really|all|always)[\s,]+)*(?:depend(?:s|ing|ed)?(?: .{0,50})?"
    r"|var(?:y|ies)(?: .{0,40})?"
    r"|it'?s different (?:each|every) time|case by case|yes and no|see (?:how|the )?situation|see how)(?:"
    r" (?:lah?|leh|lor))*"
)
_SHARED = re.compile(
    r"\b(?:do|does|did|done|doing|share|handle|manage|run|prepare)s? (?:it|that|this|them|these|both|some)?"
    r" ?(?:together |jointly )?(?:with|alongside) (?:my|a|an|another|our|one|two|some|someone|somebody"
    r"|others|him|her|them)\b"
    r"|\b(?:as a (?:pair|team|duo)|together|jointly|between (?:us|the two of us)|half of it|parts? of it"
    r"|some of it)\b"
    r"|\b(?:i )?(?:draft|prepare|propose|recommend)\b.{0,20}\b(?:approves?|decides?|signs?|checks?)\b"
    r"|\b(?:needs?|must|have to|has to) (?:get |ask |be )?(?:approval|approved|checked|boss|permission"
    r"|sign[- ]?off)\b"
    r"|\bstill (?:learning|new|training)\b|\blearning (?:it|that|this|how)\b|\bi assist\b|\bi (?:only"
    r" )?help (?:with|out)\b"
)
_ELSEWHERE = re.compile(
    r"(?:(?:no+|nope|nah|actually|that'?s|thats|it'?s|its|oh)[\s,]+)*(?:(?:my|the|our|another|other|some)"
    r" [\w-]+(?: [\w-]+)?"
    r"|someone else|somebody else|hr|hq|it|they|boss|finance|procurement|legal) (?:does|do|handles?|takes?"
    r" care of|decides?"
    r"|manages?|owns?|settles?) (?:it|that|this|them|those|everything|one)\b.*"
    r"|(?:no+|nope|nah)\b[\s,]*(?!problem|worries|need)[\w' ,-]{0,60}"
    r"|(?:that'?s |thats |it'?s |its )(?:for |not |the |my |our )*(?:seniors?|boss|manager|director"
    r"|someone else|other team|above)"
    r"(?:'s)?(?: (?:job|role|work|call|level|my).*)?"
    r"|(?:i )?(?:used to|haven'?t|have not|never|hardly ever|not allowed|no (?:chance|authority"
    r"|access))\b.{0,40}"
)
_DAILY = re.compile(
    r"(?:(?:yes|yeah|ya|yup|sure|of course|definitely|absolutely)[\s,]+)*i (?:do|did|decide|handle|lead"
    r"|own|run|manage|sign)\b"
    r"(?: (?:that|this|it|these|them|all|so|everything|off))*(?: (?:every ?(?:day|week|month|time|shift)"
    r"|daily|weekly|alone"
    r"|myself|by myself|on my own|all the time|for years|always|regularly|often|for .{2,30}|since .{2,20}"
    r"|off myself))*"
    r"(?: (?:lah?|lor|leh|one))*"
)
_LAST_ANSWER = re.compile(
    r"(?:(?:no+|sorry|oops|wait|actually|oh|ok)[\s,]+)*(?:change|make|set)? ?(?:my |the |that )?(?:last"
    r"|previous|earlier)"
    r" (?:one|answer|question)(?: (?:is|was|should be|to|as))*[\s,:]+(?P<rest>.+)"
    r"|(?:(?:no+|sorry|oops|wait|actually|oh)[\s,]+)*(?:i meant?|change (?:it|that) to|make (?:it|that)"
    r"|change my answer to)"
    r"[\s,:]+(?P<also>.+)"
)
_NO = re.compile(
    r"(?:n|no+|nope|nah|not yet|not really|not at all|never|cannot|can'?t|don'?t|haven'?t|didn'?t|won'?t"
    r"|not me"
    r"|(?:it'?s |that'?s )?not (?:really )?my (?:job|role|thing)|i (?:don'?t|do not|have not|haven'?t"
    r"|never|cannot|can'?t)|where got"
    r"|no way|👎.*|❌)"
)
_SKIP = re.compile(
    r"(?:skip|pass|next|(?:i )?(?:don'?t|do not) know|dunno|not sure|unsure|no idea|idk|n/?a|not applicable"
    r"|no comment|\?+|hmm+)"
)
_DONE = re.compile(
    r"(?:done|that'?s (?:all|it|everything)(?: for now)?|that is (?:all|it)|no more|nothing (?:else|more)"
    r"|finish(?:ed)?"
    r"|enough|all|go on|go ahead|continue|proceed|next|ok(?:ay)?|no|nope|nah|end|ready|skip|i'?m done"
    r"|no i'?m done)"
)
_NONE = re.compile(
    r"(?:none|none of (?:these|them|those|the above)|neither|no|nope|nah|not (?:these|any|here)|wrong"
    r"|all wrong|0)"
)
_NONE_AND = re.compile(
    r"(?:(?:no+|nah|nope|hmm+|sorry|eh|well|er+m*)[\s,]+)*(?:none|neither|not any|nothing)(?: of (?:these"
    r"|them|those"
    r"|the above|it))?(?: (?:re?all?y|quite|fits?|match(?:es)?|works?|here|are right|is right|la+h?|leh"
    r"|lor|tbh))*"
    r"\s*[,.;:–-]+\s*(?:(?:but|because|cos|as|so|and)\s+)?(?P<rest>(?:i|i[’']?m|we|my|mostly|mainly"
    r"|actually)\b.+)",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"(?:y|ya|yes|yeah|yup|yep|another|another (?:one|skill)|one more|more|next|again|sure|ok(?:ay)?|can"
    r"|continue)"
)
_FINISH = re.compile(
    r"(?:n|no|nope|nah|done|end|bye|goodbye|that'?s (?:all|it)(?: for today)?|finish(?:ed)?|enough|exit"
    r"|quit|stop"
    r"|not now|later|no thanks?|thanks?|thank you|thx|ta|great|nice|ok thanks?|cheers)"
)
_CHATTER = re.compile(
    r"(?:hi+|hello+|hey+|yo|hiya|howdy|good (?:morning|afternoon|evening|day|night)|morning|evening"
    r"|how are you(?: doing)?(?: today)?|how'?s it going|what'?s up|sup|nice to meet you"
    r"|thanks?(?: you)?(?: so much| a lot)?"
    r"|thank you(?: very much)?|thx|ok(?:ay)?|k|sure|great|cool|nice|yes|yeah|ya|no|lol|haha+|hehe+|wah+"
    r"|walao|aiyo+"
    r"|bye|goodbye|see (?:you|ya)|who are you|what (?:is this|are you|can you do)|are you (?:a )?(?:bot"
    r"|human|robot)"
    r"|test(?:ing)?|hmm+|um+|er+m*|well|so|let me (?:see|think)|where do i (?:start|begin)|long story"
    r"|(?:it'?s |its )?(?:so |very |quite |super )?(?:hot|cold|rainy|humid)(?: today| here)?"
    r"|(?:so |very )?sorry(?: about (?:that|this))?|apologies|my bad|oops|no worries|never mind|nvm"
    r"|happy (?:monday|friday)"
    r"|tgif|hungry|i'?m (?:fine|good|ok(?:ay)?|hungry|bored)|have you eaten|eaten already)"
    r"(?:[\s,]+(?:there|all|everyone|rung|bot|bro|sis|boss|sir|mdm|madam))?"
)


def plain(text: str) -> str:
    """Normalise a short answer (lower case, no particles or punctuation): ``Can lah!`` gives ``can``."""
    low = " ".join(text.casefold().replace("’", "'").split()).strip(" .!,;:~\"'")
    bare = _PARTICLES.sub("", low).strip(" .!,;:~")
    return bare or low


def answer(text: str) -> Literal["own", "help", "no", "skip"] | None:
    """Interpret a typed answer to *Do you do this?*; None if it is not an answer."""
    low = plain(text)
    if _SKIP.fullmatch(low):
        return "skip"
    first = re.split(r"[,.;!]|\s(?:but|and|because|cos|only|i)\s", low, maxsplit=1)[0].strip()
    if _ALONE.fullmatch(first) and not _NEEDED.search(low[len(first) :]):
        return "own"
    if len(low.split()) > 10:
        return None
    if _HELP.fullmatch(low) or _WITH_HELP.search(low) or _SHARED.search(low):
        return "help"
    if _DAILY.fullmatch(low):
        return "own"
    tail = low[len(first) :]
    checked = re.search(r"\b(?:sometimes|only|partly|not always|a bit|learning)\b|" + _CHECKED, tail)
    if _NO.fullmatch(low) or _NO.fullmatch(first):
        return "no"
    if _OWN.fullmatch(low) or _OWN.fullmatch(first):
        return "help" if checked else "own"
    if _ELSEWHERE.fullmatch(low):
        return "no"
    return "help" if _HELP.fullmatch(first) else None


def is_unclear(text: str) -> bool:
    """Whether somebody says that it depends."""
    low = plain(text)
    return len(low.split()) <= 10 and bool(_UNCLEAR.fullmatch(low))


def changed_answer(text: str) -> Literal["own", "help", "no"] | None:
    """Return the answer that a text gives to the question before: *the last one with help*; or None."""
    found = _LAST_ANSWER.fullmatch(plain(text))
    said = answer(found["rest"] or found["also"]) if found else None
    return said if said and said != "skip" else None


def is_only_answer(text: str) -> bool:
    """Whether a text is only an answer: *ya, with my boss*."""
    parts = re.split(r"[,.;!]|\sbut\s", _WITH_HELP.sub("", plain(text)))
    answers = (_OWN, _HELP, _NO, _SKIP, _UNCLEAR)
    return all(any(known.fullmatch(part.strip()) for known in answers) for part in parts if part.strip())


def is_done(text: str) -> bool:
    """Whether somebody has nothing to add."""
    return bool(_DONE.fullmatch(plain(text)))


def is_none(text: str) -> bool:
    """Whether somebody means *none of these*."""
    return bool(_NONE.fullmatch(plain(text)))


def after_none(text: str) -> str:
    """Return the work told after *none of these*, as in *none of them, i mostly fix bikes*; or nothing."""
    found = _NONE_AND.fullmatch(" ".join(text.split()))
    return found["rest"] if found else ""


def wants_another(text: str) -> bool:
    """Whether somebody wants to look at another skill."""
    return bool(_AGAIN.fullmatch(plain(text)))


def is_finished(text: str) -> bool:
    """Whether somebody wants to stop."""
    return bool(_FINISH.fullmatch(plain(text)))


def is_chatter(text: str) -> bool:
    """Whether a piece of text is small talk and nothing else."""
    low = plain(text)
    parts = [part.strip() for part in re.split(r"[,.!?;]+", low) if part.strip()]
    return all(_CHATTER.fullmatch(part) or _all_chatter(part.split()) for part in parts)


def _all_chatter(words: list[str]) -> bool:
    return len(words) <= 4 and all(_CHATTER.fullmatch(plain(word)) for word in words)
