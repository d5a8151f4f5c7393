"""Removing activities by their numbers, one or several at once."""

from __future__ import annotations

import pytest

from bot.conversation.changes import correct
from bot.conversation.replies import Step
from bot.conversation.rules import pointed, ruled
from bot.conversation.state import State

FIVE = tuple(f"I look after the {what}" for what in ("gate", "pond", "hedge", "path", "shed"))


def removed(text: str, start: State | None = None) -> Step:
    """Return the step that a rule's removal leads to."""
    message = ruled(text)
    assert message is not None and message.what == "remove"
    return correct(start or State(stage="collecting").with_activities(FIVE), message)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("remove numbers four and five from my list", (1, 2, 3)),
        ("Remove number 5, and remove number 4", (1, 2, 3)),
        ("delete 2 and 3", (1, 4, 5)),
        ("remove the last two, they are not activities", (1, 2, 3)),
        ("Remove the last two. They are headings.", (1, 2, 3)),
        ("remove the third and the last one", (1, 2, 4)),
        ("take 1 and 2 out", (3, 4, 5)),
        ("scrap #1 #2 and #5 please", (3, 4)),
        ("can you delete items 2 to 4?", (1, 5)),
        ("drop 1, 1 and 3", (2, 4, 5)),
        ("delete 2", (1, 3, 4, 5)),
        ("delete the last one", (1, 2, 3, 4)),
    ],
)
def test_removal_when_numbers_are_named_then_exactly_these_go(said: str, left: tuple[int, ...]) -> None:
    step = removed(said)
    assert tuple(number for number, _ in step.state.listed) == left
    for number in {1, 2, 3, 4, 5} - set(left):
        assert FIVE[number - 1] in step.replies[0].text


def test_removal_when_earlier_ones_are_gone_then_displayed_numbers_count() -> None:
    step = removed("delete 2 and 3")
    assert [number for number, _ in removed("remove 4 and 5", step.state).state.listed] == [1]


@pytest.mark.parametrize("said", ["remove 2 and 9", "delete 7", "drop the last six"])
def test_removal_when_a_number_is_not_on_the_list_then_nothing_goes(said: str) -> None:
    step = removed(said)
    assert step.state.activities == FIVE
    assert "nothing is removed" in step.replies[0].text


@pytest.mark.parametrize(
    "said", ["remove 2 walls every week", "remove two and three walls", "cancel 2 and 3 day orders"]
)
def test_work_when_it_counts_things_then_is_no_removal(said: str) -> None:
    assert ruled(said) is None


def test_guessed_removal_when_it_names_several_then_all_are_meant() -> None:
    assert pointed("remove", "Numbers 4 and 5 are headings, get them off").numbers == (4, 5)
