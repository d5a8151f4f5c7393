from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import Build
from index.encoder import HashingEncoder
from index.level_model import share_beyond
from index.levels import Answer, Choice, answer_likelihood, level_distribution, level_set
from index.questions import MAX_QUESTIONS, next_question
from index.search import Found, search
from tests.index.conftest import LADDERS, PAINTER

SKILL = ("tsc", "Bridge painting")
NEUTRAL = ("I am at work.",)
CHOICES: tuple[Choice, ...] = get_args(Choice)


@pytest.fixture(scope="module")
def found(build: Build, encoder: HashingEncoder) -> Found:
    return search(build, encoder, NEUTRAL)


def statement(level: int, choice: Choice) -> Answer:
    return Answer(level, LADDERS["Bridge painting"][level - 1], choice)


def mean(distribution: dict[int, float]) -> float:
    return sum(level * chance for level, chance in distribution.items())


def test_a_distribution_is_over_the_skills_levels_and_sums_to_one(found: Found) -> None:
    distribution = level_distribution(found, *SKILL)
    assert list(distribution) == [1, 2, 3, 4, 5]
    assert sum(distribution.values()) == pytest.approx(1)
    with pytest.raises(KeyError):
        level_distribution(found, "tsc", "Falconry")


def test_saying_what_a_level_says_makes_that_level_likelier(
    build: Build, encoder: HashingEncoder, found: Found
) -> None:
    said = level_distribution(search(build, encoder, PAINTER), *SKILL)
    assert said[3] > level_distribution(found, *SKILL)[3]


def test_levels_when_nothing_was_said_of_the_skill_then_answers_alone_count(found: Found) -> None:
    assert set(level_distribution(found, *SKILL, unheard=True).values()) == {0.2}
    answered = level_distribution(found, *SKILL, [statement(4, "own")], unheard=True)
    assert sum(share for level, share in answered.items() if level >= 4) > 0.5


@given(level=st.integers(1, 5))
def test_more_on_ones_own_never_lowers_the_level(found: Found, level: int) -> None:
    by = {choice: mean(level_distribution(found, *SKILL, [statement(level, choice)])) for choice in CHOICES}
    assert max(by["no"], by["help"]) <= by["own"]
    # At the foot of the ladder "with help" says the foot, and "not yet" says little: nobody is below.
    assert by["no"] <= by["help"] or level <= 2
    assert by["skip"] == pytest.approx(mean(level_distribution(found, *SKILL)))


@given(st.permutations([("own", 2), ("help", 4), ("no", 5)]))
def test_the_order_of_answers_does_not_matter(found: Found, order: list[tuple[Choice, int]]) -> None:
    answers = [statement(level, choice) for choice, level in order]
    straight = [statement(2, "own"), statement(4, "help"), statement(5, "no")]
    assert level_distribution(found, *SKILL, answers) == pytest.approx(
        level_distribution(found, *SKILL, straight)
    )


@given(st.sampled_from(["own", "help", "no"]), st.integers(1, 7))
def test_one_misread_answer_never_rules_a_level_out(choice: Choice, level: int) -> None:
    assert answer_likelihood(choice, level, range(1, 8)).min() > 0.03


def test_the_three_answers_are_all_there_is() -> None:
    total = sum(answer_likelihood(choice, 3, range(1, 8)) for choice in ("own", "help", "no"))
    assert np.allclose(total, 1)


@pytest.mark.parametrize("true", [1, 2, 3, 4, 5])
def test_honest_answers_lead_to_the_true_level(found: Found, true: int) -> None:
    answers: list[Answer] = []
    asked = set()
    while question := next_question(found, *SKILL, answers):
        assert question.gain > 0
        assert question.entry.text not in asked
        asked.add(question.entry.text)
        choice: Choice = "own" if question.level <= true else "help" if question.level == true + 1 else "no"
        answers.append(Answer(question.level, question.entry.text, choice))
    assert len(answers) <= MAX_QUESTIONS
    distribution = level_distribution(found, *SKILL, answers)
    assert max(distribution, key=lambda level: distribution[level]) == true


def test_skipped_statements_are_not_asked_again_and_asking_ends(found: Found) -> None:
    answers: list[Answer] = []
    while question := next_question(found, *SKILL, answers, max_questions=9):
        answers.append(Answer(question.level, question.entry.text, "skip"))
    assert len({answer.text for answer in answers}) == len(answers) <= 5


def test_enough_is_enough(found: Found) -> None:
    asked = [Answer(1, f"something else {n}", "skip") for n in range(MAX_QUESTIONS)]
    assert next_question(found, *SKILL, asked) is None


def test_what_was_said_is_not_asked(build: Build, encoder: HashingEncoder) -> None:
    text = LADDERS["Bridge painting"][2]
    said = search(build, encoder, [f"Bridge painting. {text}"])
    answers: list[Answer] = []
    while question := next_question(said, *SKILL, answers, max_questions=9):
        assert question.entry.text != text
        answers.append(Answer(question.level, question.entry.text, "skip"))


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({3: 1.0}, (3,)),
        ({2: 0.1, 3: 0.8, 4: 0.1}, (3,)),
        ({2: 0.1, 3: 0.45, 4: 0.4, 5: 0.05}, (3, 4)),
        ({2: 0.4, 3: 0.2, 4: 0.4}, (2, 3, 4)),
        ({2: 0.41, 4: 0.4, 5: 0.19}, (2, 4)),
        ({1: 0.3, 2: 0.5, 3: 0.3}, (1, 2)),
        ({1: 0.1, 2: 0.5, 3: 0.4}, (2, 3)),
        ({5: 0.5, 6: 0.2}, (5, 6)),
        ({}, ()),
    ],
)
def test_level_set_when_shares_are_given_then_it_is_the_smallest_likely_run(
    shares: dict[int, float], expected: tuple[int, ...]
) -> None:
    assert level_set(shares, 0.8) == expected


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=7), st.floats(0.05, 1.0))
def test_level_set_when_more_must_be_held_then_it_is_no_smaller(weights: list[float], held: float) -> None:
    total = sum(weights) or 1.0
    shares = {level: weight / total for level, weight in enumerate(weights, 1)}
    run = level_set(shares, held)
    assert list(run) == list(range(run[0], run[-1] + 1))
    assert len(run) >= len(level_set(shares, held / 2))


def test_share_beyond_when_words_place_somebody_under_a_skill_then_it_is_most() -> None:
    inside, edge, under = (share_beyond((4, 5, 6), place, 3.0) for place in (5.0, 3.5, 2.0))
    assert inside < 0.01
    assert 0.4 < edge < 0.6
    assert under > 0.99
    assert share_beyond(range(1, 8), 2.0, 3.0) == 0.0
