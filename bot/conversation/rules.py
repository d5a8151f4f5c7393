"""Rules for messages that address Rung instead of describing work: corrections, questions, steering.

Only where they are certain; `bot.conversation.intents` decides on all others.
"""

from __future__ import annotations

import re

from bot.conversation import command_rules, phrases
from bot.conversation.command_rules import POLITE, TAIL
from bot.conversation.message import LAST, Message
from bot.guidance.verbs import is_verb

_MOST, _MOST_BARE = 30, 12
"""Words of a message that can be for Rung, and of a question that has no question word."""
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
_GONE = (
    r"(?:delete|del|remove|erase|drop|scrap|cancel|ignore|forget(?: about)?|discard|scratch|strike(?:"
    r" out)?|undo|bin"
    r"|lose|kill|scrub|omit|exclude|disregard|chuck(?: out)?|dump|disregard|take (?:out|off|away)|cross"
    r" (?:out|off)"
    r"|get rid of|throw (?:out|away)|leave out|kick out|don'?t count|dont count|don'?t include|dont"
    r" include|wipe)"
)
_WHY = r"(?:[\s,.]+(?:it'?s|its|that'?s|thats|because|cos|as|coz|not|they|they'?re|these|those|both) .*)?"
_LAST_FEW = rf"(?:last|latest|final) (?:\d{{1,2}}|{'|'.join(_WORDS[1:])})"
_KIND = r"(?:numbers?|nums?|nos?\.?|nrs?\.?|items?|activit(?:y|ies)|points?|entr(?:y|ies)|lines?|#)"
_EACH = (
    rf"(?:(?:the |my )?{_KIND} ?)?(?:the |#)?(?:{_LAST_FEW}|\d{{1,2}}(?:st|nd|rd|th)?|last"
    rf"|{'|'.join((*_WORDS, *_ORDINALS))})\b(?: (?:{_THING}s?|activities|entries))?"
)
_SPAN = r"(?:\s*[-–]\s*|\s+(?:to|through|till|until)\s+)"
_AND = r"(?:(?:and|plus|also|then)\s+)"
_BETWEEN = (
    rf"(?:(?:\s*[,;.&+]\s*|\s+){_AND}*(?:{_GONE} )|(?:\s*[,;&+]\s*|\s+){_AND}+|\s*[,;&+]\s*"
    rf"|\s+(?=[#\d])|{_SPAN})"
)
_SEVERAL = (
    rf"(?P<several>{_EACH}(?:{_BETWEEN}{_EACH})+"
    rf"|(?:the |my )?{_LAST_FEW}\b(?: (?:{_THING}s?|activities|entries))?)"
)
_REMOVE_SEVERAL = re.compile(
    rf"{POLITE}(?:{_GONE} (?:both )?{_SEVERAL}(?: (?:out|off|away))?(?: from (?:the|my) list)?"
    rf"|(?:take|leave|cross|throw|strike|kick) (?:both )?{_SEVERAL.replace('several', 'taken')}"
    rf" (?:out|off|away)(?: (?:of )?(?:the|my) list)?){TAIL}{_WHY}"
)
_NAMED = re.compile(
    rf"(?:last|latest|final) (?P<few>\d{{1,2}}|{'|'.join(_WORDS[1:])})\b|(?P<span>{_SPAN})"
    rf"|\b(?P<n>\d{{1,2}}|last|{'|'.join((*_WORDS, *_ORDINALS))})(?:st|nd|rd|th)?\b(?: {_THING}s?\b)?"
)
_REMOVE = re.compile(
    rf"{POLITE}{_GONE} (?:{_TARGET}|(?P<b>\d{{1,2}})|(?:the )?(?:one|bit|part|thing|line|stuff|point|entry"
    r"|item)"
    rf" (?:about|on|with|regarding|concerning) (?P<about>.+?)|the (?P<which>[\w ]{{2,30}}?)"
    rf" (?:one|bit|part|thing|line|stuff|point))"
    rf"(?: (?:out|off|away|from (?:the|my) list))?{TAIL}{_WHY}"
)
_TAKE = re.compile(
    rf"{POLITE}(?:take|leave|cross|throw|strike|kick) (?:that|it|this|{_TARGET}|(?:number |no\.?"
    rf" ?)?(?P<b>\d{{1,2}})"
    rf"|(?:the )?(?:one|bit|part|thing) (?:about|on) (?P<about>.+?)|the (?P<which>[\w ]{{2,30}}?)"
    rf" (?:one|bit|part|thing)) (?:out|off|away)(?: (?:of )?(?:the|my) list)?{TAIL}{_WHY}"
)
_UNDO = re.compile(
    rf"{POLITE}(?:oops[\s,.]+|no+[\s,.]+)*(?:(?:undo|revert|reverse|rewind|un-?delete|roll ?back|take back"
    r"|scrap|scratch"
    r"|ignore|disregard|forget|cancel|strike|discard)(?: (?:that|it|this|the last (?:change|thing|step|one"
    r" i did)"
    r"|last|my last (?:answer|change|message)|what i (?:just )?(?:said|wrote|typed|did)|i said that))?"
    r"|(?:i )?(?:take|roll|bring|put|change|get|go) (?:that|it|this|back)(?: (?:one|back))*"
    r"(?: (?:to )?(?:how|as|the way) (?:it|that|i) (?:was|had it)(?: before)?)?|restore(?: (?:that|it|this))?"
    r"|(?:that'?s|thats|that is|this is)? ?not what i (?:meant|mean|said|wanted)(?: to say)?"
    r"|(?:i )?(?:didn'?t|did not|never|didnt) (?:mean|say) (?:that|it|this)"
    r"|(?:wrong (?:button|press|one pressed)|(?:pressed|tapped|clicked) (?:the )?wrong(?: (?:one|button))?"
    r"|(?:by )?accident"
    r"|mis-?tap|i (?:pressed|sent|typed) (?:that |it )?(?:by (?:accident|mistake)|accidentally))"
    rf"|(?:nvm|never ?mind)[\s,.]+(?:ignore|forget|scrap) (?:that|it))(?: (?:lah?|leh|lor|sia))*{TAIL}"
)
_IS = r"(?:'?s| is| was| isn'?t| isnt| are| aren'?t| wasn'?t|)"
_NOT_MINE = re.compile(
    rf"{POLITE}(?:{_TARGET}|(?P<b>\d{{1,2}})|(?:the )?(?:one|bit|part) (?:about|on) (?P<about>.+?)|the"
    rf" (?P<which>[\w ]{{2,30}}?)"
    rf" (?:one|bit|part|thing)|that|this|it){_IS}(?: really| actually)*(?: not)? "
    r"(?:me|mine|my (?:job|work|task|role|thing)|by me|(?:done|handled) by .{2,30})(?: anymore| any more|"
    r" at all)?"
    r"(?: (?:lah?|leh|lor|sia|actually|though))*(?:[\s,.]+.{0,40})?"
)
_SOMEBODY_ELSE = re.compile(
    rf"{POLITE}(?:(?:my|the|our) [\w-]+(?: [\w-]+)?|someone else|somebody else|another (?:person|team)|hr"
    r"|hq|finance)"
    r" (?:does|do|did|handles?|takes care of|is doing|will do) (?:it|that|this|them|all that|that one|this"
    r" one)"
    r"(?:[\s,.]+(?:not me|lah?|leh|one|instead|already|not mine))*"
)
_WRONG = re.compile(
    rf"{POLITE}(?:{_TARGET}|(?P<b>\d{{1,2}})) ?(?:is|was|isn'?t|looks|seems|'s|s)(?: \w+){{0,2}} "
    r"(?:wrong|incorrect|right|mistake|typo|duplicate|double|mine|true|me|rubbish|nonsense)\b.*"
    r"\b(?:delete|remove|erase|take (?:it )?out|ignore|drop|leave (?:it )?out)\b.*"
)
_IS_WRONG = re.compile(
    rf"{POLITE}(?:{_TARGET}|(?P<b>\d{{1,2}})|the (?P<which>[\w ]{{2,30}}?) (?:one|bit|part)|that|this|it"
    r"|you|u|you'?re|that'?s|thats|it'?s|its) ?"
    r"(?:is |was |are |r |got it |)(?:totally |all |so |completely |also |a bit )*"
    r"(?:wrong|not right|incorrect|a mistake|mistake|a typo|typo|not correct|not true|not what i (?:said"
    r"|meant|wrote))"
    r"(?:[\s,.!].*)?"
)
_CHANGE = re.compile(
    rf"{POLITE}(?:change|replace|edit|correct|update|make|amend|fix|set) (?:{_TARGET}|(?P<b>\d{{1,2}})"
    r"|(?P<it>it|that"
    rf"|this)|the (?P<which>[\w ]{{2,30}}?) (?:one|bit|part))(?: (?:on|about) (?P<about>[\w ]{{2,30}}?))?"
    r"(?: to(?: say| read)?| into| with| so it says|:)(?: read| say)? (?P<text>.+)"
)
_REWORD = re.compile(
    rf"{POLITE}(?:let me |i'?ll |i will |need to |can i )*(?:change|edit|correct|update|amend|fix|reword"
    r"|rephrase|rewrite)"
    rf" (?:{_TARGET}|(?P<b>\d{{1,2}})|that|it|this|the (?P<which>[\w ]{{2,30}}?) (?:one|bit|part)){TAIL}"
)
_SHOULD_BE = re.compile(
    rf"{POLITE}(?:{_TARGET}|the (?P<which>[\w ]{{2,30}}?) (?:one|bit|part)) (?:should|must|ought to|needs?"
    r" to|has to)"
    r"(?: be| say| read)* (?P<text>.+)"
)
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
    rf"{POLITE}(?:delete|erase|forget|remove|wipe|clear) (?:all(?: of)? )?(?:it all|everything(?: about"
    rf" me| i (?:said|told|wrote).*)?|me|all"
    r"|(?:of )?my (?:personal )?(?:data|info\w*|details|account|profile|history|chats?|answers|records?"
    r"|activities|list|stuff)"
    rf"|what (?:i|you|u) .*|(?:the|this) (?:whole )?(?:chat|conversation|data|list)){TAIL}"
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


