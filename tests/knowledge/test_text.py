"""Cleaning and splitting of text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.formats.cleanup import hidden_characters, tidy, with_right_encoding
from knowledge.readers.statements import guidance, items, run_together, sentences, statements


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u00a0b \t c", "a b c"),
        ('<ul style="list-style-type: none"> a <br/>b &amp; c', "a\nb & c"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("else-where, relation-ships", "elsewhere, relationships"),
        ("organisation- wide", "organisation-wide"),
        ("short- and long-term", "short- and long-term"),
        ("long-term, self-service, check-in", "long-term, self-service, check-in"),
        ("the clientâ€™s", "the client’s"),
        ("cafÃ©", "café"),
        ("a\x00b\u202ec\u200bd", "abcd"),
        ("a\r\n\r\n\n b ", "a\nb"),
    ],
)
def test_tidy(raw: str, clean: str) -> None:
    assert tidy(raw) == clean


def test_right_text_is_left_alone() -> None:
    assert with_right_encoding("Café à la “carte” – naïve") == "Café à la “carte” – naïve"


@given(st.text())
def test_tidy_text_is_tidy(text: str) -> None:
    once = tidy(text)
    assert not hidden_characters(once)
    assert once == "\n".join(line.strip() for line in once.splitlines() if line.strip())
    assert "  " not in once


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Brews tea. Pours it.", 2),
        ("Brews tea, e.g. Assam. Pours it.", 2),
        ("Brews tea, i.e. The green one.", 1),
        ("Buys leaves etc. Pours tea.", 2),
        ("Works with Dr. Brew and Mr. Leaf.", 1),
        ("Brews (black. Green.) tea. Pours.", 2),
        ("Brews; pours; serves.", 1),
        ("Brews version 2.0 of tea. Pours.", 2),
        ("Is it tea? Yes! Good.", 3),
        ("No end", 1),
        ("See No. 5 for more. Pour.", 2),
        ("“Brews.” Pours.", 2),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return re.findall(r"\w+", text)


_PROSE = st.lists(
    st.sampled_from(
        [
            "Tea",
            "tea",
            "e.g.",
            "i.e.",
            "etc.",
            "(a",
            "b)",
            ".",
            "A.",
            "2.",
            "?",
            "!",
            ";",
            ":",
            "’s",
            "\n",
            "IT",
        ]
    ),
    max_size=40,
).map(" ".join)


@given(st.one_of(_PROSE, st.text(alphabet=st.characters(codec="utf-8"))))
def test_sentences_lose_no_words(text: str) -> None:
    assert words(" ".join(sentences(text))) == words(text)


@given(_PROSE)
def test_statements_and_items_lose_no_words(text: str) -> None:
    clean = "\n".join(line for line in tidy(text).splitlines() if not re.match(r"^\W*\w{1,2}[.)]", line))
    assert words(" ".join(statements(clean))) == words(clean)
    assert words(" ".join(run_together(clean))) == words(clean)
    assert all(statements(clean)) if clean else not statements(clean)


def test_statements_of_a_cell() -> None:
    assert statements("Brews tea. \nPours it\nwith care.\nServes.") == [
        "Brews tea.",
        "Pours it with care.",
        "Serves.",
    ]


def test_a_short_list_stays_with_its_lead_in() -> None:
    assert statements("Is in charge of:\n• pots\n• cups\nPours.") == ["Is in charge of: pots; cups", "Pours."]
    long = [f"the tea of the {n}th floor and all who live there" for n in range(10)]
    assert statements("Is in charge of:\n" + "\n".join(f"- {each}" for each in long)) == [
        "Is in charge of:",
        *long,
    ]


def test_bullets_within_running_text() -> None:
    assert statements("• Brews tea • Pours it") == ["Brews tea", "Pours it"]
    assert items("▪ Brews tea ▪ Pours it\n- Serves") == ["Brews tea", "Pours it", "Serves"]


def test_guidance_leaves_out_what_only_announces() -> None:
    text = "For kitchens. Not for bars.\nActivities may include:\nbrewing\npouring.\nFor pots. It involves:"
    assert guidance(text) == ["For kitchens.", "Not for bars.", "brewing", "pouring.", "For pots."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kinds of water Steps in brewing", ["Kinds of water", "Steps in brewing"]),
        ("Care of the IT pots Use of KPIs and Scrum", ["Care of the IT pots", "Use of KPIs and Scrum"]),
        ("Rules of Service Level Agreements", ["Rules of Service Level Agreements"]),
        ("Sales Forecast Technical Proposal", ["Sales Forecast", "Technical Proposal"]),
        ("Sale", ["Sale"]),
        ("", []),
        ("• One thing• Another Thing", ["One thing", "Another Thing"]),
    ],
)
def test_items_that_ran_together(text: str, found: list[str]) -> None:
    assert run_together(text) == found
