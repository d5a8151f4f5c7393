"""Career ladders and competency matrices of any organisation, in the usual shapes."""

from __future__ import annotations

import io
import json

import docx
import openpyxl
import pytest

from knowledge.model import DocumentError, Reading
from knowledge.table_mapping import UnmappedError
from tests.knowledge.conftest import ReadText
from tests.knowledge.samples import as_bytes

BAKING = [("Baking", 1, "Kneads dough as told."), ("Baking", 2, "Bakes bread alone.")]
SELLING = [("Selling", 1, "Greets every customer."), ("Selling", 2, "Advises on cakes.")]


def said(reading: Reading) -> list[tuple[str, int, str]]:
    return [(each.skill, each.level, each.text) for each in reading.descriptors]


def problems(reading: Reading) -> list[tuple[str, str]]:
    return [(each.severity, each.kind) for each in reading.problems]


SHAPES = {
    "columns.csv": "Skill,Level 1,Level 2\nBaking,Kneads dough as told.,Bakes bread alone.\n"
    "Selling,Greets every customer.,Advises on cakes.\n",
    "named.csv": "Skill,Senior baker,Junior baker\nBaking,Bakes bread alone.,Kneads dough as told.\n"
    "Selling,Advises on cakes.,Greets every customer.\n",
    "rows.csv": "Level,Baking,Selling\n1,Kneads dough as told.,Greets every customer.\n"
    "2,Bakes bread alone.,Advises on cakes.\n",
    "groups.md": "# Ladder\n\n| Skill | L1 | L2 |\n| --- | --- | --- |\n| **Kitchen** | | |\n"
    "| *Baking* | Kneads dough as told. | Bakes bread alone. |\n| **Shop** | | |\n"
    "| *Selling* | Greets every customer. | Advises on cakes. |\n",
    "tables.md": "## Baking\n\n| Basic | Advanced |\n| --- | --- |\n"
    "| Kneads dough as told. | Bakes bread alone. |\n\n"
    "## Selling\n\n| Basic | Advanced |\n| --- | --- |\n| Greets every customer. | Advises on cakes. |\n",
    "skills.md": "# Ladder\n\n## Baking\n\n### Level 1\n\n- Kneads dough as told.\n\n### Level 2\n\n"
    "- Bakes bread alone.\n\n## Selling\n\n### Level 1\n\n- Greets every customer.\n\n### Level 2\n\n"
    "- Advises on cakes.\n",
    "levels.md": "# Ladder\n\n## Level 2\n\n### Baking\n\n- Bakes bread alone.\n\n### Selling\n\n"
    "- Advises on cakes.\n\n## Level 1\n\n### Baking\n\n- Kneads dough as told.\n\n### Selling\n\n"
    "- Greets every customer.\n",
    "numbered.md": "# Ladder\n\n## Baking\n\n1. Awareness\n\n  - Kneads dough as told.\n\n2. Working\n\n"
    "  - Bakes bread alone.\n\n## Selling\n\n1. Awareness\n\n  - Greets every customer.\n\n2. Working\n\n"
    "  - Advises on cakes.\n",
    "skills.yaml": "skills:\n  - name: Baking\n    levels:\n      2: Bakes bread alone.\n"
    "      1: Kneads dough as told.\n  - name: Selling\n    levels:\n      1: Greets every customer.\n"
    "      2: Advises on cakes.\n",
    "nested.json": '{"skills": {"Baking": {"Basic": ["Kneads dough as told."],'
    ' "Advanced": ["Bakes bread alone."]},'
    ' "Selling": {"Basic": ["Greets every customer."], "Advanced": "Advises on cakes."}}}',
    "nested.yaml": "levels:\n  L1:\n    Baking: [Kneads dough as told.]\n"
    "    Selling: [Greets every customer.]\n"
    "  L2:\n    Baking: [Bakes bread alone.]\n    Selling: [Advises on cakes.]\n",
    "labels.md": "# Ladder\n\n## Baking\n\n**Baker**\n\n- Kneads dough as told.\n\n**Senior Baker**\n\n"
    "- Bakes bread alone.\n\n## Selling\n\n**Baker**\n\n- Greets every customer.\n\n**Senior Baker**\n\n"
    "- Advises on cakes.\n",
    "skills.json": '[{"title": "Baking", "proficiency_levels": [{"level": "Basic", "indicator":'
    ' "Kneads dough as told."}, {"level": "Advanced", "indicator": "Bakes bread alone."}]},'
    ' {"title": "Selling", "proficiency_levels": [{"level": "Advanced", "indicator": "Advises on cakes."},'
    ' {"level": "Basic", "indicator": "Greets every customer."}]}]',
}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_ladder_when_in_a_usual_shape_then_skills_levels_and_statements(
    name: str, read_text: ReadText
) -> None:
    reading = read_text(SHAPES[name], name)
    assert sorted(said(reading)) == [*BAKING, *SELLING]
    assert reading.kind.startswith("ladder-")
    assert not [each for each in reading.problems if each.severity != "note"]