def ruled(text: str) -> Message | None:
    """Return what a message or sentence asks of Rung; None if it may describe work."""
    low = " ".join(text.casefold().replace("’", "'").split()).strip(" \"'“”")
    if not low or len(low.split()) > _MOST:
        return None
    bare = low.rstrip(" .!?~,;:")
    plain = phrases.plain(low)
    return (
        _removal(bare, plain)
        or command_rules.command(bare, plain)
        or _correction(text, bare)
        or _question(low, bare, plain)
    )


def without_tag(piece: str) -> str:
    """Strip a trailing question from a description of work: *I do the roster, is that ok?*"""
    found = _TAG.fullmatch(piece.strip())
    if not found or not ("?" in found["tag"] or len(found["tag"].split()) > 1):
        return piece
    return found["head"].strip()


def not_mine(text: str) -> Message | None:
    """Return the removal of what somebody says is not their work; at a question that is an answer."""
    bare = " ".join(text.casefold().replace("’", "'").split()).rstrip(" .!?~,;:")
    if len(bare.split()) > _MOST_BARE:
        return None
    if _SOMEBODY_ELSE.fullmatch(bare):
        return Message("correction", "remove", LAST)
    found = _NOT_MINE.fullmatch(bare)
    negative = found and re.search(r"\b(?:not|isn'?t|isnt|wasn'?t|aren'?t|by)\b", bare)
    return _pointed("remove", found) if found and negative else None


