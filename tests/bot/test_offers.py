"""Skills offered for several activities."""

from __future__ import annotations

from bot.guidance.model import Choice
from bot.guidance.offers import ALIKE_A_FRAMEWORK, offers
from bot.guidance.skills import RankedSkill
from tests.bot.fakes import ref


def ranked(*scores: tuple[str, float], framework: str = "sfia-9") -> list[RankedSkill]:
    return [RankedSkill(choice(name, framework), score) for name, score in scores]


def choice(name: str, framework: str = "sfia-9") -> Choice:
    return {"label": name, "skills": [ref(framework, name, name)]}


def test_activity_when_no_likely_skill_is_for_it_then_its_own_best_is_offered() -> None:
    alone = [ranked(("Billing", 0.8)), ranked(("Design", 0.4), ("Print", 0.3)), ranked(("Teaching", 0.3))]
    offered = offers(ranked(("Admin", 0.2), ("Teaching", 0.1)), alone)
    told = {one["label"]: one.get("activities") for one in offered}
    assert told == {"Admin": None, "Billing": [0], "Design": [1], "Teaching": [2]}


def test_likeliest_skill_when_for_no_activity_alone_then_it_is_offered_first() -> None:
    alone = [ranked(("Agile", 0.6), ("Product", 0.1)), ranked(("Design", 0.8)), ranked(("Support", 0.3))]
    offered = offers(ranked(("Product", 0.4), ("Agile", 0.3)), alone)
    assert [one["label"] for one in offered][:2] == ["Product", "Agile"]


def test_activity_when_it_says_too_little_then_it_brings_no_skill_of_its_own() -> None:
    alone = [ranked(("Product", 0.6)), ranked(("Selling", 0.3))]
    assert [one["label"] for one in offers(ranked(("Product", 0.9)), alone, vague=[1])] == ["Product"]


def test_skill_when_for_all_activities_then_no_numbers_are_told() -> None:
    alone = [ranked(("Accounts", 0.9)), ranked(("Accounts", 0.5), ("Selling", 0.6))]
    offered = offers(ranked(("Accounts", 0.9), ("Selling", 0.1)), alone)
    assert "activities" not in offered[0]
    assert offered[1]["activities"] == [1]


def test_near_duplicates_when_of_one_framework_then_few_are_offered() -> None:
    many = ranked(*((f"Coding {n}", 0.5 - n / 100) for n in range(6)))
    assert len(offers(many, [many])) == ALIKE_A_FRAMEWORK


def test_skills_when_nothing_is_likely_then_none_are_offered() -> None:
    assert offers([], [[]]) == []
