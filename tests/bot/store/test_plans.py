"""Plans: what is kept of them, when they are asked about, and who sees them."""

from __future__ import annotations

import pytest

from bot.store.engine import RefusedError
from bot.store.goals import Goals
from bot.store.plans import Plans
from tests.support.seeded_store import AT, SeededStore, after, plan


def test_plan_when_kept_then_each_goal_is_asked_about_on_its_date(town: SeededStore) -> None:
    one = town.person()
    kept = Plans(town.db).keep(one.id, plan("beds", skills=("gard", "bees")), AT)
    assert [(each.skill, each.role, each.to_do, each.due_at) for each in kept] == [
        ("gard", "Head of beds", ("show beds",), after(days=90)),
        ("bees", "Head of beds", ("show beds",), after(days=90)),
    ]
    assert [each.goal for each in Goals(town.db).reminders_of(one.id)] == [each.id for each in kept]


def test_plan_when_another_is_kept_then_open_goals_go_and_reached_ones_stay(town: SeededStore) -> None:
    one = town.person()
    plans, goals = Plans(town.db), Goals(town.db)
    first = plans.keep(one.id, plan("beds", skills=("gard", "bees")), AT)
    goals.reached(one.id, first[0].id, AT)
    own = goals.add(one.id, framework="park", skill="gard", skill_name="Gard", level=5, text="mine", at=AT)
    kept = plans.keep(one.id, plan("trees"), AT)
    assert {(each.text, each.done_at is None) for each in kept} == {
        ("lead beds", False),
        ("lead trees", True),
    }
    assert own in goals.of(one.id)


def test_plan_when_a_date_is_moved_then_its_reminder_moves(town: SeededStore) -> None:
    one, other = town.person(), town.person()
    plans = Plans(town.db)
    (step,) = plans.keep(one.id, plan("beds"), AT)
    assert plans.move(one.id, step.id, after(days=10), AT).due_at == after(days=10)
    assert [each.due_at for each in Goals(town.db).reminders_of(one.id)] == [after(days=10)]
    with pytest.raises(RefusedError):
        plans.move(other.id, step.id, after(days=1), AT)


def test_plan_when_shared_then_only_coaches_of_the_team_comment(town: SeededStore) -> None:
    team, elsewhere = town.team(), town.team("Woods")
    one, coach = town.person("Rosa", team), town.person("Coach", team, coach=True)
    stranger = town.person("Else", elsewhere, coach=True)
    plans = Plans(town.db)
    (step,) = plans.keep(one.id, plan("beds"), AT)
    with pytest.raises(RefusedError):
        plans.comment(coach.id, step.id, "good", AT)
    with pytest.raises(RefusedError):
        plans.share(one.id, elsewhere.id, AT)
    plans.share(one.id, team.id, AT)
    plans.share(one.id, team.id, AT)
    assert plans.shared_with(one.id) == {team.id: "Parks"}
    assert (plans.seen_by(coach.id), plans.seen_by(stranger.id)) == ({one.id: "Rosa"}, {})
    assert plans.comment(coach.id, step.id, "good", AT).coach_name == "Coach"
    with pytest.raises(RefusedError):
        plans.comment(stranger.id, step.id, "hm", AT)
    assert plans.take_back(one.id)
    assert plans.seen_by(coach.id) == {}
    assert [each.text for each in plans.comments(step.id)] == ["good"]


def test_plan_when_a_person_leaves_the_team_then_its_coaches_see_it_no_more(town: SeededStore) -> None:
    team = town.team()
    one, coach = town.person("Rosa", team), town.person("Coach", team, coach=True)
    plans = Plans(town.db)
    plans.keep(one.id, plan("beds"), AT)
    plans.share(one.id, team.id, AT)
    town.teams.leave(one.id, team.id, AT)
    assert plans.seen_by(coach.id) == {}
    assert plans.shared_with(one.id) == {}
