"""What people say of the conversation itself: the skill that they choose, and objections to a suggestion."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.guidance.verbs import is_verb, words_of

_SAYING = (
    r"think|guess|suppose|believe|reckon|feel|would|will|want|wish|prefer|choose|chose|pick|picked|take"
    r"|go|going"
    r"|like|mean|select|opt|say|am|m|d|ll|do not|don't|dont|dun|cannot|can't|can|could|might|may|shall|must"
    r"|should|see|need|settle|try|hope|vote|insist|was|beg|disagree|object|appeal|contest|dispute|challenge"
    r"|protest|reject|refuse|deserve|expected?|doubt|question|find|agree|accept|really|strongly|just|still"
    r"|have to|let|look|consider|start|proceed|put|give|use|have|make|be|please|come|remain|stay|have"
    r"|respectfully|daresay|afraid"
)
"""Verbs with which people speak to Rung, and not of their work."""
_OF_SELF = re.compile(
    r"\bmy (?:work|job|role|duty|duties|task) (?:is|are|was)\b|"
    rf"\b(?:i|we|im|ive)\b(?:'ve)? ?'?(?!(?:{_SAYING})\b)[a-z]+"
)
_DOES = re.compile(
    r"\b(?:i|we) (?:(?:will|would|can|could|must|may|also|really|have to|had to) )*(?:do|did)\b(?! not)"
)
_LEADING = re.compile(
    r"^(?:(?:ok|okay|ya|yes|yeah|no|hmm+|well|so|oh|eh|um+|er+m*|then|and|but|also|sorry|please|pls|lah?"
    r"|lor|leh"
    r"|maybe|perhaps|just|probably|sure|fine|alright|right)\b[\s,.!:-]*)+"
)
_JOB = re.compile(
    r"\b(?:responsible|in charge|teams?|staff|clients?|customers?|users?|years?|daily|weekly|every|each"
    r"|\d{2,}"
    r"|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|not(?! (?:sure|bad|ideal|perfect))"
    r"|except|(?:anything|all|everything) but|instead of|rather than|remove"
    r"|delete|drop|what|why|how|who|which|mean|means|explain|difference|compare|versus|vs)\b"
)
"""Words beside a skill's name that tell of work, ask, or refuse the skill."""
_OBJECT = re.compile(
    r"\s*(?:for|to|of|at|across|in|with|on)\b(?! (?:me|now|the (?:time|moment)|today|sure|a (?:start"
    r"|try)|this|starters"
    r"|want|lack|then|that|top|balance)\b)"
)
"""What a skill's name is done for: *network support for three schools*."""
_FILLING = words_of(
    """
    a an the that this one ok okay k ya yes yeah hmm hm well so then and or please pls lah la lor
    leh can try go with for i i'd i'll i'm would will like want to choose pick take select think
    guess suppose maybe perhaps probably is it it's let let's us lets me my do just be should skill
    option choice number no have say prefer number closest best sounds good right fine thing thingy
    start from first now ah sia bah thanks thank you
    """
)
_ORDINAL = {
    "first": 0,
    "1st": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
    "last": -1,
}
_CLOSEST = re.compile(r"\bto what (?:i|we) (?:\w+ )?(?:do|did)\b|\bor not\W*$")
_GOES_ON = (_FILLING - {"and", "or", "with", "for", "to"}) | words_of(
    """
    if seems seem looks comes might may instead rather fits works appeals possible since because
    feels
    """
)
"""Words that may follow a skill's name at the beginning of a message: others go on telling of work."""
_GLUE = frozenset(("and", "the", "a", "&"))
_WORD = re.compile(r"[a-z0-9&][\w'+#]*")
_OUTCOME = (
    r"(?:suggestions?|levels?|lvl|results?|ratings?|assessments?|outcome|decision|scores?|grad(?:e|ing)"
    r"|placement"
    r"|verdict|conclusion|estimate|judge?ment|evaluation|finding|recommendation|ranking|rung"
    r"|proposal)\b(?! (?:of|for|in|on)\b(?! (?:me|mine|yours)\b))"
)
_THE_OUTCOME = (
    rf"(?:(?:this|that|the|your|ur|my|such a) (?:\w+ )?{_OUTCOME}|(?:a )?(?:level|lvl) ?(?:\d|one|two"
    rf"|three|four|five"
    r"|six|seven)(?! (?:support|incidents?|tickets?|alerts?|engineers?|technicians?|appeals?|students?"
    r"|cases?)))"
)
_APPEALS = (
    r"(?:(?:appeal|contest|dispute|challenge|object|protest|disagree|reject|refuse|complain|(?:do not"
    r"|don'?t|dun"
    r"|cannot|can'?t|can not|never) (?:\w+ )?(?:agree|accept))(?:ing)?)"
)
_END = (
    r"(?=$|[,.;!?]|\s(?:because|as|since|and (?:i|would)|but|that|at all|la+h?|leh|lor|sia|or not"
    r"|please|pls|you|u|here|of yours)\b)"
)
_APPEAL = re.compile(
    rf"(?:^|[,.;!?] |\b(?:and|but|so) )(?:(?:with respect|sorry|honestly|frankly)[, ]+)*"
    rf"(?:(?:can|may|could|how (?:can|do)) )?(?:(?:i|we)\b[\w' ]{{0,25}}? ?)?\b{_APPEALS}"
    rf"(?: (?:strongly|completely|totally|formally|here|entirely))?"
    rf"(?: (?:with|to|against|about))?(?: (?:you|u|this|that|it|{_THE_OUTCOME}))?{_END}"
    r"|\b(?:lodge|file|make|submit|raise) an? (?:appeal|objection|complaint) (?:against|about|to|over)"
    rf" (?:this|that|it|{_THE_OUTCOME}){_END}"
    r"|\b(?:you are|you'?re|u are|u r|rung is|the bot is) (?:\w+ )?(?:mistaken|wrong|incorrect)\b"
    r"|\bbeg to differ\b"
    r"|\byou (?:have|got|'ve got) (?:this|that|it|me) (?:\w+ )?wrong\b"
)
_DOUBTED = re.compile(
    r"\b(?:wrong|incorrect|mistaken|mistake|inaccurate|unfair|not (?:right|correct|fair|accurate|true"
    r"|happy|satisfied"
    r"|convinced)|unhappy|dissatisfied|(?:too|so|very) (?:low|high|junior|senior|harsh)|ought to"
    r"|should (?:be(?! grateful)|have been)"
    r"|must be|deserve|cannot be|can'?t be|reconsider(?:ed)?|appeal|contest|dispute|challenge"
    r"|second opinion|object"
    rf"|disagree|higher|lower|(?:do not|don'?t|dun) (?:think|believe)|{_APPEALS})\b"
)


