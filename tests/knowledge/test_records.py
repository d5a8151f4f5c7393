"""Tests of skills and roles in records: tables and data of public frameworks, with levels or without."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.formats import open_bytes
from knowledge.model import DocumentError, Reading
from knowledge.readers.record_fields import field_key, meaning_of
from knowledge.readers.record_tables import read_records
from knowledge.table_mapping import UnmappedError

ReadText = Callable[[str, str], Reading]

STATEMENTS = """Competence number,Competence name,Statement ID,Competence statement,Proficiency level name
1.1,Sorting seeds,S1,Sort seeds by size with help.,Basic
1.1,Sorting seeds,S2,Choose a sieve for any seed.,Advanced
1.2,Drying seeds,S3,Spread seeds on trays.,Basic
"""
TASKS = """O*NET-SOC Code\tTitle\tTask ID\tTask\tTask Type
45-1.00\tHedge Trimmers\t1\tTrim the hedges of parks.\tCore
45-1.00\tHedge Trimmers\t2\tCarry cuttings to the heap.\tSupplemental
45-2.00\tSoil Testers\t3\tTake samples of soils.\tCore
"""
RATINGS = """O*NET-SOC Code,Title,Element Name,Scale ID,Data Value
45-1.00,Hedge Trimmers,Active Listening,IM,3.5
45-1.00,Hedge Trimmers,Active Listening,LV,4.1
45-1.00,Hedge Trimmers,Mathematics,IM,1.5
"""
SKILLS = """conceptUri,skillType,reuseLevel,preferredLabel,definition,description
http://data.europa.eu/esco/skill/1,skill,transversal,trim hedges,,Keep hedges of parks in shape.
http://data.europa.eu/esco/skill/2,skill,transversal,test soils,,Take and test samples of soils.
"""


def test_statements_when_a_row_each_then_at_the_levels_of_the_column(read_text: ReadText) -> None:
    reading = read_text(STATEMENTS, "seeds.csv")
    said = {(each.skill, each.level, each.text) for each in reading.descriptors}
    assert ("1.1", 2, "Choose a sieve for any seed.") in said
    assert [level.name for level in reading.frameworks[0].levels] == ["Basic", "Advanced"]
    assert {skill.name for skill in reading.skills} == {"Sorting seeds", "Drying seeds"}


def test_tasks_when_of_occupations_then_roles_without_levels(read_text: ReadText) -> None:
    reading = read_text(TASKS, "Task Statements.txt")
    assert [(role.name, len(role.lines("main tasks"))) for role in reading.roles] == [
        ("Hedge Trimmers", 2),
        ("Soil Testers", 1),
    ]
    assert reading.frameworks[0].id == "onet"
    assert not reading.frameworks[0].levels


def test_ratings_when_of_importance_and_level_then_important_skills_without_level(
    read_text: ReadText,
) -> None:
    (role,) = read_text(RATINGS, "Skills.csv").roles
    assert [(each.skill, each.level) for each in role.requirements] == [("Active Listening", None)]


def test_skills_when_without_levels_then_described_and_said_so(read_text: ReadText) -> None:
    reading = read_text(SKILLS, "skills_en.csv")
    assert [skill.description for skill in reading.skills] == [
        "Keep hedges of parks in shape.",
        "Take and test samples of soils.",
    ]
    assert not reading.descriptors
    assert "no-level" in {each.kind for each in reading.problems}


def test_optional_when_in_a_relation_then_not_core_and_no_level(read_text: ReadText) -> None:
    text = "occupation,relationType,skillLabel\npruner,essential,trim hedges\npruner,optional,test soils\n"
    (role,) = read_text(text, "relations.csv").roles
    assert [(each.skill, each.level, each.core) for each in role.requirements] == [
        ("trim hedges", None, True),
        ("test soils", None, False),
    ]


def test_two_scales_when_figures_and_words_then_two_frameworks(read_text: ReadText) -> None:
    rows = [("Hedge Care", str(level), f"Cuts {level} hedges.") for level in (2, 3)]
    rows += [("Talking", level, f"Speaks {level}.") for level in ("Basic", "Intermediate", "Advanced")]
    text = "TSC_CCS Title,Proficiency Level,Proficiency Description\n" + "".join(
        f"{skill},{level},{said}\n" for skill, level, said in rows
    )
    reading = read_text(text, "key.csv")
    assert {each.id for each in reading.frameworks} == {"tsc", "tsc-basic-advanced"}
    assert {each.level for each in reading.descriptors if each.skill == "Hedge Care"} == {2, 3}


def test_code_when_of_two_titles_then_two_skills_and_a_warning(read_text: ReadText) -> None:
    text = "Skill code,Skill,Level,Level description\nA,Hedges,1,Cuts hedges.\nA,Soils,2,Tests soils.\n"
    reading = read_text(text, "a.csv")
    assert [(skill.name, skill.code) for skill in reading.skills] == [("Hedges", ""), ("Soils", "")]
    assert "shared-code" in {each.kind for each in reading.problems}


def test_title_when_of_two_categories_with_other_texts_then_two_skills(read_text: ReadText) -> None:
    text = "Category,Skill,Level,Level description\nIn,Care,1,Digs.\nOut,Care,1,Cuts.\nIn,Care,2,Sows.\n"
    reading = read_text(text, "a.csv")
    assert [skill.name for skill in reading.skills] == ["Care", "Care (Out)"]


def test_people_when_a_table_is_about_them_then_refused(read_text: ReadText) -> None:
    with pytest.raises(UnmappedError):
        read_text(
            "Employee,Job Title,Skill,Level\nPat,Gardener,Hedges,2\nKim,Gardener,Soils,3\n", "staff.csv"
        )


def test_adverts_when_in_csv_then_roles_with_their_duties(read_text: ReadText) -> None:
    advert = (
        "We look after parks.\n\nResponsibilities:\n- Trim the hedges of parks.\n- Sweep all of the paths.\n"
    )
    text = f'title,company,location,description\nGardener,Trust,Kew,"{advert}"\n'
    (role,) = read_text(text, "adverts.csv").roles
    assert role.lines("main tasks") == ("Trim the hedges of parks.", "Sweep all of the paths.")


def test_roles_when_nested_in_json_then_their_skills_with_levels(read_text: ReadText) -> None:
    data = {
        "roles": [
            {
                "title": "Grower",
                "level": 9,
                "tasks": ["Raise plants."],
                "skills": [{"name": "Hedges", "level": 3}],
            }
        ]
    }
    reading = read_text(json.dumps(data), "roles.json")
    (role,) = reading.roles
    assert [(each.skill, each.level) for each in role.requirements] == [("Hedges", 3)]
    assert role.lines("main tasks") == ("Raise plants.",)


def test_level_when_of_the_role_then_not_of_its_skills(read_text: ReadText) -> None:
    data = {
        "roles": [{"title": "Grower", "level": 4, "tasks": ["Raise plants."], "skills": [{"name": "Hedges"}]}]
    }
    (role,) = read_text(json.dumps(data), "roles.json").roles
    assert role.requirements[0].level is None


def test_levels_when_not_understood_then_refused_and_not_dropped(read_text: ReadText) -> None:
    data = {
        "skills": [
            {"name": name, "description": "Care of beds.", "levels": {"a": 1}} for name in ("Beds", "Soils")
        ]
    }
    assert "levels-unread" in {each.kind for each in read_text(json.dumps(data), "a.json").errors}


@pytest.mark.parametrize(
    ("name", "meaning"), [("jobTitle", "role"), ("TSC_CCS Title", "skill"), ("Skill level", "level")]
)
def test_field_when_written_in_any_way_then_its_meaning(name: str, meaning: str) -> None:
    assert meaning_of(name) == meaning


@given(st.text(max_size=40))
def test_field_key_when_any_text_then_the_same_again(name: str) -> None:
    assert field_key(field_key(name)) == field_key(name)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda each: (
        st.lists(each, max_size=4)
        | st.dictionaries(
            st.sampled_from(["skills", "roles", "name", "level", "levels", "tasks", "text", "code"]),
            each,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(_JSON)
def test_records_when_any_data_then_no_crash(value: object) -> None:
    document = open_bytes("a.json", json.dumps({"roles": value, "skills": value}).encode())
    reading = read_records(document)
    assert reading is None or all(each.level >= 1 for each in reading.descriptors)


GDAD_PAGE = """# Grower

