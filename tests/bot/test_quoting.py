"""Cited words are shown with enough around them to be read, and always as the person wrote them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.guidance.evidence import QUOTED_WHOLE, quote

LONG = (
    "Every Monday I sit down with the three managers of our biggest client and sort out whatever bothers them"
    " before it turns into a complaint that my own boss has to deal with"
)


def test_what_is_short_is_quoted_whole_without_line_breaks() -> None:
    assert quote("I meet\ntheir managers", "managers") == "I meet their managers"


def test_of_what_is_long_whole_clauses_with_the_cited_words_are_shown() -> None:
    assert quote(LONG, "three complaint") == (
        "Every Monday I sit down with the three managers of our biggest client … before it turns into a"
        " complaint that my own boss has to deal with"
    )
    assert quote(LONG, "sort") == "… sort out whatever bothers them …"


def test_a_word_inside_another_counts_as_the_word_it_stands_in() -> None:
    assert "complaint that my own" in quote(LONG, "plaint")


def test_where_nothing_cited_is_found_the_beginning_is_shown() -> None:
    assert quote(LONG, "zebra").startswith("Every Monday I sit")
    assert quote(LONG, "zebra").endswith("…")


@given(st.text(), st.lists(st.integers(0, 60), max_size=5))
def test_nothing_is_shown_that_was_not_said(text: str, numbers: list[int]) -> None:
    words = text.split()
    cited = " ".join(words[number] for number in sorted(numbers) if number < len(words))
    shown = quote(text, cited).split()
    rest = iter(words)
    assert all(word in rest for word in shown if word != "…")
    assert len(words) > QUOTED_WHOLE or shown == words
