"""Numbers of agreement, against those counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from bot.reviews.agreement import agreement, weighted_kappa
from bot.store.reviews.decisions import Verdict
from bot.store.reviews.lists import DecidedLevel


def decided(
    suggestion: int,
    verdict: Verdict,
    level: int | None,
    *,
    suggested: int = 3,
    confidence: float = 0.8,
    coach: int = 1,
    skill: str = "gard",
) -> DecidedLevel:
    return DecidedLevel(
        suggestion, coach, "park", skill, skill.title(), suggested, confidence, verdict, level
    )


DECISIONS = (
    decided(1, "agree", 3),
    decided(2, "agree", 3),
    decided(3, "change", 4),
    decided(4, "change", 1, confidence=0.45),
    decided(5, "another", None, skill="bees", confidence=0.42),
    decided(6, "unclear", None, skill="bees"),
    decided(7, "agree", 5, suggested=5, skill="bees", confidence=1.0),
    decided(3, "agree", 3, coach=2),
    decided(4, "change", 2, coach=2, confidence=0.45),
)


def test_counts_are_those_of_a_hand_count() -> None:
    found = agreement(DECISIONS)
    assert found.verdicts == {"agree": 4, "change": 3, "another": 1, "unclear": 1}
    assert (found.overall.agreed, found.overall.count, found.overall.rate) == (4, 8, 0.5)
    assert (found.overall.levelled, found.overall.near) == (7, 6)
    assert [(share.name, share.agreed, share.count) for share in found.by_skill] == [
        ("Gard", 3, 6),
        ("Bees", 1, 2),
    ]
    assert [(share.name, share.agreed, share.count) for share in found.by_level] == [("3", 3, 7), ("5", 1, 1)]


def test_calibration_is_that_of_a_hand_count() -> None:
    found = agreement(DECISIONS)
    assert [(each.low, each.count, round(each.confidence, 3), each.agreed) for each in found.bins] == [
        (0.4, 3, 0.44, 0.0),
        (0.8, 4, 0.8, 0.75),
        (0.9, 1, 1.0, 1.0),
    ]
    # (3 x 0.44 + 4 x 0.05 + 1 x 0) / 8
    assert found.error == pytest.approx(0.19)


def test_weighted_kappa_is_that_of_a_hand_count() -> None:
    # Two coaches on two suggestions said 4 and 3, 1 and 2. Observed: 1 + 1 = 2 squares in 2 pairs.
    # By chance, 4 and 1 against 3 and 2: 1 + 4 + 4 + 1 = 10 in 4. Kappa 1 - (2 / 2) / (10 / 4) = 0.6.
    found = agreement(DECISIONS)
    assert found.coaches.pairs == 2
    assert found.coaches.value == pytest.approx(0.6)
    assert found.rung.pairs == 7


def test_kappa_of_one_opinion_is_none() -> None:
    assert weighted_kappa([]).value is None
    assert weighted_kappa([(3, 3), (3, 3)]) == weighted_kappa([(3, 3)] * 2)
    assert weighted_kappa([(3, 3), (3, 3)]).value is None
    assert weighted_kappa([(3, 3), (4, 4)]).value == 1


levels = st.integers(1, 7)


@given(st.lists(st.tuples(levels, levels), min_size=2, max_size=30))
def test_kappa_is_that_of_another_library(compared: list[tuple[int, int]]) -> None:
    ones, others = zip(*compared, strict=True)
    if len(set(ones) | set(others)) > 1:
        expected = cohen_kappa_score(ones, others, weights="quadratic", labels=list(range(1, 8)))
        assert weighted_kappa(compared).value == pytest.approx(expected)


def test_without_decisions_there_are_no_numbers() -> None:
    found = agreement([])
    assert (found.error, found.overall.rate, found.bins, found.coaches.value) == (None, None, (), None)
