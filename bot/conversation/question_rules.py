"""Rules for questions to Rung, and for attempts to steer it."""

from __future__ import annotations

import re

from bot.conversation.command_rules import POLITE, TAIL
from bot.conversation.message import Message
from bot.guidance.verbs import is_verb

MOST_BARE = 12
"""Words of a question that has no question word."""
_STEERING = re.compile(
    r".*\b(?:ignore|forget|disregard|override|bypass) (?:all |any |your |the |my |previous |prior |above )*"
    r"(?:instructions?|rules?|prompts?|guidelines?|programming|training)\b.*"
    rf"|{POLITE}(?:put|place|give|set|make|rate|mark|score|assign|bump|promote|rank|grade|move|upgrade)"
    rf" (?:me|my level|my score)\b.*"
    r"\b(?:levels?|lvl|rung|score|grade|top|highest|higher|up|expert|max\w*|\d)\b.*"
    rf"|{POLITE}(?:say|write|pretend|confirm|assume|tell (?:my boss|them|hr)|report|output|print)(?:"
    rf" that)? (?:i|i'?m|im|you|my level)\b.*"
    r"|(?:you are|you'?re|act as|behave as|roleplay as) now? ?(?:a |an |my )?(?:\w+ ){0,3}(?:assistant"
    r"|pirate|expert|ai|bot|system|admin|dan)\b.*"
    r"|.*\b(?:system prompt|developer mode|jailbreak)\b.*"
    r"|i(?:'m| am)? ?(?:want|deserve|should (?:be|get)|need|am|)(?: to be| at| on| a| already| definitely|"
    r" surely)*"
    r" (?:level|lvl) ?\d(?: already| now| for sure| please| pls| in .{0,30})*"
)
_LEAD = (
    r"(?:(?:so|and|but|then|ok(?:ay)?|eh|hey|hi|hello|erm?|um+|wait|sorry|btw|by the way|also|just|no"
    r"|hmm|well|excuse me|rung)[\s,.:!]+)*"
)
_ASKS = re.compile(
    rf"{_LEAD}(?:"
    r"what(?:'?s|s| is| are| r| does| do| did| can| will| would| should| happens?| about| if| else| kinda?"
    r"| kind| kinds| sort| level"
    r"| skills?| u| you| next| now| must| counts?| for| then| (?:can|should|must|do|am|could|else) i| i"
    r" (?:should|must|need|have to|can)| \w+ (?:do|does|did|can|will|would|should|is|are)"
    r" (?:you|u|i|we|it|this|my)|$)\b"
    r"(?! (?:i|we|my team|my job) (?:do|did|usually|normally|mostly|handle|work|get)\b)"
    r"|whats\b|why\b|wat\b|wad\b|how come\b"
    r"|how(?:'s| do| does| did| is| are| r| can| could| will| would| should| long| many| much| u| you|"
    r" accurate| sure| old| often| about| to (?:use|answer|start|do this|type|write))\b"
    r"|who(?:'s| is| are| r| can| will| sees?| gets?| reads?| made| built| u| you| else| has| have| knows?"
    r"| owns?| wrote| decides?)\b"
    r"|when (?:do|does|will|is|can|should|are)\b|where (?:do|does|is|are|will|can|did|got|to)\b"
    r"|which (?:one|ones|is|are|of|skills?|levels?|framework|do|should)\b"
    r"|(?:do|does|did|can|could|will|would|shall|should|is|are|r|am|may|must|was|were|have|has|got)"
    r" (?:you|u|i|we|they|he|she|anyone|anybody|someone|somebody|rung)\b"
    r"|(?:can|could|will|would|should|is|are|does|may|must) (?:my|your|ur|it|this|that|these|those|there"
    r"|people|everyone|hr|boss|manager|coach)\b"
    r"|(?:tell|show|give|send|explain to|help|remind|teach|guide|find|let|write|order|book|sing|recommend"
    r"|translate) (?:me|us)\b"
    r"|(?:explain|clarify|elaborate|rephrase|repeat|example|examples|eg|e\.g\.)(?: (?:that|this|it|more"
    r"|again|the (?:question|statement|skill|level)\w*|question|what\b.*|in .*|further))*"
    rf"{TAIL}$|(?:say (?:that |it )?(?:again|simpler)|come again|tell more|more (?:info|details?|information)"
    rf"|another example|an example|for example|meaning)\b{TAIL}$"
    r"|(?:any|got|have|need) (?:example|examples|help)\b|huh$|pardon$"
    r")"
)
_OWN_CLAUSE = re.compile(
    r"(?:^|[,;:]\s*(?:so |and |then )?|\b(?:and|so|then|is|that) )(?:i|we)(?:'m|'ve)? (?!(?:am|'m|want"
    r"|need|don'?t|dont|dunno|think|guess|mean|meant|should|can|can'?t|cannot|must|said|told|typed|see"
    r"|know|get|not|no|was|will|would|could|worry|wonder|ask)\b)[a-z]+"
)
OWN = re.compile(
    r"(?:(?:also|and|but|then|next|last \w+|every \w+|on \w+|now|mostly|usually|sometimes|so|well|ok|for"
    r" work)[\s,]+)*"
    r"(?:i|i'm|i've|im|ive|we|we're|we've|my (?:job|work|team|role|main))\b"
)
_MAY_I = re.compile(
    r"(?:so |and |but )?(?:i|we) (?:can|could|may|must|should|need to|have to|am supposed to|get to|shall"
    r"|will)\b"
)
_ASKED_BACK = re.compile(
    r"\b(?:what|why|how|who|which|where|when|you|u|ur|your|or not)\b\W*$|\b(?:you|u) (?:mean|want|need|ask"
    r"|say)\b"
)
_TO_RUNG = re.compile(
    r"\b(?:you|u|ur|your|rung|bot|sfia|tsc|this|that|it|or not|level|levels|bonus|example|score|data"
    r"|privacy|boss|anyone|meaning|skill|ai)\b"
)
_ABOUT_ME = re.compile(
    rf"{_LEAD}(?:i|im|i'?m|i am|we) (?:"
    r"(?:really |still |also |totally )*(?:don'?t|do not|dont|dun|didn'?t|didnt) (?:really |quite |fully"
    r" )?(?:understand|get|know)\b"
    r"(?:$| (?:what|how|why|which|where|who|it|this|that|u|you|ur|your|the (?:question|statement|meaning"
    r"|difference)|anything|much|sure|la|lah|leh|sia)\b.*)"
    r"|(?:have|got|had) (?:a|some|one|another|few|a few) (?:quick )?questions?(?: (?:for you|about (?:this"
    r"|you|sfia|my level|privacy)).*)?$"
    r"|(?:want|would like|wanna|wish|prefer|need)(?: to)? (?:talk|speak|chat|meet|deal|complain)(?: to|"
    r" with)? (?:an? |some |the |my |any |to |your )*"
    r"(?:real |actual |live )?(?:human|person|somebody|someone|coach|agent|operator|staff|hr|human"
    r" being)(?: (?:instead|please|pls|now|here|about (?:this|my level|it)))*$"
    r"|(?:want|would like|wanna|wish)(?: to)? (?:know|ask|see|check|view)\b.*"
    r"|(?:already|just|have already) (?:said|told|answered|wrote|typed|mentioned)\b.{0,30}$"
    r"|(?:said|told (?:you|u)) (?:that|it|this|so|already|before|you)?.{0,20}$"
    r"|(?:made|make|typed|wrote|keyed) (?:(?:a|in|it) )*(?:mistake|typo|wrong(?:ly)?)\b.*"
    r"|changed my mind.*"
    r"|(?:want|need|would like|wanna) to (?:change|edit|correct|fix|delete|remove|undo) (?:something|that"
    r"|it|this|one|my (?:list|answer|last|first|data|activit)|number|no|the (?:last|first|second|third"
    r"|list))\b.*"
    r"|(?:want|need|would like|wanna)(?: to)? (?:stop|quit|leave|exit|go|restart|start (?:over|again))(?:"
    r" now| already| here| please| pls)*$"
    r"|(?:want|need|would like)(?: some| your)? (?:help|example|examples|a break)\b.{0,20}$"
    r"|(?:confused|lost|stuck|not sure|unsure|bored)(?: .*)?$"
    r")"
)
_REMARK = re.compile(
    rf"{_LEAD}(?:(?:this|that|it|rung|u|you|your bot|the bot|question|the question)(?:'?s|s| is| are| r"
    rf"|'re)? (?:so |too |very |quite |a bit |really |just |not )*"
    r"(?:stupid|useless|nonsense|boring|confusing|weird|silly|cool|great|long|unclear|vague|working|slow"
    r"|broken|rubbish|funny|cute|helpful|listening|strange|difficult|hard|wrong|annoying|smart)"
    r"|(?:stop|quit|exit|cancel|abort|leave|pause)|wait|hang on|hold on|one (?:moment|sec|second|minute)"
    r"|brb|not now"
    r"|(?:real |actual |live )?(?:human|person|agent|operator|coach)|(?:talk|speak|chat) (?:to|with)"
    r" (?:an? |the |my )*(?:real )?(?:human|person|someone|coach|agent)"
    r"|(?:idk|dunno|dk|no idea|not sure)(?: (?:what|how|why|which|wat|wad)\b.*| (?:u|you) .*)|(?:dun|dont"
    r"|don'?t) (?:understand|get it|know)(?: .*)?"
    rf"|(?:next|another|other|different) question|wrong (?:question|one|list|number)|wrong)(?: (?:lah?|leh"
    rf"|lor|sia|man|please|pls))*{TAIL}"
)
_TAG = re.compile(
    r"(?P<head>.+?)[\s]*[,;.–-]+\s*(?P<tag>(?:is|does|do|would|will|can) (?:that|this|it|these"
    r"|those)\b.{0,30}"
    r"|(?:that|this|it|these) (?:ok|okay|can|counts?|enough|fine)\b.{0,15}|ok(?:ay)?|can|right|correct"
    r"|enough|counts?|counted"
    r"|(?:ok|can|counts?|enough) or not|yes|no|is it|you know|u know|got it|understand|you see)\s*\?*$",
    re.IGNORECASE | re.DOTALL,
)