def test_ladder_when_levels_have_no_known_order_then_refused_with_their_names(read_text: ReadText) -> None:
    page = SHAPES["skills.md"].replace("Level 1", "Lead").replace("Level 2", "Staff")
    (error,) = read_text(page, "a.md").errors
    assert error.kind == "levels-unordered"
    assert "'Lead', 'Staff'" in error.message
    with pytest.raises(DocumentError, match="not a kind of document"):
        read_text("Skill,Lead,Staff\nBaking,Kneads dough as told.,Bakes bread alone.\n", "a.csv")


def test_headings_when_one_is_no_known_level_then_left_out_with_a_warning(read_text: ReadText) -> None:
    text = SHAPES["numbered.md"] + "\n3. Legend\n\n  - Is known to every baker.\n  - Writes the books.\n"
    reading = read_text(text, "a.md")
    assert sorted(said(reading)) == [*BAKING, *SELLING]
    assert ("warning", "level-unknown") in problems(reading)


def test_table_when_cells_say_nothing_then_no_statements(read_text: ReadText) -> None:
    text = (
        "Skill,Level 1,Level 2,Level 3\nBaking,Kneads dough as told.,N/A,#REF!\n"
        "Selling,-,Advises on cakes.,TBC\n"
    )
    reading = read_text(text, "a.csv")
    assert said(reading) == [BAKING[0], SELLING[1]]
    assert [(each.kind, each.count) for each in reading.problems if each.kind == "placeholder"] == [
        ("placeholder", 4)
    ]


def test_table_when_columns_are_examples_or_unknown_then_left_out_and_named(read_text: ReadText) -> None:
    text = (
        "Skill,Level 1,Level 1 examples,Level 2,Legend\n"
        "Baking,Kneads dough as told.,Made forty rolls.,Bakes bread alone.,Is known to all.\n"
    )
    reading = read_text(text, "a.csv")
    assert said(reading) == BAKING
    assert problems(reading) == [("note", "column-left-out"), ("warning", "column-left-out")]


def test_table_when_a_skill_is_there_again_then_an_error_with_the_right_rows(read_text: ReadText) -> None:
    text = SHAPES["columns.csv"] + "Baking,Cleans the oven.,Orders the flour.\n"
    (error,) = read_text(text, "a.csv").errors[:1]
    assert "row 4" in error.location
    assert "row 2" in error.message


def test_table_of_required_levels_when_no_statements_then_what_roles_ask_for(read_text: ReadText) -> None:
    reading = read_text("Skill,Junior,Senior\nBaking,1,3\nSelling,2,4\n", "a.csv")
    asked = {role.name: [each.level for each in role.requirements] for role in reading.roles}
    assert asked == {"Junior": [1, 2], "Senior": [3, 4]}
    assert not reading.descriptors


def test_page_when_front_matter_has_the_level_then_its_skills_are_at_it(read_text: ReadText) -> None:
    text = "---\nlevel: 3\ntitle: Baker\n---\n\n## Baking\n\n- Bakes bread alone.\n- Plans the week.\n"
    reading = read_text(text, "a.md")
    assert said(reading) == [("Baking", 3, "Bakes bread alone."), ("Baking", 3, "Plans the week.")]
    assert [(role.name, role.requirements[0].level) for role in reading.roles] == [("Baker", 3)]


