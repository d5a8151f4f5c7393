"""One document in many formats says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.formats import open_bytes
from knowledge.model import DocumentError, Reading
from knowledge.readers import read
from tests.knowledge.conftest import ReadText
from tests.knowledge.office_files import (
    docx_of_table,
    docx_of_text,
    odt_of,
    pdf_of_table,
    pdf_of_text,
    rows_of,
)
from tests.knowledge.samples import DDAT_SKILLS, OUTLINE, TSC, WIKI, all_bytes


def said(reading: Reading) -> list[tuple[str, int, str, str]]:
    """Return what a reading says, without where."""
    return [(each.skill, each.level, each.kind, each.text) for each in reading.descriptors]


def html_of(rows: list[list[str]]) -> str:
    """Return a web page with a table, its menu and program included."""
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f"<!DOCTYPE html><html><head><title>x</title><script>1</script></head><body><nav>TSC Title</nav>"
        f"<h1>Reference</h1><table>{cells}</table></body></html>"
    )


def markdown_of(rows: list[list[str]]) -> str:
    """Return a Markdown page with a table whose header is empty."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    width = len(rows[0])
    return "\n".join(["# Reference", "", "|" + "   |" * width, "|" + "---|" * width, *lines, ""])


def in_all_formats(text: str) -> dict[str, bytes]:
    """Return a TSC reference document in every format that may have it."""
    rows = rows_of(text)
    return {
        "text.pdf": pdf_of_text(text),
        "table.pdf": pdf_of_table(rows, "Reference"),
        "text.docx": docx_of_text(text),
        "table.docx": docx_of_table(rows, "Reference"),
        "text.odt": odt_of(text),
        "table.odt": odt_of("Reference", rows),
        "page.html": html_of(rows).encode(),
        "page.md": markdown_of(rows).encode(),
    }


@pytest.mark.parametrize("name", sorted(in_all_formats(TSC)))
def test_a_tsc_reference_says_the_same_in_every_format(name: str, read_text: ReadText) -> None:
    plain, other = read_text(TSC), read_text(in_all_formats(TSC)[name], name)
    assert other.kind == "tsc-reference"
    assert said(other) == said(plain)
    assert other.skills[0].level_codes == plain.skills[0].level_codes
    assert not other.errors
    assert "line" not in other.descriptors[0].sources[0].location


@pytest.mark.data
def test_the_seed_s_tsc_reference_says_the_same_in_every_format(shared: Path, read_text: ReadText) -> None:
    (path,) = (shared / "seeds").glob("004*")
    plain = read(path)
    for name, data in in_all_formats(path.read_text()).items():
        other = read_text(data, name)
        assert said(other) == said(plain), name
        assert other.skills[0].level_codes == plain.skills[0].level_codes, name
        assert not other.errors, name


def test_a_table_that_goes_on_over_a_page(read_text: ReadText) -> None:
    rows = rows_of(TSC)
    # A word processor parts the row; a label stands on its first page only.
    parts = ["\n".join(f"• Warm pot {page} of guest {n} with care" for n in range(30)) for page in (1, 2)]
    rows[-2][3] = parts[0]
    rows.insert(-1, ["", "", "", parts[1], *[""] * (len(rows[0]) - 4)])
    reading = read_text(pdf_of_table(rows), "long.pdf")
    abilities = [each.text for each in reading.descriptors if each.kind == "ability" and each.level == 3]
    assert abilities == [line.removeprefix("• ") for line in "\n".join(parts).splitlines()]
    assert [each.kind for each in reading.problems] == ["page-cut"]


def test_running_documents(read_text: ReadText) -> None:
    assert said(read_text(docx_of_text(OUTLINE))) == said(read_text(OUTLINE))
    assert said(read_text(pdf_of_text(OUTLINE))) == said(read_text(OUTLINE))


