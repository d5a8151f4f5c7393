"""How sure Rung was of a level that a coach looks at, and which other levels there are."""

from __future__ import annotations

from bot.guidance.model import Suggestion
from bot.reviewing.books import Books
from bot.store.reviews.cards import ReviewCard
from bot.text import suggestions


def sure(card: ReviewCard) -> str:
    """Say how sure Rung was, as it said so to the person; empty where the level is not shared."""
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
    return suggestions.confidence(suggestion)


def other_levels(card: ReviewCard, books: Books) -> list[int]:
    """Return the levels that a coach can change the suggested one to, ascending."""
    levels = sorted(map(int, card.levels)) if card.levels else books.levels(card.framework, card.skill)
    return [level for level in levels if level != card.level]
