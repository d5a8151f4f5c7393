"""Ladders in Word documents, workbooks and PDFs as people make them."""

from __future__ import annotations

import io

import docx
import openpyxl
import pypdfium2
import pytest
from docx.oxml import parse_xml
from fpdf import FPDF
from PIL import Image

from knowledge.formats import open_bytes
from tests.knowledge.conftest import ReadText
from tests.knowledge.office_files import odt_of
from tests.knowledge.samples import as_bytes
from tests.knowledge.test_ladders import BAKING, SELLING, problems, said

DAYS = [f"on {day}, with whoever else of the team is there on that day" for day in ("Monday", "Friday")]
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BOX = (
    'xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p {_WORD} {_BOX}>{properties}{content}</w:p>"


def word(*blocks: str, numbering: str = "") -> bytes:
    """Return a Word document of these elements; ``# Title`` stands for a heading.

    Args:
        blocks: XML of paragraphs, tables or content controls.
        numbering: XML of lists, each definition before its use.
    """
    document = docx.Document()
    root = document.part.numbering_part.element
    for each in parse_xml(f"<w:numbering {_WORD}>{numbering}</w:numbering>"):
        (root.append if each.tag.endswith("}num") else lambda item: root.insert(0, item))(each)
    for block in blocks:
        if block.startswith("# "):
            document.add_heading(block[2:], 1)
        else:
            document.element.body.insert(len(document.element.body) - 1, parse_xml(block))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_word_when_levels_are_numbers_of_lists_then_read(read_text: ReadText) -> None:
    def level(number: int) -> str:
        numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        return paragraph("", f'<w:pPr><w:pStyle w:val="Heading2"/>{numbered}</w:pPr>')

    texts = [paragraph(_RUN.format(text)) for _, _, text in (*BAKING, *SELLING)]
    kind = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="Level %1"/></w:lvl>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = f'<w:abstractNum w:abstractNumId="70">{kind}</w:abstractNum>' + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="70"/>{again}</w:num>' for number in (90, 91)
    )
    blocks = ["# Baking", level(90), texts[0], level(90), texts[1]]
    blocks += ["# Selling", level(91), texts[2], level(91), texts[3]]
    assert said(read_text(word(*blocks, numbering=numbering), "a.docx")) == [*BAKING, *SELLING]


def test_word_when_changes_are_tracked_then_the_new_text(read_text: ReadText) -> None:
    deleted = '<w:del w:id="1" w:author="x"><w:r><w:delText>Buys </w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="x">{_RUN.format("Bakes ")}</w:ins>'
    changed = paragraph(deleted + inserted + _RUN.format("bread alone."))
    control = f"<w:sdt {_WORD}><w:sdtContent>{paragraph(_RUN.format(BAKING[0][2]))}</w:sdtContent></w:sdt>"
    levels = [paragraph(_RUN.format(name)) for name in ("Level 1", "Level 2")]
    reading = read_text(word("# Baking", levels[0], control, levels[1], changed), "a.docx")
    assert said(reading) == BAKING
    assert ("note", "left-out") in problems(reading)


def test_word_when_text_is_in_boxes_then_read_once(read_text: ReadText) -> None:
    def box(text: str) -> str:
        inner = f"<w:txbxContent>{paragraph(_RUN.format(text))}</w:txbxContent>"
        new = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
        old = f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
        return paragraph(f"<w:r><mc:AlternateContent>{new}{old}</mc:AlternateContent></w:r>")

    data = word("# Baking", *(box(f"Level {level}: {text}") for _, level, text in BAKING))
    assert said(read_text(data, "a.docx")) == BAKING


def test_word_when_a_table_is_within_a_cell_then_its_rows_are_the_skill_s(read_text: ReadText) -> None:
    document = docx.Document()
    outer = document.add_table(0, 2)
    for skill in (BAKING, SELLING):
        cells = outer.add_row().cells
        cells[0].text, inner = skill[0][0], cells[1].add_table(0, 2)
        for _, level, text in skill:
            row = inner.add_row().cells
            row[0].text, row[1].text = f"Level {level}", f"{text[:-1]} on every day."
    stream = io.BytesIO()
    document.save(stream)
    read = [(skill, level) for skill, level, _ in said(read_text(stream.getvalue(), "a.docx"))]
    assert read == [each[:2] for each in (*BAKING, *SELLING)]


