from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info

from index.bm25 import query
from index.build import Build, open_build
from index.encoder import HashingEncoder
from index.manifest import BuildError
from index.search import matches_of, one_thread, search
from tests.index.conftest import PAINTER


def test_the_right_skill_comes_first_in_every_framework(build: Build, encoder: HashingEncoder) -> None:
    found = search(build, encoder, PAINTER)
    assert found.of("sfia-9")[0].name == "Bridge painting"
    assert found.of("tsc")[0].name == "Bridge painting"
    assert found.vectors.shape == (2, 256)


def test_scores_are_probabilities_within_a_framework(build: Build, encoder: HashingEncoder) -> None:
    found = search(build, encoder, PAINTER)
    for framework in ("sfia-9", "tsc"):
        assert sum(skill.score for skill in found.of(framework)) == pytest.approx(1)
    assert [s.score for s in found.skills] == sorted((s.score for s in found.skills), reverse=True)


def test_attributes_are_not_skills(build: Build, encoder: HashingEncoder) -> None:
    assert "Autonomy" not in {skill.name for skill in search(build, encoder, PAINTER).skills}


def test_matches_cite_statements_and_the_words_that_were_said(build: Build, encoder: HashingEncoder) -> None:
    found = search(build, encoder, PAINTER)
    best = matches_of(found, "tsc", found.of("tsc")[0].skill)[0]
    assert best.entry.is_statement
    assert best.entry.level == 3
    assert best.activity == 0
    assert 0 < best.score <= 1
    assert best.words
    text = PAINTER[0]
    places = [text.index(word) for word in best.words]
    assert places == sorted(places)
    assert not {"the", "and", "I"} & set(best.words)


def test_matches_of_any_skill_can_be_had(build: Build, encoder: HashingEncoder) -> None:
    found = search(build, encoder, PAINTER)
    assert all(matches_of(found, skill.framework, skill.skill) for skill in found.skills)
    with pytest.raises(KeyError):
        matches_of(found, "tsc", "Falconry")


def test_the_same_words_give_the_same_result_from_a_build_opened_again(
    home: Path, build: Build, encoder: HashingEncoder
) -> None:
    first, again = search(build, encoder, PAINTER), search(open_build(home, 1), encoder, PAINTER)
    assert first.skills == again.skills
    assert np.array_equal(first.features, again.features)


def test_blank_activities_keep_their_place(build: Build, encoder: HashingEncoder) -> None:
    found = search(build, encoder, ("  ", PAINTER[0]))
    assert found.of("tsc")[0].name == "Bridge painting"
    assert {match.activity for match in matches_of(found, "tsc", found.of("tsc")[0].skill)} == {1}


def test_search_when_no_level_is_asked_then_the_level_reader_rests(
    build: Build, encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(HashingEncoder, "read_level", lambda _, texts: asked.extend(texts))
    found = search(build, encoder, PAINTER)
    assert not asked
    assert found.query.level is None and asked == [" ".join(found.query.read)]


def test_one_thread_when_searching_then_no_library_computes_with_more(
    build: Build, encoder: HashingEncoder
) -> None:
    search(build, encoder, PAINTER)
    with one_thread():
        assert {each["num_threads"] for each in threadpool_info()} == {1}


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_any_text_is_searched(build: Build, encoder: HashingEncoder, texts: list[str]) -> None:
    found = search(build, encoder, texts)
    assert len(found.skills) == 6
    assert np.isfinite([skill.score for skill in found.skills]).all()
    for skill in found.skills:
        for match in matches_of(found, skill.framework, skill.skill):
            assert all(word in texts[match.activity] for word in match.words)


def test_very_long_and_hostile_texts_are_searched(build: Build, encoder: HashingEncoder) -> None:
    for text in (
        '"hive" OR NEAR( * ) ^ -',
        "hive " * 20_000,
        "\x00\u202ehive\u202c",
        "'; DROP TABLE entries; --",
    ):
        assert len(search(build, encoder, [text]).skills) == 6


def test_another_model_is_refused(build: Build) -> None:
    with pytest.raises(BuildError, match="was made with the model hashing-256-1"):
        search(build, HashingEncoder(64), PAINTER)
    with pytest.raises(ValueError, match="at least one activity"):
        search(build, HashingEncoder(), [])


def test_a_query_keeps_telling_words_and_quotes_them() -> None:
    assert query("I do the SQL and the C++ backups") == '"sql" OR "backups"'
    assert query("to be or not") == ""
