"""A store with an admin, to which tests add people, teams, assessments and shares."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot import times
from bot.guidance.model import Choice, Conclusion, Given, Plan, PlanGoal
from bot.store import Database, assessments, shares
from bot.store.assessments import Assessment
from bot.store.people import People, Person
from bot.store.shares import Share, SharedFields
from bot.store.teams import Team, Teams

AT = "2026-05-04T09:00:00Z"
ALL = SharedFields(activities=True, level=True, next_steps=True, name=True)
ADMIN = 1_000


def driver(database: Database) -> sqlite3.Connection:
    """Return the driver's connection under a store, to see what it runs."""
    return database._driver


def after(minutes: int = 0, days: int = 0) -> str:
    """Return a time so much after the first."""
    return times.later(AT, minutes=minutes, days=days)


def choice(skill: str) -> Choice:
    ref = {"framework": "park", "framework_name": "Park", "skill": skill, "name": skill.title()}
    return {"label": skill.title(), "skills": [ref]}  # type: ignore[list-item]


def conclusion(skill: str, level: int, words: str, framework: str = "park") -> Conclusion:
    """Return a suggestion whose evidence, reasons and steps hold a person's words."""
    levels = {str(each): 0.8 if each == level else 0.1 for each in (2, 3, 4)}
    place = {"document": "park.csv", "location": "row 3"}
    step = {"kind": "do", "skill": skill, "level": level + 1, "text": "Plan the beds.", "source": place}
    evidence = {
        "activity": 0,
        "words": words,
        "quote": words,
        "descriptor": "Waters the plants.",
        "descriptor_level": level,
        "kind": "level",
        "score": 0.7,
        "source": place,
    }
    return {
        "suggestion": {
            "framework": framework,
            "skill": {"code": skill, "name": skill.title()},
            "level": level,
            "level_name": f"Level {level}",
            "levels": levels,
            "confidence": 0.8,
            "evidence": [evidence],  # type: ignore[list-item]
            "why_not_higher": {"level": level + 1, "missing": ["Plans the beds."]},
            "next_steps": [step],  # type: ignore[list-item]
        },
        "ladder": {"framework": "Park", "skill": skill.title(), "rungs": [], "suggested": level},
    }


def plan(words: str, *, months: int = 3, skills: tuple[str, ...] = ("gard",)) -> Plan:
    """Return a plan that is to be kept."""
    goals: list[PlanGoal] = [
        {
            "framework": "park",
            "skill": skill,
            "skill_name": skill.title(),
            "level": 4,
            "text": f"lead {words}",
            "to_do": [f"show {words}"],
            "done_when": f"You lead {words}",
            "vouch": "your line manager",
            "months": months,
        }
        for skill in skills
    ]
    return {"role": f"Head of {words}", "goals": goals, "kept": True}


def given(answer: str = "own") -> list[Given]:
    asked = {
        "framework": "park",
        "skill": "gard",
        "level": 3,
        "descriptor": "Plans the beds.",
        "kind": "level",
        "fact": "plan the beds",
    }
    return [{"question": asked, "choice": answer}]  # type: ignore[typeddict-item]


class SeededStore:
    """A store with an admin; `person`, `team`, `assessment` and `shared` add to it."""

    def __init__(self, database: Database, at: str = AT) -> None:
        self.db, self.at = database, at
        self.people = People(database, {ADMIN})
        self.teams = Teams(database)
        self.admin = self.people.agree(ADMIN, "Admin", at)
        self._next = 1

    def person(
        self, name: str = "Somebody", *teams: Team, coach: bool = False, telegram: int | None = None
    ) -> Person:
        """Return somebody new, in teams."""
        self._next += 1
        one = self.people.agree(telegram or self._next, name, self.at)
        for team in teams:
            self.teams.join(one.id, team.code, self.at)
            if coach:
                self.teams.set_role(one.id, team.id, "coach", self.admin.id, self.at)
        found = self.people.by_id(one.id)
        assert found is not None
        return found

    def team(self, name: str = "Parks") -> Team:
        return self.teams.make(name, self.admin.id, self.at)

    def assessment(
        self,
        person: Person,
        words: Sequence[str] = ("I water the roses",),
        skill: str = "gard",
        level: int = 3,
        at: str = AT,
        run: int | None = None,
    ) -> Assessment:
        """Record an assessment with one suggestion."""
        return assessments.record(
            self.db,
            person.id,
            run,
            build=7,
            activities=words,
            choice=choice(skill),
            given=given(),
            conclusions=[conclusion(skill, level, words[0])],
            at=at,
        )

    def shared(self, person: Person, team: Team, ticked: SharedFields = ALL, at: str = AT) -> Share:
        """Share a new assessment."""
        return shares.share(self.db, person.id, self.assessment(person).id, team.id, ticked, at)
