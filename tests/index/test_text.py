"""What the models read of what a person wrote: the work, not the person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder import HashingEncoder
from index.features import read_query
from index.spelling import spelt
from index.text import NAME, PLACE, as_one, neutral, neutral_text

WORK = "I patch the servers and nobody checks it."
WORDS = ("I", "asked", "Meera", "lah", "in", "Hamburg", "she", ",", ".", "26", "and", "checked")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I patch servers with Meera each week.", "I patch servers with Nigel each week."),
        ("I patch servers with Goh Zhi Hao each week.", "I patch servers with Pippa each week."),
        ("Fatimah checks my patches.", "Charlotte checks my patches."),
        ("My lead is Obinna's friend.", "My lead is Ingrid's friend."),
        ("She checks my patches and I ask her first.", "He checks my patches and I ask him first."),
        ("I told Mr Tan to patch his server himself.", "I told Mrs Tan to patch her server herself."),
        ("The chairman wants my patches.", "The chairwoman wants my patches."),
        ("I patch servers for a Dutch bank.", "I patch servers for a Vietnamese bank."),
        ("I patch servers at a bank in Hamburg.", "I patch servers at a bank in New Zealand."),
        ("I patch servers in Zzyzxville each week.", "I patch servers in Ho Chi Minh City each week."),
        ("I patch the servers lah, cannot wait leh.", "I patch the servers, cannot wait."),
        ("Wah, I patch the servers sia.", "I patch the servers."),
        ("I mangae the servers and schedlue patches.", "I manage the servers and schedule patches."),
        ("I maintian hte servers.", "I maintain the servers."),
        ("my boss meera checks the patches", "my boss jonas checks the patches"),
    ],
)
def test_who_somebody_is_makes_no_difference(one: str, other: str) -> None:
    assert neutral(one) == neutral(other)


@pytest.mark.parametrize(
    "said",
    [
        "I'm a 26-year-old woman from India.",
        "I'm 58.",
        "I am 34 years old.",
        "I'm in my late fifties.",
        "As a mother,",
        "As a 58-year-old Filipino man,",
        "My name is Siti.",
        "Hi, Boon Keat here.",
        "Hello, I'm Wei Ming, and",
        "I come from Can Tho.",
    ],
)
def test_saying_who_one_is_leaves_nothing(said: str) -> None:
    assert neutral(f"{said} {WORK}") == neutral(WORK)


@pytest.mark.parametrize(
    "text",
    [
        "I patch Linux servers and write Python for Salesforce.",
        "Every Friday in March I run the Kubernetes upgrade.",
        "We moved from SAP to Excel; I own GDPR questions.",
        "I have nineteen years in the trade and 58 servers.",
        "I set the reconditioning budget for aeroelastics.",
    ],
)
def test_words_about_the_work_stay(text: str) -> None:
    assert neutral(text) == text


def test_a_name_or_place_of_several_words_is_read_as_one() -> None:
    assert neutral("I asked Goh Zhi Hao in Kuala Lumpur.") == f"I asked {NAME} in {PLACE}."


def test_capitals_all_over_tell_no_names() -> None:
    assert neutral("I Manage The Servers And Patch Them") == "I Manage The Servers And Patch Them"


@pytest.mark.parametrize(
    "word", ["servers", "bespoke", "rebar", "Okta", "GDPR", "qa", "x9", "naïve", "foo2bar"]
)
def test_a_word_that_may_be_meant_is_not_corrected(word: str) -> None:
    assert spelt(word) == word


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("chekced", "checked"),
        ("mangae", "manage"),
        ("clinet", "client"),
        ("reporrt", "report"),
        ("Hte", "The"),
    ],
)
def test_one_typing_error_is_put_right(wrong: str, right: str) -> None:
    assert spelt(wrong) == right


def test_evidence_keeps_the_persons_own_spelling_and_names_nobody() -> None:
    said = "lah, I asked Meera to chekc the servers"
    query = read_query(HashingEncoder(), [said])
    words = [said[start:end] for start, end in query.encoded[0].spans]
    assert [word for word in words if word] == ["I", "asked", "to", "chekc", "the", "servers"]


def test_a_message_that_says_nothing_of_work_is_no_activity() -> None:
    query = read_query(HashingEncoder(), ["I'm a 26-year-old woman from India.", WORK])
    assert query.said == [1]
    assert as_one(query.read) == WORK


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_piece_is_where_it_says(text: str) -> None:
    neutral = neutral_text(text)
    before = 0
    for start, end, first, last in neutral.pieces:
        assert before <= first < last <= len(text)
        assert start < end <= len(neutral.text)
        before = last


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_reading_twice_hides_nobody_again(words: list[str]) -> None:
    once = neutral(" ".join(words))
    assert "Meera" not in once and "Hamburg" not in once and "lah" not in once.split()
