"""From what somebody typed to the activities in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import phrases
from bot.conversation.activities import MAX_MESSAGE, clean, hear, split
from bot.conversation.care import needs_care
from bot.conversation.prompts import MAX_ACTIVITIES


@pytest.mark.parametrize(
    ("said", "activities"),
    [
        ("I sell plants", ("I sell plants",)),
        ("- sell plants\n- plan beds", ("sell plants", "plan beds")),
        ("1. sell plants 2) plan beds 3. prune", ("sell plants", "plan beds", "prune")),
        ("• sell plants • plan beds", ("sell plants", "plan beds")),
        ("Good morning! I sell plants. Thanks!", ("I sell plants.",)),
        ("I sell plants. I plan all the beds.", ("I sell plants.", "I plan all the beds.")),
        ("I sell plants. The boss signs.", ("I sell plants. The boss signs.",)),
        ("I sell plants; I also plan the beds", ("I sell plants", "I also plan the beds")),
        (
            "Mostly I sell plants at the market by the river to people who pass by on their way home,"
            " and then I count the money and bring it to the bank",
            (
                "Mostly I sell plants at the market by the river to people who pass by on their way home",
                "I count the money and bring it to the bank",
            ),
        ),
        ("hi", ()),
        ("haha ok lah", ()),
        ("how are you today?", ()),
    ],
)
def test_messages_are_split_and_small_talk_left_out(said: str, activities: tuple[str, ...]) -> None:
    assert hear(said).activities == activities


@pytest.mark.parametrize("said", ["", "   ", "\0\0", "\u202e\u2066", "🙂🙂", "...", "\ud800"])
def test_nothing_readable_is_blank(said: str) -> None:
    assert hear(said).blank


def test_long_messages_are_cut() -> None:
    assert hear("a" * 100_000).cut
    assert hear("I sell. " * 20_000).cut
    assert not hear("a" * MAX_MESSAGE).cut


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("I'm burnt out", "burnout"),
        ("damn stressed lah", "burnout"),
        ("I can't cope any more", "burnout"),
        ("my boss bullies me", "harassment"),
        ("I am being harassed by a colleague", "harassment"),
        ("I have anxiety", "health"),
        ("my health is bad", "health"),
        ("I want to die", "crisis"),
        ("I wrote the bullying policy", None),
        ("I handle harassment complaints", None),
        ("I run health checks on servers", None),
        ("I support patients with depression", None),
        ("We do stress testing of the payment service", None),
        ("I keep the burn-down chart", None),
        ("I run the suicide prevention hotline", None),
        ("I killed that project", None),
    ],
)
def test_care_is_for_people_and_not_for_their_work(said: str, kind: str | None) -> None:
    assert needs_care(said) == kind


@given(st.text(max_size=2000))
def test_any_text_is_heard(text: str) -> None:
    heard = hear(text)
    assert len(heard.activities) <= MAX_ACTIVITIES
    assert all(activity.strip() for activity in heard.activities)
    "".join(heard.activities).encode("utf-8")
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("piece", ["lah ", "a ", "yes, ", "I am ", "((((", "1. ", ";", "my boss "])
def test_long_repetitions_cost_no_time(piece: str) -> None:
    started = time.perf_counter()
    hear(piece * 20_000)
    phrases.answer(piece * 60)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("I book rooms, order stationery and take minutes", 3),
        ("Handled refunds, trained juniors and wrote the report", 3),
        ("do payroll, order stationery, book rooms for my boss & take minutes", 4),
        ("I plan, build and test websites", 1),
        ("I lead four engineers, three testers and two designers", 1),
        ("I meet clients, listen to them and plan with them", 1),
    ],
)
def test_things_done_when_listed_in_one_sentence_then_each_is_an_activity(text: str, count: int) -> None:
    found = hear(text).activities
    assert len(found) == count
    assert set(" ".join(found).split()) <= set(text.replace(",", " ").split()) or count == 1


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Senior Network Engineer, Pacific Datalink Pte Ltd, 2019 - present", False),
        ("Clerk (part time) 2015 – 2019", False),
        ("Ran the office move, 2019 - 2020", True),
        ("Managed 5 staff 2019 - 2021", True),
        ("I planned the roster from 2019 to 2021", True),
    ],
)
def test_job_heading_when_pasted_is_no_activity(line: str, kept: bool) -> None:
    heard = split(f"{line}\nConfigured the branch firewalls")
    assert (line in heard) is kept
    assert "Configured the branch firewalls" in heard
