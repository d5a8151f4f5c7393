"""What the channel knows of people: the store, as its turns ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import State
from bot.guidance.editions import PastLevel
from bot.guidance.model import Suggestion
from bot.reports.model import AssessmentReport
from bot.reports.progress import standings
from bot.store import Database, assessments, conversations
from bot.store.assessments import Assessment, SavedSuggestion
from bot.store.people import People, Person
from bot.store.queue import Outbox
from bot.text.profile import AssessmentSummary, ProfileEntry


class Memory:
    """People of one store.

    Args:
        database: the store.
        people: of the store.
        outbox: of the store.
    """

    def __init__(self, database: Database, people: People, outbox: Outbox) -> None:
        self.database = self._db = database
        self._people, self._outbox = people, outbox

    def person(self, telegram: int) -> int | None:
        """Return who has a Telegram id; None for who has not agreed."""
        return self._people.id_of(telegram)

    def chat(self, person: int) -> int | None:
        """Return a person's chat; None for who was forgotten, or blocked the bot."""
        return self._people.chat_of(person)

    def agree(self, telegram: int, name: str, at: str) -> int:
        """Keep somebody who agreed."""
        return self._people.agree(telegram, name, at).id

    def left(self, person: int, at: str) -> None:
        """Note that a person blocked the bot: nothing is sent to them until they are back."""
        self._people.blocked(person, at)
        self._outbox.drop_all(person)

    def seen(self, person: int, at: str) -> None:
        """Note that a person is here."""
        self._people.seen(person, at)

    def role(self, person: int) -> str:
        """Return staff, coach or admin."""
        return self._known(person).role

    def listed(self, person: int) -> str:
        """Return whose commands a person has: staff, coach, admin, or both for an admin who coaches."""
        known = self._known(person)
        return "both" if known.role == "admin" and known.coaches_any else known.role

    def began(self, person: int) -> bool:
        """Whether a person's conversation has begun."""
        return conversations.load(self._db, person) is not None

    def begin(self, person: int, build: int, at: str) -> State:
        """Begin a person's conversation."""
        state = State(stage="collecting", number=1)
        conversations.save(self._db, person, state.to_json(), build, at)
        return state

    def state(self, person: int) -> State:
        """Return where a person's conversation stands."""
        kept = conversations.load(self._db, person)
        return State.from_json(kept.state) if kept else State()

    def build(self, person: int) -> int | None:
        """Return the build that a person's assessment began with; None where a new one begins."""
        kept = conversations.load(self._db, person)
        return kept.build if kept and State.from_json(kept.state).activities else None

    def keep(self, person: int, state: State, build: int, at: str) -> None:
        """Keep where a person's conversation stands."""
        conversations.save(self._db, person, state.to_json(), build, at)
        if not state.activities:
            self.let_go(person)

    def record(self, person: int, state: State, build: int, at: str) -> list[int]:
        """Keep the suggestions a conversation stands at.

        Returns:
            the ids of those that place the person, in the order of the state's conclusions.
        """
        if state.choice is None or not state.conclusions:
            return []
        run = conversations.assessment(self._db, person)
        kept = assessments.record(
            self._db,
            person,
            run,
            build=build,
            activities=state.activities,
            choice=state.choice,
            given=state.given,
            conclusions=state.conclusions,
            at=at,
        )
        conversations.set_assessment(self._db, person, kept.id)
        by_skill = {_key(one): one.id for one in kept.suggestions if one.suggested}
        return [
            by_skill[key] for each in state.conclusions if (key := _skill(each["suggestion"])) in by_skill
        ]

    def has_live(self, person: int) -> bool:
        """Whether a person's chat has a live message."""
        return self._outbox.live(person) is not None

    def suggested(self, person: int, suggestion: int) -> SavedSuggestion | None:
        """Return one of a person's suggestions; None for one that is not theirs or not there any more."""
        return assessments.suggestion(self._db, suggestion, person)

    def decline(self, person: int, suggestions: Sequence[int], at: str) -> bool:
        """Note that a person says that suggestions are not them; False where that is known."""
        changed = False
        for suggestion in suggestions:
            if self.suggested(person, suggestion):
                changed |= assessments.decline(self._db, suggestion, at)
        return changed

    def profile(self, person: int) -> list[ProfileEntry]:
        """Return where a person stands in every skill so far, and where they stood first."""
        return [
            ProfileEntry(
                each.skill,
                each.framework,
                each.now.level,
                each.now.name,
                each.now.at,
                each.first.level if len(each.placed) > 1 else None,
            )
            for each in standings(self.reports(person))
        ]

    def held(self, person: int) -> tuple[PastLevel, ...]:
        """Return every level that was suggested to a person, as newer editions are asked about it."""
        return assessments.held_levels(self._db, person)

    def let_go(self, person: int) -> None:
        """Let what comes be an assessment of its own."""
        conversations.end_assessment(self._db, person)

    def reports(self, person: int) -> list[AssessmentReport]:
        """Return every skill that was worked out, as reports tell it, the oldest first."""
        return reports_of(assessments.of(self._db, person))

    def assessments(self, person: int) -> list[AssessmentSummary]:
        """Return a person's assessments, the latest first."""
        return [
            AssessmentSummary(
                each.id,
                each.at,
                len(each.activities),
                tuple(_standing(one) for one in each.suggestions if one.suggested),
            )
            for each in reversed(assessments.of(self._db, person))
        ]

    def siblings(self, person: int, suggestion: int) -> list[SavedSuggestion]:
        """Return the suggestions of the same skill and run, in every framework; none where it is gone."""
        one = self.suggested(person, suggestion)
        run = assessments.one(self._db, person, one.assessment) if one else None
        return [each for each in run.suggestions if one and each.choice == one.choice] if run else []

    def menus(self) -> list[tuple[int, int, str]]:
        """Return whose menu is not that of their role: the person, their chat and their role."""
        return conversations.stale_menus(self._db)

    def menu_listed(self, person: int, role: str) -> None:
        """Note that a person's menu lists the commands of a role."""
        conversations.set_menu(self._db, person, role)

    def forget_menus(self) -> None:
        """Let all menus but those of staff be listed anew: what they hold may have changed."""
        conversations.reset_menus(self._db)

    def _known(self, person: int) -> Person:
        found = self._people.by_id(person)
        assert found is not None, "asked about somebody who was forgotten"
        return found


def reports_of(runs: Sequence[Assessment]) -> list[AssessmentReport]:
    """Return every skill of some runs as reports tell it: one report a skill."""
    reports: list[AssessmentReport] = []
    for run in runs:
        by_skill: dict[str, list[SavedSuggestion]] = {}
        for one in run.suggestions:
            by_skill.setdefault(one.choice["label"], []).append(one)
        reports += [report_of(each) for each in by_skill.values()]
    return reports


def report_of(suggested: Sequence[SavedSuggestion]) -> AssessmentReport:
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
    }


def _standing(one: SavedSuggestion) -> ProfileEntry:
    suggestion, ladder = one.conclusion["suggestion"], one.conclusion["ladder"]
    return ProfileEntry(
        ladder["skill"], ladder["framework"], suggestion["level"], suggestion["level_name"], one.at
    )


def _key(one: SavedSuggestion) -> tuple[str, str]:
    return _skill(one.conclusion["suggestion"])


def _skill(suggestion: Suggestion) -> tuple[str, str]:
    return suggestion["framework"], suggestion["skill"]["code"]