def test_workbook_when_sheets_are_skills_hidden_or_merged_then_read_as_shown(read_text: ReadText) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Skill", "Level 1", "Level 2"])
    sheet.append(["Baking", "Kneads dough as told.", "Bakes bread alone."])
    sheet.append([None, "Cleans the oven.", None])
    sheet.merge_cells("A2:A3")
    old = book.create_sheet("old draft")
    old.append(["Skill", "Level 1", "Level 2"])
    old.append(["Baking", "Bakes bread alone.", "Kneads dough as told."])
    old.sheet_state = "hidden"
    reading = read_text(as_bytes(book), "a.xlsx")
    assert sorted(said(reading)) == sorted([*BAKING, ("Baking", 1, "Cleans the oven.")])
    assert ("note", "hidden-sheet") in problems(reading)


def test_word_table_when_cells_are_in_content_controls_then_read(read_text: ReadText) -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    for cell, text in zip(table.row_cells(0), ["Skill", "Level 1", "Level 2"], strict=True):
        cell.text = text
    for cell, text in zip(table.row_cells(1), ["Baking", BAKING[0][2], BAKING[1][2]], strict=True):
        cell.text = text
    cell = table.rows[1].cells[1]._tc
    control = cell.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}sdt")
    inner = cell.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}sdtContent")
    cell.getparent().replace(cell, control)
    control.append(inner)
    inner.append(cell)
    stream = io.BytesIO()
    document.save(stream)
    assert said(read_text(stream.getvalue(), "a.docx")) == BAKING


def test_markdown_table_when_a_row_lost_a_cell_then_a_warning(read_text: ReadText) -> None:
    text = SHAPES["groups.md"].replace("*Selling* | Greets", "*Selling* Greets")
    assert ("warning", "row-too-short") in problems(read_text(text, "a.md"))
    assert ("warning", "row-too-short") not in problems(read_text(SHAPES["groups.md"], "a.md"))


ROWS = {
    "named.csv": "Skill,Level,Statement\nBaking,Level 2,Bakes bread alone.\n"
    "Baking,Level 1,Kneads dough as told.\n"
    "Selling,Level 1,Greets every customer.\nSelling,Level 2,Advises on cakes.\n",
    "titles.csv": "Area;Sub-competency;Seniority;Indicator;Examples\n"
    "Kitchen;Baking;Junior;Kneads dough as told.;Made forty rolls.\n"
    "Kitchen;Baking;Senior;Bakes bread alone.;Ran the oven at Easter.\n"
    "Shop;Selling;Junior;Greets every customer.;Waved at Mr Smith.\n"
    "Shop;Selling;Senior;Advises on cakes.;Sold nine cakes.\n",
    "records.json": '[{"id": 1, "area": "Baking", "level": "baker1", "summary": "Kneads dough as told."},'
    ' {"id": 2, "area": "Baking", "level": "baker2", "summary": "Bakes bread alone."},'
    ' {"id": 3, "area": "Selling", "level": "baker1", "summary": "Greets every customer."},'
    ' {"id": 4, "area": "Selling", "level": "baker2", "summary": "Advises on cakes."}]',
}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_rows_when_each_has_a_skill_and_a_level_then_read(name: str, read_text: ReadText) -> None:
    assert sorted(said(read_text(ROWS[name], name))) == [*BAKING, *SELLING]


def test_rows_when_a_level_is_a_placeholder_then_an_error_and_no_other_level_moves(
    read_text: ReadText,
) -> None:
    reading = read_text(ROWS["named.csv"] + "Selling,n/a,Has no higher level.\n", "a.csv")
    assert sorted(said(reading)) == [*BAKING, *SELLING]
    assert [(each.kind, each.location) for each in reading.errors] == [("level-missing", "row 6")]


def test_table_when_it_has_fifteen_levels_then_all_are_read(read_text: ReadText) -> None:
    levels = range(15, 0, -1)
    text = ",".join(["Skill", *(f"L{n}" for n in levels)]) + "\n"
    text += ",".join(["Baking", *(f"Bakes {n} loaves." for n in levels)]) + "\n"
    assert sorted(said(read_text(text, "a.csv")))[-1] == ("Baking", 15, "Bakes 15 loaves.")
    assert len(read_text(text, "a.csv").descriptors) == 15


