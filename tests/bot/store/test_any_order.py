"""Whatever order things happen in: what is decided stays, what is not shared is not seen, what is forgotten
is gone to the last byte."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.conversation import State
from bot.store import Database, conversations, privacy, shares
from bot.store.engine import RefusedError
from bot.store.queue import Outbox, OutboxMessage
from bot.store.reviews import cards, decisions, examples, lists, messages
from bot.store.reviews.decisions import Decision, OvertakenError
from bot.store.schema import OPEN
from bot.store.shares import SharedFields
from tests.support.seeded_store import ALL, AT, SeededStore, after, driver

PEOPLE, COACHES, TEAMS = 3, 3, 2
DECISIONS = (Decision("agree"), Decision("change", 2, reason="less"), Decision("unclear"))
one_of = st.integers(0, 5)
rarely = st.sampled_from((False, False, False, False, True))
ticks = st.sampled_from((True, True, True, False))


class Reviewing(RuleBasedStateMachine):
    """People share and take back, coaches claim, ask and decide, with versions that are sometimes old."""

    empty: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "rung.db"
        shutil.copy(self.empty, path)
        self.db = Database(path)
        self.town = SeededStore(self.db)
        self.teams = [self.town.team(f"Team {n}") for n in range(TEAMS)]
        self.people = [self.town.person(f"Person {n}", *self.teams) for n in range(PEOPLE)]
        self.coaches = [self.town.person(f"Coach {n}", *self.teams, coach=True) for n in range(COACHES)]
        for number, person in enumerate((*self.people, self.coaches[0])):
            run = self.town.assessment(person, (f"words of {person.id}",))
            everything = replace(ALL, examples=True)
            shares.share(self.db, person.id, run.id, self.teams[number % TEAMS].id, everything, AT)
        self.decided: dict[int, tuple[Decision | None, int | None]] = {}
        self.suggested: dict[int, tuple[Any, ...]] = {}
        self.audited: dict[int, tuple[Any, ...]] = {}
        self.sent: set[tuple[int, int]] = set()
        self.minutes = 0
        for who, place in product(range(COACHES), range(PEOPLE + 1)):
            self.send_card(who, place)
        decisions.decide(self.db, self.coaches[1].id, 1, 1, DECISIONS[0], AT)
        self.accept_example(0)

    def teardown(self) -> None:
        assert self.db.value(sa.text("pragma integrity_check")) == "ok"
        assert self.db.rows(sa.text("pragma foreign_key_check")) == []
        self.db.close()
        self.folder.cleanup()

    @property
    def now(self) -> str:
        return after(self.minutes)

    def review(self, place: int) -> int:
        rows = self.db.rows(
            sa.text("select id from reviews where status <> 'withdrawn' order by id desc limit 6")
        )
        return int(rows[place % len(rows)].id) if rows else 1

    def whose(self, review: int, wrong: bool) -> int:
        owner = self.db.value(sa.text("select person from reviews where id = :p0"), p0=review)
        return int(self.people[0].id if wrong or owner is None else owner)

    def version(self, review: int, old: int) -> int:
        return int(self.db.value(sa.text("select version from reviews where id = :p0"), p0=review) or 1) - old

    def tried(self, act: Callable[[], Any]) -> None:
        """Do what may be refused: then nothing is written."""
        before = self.everything()
        try:
            act()
        except (RefusedError, OvertakenError):
            assert self.everything() == before
        assert not driver(self.db).in_transaction

    def everything(self) -> list[Any]:
        tables = ("shares", "reviews", "messages", "audit", "suggestions", "members")
        return [tuple(row) for table in tables for row in self.db.rows(sa.text(f"select * from {table}"))]

    @rule(who=one_of, team=one_of, ticks=st.tuples(*[ticks] * 5))
    def share(self, who: int, team: int, ticks: tuple[bool, ...]) -> None:
        sharer = (*self.people, self.coaches[0])[who % (PEOPLE + 1)]
        run = (
            self.db.value(sa.text("select max(id) from assessments where person = :p0"), p0=sharer.id) or 999
        )
        number = self.teams[team % TEAMS].id
        self.tried(lambda: shares.share(self.db, sharer.id, run, number, SharedFields(*ticks), self.now))

    @rule(who=one_of, team=st.none() | one_of, really=rarely)
    def take_back(self, who: int, team: int | None, really: bool) -> None:
        if not really:
            return
        number = None if team is None else self.teams[team % TEAMS].id
        shares.take_back(self.db, self.people[who % PEOPLE].id, self.now, team=number)

    @rule(who=one_of, place=one_of, old=st.sampled_from((0, 0, 0, 1)))
    def claim(self, who: int, place: int, old: int) -> None:
        coach, review = self.coaches[who % COACHES].id, self.review(place)
        self.tried(lambda: decisions.claim(self.db, coach, review, self.version(review, old), self.now))

    @rule(who=one_of, place=one_of, old=st.sampled_from((0, 0, 0, 1)), what=st.sampled_from(DECISIONS))
    def decide(self, who: int, place: int, old: int, what: Decision) -> None:
        coach, review = self.coaches[who % COACHES].id, self.review(place)
        self.tried(
            lambda: decisions.decide(self.db, coach, review, self.version(review, old), what, self.now)
        )

    @rule(who=one_of, place=one_of)
    def ask(self, who: int, place: int) -> None:
        coach, review = self.coaches[who % COACHES].id, self.review(place)
        self.tried(lambda: messages.ask(self.db, coach, review, self.version(review, 0), "Why?", self.now))

    @rule(wrong=rarely, place=one_of)
    def answer(self, wrong: bool, place: int) -> None:
        review = self.review(place)
        person = self.whose(review, wrong)
        self.tried(lambda: messages.answer(self.db, person, review, "So.", self.now))

    @rule(wrong=rarely, place=one_of)
    def appeal(self, wrong: bool, place: int) -> None:
        review = self.review(place)
        person = self.whose(review, wrong)
        self.tried(lambda: messages.appeal(self.db, person, review, "No.", self.now))

    @rule(who=one_of, team=one_of, role=st.sampled_from(("coach", "coach", "coach", "staff", "gone")))
    def change_coach(self, who: int, team: int, role: Any) -> None:
        coach, changed = self.coaches[who % COACHES], self.teams[team % TEAMS]
        if role == "gone":
            self.town.teams.leave(coach.id, changed.id, self.now)
            return
        self.town.teams.join(coach.id, changed.code, self.now)
        self.town.teams.set_role(coach.id, changed.id, role, self.town.admin.id, self.now)

    @rule(who=one_of, level=st.sampled_from((2, 3, 4)), really=rarely)
    def answer_again(self, who: int, level: int, really: bool) -> None:
        if not really:
            return
        person = self.people[who % PEOPLE]
        run = self.db.value(sa.text("select max(id) from assessments where person = :p0"), p0=person.id)
        self.town.assessment(person, (f"words of {person.id}",), level=level, run=run, at=self.now)

    @rule(who=one_of, really=rarely)
    def forget_assessment(self, who: int, really: bool) -> None:
        if not really:
            return
        person = self.people[who % PEOPLE].id
        run = self.db.value(sa.text("select max(id) from assessments where person = :p0"), p0=person)
        assert run is None or privacy.forget_assessment(self.db, person, run, self.now)

    @rule(who=one_of, place=one_of)
    def show(self, who: int, place: int) -> None:
        self.send_card(who, place)

    def send_card(self, who: int, place: int) -> None:
        """Show a review in a coach's chat, if it is theirs to see."""
        coach, review, outbox = self.coaches[who % COACHES].id, self.review(place), Outbox(self.db)
        with suppress(RefusedError):
            cards.reload(self.db, coach, review)
            in_chat = len(self.sent) + 1
            added = outbox.add(coach, "{}", about=(review, "card"))
            outbox.sent(OutboxMessage(added, coach, "{}", None, None, review, 0, coach), in_chat)
            self.sent.add((coach, in_chat))

    @rule(place=one_of)
    def accept(self, place: int) -> None:
        self.accept_example(place)

    def accept_example(self, place: int) -> None:
        found = [each for each in examples.final_decisions(self.db) if each.examples]
        if found:
            one = found[place % len(found)]
            examples.examine(self.db, one, 0, "words", taken=True, by="root", at=self.now)

    @rule(minutes=st.sampled_from((1, 30, 61, 60 * 24 * 8)))
    def wait(self, minutes: int) -> None:
        self.minutes += minutes

    @invariant()
    def what_is_decided_stays(self) -> None:
        found = {}
        for row in self.db.rows(sa.text("select id from reviews where status = 'decided'")):
            one = decisions.get(self.db, row.id)
            found[one.id] = (one.decision, one.coach)
        for review, decision in self.decided.items():
            there = self.db.value(sa.text("select 1 from reviews where id = :p0"), p0=review)
            assert found.get(review) == decision or there is None
        self.decided = found

    @invariant()
    def a_suggestion_gives_the_same_bytes_or_nothing(self) -> None:
        columns = "id, assessment, framework, skill, level, confidence, build, at, activities, choice, given"
        rows = self.db.rows(sa.text(f"select {columns}, conclusion, suggested from suggestions"))
        found = {row.id: tuple(row) for row in rows}
        assert all(found.get(each, before) == before for each, before in self.suggested.items())
        self.suggested |= found

    @invariant()
    def the_audit_is_only_added_to(self) -> None:
        found = {row.id: tuple(row) for row in self.db.rows(sa.text("select * from audit"))}
        runs = {row.id for row in self.db.rows(sa.text("select id from assessments"))}
        for line, before in self.audited.items():
            # It goes with the assessment that it is about.
            assert found.get(line) == before or (before[4] is not None and before[4] not in runs)
        self.audited = found

    @invariant()
    def a_coach_keeps_only_messages_they_may_see(self) -> None:
        wrong = sa.text(
            "select 1 from chat_messages c join reviews r on r.id = c.review join shares h on h.id = r.share"
            " where c.person <> r.person and (h.taken_back_at is not null"
            " or (r.status = 'decided' and r.coach <> c.person) or not exists (select 1 from members m"
            " where m.person = c.person and m.team = r.team and m.role = 'coach'))"
        )
        assert self.db.value(wrong) is None
        tables = ("chat_messages", "revoked_messages")
        rows = [self.db.rows(sa.text(f"select person, message from {table}")) for table in tables]
        assert {(row.person, row.message) for found in rows for row in found} == self.sent

    @invariant()
    def examples_go_with_the_consent(self) -> None:
        without = sa.text(
            "select 1 from examples e join shares h on h.id = e.share"
            " where h.taken_back_at is not null or not h.examples or not h.activities"
        )
        assert self.db.value(without) is None

    @invariant()
    def nobody_decides_twice_on_one_appeal(self) -> None:
        same = "select 1 from reviews a join reviews f on f.id = a.appeal_of where a.coach = f.coach"
        assert self.db.value(sa.text(same)) is None

    @invariant()
    def nothing_waits_that_is_not_shared(self) -> None:
        orphans = (
            f"select 1 from reviews r join shares h on h.id = r.share where r.{OPEN}"
            " and (h.taken_back_at is not null or not exists"
            " (select 1 from members m where m.person = r.person and m.team = r.team))"
        )
        assert self.db.value(sa.text(orphans)) is None

    @invariant()
    def coaches_see_what_is_ticked(self) -> None:
        for coach in self.coaches:
            for entry in lists.queue(self.db, coach.id, self.now, limit=100):
                # Looking is undone again, for it lands in the audit.
                with suppress(ZeroDivisionError), self.db.transaction():
                    self.check(coach.id, cards.look(self.db, coach.id, entry.id, self.now), asdict(entry))
                    raise ZeroDivisionError

    def check(self, coach: int, card: cards.ReviewCard, entry: dict[str, Any]) -> None:
        row = self.db.row(
            sa.text(
                "select h.*, r.person as whose, r.coach from reviews r join shares h on h.id = r.share"
                " where r.id = :p0"
            ),
            p0=card.id,
        )
        assert row is not None and row.whose != coach and (row.coach == coach) == card.mine
        told = json.dumps([asdict(card), entry])
        assert (f"words of {row.whose}" in told) == bool(row.activities)
        assert (card.level is not None) == (entry["level"] is not None) == bool(row.level)
        assert (card.name is not None) == (entry["name"] is not None) == bool(row.name)
        assert (card.next_steps is not None) == bool(row.next_steps)
        assert card.decision is None and card.other is None


