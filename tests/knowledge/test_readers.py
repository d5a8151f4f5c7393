"""Each kind of document, read from a small one in our own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from knowledge.formats import open_document
from knowledge.model import Reading, Requirement
from knowledge.readers import readers
from tests.knowledge.conftest import ReadText
from tests.knowledge.samples import TEXTS, all_bytes

Sample = Callable[[str], Reading]


def said(reading: Reading, skill: str, level: int, kind: str = "level") -> list[str]:
    """Return the statements of a skill at a level."""
    return [
        each.text
        for each in reading.descriptors
        if (each.skill, each.level, each.kind) == (skill, level, kind)
    ]


@pytest.mark.parametrize("kind", sorted(all_bytes()))
def test_a_document_is_of_one_kind_whatever_its_name(kind: str, sample: Sample) -> None:
    reading = sample(kind)
    assert reading.kind == kind
    assert reading.document == f"{kind}.doc"
    assert not reading.errors


@pytest.mark.parametrize("kind", sorted(all_bytes()))
def test_no_two_readers_claim_a_document(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("kinds") / "x"
    path.write_bytes(all_bytes()[kind])
    document = open_document(path)
    assert [reader.kind for reader in readers() if reader.recognises(document)] == [kind]


def test_wiki_page(sample: Sample) -> None:
    reading = sample("sfia-wiki")
    (skill,) = reading.skills
    assert (skill.framework, skill.code, skill.name) == ("sfia", "TEAB", "Tea brewing")
    assert (skill.category, skill.subcategory) == ("Kitchen", "Hot drinks")
    assert skill.description.startswith("Making tea")
    assert said(reading, "TEAB", 2) == [
        "Boils water, i.e. up to a rolling boil.",
        "Pours it over the leaves; waits by the clock.",
        "Asks for help elsewhere.",
    ]
    assert len(said(reading, "TEAB", 4)) == 2
    assert reading.descriptors[0].sources[0].location == "line 16"
    assert not reading.passages


def test_role_profile(sample: Sample) -> None:
    reading = sample("ict-role-profile")
    (framework,) = reading.frameworks
    assert framework.id == "sfia-7"
    assert framework.level_name(2) == "Assist"
    assert [skill.name for skill in reading.skills if skill.kind == "attribute"] == [
        "Autonomy",
        "Business Skills",
    ]
    (role,) = reading.roles
    assert role.name == "Tea Maker"
    assert role.mission.startswith("Brews tea")
    assert role.lines("main tasks") == (
        "Boil the water for all guests",
        "Warm the IT team's pot with care",
        "Pour it out",
    )
    assert role.lines("deliverables accountable") == ("Sale",)
    assert role.lines("deliverables responsible") == ("Business Relationship",)
    assert role.lines("deliverables contributor") == ("Sales Forecast", "Project Plan", "Test Report")
    assert role.requirements == (
        Requirement("sfia-7", "Tea brewing", 3),
        Requirement("sfia-7", "Cake cutting", 2, core=False),
    )


def test_job_descriptions(sample: Sample) -> None:
    reading = sample("job-descriptions")
    first, second = reading.roles
    assert (first.name, second.name) == ("Head Tea Maker", "Tea Maker")
    assert [(s.name, len(s.lines)) for s in first.sections] == [
        ("purpose", 1),
        ("accountabilities", 2),
        ("attributes", 3),
    ]
    assert second.lines("duties") == ("Boil the water.", "Wash the pot.", "Tell guests when it is ready.")
    assert [each.text for each in reading.passages if each.kind == "trait"] == [
        "Patience - waits for the boil",
        "Warm hands",
    ]
    assert not reading.descriptors
    assert not any(word in each.text for each in reading.passages for word in ("CONFIDENTIAL", "Somebody"))


def test_outline_levels_are_worked_out(sample: Sample) -> None:
    reading = sample("competency-outline")
    assert Counter(each.level for each in reading.descriptors) == {3: 2, 4: 3, 5: 2}
    assert all(each.inferred and each.kind == "ability" for each in reading.descriptors)
    assert "Manage guest contentment" in said(reading, "Tea Brewing", 4, "ability")
    (note,) = reading.problems
    assert (note.severity, note.kind) == ("note", "inferred-level")


def test_tsc_reference(sample: Sample) -> None:
    reading = sample("tsc-reference")
    (skill,) = reading.skills
    assert skill.category == "Hot Drinks"
    assert skill.level_codes[0] == (3, "HOT-TEA-3001-1.1")
    assert said(reading, "Tea Brewing", 3, "knowledge") == ["Kinds of water", "Steps in brewing"]
    assert len(said(reading, "Tea Brewing", 4, "ability")) == 2
    assert said(reading, "Tea Brewing", 5) == ["Plan the leaves of a year"]
    assert not any(each.inferred for each in reading.descriptors)


def test_sfia_skills(sample: Sample) -> None:
    reading = sample("sfia-skills")
    assert reading.frameworks[0].id == "sfia-9"
    assert (reading.counts.skills, reading.counts.skill_levels, reading.counts.statements) == (2, 3, 4)
    assert reading.skills[0].guidance == (
        "For kitchens only.",
        "Not for bars.",
        "boiling water",
        "warming pots.",
    )
    assert said(reading, "TEAB", 3) == ["Brews for a room; warms the pot."]
    assert reading.descriptors[0].sources[0].location == "row 2, column Level 2 description"


def test_sfia_skills_in_cp1252(read_text: ReadText) -> None:
    reading = read_text(TEXTS["sfia-skills"].encode("cp1252"))
    assert said(reading, "CAKE", 1) == ["Cuts the guests’ cake."]


@pytest.mark.parametrize(
    ("name", "url", "framework"),
    [
        ("a.csv", "/8/", "sfia-8"),
        ("a.csv", "", "sfia-9"),
        ("sfia-7.csv", "", "sfia-7"),
        ("sfia-8_x.csv", "/9/", "sfia-9"),
    ],
)
def test_sfia_version(name: str, url: str, framework: str, read_text: ReadText) -> None:
    reading = read_text(TEXTS["sfia-skills"].replace("/9/", url), name)
    assert reading.frameworks[0].id == framework


def test_sfia_attributes_and_levels(sample: Sample) -> None:
    attributes = sample("sfia-attributes")
    assert attributes.skills[0].kind == "attribute"
    assert attributes.counts.attribute_levels == 7
    assert attributes.counts.skill_levels == 0
    (framework,) = sample("sfia-levels").frameworks
    assert [level.number for level in framework.levels] == [1, 2, 3, 4, 5, 6, 7]
    assert framework.levels[3].essence == "Brews 4 pots."
    assert framework.level_name(4) == "Phrase 4"


def test_sfia_workbook(sample: Sample) -> None:
    reading = sample("sfia-workbook")
    assert reading.frameworks[0].id == "sfia-8"
    assert (reading.counts.skills, reading.counts.skill_levels) == (2, 3)
    assert (reading.counts.attributes, reading.counts.attribute_levels) == (3, 21)
    assert said(reading, "Autonomy", 4) == ["Decides 4 things.", "Alone."]


def test_ddat_skills_pass_over_what_is_marked(sample: Sample) -> None:
    reading = sample("ddat-skills")
    assert reading.counts.skill_levels == 3
    assert said(reading, "Brewing", 1, "ability") == ["name a leaf", "hold a pot"]
    assert reading.skills[1].description == ""
    assert {each.kind: each.count for each in reading.problems} == {
        "not-defined": 1,
        "missing": 1,
        "not-in-use": 1,
        "level-missing": 1,
    }
    assert reading.frameworks[0].level_name(4) == "Expert"


def test_ddat_roles_have_a_ladder(sample: Sample) -> None:
    reading = sample("ddat-roles")
    ranks = {role.title: role.rank for role in reading.roles}
    assert ranks == {
        "Apprentice tea maker": 1,
        "Tea maker": 2,
        "Lead tea maker": 3,
        "Lead tea maker - management": 3,
        "Tea chief": None,
    }
    maker = next(role for role in reading.roles if role.grade == "Tea maker")
    assert maker.lines("main tasks") == ("brew", "pour")
    assert maker.requirements == (Requirement("ddat", "Brewing", 2), Requirement("ddat", "Pouring", 1))
    assert maker.summary == "A tea maker brews. There are two of them."
    chief = next(role for role in reading.roles if role.name == "Tea chief")
    assert chief.requirements == (Requirement("ddat", "Brewing", None),)


def test_registry_and_jobs(sample: Sample) -> None:
    registry = sample("skillsfuture-registry")
    assert [skill.name for skill in registry.skills] == ["Tea Brewing", "Listening"]
    assert said(registry, "Tea Brewing", 4) == ["Content guests.", "Ask them."]
    (role,) = sample("skillsfuture-jobs").roles
    assert role.lines("main tasks") == ("Brew tea", "Wash pots")
    assert role.requirements == (Requirement("tsc", "Tea Brewing", 3), Requirement("tsc", "Listening", None))
