"""Words of distress about oneself, and the same words as somebody's work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.conversation.care import needs_care
from tests.bot.fakes import Chat

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "care.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("part", ["seen", "held"])
def test_distress_when_said_in_many_ways_is_recognised(part: str) -> None:
    cases = [case for case in CASES if case["care"] and case["part"] == part]
    found = sum(needs_care(case["text"]) is not None for case in cases)
    assert found >= 0.95 * len(cases)


@pytest.mark.parametrize("part", ["seen", "held"])
def test_work_in_care_and_hr_when_told_is_no_distress(part: str) -> None:
    cases = [case for case in CASES if not case["care"] and case["part"] == part]
    wrong = [case["text"] for case in cases if needs_care(case["text"])]
    assert len(wrong) <= 0.01 * len(cases), wrong


@pytest.mark.parametrize("said", ["it's my work", "That's my job", "it is for work"])
def test_work_when_taken_for_distress_is_taken_in_on_the_persons_word(said: str) -> None:
    chat = Chat().say("/start", "I have cancer to look at under the microscope")
    assert not chat.state.activities
    chat.say(said)
    assert chat.state.activities == ("I have cancer to look at under the microscope",)


def test_distress_when_another_message_follows_is_kept_nowhere() -> None:
    chat = Chat().say("/start", "I'm burnt out", "I water the plants in the park")
    assert not chat.state.aside
    assert chat.state.activities == ("I water the plants in the park",)
