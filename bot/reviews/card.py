"""What a coach sees of a review beside the store's card: levels in words, statement by statement."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.guidance.conclusions import answered
from bot.guidance.model import AnswerChoice, Suggestion
from bot.reviews.frameworks import FrameworkLookup
from bot.store.reviews.cards import ReviewCard
from bot.text.levels import level_sentence


@dataclass
class Statement:
    """A statement of the skill that was matched, asked about or found missing.

    Args:
        words: the person's matching words; empty if none match or they are not shared.
        activities: numbers of the activities they come from, from 1.
        answer: to the question about it; None if it was not asked.
        missing: whether the next level asks for it.
    """

    level: int
    text: str
    words: str = ""
    activities: list[int] = field(default_factory=list)
    matched: bool = False
    answer: AnswerChoice | None = None
    missing: bool = False
    source: str = ""


def statements_of(card: ReviewCard) -> list[Statement]:
    """Return the statements of a card, highest level first; none if the level is not shared."""
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


def level_words_of(card: ReviewCard) -> str:
    """Return the sentence on the levels that the person read; empty if the level is not shared."""
    if card.level is None or card.levels is None or card.confidence is None:
        return ""
    suggestion: Suggestion = {
        "framework": card.framework,
        "skill": {"code": card.skill, "name": card.skill_name},
        "level": card.level,
        "level_name": card.level_name or "",
        "levels": card.levels,
        "confidence": card.confidence,
        "evidence": [],
        "why_not_higher": None,
        "next_steps": [],
    }
    return level_sentence(suggestion, answered(card.given or ()))


def other_levels(card: ReviewCard, books: FrameworkLookup) -> list[int]:
    """Return the levels that a coach can choose instead of the suggested one, ascending."""
    levels = sorted(map(int, card.levels)) if card.levels else books.levels(card.framework, card.skill)
    return [level for level in levels if level != card.level]
