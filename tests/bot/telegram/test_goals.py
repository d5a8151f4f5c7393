"""Goals, reminders and what is off the profile."""

from __future__ import annotations

from bot.reports.progress import standings
from bot.reports.sheet import sheet_pdf
from bot.store import Database, assessments
from bot.store.goals import Goals
from bot.store.reviews import decisions
from bot.store.reviews.decisions import Decision
from bot.telegram.handlers.goals import GoalHandlers
from bot.telegram.keyboards import OfReminder
from bot.telegram.records import Records
from bot.text import reports as report_text
from bot.text import staff
from bot.times import now
from tests.bot.telegram.harness import Harness
from tests.support.seeded_store import SeededStore


def test_reminder_when_set_in_words_then_it_is_listed_and_can_be_cancelled(database: Database) -> None:
    goals = GoalHandlers(Records(database))
    chats, person = Harness(database, goals.add_to), SeededStore(database).person("Sam")
    chats.says(person, "remind me in 3 months")
    (listed,) = chats.says(person, "/goals")
    assert "I'll ask how you are doing on" in listed.text
    (reminder,) = Goals(database).reminders_of(person.id)
    assert any(data == str(OfReminder(reminder.id, "drop")) for row in listed.rows for _, data in row)
    told = chats.taps(person, str(OfReminder(reminder.id, "drop")))
    assert [call.text for call in told if call.deed == "answer"] == [staff.NO_REMINDER]
    assert Goals(database).reminders_of(person.id) == ()


def test_goals_when_longer_than_a_message_then_none_is_cut(database: Database) -> None:
    handlers = GoalHandlers(Records(database))
    chats, person = Harness(database, handlers.add_to), SeededStore(database).person("Sam")
    goals = [
        Goals(database).add(
            person.id,
            framework="p",
            skill=str(n),
            skill_name=f"Skill {n}",
            level=4,
            text="x " * 900,
            at=now(),
        )
        for n in range(6)
    ]
    told = chats.taps(person, f"g{goals[0].id}:done")
    shown = " ".join(call.text for call in told if call.deed in ("edit", "message"))
    assert all(f"Skill {n}" in shown for n in range(1, 6))
    assert told[-1].rows and not any(call.rows for call in told[:-1])


def test_profile_when_a_coach_agreed_then_it_says_who_confirmed_the_level(database: Database) -> None:
    town = SeededStore(database)
    team = town.team()
    sam, coach = town.person("Sam", team), town.person("Cora", team, coach=True)
    town.shared(sam, team)
    (standing,) = standings(Records(database).reports(sam.id))
    assert report_text.confirmed(standing) == ""
    decisions.decide(database, coach.id, 1, 1, Decision("agree"), now())
    (standing,) = standings(Records(database).reports(sam.id))
    assert report_text.confirmed(standing).startswith("Level 3 confirmed by Cora on ")
    assert sheet_pdf({"at": now(), "assessments": Records(database).reports(sam.id)}).startswith(b"%PDF-")


def test_levels_held_when_a_coach_decided_then_theirs_counts_and_declined_ones_do_not(
    database: Database,
) -> None:
    town = SeededStore(database)
    team = town.team()
    sam, coach = town.person("Sam", team), town.person("Cora", team, coach=True)
    town.shared(sam, team)
    (suggested,) = Records(database).held(sam.id, ())
    higher = Decision("change", suggested["level"] + 1, reason="Leads the others")
    decisions.decide(database, coach.id, 1, 1, higher, now())
    (changed,) = Records(database).held(sam.id, [suggested])
    assert (changed["level"], changed["confirmed"]) == (suggested["level"] + 1, True)
    for each in assessments.held_levels(database, sam.id):
        assessments.decline(database, each.suggestion, now())
    assert Records(database).held(sam.id, ()) == ()


def test_suggestion_when_declined_then_it_is_off_the_profile(database: Database) -> None:
    town = SeededStore(database)
    sam = town.person("Sam")
    run = town.assessment(sam, ("I water roses",))
    assert Records(database).reports(sam.id)
    for one in run.suggestions:
        assessments.decline(database, one.id, now())
    assert Records(database).reports(sam.id) == []
    assert assessments.held_levels(database, sam.id) == ()
