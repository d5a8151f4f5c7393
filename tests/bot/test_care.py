"""Words of distress about oneself, and the same words as somebody's work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.conversation.care import needs_care
from bot.text import faq
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


@pytest.mark.parametrize(
    "said",
    [
        "sorry bit slow my mums poorly in hospital",
        "sorry, mum is in icu so im slow today",
        "my son was rushed to hospital last night",
        "my mother in law is very ill",
        "my nan passed on tuesday",
        "going to my uncles funeral later",
    ],
)
def test_illness_or_death_of_a_relative_when_told_gets_a_kind_line_and_the_question_again(said: str) -> None:
    chat = Chat().say("/start", "I water the plants in the park")
    asked = chat.labels
    chat.say(said)
    assert chat.replies[0].text.startswith("I'm so")
    assert chat.state.notice == "care"
    assert chat.labels == asked


@pytest.mark.parametrize(
    "said",
    [
        "when a baby is taken to icu I phone the father",
        "I teach my team to talk to patients whose mum is in hospital",
        "My partner is in surgery planning and I keep the list",
        "my daughter passed her exam",
    ],
)
def test_illness_in_work_or_good_news_when_told_is_no_distress(said: str) -> None:
    assert needs_care(said) is None


def test_distress_when_two_kinds_are_told_then_the_crisis_is_answered_and_nothing_else() -> None:
    chat = Chat().say("/start", "I plan rosters")
    chat.say("I cannot cope any more and some nights I think about not waking up. Who can I talk to?")
    assert faq.care("crisis")[:60] in chat.text
    assert faq.faq("human")[:60] not in chat.text


@pytest.mark.parametrize(
    "said",
    [
        "one of the kids in year 4 gets hit by his dad. i saw the bruises",
        "a resident is being slapped by her carer",
        "her husband beats her, she told me at reception",
    ],
)
def test_danger_when_somebody_is_being_hurt_then_it_says_whom_to_tell_today(said: str) -> None:
    chat = Chat().say("/start", "I answer the phone at the school office", said)
    assert faq.care("danger")[:40] in chat.text
    assert len(chat.state.activities) == 1


@pytest.mark.parametrize(
    "said", ["I investigate reports of children who were hurt", "I teach boxing: they get hit a lot"]
)
def test_danger_when_it_is_the_work_then_it_is_work(said: str) -> None:
    assert needs_care(said) is None
