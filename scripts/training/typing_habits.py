"""Write a text the way people type: short forms, slips, lower case, no full stop."""

from __future__ import annotations

import random
import re

_SHORT_FORMS = (
    (r"\byou\b", "u"), (r"\byour\b", "ur"), (r"\bare\b", "r"), (r"\bplease\b", "pls"), (r"\bto\b", "2"),
    (r"\bfor\b", "4"), (r"\bwith\b", "w"), (r"\bpeople\b", "ppl"), (r"\bbecause\b", "cos"), (r"\band\b", "n"),
    (r"\b(?:do not|don't)\b", "dun"), (r"\bwhat\b", "wat"), (r"\bthanks\b", "tks"), (r"(\w)'(\w)", r"\1\2"),
)  # fmt: skip
_ENDS = (" lah", " leh", " ah", " lor", " pls", " please", " thanks", "!!", "...", " mate", " sir", " :)")
_BEGINNINGS = ("ok ", "so ", "hi, ", "eh ", "erm ", "well ", "sorry ", "hey ", "actually ", "um ")


def as_typed(text: str, chance: random.Random) -> str:
    """Return a text with some habits of typing."""
    if chance.random() < 0.2:
        text = _slipped(text, chance)
    if chance.random() < 0.2:
        for long, short in chance.sample(_SHORT_FORMS, 5):
            text = re.sub(long, short, text, flags=re.IGNORECASE)
    if chance.random() < 0.35:
        text = text.lower()
    if chance.random() < 0.35:
        text = text.rstrip(" .!?")
    if chance.random() < 0.1:
        text = text.rstrip(".!?") + chance.choice(_ENDS)
    if chance.random() < 0.07:
        text = chance.choice(_BEGINNINGS) + text[:1].lower() + text[1:]
    return text or "ok"


def _slipped(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(max(1, len(letters) // 25)):
        at = chance.randrange(len(letters))
        following = letters[at + 1] if at + 1 < len(letters) else ""
        letters[at : at + 2] = chance.choice(
            [[following, letters[at]], [following], [letters[at], letters[at], following]]
        )
    return "".join(letters)
