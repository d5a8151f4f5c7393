"""Which framework a document belongs to, and what becomes of it when an admin says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.data import DOCUMENTS
from knowledge.identity import Answer, relation, settled
from knowledge.model import Reading
from knowledge.readers import read

FIRST = """Skill,Junior,Senior
Baking,Kneads the dough.,Plans the week.
Selling,Greets customers.,Plans the shop.
"""
OTHER = "Skill,Junior,Senior\nCoding,Writes small scripts.,Plans the system.\n"


def reading(folder: Path, name: str, text: str) -> Reading:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return read(folder / name)


def test_relation_when_another_folder_has_a_file_of_this_name_then_asked(tmp_path: Path) -> None:
    one, two = (reading(tmp_path / each, "skills.csv", text) for each, text in (("a", FIRST), ("b", OTHER)))
    assert relation(one, []) is None
    found = relation(two, [one])
    assert found is not None and (found.why, found.framework, found.shared) == ("name", "skills", 0)
    assert relation(one, [one]) is None


def test_relation_when_most_skills_have_the_same_titles_then_asked(tmp_path: Path) -> None:
    one = reading(tmp_path, "ladder-2026.csv", FIRST)
    edition = reading(tmp_path, "ladder-2027.csv", FIRST.replace("week", "month"))
    found = relation(edition, [one])
    assert found is not None and (found.why, found.shared, found.documents) == (
        "skills",
        2,
        ("ladder-2026.csv",),
    )
    assert relation(reading(tmp_path, "coding.csv", OTHER), [one]) is None


@pytest.mark.parametrize(
    ("answer", "documents", "frameworks"),
    [
        ("new", {"skills.csv", "skills (2).csv"}, {"skills", "skills-2"}),
        ("part", {"skills.csv", "skills (2).csv"}, {"skills"}),
        ("edition", {"skills.csv"}, {"skills"}),
    ],
)
def test_settled_when_answered_then_it_stands_beside_joins_or_replaces(
    tmp_path: Path, answer: Answer, documents: set[str], frameworks: set[str]
) -> None:
    one, two = (reading(tmp_path / each, "skills.csv", text) for each, text in (("a", FIRST), ("b", OTHER)))
    with Catalogue(tmp_path / "catalogue.db") as catalogue:
        catalogue.add(one, at="2026-01-01")
        said, replaced = settled(two, [one], answer, "skills")
        catalogue.add(said, at="2026-01-02", replacing=replaced)
        known = catalogue.knowledge()
    assert {name for name, _ in known.documents} == documents
    assert {framework.id for framework in known.frameworks} == frameworks
    titles = {skill.name for skill in known.skills}
    assert titles == ({"Coding"} if answer == "edition" else {"Baking", "Selling", "Coding"})
    assert {source.document for each in known.descriptors for source in each.sources} == documents


def test_settled_when_named_then_the_framework_has_that_name(tmp_path: Path) -> None:
    said, _ = settled(reading(tmp_path, "a.csv", FIRST), [], "new", "", "The bakery")
    assert [(each.id, each.name) for each in said.frameworks] == [("the-bakery", "The bakery")]
    assert {each.framework for each in said.skills} == {"the-bakery"}
    assert {each.framework for each in said.descriptors} == {"the-bakery"}


def test_catalogue_when_the_same_bytes_are_read_with_other_levels_then_a_revision(tmp_path: Path) -> None:
    one = reading(tmp_path, "skills.csv", FIRST)
    renamed, _ = settled(one, [], "new", "", "Bakery")
    with Catalogue(tmp_path / "catalogue.db") as catalogue:
        assert catalogue.add(one, at="2026-01-01").changed
        assert not catalogue.add(one, at="2026-01-02").changed
        again = catalogue.add(renamed, at="2026-01-03")
    assert (again.changed, again.revision) == (True, 2)


def test_relation_when_only_the_columns_are_a_published_framework_s_then_asked(tmp_path: Path) -> None:
    def table(*skills: str) -> str:
        rows = "".join(f"{each},Knows {each}.,Uses it.,Leads it.,Shapes it.\n" for each in skills)
        return f"Skill Name,Awareness,Working,Practitioner,Expert\n{rows}"

    known = reading(tmp_path, "known.csv", table("Hedges", "Soils", "Paths", "Seeds"))
    other = reading(tmp_path, "bakery.csv", table("Bread", "Cakes", "Dough", "Ovens"))
    assert known.kind == other.kind == "ddat-skills"
    found = relation(other, [known])
    assert found is not None and (found.why, found.framework, found.shared) == ("framework", "ddat", 0)
    assert relation(reading(tmp_path, "more.csv", table("Hedges", "Soils", "Ponds")), [known]) is None


def test_relation_when_attributes_of_a_published_framework_came_first_then_not_asked() -> None:
    known: list[Reading] = []
    for path in sorted(path for path in DOCUMENTS.iterdir() if path.is_file()):
        found = read(path)
        assert relation(found, known) is None, path.name
        known.append(found)
    assert {skill.kind for each in known for skill in each.skills} == {"skill", "attribute"}
