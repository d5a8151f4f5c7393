"""Roles of the catalogue: what they tell of skills, levels and next steps, by the encoder without a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import role_requirements
from index.build import Build, open_build
from index.builder import make_build
from index.encoder import HashingEncoder
from index.features import read_query
from index.level_scales import Scales
from index.role_requirements import RoleWeights, around_middle, near_roles, next_levels
from index.roles import reads_as_role
from index.search import search
from index.training.role_trainer import (
    RoleCase,
    fit_levels,
    fit_skills,
    level_of,
    role_cases,
    save,
)
from knowledge.model import Descriptor, Framework, Knowledge, Requirement, Role, RoleSection, Skill, Source
from knowledge.readers import read

SOURCE = (Source("harbour.csv", "row 2"),)
TRADES = {
    "Boats": ("rigging", "caulking", "sail making", "mast stepping"),
    "Fish": ("net mending", "gutting", "ice keeping", "auction calling"),
    "Lights": ("lamp tending", "fog signalling", "lens grinding", "tide logging"),
}
VERBS = ("Help with", "Do", "Plan", "Direct all")
SKILLS = tuple(skill for skills in TRADES.values() for skill in skills)


def tasks(skills: tuple[str, ...], rank: int) -> tuple[str, ...]:
    return tuple(f"{VERBS[rank]} {skill} at the harbour, {VERBS[rank].lower()} the crew" for skill in skills)


def role(family: str, number: int, rank: int) -> Role:
    """Return a role level that asks for three of its family's skills, each at its rank."""
    skills = tuple(skill for n, skill in enumerate(TRADES[family]) if n != number)
    needs = tuple(Requirement("harbour", skill.capitalize(), rank + 1) for skill in skills)
    section = RoleSection("main tasks", tasks(skills, rank))
    grade = f"{VERBS[rank]} {family} {number}"
    return Role(f"{family} {number}", grade, family, "", "", (section,), needs, rank + 1, SOURCE)


def harbour() -> Knowledge:
    """Return twelve skills on four levels, and twelve roles in three families, each on three levels."""
    skills = tuple(
        Skill("harbour", skill.capitalize(), description=f"All about {skill}.", sources=SOURCE)
        for skill in SKILLS
    )
    told = tuple(
        Descriptor(
            "harbour", skill.name, level, "level", f"{VERBS[level - 1]} {skill.name.lower()}.", sources=SOURCE
        )
        for skill in skills
        for level in range(1, 5)
    )
    roles = tuple(role(family, n, rank) for family in TRADES for n in range(4) for rank in range(3))
    return Knowledge((Framework("harbour", "Harbour"),), skills, told, roles)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    home = tmp_path_factory.mktemp("harbour")
    make_build(home, harbour(), HashingEncoder())
    return open_build(home)


@pytest.fixture(scope="module")
def cases(build: Build) -> list[RoleCase]:
    return role_cases(build, HashingEncoder())


