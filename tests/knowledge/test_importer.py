"""Documents that are made to harm: refused or read, in one sentence, within time and memory."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from knowledge.importer import read_document
from knowledge.model import DocumentError
from tests.knowledge.office_files import docx_of_text, pdf_of_text
from tests.knowledge.samples import TSC, as_bytes, workbook

_DEEP = "<div>" * 5_000 + "tea"
_LOOP = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>>>endobj
4 0 obj<</Length 7>>stream
/A Do
endstream endobj
5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 13/Resources<</XObject<</A 5 0 R>>>>>>stream
/A Do /A Do
endstream endobj
trailer<</Root 1 0 R/Size 6>>
"""


def with_entries(data: bytes, entries: dict[str, bytes]) -> bytes:
    """Return an archive with files added, or put in the place of others."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in entries:
                new.writestr(name, old.read(name))
        for name, content in entries.items():
            new.writestr(name, content)
    return stream.getvalue()


def many_sheets(count: int) -> bytes:
    """Return a workbook whose list of sheets is long."""
    book = openpyxl.Workbook()
    for _ in range(count):
        book.create_sheet()
    return as_bytes(book)


_WORD = docx_of_text("Tea")
_BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "tea">]><a>&b;</a>'
_HOSTILE = {
    "bomb.docx": (with_entries(_WORD, {"word/media/a.bin": bytes(30_000_000)}), "times its size"),
    "entities.docx": (with_entries(_WORD, {"word/document.xml": _BOMB}), "XML entities"),
    "utf16.docx": (
        with_entries(_WORD, {"word/document.xml": _BOMB.decode().encode("utf-16")}),
        "XML entities",
    ),
    "up.docx": (with_entries(_WORD, {"../../up.xml": b""}), "outside of it"),
    "root.xlsx": (with_entries(workbook(), {"/etc/tea": b""}), "outside of it"),
    "back.xlsx": (with_entries(workbook(), {"xl\\..\\..\\tea": b""}), "outside of it"),
    "macro.docm": (with_entries(_WORD, {"word/vbaProject.bin": b"Sub"}), "macros"),
    "macro.xlsm": (with_entries(workbook(), {"xl/vbaProject.bin": b"Sub"}), "macros"),
    "deep.html": (b"<html><body>" + _DEEP.encode(), "deep"),
    "wide.html": (b"<table>" + b'<tr><td colspan="999999999">a' * 3, "not a kind of document"),
    "loop.pdf": (_LOOP, ""),
    "cut.pdf": (pdf_of_text(TSC)[:900], "PDF"),
    "nested.md": (b"# a\n" + b"> " * 5_000 + b"tea", "not a kind of document"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(_HOSTILE))
def test_hostile_documents_are_refused_in_time(name: str, tmp_path: Path) -> None:
    data, says = _HOSTILE[name]
    (tmp_path / name).write_bytes(data)
    begun = time.monotonic()
    with pytest.raises(DocumentError) as error:
        read_document(tmp_path / name)
    assert time.monotonic() - begun < 35
    assert says in str(error.value)
    assert error.value.remedy


@pytest.mark.slow
def test_too_many_sheets(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(many_sheets(60))
    with pytest.raises(DocumentError, match="61 sheets, at most 50"):
        read_document(tmp_path / "a.xlsx")


@pytest.mark.slow
def test_formulas_are_not_computed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Skill", "Level", "Description"])
    sheet.append(["Tea brewing", 2, '=HYPERLINK("http://tea.example", "Boils")'])
    sheet.append(["Tea brewing", 3, "Brews for the house"])
    path = tmp_path / "a.xlsx"
    path.write_bytes(as_bytes(book))
    path.with_name("a.xlsx.rung.yaml").write_text(
        "framework: tea\ncolumns: {skill: Skill, level: Level, text: Description}\n"
    )
    reading = read_document(path)
    assert [each.text for each in reading.descriptors] == ["Brews for the house"]
    assert [each.kind for each in reading.problems] == ["empty-level"]


@pytest.mark.slow
def test_a_sound_document_comes_through_whole(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("TSC Title\tTea Brewing")
    (tmp_path / "a.docx").write_bytes(docx_of_text(TSC))
    assert read_document(tmp_path / "a.docx").counts.skills == 1