def test_a_web_page_with_headings_of_levels(read_text: ReadText) -> None:
    page = (
        "<html><body><h1>Role: Tea brewing (TEAB)</h1><h2>Description</h2><p>Making tea.</p>"
        "<h2>SFIA Level 2</h2><p>Boils water.<br>Pours it.</p><ul><li>Waits by the clock.</li></ul>"
        "</body></html>"
    )
    reading = read_text(page, "tea.html")
    assert reading.kind == "sfia-wiki"
    assert said(reading) == [
        ("TEAB", 2, "level", text) for text in ("Boils water.", "Pours it.", "Waits by the clock.")
    ]
    assert read_text(WIKI).skills[0].code == reading.skills[0].code


def test_a_table_for_csv_stands_in_a_workbook_or_word_document(read_text: ReadText) -> None:
    import csv
    import io

    rows = list(csv.reader(io.StringIO(DDAT_SKILLS)))
    reading = read_text(docx_of_table(rows), "ddat.docx")
    assert reading.kind == "ddat-skills"
    assert said(reading) == said(read_text(DDAT_SKILLS))
    assert reading.descriptors[0].sources[0].location.startswith("sheet table 1, row 2")


def test_merged_cells_of_a_web_page(read_text: ReadText) -> None:
    rows = rows_of(TSC)
    page = html_of(rows).replace(
        "<td>Tea Brewing</td>" + "<td></td>" * 4, '<td colspan="5" rowspan="1">Tea Brewing</td>'
    )
    assert said(read_text(page, "a.html")) == said(read_text(TSC))


def test_samples_are_still_of_their_kinds(read_text: ReadText) -> None:
    assert {kind: read_text(data).kind for kind, data in all_bytes().items()} == {
        kind: kind for kind in all_bytes()
    }


def test_yaml_when_sound_then_plain_values_and_dates_as_text() -> None:
    document = open_bytes(
        "a.yaml", b"skills:\n  - name: Tea\n    since: 2030-01-01\n    levels: {1: Boils.}\n"
    )
    assert document.value == {"skills": [{"name": "Tea", "since": "2030-01-01", "levels": {1: "Boils."}}]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [1, 2", "line 1"),
        ("a: &x [1]\nb: *x", "anchors or aliases"),
        ("a: 1\n---\nb: 2", "broken"),
        ("a:\n" + "- " * 5000 + "b", "cannot be read"),
    ],
)
def test_yaml_when_damaged_or_a_bomb_then_refused(text: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        open_bytes("a.yml", text.encode())


def test_markdown_when_front_matter_then_its_values_beside_the_lines() -> None:
    document = open_bytes("a.md", b"---\nlevel: 3\n---\n\n## Tea\n\n- Boils\n  water.\n")
    assert document.value == {"level": 3}
    assert [(line.text, line.heading, line.bullet) for line in document.lines] == [
        ("Tea", 2, False),
        ("Boils water.", 0, True),
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\nSkill;Text\nTea;Boils, pours\n", (("Skill", "Text"), ("Tea", "Boils, pours"))),
        ("Skill;A, b;C, d\nTea;x, y;z\n", (("Skill", "A, b", "C, d"), ("Tea", "x, y", "z"))),
        ("Our skills\n\nSkill,Text\nTea,Boils\n", (("Our skills",), (), ("Skill", "Text"), ("Tea", "Boils"))),
    ],
)
def test_csv_when_its_delimiter_or_title_is_unusual_then_rows(text: str, rows: tuple[object, ...]) -> None:
    (table,) = open_bytes("a.csv", text.encode()).tables
    assert table.rows == rows


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1252"])
def test_csv_when_unmarked_or_western_encoding_then_decoded(encoding: str) -> None:
    document = open_bytes("a.csv", "Code;Skill\n0805;Prüfung\n0806;Küche\n".encode(encoding))
    assert document.tables[0].rows[1:] == (("0805", "Prüfung"), ("0806", "Küche"))


def test_prose_when_it_has_commas_then_no_table() -> None:
    text = "Dear all,\nwe brew tea, bake, and sell.\nNobody, ever, complains, so far.\nYours\nThe team\n"
    assert open_bytes("a.txt", text.encode()).tables == ()