@pytest.fixture
def trained(
    build: Build, cases: list[RoleCase], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> RoleWeights:
    """Fit on the harbour's roles and ship the weights for the time of a test."""
    levels = fit_levels(cases, True)
    weights = save(build.model, fit_skills(cases), levels, levels, {}, tmp_path / "roles.json")
    assert role_requirements.shipped_role_weights(tmp_path) == weights
    monkeypatch.setattr(role_requirements, "shipped_role_weights", lambda: weights)
    return weights


def test_a_role_page_is_told_from_a_person() -> None:
    assert reads_as_role(["Plan the work of the crew", "Set how nets are mended"])
    assert not reads_as_role(["I plan the work of the crew", "Set how nets are mended"])
    assert not reads_as_role(["Mended 14 nets", "3 boats out", "sold 200 crates"])
    assert not reads_as_role(["Mended nets till dark. boss was happy", "Washed the deck. all done"])
    assert not reads_as_role(["", " "])


def test_roles_left_out_are_found_by_roles_of_their_family(cases: list[RoleCase]) -> None:
    assert len(cases) == 36
    for case in cases[:3]:
        others = [other for other in cases if other.ladder != case.ladder]
        first = np.argsort(-(case.columns @ fit_skills(others)), kind="stable")[:4]
        assert case.asked[first].sum() == 3
        weights = fit_levels(others, True)
        assert all(abs(level_of(asked, weights, True) - asked.level) <= 1 for asked in case.levelled)


def test_the_skills_of_a_role_page_come_first(build: Build, trained: RoleWeights) -> None:
    assert trained.model == build.model
    page = tasks(("net mending", "gutting", "ice keeping"), 2)
    found = search(build, HashingEncoder(), page)
    assert {match.skill for match in found.skills[:3]} == {"Net mending", "Gutting", "Ice keeping"}
    assert sum(match.score for match in found.skills) == pytest.approx(1.0)


def test_a_persons_own_words_are_found_as_before(
    build: Build, monkeypatch: pytest.MonkeyPatch, trained: RoleWeights
) -> None:
    own = ["I plan the net mending at the harbour", "We gut the fish and keep it on ice"]
    found = search(build, HashingEncoder(), own)
    others = replace(trained, model="another model")
    monkeypatch.setattr(role_requirements, "shipped_role_weights", lambda: others)
    plain = search(build, HashingEncoder(), own)
    assert trained.skills
    assert [(match.skill, match.score) for match in found.skills] == [
        (match.skill, match.score) for match in plain.skills
    ]
    assert not near_roles(build, found.query, "harbour").any()


def test_a_page_is_nearest_to_its_own_role(build: Build) -> None:
    page = tasks(("caulking", "sail making", "mast stepping"), 1)
    near = near_roles(build, read_query(HashingEncoder(), page), "harbour")
    assert near.sum() == pytest.approx(1.0, abs=1e-5)
    assert build.knowledge.roles[int(near.argmax())].grade == "Do Boats 0"
    stranger = ["Teach the children songs", "Bake bread for the school"]
    assert not near_roles(build, read_query(HashingEncoder(), stranger), "harbour").any()


def test_higher_work_stands_higher_on_the_scale(build: Build, tmp_path: Path) -> None:
    build.role_vectors.scales.write(tmp_path)
    scales = Scales.read(tmp_path)
    encoder = HashingEncoder()
    places = [
        scales.place("harbour", texts, encoder.encode(texts))
        for texts in (tasks(("rigging", "gutting"), rank) for rank in range(4))
    ]
    assert places == sorted(places)
    assert scales.place("elsewhere", ["Rigging"], encoder.encode(["Rigging"])) == 0.0


def test_a_role_without_family_is_one_by_itself(tmp_path: Path) -> None:
    known = harbour()
    alone = replace(known, roles=tuple(replace(each, family="") for each in known.roles))
    make_build(tmp_path, alone, HashingEncoder())
    book = open_build(tmp_path).roles
    assert np.array_equal(book.families, book.ladders) or len(set(book.families)) == len(set(book.ladders))


def test_next_levels_are_one_up_from_the_likely_ones() -> None:
    found = next_levels({"A": 0.5, "B": 0.1}, {"A": {1: 0.2, 2: 0.6, 4: 0.2}, "B": {3: 1.0}})
    assert found == {("A", 2): pytest.approx(0.1), ("A", 4): pytest.approx(0.3)}


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=7), st.integers(1, 3))
def test_the_likeliest_level_around_the_middle_is_the_median(odds: list[float], lowest: int) -> None:
    levels = tuple(range(lowest, lowest + len(odds)))
    chances = np.exp(np.array(odds))
    chances /= chances.sum()
    around = around_middle(levels, np.array(odds))
    best = int(np.argmax(around))
    assert chances[: best + 1].sum() >= 0.5 - 1e-6
    assert chances[best:].sum() >= 0.5 - 1e-6


@pytest.mark.data
def test_the_real_roles_of_two_families_are_read_and_described(shared: Path, tmp_path: Path) -> None:
    skills, roles = (read(shared / "ddat" / name) for name in ("skills.csv", "roles.csv"))
    some = tuple(each for each in roles.roles if each.family in ("Architecture", "Software development"))
    keys = {asked.skill.casefold() for each in some for asked in each.requirements}
    kept = tuple(each for each in skills.skills if each.name.casefold() in keys)
    told = tuple(each for each in skills.descriptors if each.skill.casefold() in keys)
    make_build(tmp_path, Knowledge(skills.frameworks, kept, told, some), HashingEncoder())
    build = open_build(tmp_path)
    cases = role_cases(build, HashingEncoder())
    assert len({case.ladder for case in cases}) == 8
    assert sum(len(case.levelled) for case in cases) > 250
    assert build.roles.covers(cases[0].members)
    case = cases[0]
    others = [other for other in cases if other.ladder != case.ladder]
    first = np.argsort(-(case.columns @ fit_skills(others)), kind="stable")[:10]
    assert case.asked[first].sum() >= 0.3 * case.asked.sum()