## Junior grower

Helps other growers of the trust.

### Skills

- **Hedge care.** You know why hedges are cut. (Skill level: awareness)

## Lead grower

### Hedge care

Skill level: expert

You can:

- plan the hedges of all sites
"""
SHEET = """| Profile Title | Pest Officer |
|---|---|
| Mission | Keeps the beds of the trust safe. |
| Main task(s) | • Draws up the pest plan<br>• Sets the traps |
| e-Competences (from e-CF) | A.7. Trend Watching Level 4<br>E.3. Risk Management Level 3 |
"""
MATRIX = """| Skill | Junior gardener | Gardener | Head gardener |
|---|---|---|---|
| Hedges | 1 | 2 | 4 |
| Soils | - | 0 | 3 |
"""


def test_page_when_skills_carry_their_level_then_roles_and_what_they_ask(read_text: ReadText) -> None:
    reading = read_text(GDAD_PAGE, "grower.md")
    assert {role.name: [each.level for each in role.requirements] for role in reading.roles} == {
        "Junior grower": [1],
        "Lead grower": [2],
    }
    assert ("plan the hedges of all sites", 2) in {(each.text, each.level) for each in reading.descriptors}
    assert [level.name for level in reading.frameworks[0].levels] == ["awareness", "expert"]


def test_sheet_when_of_e_competences_then_a_role_with_their_levels(read_text: ReadText) -> None:
    (role,) = read_text(SHEET, "officer.md").roles
    assert [(each.framework, each.skill, each.level) for each in role.requirements] == [
        ("e-cf", "A.7", 4),
        ("e-cf", "E.3", 3),
    ]
    assert role.lines("main tasks") == ("Draws up the pest plan", "Sets the traps")


def test_matrix_when_cells_are_levels_then_roles_and_no_statement(read_text: ReadText) -> None:
    reading = read_text(MATRIX, "matrix.md")
    assert {role.name: {each.skill: each.level for each in role.requirements} for role in reading.roles} == {
        "Junior gardener": {"Hedges": 1},
        "Gardener": {"Hedges": 2},
        "Head gardener": {"Hedges": 4, "Soils": 3},
    }
    assert not reading.descriptors


def test_matrix_when_columns_are_people_then_refused(read_text: ReadText) -> None:
    with pytest.raises(UnmappedError):
        read_text(
            MATRIX.replace("Junior gardener | Gardener | Head gardener", "Pat | Kim | Lee"), "matrix.md"
        )


def test_reference_tool_when_of_work_roles_then_tasks_and_areas(read_text: ReadText) -> None:
    elements = [
        {"element_type": kind, "element_identifier": code, "title": title, "text": text}
        for kind, code, title, text in (
            ("work_role", "W1", "Seed Analysis", "Tests seeds."),
            ("competency_area", "C1", "Pest Defence", "Keeps pests out."),
            ("task", "T1", "", "Sort the samples"),
        )
    ]
    links = [{"source_element_identifier": code, "dest_element_identifier": "T1"} for code in ("W1", "C1")]
    data = {"response": {"elements": {"elements": elements, "relationships": links}}}
    reading = read_text(json.dumps(data), "nice.json")
    assert [(role.name, role.lines("main tasks")) for role in reading.roles] == [
        ("Seed Analysis", ("Sort the samples",))
    ]
    assert [(skill.key, skill.guidance) for skill in reading.skills] == [("C1", ("Sort the samples",))]


PLANTS = (("HEDG", "setos"), ("SOIL", "suelos"))
TURTLE = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix s: <https://example.org/framework/> .
s:HEDG a s:Skill ; rdfs:label "Hedge care"@en , "Heckenpflege"@de ; skos:notation "HEDG" ;
    s:skillDescription "Care of hedges."@en ; s:skillCategory s:plants ;
    s:definedAtLevel s:HEDG_4 , s:HEDG_5 .
s:plants rdfs:label "Plants"@en .
s:HEDG_4 s:level s:four ; s:skillLevelDescription "Cuts hedges alone."@en .
s:HEDG_5 s:level s:five ; s:skillLevelDescription "Plans hedges."@en .
s:four skos:notation 4 . s:five skos:notation 5 .
"""


