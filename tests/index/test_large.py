"""Large builds: the same answers as ordinary ones, found without looking at everything."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from index.build import Build, BuildError, look_through
from index.build_files import WHOLE_UNTIL, spots
from index.builder import make_build, open_build
from index.encoder import HashingEncoder
from index.gate.self_search import lost
from index.large import nearest
from index.large.opened import LargeBuild
from index.levels import level_distribution
from index.search import Found, search
from knowledge.model import Descriptor, Knowledge, Link, Skill
from tests.index.conftest import PAINTER, orchard

pytestmark = pytest.mark.slow

CROWD = 400


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


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, LargeBuild]:
    made = []
    for large_from in (10**9, 1000):
        home = tmp_path_factory.mktemp("home")
        make_build(home, crowded(), HashingEncoder(), large_from=large_from)
        made.append(open_build(home))
    ordinary, large = made
    assert isinstance(large, LargeBuild)
    return ordinary, large


@pytest.fixture(scope="module")
def found(both: tuple[Build, LargeBuild]) -> tuple[Found, Found]:
    ordinary, large = (search(build, HashingEncoder(), PAINTER) for build in both)
    return ordinary, large


def test_the_size_decides(tmp_path: Path) -> None:
    size = len(orchard().descriptors)
    for home, large_from, large in (("a", size, True), ("b", size + 1, False)):
        make_build(tmp_path / home, orchard(), HashingEncoder(), large_from=large_from)
        assert isinstance(open_build(tmp_path / home), LargeBuild) is large


def test_the_same_skills_are_found_first(found: tuple[Found, Found]) -> None:
    ordinary, large = found
    for framework in ("sfia-9", "tsc"):
        expected, got = (each.of(framework)[:3] for each in (ordinary, large))
        assert [skill.skill for skill in got] == [skill.skill for skill in expected]
        # Rarity of words is counted among the skills that are near: scores differ a little, best ones stay.
        scores = {(m.activity, m.entry.text): m.score for m in expected[0].matches}
        same = [m for m in got[0].matches if (m.activity, m.entry.text) in scores]
        assert len(same) >= 0.7 * len(scores)
        assert all(m.score == pytest.approx(scores[m.activity, m.entry.text], abs=0.05) for m in same)
        assert [m.words for m in got[0].matches[:2]] == [m.words for m in expected[0].matches[:2]]
        assert [m.entry.text for m in got[0].matches[:2]] == [m.entry.text for m in expected[0].matches[:2]]


def test_levels_are_the_same(found: tuple[Found, Found]) -> None:
    ordinary, large = (level_distribution(each.build, each, "sfia-9", "BRID") for each in found)
    assert large == pytest.approx(ordinary, abs=0.01)


def test_only_what_is_near_is_read(both: tuple[Build, LargeBuild], found: tuple[Found, Found]) -> None:
    ordinary, large = both
    assert len(ordinary.groups) == len(large.groups) == len(orchard().skills) + CROWD
    assert found[0].build is ordinary
    assert len(found[1].build.groups) < CROWD / 4


def test_traits_and_twins_come_along(found: tuple[Found, Found]) -> None:
    named = found[1].build.group_numbers
    assert {("sfia-9", "AUTO"), ("sfia-9", "BRID"), ("tsc", "Bridge painting"), ("tsc", "Trade 7")} <= set(
        named
    )


def test_a_skill_that_is_asked_about_comes_into_question(both: tuple[Build, LargeBuild]) -> None:
    _, large = both
    away = next(
        group.skill
        for group in large.groups
        if (group.framework, group.skill) not in search(large, HashingEncoder(), PAINTER).build.group_numbers
    )
    found = search(large, HashingEncoder(), PAINTER, [("tsc", away), ("tsc", "never heard of")])
    assert sum(level_distribution(found.build, found, "tsc", away).values()) == pytest.approx(1.0)


def test_rare_words_find_what_vectors_miss(both: tuple[Build, LargeBuild]) -> None:
    _, large = both
    nothing = np.zeros((2, large.nearest.rows.shape[1]), np.float32)
    part = large.near(["I know number 398 and tool 398"], nothing)
    assert ("tsc", "Trade 398") in part.group_numbers


def test_all_of_it_can_be_read(both: tuple[Build, LargeBuild]) -> None:
    ordinary, large = both
    known, whole = crowded(), large.knowledge
    assert set(whole.skills) == set(known.skills)
    assert len(whole.descriptors) == len(known.descriptors)
    assert (whole.frameworks, whole.documents, whole.links) == (
        known.frameworks,
        known.documents,
        known.links,
    )
    assert len(large.entries) == len(ordinary.entries) == len(large.vectors) == len(large.rows)
    assert [entry.id for entry in large.entries] == list(range(len(large.entries)))
    assert large.entries[-1] == large.entries[len(large.entries) - 1]
    assert large.entries_of("sfia-9", "BRID")[0].name == "Bridge painting"
    assert large.level_spread("tsc") == pytest.approx(ordinary.level_spread("tsc"))
    assert np.allclose(large.usual, ordinary.usual, atol=1e-3)
    with pytest.raises(IndexError):
        large.entries[len(large.entries)]
    with pytest.raises(BuildError, match="too large to be searched whole"):
        _ = large.skill_letters


def test_statements_find_themselves(both: tuple[Build, LargeBuild]) -> None:
    checked, missed = lost(both[1], HashingEncoder())
    assert checked == len(crowded().descriptors)
    assert not missed


def test_nothing_changed_makes_nothing(tmp_path: Path) -> None:
    first = make_build(tmp_path, orchard(), HashingEncoder(), large_from=1)
    again = make_build(tmp_path, orchard(), HashingEncoder(), large_from=1)
    assert (first.changed, again.changed, again.number) == (True, False, first.number)


@pytest.mark.parametrize("name", [nearest.ROWS, "vectors.faiss", "texts.sqlite", "letters.u16", "sums.npz"])
def test_damage_is_told_at_opening(tmp_path: Path, name: str) -> None:
    make_build(tmp_path, orchard(), HashingEncoder(), large_from=1)
    path = tmp_path / "builds" / "1" / name
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(BuildError, match=f"{name} not as written"):
        open_build(tmp_path)


def test_a_file_of_gigabytes_is_checked_at_spots(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as stream:
        stream.truncate(WHOLE_UNTIL + 12345)
    whole = spots(path)
    with path.open("r+b") as stream:
        stream.truncate(WHOLE_UNTIL + 12344)
    assert spots(path) != whole
    with path.open("r+b") as stream:
        stream.truncate(WHOLE_UNTIL + 12345)
        stream.seek(WHOLE_UNTIL + 12340)
        stream.write(b"x")
    assert spots(path) != whole


def test_looking_through_finds_a_bit_between_the_spots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.build_files.WHOLE_UNTIL", 0)
    monkeypatch.setattr("index.build_files.SPOT", 1)
    make_build(tmp_path, orchard(), HashingEncoder(), large_from=1)
    folder = tmp_path / "builds" / "1"
    assert look_through(folder) == []
    path = folder / "texts.sqlite"
    content = bytearray(path.read_bytes())
    looked_at = {(len(content) - 1) * n // 63 for n in range(64)}
    place = next(n for n in range(len(content)) if n not in looked_at)
    content[place] ^= 1
    path.write_bytes(content)
    assert look_through(folder) == ["texts.sqlite"]


def test_the_nearest_of_many_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """20,000 vectors in clusters, as texts are: 98 of the 100 nearest hundredths, and exact where few.

    In five seconds of processor time, whatever else the machine does.
    """
    began = time.process_time()
    rng = np.random.default_rng(0)
    middles = rng.standard_normal((400, 64))
    rows = middles[rng.integers(0, 400, 20_000)] + 0.6 * rng.standard_normal((20_000, 64))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)
    (tmp_path / nearest.ROWS).write_bytes(rows.tobytes())
    nearest.write_index(tmp_path, rows)
    opened = nearest.Nearest.read(tmp_path, 64)
    asked = rows[::100].astype(np.float32)
    exact = np.argsort(-(asked @ rows.astype(np.float32).T), axis=1)[:, :10]
    assert np.array_equal(opened.search(asked, 10)[1], exact)
    monkeypatch.setattr(nearest, "EXACT", 0)
    near, found = opened.search(asked, 10)
    assert np.mean([len({*a} & {*b}) for a, b in zip(exact.tolist(), found.tolist(), strict=True)]) >= 9.8
    assert np.all(np.diff(near, axis=1) <= 0)
    within = opened.search(asked, 10, 5_000, 9_000)[1]
    assert within[within >= 0].min() >= 5_000
    assert within.max() < 9_000
    assert time.process_time() - began < 5
