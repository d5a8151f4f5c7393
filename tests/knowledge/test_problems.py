"""Faults in a document: each names its place, and says what was expected."""

from __future__ import annotations

import json

import pytest

from knowledge.model import DocumentError, Problem, Reading
from tests.knowledge.conftest import ReadText
from tests.knowledge.samples import (
    BREWING,
    CUTTING,
    DDAT_ROLES,
    DDAT_SKILLS,
    JOB_ROLES,
    JOBS,
    OUTLINE,
    PROFILE,
    REGISTRY,
    SFIA_LEVELS,
    SFIA_SKILLS,
    SKILL_COLUMNS,
    TSC,
    WIKI,
    as_csv,
)


def problem(reading: Reading, kind: str) -> Problem:
    """Return the first problem of a kind."""
    found = [each for each in reading.problems if each.kind == kind]
    assert found, [each.kind for each in reading.problems]
    return found[0]


def test_row_too_long(read_text: ReadText) -> None:
    found = problem(read_text(as_csv([SKILL_COLUMNS, BREWING, [*CUTTING, "and more"]])), "row-too-long")
    assert found.severity == "error"
    assert found.location == "row 3"
    assert "found 23 cells, expected 22" in found.message


def test_row_too_short(read_text: ReadText) -> None:
    found = problem(read_text(as_csv([SKILL_COLUMNS, BREWING, CUTTING[:-3]])), "row-too-short")
    assert (found.severity, found.location) == ("error", "row 3")


def test_empty_cells_beyond_the_header_are_no_fault(read_text: ReadText) -> None:
    assert not read_text(as_csv([SKILL_COLUMNS, [*BREWING, "", ""]])).problems


def test_duplicate_code_names_both_rows(read_text: ReadText) -> None:
    found = problem(read_text(as_csv([SKILL_COLUMNS, BREWING, CUTTING, BREWING])), "duplicate-code")
    assert (found.severity, found.location) == ("error", "row 4")
    assert "'TEAB' is in row 2 already" in found.message


@pytest.mark.parametrize(
    ("text", "location"),
    [
        (
            SFIA_SKILLS.replace("Level 7 description", "Level 9 description"),
            "row 1, column Level 9 description",
        ),
        (SFIA_SKILLS.replace('"3","","","",""', '"9","","","",""', 1), "row 2, column Levels"),
        (SFIA_LEVELS.replace('"7"', '"9"', 1), "row 1, column 9"),
        (WIKI.replace("SFIA Level 4", "SFIA Level 9"), "line 19"),
        (PROFILE.replace("cutting @ Level 2", "cutting @ Level 9"), "line 28"),
        (PROFILE.replace("Autonomy - Level 3", "Autonomy - Level 9"), "line 14"),
        (TSC.replace("Level 5", "Level 9"), "line 6, column 6"),
        (REGISTRY.replace('"4":', '"9":'), "skill 'Tea Brewing', level 9"),
        (JOB_ROLES.replace('"Tea Brewing": 3', '"Tea Brewing": 9'), "role jd_1, Tea Brewing"),
        (DDAT_ROLES.replace('"Expert"', '"Wizard"', 1), "row 2, column Skill Level"),
    ],
)
def test_level_out_of_range(text: str, location: str, read_text: ReadText) -> None:
    found = problem(read_text(text), "level-out-of-range")
    assert (found.severity, found.location) == ("error", location)
    assert "expected" in found.message


def test_marks_that_differ_from_texts_are_a_warning(read_text: ReadText) -> None:
    found = problem(read_text(SFIA_SKILLS.replace('"1","","2","3"', '"1","1","2","3"')), "levels-differ")
    assert (found.severity, found.location) == ("warning", "row 2, column Levels")


@pytest.mark.parametrize(
    ("character", "kind"),
    [("\x00", "null-characters"), ("\u202e", "bidi-characters"), ("\x07", "control-characters")],
)
def test_hidden_characters_are_taken_out_with_a_warning(
    character: str, kind: str, read_text: ReadText
) -> None:
    reading = read_text(SFIA_SKILLS.replace("Brews for", f"Bre{character}ws for"))
    found = problem(reading, kind)
    assert (found.severity, found.location) == ("warning", "row 2, column Level 3 description")
    assert not any(character in each.text for each in reading.descriptors)
    assert any(each.text.startswith("Brews for") for each in reading.descriptors)


def test_text_of_100_000_characters(read_text: ReadText) -> None:
    found = problem(read_text(SFIA_SKILLS.replace("Brews for", "Brews " * 16_667)), "text-too-long")
    assert (found.severity, found.location) == ("error", "row 2, column Level 3 description")


def test_statement_too_long(read_text: ReadText) -> None:
    found = problem(read_text(SFIA_SKILLS.replace("Brews for", "brews " * 500)), "statement-too-long")
    assert found.location == "row 2, column Level 3 description"


def test_lost_characters(read_text: ReadText) -> None:
    found = problem(read_text(SFIA_SKILLS.replace("guests’", "guests\ufffd")), "lost-characters")
    assert found.severity == "warning"


def test_many_problems_of_a_kind_are_counted(read_text: ReadText) -> None:
    reading = read_text(as_csv([SKILL_COLUMNS, *([BREWING] * 101)]))
    found = [each for each in reading.errors if each.kind == "duplicate-code"]
    assert len(found) == 20
    assert sum(each.count for each in found) == 100


