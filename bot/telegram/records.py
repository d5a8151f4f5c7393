"""Read and write what the store holds of a person, in the forms that handlers and reports need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.conversation import State
from bot.conversation.roles import held_level, with_level
from bot.guidance.model import HeldLevel, Suggestion
from bot.reports.model import AssessmentReport, ConfirmedLevel
from bot.store import Database, assessments, conversations
from bot.store.assessments import Assessment, SavedSuggestion
from bot.store.people import People, Person
from bot.store.reviews import lists
from bot.store.reviews.lists import CoachDecision
from bot.telegram.turn import Turn


class Records:
    """Records of one store."""

    def __init__(self, database: Database) -> None:
        self.database = self._db = database
        self._people = People(database)

    def person(self, person: int) -> Person:
        """Return a person who agreed."""
        found = self._people.by_id(person)
        assert found is not None, "asked about somebody who was forgotten"
        return found

    def commands_role(self, person: int) -> str:
        """Return whose commands a person has: staff, coach, admin, or both for an admin who coaches."""
        known = self.person(person)
        return "both" if known.role == "admin" and known.coaches_any else known.role

    def begin(self, person: int, build: int, at: str) -> State:
        """Begin a person's conversation."""
        state = State(stage="collecting", number=1)
        conversations.save(self._db, person, state.to_json(), build, at)
        return state

    def save(self, turn: Turn, state: State, build: int, at: str) -> None:
        """Save where the conversation of a turn's person stands."""
        conversations.save(self._db, turn.person, state.to_json(), build, at)
        anew = turn.state.stage == "ended" and state.stage in ("collecting", "choosing")
        if turn.saved.assessment and (anew or not state.activities):
            conversations.end_assessment(self._db, turn.person)

    def record(self, person: int, state: State, build: int, at: str) -> list[int]:
        """Record the suggestions that a conversation stands at.

        Returns:
            the ids of those that place the person, in the order of the state's conclusions.
        """
        if state.choice is None or not state.conclusions:
            return []
        recorded = assessments.record(
            self._db,
            person,
            conversations.assessment(self._db, person),
            build=build,
            activities=state.activities,
            choice=state.choice,
            given=state.given,
            conclusions=state.conclusions,
            at=at,
        )
        conversations.set_assessment(self._db, person, recorded.id)
        by_skill = {
            _skill(one.conclusion["suggestion"]): one.id for one in recorded.suggestions if one.suggested
        }
        told = (_skill(each["suggestion"]) for each in state.conclusions)
        return [by_skill[skill] for skill in told if skill in by_skill]

    def held(self, person: int, just: Sequence[HeldLevel]) -> tuple[HeldLevel, ...]:
        """Return a person's levels: confirmed by a coach, else suggested last.

        Args:
            person: whose.
            just: levels suggested in this turn, not recorded yet.
        """
        decided = lists.decisions_on(self._db, person)
        held: tuple[HeldLevel, ...] = ()
        runs = assessments.of(self._db, person)
        for one in sorted((each for run in runs for each in run.suggestions), key=lambda each: each.id):
            decision = decided.get(one.id)
            if one.suggested and not one.declined and (decision is None or decision.verdict != "another"):
                confirmed = _confirmed(one, decision) if decision else None
                level = confirmed["level"] if confirmed else None
                held = with_level(held, held_level(one.conclusion, level))
        for each in just:
            held = with_level(held, each)
        return held

    def suggestion(self, person: int, suggestion: int) -> SavedSuggestion | None:
        """Return one of a person's suggestions; None for one that is not theirs or not there any more."""
        return assessments.suggestion(self._db, suggestion, person)

    def siblings(self, person: int, suggestion: int) -> list[SavedSuggestion]:
        """Return the suggestions of the same skill and run, in every framework; none where it is gone."""
        one = self.suggestion(person, suggestion)
        run = assessments.one(self._db, person, one.assessment) if one else None
        return [each for each in run.suggestions if one and each.choice == one.choice] if run else []

    def reports(self, person: int) -> list[AssessmentReport]:
        """Return every skill worked out, the oldest first, but those that the person says are not them."""
        return reports_of(assessments.of(self._db, person), lists.decisions_on(self._db, person))


def reports_of(
    runs: Sequence[Assessment], decided: Mapping[int, CoachDecision] = MappingProxyType({})
) -> list[AssessmentReport]:
    """Return every skill of some runs as reports tell it, with coaches' decisions: one report a skill."""
    reports: list[AssessmentReport] = []
    for run in runs:
        by_skill: dict[str, list[SavedSuggestion]] = {}
        for one in run.suggestions:
            if one.declined:
                continue
            by_skill.setdefault(one.choice["label"], []).append(one)
        reports += [report_of(each, decided) for each in by_skill.values()]
    return reports


def report_of(
    suggested: Sequence[SavedSuggestion], decided: Mapping[int, CoachDecision] = MappingProxyType({})
) -> AssessmentReport:
    """Return the suggestions of one skill as a report tells them.

    Args:
        suggested: at least one.
    """
    last = suggested[-1]
    return {
        "at": last.at,
        "build": last.build,
        "activities": list(last.activities),
        "given": list(last.given),
        "conclusions": [one.conclusion for one in suggested],
        "confirmed": [
            level
            for one in suggested
            if (decision := decided.get(one.id)) and (level := _confirmed(one, decision))
        ],
    }


def _confirmed(one: SavedSuggestion, decision: CoachDecision) -> ConfirmedLevel | None:
    """Return the level that a coach saw in this skill; None for *another skill* and too little evidence."""
    level = decision.suggested if decision.verdict == "agree" else decision.decided_level
    if decision.verdict not in ("agree", "change") or level is None:
        return None
    framework = one.conclusion["suggestion"]["framework"]
    return {"framework": framework, "level": level, "by": decision.coach or "", "at": decision.decided_at}


def _skill(suggestion: Suggestion) -> tuple[str, str]:
    return suggestion["framework"], suggestion["skill"]["code"]
