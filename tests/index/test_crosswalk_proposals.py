"""Proposals: what lies nearest to each other in a build, with the words both have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.build import Build, open_build
from index.builder import make_build
from index.crosswalk_proposals import propose, propose_for_roles
from index.encoder import HashingEncoder
from knowledge.links import ROLE
from knowledge.model import Framework, Requirement, Role, RoleSection
from tests.index.conftest import orchard

TASKS = RoleSection("duties", ("Keeps hives healthy and treats mites.", "Splits colonies and sells honey."))


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return a build in which one framework calls every skill otherwise, and there is an older edition."""
    known = orchard()
    skills, said = [], []
    for skill in known.skills:
        if skill.framework == "tsc":
            skills.append(replace(skill, name=f"{skill.name} as a craft"))
        else:
            skills += [skill, replace(skill, framework="sfia-8")]
    for each in known.descriptors:
        if each.framework == "tsc":
            said.append(replace(each, skill=f"{each.skill} as a craft"))
        else:
            said += [each, replace(each, framework="sfia-8")]
    bare = Role("Beekeeper", sections=(TASKS,))
    asked = Role("Head beekeeper", sections=(TASKS,), requirements=(Requirement("sfia-9", "BEEK", 4),))
    known = replace(
        known,
        frameworks=(*known.frameworks, Framework("sfia-8", "SFIA 8")),
        skills=tuple(skills),
        descriptors=tuple(said),
        roles=(bare, asked),
    )
    home: Path = tmp_path_factory.mktemp("renamed")
    make_build(home, known, HashingEncoder())
    return open_build(home)


def test_skills_that_say_the_same_are_proposed_with_their_words(renamed: Build) -> None:
    found = propose(renamed)
    # The older edition is joined to the newest by its codes, so it is not proposed beside it.
    assert {each.start for each in found} == {("sfia-9", "BEEK"), ("sfia-9", "BRID"), ("sfia-9", "TRAM")}
    best = next(each for each in found if each.start == ("sfia-9", "BEEK"))
    assert best.end == ("tsc", "Beekeeping as a craft")
    assert best.score > 0.8
    assert {"apiary", "beekeeper"} <= set(best.words)
    assert best.said[0] == best.said[1]


def test_what_was_decided_is_not_proposed_again(renamed: Build) -> None:
    pair = (("sfia-9", "BEEK"), ("tsc", "Beekeeping as a craft"))
    assert pair not in {(each.start, each.end) for each in propose(renamed, [frozenset(pair)])}


def test_skills_of_one_framework_are_proposed_where_it_is_named(renamed: Build) -> None:
    assert {each.end[0] for each in propose(renamed, framework="tsc")} == {"tsc"}
    assert propose(renamed, framework="sfia-8") == []


def test_a_role_without_levels_gets_skills_proposed(renamed: Build) -> None:
    found = propose_for_roles(renamed)
    assert {each.start for each in found} == {(ROLE, "Beekeeper")}
    best = found[0]
    assert best.end in {("sfia-9", "BEEK"), ("tsc", "Beekeeping as a craft")}
    assert {"hives", "mites", "colonies"} & set(best.words)
    pair = frozenset((best.start, best.end))
    assert pair not in {frozenset((each.start, each.end)) for each in propose_for_roles(renamed, [pair])}