_ABOUT_SUGGESTION: dict[str, str] = {
    "not-me": (
        r"(?:(?:that|this|it)(?:'?s| is| does)? ?)?(?:really |just |so )?(?:not|isn'?t|doesn'?t)"
        r" (?:re?all?y |at all |sound |look |feel |like )*(?:me|mine|my (?:job|work|level))(?: at all"
        r"| re?all?y)?"
    ),
    "why-level": r"(?:but )?(?:why|how come|how so|why (?:this|that|so)|why not (?:higher|lower|more))",
    "next": (
        r"(?:(?:what|which|show|tell)(?: me)?(?: are| is|'?s)? )?(?:the |my )?(?:next steps?|missing|lacking)"
        r"|what (?:am i|do i) (?:missing|lack(?:ing)?)"
    ),
    "stand": (
        r"(?:so )?(?:where (?:do|did|am) i (?:stand|land|end up|at|now)"
        r"|(?:what|which) (?:level|rung) (?:am i|was i|do i have|did i get)"
        r"|(?:what(?:'?s| is| was) )?(?:my|the) (?:level|result|suggestion|rung)|what did (?:you"
        r"|u) (?:suggest|say)"
        r"|(?:show|tell)(?: me)?(?: the| my)? (?:result|suggestion|level))(?: (?:now|at|on|again|then"
        r"|please|pls))*"
    ),
}


def about_suggestion(text: str) -> str:
    """Return the topic of a short text about the suggestion just made; empty for any other text."""
    low = re.sub(r"^(?:(?:nope|nah)[ ,.]+)+", "", _LEADING.sub("", _lowered(text), count=1))
    bare = re.sub(r"(?:[ ,]+(?:la+h?|leh|lor|sia|though|pls|please))*[ .!?]*$", "", low)
    return next((topic for topic, pattern in _ABOUT_SUGGESTION.items() if re.fullmatch(pattern, bare)), "")


def is_objection(text: str) -> bool:
    """Whether somebody disagrees with a suggestion or appeals against it."""
    low = _LEADING.sub("", _lowered(text), count=1)
    if len(low.split()) > 30 or low.startswith("why") or _tells_work(low):
        return False
    return bool(_APPEAL.search(low) or (re.search(rf"\b{_THE_OUTCOME}", low) and _DOUBTED.search(low)))


