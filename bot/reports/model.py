"""The data of reports and of the profile chart, as JSON-compatible types."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from bot.guidance.model import Conclusion, Given


class ConfirmedLevel(TypedDict):
    """A level that a coach saw in a suggestion; ``by`` is the coach's name, empty if they left."""

    framework: str
    level: int
    by: str
    at: str


class AssessmentReport(TypedDict):
    """One assessment.

    ``at`` is when it ended, ISO 8601 in UTC; ``build`` the number of the build used; ``activities`` the
    person's own words, indexed by ``Evidence.activity``; ``given`` the questions and answers; ``conclusions``
    one per framework that has the skill, likeliest first; ``name`` the person's, if it is to be shown;
    ``confirmed`` what coaches decided, by framework id.
    """

    at: str
    build: int
    activities: list[str]
    given: list[Given]
    conclusions: list[Conclusion]
    name: NotRequired[str]
    confirmed: NotRequired[list[ConfirmedLevel]]


class ReportedGoal(TypedDict):
    """A goal of a person in a report; ``due_at`` is ISO 8601 in UTC, or None."""

    skill: str
    level: int
    text: str
    due_at: NotRequired[str | None]
    role: NotRequired[str]
    done_when: NotRequired[str]


class NewerEdition(TypedDict):
    """A level of an older edition (``was``) and what it is under the newest (``told``)."""

    was: str
    told: str


class ProfileReport(TypedDict):
    """All assessments of a person, in any order; ``at`` is when the report is made."""

    at: str
    assessments: list[AssessmentReport]
    goals: NotRequired[list[ReportedGoal]]
    newer: NotRequired[list[NewerEdition]]
    name: NotRequired[str]
