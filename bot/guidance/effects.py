"""What another build would make of assessments given: whose skill or level would change, and how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.guidance.guide import Guide
from bot.guidance.model import Choice, Conclusion, Given

MOST = 200
"""Assessments compared: enough to see what a build does to people, within a minute."""


class Worked(Protocol):
    """A suggestion as it was kept (`bot.store.assessments.Kept`)."""

    @property
    def assessment(self) -> int:
        """The assessment it belongs to."""

    @property
    def activities(self) -> tuple[str, ...]:
        """In the person's words."""

    @property
    def choice(self) -> Choice:
        """The skill that was worked out."""

    @property
    def given(self) -> tuple[Given, ...]:
        """Questions and answers."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One person's suggestion that would be another.

    Args:
        assessment: its number; no words and no names, for others read this.
        framework: of the skill.
        skill: that was suggested.
        skill_after: that would be suggested first from the same words; the same where only the level changes.
        level, level_after: None where the skill is not known, or not any more.
    """

    assessment: int
    framework: str
    skill: str
    skill_after: str
    level: int | None
    level_after: int | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What a build changes for people: of how many assessments, and which."""

    assessments: int
    changed: tuple[Effect, ...]


def effects(old: Guide, new: Guide, kept: Iterable[Worked], most: int = MOST) -> Effects:
    """Work kept assessments out with two builds, and compare.

    Both are worked out anew, so that only the builds can differ.

    Args:
        old, new: guides of the live build and of the one that may replace it.
        kept: suggestions, newest first; those of one assessment and skill count once.
        most: assessments looked at.
    """
    seen: set[int] = set()
    done: set[tuple[int, str]] = set()
    found: list[Effect] = []
    for each in kept:
        if each.assessment not in seen and len(seen) >= most:
            break
        seen.add(each.assessment)
        if (each.assessment, each.choice["label"]) not in done:
            done.add((each.assessment, each.choice["label"]))
            found += _compared(old, new, each)
    return Effects(len(seen), tuple(found))


def replay(guide: Guide, kept: Worked) -> tuple[Conclusion, ...]:
    """Work a kept assessment out again: with the guide of its own build it gives the same, to the byte."""
    return guide.conclude(kept.activities, kept.choice, kept.given)


def _compared(old: Guide, new: Guide, each: Worked) -> list[Effect]:
    before, after = _levels(replay(old, each)), _levels(replay(new, each))
    first_before, first_after = _first(old, each.activities), _first(new, each.activities)
    skill = each.choice["label"]
    then = first_after if first_before != first_after else skill
    return [
        Effect(each.assessment, framework, skill, then, before.get(framework), after.get(framework))
        for framework in sorted(before.keys() | after.keys())
        if before.get(framework) != after.get(framework) or then != skill
    ]


def _levels(conclusions: Sequence[Conclusion]) -> dict[str, int]:
    return {c["suggestion"]["framework"]: c["suggestion"]["level"] for c in conclusions}


def _first(guide: Guide, activities: Sequence[str]) -> str:
    choices = guide.understand(activities)["choices"]
    return choices[0]["label"] if choices else ""
