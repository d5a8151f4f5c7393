"""The words that are cited carry the suggestion."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import Build
from index.encoder import HashingEncoder
from index.explain import MOST, reasons, shares
from index.search import search
from tests.index.conftest import PAINTER

BOTH = (
    "I fetch brushes and scrape rust off the railings",
    "Now and then I also type stop times for the trams",
)


def cited(build: Build, encoder: HashingEncoder, texts: tuple[str, ...]) -> list[list[str]]:
    found = search(build, encoder, texts)
    spans = reasons(found, "sfia-9", found.of("sfia-9")[0].skill)
    return [[text[start:end] for start, end in of] for text, of in zip(texts, spans, strict=True)]


def test_words_are_the_persons_own_and_in_their_order(build: Build, encoder: HashingEncoder) -> None:
    found = search(build, encoder, PAINTER)
    for text, spans in zip(PAINTER, reasons(found, "sfia-9", "BRID"), strict=True):
        assert list(spans) == sorted(set(spans))
        assert all(text[start:end].strip() for start, end in spans)


def test_without_the_cited_words_another_skill_comes_first_or_leads_by_less(
    build: Build, encoder: HashingEncoder
) -> None:
    before = search(build, encoder, BOTH).of("sfia-9")[0]
    words = {word for of_text in cited(build, encoder, BOTH) for word in of_text}
    left = [" ".join(word for word in text.split() if word not in words) for text in BOTH]
    after = {match.skill: match.score for match in search(build, encoder, left).of("sfia-9")}
    assert after[before.skill] < before.score


def test_few_words_are_cited_and_no_grammar(build: Build, encoder: HashingEncoder) -> None:
    words = [word for of_text in cited(build, encoder, BOTH) for word in of_text]
    assert 0 < len(words) <= MOST
    assert not {"I", "and", "the", "for", "also"} & set(words)


def test_names_and_particles_are_never_cited(build: Build, encoder: HashingEncoder) -> None:
    words = cited(
        build, encoder, ("Meera and I paint the railings of a bridge in Hamburg lah, she scrapes rust",)
    )
    assert not {"Meera", "Hamburg", "lah", "she"} & set(words[0])


def test_a_skill_far_behind_has_reasons_too(build: Build, encoder: HashingEncoder) -> None:
    found = search(build, encoder, PAINTER)
    last = found.of("tsc")[-1].skill
    assert len(reasons(found, "tsc", last)) == len(PAINTER)
    with pytest.raises(KeyError):
        reasons(found, "tsc", "Falconry")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_text_can_be_shared_out(build: Build, encoder: HashingEncoder, texts: list[str]) -> None:
    found = search(build, encoder, texts)
    for encoded, added in zip(found.query.encoded, shares(found, "tsc", "Beekeeping"), strict=True):
        assert added.shape == (len(encoded.spans),)
        assert np.isfinite(added).all()
