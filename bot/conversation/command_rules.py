"""Rules for commands in plain words, and for a slash command mistyped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.conversation import phrases
from bot.conversation.message import Message
from bot.conversation.reminders import wants_reminder

SHORT_NAME = 5
POLITE = (
    r"(?:(?:please|pls|plz|just|ok(?:ay)?|eh|hey|hi|oh|erm?|um+|sorry|so|and|but|then|well|actually|wait"
    r"|no|now"
    r"|can you|can u|could you|could u|would you|will you|i want you to|i want to|i want|i need to|i would"
    r" like to"
    r"|i'd like to|let's|lets|want to|wanna)[\s,.:!]+)*"
)
TAIL = (
    r"(?:[\s,.]+(?:please|pls|plz|thanks?|thank you|again|now|already|ok|can|for me|so far"
    r"|from (?:the|my) list))*"
)
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
    rf"{POLITE}(?:(?:show|see|view|read|give|print|display|repeat|check|tell|let me see"
    r"|can i see|what'?s (?:on|in))(?: me| us)?(?: back)? )?"
    r"(?:(?:the|my|that|full|whole) )*(?:list|activities|activity list|list of (?:my )?(?:activities"
    r"|things|work))"
    rf"(?: of (?:what i|my|activities|things) ?.*| (?:that )?(?:you|u) have.*| back)?{TAIL}"
    r"|(?:so )?what (?:have|do|did|'?ve) (?:you|u|i|we) (?:got|have|say|said|tell(?: you)?|told(?: you)?"
    r"|write|written|wrote|type|typed|put|list|noted?|kept|keep)"
    r"(?: down| already| so far| about me| me)*"
    r"|show (?:me )?what (?:you|u|i) (?:have|got|said|wrote|told).*"
)
_START = re.compile(
    rf"{POLITE}(?:start|begin)(?: it| all)? (?:again|over|afresh|anew|fresh|new)(?: again)?{TAIL}"
    rf"|restart|reset"
)
_BACK = re.compile(rf"{POLITE}(?:go back|back|previous question|one question back|back one){TAIL}")
_HELP = re.compile(rf"{POLITE}(?:help|help me|menu|commands?|instructions?|options){TAIL}")
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
_SHOW = (
    r"(?:(?:(?:show|give|see|view|open|get|check|pull up|bring up|look at|have a look at|take a look at"
    r"|download"
    r"|send|what(?:'?s| are| is| r)|where(?:'?s| are| is)|can i (?:see|have|view|get)|could i (?:see|have"
    r"|view)"
    r"|let me (?:see|view)|i(?:'d like to| want to| wanna) (?:see|view))(?: me| us| up)?) )?"
)
_MINE = r"(?:(?:all|a copy of|a list of|the|my|own) )*"
_OWN: tuple[tuple[str, str], ...] = (
    ("profile", r"(?:skills? |career )?(?:profile|results?|levels?(?: so far)?|skill levels?)"),
    ("goals", r"(?:goals?|targets?|reminders?)"),
    ("history", r"(?:history|past (?:assessments?|results?|chats?)|old (?:assessments?|results?))"),
    ("export", r"(?:export|data|records?)"),
)
_END = re.compile(
    r"(?:(?:ok(?:ay)?|thanks?|thank you|thx|alright|right|well|so|no|nah)[\s,.!]+)*"
    r"(?:(?:good)?bye(?:[ -]?bye)?|see (?:you|u|ya)|cya|cheerio|ttyl|gtg|(?:i )?(?:got to|gotta|have to)"
    r" (?:go|run)"
    r"|(?:talk|speak|see you|catch you|cu) (?:to (?:you|u) )?(?:later|soon|next time|tomorrow|around)|so long"
    r"|until next time|(?:end|close|leave|stop|exit|quit)(?: (?:the |this )?(?:chat|session|conversation"
    r"|here|now))?"
    r"|(?:let'?s )?(?:stop|finish|call it a day|leave it)(?: (?:here|there|now))?|signing off|log ?off"
    r"|(?:i'?m |im )?(?:off|out|done)(?: now)? for (?:today|now|tonight))"
    r"(?:[\s,.!]+(?:rung|bot|all|then|now|later|today|for (?:now|today)|please|pls|thanks?|thank you|next"
    r" time"
    r"|bye|tomorrow|soon|take care|la|lah))*"
)
_SKIP = re.compile(
    rf"{POLITE}(?:skip|pass|leave(?: out)?|miss)(?: over)? (?:this|that|it|the question|this (?:one"
    r"|question))"
    rf"(?: (?:out|one|question))?{TAIL}|{POLITE}(?:the )?(?:next|another|other|different) question{TAIL}"
)
_SKILLS = re.compile(
    rf"{POLITE}{_SHOW}(?:(?:all|the|my|back to the|those|these|which|what) )*(?:skills?|skill list|choices)"
    rf"(?: (?:list|again|are there|do (?:i|you) have|did (?:you|u) (?:find|get)|you found|found|back))*{TAIL}"
)
_MORE = re.compile(
    rf"{POLITE}(?:(?:try|do|look at|show|see|take|check)(?: me)? )?(?:another|one more|next|a different"
    r"|other)"
    rf" (?:skill|skills|one){TAIL}"
)
_PLAN = re.compile(
    rf"{POLITE}(?:stop asking[\s,.]+)?(?:just |now |then )*"
    r"(?:(?:make|give|write|build|create|set up|work out|do|draw up|help me (?:make|with)|need|want|have|got)"
    r"(?: me| up| us)? (?:a|an|the|my)(?: \w+)? plan\b[^.?!]{0,60}"
    r"|plan (?:it|this|that)(?: for me| then| now)?|(?:a )?plan(?: with dates)?)"
    r"[\s?.!]*(?:pls|please|lah?|can)?[\s?.!]*",
    re.IGNORECASE,
)
_ROLE = r"(?:roles?|jobs?|positions?|careers?|posts?|job titles?)"
_FOR_ME = r"(?:i|me|my (?:skills?|levels?|profile))"
_ROLES = re.compile(
    rf"{POLITE}(?:"
    r"(?:tell me |show me |find |see )?(?:which|wh?ich|whch|what|wat|wht)(?:'?s| is| are)?"
    r"(?: (?:the|my|a|other|new|else|possible|good|better|best|next|kinds? of|sorts? of|types? of))*"
    rf" {_ROLE}\b(?!.*\b(?:you|u|boss|manager|colleagues?|this|that)\b)(?=.*\b{_FOR_ME}\b).{{0,60}}"
    r"|(?:what|wat)(?: else)? (?:could|can|cld|might|should|will|would) i (?:become|be|grow into|move into)"
    r"(?: (?:next|one day|later|in future|after this|from here))*"
    r"|where (?:could|can|cld|might|should|do|would) i (?:go|move)(?: to)?(?: (?:next|from here|after this))+"
    r"|where next|what(?:'?s| is) (?:next|the next step) (?:for me|in my career)|what(?:'?s| is) my next "
    rf"{_ROLE}|(?:my |the )?next {_ROLE}(?: for me)?"
    rf"|{_SHOW}(?:(?:all|the|some|my|other|more|possible|suitable|matching|next) )*"
    r"(?:roles?|(?:career|role) (?:paths?|options?|ladders?|steps?)"
    rf"|{_ROLE} (?:(?:that|which|to) )?(?:(?:would|could|might|may) )?"
    rf"(?:fits?|suits?|match(?:es)?|for|open to) {_FOR_ME})"
    rf"){TAIL}"
)
_COMMANDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("done", _DONE),
    ("list", _LIST),
    ("start", _START),
    ("back", _BACK),
    ("help", _HELP),
    ("end", _END),
    ("skip", _SKIP),
    ("make-plan", _PLAN),
    *(
        (name, re.compile(rf"{POLITE}(?:{_SHOW}(?:my|own|all my) {_MINE}{what}|{name}){TAIL}"))
        for name, what in _OWN
    ),
    ("roles", _ROLES),
    ("skills", _SKILLS),
    ("more", _MORE),
)
CHANGES_NOTHING = ("help", "back", "profile", "goals", "history", "export", "privacy", "skip", "roles")
"""Commands that are done where their name is mistyped; others are offered."""


def command(bare: str, plain: str) -> Message | None:
    """Return the command that words are, or the claim that something is work.

    Args:
        bare: the message in lower case, without its full stop.
        plain: the same without particles.
    """
    for name, pattern in _COMMANDS:
        if pattern.fullmatch(bare) or pattern.fullmatch(plain):
            return Message("command", name)
    if _CLAIM.fullmatch(bare) or _CLAIM.fullmatch(plain):
        return Message("claim")
    return Message("command", "remind") if wants_reminder(bare) else None


def is_done(text: str) -> bool:
    """Whether a message means "that's all"."""
    return bool(_DONE.fullmatch(phrases.plain(text)))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the command that a mistyped name means; None where none or several are near."""
    most = 1 if len(name) <= SHORT_NAME else 2
    near = sorted((OSA.distance(name, other), other) for other in known)
    if not near or near[0][0] > most or (len(near) > 1 and near[1][0] == near[0][0]):
        return None
    return near[0][1]
