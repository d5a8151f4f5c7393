"""The starter documents: all read, without problems, and cover what a newcomer's first chat needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.merge import merge
from knowledge.model import Knowledge, count
from knowledge.readers import read

_NAMES = [
    "account-manager-job-descriptions.txt",
    "ict-role-account-manager.txt",
    "sfia-9-attributes.csv",
    "sfia-9-levels.csv",
    "sfia-9-skills.csv",
    "sfia-account-management.txt",
    "tsc-account-management-outline.txt",
    "tsc-account-management.txt",
    "tsc-roles.json",
    "tsc-skills.json",
]


@pytest.fixture(scope="module")
def known(starter: Path) -> Knowledge:
    return merge(read(path) for path in starter.iterdir())


def test_the_documents(starter: Path) -> None:
    assert sorted(path.name for path in starter.iterdir()) == _NAMES


@pytest.mark.parametrize("name", _NAMES)
def test_no_problems(name: str, starter: Path) -> None:
    problems = read(starter / name).problems
    assert [each for each in problems if each.kind != "inferred-level"] == []


def test_frameworks(known: Knowledge) -> None:
    assert [each.id for each in known.frameworks] == ["sfia", "sfia-7", "sfia-9", "tsc"]
    nine = known.framework("sfia-9")
    assert nine is not None
    assert all(level.name and level.essence for level in nine.levels)


def test_ground_covered(known: Knowledge) -> None:
    counts = count(known)
    assert counts.attributes == 16 + 5
    assert (
        len([skill for skill in known.skills if skill.framework == "sfia-9" and skill.kind == "skill"]) >= 24
    )
    assert len([skill for skill in known.skills if skill.framework == "tsc"]) >= 24
    assert len(known.roles) >= 12 + 3
    for code in ("SALE", "RLMT", "SLMO", "REQM", "PROG", "PRMG", "SCTY"):
        assert known.find_skill(code, "sfia-9"), code
    for title in ("Account Management", "Stakeholder Management", "Project Management"):
        assert known.find_skill(title, "tsc"), title


def test_attributes_at_all_levels(known: Knowledge) -> None:
    attributes = {s.key for s in known.skills if s.framework == "sfia-9" and s.kind == "attribute"}
    levels = {(each.skill, each.level) for each in known.descriptors if each.framework == "sfia-9"}
    assert {(key, level) for key in attributes for level in range(1, 8)} <= levels


def test_account_management_is_told_by_both_documents(known: Knowledge) -> None:
    abilities = [
        each
        for each in known.descriptors
        if (each.framework, each.skill, each.kind) == ("tsc", "Account Management", "ability")
    ]
    both = [each for each in abilities if len(each.sources) == 2]
    assert [sum(each.level == level for each in both) for level in (2, 3, 4, 5)] == [5, 7, 9, 7]
    assert len(abilities) == 29
    assert not any(each.inferred for each in abilities)


def test_roles_ask_for_skills_and_levels_that_are_known(known: Knowledge) -> None:
    levels = {(each.framework, each.skill.casefold(), each.level) for each in known.descriptors}
    for role in known.roles:
        for each in role.requirements:
            assert (each.framework, each.skill.casefold(), each.level) in levels, (role.title, each)