class Forgetting(RuleBasedStateMachine):
    """People come, tell, change what they told and go; after clearing away, nothing of who went is left."""

    empty: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name)
        shutil.copy(self.empty, self.home / "rung.db")
        self.db = Database(self.home / "rung.db")
        self.town = SeededStore(self.db)
        self.here: dict[int, str] = {}
        self.gone: list[str] = []
        self.count = 0

    def teardown(self) -> None:
        self.clear()
        self.db.close()
        self.folder.cleanup()

    def word(self, alphabet: str) -> str:
        self.count += 1
        return f"{alphabet}{self.count}{alphabet}"

    @rule(alphabet=st.sampled_from(("rosé", "玫瑰", "<b>&", '"\\n')))
    def come(self, alphabet: str) -> None:
        word = self.word(alphabet)
        self.here[self.town.person(word).id] = word

    @precondition(lambda self: self.here)
    @rule(place=one_of, times=st.sampled_from((1, 7, 80, 900)))
    def tell(self, place: int, times: int) -> None:
        person, word = self.chosen(place)
        found = self.town.people.by_id(person)
        assert found is not None
        self.town.assessment(found, (f"{word} " * times,))

    @precondition(lambda self: self.here)
    @rule(place=one_of, times=st.sampled_from((0, 1, 30, 2000)))
    def talk(self, place: int, times: int) -> None:
        person, word = self.chosen(place)
        conversations.save(self.db, person, State(activities=(word,) * times).to_json(), 1, AT)

    @precondition(lambda self: self.here)
    @rule(place=one_of)
    def forget(self, place: int) -> None:
        person, word = self.chosen(place)
        del self.here[person]
        assert privacy.forget(self.db, person)
        self.gone.append(word)

    @precondition(lambda self: self.gone)
    @rule()
    def clear(self) -> None:
        assert privacy.clean_up(self.db.path)
        left = b"".join(path.read_bytes() for path in self.home.iterdir())
        for word in self.gone:
            escaped = json.dumps(word, ensure_ascii=False)[1:-1]
            assert word.encode() not in left and escaped.encode() not in left

    def chosen(self, place: int) -> tuple[int, str]:
        return list(self.here.items())[place % len(self.here)]


def run(machine: type[RuleBasedStateMachine], empty: Path, examples: int, steps: int) -> None:
    machine.empty = empty
    limits = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=limits)


@pytest.mark.slow
def test_reviews_in_any_order(empty: Path) -> None:
    run(Reviewing, empty, examples=15, steps=40)


@pytest.mark.slow
def test_forgetting_in_any_order(empty: Path) -> None:
    run(Forgetting, empty, examples=8, steps=30)
