"""The statements of a review, one by one: which the person's words match, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.guidance.model import AnswerChoice
from bot.store.reviews.cards import ReviewCard


@dataclass
class Statement:
    """A statement of the skill that played a part.

    Args:
        level: it is of.
        text: the statement.
        words: of the person, that match it; empty where none do, or they are not shared.
        activities: the numbers of the activities they are of, from 1.
        matched: whether any do.
        answer: to the question about it; None where it was not asked.
        missing: it is what the next level asks for.
        source: document and place.
    """

    level: int
    text: str
    words: str = ""
    activities: list[int] = field(default_factory=list)
    matched: bool = False
    answer: AnswerChoice | None = None
    missing: bool = False
    source: str = ""


def of(card: ReviewCard) -> list[Statement]:
    """Return the statements of a card, the highest level first; none where the level is not shared."""
    found: dict[tuple[int, str], Statement] = {}

    def known(level: int, text: str) -> Statement:
        return found.setdefault((level, text), Statement(level, text))

    for evidence in card.evidence or ():
        statement = known(evidence["descriptor_level"], evidence["descriptor"])
        statement.matched = True
        statement.words = " … ".join(filter(None, (statement.words, evidence["words"])))
        statement.activities.append(evidence["activity"] + 1)
        source = evidence["source"]
        statement.source = f"{source['document']}, {source['location']}"
    for given in card.given or ():
        asked = given["question"]
        known(asked["level"], asked["descriptor"]).answer = given["choice"]
    if card.why_not_higher:
        for text in card.why_not_higher["missing"]:
            same = [each for each in found.values() if text in each.text]
            (same[0] if same else known(card.why_not_higher["level"], text)).missing = True
    return sorted(found.values(), key=lambda each: -each.level)
