"""What somebody does, told back to them: *I plan the roster* becomes *you plan the roster*."""

from __future__ import annotations

import re

from bot.guidance.verbs import base_form, is_base_form, past_base

_OWN = {
    "i": "you", "i'm": "you're", "im": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll",
    "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "we": "you", "we're": "you're",
    "we've": "you've", "our": "your", "ours": "yours", "us": "you", "am": "are",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_SUBJECT = re.compile(r"(?:i|we)(?:'m|'ve|'d|'ll|m)?\b", re.IGNORECASE)
_WAS = re.compile(r"\b(?:I|we) was\b", re.IGNORECASE)


def retold(activity: str) -> str | None:
    """Return a short activity as it begins with *you*; None where that is not certain."""
    text = activity.strip(" .!").replace("’", "'")
    words = text.split()
    if not words or any(mark in text for mark in ".!?;\n"):
        return None
    if not _SUBJECT.match(text):
        if verb_of(words[0]) is None:
            return None
        text = f"{'I am' if words[0].endswith('ing') else 'I'} {words[0].lower()} {' '.join(words[1:])}"
    return _WORD.sub(lambda found: _OWN.get(found[0].casefold(), found[0]), _WAS.sub("I were", text)).rstrip()


def verb_of(word: str) -> str | None:
    """Return the base form of a word that is a verb in any form, or None."""
    bare = word.casefold().strip(".,")
    return bare if is_base_form(bare) else base_form(bare) or past_base(bare)


def first_verb(activity: str) -> str:
    """Return the base form of the first verb near the start of an activity; empty where there is none."""
    words = [word for word in activity.replace("’", "'").split()[:4] if word.casefold() not in _OWN]
    return next((verb for word in words if (verb := verb_of(word))), "")
