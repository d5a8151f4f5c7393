"""The order of levels comes from figures and known words, never from where they stand."""

from __future__ import annotations

import pytest

from knowledge.level_scale import is_level, largest_scale, order


@pytest.mark.parametrize(
    ("names", "ascending"),
    [
        (["Senior", "Junior", "Mid"], ["Junior", "Mid", "Senior"]),
        (["Basic", "Advanced", "Proficient"], ["Basic", "Proficient", "Advanced"]),
        (
            ["Expert", "Working", "Awareness", "Practitioner"],
            ["Awareness", "Working", "Practitioner", "Expert"],
        ),
        (["Principal Baker", "Baker", "Senior Baker"], ["Baker", "Senior Baker", "Principal Baker"]),
        (["Baker II", "Baker I"], ["Baker I", "Baker II"]),
        (["0", "2", "1"], ["0", "1", "2"]),
    ],
)
def test_order_when_words_or_figures_are_known_then_ascending_from_one(
    names: list[str], ascending: list[str]
) -> None:
    assert order(names) == {name: number for number, name in enumerate(ascending, 1)}


def test_order_when_figures_are_levels_then_those_levels() -> None:
    assert order(["L5", "L3"]) == {"L3": 3, "L5": 5}
    assert order(["Lead Baker (L4)", "Senior Baker (L3)"]) == {"Senior Baker (L3)": 3, "Lead Baker (L4)": 4}


@pytest.mark.parametrize(
    "names", [["Lead", "Staff"], ["Baking", "Selling"], ["L3", "M3"], ["Foundation", "Basic"]]
)
def test_order_when_not_known_then_none(names: list[str]) -> None:
    assert order(names) is None


def test_is_level_when_examples_or_prose_then_not() -> None:
    assert not is_level("Level 1 examples")
    assert not is_level("Bakes bread")
    assert is_level("At Highly advanced level, individuals")


def test_largest_scale_when_other_names_are_there_then_without_them() -> None:
    assert largest_scale(["skill", "junior", "score", "senior"]) == ("junior", "senior")
    assert largest_scale(["skill", "text"]) == ()