def test_turtle_when_levels_are_nodes_then_statements_at_them(read_text: ReadText) -> None:
    reading = read_text(TURTLE, "framework.ttl")
    assert [(each.skill, each.level, each.text) for each in reading.descriptors] == [
        ("HEDG", 4, "Cuts hedges alone."),
        ("HEDG", 5, "Plans hedges."),
    ]
    (skill,) = reading.skills
    assert (skill.name, skill.category, skill.description) == ("Hedge care", "Plants", "Care of hedges.")


@pytest.mark.parametrize(
    "text", ["@prefix a: <b> .\na:b a", '<rdf:RDF xmlns:rdf="x"><!ENTITY a "b"></rdf:RDF>']
)
def test_rdf_when_broken_or_with_entities_then_refused(read_text: ReadText, text: str) -> None:
    with pytest.raises(DocumentError, match=r"RDF|XML"):
        read_text(text, "a.ttl")


def test_items_when_they_begin_with_their_level_then_at_it(read_text: ReadText) -> None:
    text = "# Ladder\n\n## Hedges\n\n- **Level 2:** Cuts with help.\n- **Level 3:** Cuts them alone.\n"
    reading = read_text(text, "ladder.md")
    assert [(each.skill, each.level, each.text) for each in reading.descriptors] == [
        ("Hedges", 2, "Cuts with help."),
        ("Hedges", 3, "Cuts them alone."),
    ]


def test_sfia_when_the_header_is_in_another_language_then_read_by_what_is_in_it(read_text: ReadText) -> None:
    levels = ",".join(f"Descripción de nivel {level}" for level in range(1, 8))
    rows = "".join(f"{code},{name},Jardines,,Cuida {name}.,Planea {name}.,,,,\n" for code, name in PLANTS)
    reading = read_text(f"Código,Habilidad,Categoría,{levels}\n{rows}", "sfia-9_es.csv")
    assert reading.frameworks[0].id == "sfia-9"
    assert [(skill.code, skill.name, skill.category) for skill in reading.skills] == [
        ("HEDG", "setos", "Jardines"),
        ("SOIL", "suelos", "Jardines"),
    ]
    assert ("SOIL", 3, "Planea suelos.") in {
        (each.skill, each.level, each.text) for each in reading.descriptors
    }
