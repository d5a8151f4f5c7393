"""The sentence model itself, and the five documents Rung was conceived from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.cli.documents import starter_documents
from index.build import Build, open_build
from index.builder import make_build
from index.encoder import CachedEncoder, SentenceEncoder, open_encoder
from index.entries import encoded_text, entries
from index.levels import level_distribution
from index.manifest import DEFAULT_MODEL
from index.scope import outside, says_some, scope
from index.search import search
from index.sentence_model import Arithmetic, arithmetic_for
from knowledge.merge import merge
from knowledge.readers import read

pytestmark = pytest.mark.model
BESIDE = ["I paint bridges.", "We keep bees on the roof of the library and sell the honey."]


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


def test_words_share_out_a_text(real: CachedEncoder) -> None:
    both, vectors = real.encode_words(BESIDE), real.encode(BESIDE)
    for encoded, vector, text in zip(both, vectors, BESIDE, strict=True):
        assert np.allclose(encoded.vector, vector, atol=1e-5)
        assert [text[start:end] for start, end in encoded.spans][:2] in (["I", "paint"], ["We", "keep"])
        assert 0.5 < float(encoded.parts.sum(axis=0) @ vector) < 1.0
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


@pytest.mark.parametrize(("arithmetic", "least"), [("float32", 1 - 1e-6), ("bfloat16", 0.9998)])
def test_what_stands_beside_a_text_hardly_moves_it(arithmetic: Arithmetic, least: float) -> None:
    """bfloat16 keeps 8 bits, so sums over a longer row round otherwise; docs/speed.md: what it changes."""
    encoder = SentenceEncoder(arithmetic=arithmetic)
    beside, alone = encoder.encode(BESIDE), encoder.encode(BESIDE[:1])
    assert float(beside[0] @ alone[0]) > least


def test_both_arithmetics_find_the_same(shipped_texts: list[str]) -> None:
    exact = SentenceEncoder(arithmetic="float32").encode(shipped_texts)
    quick = SentenceEncoder(arithmetic="bfloat16").encode(shipped_texts)
    assert (exact * quick).sum(axis=1).min() > 0.9997
    expected, found = (np.argsort(-(one @ exact.T), axis=1)[:, :10] for one in (exact, quick))
    same = [len({*a} & {*b}) / 10 for a, b in zip(expected.tolist(), found.tolist(), strict=True)]
    assert np.mean(same) > 0.99


@pytest.fixture(scope="module")
def shipped_texts() -> list[str]:
    """Return 300 texts of the starter documents."""
    knowledge = merge([read(path) for path in starter_documents()])
    return list(dict.fromkeys(encoded_text(entry) for entry in entries(knowledge)))[::5][:300]


def test_a_cpu_without_matrix_instructions_computes_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: {"amx_bf16": False})
    assert arithmetic_for() == "float32"
    model, reader = SentenceEncoder().loaded()
    assert {str(next(each.parameters()).dtype) for each in (model, reader)} == {"torch.float32"}


def test_only_the_measured_model_is_quickened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: {"amx_bf16": True})
    assert arithmetic_for("another-model") == "float32"
    assert arithmetic_for() == "bfloat16"


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
    assert scope(found) == "in-scope"
    assert found.of(framework)[0].skill == skill
    levels = level_distribution(found, framework, skill)
    assert max(levels, key=lambda number: levels[number]) == level


@pytest.mark.data
@pytest.mark.parametrize("said", ["I cook noodles at home", "meetings la", "hello", "🎉"])
def test_what_cannot_be_placed_is_stopped(seeded: Build, real: CachedEncoder, said: str) -> None:
    assert scope(search(seeded, real, [said])) != "in-scope"


def test_scope_when_sentences_are_short_tells_work_from_other_talk(
    seeded: Build, real: CachedEncoder
) -> None:
    """Sentences held back from training: work is offered skills, hobbies and empty phrases are not."""
    rows = (Path(__file__).parents[1] / "cases" / "plain.jsonl").read_text("utf-8").splitlines()
    offered: dict[str, list[bool]] = {}
    for case in map(json.loads, rows):
        found = search(seeded, real, case["messages"])
        work = says_some(found) and not outside(found)
        offered.setdefault(case["expect"], []).append(work)
    shares = {expected: sum(taken) / len(taken) for expected, taken in offered.items()}
    assert shares["in-scope"] >= 0.85
    assert shares["out-of-scope"] <= 0.15
    assert shares["too-vague"] <= 0.15
