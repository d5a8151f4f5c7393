"""Count the people for whom another build would suggest something else; no names, no words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.guidance.conclusions import placing
from bot.guidance.guide import Guide
from bot.guidance.model import Choice, Conclusion, Given

MOST = 200
"""Assessments compared: enough to see what a build does to people, within a minute."""
FEWEST = 5
"""Fewest people a count may be about; a smaller count could identify somebody."""


class Worked(Protocol):
    """A stored suggestion (`bot.store.assessments.Kept`)."""

    @property
    def person(self) -> int:
        """The person's id; counted, never shown."""

    @property
    def assessment(self) -> int:
        """The assessment it belongs to."""

    @property
    def activities(self) -> tuple[str, ...]:
        """In the person's words."""

    @property
    def choice(self) -> Choice:
        """The skill assessed."""

    @property
    def given(self) -> tuple[Given, ...]:
        """Questions and answers."""


@dataclass(frozen=True, slots=True)
class Effects:
    """How many assessments a build changes, of how many.

    Args:
        assessments: compared; None where fewer than `FEWEST` people gave them.
        changed: would be suggested something else; None where they are of one to `FEWEST` - 1 people.
    """

    assessments: int | None
    changed: int | None


def effects(old: Guide, new: Guide, kept: Iterable[Worked], most: int = MOST) -> Effects:
    """Replay stored assessments with two builds and count those that differ.

    Both are worked out anew, so that only the builds can differ.

    Args:
        kept: suggestions, newest first; those of one assessment and skill count once.
    """
    seen: dict[int, int] = {}
    done: set[tuple[int, str]] = set()
    changed: dict[int, int] = {}
    for each in kept:
        if each.assessment not in seen and len(seen) >= most:
            break
        seen[each.assessment] = each.person
        key = (each.assessment, each.choice["label"])
        if key not in done and each.assessment not in changed and _differs(old, new, each):
            changed[each.assessment] = each.person
        done.add(key)
    compared = _count(seen)
    return Effects(compared, None if compared is None else _count(changed))


def replay(guide: Guide, kept: Worked) -> tuple[Conclusion, ...]:
    """Replay a stored assessment; the guide of its own build gives the same result, to the byte."""
    return guide.conclude(kept.activities, kept.choice, kept.given)


def _count(people: dict[int, int]) -> int | None:
    """Return the number of assessments; None if they are of too few people."""
    return None if 0 < len(set(people.values())) < FEWEST else len(people)


def _differs(old: Guide, new: Guide, each: Worked) -> bool:
    levels = _levels(replay(old, each)) == _levels(replay(new, each))
    return not levels or _first(old, each.activities) != _first(new, each.activities)


def _levels(conclusions: Sequence[Conclusion]) -> dict[str, int]:
    return {c["suggestion"]["framework"]: c["suggestion"]["level"] for c in placing(conclusions)[0]}


def _first(guide: Guide, activities: Sequence[str]) -> str:
    choices = guide.understand(activities)["choices"]
    return choices[0]["label"] if choices else ""
