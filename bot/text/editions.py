"""What becomes of a level under a newer edition of its framework, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.guidance.editions import CarriedLevel

HEADING = "Under newer editions"
ASK_AGAIN = "Ask me again"
_MOST_NAME = 40


def told(one: CarriedLevel) -> str:
    """Say what a level is under the newest edition: certain, or to be asked again."""
    held, now = one.held, one.skill
    renamed = f", now {now['name']}" if now and now["name"].casefold() != held.name.casefold() else ""
    return f"{one.edition}{renamed}: {_outcome(one)}."


def label(one: CarriedLevel) -> str:
    """Label the button that asks again."""
    name = one.skill["name"] if one.skill else one.held.name
    short = name if len(name) <= _MOST_NAME else f"{name[: _MOST_NAME - 1].rstrip()}…"
    return f"{ASK_AGAIN}: {short}"


def was(one: CarriedLevel) -> str:
    """Say what was worked out then."""
    held = one.held
    return f"{held.name}, {held.framework_name or held.framework} level {held.level}"


def _outcome(one: CarriedLevel) -> str:
    level = one.held.level
    match one.outcome:
        case "same":
            return f"level {level} still, for it asks the same"
        case "reworded":
            return f"level {level} is put in other words now, so it has to be asked again"
        case "unread":
            return f"what level {level} asked then can't be read any more, so it has to be asked again"
        case "no-level":
            return f"there is no level {level} any more ({_levels(one.levels)}), so it has to be asked again"
        case "gone":
            return f"the skill isn't there any more{f' ({one.why})' if one.why else ''}"
        case "unknown":
            return "no skill there is known to be the same"


def _levels(levels: Sequence[int]) -> str:
    if not levels:
        return "none of its levels is described"
    return f"the skill has {'level' if len(levels) == 1 else 'levels'} {', '.join(map(str, levels))}"
