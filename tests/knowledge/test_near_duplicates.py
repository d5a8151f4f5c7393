"""Skills that are nearly another one: within a document, and beside those of the catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.model import Descriptor, Problem, Reading, Skill, Source
from knowledge.near_duplicates import compared, within

BREWING = (
    "Boils water to a rolling boil and pours it over the leaves in the pot.",
    "Chooses leaves for a guest and keeps the cups warm beside the stove.",
    "Trains two colleagues to brew and answers for the taste of every pot.",
)
BAKING = (
    "Weighs flour, yeast and salt after the baker's sheet for the first batch.",
    "Shapes loaves, watches the oven and tells the baker when the crust is done.",
    "Plans which breads are baked each day and orders flour from two mills.",
)


def document(name: str, *skills: tuple[str, str, tuple[str, ...]]) -> Reading:
    """Return a reading: framework, title and statements, one a level, of each skill."""
    return Reading(
        name,
        "kind",
        name,
        skills=tuple(
            Skill(framework, title, sources=(Source(name, f"row {row}"),))
            for row, (framework, title, _) in enumerate(skills, 2)
        ),
        descriptors=tuple(
            Descriptor(framework, title, level, "ability", text)
            for framework, title, texts in skills
            for level, text in enumerate(texts, 1)
        ),
    )


HOUSE = document("house.csv", ("house", "Tea brewing", BREWING), ("house", "Baking", BAKING))
REWORDED = (BREWING[0], BREWING[1].replace("a guest", "guests"), BREWING[2].replace("two", "three"))


def near(new: Reading, *known: Reading) -> list[Problem]:
    return [each for each in compared(new, known).problems if each.kind == "near-duplicate"]


def test_both_places_and_the_score_are_named() -> None:
    (problem,) = near(document("new.csv", ("house", "Making tea", REWORDED)), HOUSE)
    assert (problem.severity, problem.location) == ("warning", "row 2")
    for part in (
        "'Making tea'",
        "'Tea brewing'",
        "house.csv, row 2",
        "score 98 of 100",
        "the same code or title",
    ):
        assert part in problem.message


def test_a_misspelt_title_is_told() -> None:
    texts = (BREWING[0], BAKING[1], BAKING[2])
    (problem,) = near(document("new.csv", ("house", "Tea brewings", texts)), HOUSE)
    assert problem.message.startswith("the titles of 'Tea brewings' and 'Tea brewing'")
    assert near(document("new.csv", ("house", "Tea brewing 2", texts)), HOUSE) == []


@pytest.mark.parametrize(
    ("framework", "title", "said"),
    [
        ("kitchen", "Making tea", 'rung crosswalk confirm "kitchen:Making tea" "house:Tea brewing"'),
        ("kitchen", "Tea Brewing", ""),
        ("house", "Tea brewing", ""),
        ("house", "TEA BREWING", ""),
        ("house-2", "Making tea", ""),
    ],
)
def test_what_is_one_skill_already_is_not_told(framework: str, title: str, said: str) -> None:
    found = near(document("new.csv", (framework, title, REWORDED)), HOUSE)
    assert [said in each.message for each in found] == ([True] if said else [])


def test_an_earlier_revision_is_no_neighbour() -> None:
    assert near(document("house.csv", ("house", "Making tea", REWORDED)), HOUSE) == []


def test_levels_that_differ_are_other_skills() -> None:
    assert near(document("new.csv", ("house", "Making tea", tuple(reversed(BREWING)))), HOUSE) == []


def test_within_a_document_hardly_changed_statements_are_told() -> None:
    both = document("new.csv", ("house", "Tea brewing", BREWING), ("house", "Making tea", REWORDED))
    (problem,) = within(both)
    assert problem.location == "row 3"
    assert "(row 2)" in problem.message
    other = replace(both, skills=(both.skills[0], replace(both.skills[1], framework="kitchen")))
    assert list(within(other)) == []


def test_many_are_counted() -> None:
    words = ("amber", "birch", "cedar", "dusky", "ember", "fern")
    known = [(f"{a} {b}", tuple(f"{a} and {b}: {text}" for text in BREWING)) for a in words for b in words]
    old = document("old.csv", *(("house", f"Old {title}", texts) for title, texts in known))
    new = document("new.csv", *(("house", f"New {title}", texts) for title, texts in known))
    found = near(new, old)
    assert len(found) == 20
    assert sum(each.count for each in found) >= len(known)
