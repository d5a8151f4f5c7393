"""Lists of courses: what is read of them, kept, and known to serve which skill."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from knowledge import catalogue_tables
from knowledge.catalogue import Catalogue
from knowledge.course_list import COLUMNS, read
from knowledge.courses import CourseLink, doubts, with_skills
from knowledge.importer import read_courses
from knowledge.model import Course, DocumentError, Framework, Knowledge, Reading, ServedSkill, Skill, Source

NOON = "2030-01-01T12:00:00+00:00"
HEADER = "Course title;Overview;URL;Skills;Levels;Fee (SGD);Duration (hours);Language\n"
KNOWN = Knowledge(
    frameworks=(Framework("guild", "The Guild"), Framework("park-2", "Park 2")),
    skills=(
        Skill("guild", "Gardening & Planting"),
        Skill("park-2", "Gardening and planting", "GARD"),
        Skill("park-2", "Beekeeping", "BEES"),
    ),
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "catalogue.db") as opened:
        yield opened


def listed(folder: Path, text: str, name: str = "list.csv") -> Reading:
    (folder / name).write_text(text, encoding="utf-8")
    return read(folder / name)


def link(title: str, skill: str = "BEES", document: str = "list.csv") -> CourseLink:
    return CourseLink(document, title, "park-2", skill, (3,), 0.7, ("hives",))


def test_list_when_columns_have_usual_names_then_each_is_read(tmp_path: Path) -> None:
    row = "Bees;Hives and honey;https://learn.example.org/1;park-2:BEES (2-3);;120;16;English\n"
    (course,) = listed(tmp_path, HEADER + row).courses
    assert course == Course(
        Source("list.csv", "row 2"),
        "Bees",
        "Hives and honey",
        "https://learn.example.org/1",
        "",
        "120 SGD",
        "16 hours",
        "English",
        (ServedSkill("park-2", "BEES", (2, 3)),),
    )


@pytest.mark.parametrize(
    ("skills", "levels", "expected"),
    [
        ("Bees, level 3", "", [("Bees", (3,))]),
        ("Bees L2; Data, cleaning and storage", "", [("Bees", (2,)), ("Data, cleaning and storage", ())]),
        ("Bees: 4\nPython 3", "", [("Bees", (4,)), ("Python 3", ())]),
        ("Bees, Trees", "2 to 4", [("Bees", (2, 3, 4)), ("Trees", (2, 3, 4))]),
        ("Bees; Trees", "2; 5", [("Bees", (2,)), ("Trees", (5,))]),
        ("Bees", "2, 5", [("Bees", (2, 5))]),
    ],
)
def test_list_when_skills_have_levels_then_they_are_read(
    tmp_path: Path, skills: str, levels: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    reading = listed(tmp_path, f'title\tskills\tlevel\nOne\t"{skills}"\t"{levels}"\n')
    assert [(each.skill, each.levels) for each in reading.courses[0].skills] == expected
    assert not reading.problems


@pytest.mark.parametrize(("skills", "levels"), [("Bees", "Beginner"), ("Bees", "99"), ("A; B; C", "1; 2")])
def test_list_when_a_level_is_unclear_then_the_skill_is_left_out_and_named(
    tmp_path: Path, skills: str, levels: str
) -> None:
    reading = listed(tmp_path, f'title\tskills\tlevel\nOne\t"{skills}"\t"{levels}"\n')
    assert [course.skills for course in reading.courses] == [()]
    assert [(each.severity, each.location) for each in reading.problems] == [("warning", "row 2")]


def test_list_when_rows_are_bad_then_each_is_named_and_costs_no_other(tmp_path: Path) -> None:
    rows = (
        "Bees;;javascript:alert(1);;;;;\n",
        ";no title;;;;;;\n",
        "bees;again;;;;;;\n",
        "Trees;;;;;;;;;one too many\n",
        f"{'long ' * 50};;;;;;;\n",
        "Roses;;www.example.org;;;;;\n",
    )
    reading = listed(tmp_path, HEADER + "".join(rows))
    assert [(course.title, course.link) for course in reading.courses] == [
        ("Bees", ""),
        ("Roses", "www.example.org"),
    ]
    assert {each.location for each in reading.problems} >= {"row 2", "row 3", "row 4", "row 5", "row 6"}
    assert not reading.errors


@pytest.mark.parametrize("text", ["", "nothing here", "title,colour\nBees,blue\n", HEADER])
def test_list_when_there_is_none_then_it_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DocumentError):
        listed(tmp_path, text)


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\n"), max_size=30)
NAMES = st.sampled_from([name for names in COLUMNS.values() for name in names])


def table(rows: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=8), st.lists(NAMES, min_size=3, max_size=3))
def test_list_when_cells_are_anything_then_good_rows_are_kept(
    tmp_path: Path, rows: list[tuple[str, ...]], names: list[str]
) -> None:
    good = [(f"Course {n}", "a", "b", "c") for n in range(len(rows) + 1)]
    mixed = [row for pair in zip(good, [*rows, good[0]], strict=True) for row in pair]
    reading = listed(tmp_path, table([("title", "description", *names[:2]), *mixed]))
    assert {row[0] for row in good} <= {course.title for course in reading.courses}
    assert not reading.errors
    assert len({course.title.casefold() for course in reading.courses}) == len(reading.courses)
    assert any(problem.kind == "duplicate-title" for problem in reading.problems)


def test_courses_when_a_skill_is_named_then_it_is_found_in_every_framework() -> None:
    course = Course(Source("l", "1"), "One", skills=(ServedSkill("", "gardening and planting"),))
    (found,) = with_skills(KNOWN, [course], ())
    assert [(each.framework, each.skill) for each in found.skills] == [
        ("guild", "Gardening & Planting"),
        ("park-2", "GARD"),
    ]


def test_courses_when_a_skill_is_in_doubt_then_it_is_not_served() -> None:
    given_ = (
        ServedSkill("", "Gardening and planting", (3,)),
        ServedSkill("park", "GARD", (3,)),
        ServedSkill("", "Juggling"),
    )
    course = Course(Source("l", "1"), "One", skills=given_)
    assert [(each.skill, doubt) for _, each, doubt in doubts(KNOWN, [course])] == [
        ("Gardening and planting", "several"),
        ("Juggling", "unknown"),
    ]
    assert with_skills(KNOWN, [course], ())[0].skills == (ServedSkill("park-2", "GARD", (3,)),)


def test_catalogue_when_a_list_is_added_again_then_it_replaces_the_earlier(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    first = listed(tmp_path, "title;skills;level\nBees;BEES;3\nTrees;;\n")
    catalogue.add(first, at=NOON)
    assert catalogue.readings() == (first,)
    added = catalogue.add(listed(tmp_path, "title;link\nBees;\nRoses;\n"), at=NOON)
    assert added.revision == 2
    assert [course.title for course in catalogue.knowledge().courses] == ["Bees", "Roses"]
    assert catalogue.remove("list.csv")
    assert catalogue.knowledge().courses == ()


def test_catalogue_when_the_same_file_is_a_framework_then_the_list_is_refused(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    reading = listed(tmp_path, "title;link\nBees;\n")
    catalogue.add(replace(reading, kind="mapped", courses=()), at=NOON)
    with pytest.raises(DocumentError, match="of another kind"):
        catalogue.add(reading, at=NOON)
    assert [row.kind for row in catalogue.documents()] == ["mapped"]


def test_catalogue_when_a_proposal_is_decided_then_it_stays_so(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.add(listed(tmp_path, "title;link\nBees;\nTrees;\n"), at=NOON)
    catalogue.propose([link("Bees"), link("Trees")])
    bees, trees = catalogue.course_links()
    catalogue.decide(bees.id, "confirmed", "ann", (3, 4))
    catalogue.decide(trees.id, "refused", "ann")
    catalogue.propose([link("Bees"), link("Trees"), link("Roses")])
    states = {each.course: (each.state, each.levels) for each in catalogue.course_links()}
    assert states == {
        "Bees": ("confirmed", (3, 4)),
        "Trees": ("refused", (3,)),
        "Roses": ("proposed", (3,)),
    }
    catalogue.propose([])
    assert {each.course for each in catalogue.course_links()} == {"Bees", "Trees"}
    known = with_skills(KNOWN, catalogue.knowledge().courses, catalogue.course_links())
    assert [each.skills for each in known] == [(ServedSkill("park-2", "BEES", (3, 4), ("hives",)),), ()]
    catalogue.remove("list.csv")
    assert catalogue.course_links() == ()


def test_catalogue_when_it_is_of_an_earlier_version_then_courses_can_be_added(tmp_path: Path) -> None:
    db = Database(tmp_path / "catalogue.db")
    catalogue_tables.migrations.apply(db, stop_before="002_courses")
    db.close()
    with Catalogue(tmp_path / "catalogue.db") as opened:
        opened.add(listed(tmp_path, "title;link\nBees;\n"), at=NOON)
        assert len(opened.knowledge().courses) == 1


@pytest.mark.data
def test_public_list_when_it_is_read_then_every_course_is_there(shared: Path) -> None:
    reading = read_courses(shared / "documents" / "skillsfuture" / "skillsfuture_courses.xlsx")
    assert len(reading.courses) == 60
    assert all(course.description and course.link and course.skills for course in reading.courses)
    assert {problem.kind for problem in reading.problems} == {"unknown-column"}
