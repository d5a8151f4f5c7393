from __future__ import annotations

from itertools import pairwise

from index.entries import encoded_text, entries
from knowledge.editions import family
from tests.index.conftest import orchard


def test_entries_are_numbered_and_stand_skill_by_skill() -> None:
    listed = entries(orchard())
    assert [entry.id for entry in listed] == list(range(len(listed)))
    skills = [(entry.framework, entry.skill) for entry in listed]
    changes = sum(one != other for one, other in pairwise(skills))
    assert changes + 1 == len(set(skills)) == 7


def test_each_level_is_an_entry_of_its_own_kind() -> None:
    listed = [e for e in entries(orchard()) if e.framework == "tsc" and e.skill == "Beekeeping"]
    assert [e.kind for e in listed] == ["name", "description", *["level"] * 5, *["summary"] * 5]
    assert [e.level for e in listed if e.is_statement] == [1, 2, 3, 4, 5]


def test_statements_are_encoded_with_their_skill() -> None:
    listed = entries(orchard())
    statement = next(e for e in listed if e.is_statement)
    assert encoded_text(statement).startswith(f"{statement.name}. ")


def test_versions_of_a_framework_are_one_family() -> None:
    assert family("sfia-8") == family("sfia-9") == family("sfia") == "sfia"