def test_missing_code_and_column(read_text: ReadText) -> None:
    assert problem(read_text(SFIA_SKILLS.replace('"CAKE"', '""')), "no-code").location == "row 3, column Code"
    dropped = as_csv([SKILL_COLUMNS[:-1], BREWING[:-1]])
    assert problem(read_text(dropped), "missing-column").message.startswith(
        "the column 'Level 7 description'"
    )


def test_wiki_page_that_was_cut_off(read_text: ReadText) -> None:
    inside_sentence = WIKI[: WIKI.index("with growers")].rstrip()
    assert problem(read_text(inside_sentence), "cut-off").severity == "error"
    inside_table = WIKI[: WIKI.index("type=process")]
    assert problem(read_text(inside_table), "cut-off").severity == "error"


def test_wiki_page_of_one_level(read_text: ReadText) -> None:
    page = WIKI.replace("==== SFIA Level 4 ====\n", "")
    assert ("warning", "level-missing") in {(each.severity, each.kind) for each in read_text(page).problems}
    assert "level-missing" not in {
        each.kind for each in read_text(WIKI).problems if each.severity == "warning"
    }


def test_wiki_page_with_a_level_twice(read_text: ReadText) -> None:
    assert problem(read_text(WIKI.replace("Level 4", "Level 2")), "duplicate-level").location == "line 19"


def test_profile_that_was_cut_off(read_text: ReadText) -> None:
    reading = read_text(PROFILE[: PROFILE.index("Core:")])
    assert problem(reading, "cut-off").severity == "error"


def test_tsc_reference_that_was_cut_off(read_text: ReadText) -> None:
    without_abilities = read_text(TSC[: TSC.index("Abilities")])
    assert "'Abilities' is missing" in problem(without_abilities, "cut-off").message
    inside_abilities = read_text(TSC[: TSC.index("strong the tea")])
    assert problem(inside_abilities, "row-too-short").severity == "error"


def test_tsc_reference_with_a_row_too_many(read_text: ReadText) -> None:
    twice = TSC.replace("Knowledge\t", "Abilities\t")
    assert problem(read_text(twice), "row-too-many").severity == "error"
    row = next(line for line in TSC.splitlines() if "Content the guests" in line)
    assert problem(read_text(TSC.replace(row, f"{row}\n{row}")), "row-too-many").severity == "error"
    beside = TSC.replace("asked for last month", "asked for last month\tBrew")
    assert problem(read_text(beside), "row-too-long").severity == "error"


def test_levels_table_with_a_row_too_many(read_text: ReadText) -> None:
    again = as_csv([["Guiding phrase", *"abcdefg"]])
    assert problem(read_text(SFIA_LEVELS + again), "row-too-many").location == "row 5"
    unknown = as_csv([["Motto", *"abcdefg"]])
    assert problem(read_text(SFIA_LEVELS + unknown), "unknown-row").severity == "warning"


def test_outline_without_abilities_or_with_too_many_groups(read_text: ReadText) -> None:
    start = OUTLINE[: OUTLINE.index("Follow")]
    assert problem(read_text(start), "cut-off").severity == "error"
    letters = "abcdefg"
    groups = "\n".join(
        f"Group {x.upper()} Heading\n\ndo the thing {x}\n\nand the next {x}\n" for x in letters
    )
    assert problem(read_text(start + groups), "too-many-groups").severity == "error"


def test_job_description_without_title_or_content(read_text: ReadText) -> None:
    bare = JOBS[JOBS.index("JOB DESCRIPTION (EXAMPLE #2)") :]
    assert problem(read_text(bare), "no-title").location == "line 1"
    assert problem(read_text("Tea Maker\n\nJOB DESCRIPTION\n"), "cut-off").location == "line 3"
    cut = JOBS[: JOBS.index(" it is ready")]
    assert problem(read_text(cut), "cut-off").severity == "error"


def test_json_that_says_a_thing_twice(read_text: ReadText) -> None:
    found = problem(read_text(REGISTRY.replace("Listening", "Tea Brewing")), "duplicate-title")
    assert (found.severity, found.location) == ("error", "key 'Tea Brewing'")
    twice = json.dumps(json.loads(JOB_ROLES) * 2)
    assert problem(read_text(twice), "duplicate-code").location == "role jd_1"


def test_json_of_wrong_types(read_text: ReadText) -> None:
    entry = json.loads(REGISTRY)
    entry["Listening"]["sectors"] = "food"
    entry["Tea Brewing"]["description"] = 3
    found = [each.location for each in read_text(json.dumps(entry)).errors]
    assert found == ["skill 'Tea Brewing', description", "skill 'Listening', sectors"]


def test_duplicate_skill_in_ddat(read_text: ReadText) -> None:
    assert (
        problem(read_text(DDAT_SKILLS.replace("Pouring", "BREWING")), "duplicate-title").location == "row 3"
    )


def test_requirement_that_stands_twice_is_kept_once(read_text: ReadText) -> None:
    reading = read_text(DDAT_ROLES.replace('"Pouring"', '"Brewing"'))
    found = problem(reading, "duplicate-requirement")
    assert (found.severity, found.location) == ("warning", "row 5, column Skill Name")


def test_unknown_kind(read_text: ReadText) -> None:
    with pytest.raises(DocumentError, match="not a kind of document"):
        read_text("Dear colleague,\n\nplease find the tea attached.\n")
