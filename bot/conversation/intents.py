"""Intents: messages that address Rung instead of describing work (commands, corrections, questions).

Rules, and only where they are certain: whatever they do not know is taken for work, so that no work is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.conversation import phrases
from bot.guidance.verbs import is_verb

IntentKind = Literal[
    "done", "list", "remove", "change", "question", "steering", "claim", "start", "back", "help"
]
LAST = -1
_MOST, _MOST_BARE = 30, 12
"""Words of a message that can be an intent, and of a question that has no question word."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a message asks Rung to do.

    Args:
        kind: ``claim`` says that what was set aside is work; ``steering`` asks for a level.
        number: of ``remove`` and ``change``: the activity meant, from 1, or `LAST`.
        text: of ``change``: the right words.
        about: of ``remove``: words of the activity meant.
    """

    kind: IntentKind
    number: int | None = None
    text: str = ""
    about: str = ""


_POLITE = (
    r"(?:(?:please|pls|plz|just|ok(?:ay)?|eh|hey|hi|oh|erm?|um+|sorry|so|and|but|then|well|actually|wait"
    r"|no|now"
    r"|can you|can u|could you|could u|would you|will you|i want you to|i want to|i want|i need to|i would"
    r" like to"
    r"|i'd like to|let's|lets|want to|wanna)[\s,.:!]+)*"
)
_TAIL = (
    r"(?:[\s,.]+(?:please|pls|plz|thanks?|thank you|again|now|already|ok|can|for me|so far"
    r"|from (?:the|my) list))*"
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_THING = r"(?:one|activity|item|thing|point|entry|line|sentence|message|bit|part|statement)"
_TARGET = (
    rf"(?:(?:the )?(?:number|num|no\.?|nr\.?|item|activity|point|entry|line|#) ?(?P<n>\d{{1,2}}"
    rf"|{'|'.join(_WORDS)})"
    rf"|(?:the |my )?(?P<o>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)|last|latest|previous)"
    rf"(?: {_THING})?(?: i (?:said|wrote|typed|told you|sent))?"
    rf"|(?:that|this)(?: (?:last|latest))? {_THING}|(?:what|the (?:one|thing)) i just (?:said|wrote|typed"
    rf"|sent))"
)
_REMOVE = re.compile(
    rf"{_POLITE}(?:delete|remove|erase|drop|scrap|cancel|ignore|forget(?: about)?|discard|scratch|strike|undo"
    rf"|take (?:out|off|away)|cross out|get rid of|throw (?:out|away)|leave out) "
    rf"(?:{_TARGET}|(?P<b>\d{{1,2}})|(?:the )?one about (?P<about>.+?)|the (?P<which>[\w ]{{2,30}})"
    rf" one){_TAIL}"
    rf"(?:[\s,.]+(?:it'?s|its|that'?s|thats|because|cos|as) .*)?"
)
_REMOVE_IT = re.compile(
    rf"{_POLITE}(?:(?:delete|remove|erase|scrap|undo|ignore|scratch|discard) (?:that|it|this)|undo"
    rf"|take (?:that|it|this|(?:number |no\.? ?)?(?P<b>\d{{1,2}})) (?:out|off|away)){_TAIL}"
)
_WRONG = re.compile(
    rf"{_POLITE}(?:{_TARGET}|(?P<b>\d{{1,2}})) ?(?:is|was|isn'?t|looks|seems|'s|s)(?: \w+){{0,2}} "
    r"(?:wrong|incorrect|right|mistake|typo|duplicate|double|mine|true|me|rubbish|nonsense)\b.*"
    r"\b(?:delete|remove|erase|take (?:it )?out|ignore|drop|leave (?:it )?out)\b.*"
)
_IS_WRONG = re.compile(
    rf"{_POLITE}(?:{_TARGET}|(?P<b>\d{{1,2}})|that|this|it|you|u|you'?re|that'?s|thats|it'?s|its) ?"
    r"(?:is |was |are |r |got it |)(?:totally |all |so |completely |also |a bit )*"
    r"(?:wrong|not right|incorrect|a mistake|mistake|a typo|typo|not correct|not true|not what i (?:said"
    r"|meant|wrote))"
    r"(?:[\s,.!].*)?"
)
_CHANGE = re.compile(
    rf"{_POLITE}(?:change|replace|edit|correct|update|make) (?:{_TARGET}|(?P<b>\d{{1,2}})|(?P<it>it|that"
    rf"|this))"
    r"(?: to(?: say| read)?| into| with| so it says|:) (?P<text>.+)"
)
_SHOULD_BE = re.compile(rf"{_TARGET} (?:should|must) (?:be|say|read) (?P<text>.+)")
_CORRECTION = re.compile(
    r"(?:(?:no+|nope|nah|eh|oh|hmm|ok|sorry|pls|please)[\s,.!:-]+)*"
    r"(?:(?:(?:no+|nope|oh|oops|sorry|actually|ah)[\s,.!-]+(?:wait|hang on|hold on|sorry|actually|oops)"
    r"|oops|whoops|(?:my )?(?:mistake|bad)|typo|scratch that|wait,|wait no|hang on,|hold on,)[\s,.!:-]+"
    r"|(?:wrong|correction|edit|wait|sorry|mistake)[,.!:*-]+\s*"
    r"|(?=(?:i meant|i mean,|(?:it|that|this) should (?:be|say|read)|should (?:be|say)|make (?:it|that) )\b)"
    r"|(?:no|nope|wrong|sorry|wait|actually|oh|hang on|hold on)[\s,.!:-]+"
    r"(?=(?:it'?s|its|it is|that'?s|i meant?|there (?:are|is|r)|the |not |it was|make it|should be|\d)))"
    r"(?P<rest>.+)"
)
_NOT_THIS = re.compile(r"(?P<text>(?:the |its |it'?s )?\d[\d,.]*(?: [\w-]+)?),? not \d[\d,.]*(?: [\w-]+)?")
_DONE = re.compile(
    r"(?:(?:ok(?:ay)?|no+|nope|nah|ya|yes|yeah|yep|yup|so|and|well|i think|i guess|guess|think|for now|right"
    r"|eh|alright)[\s,.!]+)*"
    r"(?:that'?s|thats|that is|that was|that will be|that'?ll be|dats|tats)(?: really| about| basically|"
    r" pretty much)?"
    r" (?:all|it|everything)(?: already| liao| for now| for today| from me| folks| really| i (?:do|have"
    r"|got|did|can think of)"
    r"| there is| (?:that )?i want to (?:say|add)| to (?:say|add))*"
    r"|(?:(?:ok(?:ay)?|no|yes|i'?m|im|i am|all|we'?re|am)[\s,.]+)*(?:done|finished)(?: already| liao| here"
    r"| now| for now| with (?:it|this|that|the list))*"
    r"|(?:no+ ?,? ?)?(?:nothing|no) (?:more|else)(?: (?:to (?:add|say|tell)|from me|for now|already|liao"
    r"|than that|activities))*"
    r"|(?:finish(?:ed)?|end of (?:the )?list|no more liao|enough(?: already)?|enough questions|no more"
    r" questions)"
)
_LIST = re.compile(
    rf"{_POLITE}(?:(?:show|see|view|read|give|print|display|repeat|check|tell|let me see"
    r"|can i see|what'?s (?:on|in))(?: me| us)?(?: back)? )?"
    r"(?:(?:the|my|that|full|whole) )*(?:list|activities|activity list|list of (?:my )?(?:activities"
    r"|things|work))"
    rf"(?: of (?:what i|my|activities|things) ?.*| (?:that )?(?:you|u) have.*| back)?{_TAIL}"
    r"|(?:so )?what (?:have|do|did|'?ve) (?:you|u|i|we) (?:got|have|say|said|tell(?: you)?|told(?: you)?"
    r"|write|written|wrote|type|typed|put|list|noted?|kept|keep)"
    r"(?: down| already| so far| about me| me)*"
    r"|show (?:me )?what (?:you|u|i) (?:have|got|said|wrote|told).*"
)
_START = re.compile(
    rf"{_POLITE}(?:start|begin)(?: it| all)? (?:again|over|afresh|anew|fresh|new)(?: again)?{_TAIL}"
    rf"|restart|reset"
)
_BACK = re.compile(rf"{_POLITE}(?:go back|back|previous question|one question back|back one){_TAIL}")
_HELP = re.compile(rf"{_POLITE}(?:help|help me|menu|commands?|instructions?|options){_TAIL}")
_CLAIM = re.compile(
    r"(?:(?:yes|yup|ya|yah|yeah|yep|no|but|ok|sorry|eh|actually|wait|hey|of course)[\s,.!]+)*"
    r"(?:(?:(?:it|that|this|all this|they)(?:'?s| is| was| are)?|is|all)(?: actually| really| part of| all)*"
    r" (?:(?:my|for|at|about|from)"
    r" )*(?:work|job|role|duty|duties|what i do(?: at work| for work)?)"
    r"|(?:it|that|this)(?:'?s| is) (?:for|at|about) (?:my )?(?:work|job)|for (?:my )?(?:work|job)|at work"
    r"|my (?:job|work)"
    r"|that'?s my (?:job|work)|i do (?:it|that|this) (?:for|at) work|i(?:'m| am)? (?:get )?paid (?:for|to"
    r" do) (?:it|that|this))"
    r"(?: (?:lah?|leh|lor|actually|mah|though|too))*"
)
_STEERING = re.compile(
    r".*\b(?:ignore|forget|disregard|override|bypass) (?:all |any |your |the |my |previous |prior |above )*"
    r"(?:instructions?|rules?|prompts?|guidelines?|programming|training)\b.*"
    rf"|{_POLITE}(?:put|place|give|set|make|rate|mark|score|assign|bump|promote|rank|grade|move|upgrade)"
    rf" (?:me|my level|my score)\b.*"
    r"\b(?:levels?|lvl|rung|score|grade|top|highest|higher|up|expert|max\w*|\d)\b.*"
    rf"|{_POLITE}(?:say|write|pretend|confirm|assume|tell (?:my boss|them|hr)|report|output|print)(?:"
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
    rf"{_TAIL}$|(?:say (?:that |it )?again|come again|tell more|more (?:info|details?|information)|another"
    rf" example|an example|for example|meaning)\b{_TAIL}$"
    r"|(?:any|got|have|need) (?:example|examples|help)\b|huh$|pardon$"
    r")"
)
_OWN_CLAUSE = re.compile(
    r"(?:^|[,;:]\s*(?:so |and |then )?|\b(?:and|so|then|is|that) )(?:i|we)(?:'m|'ve)? (?!(?:am|'m|want"
    r"|need|don'?t|dont|dunno|think|guess|mean|meant|should|can|can'?t|cannot|must|said|told|typed|see"
    r"|know|get|not|no|was|will|would|could|worry|wonder|ask)\b)[a-z]+"
)
_OWN = re.compile(
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
_MY_DATA = re.compile(
    rf"{_POLITE}(?:delete|erase|forget|remove|wipe|clear) (?:all(?: of)? )?(?:it all|everything(?: about"
    rf" me| i (?:said|told|wrote).*)?|me|all"
    r"|(?:of )?my (?:personal )?(?:data|info\w*|details|account|profile|history|chats?|answers|records?"
    r"|activities|list|stuff)"
    rf"|what (?:i|you|u) .*|(?:the|this) (?:whole )?(?:chat|conversation|data|list)){_TAIL}"
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
    rf"|lor|sia|man|please|pls))*{_TAIL}"
)
_TAG = re.compile(
    r"(?P<head>.+?)[\s]*[,;.–-]+\s*(?P<tag>(?:is|does|do|would|will|can) (?:that|this|it|these"
    r"|those)\b.{0,30}"
    r"|(?:that|this|it|these) (?:ok|okay|can|counts?|enough|fine)\b.{0,15}|ok(?:ay)?|can|right|correct"
    r"|enough|counts?|counted"
    r"|(?:ok|can|counts?|enough) or not|yes|no|is it|you know|u know|got it|understand|you see)\s*\?*$",
    re.IGNORECASE | re.DOTALL,
)


def intent_of(text: str) -> Intent | None:
    """Return the intent of a message or sentence; None if it may describe work."""
    low = " ".join(text.casefold().replace("’", "'").split()).strip(" \"'“”")
    if not low or len(low.split()) > _MOST:
        return None
    bare = low.rstrip(" .!?~,;:")
    plain = phrases.plain(low)
    return _command(bare, plain) or _correction(text, bare, plain) or _question(low, bare, plain)


def without_tag(piece: str) -> str:
    """Strip a trailing question from a description of work: *I do the roster, is that ok?*"""
    found = _TAG.fullmatch(piece.strip())
    if not found or not ("?" in found["tag"] or len(found["tag"].split()) > 1):
        return piece
    return found["head"].strip()


def is_done(text: str) -> bool:
    """Whether a message means "that's all"."""
    return bool(_DONE.fullmatch(phrases.plain(text)))


def _command(bare: str, plain: str) -> Intent | None:
    for kind, pattern in _COMMANDS:
        if pattern.fullmatch(bare) or pattern.fullmatch(plain):
            return Intent(kind)
    return None


_COMMANDS: tuple[tuple[IntentKind, re.Pattern[str]], ...] = (
    ("done", _DONE),
    ("list", _LIST),
    ("start", _START),
    ("back", _BACK),
    ("help", _HELP),
    ("claim", _CLAIM),
)


def _correction(text: str, bare: str, plain: str) -> Intent | None:
    if _MY_DATA.fullmatch(bare):
        return Intent("question")
    for pattern in (_REMOVE, _WRONG, _REMOVE_IT):
        found = pattern.fullmatch(bare) or pattern.fullmatch(plain)
        if found:
            groups = found.groupdict()
            about = groups.get("about") or groups.get("which") or ""
            return Intent("remove", None if about else _number(found), about=about)
    if found := _CHANGE.fullmatch(bare) or _SHOULD_BE.fullmatch(bare):
        return Intent(
            "change",
            _number(found),
            text[len(text.rstrip(" .!?~")) - len(found["text"]) :].strip() or found["text"],
        )
    if _IS_WRONG.fullmatch(bare):
        return Intent("change")
    found = _CORRECTION.fullmatch(bare)
    if found:
        # Keep the person's own spelling: the match ends where the message ends.
        own = text.strip().rstrip(" .!?~,;:\"'”")
        return Intent("change", None, own[len(own) - len(found["rest"]) :].strip())
    if found := _NOT_THIS.fullmatch(bare):
        return Intent("change", None, text.strip())
    return None


def _question(low: str, bare: str, plain: str) -> Intent | None:
    if _STEERING.fullmatch(bare):
        return Intent("steering")
    if _ABOUT_ME.fullmatch(bare) or _REMARK.fullmatch(bare) or _REMARK.fullmatch(plain):
        return Intent("question")
    asks = low.rstrip(" \"'”)").endswith("?") or bare.endswith(" or not")
    if _ASKS.match(bare) and (asks or not _OWN_CLAUSE.search(bare)):
        return Intent("question")
    if not asks:
        return None
    if _OWN.match(bare):
        asked = low.endswith("?") and _ASKED_BACK.search(without_tag(low).rstrip("?"))
        return Intent("question") if asked or _MAY_I.match(bare) else None
    first = bare.split(" ", 1)[0]
    if len(bare.split()) > _MOST_BARE:
        return None
    works = is_verb(first) or (first.endswith("ing") and len(first) > 5)
    return None if works and len(bare.split()) > 1 and not _TO_RUNG.search(bare) else Intent("question")


def _number(found: re.Match[str]) -> int:
    groups = found.groupdict()
    word = groups.get("n") or groups.get("b") or groups.get("o") or ""
    if word in _WORDS:
        return _WORDS.index(word) + 1
    if word in _ORDINALS:
        return _ORDINALS.index(word) + 1
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else LAST