def test_headings_when_each_skill_has_level_names_of_its_own_then_in_their_order(read_text: ReadText) -> None:
    axes = {"Tools": ("Masters", "Adopts", "Specializes"), "People": ("Mentors", "Learns", "Supports")}
    text = "".join(
        f"## {axis}\n\n" + "".join(f"### {name}\n\n- {name} what the bakery needs.\n\n" for name in names)
        for axis, names in axes.items()
    )
    found = {(each.skill, each.text.split()[0]): each.level for each in read_text(text, "a.md").descriptors}
    assert found[("Tools", "Adopts")] == found[("People", "Learns")] == 1
    assert found[("Tools", "Masters")] == found[("People", "Mentors")] == 3


def test_job_description_when_it_has_the_usual_sections_then_duties_and_what_is_asked_are_apart(
    read_text: ReadText,
) -> None:
    text = "[Company logo]\n\nBaker\n\nJob Description\n\n- Bakes bread alone.\n- Plans the week.\n\n"
    text += "Essential skills\n\n- Knows ovens.\n\nHow to apply\n\n- Send us your CV by Friday.\n"
    (role,) = read_text(text, "a.txt").roles
    assert (role.name, role.lines("duties")) == ("Baker", ("Bakes bread alone.", "Plans the week."))
    assert role.lines("attributes") == ("Knows ovens.",)


@pytest.mark.parametrize(
    ("title", "lowest"), [("Grades of civil servants", "Grade 7"), ("Grades of the bakery", "Grade 6")]
)
def test_grades_when_they_may_fall_with_their_figures_then_by_the_words_and_with_a_warning(
    title: str, lowest: str, read_text: ReadText
) -> None:
    rows = f"| Baking | {BAKING[0][2]} | {BAKING[1][2]} |\n"
    reading = read_text(f"# {title}\n\n| Skill | Grade 6 | Grade 7 |\n| --- | --- | --- |\n{rows}", "a.md")
    assert reading.frameworks[0].levels[0].name == lowest
    assert ("warning", "grade-order") in problems(reading)


def test_records_when_a_level_has_a_number_and_a_name_then_both_are_kept(read_text: ReadText) -> None:
    levels = [
        {"level": level, "name": name, "text": text}
        for (_, level, text), name in zip(BAKING, ("Novice", "Master"), strict=True)
    ]
    reading = read_text(json.dumps([{"name": "Baking", "levels": levels}]), "a.json")
    assert [each.name for each in reading.frameworks[0].levels] == ["1 Novice", "2 Master"]


def test_headings_when_levels_are_letters_then_refused_with_their_names(read_text: ReadText) -> None:
    parts = [
        f"## {skill}\n\n### Level A\n\n- Does it.\n\n### Level B\n\n- Does it well.\n" for skill in "UVWX"
    ]
    with pytest.raises(DocumentError, match=r"'Level A', 'Level B'.*order"):
        read_text("# Ladder\n\n" + "\n".join(parts), "a.md")


def test_table_when_half_of_its_level_names_are_unknown_then_refused(read_text: ReadText) -> None:
    texts = ",".join(f"Bakes the bread of the shop on day {day} of the week alone" for day in range(4))
    text = f"Skill,Emerging,Developing,Proficient,Leading\nBaking,{texts}\nSelling,{texts}\n"
    assert ("error", "levels-unordered") in problems(read_text(text, "a.csv"))