def chosen(text: str, offered: Sequence[Collection[str]]) -> int | None:
    """Return the place of the one skill that a text names among other words, or None.

    Args:
        text: as it was typed.
        offered: of each skill on offer, its names.
    """
    low = _CLOSEST.sub("", _lowered(text))
    spans = [max((_named(low, name) for name in names), key=_length, default=None) for names in offered]
    longest = max(map(_length, spans))
    places = [place for place, span in enumerate(spans) if span and _length(span) == longest]
    if len(places) != 1 or any(span and not _within(span, spans[places[0]]) for span in spans):
        return None
    start, end = spans[places[0]] or (0, 0)
    before, after = low[:start], low[end:]
    beside = f"{before} ; {after}"
    works = _tells_work(before) or _OF_SELF.search(beside) or _DOES.search(beside)
    following = next(iter(_WORD.findall(after)), "i")
    listed = following in ("and", "or", "plus") or (not before and following not in _GOES_ON)
    return None if works or listed or _JOB.search(beside) or _OBJECT.match(after) else places[0]


def hinted(text: str, offered: Sequence[Collection[str]]) -> int | None:
    """Return the place of the one skill that all words of a text, but filling ones, point at, or None."""
    words = _WORD.findall(_lowered(text))
    ordinals = {_ORDINAL[word] for word in words if word in _ORDINAL}
    left = [word for word in words if word not in _FILLING and word not in _ORDINAL]
    if not left and len(ordinals) == 1 and -1 <= (place := min(ordinals)) < len(offered):
        return place % len(offered)
    if not left or _OF_SELF.search(_lowered(text)):
        return None
    found = [place for place, names in enumerate(offered) if any(_begins(left, name) for name in names)]
    return found[0] if len(found) == 1 else None


def _begins(words: list[str], name: str) -> bool:
    """Whether words are some of a name's words, in its order, each in full or shortened."""
    left = iter(_WORD.findall(_lowered(name)))
    return all(any(_short(word, full) for full in left) for word in words)


def _named(low: str, name: str) -> tuple[int, int] | None:
    """Return where a text has all content words of a name in order, each in full or shortened."""
    wanted = [word for word in _WORD.findall(_lowered(name)) if word not in _GLUE]
    told = [found for found in _WORD.finditer(low) if found.group() not in _GLUE]
    for at in range(len(told) - len(wanted) + 1 if wanted else 0):
        here = told[at : at + len(wanted)]
        if all(_short(found.group(), word) for found, word in zip(here, wanted, strict=True)) and (
            len(wanted) > 1 or here[0].group() == wanted[0]
        ):
            return here[0].start(), here[-1].end()
    return None


def _short(word: str, full: str) -> bool:
    """Whether a word is another one, its beginning, or its consonants: *config*, *mgmt*."""
    if word == full:
        return True
    consonants = len(word) > 2 and word[0] == full[0] and not re.search(r"[aeiou]", word)
    rest = iter(full)
    return (len(word) >= 4 and full.startswith(word)) or (consonants and all(one in rest for one in word))


def _length(span: tuple[int, int] | None) -> int:
    return span[1] - span[0] if span else 0


def _within(span: tuple[int, int], other: tuple[int, int] | None) -> bool:
    return other is not None and other[0] <= span[0] and span[1] <= other[1]


def _tells_work(low: str) -> bool:
    """Whether a text has own work in it: of a first person, or a verb at its beginning."""
    bare = _LEADING.sub("", low, count=1)
    first = next(iter(_WORD.findall(bare)), "")
    does = is_verb(first) or (
        first.endswith(("ing", "ed")) and not first.endswith("thing") and len(first) > 4
    )
    return bool(_OF_SELF.search(bare) or _DOES.search(bare) or (does and not re.fullmatch(_SAYING, first)))


def _lowered(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).strip(" \"'“”")


_VACANCY = re.compile(
    r"^(?:(?:it'?s|its|it is|this is|that'?s|thats|this|just|only|is|an?|the|internal|external)\s+)*"
    r"(?:vacancy|job (?:ad(?:vert)?|posting|opening))\b"
    r"|\b(?:apply(?:ing)?|applied) (?:for|to) (?:this|it|that|the (?:job|role|post|position))\b"
    r"|\b(?:i'?m|i am|only|just) (?:only |just )?looking at (?:this|it|that)\b"
    r"|\b(?:(?:do|would|could|can|am|should) i|how (?:well )?(?:do|would) i)"
    r" (?:fit|suit|match|be right|qualify|have a chance|apply)"
    r"|\b(?:it'?s|is|that'?s|this is|thats) not (?:really )?(?:my|mine)(?: own)?(?: job| role)?\b"
    r"|\b(?:is|would) (?:this|it|that)(?: job| role)? (?:be )?(?:something |right |ok |good )?for me\b"
    r"|\bfor me\?",
    re.IGNORECASE,
)


def is_vacancy(text: str) -> bool:
    """Whether words about a document say that its job is one the person looks at."""
    return bool(_VACANCY.search(text.replace("’", "'")))
