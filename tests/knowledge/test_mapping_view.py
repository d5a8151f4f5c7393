"""Tables as they are understood, put right, and what would be kept."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import openpyxl
import pytest

from knowledge.mapping_view import Correction, as_view, corrected, view
from knowledge.model import DocumentError
from knowledge.readers import read
from knowledge.table_mapping import LEVEL, TITLE, save

TITLED = "Our ladder,,,\nSkill,Sprout,Sapling,Oak\nBaking,Kneads.,Bakes alone.,Plans the year.\n"
DOWN = """Level,Baking,Selling
Junior,Kneads the dough.,Greets customers.
Senior,Plans the week.,Plans the shop.
"""
OVER_ROWS = """Skill,Level,Behaviour
Baking,1,Kneads the dough.
,2,Bakes bread alone.
Selling,1,Greets customers.
,2,Plans the shop.
"""


def write(folder: Path, text: str, name: str = "ladder.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def levels_of(path: Path) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for each in read(path).descriptors:
        found.setdefault(each.skill, []).append(each.level)
    return found


def test_view_when_columns_have_unknown_levels_then_they_are_named_and_put_in_order(tmp_path: Path) -> None:
    path = write(tmp_path, TITLED)
    first = view(path)
    assert (first.header_row, first.header) == (2, ("Skill", "Sprout", "Sapling", "Oak"))
    uses = Correction(uses=((0, "skill"), (1, LEVEL), (2, LEVEL), (3, LEVEL)))
    named = corrected(path, first.mapping, first.shown, uses)
    assert named.mapping.unordered == ("Sprout", "Sapling", "Oak") and not named.ready
    numbers = Correction(levels=((0, 1), (1, 2), (2, 3)))
    ordered = corrected(path, named.mapping, named.shown, numbers)
    assert ordered.ready and ordered.preview is not None
    assert (ordered.preview.skills, ordered.preview.levels, ordered.preview.statements) == (1, 3, 3)
    save(ordered.mapping, path)
    assert levels_of(path) == {"Baking": [1, 2, 3]}
    assert read(path).frameworks[0].level_name(3) == "Oak"


def test_view_when_two_levels_have_one_number_then_not_ready(tmp_path: Path) -> None:
    path = write(tmp_path, TITLED)
    uses = Correction(uses=((0, "skill"), (1, LEVEL), (2, LEVEL)))
    named = corrected(path, view(path).mapping, 0, uses)
    twice = corrected(path, named.mapping, 0, Correction(levels=((0, 1), (1, 1))))
    assert twice.mapping.unordered == ("Sprout", "Sapling") and twice.preview is None


def test_view_when_levels_go_down_then_turned(tmp_path: Path) -> None:
    path = write(tmp_path, DOWN)
    seen = view(path)
    assert seen.mapping.turned and seen.ready
    save(seen.mapping, path)
    assert levels_of(path) == {"Baking": [1, 2], "Selling": [1, 2]}
    back = corrected(path, seen.mapping, seen.shown, Correction(turned=False))
    assert back.header == ("Level", "Baking", "Selling") and not back.mapping.turned


def test_view_when_skills_stand_over_several_rows_then_carried(tmp_path: Path) -> None:
    path = write(tmp_path, OVER_ROWS)
    seen = view(path)
    assert seen.mapping.carried and seen.ready
    save(seen.mapping, path)
    assert levels_of(path) == {"Baking": [1, 2], "Selling": [1, 2]}
    alone = corrected(path, seen.mapping, seen.shown, Correction(carried=False))
    assert alone.preview is not None and alone.preview.refused
    (error,) = [each for each in alone.preview.problems if each[0] == "error"]
    assert error[1:3] == ("row 3, column Skill", "no-title") and error[4] == 2


def test_view_when_the_skill_is_the_sheet_then_the_title_is_the_skill(tmp_path: Path) -> None:
    rows = [["Junior", "Senior"], ["Kneads the dough.", "Plans the week."]]
    book, path = openpyxl.Workbook(), tmp_path / "ladder.xlsx"
    book.remove(book.active)
    for title in ("Baking", "Selling"):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    seen = view(path)
    assert seen.mapping.columns == {"skill": TITLE} and seen.ready
    only = corrected(path, seen.mapping, 1, Correction(only=True))
    assert only.preview is not None and only.preview.skills == 1
    save(only.mapping, path)
    reading = read(path)
    assert [skill.name for skill in reading.skills] == ["Selling"]
    assert "unknown-sheet" in {each.kind for each in reading.problems}


def test_view_when_headings_then_they_are_a_table(tmp_path: Path) -> None:
    text = "# Ladder\n\n## Baking\n\n### Sprout\n\n- Kneads the dough.\n\n### Oak\n\n- Plans the week.\n"
    path = write(tmp_path, text, "ladder.md")
    seen = view(path)
    uses = ((0, ""), (1, "skill"), (2, "level"), (3, "text"))
    named = corrected(path, seen.mapping, seen.shown, Correction(uses=uses))
    assert dict(named.levels) == {"Sprout": 0, "Oak": 0}
    ordered = corrected(path, named.mapping, named.shown, Correction(levels=((0, 1), (1, 2))))
    save(ordered.mapping, path)
    assert levels_of(path) == {"Baking": [1, 2]}


def test_view_when_kept_as_json_then_the_same(tmp_path: Path) -> None:
    for text in (TITLED, DOWN):
        seen = view(write(tmp_path, text))
        assert as_view(json.loads(json.dumps(asdict(seen)))).mapping == seen.mapping
        assert as_view(json.loads(json.dumps(asdict(seen)))).preview == seen.preview


def test_view_when_there_is_nothing_to_map_then_said_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"no table, headings .*see docs/documents.md"):
        view(write(tmp_path, "Bread is made of flour.\n", "words.txt"))


def test_mapping_when_one_code_has_two_titles_then_an_error(tmp_path: Path) -> None:
    text = "Code,Skill,Level,Statement\nA1,Baking,1,Kneads the dough.\nA1,Selling,1,Greets customers.\n"
    path = write(tmp_path, text)
    save(view(path).mapping, path)
    assert [each.kind for each in read(path).errors] == ["duplicate-code"]


def test_mapping_when_an_edition_has_a_new_level_then_it_is_not_used_in_silence(tmp_path: Path) -> None:
    rows = "Skill,Level,Statement\nBaking,Oak,Plans the week.\nBaking,Sprout,Kneads the dough.\n"
    path = write(tmp_path, rows, "ladder-26.csv")
    seen = view(path)
    save(corrected(path, seen.mapping, 0, Correction(levels=((0, 2), (1, 1)))).mapping, path)
    later = write(tmp_path, rows + "Baking,Forest,Plans the year.\n", "ladder-27.csv")
    assert [each.kind for each in read(later).errors] == ["levels-unordered"]
