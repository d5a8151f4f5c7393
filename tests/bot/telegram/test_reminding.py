"""Hearing when somebody wants to be asked again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.phrases import LONGEST_DAYS, days_until


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("ask me again in 3 months", 90),
        ("Please remind me in a week.", 7),
        ("Remind me in two weeks time", 14),
        ("ask me in 1 year", 365),
        ("ask me again in 0 days", None),
        ("ask me again in 9999 years", None),
        ("I remind clients in 3 months", None),
        ("I ask my boss in 3 weeks", None),
    ],
)
def test_reminders_are_heard(said: str, days: int | None) -> None:
    assert days_until(said) == days


@given(st.text(max_size=500))
def test_any_text_is_heard(text: str) -> None:
    days = days_until(text)
    assert days is None or 0 < days <= LONGEST_DAYS
