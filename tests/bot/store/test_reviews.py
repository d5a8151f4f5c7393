"""What coaches see and decide, and what they do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

import pytest
import sqlalchemy as sa

from bot.store import audit, shares
from bot.store.engine import Reason, RefusedError
from bot.store.people import Person
from bot.store.reviews import cards, decisions, messages
from bot.store.reviews.decisions import Decision, OvertakenError
from bot.store.reviews.lists import QueueEntry, QueueFilters, queue
from bot.store.shares import SharedFields
from bot.store.teams import Team
from tests.support.seeded_store import ALL, AT, SeededStore, after

AGREE = Decision("agree")


def refused(reason: Reason) -> pytest.RaisesExc[RefusedError]:
    return pytest.raises(RefusedError, match=f"^{reason}$")


class Square:
    """A team with a person who shares and two coaches."""

    def __init__(self, town: SeededStore, ticked: SharedFields = ALL) -> None:
        self.town, self.team = town, town.team()
        self.person = town.person("Rosa", self.team)
        self.coach = town.person("Coach", self.team, coach=True)
        self.second = town.person("Second", self.team, coach=True)
        self.share = town.shared(self.person, self.team, ticked)

    def waiting(self, coach: Person, at: str = AT) -> tuple[QueueEntry, ...]:
        return queue(self.town.db, coach.id, at)

    @property
    def review(self) -> int:
        return int(self.town.db.value(sa.text("select min(id) from reviews")))

    def version(self, review: int | None = None) -> int:
        return decisions.get(self.town.db, review or self.review).version

    def decide(
        self, coach: Person, decision: Decision = AGREE, review: int | None = None
    ) -> decisions.Review:
        number = review or self.review
        return decisions.decide(self.town.db, coach.id, number, self.version(number), decision, AT)


@pytest.fixture
def square(town: SeededStore) -> Square:
    return Square(town)


def test_a_coach_sees_what_is_ticked(square: Square) -> None:
    (entry,) = square.waiting(square.coach)
    assert (entry.name, entry.level, entry.confidence, entry.skill_name) == ("Rosa", 3, 0.8, "Gard")
    card = cards.look(square.town.db, square.coach.id, entry.id, AT)
    assert card.activities == ("I water the roses",)
    assert card.evidence is not None and card.evidence[0]["words"] == "I water the roses"
    assert card.given is not None and card.given[0]["choice"] == "own"
    assert card.next_steps and card.why_not_higher and card.levels == {"2": 0.1, "3": 0.8, "4": 0.1}
    assert card.build == 7 and card.person == square.person.id


@pytest.mark.parametrize(
    ("ticked", "shown", "hidden"),
    [
        (SharedFields(level=True), "Waters the plants.", ("roses", "Plan the beds.", "Rosa")),
        (
            SharedFields(activities=True),
            "roses",
            ("Waters the plants", "0.8", "Plan the beds", "Rosa", "Level 3"),
        ),
        (SharedFields(activities=True, name=True), "Rosa", ("0.8", "Plan the beds", "Level 3")),
        (SharedFields(level=True, next_steps=True), "Plan the beds.", ("roses", "Rosa")),
    ],
)
def test_a_coach_sees_nothing_that_is_not_ticked(
    town: SeededStore, ticked: SharedFields, shown: str, hidden: tuple[str, ...]
) -> None:
    square = Square(town, ticked)
    (entry,) = square.waiting(square.coach)
    card = cards.look(town.db, square.coach.id, entry.id, AT)
    told = json.dumps([asdict(entry), asdict(card)])
    assert shown in told
    assert not [words for words in hidden if words in told]
    assert (card.person is None) == (not ticked.name)


def test_only_coaches_of_the_team_know_of_it(square: Square) -> None:
    town, other = square.town, square.town.team("Trees")
    strangers = [
        square.person,
        town.admin,
        town.person("Staff", square.team),
        town.person("Elsewhere", other, coach=True),
    ]
    for one in strangers:
        assert square.waiting(one) == ()
        for act in (
            lambda who: cards.look(town.db, who, square.review, AT),
            lambda who: cards.shared_profile(town.db, who, square.person.id, AT),
            lambda who: decisions.claim(town.db, who, square.review, 1, AT),
            lambda who: decisions.release(town.db, who, square.review, AT),
            lambda who: decisions.decide(town.db, who, square.review, 1, AGREE, AT),
            lambda who: messages.ask(town.db, who, square.review, 1, "Why?", AT),
        ):
            with refused("not-there"):
                act(one.id)
    for persons in (
        lambda who: messages.answer(town.db, who, square.review, "Hello", AT),
        lambda who: messages.appeal(town.db, who, square.review, "", AT),
        lambda who: shares.share(town.db, who, square.share.assessment, square.team.id, ALL, AT),
    ):
        with refused("not-there"):
            persons(square.coach.id)
    assert square.version() == 1


def test_nobody_reviews_their_own(town: SeededStore) -> None:
    team = town.team()
    coach = town.person("Coach", team, coach=True)
    town.shared(coach, team)
    assert queue(town.db, coach.id, AT) == ()
    with refused("not-there"):
        cards.look(town.db, coach.id, 1, AT)


def test_sharing_needs_a_team_and_something_ticked(square: Square) -> None:
    town, run = square.town, square.share.assessment
    with refused("not-in-team"):
        shares.share(town.db, square.person.id, run, town.team("Trees").id, ALL, AT)
    with refused("nothing-ticked"):
        shares.share(town.db, square.person.id, run, square.team.id, SharedFields(name=True), AT)


def test_sharing_can_be_taken_back_and_the_view_goes(square: Square) -> None:
    square.decide(square.coach)
    more = square.town.shared(square.person, square.team)
    assert shares.take_back(square.town.db, square.person.id, AT) == 2
    assert square.waiting(square.coach) == ()
    for review in (square.review, square.review + 1):
        with refused("not-there"):
            cards.look(square.town.db, square.coach.id, review, AT)
    with refused("not-there"):
        cards.shared_profile(square.town.db, square.coach.id, square.person.id, AT)
    assert shares.take_back(square.town.db, square.person.id, AT) == 0
    found = shares.shares_of(square.town.db, square.person.id, more.assessment)
    assert [share.taken_back_at for share in found] == [AT]
    again = shares.share(square.town.db, square.person.id, more.assessment, square.team.id, ALL, AT)
    assert again.id != more.id and len(square.waiting(square.coach)) == 1


def test_sharing_again_changes_what_is_seen_and_adds_what_is_new(square: Square) -> None:
    town, run = square.town, square.share.assessment
    seen = square.version()
    town.assessment(square.person, skill="bees", run=run)
    assert len(square.waiting(square.coach)) == 1
    shares.share(town.db, square.person.id, run, square.team.id, SharedFields(activities=True), AT)
    entries = square.waiting(square.coach)
    assert [(entry.skill, entry.level, entry.name) for entry in entries] == [
        ("gard", None, None),
        ("bees", None, None),
    ]
    with pytest.raises(OvertakenError):
        decisions.decide(town.db, square.coach.id, square.review, seen, AGREE, AT)
    with refused("level-not-shared"):
        square.decide(square.coach)


def test_who_leaves_the_team_takes_back_what_they_shared(square: Square) -> None:
    assert square.town.teams.leave(square.person.id, square.team.id, AT)
    assert square.waiting(square.coach) == ()
    assert not square.town.teams.leave(square.person.id, square.team.id, AT)


def test_a_coach_who_stops_gives_back_what_they_had(square: Square) -> None:
    town = square.town
    decisions.claim(town.db, square.coach.id, square.review, 1, AT)
    assert square.waiting(square.second) == ()
    town.teams.set_role(square.coach.id, square.team.id, "staff", town.admin.id, AT)
    assert [entry.id for entry in square.waiting(square.second)] == [square.review]
    assert square.waiting(square.coach) == ()


def test_two_coaches_at_once_one_decides_the_other_is_told(square: Square) -> None:
    town, version = square.town, square.version()
    for coach in (square.coach, square.second):
        assert cards.look(town.db, coach.id, square.review, AT).version == version
    decisions.decide(town.db, square.coach.id, square.review, version, AGREE, AT)
    with pytest.raises(OvertakenError) as told:
        change = Decision("change", 2, reason="too high")
        decisions.decide(town.db, square.second.id, square.review, version, change, AT)
    assert (told.value.status, told.value.by) == ("decided", "Coach")
    decided = decisions.get(town.db, square.review)
    assert (decided.decision, decided.coach) == (AGREE, square.coach.id)


def test_a_claim_keeps_others_off_for_an_hour(square: Square) -> None:
    town = square.town
    claimed = decisions.claim(town.db, square.coach.id, square.review, 1, AT)
    assert square.waiting(square.second, after(59)) == ()
    assert [entry.mine for entry in square.waiting(square.coach)] == [True]
    late: tuple[Callable[[], object], ...] = (
        lambda: decisions.claim(town.db, square.second.id, square.review, claimed.version, after(59)),
        lambda: messages.ask(town.db, square.second.id, square.review, claimed.version, "?", after(59)),
        lambda: decisions.decide(town.db, square.second.id, square.review, claimed.version, AGREE, after(59)),
        lambda: decisions.release(town.db, square.second.id, square.review, after(59)),
    )
    for act in late:
        with pytest.raises(OvertakenError, match="claimed"):
            act()
    assert len(square.waiting(square.second, after(60))) == 1
    taken = decisions.claim(town.db, square.second.id, square.review, claimed.version, after(60))
    assert taken.coach == square.second.id
    assert decisions.release(town.db, square.second.id, square.review, after(61)).status == "waiting"


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Decision("change", 4), "reason-missing"),
        (Decision("change", 4, reason=" \n"), "reason-missing"),
        (Decision("change", 6, reason="more"), "no-such-level"),
        (Decision("change", reason="more"), "no-such-level"),
        (Decision("another", reason="bees"), "not-there"),
    ],
)
def test_a_decision_makes_sense(square: Square, decision: Decision, reason: Reason) -> None:
    with refused(reason):
        square.decide(square.coach, decision)
    assert square.version() == 1


@pytest.mark.parametrize(
    "decision",
    [
        AGREE,
        Decision("change", 4, reason="=cmd|' /C calc'!A0 <script>"),
        Decision("another", 3, "park", "bees", "bees"),
        Decision("unclear"),
    ],
)
def test_what_is_decided_is_told_as_it_was_said(square: Square, decision: Decision) -> None:
    assert square.decide(square.coach, decision).decision == decision
    notice = cards.notice(square.town.db, square.review)
    assert (notice.decision, notice.coach_name) == (decision, "Coach")
    assert cards.look(square.town.db, square.coach.id, square.review, AT).decision == decision


def test_questions_go_both_ways(square: Square) -> None:
    town = square.town
    with refused("not-there"):
        messages.answer(town.db, square.person.id, square.review, "unasked", AT)
    asked = messages.ask(town.db, square.coach.id, square.review, 1, "How many roses?", AT)
    assert (asked.status, asked.person) == ("asked", square.person.id)
    assert square.waiting(square.second, after(days=6)) == ()
    answered = messages.answer(town.db, square.person.id, square.review, "A hundred", AT)
    assert (answered.status, answered.coach) == ("claimed", square.coach.id)
    with pytest.raises(OvertakenError):
        messages.ask(town.db, square.coach.id, square.review, asked.version, "And lilies?", AT)
    square.decide(square.coach)
    messages.answer(town.db, square.person.id, square.review, "Thank you", AT)
    messages.ask(town.db, square.coach.id, square.review, square.version(), "Welcome", AT)
    assert decisions.get(town.db, square.review).status == "decided"
    said = messages.of(town.db, square.review)
    told = [(message.author, message.text) for message in said]
    assert told == [
        ("coach", "How many roses?"),
        ("person", "A hundred"),
        ("person", "Thank you"),
        ("coach", "Welcome"),
    ]
    assert cards.look(town.db, square.coach.id, square.review, AT).messages == said


def test_an_appeal_goes_to_a_second_coach_who_does_not_know_the_first_decision(square: Square) -> None:
    town = square.town
    with refused("not-decided"):
        messages.appeal(town.db, square.person.id, square.review, "", AT)
    messages.ask(town.db, square.coach.id, square.review, 1, "Really SECRET?", AT)
    square.decide(square.coach, Decision("change", 2, reason="SECRET reason"))
    appeal = messages.appeal(town.db, square.person.id, square.review, "SECRET why", AT)
    with refused("already-appealed"):
        messages.appeal(town.db, square.person.id, square.review, "", AT)
    with refused("not-decided"):
        messages.appeal(town.db, square.person.id, appeal.id, "", AT)
    assert messages.second_coaches(town.db, appeal.id) == (square.second.id,)
    assert square.waiting(square.coach) == ()
    for act in (cards.look, decisions.release):
        with refused("not-there"):
            act(town.db, square.coach.id, appeal.id, AT)
    (entry,) = square.waiting(square.second)
    card = cards.look(town.db, square.second.id, appeal.id, AT)
    assert "SECRET" not in json.dumps([asdict(entry), asdict(card)]) and card.other is None
    with refused("not-there"):
        cards.look(town.db, square.second.id, square.review, AT)
    own = cards.look(town.db, square.coach.id, square.review, AT)
    assert own.other is not None and own.other.decision is None
    square.decide(square.second, AGREE, appeal.id)
    other = cards.look(town.db, square.second.id, appeal.id, AT).other
    assert other is not None and other.decision == Decision("change", 2, reason="SECRET reason")
    first = cards.look(town.db, square.coach.id, square.review, AT).other
    assert first is not None and first.decision == AGREE
    with refused("already-appealed"):
        messages.appeal(town.db, square.person.id, appeal.id, "", AT)


def test_a_suggestion_that_was_decided_stays_when_the_person_answers_again(square: Square) -> None:
    town, run = square.town, square.share.assessment
    square.decide(square.coach)
    appeal = messages.appeal(town.db, square.person.id, square.review, "", AT)
    town.assessment(square.person, level=4, run=run)
    assert decisions.get(town.db, appeal.id).status == "withdrawn"
    assert decisions.get(town.db, square.review).decision == AGREE
    shares.share(town.db, square.person.id, run, square.team.id, ALL, AT)
    assert [entry.level for entry in square.waiting(square.coach)] == [4]


def test_the_person_reads_who_looked_and_decided(square: Square) -> None:
    town = square.town
    cards.look(town.db, square.coach.id, square.review, after(1))
    decisions.claim(town.db, square.coach.id, square.review, 1, after(2))
    square.decide(square.coach)
    lines = audit.history(town.db, square.person.id)
    assert [(line.actor, line.action) for line in reversed(lines)] == [
        ("Rosa", "joined"),
        ("Rosa", "shared"),
        ("Coach", "looked"),
        ("Coach", "claimed"),
        ("Coach", "decided"),
    ]
    assert lines[-2].own and lines[-2].detail == "activities level next_steps name"
    assert audit.history(town.db, square.person.id, before=lines[1].id, limit=1) == (lines[2],)


def test_the_queue_page_by_page_with_filters(town: SeededStore) -> None:
    teams = [town.team("Parks"), town.team("Trees")]
    coach = town.person("Coach", *teams, coach=True)
    for number in range(12):
        team: Team = teams[number % 2]
        one = town.person(f"P{number}", team)
        run = town.assessment(one, skill="gard" if number % 3 else "bees")
        shares.share(town.db, one.id, run.id, team.id, ALL, after(number // 4))
    every = queue(town.db, coach.id, after(99), limit=100)
    assert [entry.place for entry in every] == sorted(entry.place for entry in every) and len(every) == 12
    pages: list[QueueEntry] = []
    while page := queue(town.db, coach.id, after(99), after=pages[-1].place if pages else None, limit=5):
        pages += page
    assert tuple(pages) == every
    for filters, count in (
        (QueueFilters(team=teams[0].id), 6),
        (QueueFilters(team=999), 0),
        (QueueFilters(skill=("park", "bees")), 4),
        (QueueFilters(least=0.9), 0),
        (QueueFilters(least=0.5, most=0.81), 12),
        (QueueFilters(before=after(1)), 8),
        (QueueFilters(team=teams[1].id, skill=("park", "bees"), least=0.1, before=after(0)), 1),
    ):
        assert len(queue(town.db, coach.id, after(99), filters=filters, limit=100)) == count, filters