def pointed(what: str, text: str) -> Message:
    """Return a correction that the classifier knows, with the activity it points at."""
    bare = " ".join(text.casefold().replace("’", "'").split())
    if what == "undo":
        return Message("correction", "undo")
    several = _SEVERAL_SAID.search(bare) if what == "remove" else None
    if several:
        return Message("correction", "remove", numbers=_numbers(several["several"]))
    found = _POINTS.search(bare)
    if found:
        return _pointed(what, found, text if what == "change" else "")
    about = _ABOUT.search(bare)
    words = (about["about"] or about["which"]) if about else ""
    return Message("correction", what, None if words else LAST, text if what == "change" else "", words)


_SEVERAL_SAID = re.compile(rf"\b{_SEVERAL}")
_POINTS = re.compile(rf"\b{_TARGET}|\b(?:point|no|number|#) ?(?P<b>\d{{1,2}})\b")
_ABOUT = re.compile(
    r"\b(?:about|regarding|on|said|put|with|concerning) (?:the |my )?(?P<about>[\w-]{3,}(?: [\w-]+)?)"
    r"|\bthe (?P<which>[\w-]{3,}(?: [\w-]+)?) (?:one|bit|part|thing|stuff)\b"
)
_OTHERS = (
    r"(?:colleagues?|co-?workers?|boss(?:es)?|manager|supervisor|team ?mates?|team|staff|subordinates?"
    r"|friend|wife"
    r"|husband|partner|son|daughter|brother|sister|mum|mom|dad|intern|junior|report|deputy|director"
    r"|employees?|peers?"
    r"|neighbou?r|assistant|lead|ceo|people|everyone|anyone|department)"
)
_GRADES = r"(?:levels?|scores?|grades?|results?|rank(?:s|ing)?|rungs?|profiles?)"
_OF_OTHERS = re.compile(
    rf"(?:.*\b(?:my|our|the|her|his) (?:[\w-]+ )?{_OTHERS}(?:'?s)? {_GRADES}\b.*"
    rf"|.*\b{_GRADES} (?:of|for|is|are|does|did|has|do) (?:my|our|the|his|her) (?:[\w-]+ )?{_OTHERS}\b.*"
    rf"|.*\b(?:his|her|their) {_GRADES}\b.*)"
)
_ASKS_OTHERS = re.compile(
    r"(?:what|which|who|how|is|are|does|did|can|could|would|will|(?:tell|show|give) (?:me|us)"
    r"|i want|i'?d like|let me (?:see|check|know)|and|so|wat)\b"
)
_IDENTITY = re.compile(r"\b[STFGM]\d{7}[A-Z]\b", re.IGNORECASE)