CRAFTS = {
    "fields.yaml": "area: Bakery\nitems:\n- ID: B.1\n  name: Baking\n  Level 1: Kneads dough as told.\n"
    "  Level 2: Bakes bread alone.\n- ID: B.2\n  name: Selling\n  Level 1: Greets every customer.\n"
    "  Level 2: Advises on cakes.\n",
    "front.md": "---\nitems:\n- name: Baking\n  L1: Kneads dough as told.\n  L2: Bakes bread alone.\n"
    "- name: Selling\n  L1: Greets every customer.\n  L2: Advises on cakes.\n---\nSee above.\n",
    "steps.json": '{"trades": [{"name": "Food", "crafts": [{"name": "Baking", "code": "B.1", "steps":'
    ' {"1. Basic": "Kneads dough as told.", "2. Advanced": "Bakes bread alone."}}, {"name": "Selling",'
    ' "code": "B.2", "steps": {"1. Basic": "Greets every customer.", "2. Advanced":'
    ' "Advises on cakes."}}]}]}',
    "scores.json": '{"standards": {"1a: Baking": {"short": "1a", "scores": {"Basic": {"description":'
    ' "Kneads dough as told.", "examples": ""}, "Advanced": {"description": "Bakes bread alone."}}},'
    ' "1b: Selling": {"short": "1b", "scores": {"Basic": {"description": "Greets every customer."},'
    ' "Advanced": {"description": "Advises on cakes."}}}}}',
    "levels.json": '{"l1": {"bake": {"label": "Baking", "text": "Kneads dough as told."},'
    ' "sell": {"label": "Selling", "text": "Greets every customer."}},'
    ' "l2": {"bake": {"label": "Baking", "text": "Bakes bread alone."},'
    ' "sell": {"label": "Selling", "text": "Advises on cakes."}}}',
    "cells.md": "<table><tr><th>Level/Skill</th><th>Baking</th><th>Selling</th></tr>\n<tr><td>1</td>"
    "<td>Kneads dough as told.</td><td>Greets every customer.</td></tr>\n<tr><td>2</td>"
    "<td>Bakes bread alone.</td><td>Advises on cakes.</td></tr></table>\n",
    "two.md": "# Shop\n\n| Skill | Level 1 (Junior) | Level 2 (Senior) |\n| --- | --- | --- |\n"
    "| Baking | Kneads dough as told. | Bakes bread alone. |\n\n## More\n\n"
    "| Skill | Level 1 | Level 2 |\n| --- | --- | --- |\n"
    "| Selling | Greets every customer. | Advises on cakes. |\n",
    "ticks.md": "| Area | Detail | Baker 1 (Green) | Senior Baker 1 (Red) |\n| --- | --- | --- | --- |\n"
    "| Baking | Kneads dough as told. | ✅ | ✅ |\n| | Bakes bread alone. | | ✅ |\n"
    "| Selling | Greets every customer. | ✅ | |\n| | Advises on cakes. | | ✅ |\n",
    "tabs.md": '# Shop\n\n## Baking\n\n=== ":icon-1: Entry Level"\n\n    - Kneads dough as told.\n\n'
    '=== ":icon-2: Senior Level"\n\n    - Bakes bread alone.\n\n## Selling\n\n=== "Entry Level"\n\n'
    '    - Greets every customer.\n\n=== "Senior Level"\n\n    - Advises on cakes.\n',
    "boxes.md": "# L1 - Junior Baker\n\n## Baking\n\n### Indicators\n\n#### Nivel 1 - Básico\n\n"
    "- [ ] Kneads dough as told.\n\n#### Nivel 2\n\n- [x] Bakes bread alone.\n\n## Selling\n\n"
    "### Indicators\n\n#### Nivel 1 - Básico\n\n- [ ] Greets every customer.\n\n#### Nivel 2\n\n"
    "- [ ] Advises on cakes.\n",
    "remarks.md": "# Ladder\n\n## G1 – Baker\n\n**Note**: nobody is hired here.\n\n### Baking\n\n"
    "- Kneads dough as told.\n\n### Selling\n\n- Greets every customer.\n\n## G2 – Senior Baker\n\n"
    "### Baking\n\n- Bakes bread alone.\n\n### Selling\n\n- Advises on cakes.\n",
}


@pytest.mark.parametrize("name", sorted(CRAFTS))
def test_ladder_when_in_a_shape_of_its_own_then_skills_levels_and_statements(
    name: str, read_text: ReadText
) -> None:
    reading = read_text(CRAFTS[name], name)
    titles = {each.key: each.name.rpartition(": ")[2] for each in reading.skills}
    found = [(titles[skill], level, text) for skill, level, text in said(reading)]
    assert sorted(found) == [*BAKING, *SELLING]


PAGE = "# Shop\n\n## Levels (IC1-IC2)\n\nWhat each level asks of a baker.\n\n"


