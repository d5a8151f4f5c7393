"""What the audit keeps is told in words a person understands."""

from __future__ import annotations

import pytest

from bot.store.shares import FIELDS
from bot.text.profile import what


@pytest.mark.parametrize(
    ("action", "detail", "skill", "told"),
    [
        (
            "shared",
            "activities next_steps",
            "",
            "shared an assessment (what you do, in your words, next steps)",
        ),
        ("joined", "staff Regional sales", "", "joined Regional sales as staff"),
        ("left", "Regional sales", "", "left Regional sales"),
        ("decided", "agree", "Selling", "decided on a suggestion (Selling: agree)"),
        ("looked", "", "Selling", "looked at what you shared (Selling)"),
    ],
)
def test_what_was_done(action: str, detail: str, skill: str, told: str) -> None:
    assert what(action, detail, skill) == told


def test_every_tick_has_words() -> None:
    assert not [name for name in FIELDS if what("shared", name) == f"shared an assessment ({name})"]
