"""Framework words in plainer ones, for *What does this mean?*."""

from __future__ import annotations

import re

_PLAIN: dict[str, str] = {
    r"stakeholders?": "people it matters to",
    r"in accordance with|in line with|in alignment with|aligned (?:with|to)": "the way it is laid down in",
    r"organi[sz]ational": "of the whole organisation",
    r"requirements": "what is needed",
    r"methodolog(?:y|ies)": "ways of working",
    r"frameworks": "sets of rules",
    r"governance": "who decides what, and how it is watched",
    r"polic(?:y|ies)": "rules",
    r"procedures": "set ways to do it",
    r"objectives": "goals",
    r"strateg(?:y|ies)": "long-term plans",
    r"strategic": "long-term",
    r"tactical": "mid-term",
    r"operational": "day-to-day",
    r"initiatives": "new pieces of work",
    r"implementation": "putting in place",
    r"optimi[sz](?:e|ing|ation of)": "get the most out of",
    r"metrics|kpis?|key performance indicators": "figures that show how well it goes",
    r"resources": "people, money and time",
    r"deliverables": "results to hand over",
    r"escalat(?:e|ing)": "hand on to somebody higher up",
    r"complex": "many-sided, with no ready answer",
    r"non-routine": "unusual",
    r"routine": "usual",
    r"autonom(?:y|ously)": "own decision",
    r"under (?:routine |close |general )?(?:direction|supervision|guidance)": "with somebody who guides you",
    r"mitigat(?:e|ing)": "make less harmful",
    r"leverag(?:e|ing)": "use",
    r"facilitat(?:e|ing)": "help along",
    r"collaborat(?:e|ing)": "work together",
    r"analy[sz](?:e|ing)": "look closely at",
    r"evaluat(?:e|ing)": "judge how good",
    r"formulat(?:e|ing)": "work out",
    r"champion": "speak up for",
    r"foster": "help grow",
    r"cross-functional": "from several departments",
    r"end-to-end": "from start to finish",
    r"best practices?": "what has proved to work",
    r"lifecycle|life cycle": "whole life, from plan to end",
    r"remediat(?:e|ion)": "repair",
    r"artefacts|artifacts": "documents and other results",
    r"business case": "reasons why it is worth the money",
    r"value proposition": "what makes it worth buying",
    r"compliance": "keeping to the rules",
    r"regulatory": "of the law",
    r"baseline": "starting point to compare with",
    r"feasibility": "whether it can be done",
    r"capabilit(?:y|ies)": "what can be done",
    r"competenc(?:y|ies|e)": "skill",
    r"prioriti[sz](?:e|ing)": "decide what comes first",
    r"synthesi[sz](?:e|ing)": "bring together",
    r"sustainability": "lasting without harm",
    r"procurement": "buying",
    r"vendors?": "firms one buys from",
    r"utili[sz](?:e|ing)": "use",
}
_ANY = re.compile("|".join(rf"(?P<w{n}>\b(?:{words})\b)" for n, words in enumerate(_PLAIN)), re.IGNORECASE)
_VALUES = tuple(_PLAIN.values())
MOST = 3


def plain_words(statement: str) -> list[tuple[str, str]]:
    """Return the words of a statement that need plainer ones, with these; at most `MOST`, in their order."""
    found: dict[str, str] = {}
    for match in _ANY.finditer(statement):
        plain = _VALUES[int((match.lastgroup or "w0")[1:])]
        if plain not in found.values():
            found[match[0].casefold()] = plain
    return list(found.items())[:MOST]
