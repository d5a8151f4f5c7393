"""Job descriptions sent as files: what is read from them, and what is said where nothing is."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from functools import partial

import docx
import fpdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.formats import open_bytes
from knowledge.formats.content import Line
from knowledge.importer import read_duties
from knowledge.model import DocumentError
from knowledge.readers.duties import duties, duties_in_file, duties_in_text
from knowledge.sandbox import limited

DUTIES = (
    "Plan the beds of the eastern park for the whole year and order seeds from the suppliers in time",
    "Show new gardeners how the old roses are pruned",
    "Keep the yearly budget of the park and report to the council",
)
REST = (
    "Requirements",
    "A diploma in horticulture and two years of experience",
    "How to Apply",
    "Send your CV to the park office at office@park.example",
)


def pdf(pages: Sequence[Sequence[str]], encrypt: bool = False) -> bytes:
    """Print pages of lines, each with a header and a footer."""
    paper = fpdf.FPDF()
    if encrypt:
        paper.set_encryption("owner", "user")
    for number, lines in enumerate(pages, 1):
        paper.add_page()
        paper.set_font("helvetica", size=11)
        for text in ("Parks Office 2026", *lines, f"Page {number} of {len(pages)}"):
            paper.multi_cell(0, 7, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())


def word(paragraphs: Sequence[tuple[str, str]]) -> bytes:
    """Write paragraphs, each with its style."""
    paper = docx.Document()
    paper.sections[0].header.paragraphs[0].text = "Parks Office"
    for text, style in paragraphs:
        paper.add_paragraph(text, style)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


MOST, LONGEST = 20, 320


def found_in(name: str, data: bytes) -> list[str]:
    return duties_in_file(name, data, MOST, LONGEST)[0]


def refused(name: str, data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        found_in(name, data)
    assert str(caught.value).endswith(".")
    return caught.value.reason


def as_word(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.slow
def test_a_pdf_is_read_in_a_process_of_its_own_and_heard_whole() -> None:
    bullets = [f"- {duty}" for duty in DUTIES]
    data = pdf([["Head Gardener", "Key responsibilities", *bullets[:2]], [bullets[2], *REST]])
    (found,) = read_duties("job.pdf", data, most=MOST, longest=LONGEST)
    assert found == list(DUTIES)


def test_a_word_document_is_read_by_its_styles() -> None:
    styled = [("Head Gardener", "Title"), ("The park is old and large and loved.", "Normal")]
    styled += [("What you’ll do", "Heading 1"), *((duty, "List Bullet") for duty in DUTIES)]
    styled += [(text, "Heading 1" if len(text) < 15 else "List Bullet") for text in REST]
    assert found_in("job.docx", word(styled)) == list(DUTIES)


def test_a_word_table_with_merged_cells_is_read_once() -> None:
    paper = docx.Document()
    table = paper.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Duties and responsibilities"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "\n".join(DUTIES)
    out = io.BytesIO()
    paper.save(out)
    assert " ".join(found_in("job.docx", out.getvalue())) == " ".join(DUTIES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_any_common_encoding(encoding: str) -> None:
    text = "Main duties:\n• Plan the café’s garden\n• Prune the roses of the park\n\nBenefits:\n• Free seeds"
    found = found_in("job.txt", text.encode(encoding))
    assert found == ["Plan the café’s garden", "Prune the roses of the park"]


def test_markdown_and_plain_sentences_are_text() -> None:
    assert found_in("a.md", b"# Gardener\n## Tasks\n* **Plan** the beds\n* Prune the roses\n") == [
        "Plan the beds",
        "Prune the roses",
    ]
    assert found_in("a.txt", b"I plan the beds of the park. I also prune the roses.") == [
        "I plan the beds of the park.",
        "I also prune the roses.",
    ]


ADVERT = """Parks are us!
Role: Senior Gardener
The Role
You will own our park.
You'll:
- Plan the beds of five parks, including seeds
  and tools for the year
- Training: onboard new colleagues
- Prepare a review each quarter and present it to the council
Care of Trees
- Decide with the council which trees are cut
Who you are
- Good at talking with people
What we offer
- Free flowers every day
"""
PAPER = """JOB PURPOSE
To lead the gardeners through the year and to report to the council.

KEY ACCOUNTABILITIES

Plans and budgets
Prepares the monthly accounts of the park and explains to the
council what has changed.
Trees
Reports to the council weekly.

