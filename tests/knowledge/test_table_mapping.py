"""Tables of an unknown kind: which column is what is suggested, kept and used again."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.mapping_suggestion import suggest
from knowledge.mapping_view import view
from knowledge.model import DocumentError
from knowledge.readers import read
from knowledge.readers.headed_tables import HeadedTable
from knowledge.table_mapping import Mapping, beside, level_names, load, save

ROWS = """Competency,Proficiency,Behaviour,Ref
Tea brewing,Foundation,Boils the water for one guest. Asks for help with the leaves.,T1
Tea brewing,Advanced,Chooses the leaves for the whole house.,T1
Cake cutting,Foundation,Cuts slices that are even.,T2
"""
COLUMNS = """Skill,Description,Level 1 - Follow,Level 2 - Assist
Tea brewing,About tea,Boils water.,Chooses leaves.
"""


def write(folder: Path, text: str, name: str = "house-2026.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_columns_and_levels_are_suggested(tmp_path: Path) -> None:
    shown = view(write(tmp_path, ROWS))
    mapping = shown.mapping
    assert shown.header == ("Competency", "Proficiency", "Behaviour", "Ref")
    assert mapping.columns == {
        "skill": "Competency",
        "level": "Proficiency",
        "text": "Behaviour",
        "code": "Ref",
    }
    assert mapping.levels == {"foundation": 1, "advanced": 2}
    assert mapping.framework == "house-2026"
    assert not mapping.missing


def test_a_mapping_is_kept_and_next_year_s_edition_needs_none(tmp_path: Path) -> None:
    first = write(tmp_path, ROWS)
    assert read(first).kind != "mapped-table"
    save(view(first).mapping, first)
    reading = read(first)
    assert reading.kind == "mapped-table"
    assert (reading.counts.skills, reading.counts.skill_levels, reading.counts.statements) == (2, 3, 3)
    assert reading.frameworks[0].level_name(2) == "Advanced"
    later = write(tmp_path, ROWS.replace("even", "even and thin"), "house-2027.csv")
    assert read(later).frameworks[0].id == "house-2026"
    assert read(later).descriptors[-1].text == "Cuts slices that are even and thin."


def test_a_column_a_level(tmp_path: Path) -> None:
    path = write(tmp_path, COLUMNS)
    mapping = view(path).mapping
    assert mapping.level_columns == {"Level 1 - Follow": 1, "Level 2 - Assist": 2}
    save(mapping, path)
    reading = read(path)
    assert [(each.level, each.text) for each in reading.descriptors] == [
        (1, "Boils water."),
        (2, "Chooses leaves."),
    ]
    assert reading.skills[0].description == "About tea"


@pytest.mark.parametrize(
    ("change", "kind", "place"),
    [
        (("Foundation,Cuts", ",Cuts"), "level-missing", "row 4, column Proficiency"),
        (("Foundation,Cuts", "Wizard,Cuts"), "level-out-of-range", "row 4, column Proficiency"),
        (("Cake cutting", ""), "no-title", "row 4, column Competency"),
    ],
)
def test_errors_name_place_and_kind(change: tuple[str, str], kind: str, place: str, tmp_path: Path) -> None:
    path = write(tmp_path, ROWS)
    save(view(path).mapping, path)
    path.write_text(ROWS.replace(*change))
    (error,) = read(path).errors
    assert (error.kind, error.location) == (kind, place)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    table = HeadedTable("", "", ("Competency", "Colour"), 1, (("Tea", "red"),), ("row 2",))
    mapping = suggest(table, "a.csv")
    assert mapping.missing == ("level", "text")
    path = write(tmp_path, ROWS)
    beside(path).write_text("framework: tea\ncolumns: {skill: Competency}\n")
    with pytest.raises(DocumentError, match="no column for: level, text"):
        read(path)
    beside(path).write_text("framework: tea\ncolumns: {skill: Competency, level: Rung, text: Behaviour}\n")
    with pytest.raises(DocumentError, match="does not have: 'Rung'"):
        read(path)


@pytest.mark.parametrize(
    "text",
    ["[", "- a", "a: &b [1]\nc: *b", "framework: Tea House", "framework: tea\nlevels: {a: 99}", "\x00"],
)
def test_broken_mappings_are_refused(text: str, tmp_path: Path) -> None:
    path = write(tmp_path, text, "a.rung.yaml")
    with pytest.raises(DocumentError, match="rung add --map"):
        load(path)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    mapping = Mapping("tea", "Tea", {"skill": "S"}, {"L1": 1}, {}, "ability")
    assert load(save(mapping, tmp_path / "a.csv")) == mapping


def test_names_of_levels() -> None:
    assert level_names(["Expert", "Working", "Expert"]) == {"working": 1, "expert": 2}
    assert level_names(["Brown belt", "Black belt"]) == {"brown belt": 0, "black belt": 0}
    assert level_names(["1", "Level 2"]) == {}
    assert level_names([str(n) + "x" for n in range(99)]) == {}
