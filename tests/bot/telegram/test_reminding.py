"""Hearing when somebody wants to be asked again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.reminders import LONGEST_DAYS, UNCLEAR, days_until

WEDNESDAY = date(2025, 1, 15)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("ask me again in 3 months", 90),
        ("Please remind me in a week.", 7),
        ("Remind me in two weeks time", 14),
        ("ask me in 1 year", 365),
        ("remind me tomorrow", 1),
        ("remind me next friday", 2),
        ("remind me on Monday pls", 5),
        ("ping me next month", 30),
        ("remind me on the 3rd of March", 47),
        ("Remind me in december", 320),
        ("nudge me about this in a fortnight", 14),
        ("remind me on 31 june", 166),
        ("in 4 weeks", 28),
        ("remind me later", UNCLEAR),
        ("ask me again in 0 days", UNCLEAR),
        ("remind me what I said", None),
        ("in 4 years I built a team of nine", None),
        ("I remind clients in 3 months", None),
        ("I ask my boss in 3 weeks", None),
    ],
)
def test_reminders_are_heard(said: str, days: int | None) -> None:
    assert days_until(said, WEDNESDAY) == days


@pytest.mark.parametrize("said", ["in 4 years", "ask me again in 9999 years"])
def test_reminder_when_too_far_away_is_heard_as_that(said: str) -> None:
    days = days_until(said, WEDNESDAY)
    assert days is not None
    assert days > LONGEST_DAYS


@given(st.text(max_size=500))
def test_any_text_is_heard(text: str) -> None:
    days = days_until(text, WEDNESDAY)
    assert days is None or days >= UNCLEAR