QUALIFICATIONS
Knows every tree of the park by its name.
"""


def test_headings_part_what_somebody_does_from_what_is_asked_of_them() -> None:
    assert found_in("a.txt", ADVERT.encode()) == [
        "Plan the beds of five parks, including seeds and tools for the year",
        "Training: onboard new colleagues",
        "Prepare a review each quarter and present it to the council",
        "Decide with the council which trees are cut",
    ]
    assert found_in("a.txt", PAPER.encode()) == [
        "To lead the gardeners through the year and to report to the council.",
        "Prepares the monthly accounts of the park and explains to the council what has changed.",
        "Reports to the council weekly.",
    ]


def test_daily_activities_and_the_ideal_candidate_are_sections() -> None:
    text = "Gardener\n\nDaily Activities\n* planting the beds of the park\n* cutting the old trees\n"
    text += "The ideal candidate shall\n* know the names of all trees\n* have worked in a park\n"
    assert found_in("a.txt", text.encode()) == ["planting the beds of the park", "cutting the old trees"]


def test_chinese_needs_no_spaces() -> None:
    text = "岗位职责\n1. 负责客户管理和续约工作\n2. 编写合同和报价\n"
    found = ["负责客户管理和续约工作", "编写合同和报价"]
    assert found_in("a.txt", text.encode("gb18030")) == found_in("a.txt", text.encode()) == found


def test_without_a_section_of_duties_lists_are_taken_and_boilerplate_is_not() -> None:
    text = "Gardener\n- Plan the beds\n- Prune the roses\n- We regret that only shortlisted people hear\n"
    assert found_in("a.txt", text.encode()) == ["Plan the beds", "Prune the roses"]


def test_no_more_is_read_than_the_conversation_hears() -> None:
    text = "Duties\n" + "\n".join(f"- Water tree number {n} and {'prune it ' * 60}" for n in range(40))
    found = found_in("a.txt", text.encode())
    assert len(found) == MOST
    assert max(map(len, found)) <= LONGEST


def test_what_cannot_be_read_says_why() -> None:
    assert refused("a.pdf", pdf([["Secret"]], encrypt=True)) == "encrypted"
    assert refused("a.pdf", b"%PDF-1.7\nnothing of it is here") == "damaged"
    blank = fpdf.FPDF()
    blank.add_page()
    assert refused("a.pdf", bytes(blank.output())) == "scanned"
    assert refused("a.docx", word([])) == "no-text"
    assert refused("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600)) == "old-office"
    assert refused("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert refused("a.rtf", b"{\\rtf1 Duties}") == "rich-text"
    assert refused("a.png", b"\x89PNG\r\n") == "picture"
    assert refused("a.bin", bytes(range(256)) * 40) == "unknown"
    assert refused("a.zip", as_word({"a.txt": b"a"})) == "unknown"
    assert refused("a.xlsx", as_word({"xl/workbook.xml": b"<a/>"})) == "damaged"
    assert refused("a.txt", b"-\n-\n") == "no-text"
    assert refused("a.txt", b"Salary: a lot of money, paid monthly\n") == "no-duties"


def test_what_is_refused_before_it_is_opened() -> None:
    for data, reason in ((b" \n", "empty"), (b"a" * 20_000_001, "too-large")):
        with pytest.raises(DocumentError) as caught:
            read_duties("a.txt", data, most=MOST, longest=LONGEST)
        assert caught.value.reason == reason


def test_bombs_and_entities_are_left_closed() -> None:
    assert refused("a.docx", as_word({"word/document.xml": bytes(30_000_000)})) == "unsafe"
    assert refused("a.docx", as_word({f"word/{n}.xml": b"" for n in range(2_001)})) == "unsafe"
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert refused("a.docx", as_word({"word/document.xml": entity})) == "unsafe"


def test_a_bomb_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(as_word({"word/document.xml": bytes(30_000_000)}))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 1_000)
    assert refused("a.docx", bytes(data)) == "damaged"


def test_a_pdf_that_fills_the_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.importer.limited", partial(limited, memory=2**25))
    with pytest.raises(DocumentError) as caught:
        read_duties("a.pdf", pdf([["Duties", "- Plan the beds"]]), most=MOST, longest=LONGEST)
    assert caught.value.reason in ("too-slow", "damaged")


def test_any_cut_of_a_file_is_read_or_refused() -> None:
    for name, data in (("a.pdf", pdf([DUTIES])), ("a.docx", word([(text, "Normal") for text in DUTIES]))):
        for part in range(1, 12):
            try:
                found_in(name, data[: len(data) * part // 12])
            except DocumentError as error:
                assert str(error)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"{\\rtf"]))
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    try:
        found = open_bytes("file", start + data, guess_encoding=True).lines
    except DocumentError as error:
        assert str(error)
    else:
        assert all(isinstance(line, Line) for line in found)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            Line,
            st.text(max_size=80),
            st.just("line 1"),
            heading=st.integers(0, 2),
            bullet=st.booleans(),
            starts=st.booleans(),
        ),
        max_size=12,
    )
)
def test_any_lines_give_few_and_short_duties(lines: list[Line]) -> None:
    found = duties(lines, MOST, LONGEST)
    assert len(found) <= MOST
    assert all(0 < len(each) <= LONGEST for each in found)


CAREER = """
Work Experience

Corner Bank
Counter Officer
2018 to 2021
Served walk-in customers at the counter
Opened accounts within the limits I was given
2021 - now   Team Lead, Contact Centre
I lead 14 agents and plan their shifts.
I decide on refunds up to 500 dollars.
Education
BSc Marketing, 2017
"""


def test_career_when_it_has_dates_then_its_jobs_are_apart_and_the_latest_is_first() -> None:
    assert duties_in_text(CAREER, MOST, LONGEST) == [
        ["I lead 14 agents and plan their shifts.", "I decide on refunds up to 500 dollars."],
        [
            "Served walk-in customers at the counter",
            "Opened accounts within the limits I was given",
        ],
    ]


def test_experience_when_it_has_no_dates_then_it_is_what_a_job_asks_for() -> None:
    asked = "Duties\n- Plan the beds of it\n- Order the seeds in time\nExperience\n- Trees and hedges\n"
    assert duties_in_text(asked, MOST, LONGEST) == [["Plan the beds of it", "Order the seeds in time"]]


def test_text_when_it_has_no_heading_then_it_is_no_document() -> None:
    assert duties_in_text("I plan.\nI order seeds.\nI lead two.\nI sweep.\nI mow.\n", MOST, LONGEST) == []
