"""Levels in words: how many are named says how sure Rung is, so nothing is called confident."""

from __future__ import annotations

from collections.abc import Sequence

from bot.guidance.conclusions import likely_levels
from bot.guidance.model import Suggestion

ONLY_LEVEL = "My documents describe this skill only at that level, so treat it with caution."
TO_SETTLE = "from what you told me; a question or two will settle it"


def level_words(levels: Sequence[int]) -> str:
    """Name neighbouring levels: *level 3*, *level 3 or 4*, *somewhere between level 2 and 4*."""
    lowest, highest = levels[0], levels[-1]
    if len(levels) == 1:
        return f"level {lowest}"
    if len(levels) == 2:
        return f"level {lowest} or {highest}"
    return f"somewhere between level {lowest} and {highest}"


def named(number: int, name: str) -> str:
    """Name a level: *level 5 (Ensure, advise)*."""
    return f"level {number} ({name})" if name else f"level {number}"


def suggested_levels(suggestion: Suggestion) -> str:
    """Name the levels of a suggestion, one with its name: *level 5 (Ensure, advise)*, *level 3 or 4*."""
    levels = likely_levels(suggestion)
    if levels == (suggestion["level"],):
        return named(suggestion["level"], suggestion["level_name"])
    return level_words(levels)


def level_sentence(suggestion: Suggestion, answered: bool) -> str:
    """Say at which levels a suggestion places the person.

    Args:
        suggestion: of one framework.
        answered: whether the person has answered enough questions about the skill.
    """
    said = suggested_levels(suggestion)
    said = f"{said[:1].upper()}{said[1:]}"
    if not answered and len(likely_levels(suggestion)) <= 2 and len(suggestion["levels"]) > 1:
        said = f"{said} {TO_SETTLE}"
    return f"{said}. {only_level(suggestion)}".rstrip()


def only_level(suggestion: Suggestion) -> str:
    """Warn of a skill that is described at one level only; empty for another."""
    return ONLY_LEVEL if len(suggestion["levels"]) == 1 else ""
