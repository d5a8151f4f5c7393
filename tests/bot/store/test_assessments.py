"""What is kept of conversations, assessments and goals."""

from __future__ import annotations

import json
import sqlite3

import pytest

from bot.conversation import State
from bot.store import assessments, conversations
from bot.store.engine import RefusedError
from bot.store.goals import Goals
from tests.support.seeded_store import AT, SeededStore, after, choice, conclusion, driver, given


def test_a_conversation_stands_where_it_stood(town: SeededStore) -> None:
    one = town.person()
    assert conversations.load(town.db, one.id).state is None
    state = State(stage="asking", number=4, activities=("Ich gieße <b>Rosen</b> 🌹",), choice=choice("gard"))
    conversations.save(town.db, one.id, State().to_json(), 6, AT)
    conversations.save(town.db, one.id, state.to_json(), 7, after(1))
    kept = conversations.load(town.db, one.id)
    assert kept.build == 7
    assert kept.state and State.from_json(kept.state) == state
    with pytest.raises(sqlite3.IntegrityError):
        conversations.save(town.db, 999, "{}", 1, AT)


def test_a_suggestion_is_kept_with_all_it_was_worked_out_from(town: SeededStore) -> None:
    one = town.person()
    run = town.assessment(one, ("I water the roses", "and the lilies"))
    (kept,) = run.suggestions
    assert (kept.build, kept.activities, kept.choice) == (7, run.activities, choice("gard"))
    assert list(kept.given) == given()
    assert kept.conclusion == conclusion("gard", 3, "I water the roses")
    assert assessments.suggestion(town.db, kept.id) == kept
    assert assessments.suggestion(town.db, kept.id, town.person().id) is None
    assert assessments.of(town.db, one.id) == (run,)


def test_one_run_holds_several_skills_and_frameworks(town: SeededStore) -> None:
    one = town.person()
    run = town.assessment(one)
    both = [conclusion("bees", 2, "bees"), conclusion("bees", 3, "bees", framework="wood")]
    more = assessments.record(
        town.db,
        one.id,
        run.id,
        build=7,
        activities=("roses", "bees"),
        choice=choice("bees"),
        given=[],
        conclusions=both,
        at=after(5),
    )
    assert more.id == run.id and (more.started_at, more.at) == (AT, after(5))
    found = [(each.conclusion["suggestion"]["framework"], each.activities) for each in more.suggestions]
    assert found == [
        ("park", ("I water the roses",)),
        ("park", ("roses", "bees")),
        ("wood", ("roses", "bees")),
    ]


def test_answering_again_replaces_and_the_same_again_changes_nothing(town: SeededStore) -> None:
    one = town.person()
    run = town.assessment(one)
    assert town.assessment(one, run=run.id).suggestions == run.suggestions
    changed = town.assessment(one, run=run.id, level=4)
    assert [each.conclusion["suggestion"]["level"] for each in changed.suggestions] == [4]
    assert assessments.suggestion(town.db, run.suggestions[0].id) is None


def test_nobody_adds_to_the_assessment_of_another(town: SeededStore) -> None:
    run = town.assessment(town.person())
    with pytest.raises(RefusedError, match="not-there"):
        town.assessment(town.person(), run=run.id)
    assert not driver(town.db).in_transaction


def test_the_profile_over_time(town: SeededStore) -> None:
    one = town.person()
    town.assessment(one, level=2)
    town.assessment(one, level=3, at=after(days=90))
    town.assessment(town.person(), level=4)
    points = assessments.held_levels(town.db, one.id)
    assert [(point.at, point.skill, point.level) for point in points] == [
        (AT, "gard", 2),
        (after(days=90), "gard", 3),
    ]


def test_goals_and_reminders(town: SeededStore) -> None:
    goals, one, other = Goals(town.db), town.person(), town.person()
    values = {"framework": "park", "skill": "gard", "skill_name": "Gardening", "level": 4, "at": AT}
    goal = goals.add(one.id, text="Plan the beds", **values)  # type: ignore[arg-type]
    assert goals.add(one.id, text="Plan the beds", **values) == goal  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match="not-there"):
        goals.remind(other.id, after(days=1), AT, goal=goal.id)
    goals.remind(one.id, after(days=1), AT, goal=goal.id)
    once = goals.remind(one.id, after(days=2), AT, goal=goal.id)
    again = goals.remind(one.id, after(days=3), AT, every_days=7)
    assert goals.reminders_of(one.id) == (once, again)
    assert goals.due(after(days=1)) == ()
    assert goals.due(after(days=30)) == (once, again)
    town.people.blocked(one.id, AT)
    assert goals.due(after(days=30)) == ()
    town.people.seen(one.id, AT)
    goals.reminded(once.id, after(days=2))
    goals.reminded(again.id, after(days=12))
    assert [(each.id, each.due_at) for each in goals.reminders_of(one.id)] == [(again.id, after(days=17))]
    with pytest.raises(RefusedError, match="not-there"):
        goals.reached(other.id, goal.id, AT)
    assert goals.reached(one.id, goal.id, after(9)).done_at == after(9)
    assert not goals.drop(other.id, goal.id) and goals.drop(one.id, goal.id)
    assert goals.of(one.id) == ()
    assert json.dumps(once.due_at)
