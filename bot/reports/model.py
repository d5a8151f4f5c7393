"""What reports and the profile chart are drawn from: plain JSON-able shapes."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from bot.guidance.model import Conclusion, Given


class AssessmentReport(TypedDict):
    """One assessment as it is told.

    ``at`` is when it ended, ISO 8601 in UTC; ``build`` the number of the build that was asked;
    ``activities`` the person's own words, as ``Evidence.activity`` counts them; ``given`` the questions and
    answers; ``conclusions`` one for each framework that knows the skill, the likeliest first;
    ``name`` is the person's, where it is to be shown.
    """

    at: str
    build: int
    activities: list[str]
    given: list[Given]
    conclusions: list[Conclusion]
    name: NotRequired[str]


class Goal(TypedDict):
    """Something a person set out to do; ``due_at`` is ISO 8601 in UTC, or None."""

    skill: str
    level: int
    text: str
    due_at: NotRequired[str | None]


class Newer(TypedDict):
    """What a level of an older edition is under the newest: ``was`` then, and what is ``told`` of it now."""

    was: str
    told: str


class ProfileReport(TypedDict):
    """All assessments of a person, in any order; ``at`` is when it is told."""

    at: str
    assessments: list[AssessmentReport]
    goals: NotRequired[list[Goal]]
    newer: NotRequired[list[Newer]]
    name: NotRequired[str]