@pytest.mark.parametrize("heads", [("IC1: Learning", "IC2: Leading"), ("Start → IC1", "IC1 → IC2")])
def test_headings_when_a_text_beside_the_figure_names_the_level_then_it_is_no_skill(
    heads: tuple[str, str], read_text: ReadText
) -> None:
    parts = (f"### {head}\n\n- {text}\n" for head, (_, _, text) in zip(heads, BAKING, strict=True))
    found = said(read_text(PAGE + "\n".join(parts), "a.md"))
    assert found == [("Levels", level, text) for _, level, text in BAKING]


def test_page_when_it_says_what_is_not_done_then_left_out(read_text: ReadText) -> None:
    text = "# L2\n\n## Baking\n\n- Kneads dough alone.\n- Bakes it.\n\n## Anti-patterns\n\n- Burns it.\n"
    assert [text for _, _, text in said(read_text(text, "a.md"))] == ["Kneads dough alone.", "Bakes it."]


@pytest.mark.parametrize(
    "text",
    [
        "# House Proficiency Scale\n\n- 1 - Novice (little experience)\n  - Needs help with all of it.\n"
        "- 2 - Expert (an authority)\n  - Helps all of the others.\n",
        "# House\n\n| Level | Years | Titles | Key indicators |\n| --- | --- | --- | --- |\n"
        "| Junior | 0-2 | Any baker, maker | Learns, asks, helps |\n| Mid | 2 | Any baker | Bakes alone |\n"
        "| Senior | 3 or more | Any head baker | Leads, plans, tells |\n",
        "# House\n\n| Level | Name | Meaning |\n| --- | --- | --- |\n| 0 | No | Knows nothing of it. |\n"
        "| 1 | Some | Knows a little of it. |\n| 2 | All | Knows all there is. |\n",
        "[{'level': 1, 'name': 'Novice', 'colour': 'red', 'text': 'Needs help with all of it.'},"
        " {'level': 2, 'name': 'Skilled', 'colour': 'blue', 'text': 'Works alone all day.'},"
        " {'level': 3, 'name': 'Expert', 'colour': 'red', 'text': 'Helps all of the others.'}]".replace(
            "'", '"'
        ),
    ],
)
def test_scale_when_no_skill_is_named_then_refused(text: str, read_text: ReadText) -> None:
    with pytest.raises(UnmappedError):
        read_text(text, "a.md" if text.startswith("#") else "a.json")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "Skill,{0},{1}\nBaking,{2}\nSelling,{2}\n"),
        ("a.csv", "Level,Baking,Selling\n{0},{2}\n{1},{2}\n"),
        ("a.json", '[{{"name": "Baking", "{0}": "Bakes it alone.", "{1}": "Bakes it well."}},'
         ' {{"name": "Selling", "{0}": "Sells it alone.", "{1}": "Sells it well."}}]'),
        ("a.md", "# Shop\n\n## Band {0}\n\n### Baking\n\n- Bakes it.\n\n### Selling\n\n- Sells it.\n\n"
         "## Band {1}\n\n### Baking\n\n- Bakes it well.\n\n### Selling\n\n- Sells it well.\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("levels", [("A", "B"), ("Silver", "Gold")])
def test_levels_when_letters_or_metals_then_refused_by_their_names(
    name: str, text: str, levels: tuple[str, str], read_text: ReadText
) -> None:
    with pytest.raises(UnmappedError) as error:
        read_text(text.format(*levels, "Does it all alone.,Does it all well."), name)
    assert all(f"{level}'" in str(error.value) for level in levels)
    assert "Level 2" in str(error.value)


def test_data_when_skills_have_no_levels_then_none_is_invented(read_text: ReadText) -> None:
    text = '{"1": {"title": "Baking", "points": ["Kneads dough as told."]},'
    text += ' "2": {"title": "Selling", "points": ["Greets every customer."]}}'
    with pytest.raises(UnmappedError):
        read_text(text, "a.json")


def test_ladder_when_it_has_one_level_then_its_title_is_no_role(read_text: ReadText) -> None:
    text = (
        "# House Career Ladder\n\n## Level 1 - Junior Baker\n\n### Baking\n\n- Kneads dough.\n- Bakes it.\n"
    )
    reading = read_text(text, "a.md")
    assert (reading.roles, [skill for skill, *_ in said(reading)]) == ((), ["Baking", "Baking"])
