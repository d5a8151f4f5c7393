"""A team of gardeners whose reviews wait, for the console in a browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot import times
from bot.guidance.model import AnswerChoice, Choice, Conclusion, Evidence, Given, Rung, SourceRef
from bot.store import Database, assessments, shares
from bot.store.people import Person
from bot.store.shares import SharedFields
from tests.support.seeded_store import SeededStore

COACH, SECOND = 501, 502
NAMES = ("Amina", "Bram", "Chen", "Dewi", "Emre", "Farah", "Goran", "Hana", "Ivo", "Jun", "Kofi", "Lena")
SAID = (
    "I plan which beds are dug over next month and tell the two apprentices what to plant where.",
    "Customers call me when their roses look ill; I find out why and order what they need.",
    "I keep the list of tools and have the mowers serviced in winter.",
)
STATEMENTS = {
    3: "Tends beds and lawns to a given plan and asks when something looks wrong.",
    4: "Plans the planting of several beds for a season and shows apprentices how it is done.",
    5: "Decides what a whole park grows over the years and answers for its budget.",
}
LEVELS = (
    "Follow",
    "Assist",
    "Apply",
    "Enable",
    "Ensure and advise",
    "Initiate and influence",
    "Set strategy",
)
SOURCE: SourceRef = {"document": "gardening.csv", "location": "row 12"}
SHARES = ((0.15, 0.7, 0.15), (0.3, 0.45, 0.25), (0.05, 0.9, 0.05))


def conclusion(skill: str, level: int, shares: tuple[float, float, float]) -> Conclusion:
    """Return a suggestion with all that a review shows."""
    levels = dict(zip((3, 4, 5), shares, strict=True))
    rungs: list[Rung] = [
        {"level": number, "name": name, "probability": levels.get(number)}
        for number, name in enumerate(LEVELS, 1)
    ]
    return {
        "suggestion": {
            "framework": "park",
            "skill": {"code": skill[:4].upper(), "name": skill},
            "level": level,
            "level_name": LEVELS[level - 1],
            "levels": {str(number): share for number, share in levels.items()},
            "confidence": levels[level],
            "evidence": [_evidence(0, "plan beds apprentices plant", 4), _evidence(2, "list tools", 3)],
            "why_not_higher": {"level": 5, "missing": [STATEMENTS[5]]},
            "next_steps": [
                {
                    "kind": "do",
                    "skill": skill,
                    "level": 5,
                    "text": "Draw up next year's budget",
                    "source": SOURCE,
                }
            ],
        },
        "ladder": {"framework": "Park", "skill": skill, "rungs": rungs, "suggested": level},
    }


def _evidence(activity: int, words: str, level: int) -> Evidence:
    return {
        "activity": activity,
        "words": words,
        "descriptor": STATEMENTS[level],
        "descriptor_level": level,
        "kind": "level",
        "score": 0.8,
        "source": SOURCE,
    }


def _given(skill: str) -> list[Given]:
    asked: list[tuple[int, str, AnswerChoice]] = [
        (4, STATEMENTS[4], "own"),
        (3, STATEMENTS[3], "help"),
        (5, STATEMENTS[5], "no"),
        (5, "Speaks for the park in the council.", "skip"),
    ]
    return [
        {
            "question": {
                "framework": "park",
                "skill": skill,
                "level": level,
                "descriptor": text,
                "kind": "level",
                "fact": text,
            },
            "choice": choice,
        }
        for level, text, choice in asked
    ]


class ReviewTeam(SeededStore):
    """A store with an admin, two coaches and a dozen people who share.

    Args:
        database: of the home that the console serves.
    """

    def __init__(self, database: Database) -> None:
        self.now = datetime.now(UTC)
        super().__init__(database, self.ago(30))
        self.parks = self.team("Parks")
        self.coach = self.person("Noor", self.parks, coach=True, telegram=COACH)
        self.second = self.person("Sam", self.parks, coach=True, telegram=SECOND)
        self.reviews = [self._review(number, name) for number, name in enumerate(NAMES)]

    def ago(self, days: int) -> str:
        """Return a time so many days ago."""
        return times.stamp(self.now - timedelta(days=days))

    def _review(self, number: int, name: str) -> int:
        """Let somebody share an assessment, and return its review."""
        person = self.person(name, self.parks, telegram=600 + number)
        for days in (300, 12 - number) if number == 0 else (12 - number,):
            self._share(person, number, days)
        return int(self.db.value(sa.text("select max(id) from reviews")))

    def _share(self, person: Person, number: int, days: int) -> None:
        skill = "Gardening" if number % 4 else "Tree surgery"
        choice: Choice = {
            "label": skill,
            "skills": [{"framework": "park", "framework_name": "Park", "skill": skill, "name": skill}],
        }
        run = assessments.record(
            self.db,
            person.id,
            None,
            build=1,
            activities=SAID,
            choice=choice,
            given=_given(skill),
            conclusions=[conclusion(skill, 3 if days > 99 else 4, SHARES[number % 3])],
            at=self.ago(days),
        )
        ticked = SharedFields(activities=True, level=True, next_steps=True, name=number != 5)
        shares.share(self.db, person.id, run.id, self.parks.id, ticked, self.ago(days))