def question(low: str, bare: str, plain: str) -> Message | None:
    """Return what a message asks of Rung, or that it steers; None if it may describe work."""
    if _STEERING.fullmatch(bare):
        return Message("steering")
    if _ABOUT_ME.fullmatch(bare) or _REMARK.fullmatch(bare) or _REMARK.fullmatch(plain):
        return Message("question")
    asks = low.rstrip(" \"'”)").endswith("?") or bare.endswith(" or not")
    if _ASKS.match(bare) and (asks or not _OWN_CLAUSE.search(bare)):
        return Message("question")
    if not asks:
        return None
    if OWN.match(bare):
        asked = low.endswith("?") and _ASKED_BACK.search(without_tag(low).rstrip("?"))
        return Message("question") if asked or _MAY_I.match(bare) else None
    first = bare.split(" ", 1)[0]
    if len(bare.split()) > MOST_BARE:
        return None
    works = is_verb(first) or (first.endswith("ing") and len(first) > 5)
    return None if works and len(bare.split()) > 1 and not _TO_RUNG.search(bare) else Message("question")


def without_tag(piece: str) -> str:
    """Strip a trailing question from a description of work: *I do the roster, is that ok?*"""
    found = _TAG.fullmatch(piece.strip())
    if not found or not ("?" in found["tag"] or len(found["tag"].split()) > 1):
        return piece
    return found["head"].strip()
