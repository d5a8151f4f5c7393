"""Levels in words: as many as are likely enough, and never confident."""

from __future__ import annotations

import pytest

from bot.guidance.conclusions import answered, placing
from bot.guidance.model import Suggestion
from bot.reports.ladder import as_text
from bot.text.levels import level_sentence, level_words
from bot.text.suggestions import alt_text, picture_title
from tests.support.reports import conclusion, given

LEVELS = {"2": 0.1, "3": 0.5, "4": 0.35, "5": 0.05}


def suggestion(level_set: list[int]) -> Suggestion:
    made = conclusion(level=3)["suggestion"]
    return {**made, "levels": LEVELS, "level_set": level_set}


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((3,), "level 3"),
        ((3, 4), "level 3 or 4"),
        ((2, 4), "level 2 or 4"),
        ((2, 3, 4), "somewhere between level 2 and 4"),
        ((1, 2, 3, 4), "somewhere between level 1 and 4"),
    ],
)
def test_level_words_when_several_are_likely_then_they_are_named(levels: tuple[int, ...], words: str) -> None:
    assert level_words(levels) == words


def test_level_sentence_when_nothing_was_asked_then_it_says_what_settles_it() -> None:
    two = suggestion([3, 4])
    assert level_sentence(two, answered=True) == "Level 3 or 4."
    assert level_sentence(two, answered=False) == (
        "Level 3 or 4 from what you told me; a question or two will settle it."
    )
    assert level_sentence(suggestion([2, 3, 4]), answered=False) == "Somewhere between level 2 and 4."
    assert level_sentence(suggestion([3]), answered=True) == "Level 3 (Do)."
    assert level_sentence(suggestion([3]), answered=False) == (
        "Level 3 (Do) from what you told me; a question or two will settle it."
    )


def test_level_sentence_when_an_older_version_gave_it_then_the_levels_are_worked_out() -> None:
    old = suggestion([])
    del old["level_set"]
    assert level_sentence(old, answered=True) == "Level 3 or 4."


def test_level_sentence_when_the_skill_has_one_level_then_it_warns() -> None:
    one = conclusion(level=3, levels=(3,), confidence=1.0)["suggestion"]
    assert level_sentence(one, answered=True) == (
        "Level 3 (Do). My documents describe this skill only at that level, so treat it with caution."
    )


def test_ladder_when_two_levels_are_likely_then_title_and_mark_say_so() -> None:
    ladder = conclusion(level=4, confidence=0.7)["ladder"]
    assert picture_title(ladder) == "Gardening: level 3 or 4"
    assert "level 3 or 4 is suggested" in alt_text([ladder])
    assert "the likeliest" in as_text(ladder)
    sure = conclusion(level=4, confidence=0.9)["ladder"]
    assert picture_title(sure) == "Gardening: level 4"
    assert "you are here" in as_text(sure)


def test_answered_when_every_question_was_skipped_then_nothing_was() -> None:
    assert answered(given())
    assert not answered([{**one, "choice": "skip"} for one in given()])


def test_placing_when_a_skill_begins_above_all_likely_levels_elsewhere_then_it_is_still_ahead() -> None:
    above = conclusion("Gardening", 5, "SFIA 9", levels=(5, 6, 7), confidence=0.97)
    settled = conclusion("Gardening", 3, "SkillsFuture TSC", levels=(2, 3, 4, 5), confidence=0.95)
    open_ = conclusion("Gardening", 3, "SkillsFuture TSC", levels=(3, 4), confidence=0.55)
    assert placing([above, settled]) == ((settled,), (above,))
    assert placing([above, open_]) == ((above, open_), ())
