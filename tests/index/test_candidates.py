"""Candidates: what is ranked, of all the skills there are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.build import Build, open_build
from index.build_files import faiss, make_index
from index.builder import make_build
from index.candidates import candidates
from index.encoder import HashingEncoder
from index.features import features, read_query
from index.levels import level_distribution
from index.ranker import shipped_ranker
from index.search import search
from knowledge.links import Link
from knowledge.model import Descriptor, Knowledge, Skill
from tests.index.conftest import PAINTER, orchard

CROWD = 600


def crowded() -> Knowledge:
    """Return the orchard among hundreds of other skills."""
    known = orchard()
    skills = [Skill("tsc", f"Trade {n}", description=f"Of trade number {n}.") for n in range(CROWD)]
    told = [
        Descriptor("tsc", skill.key, level, "level", f"Does step {level} of craft {n % 37} with tool {n}.")
        for n, skill in enumerate(skills)
        for level in (1, 2, 3)
    ]
    return Knowledge(
        known.frameworks,
        (*known.skills, *skills),
        (*known.descriptors, *told),
        documents=known.documents,
        links=(Link("same", "tsc", "Trade 7", "sfia-9", "BRID"),),
    )


@pytest.fixture(scope="module", params=[50_000, 100], ids=["flat", "lists"])
def build(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return a build of the crowd, its index flat or of inverted lists."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.build_files.FLAT_UNTIL", request.param)
        make_build(home, crowded(), HashingEncoder())
    return open_build(home)


def test_candidates_when_many_skills_are_few(build: Build) -> None:
    found = search(build, HashingEncoder(), PAINTER)
    assert len(build.groups) == len(orchard().skills) + CROWD
    assert len(found.build.groups) < CROWD / 2


def test_search_when_only_candidates_are_ranked_then_finds_what_ranking_all_finds(build: Build) -> None:
    found = search(build, HashingEncoder(), PAINTER)
    query, ranker = read_query(HashingEncoder(), PAINTER), shipped_ranker()
    scores = ranker.scores(build, ranker.logits(build, features(build, query), query.talk))
    for framework in ("sfia-9", "tsc"):
        members = build.ranked[framework]
        best = members[np.argsort(-scores[members], kind="stable")][:3]
        assert [skill.skill for skill in found.of(framework)[:3]] == [build.groups[n].skill for n in best]


def test_candidates_when_skills_have_twins_then_hold_them_and_the_attributes(build: Build) -> None:
    named = search(build, HashingEncoder(), PAINTER).build.group_numbers
    assert {("sfia-9", "AUTO"), ("sfia-9", "BRID"), ("tsc", "Bridge painting"), ("tsc", "Trade 7")} <= set(
        named
    )


def test_candidates_when_a_skill_is_asked_for_then_hold_it(build: Build) -> None:
    near = search(build, HashingEncoder(), PAINTER).build.group_numbers
    away = next(g.skill for g in build.groups if (g.framework, g.skill) not in near)
    found = search(build, HashingEncoder(), PAINTER, [("tsc", away), ("tsc", "never heard of")])
    assert sum(level_distribution(found, "tsc", away).values()) == pytest.approx(1.0)


def test_candidates_when_vectors_miss_then_words_find(build: Build) -> None:
    query = read_query(HashingEncoder(), ["tool 398"])
    object.__setattr__(query, "whole", np.zeros_like(query.whole))
    numbers = candidates(build, query)
    assert "Trade 398" in {build.groups[n].skill for n in numbers.tolist()}


def test_part_when_skills_are_chosen_then_numbers_them_anew(build: Build) -> None:
    chosen = np.array([1, 4], np.int64)
    part = build.part(chosen)
    assert [group.name for group in part.groups] == [build.groups[1].name, build.groups[4].name]
    assert [entry.id for entry in part.entries] == list(range(len(part.ids)))
    for group in part.groups:
        whole = build.entries_of(group.framework, group.skill)
        own = part.entries_of(group.framework, group.skill)
        assert [entry.text for entry in own] == [entry.text for entry in whole]
        rows = build.vectors[[entry.id for entry in whole]]
        assert np.allclose(part.vectors[group.start : group.stop], rows)
        assert part.levels_of(group.framework, group.skill) == build.levels_of(group.framework, group.skill)
    text = PAINTER[0]
    assert np.allclose(part.statement_words(text), build.statement_words(text)[part.ids])
    assert np.allclose(part.skill_words(text), build.skill_words(text)[chosen])
    with pytest.raises(IndexError):
        part.entries[len(part.entries)]


def test_index_when_large_then_finds_nearly_all_of_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.build_files.FLAT_UNTIL", 1_000)
    rng = np.random.default_rng(0)
    rows = rng.standard_normal((200, 32))[rng.integers(0, 200, 8_000)] + 0.6 * rng.standard_normal(
        (8_000, 32)
    )
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    faiss().write_index(make_index(rows), str(tmp_path / "index"))
    index = faiss().read_index(str(tmp_path / "index"), faiss().IO_FLAG_MMAP_IFC)
    index.nprobe = 96
    exact = np.argsort(-(rows[::80] @ rows.T), axis=1)[:, :10]
    found = index.search(rows[::80], 10)[1]
    same = [len({*a} & {*b}) / 10 for a, b in zip(exact.tolist(), found.tolist(), strict=True)]
    assert np.mean(same) >= 0.98