def test_workbook_when_a_level_is_merged_over_columns_then_all_are_at_it(read_text: ReadText) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Skill", "Level 1", None, None, "Level 2", None, None])
    sheet.append([None, *("Knowledge", "Behaviours", "Examples") * 2])
    texts = [
        BAKING[0][2],
        "Knows the kinds of flour.",
        "He baked a big cake.",
        BAKING[1][2],
        "Knows the oven.",
    ]
    sheet.append(["Baking", *texts, "She ran the shop."])
    sheet.merge_cells("B1:D1")
    sheet.merge_cells("E1:G1")
    expected = [BAKING[0], ("Baking", 1, texts[1]), BAKING[1], ("Baking", 2, texts[4])]
    assert said(read_text(as_bytes(book), "a.xlsx")) == expected


def test_workbook_when_tabs_are_skills_then_descriptions_and_examples_are_none(read_text: ReadText) -> None:
    book = openpyxl.Workbook()
    for skill in (BAKING, SELLING):
        sheet = book.create_sheet(skill[0][0])
        sheet.append(["Level", "Description", "Examples"])
        for _, level, text in skill:
            sheet.append([f"Level {level}", text, "As at the fair last spring."])
    del book["Sheet"]
    assert said(read_text(as_bytes(book), "a.xlsx")) == [*BAKING, *SELLING]


def test_odt_when_levels_stand_before_the_texts_in_a_table_then_read(read_text: ReadText) -> None:
    rows = [["Skill", "Level 1", "Level 2"], ["Baking", BAKING[0][2], BAKING[1][2]]]
    assert said(read_text(odt_of("Our ladder", rows), "a.odt")) == BAKING


@pytest.mark.parametrize(("drawn", "shown"), [(0, 0), (0, 90), (90, 0), (90, 90), (270, 0)])
def test_pdf_when_a_page_is_turned_then_its_table_is_read(
    drawn: int, shown: int, read_text: ReadText
) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    rows = [["Skill", "Level 1", "Level 2"]]
    rows += [[skill[0][0], skill[0][2], skill[1][2]] for skill in (BAKING, SELLING)]
    with pdf.rotation(drawn, 105, 148), pdf.table(rows, width=140):
        pass
    turned = pypdfium2.PdfDocument(bytes(pdf.output()))
    turned[0].set_rotation(shown)
    stream = io.BytesIO()
    turned.save(stream)
    assert said(read_text(stream.getvalue(), "a.pdf")) == [*BAKING, *SELLING]


def test_pdf_when_words_are_cut_at_line_ends_then_whole() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    lines = ["Bakes all of the cele\u00adbration cakes alone,", "and is every day of a year on-", "call."]
    pdf.multi_cell(50, 5, "\n".join([*lines, "Comes on a call."]))
    text = open_bytes("a.pdf", bytes(pdf.output())).text
    assert "celebration cakes" in text
    assert "on-call" in text


def test_pdf_when_headings_have_sizes_then_the_larger_is_above(read_text: ReadText) -> None:
    pdf = FPDF()
    pdf.add_page()
    for skill in (BAKING, SELLING):
        lines = [(18, skill[0][0])]
        for _, level, text in skill:
            lines += [(14, f"Level {level}"), (10, f"- {text}")]
        for size, line in lines:
            pdf.set_font("helvetica", size=size)
            pdf.multi_cell(0, size, line, new_x="LMARGIN", new_y="NEXT")
    assert said(read_text(bytes(pdf.output()), "a.pdf")) == [*BAKING, *SELLING]


def test_pdf_when_one_page_is_a_picture_then_it_is_named() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    pdf.multi_cell(0, 5, "Bakes bread alone.")
    pdf.add_page()
    pdf.image(Image.new("RGB", (40, 40), "grey"), w=100)
    content = open_bytes("a.pdf", bytes(pdf.output()))
    assert [(each.kind, each.location) for each in content.left_out] == [("scanned-page", "page 2")]


def test_pdf_when_text_is_in_two_columns_then_one_after_the_other(read_text: ReadText) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=16)
    pdf.multi_cell(0, 12, "What our bakers and sellers do")
    top = pdf.get_y() + 12
    for left, skill in ((20, BAKING), (110, SELLING)):
        pdf.set_left_margin(left)
        pdf.set_y(top)
        lines = [(14, skill[0][0])]
        for _, level, text in skill:
            lines += [(12, f"Level {level}"), *((10, f"- {text[:-1]} {day}.") for day in DAYS)]
        for size, line in lines:
            pdf.set_font("helvetica", size=size)
            pdf.multi_cell(80, 5, line, new_x="LMARGIN", new_y="NEXT", align="L")
    expected = [
        (name, level, f"{text[:-1]} {day}.") for name, level, text in (*BAKING, *SELLING) for day in DAYS
    ]
    assert said(read_text(bytes(pdf.output()), "a.pdf")) == expected
