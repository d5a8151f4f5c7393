"""Rules for messages that address Rung instead of describing work, above all for corrections.

Only where they are certain; `bot.conversation.intents` decides on all others. Rules for questions are in
`bot.conversation.question_rules`, those for commands in `bot.conversation.command_rules`.
"""

from __future__ import annotations

import re

from bot.conversation import command_rules, phrases, question_rules
from bot.conversation.command_rules import POLITE, TAIL
from bot.conversation.message import LAST, Message
from bot.conversation.question_rules import MOST_BARE, OWN

_MOST = 30
"""Words of a message that can be for Rung."""
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
_MY_DATA = re.compile(
    rf"{POLITE}(?:delete|erase|forget|remove|wipe|clear) (?:all(?: of)? )?(?:it all|everything(?: about"
    rf" me| i (?:said|told|wrote).*)?|me|all"
    r"|(?:of )?my (?:personal )?(?:data|info\w*|details|account|profile|history|chats?|answers|records?"
    r"|activities|list|stuff)"
    rf"|what (?:i|you|u) .*|(?:the|this) (?:whole )?(?:chat|conversation|data|list)){TAIL}"
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
        or question_rules.question(low, bare, plain)
    )


def not_mine(text: str) -> Message | None:
    """Return the removal of what somebody says is not their work; at a question that is an answer."""
    bare = " ".join(text.casefold().replace("’", "'").split()).rstrip(" .!?~,;:")
    if len(bare.split()) > MOST_BARE:
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
    own = OWN.match(low) and not _ASKS_OTHERS.match(low)
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
