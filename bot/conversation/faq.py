"""Questions people ask Rung, matched with a short answer."""

from __future__ import annotations

import re

from bot.conversation.state import State
from bot.text import faq, suggestions

_TOPICS: tuple[tuple[faq.Topic, str], ...] = (
    (
        "other-person",
        r"\b(?:colleague|coworker|co-worker|friend|wife|husband|teammate|someone else|somebody else|other"
        r" (?:people|person)"
        r"|(?:his|her|their) level)\b|\bmy (?:boss|manager|staff)(?:'s|s)? (?:level|score)",
    ),
    (
        "delete",
        r"\b(?:delete|erase|forget|wipe|remove|clear)\b.*\b(?:me|data|info\w*|details|account|profile"
        r"|history|chats?|everything|all|what i|conversation|records?)\b|^(?:delete|erase|forget) (?:all"
        r"|everything|me)",
    ),
    (
        "human",
        r"\b(?:human|real person|agent|operator|coach|speak to|talk to|chat with|someone|somebody|hr)\b",
    ),
    (
        "privacy",
        r"\b(?:see|sees|seen|read|reads|access|share[ds]?|shown?|private|privacy|confidential|secret"
        r"|anonymous|data|store[ds]?|save[ds]?|keep|kept|record(?:ed|s)?|know about|told to|go to"
        r"|report(?:ed)? to)\b",
    ),
    (
        "pay",
        r"\b(?:bonus|salary|pay|raise|promot\w+|appraisal|increment|fired?|sacked?|performance|hr file"
        r"|used for|against me|boss|manager|affect)\b",
    ),
    (
        "bot",
        r"\b(?:are|r) (?:you|u) (?:a |an |really |even )*(?:real|human|person|bot|robot|ai|machine"
        r"|program|computer|chatgpt|gpt|there|alive)\b|\bwho (?:are|r|made|built|created) ?(?:you|u)?\b"
        r"|\bchatgpt\b|\bai\b|what are you",
    ),
    ("framework", r"\b(?:sfia|tsc|ddat|skillsfuture|frameworks?)\b"),
    ("levels", r"\b(?:levels?|rungs?|lvl)\b.*|\bladder\b"),
    ("difference", r"\bdifferen(?:ce|t)\b|\bwhich (?:one|skill|of|should)\b"),
    (
        "how",
        r"\bhow (?:do|does|are|is|r)\b.*\b(?:you|u|it|this|work|comput\w*|calculat\w*|decide|know"
        r"|judge)\b|\baccurate\b|\bhow sure\b",
    ),
    ("long", r"\bhow (?:long|many|much)\b|\bmany more\b"),
    (
        "why",
        r"^\W*(?:so |but |and )?(?:why|what for|how come|what'?s (?:this|it|the point) (?:for|about)?"
        r"|what is (?:this|it|the point))\b",
    ),
    ("stop", r"\b(?:stop|quit|exit|cancel|abort|leave|pause|break|bored?)\b|\bnot now\b|\bskip\b"),
    ("change", r"\b(?:mistake|typo|wrong|incorrect|change|edit|correct|fix|undo)\b"),
    (
        "count",
        r"\b(?:is|does|do|can|would|will) (?:that|this|it|these|those)\b.*\b(?:ok(?:ay)?|counts?|fine"
        r"|enough|good|right|work|useful|relevant)\b|\bcounts?\b|\benough\b",
    ),
    (
        "tell",
        r"\b(?:what|wat|example|examples|type|write|say|tell|start|begin|answer|put)\b|\bunderstand\b"
        r"|\bget it\b|\bdunno\b|\bidk\b|\bhelp\b|\bconfus\w+|\blost\b|\bstuck\b",
    ),
)
_KNOWN = tuple((topic, re.compile(pattern)) for topic, pattern in _TOPICS)


def answer(state: State, question: str) -> str:
    """Answer a question to Rung in a sentence or two; at a statement, explain it if no topic fits."""
    low = " ".join(question.casefold().replace("’", "'").split())
    topic: faq.Topic = next((topic for topic, pattern in _KNOWN if pattern.search(low)), "other")
    about_statement = topic in ("tell", "levels", "count", "other", "difference", "how", "change")
    if state.stage == "asking" and state.question is not None and about_statement:
        return suggestions.explained(state.question)
    return faq.faq(topic)
