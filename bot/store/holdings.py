"""What levels a person holds: every one that was suggested, whole enough to be carried to a newer edition."""

from __future__ import annotations

from bot.guidance.editions import Held
from bot.guidance.model import ahead
from bot.store import assessments
from bot.store.assessments import Kept
from bot.store.cards import SharedLevel
from bot.store.database import Database


def held(database: Database, person: int) -> tuple[Held, ...]:
    """Return every level suggested to a person that holds; a skill that begins above them places nobody."""
    found: list[Held] = []
    for run in assessments.of(database, person):
        for one in run.suggestions:
            others = [other.conclusion for other in run.suggestions if _beside(one, other)]
            if not ahead(one.conclusion, others):
                found.append(_held(one))
    return tuple(found)


def shared(database: Database, levels: tuple[SharedLevel, ...]) -> tuple[Held, ...]:
    """Return the levels that a person shares."""
    kept = (assessments.suggestion(database, each.suggestion) for each in levels)
    return tuple(_held(one) for one in kept if one is not None)


def _beside(one: Kept, other: Kept) -> bool:
    return other is not one and other.choice["label"] == one.choice["label"]


def _held(one: Kept) -> Held:
    suggestion, ladder = one.conclusion["suggestion"], one.conclusion["ladder"]
    skill = suggestion["skill"]
    return Held(
        suggestion=one.id,
        framework=suggestion["framework"],
        skill=skill["code"],
        name=skill["name"],
        level=suggestion["level"],
        at=one.at,
        build=one.build,
        framework_name=ladder["framework"],
    )
