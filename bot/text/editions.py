"""Describe levels of older editions under the newest edition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.guidance.editions import CarriedLevel

HEADING = "Under newer editions"
ASK_AGAIN = "Ask me again"
_MOST_NAME = 40


def told(one: CarriedLevel) -> str:
    """Describe a level under the newest edition."""
    held, now = one.held, one.skill
    renamed = f", now {now['name']}" if now and now["name"].casefold() != held.name.casefold() else ""
    return f"{one.edition}{renamed}: {_outcome(one)}."


def label(one: CarriedLevel) -> str:
    """Label of the button to ask again."""
    name = one.skill["name"] if one.skill else one.held.name
    short = name if len(name) <= _MOST_NAME else f"{name[: _MOST_NAME - 1].rstrip()}…"
    return f"{ASK_AGAIN}: {short}"


def was(one: CarriedLevel) -> str:
    """Describe the past level."""
    held = one.held
    return f"{held.name}, {held.framework_name or held.framework} level {held.level}"


def _outcome(one: CarriedLevel) -> str:
    level = one.held.level
    match one.outcome:
        case "same":
            return f"still level {level}, with the same statements"
        case "reworded":
            return f"the wording of level {level} has changed, so it has to be asked again"
        case "unread":
            return (
                f"the former statements of level {level} are no longer available, so it has to be asked again"
            )
        case "no-level":
            return f"level {level} no longer exists ({_levels(one.levels)}), so it has to be asked again"
        case "gone":
            return f"the skill no longer exists{f' ({one.why})' if one.why else ''}"
        case "unknown":
            return "no skill in it is known to be the same"


def _levels(levels: Sequence[int]) -> str:
    if not levels:
        return "none of its levels is described"
    return f"the skill has {'level' if len(levels) == 1 else 'levels'} {', '.join(map(str, levels))}"
