"""The sentence model itself, and the five documents Rung was conceived from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.build import make_build, open_build
from index.encoder import CachedEncoder, open_encoder
from index.levels import level_distribution
from index.opened import Build
from index.scope import scope
from index.search import search
from index.sentences import DEFAULT_MODEL
from knowledge.merging import merge
from knowledge.readers import read

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> CachedEncoder:
    return open_encoder(DEFAULT_MODEL, tmp_path_factory.mktemp("cache") / "encodings.db")


@pytest.fixture(scope="module")
def seeded(shared: Path, real: CachedEncoder, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return a build of the five documents and nothing else."""
    home = tmp_path_factory.mktemp("seeds")
    knowledge = merge([read(path) for path in sorted((shared / "seeds").glob("*.txt"))])
    make_build(home, knowledge, real)
    return open_build(home)


def test_words_share_out_a_text_and_batches_do_not_matter(real: CachedEncoder) -> None:
    texts = ["I paint bridges.", "We keep bees on the roof of the library and sell the honey."]
    both, alone = real.encode_words(texts), real.encode_words(texts[:1])[0]
    vectors = real.encode(texts)
    for spoken, vector, text in zip(both, vectors, texts, strict=True):
        assert np.allclose(spoken.vector, vector, atol=1e-5)
        assert [text[start:end] for start, end in spoken.spans][:2] in (["I", "paint"], ["We", "keep"])
        assert 0.5 < float(spoken.parts.sum(axis=0) @ vector) < 1.0
    assert np.allclose(alone.vector, both[0].vector, atol=1e-5)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


@pytest.mark.data
@pytest.mark.parametrize(
    ("said", "framework", "skill", "level"),
    [
        (
            "I follow the sales script and do the paperwork for a few assigned clients",
            "tsc",
            "Account Management",
            2,
        ),
        (
            "I set the organisation's customer service strategy and run our largest accounts",
            "tsc",
            "Account Management",
            5,
        ),
        (
            "I build long-term relationships with our biggest clients and bring our executives to them",
            "sfia",
            "ACMG",
            6,
        ),
    ],
)
def test_the_five_documents_place_three_account_managers(
    seeded: Build, real: CachedEncoder, said: str, framework: str, skill: str, level: int
) -> None:
    found = search(seeded, real, [said])
    assert scope(seeded, real, found) == "in-scope"
    assert found.of(framework)[0].skill == skill
    levels = level_distribution(seeded, found, framework, skill)
    assert max(levels, key=lambda number: levels[number]) == level


@pytest.mark.data
@pytest.mark.parametrize("said", ["I cook noodles at home", "meetings la", "hello", "🎉"])
def test_what_cannot_be_placed_is_stopped(seeded: Build, real: CachedEncoder, said: str) -> None:
    assert scope(seeded, real, search(seeded, real, [said])) != "in-scope"
