"""The documents Rung was conceived from, through the commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.running import Rung

TOLD = (
    "I keep relationships with our clients",
    "I negotiate contracts with customers",
    "I do sales paperwork",
)
pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Rung:
    rung = Rung(tmp_path_factory.mktemp("seeds"))
    added = rung.run("add", *sorted((shared / "seeds").glob("*.txt")))
    assert added.code == 0, added.err
    assert "5 documents in the catalogue, 0 refused." in added.out
    assert rung.json("build")["number"] == 1
    return rung


def test_a_wiki_page_becomes_a_skill_of_sfia(seeded: Rung) -> None:
    skill = seeded.json("skill", "ACMG", "--framework", "sfia")
    assert skill["name"] == "Account management"
    assert (skill["category"], skill["subcategory"]) == ("Client interface", "Sales and marketing")
    assert list(skill["levels"]) == ["5", "6"]
    assert len(skill["levels"]["6"]["descriptors"]) == 7


def test_outline_and_reference_become_one_skill(seeded: Rung) -> None:
    skill = seeded.json("skill", "Account Management", "--framework", "tsc")
    assert [(number, level["code"]) for number, level in skill["levels"].items()] == [
        (str(number), f"ICT-SNM-{number}001-1.1") for number in (2, 3, 4, 5)
    ]
    assert not any(level["inferred"] for level in skill["levels"].values())
    sources = [len(d["sources"]) for level in skill["levels"].values() for d in level["descriptors"]]
    assert max(sources) == 2


def test_the_role_comes_with_its_skills(seeded: Rung) -> None:
    role = next(role for role in seeded.json("roles") if role["title"].casefold() == "account manager")
    assert {("Selling", 5), ("Relationship management", 5)} <= {
        (need["skill"], need["level"]) for need in role["skills"]
    }


def test_all_three_frameworks_answer(seeded: Rung) -> None:
    report = seeded.json("suggest", *TOLD)
    assert {suggestion["framework"] for suggestion in report["suggestions"]} == {"sfia", "sfia-7", "tsc"}
