"""What was not suggested waits for no coach, is learnt from by nobody and counts nowhere."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.guidance.conclusions import placing
from bot.guidance.model import Conclusion
from bot.reviews.examples import offered
from bot.store import Database, assessments, shares
from bot.store.assessments import Assessment
from bot.store.engine import RefusedError
from bot.store.people import Person
from bot.store.privacy import export
from bot.store.queue import Outbox
from bot.store.reviews import cards, decisions, lists, messages
from bot.store.reviews.cards import Beyond
from bot.store.reviews.decisions import Decision
from bot.store.reviews.examples import final_decisions
from bot.store.reviews.lists import queue
from bot.store.shares import SharedFields
from bot.telegram.handlers.privacy import assessments_told
from bot.telegram.notifications import Revocations
from bot.text import coach as card_words
from bot.text.coach import Heading
from tests.bot.store.versions import undo_migrations
from tests.support.seeded_store import ALL, AT, SeededStore, choice, conclusion, given

WORDS = "I visit our customers and note what they need"
EVERYTHING = SharedFields(activities=True, level=True, next_steps=True, name=True, examples=True)


def with_levels(framework: str, shares: dict[int, float], named: str) -> Conclusion:
    """Return a conclusion whose skill has these levels only."""
    level = max(shares, key=lambda each: shares[each])
    made = conclusion("acmg", level, WORDS, framework)
    made["suggestion"] |= {
        "levels": {str(n): share for n, share in shares.items()},
        "confidence": shares[level],
    }
    made["ladder"]["framework"] = named
    return made


BESIDE = {
    "begins above": with_levels("sfia-9", {5: 0.6, 6: 0.4}, "SFIA"),
    "one level only": with_levels("tsc-2020", {2: 1.0}, "TSC of 2020"),
}
PLACED = with_levels("tsc", {2: 0.9, 3: 0.1}, "TSC")
KINDS = pytest.mark.parametrize("kind", list(BESIDE))


def record(town: SeededStore, person: Person, kind: str) -> Assessment:
    """Record an assessment of one skill in two frameworks, of which the first is not suggested."""
    return assessments.record(
        town.db,
        person.id,
        None,
        build=7,
        activities=(WORDS,),
        choice=choice("acmg"),
        given=given(),
        conclusions=[BESIDE[kind], PLACED],
        at=AT,
    )


def share_all(town: SeededStore, kind: str) -> tuple[Person, Person, Assessment]:
    """Return a coach, and somebody who shared all of such an assessment."""
    team = town.team()
    coach, person = town.person("Coach", team, coach=True), town.person("Rosa", team)
    run = record(town, person, kind)
    shares.share(town.db, person.id, run.id, team.id, EVERYTHING, AT)
    return coach, person, run


@KINDS
def test_sharing_offers_for_review_only_what_was_suggested(town: SeededStore, kind: str) -> None:
    coach, person, run = share_all(town, kind)
    (entry,) = queue(town.db, coach.id, AT)
    assert (entry.framework, entry.level) == ("tsc", 2)
    shares.share(town.db, person.id, run.id, 1, ALL, AT)
    assert len(queue(town.db, coach.id, AT)) == 1
    assert [each.framework for each in lists.waiting_skills(town.db, coach.id)] == ["tsc"]


def test_a_card_says_where_the_skill_begins_above_the_person(town: SeededStore) -> None:
    coach, _, _ = share_all(town, "begins above")
    card = cards.look(town.db, coach.id, queue(town.db, coach.id, AT)[0].id, AT)
    assert card.suggested and card.beyond == (Beyond("SFIA", "Acmg", 5),)
    heading = Heading("TSC", "Parks", "an hour", "", lambda *_: "")
    told = "".join(piece.text for piece in card_words.card(card, heading))
    assert "SFIA: Acmg begins at level 5, above this person. Nothing was suggested there." in told
    assert "Rung did not suggest" not in told


def test_a_card_without_the_level_says_nothing_of_other_frameworks(town: SeededStore) -> None:
    team = town.team()
    coach, person = town.person("Coach", team, coach=True), town.person("Rosa", team)
    run = record(town, person, "begins above")
    shares.share(town.db, person.id, run.id, team.id, SharedFields(activities=True), AT)
    card = cards.look(town.db, coach.id, queue(town.db, coach.id, AT)[0].id, AT)
    assert card.beyond == ()


@KINDS
def test_profile_and_history_leave_out_what_was_not_suggested(town: SeededStore, kind: str) -> None:
    coach, person, run = share_all(town, kind)
    suggested = [each.id for each in run.suggestions if each.suggested]
    assert len(suggested) == 1
    assert [each.suggestion for each in assessments.held_levels(town.db, person.id)] == suggested
    assert [each.suggestion for each in cards.shared_profile(town.db, coach.id, person.id, AT)] == suggested
    (told,) = assessments_told(town.db, person.id)
    assert [each.framework for each in told.suggested] == ["TSC"]
    held = export(town.db, person.id)["suggestions"]
    assert sorted(each["suggested"] for each in held) == [0, 1]


def before_this_version(path: Path, kind: str) -> tuple[Person, Person]:
    """Make a store as the version before left it: both suggestions wait, and were shown on Telegram."""
    with Database(path) as database:
        coach, person, _ = share_all(SeededStore(database), kind)
    undo_migrations(path)
    raw = sqlite3.connect(path)
    raw.execute(
        "insert into reviews (share, suggestion, person, team, status, waiting_since, framework, skill,"
        " skill_name, level, confidence) select r.share, s.id, r.person, r.team, r.status, r.waiting_since,"
        " s.framework, s.skill, s.skill_name, s.level, s.confidence from reviews r, suggestions s"
        " where s.id <> r.suggestion"
    )
    raw.execute("insert into threads values (?, 77, 2, 'card')", (coach.id,))
    raw.commit()
    raw.close()
    return coach, person


@KINDS
def test_what_waited_in_an_old_store_and_was_not_suggested_is_closed(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "rung.db"
    coach, _ = before_this_version(path, kind)
    with Database(path) as database:
        (entry,) = queue(database, coach.id, AT)
        assert (entry.id, entry.framework) == (1, "tsc")
        assert decisions.get(database, 2).status == "withdrawn"
        with pytest.raises(RefusedError, match="not-there"):
            decisions.decide(database, coach.id, 2, decisions.get(database, 2).version, Decision("agree"), AT)
        outbox = Outbox(database)
        Revocations(database, lambda _: None).take_away()
        letter = outbox.next(coach.id)
        assert letter is not None and json.loads(letter.call)["message"] == 77


@KINDS
def test_an_old_decision_on_what_was_not_suggested_counts_nowhere(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "rung.db"
    coach, person = before_this_version(path, kind)
    raw = sqlite3.connect(path)
    raw.execute(
        "update reviews set status = 'decided', decision = 'agree', decided_at = ?, coach = ?", (AT, coach.id)
    )
    raw.commit()
    raw.close()
    with Database(path) as database:
        assert [each.review for each in final_decisions(database)] == [1]
        assert [each.decision.review for each in offered(database)] == [1]
        assert [each.framework for each in lists.decided_levels(database, coach.id)] == ["tsc"]
        assert [each.framework for each in lists.team_levels(database, coach.id, 1)] == ["tsc"]
        card = cards.look(database, coach.id, 2, AT)
        assert not card.suggested and card_words.notes(card)[0] == card_words.NOT_SUGGESTED
        with pytest.raises(RefusedError, match="not-there"):
            messages.appeal(database, person.id, 2, "", AT)
        assert messages.appeal(database, person.id, 1, "", AT).appeal_of == 1


def test_an_old_store_is_read_as_a_new_one_is_written(tmp_path: Path) -> None:
    cases = [
        [with_levels("sfia-9", {5: 0.9, 6: 0.1}, "SFIA"), with_levels("tsc", {3: 0.5, 4: 0.5}, "TSC")],
        [with_levels("sfia-9", {3: 0.5, 4: 0.5}, "SFIA"), with_levels("tsc", {2: 0.8, 3: 0.2}, "TSC")],
        [with_levels("sfia-9", {5: 0.5, 6: 0.5}, "SFIA"), with_levels("sfia-8", {6: 1.0}, "SFIA 8"), PLACED],
        [with_levels("sfia-8", {6: 1.0}, "SFIA 8"), with_levels("tsc", {5: 0.9, 6: 0.1}, "TSC")],
        [
            with_levels("a", {6: 0.6, 7: 0.4}, "A"),
            with_levels("b", {4: 0.7}, "B"),
            with_levels("c", {2: 0.8}, "C"),
        ],
    ]
    path = tmp_path / "rung.db"
    with Database(path) as database:
        town = SeededStore(database)
        person = town.person()
        for number, made in enumerate(cases):
            assessments.record(
                database,
                person.id,
                None,
                build=7,
                activities=(f"{WORDS} {number}",),
                choice=choice("acmg"),
                given=given(),
                conclusions=made,
                at=AT,
            )
        ask = sa.text("select assessment, framework, suggested from suggestions order by id")
        expected = [tuple(row) for row in database.rows(ask)]
    assert [row[2] for row in expected] == [int(one in placing(made)[0]) for made in cases for one in made]
    undo_migrations(path)
    with Database(path) as database:
        assert [tuple(row) for row in database.rows(ask)] == expected