def other_person(text: str) -> bool:
    """Whether somebody asks for another person's level."""
    low = " ".join(text.casefold().replace("’", "'").split())
    if len(low.split()) > _MOST:
        return False
    if _IDENTITY.search(text):
        return True
    own = _OWN.match(low) and not _ASKS_OTHERS.match(low)
    return not own and bool(_ASKS_OTHERS.match(low) and _OF_OTHERS.fullmatch(low))


def _removal(bare: str, plain: str) -> Message | None:
    if _MY_DATA.fullmatch(bare):
        return Message("question", "delete")
    if _UNDO.fullmatch(bare) or _UNDO.fullmatch(plain):
        return Message("correction", "undo")
    found = _REMOVE_SEVERAL.fullmatch(bare) or _REMOVE_SEVERAL.fullmatch(plain)
    if found:
        return Message("correction", "remove", numbers=_numbers(found["several"] or found["taken"]))
    for pattern in (_REMOVE, _WRONG, _TAKE):
        found = pattern.fullmatch(bare) or pattern.fullmatch(plain)
        if found:
            return _pointed("remove", found)
    return None


def _pointed(what: str, found: re.Match[str], text: str = "") -> Message:
    """Return a correction of the activity that a match points at."""
    groups = found.groupdict()
    about = groups.get("about") or groups.get("which") or ""
    return Message("correction", what, None if about else _number(found), text=text, about=about)


def _correction(text: str, bare: str) -> Message | None:
    if found := _CHANGE.fullmatch(bare) or _SHOULD_BE.fullmatch(bare):
        tail = text[len(text.rstrip(" .!?~")) - len(found["text"]) :].strip() or found["text"]
        return _pointed("change", found, tail)
    if found := _REWORD.fullmatch(bare) or _IS_WRONG.fullmatch(bare):
        return _pointed("change", found)
    found = _CORRECTION.fullmatch(bare)
    if found:
        # Keep the person's own spelling: the match ends where the message ends.
        own = text.strip().rstrip(" .!?~,;:\"'”")
        return Message("correction", "change", text=own[len(own) - len(found["rest"]) :].strip())
    if _NOT_THIS.fullmatch(bare):
        return Message("correction", "change", text=text.strip())
    return None


def _question(low: str, bare: str, plain: str) -> Message | None:
    if _STEERING.fullmatch(bare):
        return Message("steering")
    if _ABOUT_ME.fullmatch(bare) or _REMARK.fullmatch(bare) or _REMARK.fullmatch(plain):
        return Message("question")
    asks = low.rstrip(" \"'”)").endswith("?") or bare.endswith(" or not")
    if _ASKS.match(bare) and (asks or not _OWN_CLAUSE.search(bare)):
        return Message("question")
    if not asks:
        return None
    if _OWN.match(bare):
        asked = low.endswith("?") and _ASKED_BACK.search(without_tag(low).rstrip("?"))
        return Message("question") if asked or _MAY_I.match(bare) else None
    first = bare.split(" ", 1)[0]
    if len(bare.split()) > _MOST_BARE:
        return None
    works = is_verb(first) or (first.endswith("ing") and len(first) > 5)
    return None if works and len(bare.split()) > 1 and not _TO_RUNG.search(bare) else Message("question")


def _numbers(said: str) -> tuple[int, ...]:
    """Return the numbers of activities named, each once; those counted from the end are negative."""
    numbers: list[int] = []
    start = None
    for found in _NAMED.finditer(said):
        if found["span"]:
            start = numbers[-1] if numbers else None
            continue
        if found["few"]:
            numbers += range(-_valued(found["few"]), 0)
            continue
        number = _valued(found["n"])
        numbers += [number] if start is None else range(start + 1, number + 1)
        start = None
    return tuple(dict.fromkeys(numbers))


def _number(found: re.Match[str]) -> int:
    groups = found.groupdict()
    return _valued(groups.get("n") or groups.get("b") or groups.get("o") or "")


def _valued(word: str) -> int:
    if word in _WORDS:
        return _WORDS.index(word) + 1
    if word in _ORDINALS:
        return _ORDINALS.index(word) + 1
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else LAST
