"""Numbers that identify people are masked before anything is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.identifiers import CARD, EMAIL, IDENTITY, PHONE, masked
from tests.bot.fakes import Chat


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("my ic is S1234567D ok", IDENTITY),
        ("fin g1234567x", IDENTITY),
        ("M1234567K", IDENTITY),
        ("4111 1111 1111 1111", CARD),
        ("4111-1111-1111-1111", CARD),
        ("9123 4567", PHONE),
        ("+65 91234567", PHONE),
        ("+44 20 7946 0958", PHONE),
        ("(021) 555 1234", PHONE),
        ("jo.tan+work@mail.example.sg", EMAIL),
    ],
)
def test_number_when_it_identifies_somebody_is_masked(text: str, mask: str) -> None:
    said = masked(f"I help the customer with {text} every day")
    assert mask in said
    assert not set(said.split()) & {word for word in text.split() if any(each.isdigit() for each in word)}


@pytest.mark.parametrize(
    "text",
    [
        "S1234567A",  # its check letter is wrong
        "4111 1111 1111 1112",  # and so is its check digit
        "80000000 rows, 12 000 000 users and 12,345,678 dollars",
        "2019-2023, ISO 27001, SFIA 9 at level 3, v1.2.3, PO 12345",
        "32 beds, 14 branches, 1,200 laptops",
    ],
)
def test_number_when_it_says_how_much_stays(text: str) -> None:
    assert masked(text) == text


@given(st.text(max_size=80))
def test_text_when_masked_twice_is_the_same(text: str) -> None:
    assert masked(masked(text)) == masked(text)


def test_activity_when_told_with_a_phone_number_is_kept_without() -> None:
    chat = Chat().say("/start", "I call the nursery at 6123 4567 for seeds")
    assert chat.state.activities == (f"I call the nursery at {PHONE} for seeds",)
    assert "4567" not in chat.state.to_json()
