"""Files that cannot be read, each told in one message that says what to do."""

from __future__ import annotations

import io
import os
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from knowledge.formats import archive
from knowledge.model import DocumentError
from knowledge.readers import read
from tests.knowledge.conftest import ReadText
from tests.knowledge.samples import DDAT_SKILLS, REGISTRY, SFIA_SKILLS, WIKI, as_bytes, workbook


def refused(content: bytes, read_text: ReadText) -> str:
    """Return the message with which a file is refused."""
    with pytest.raises(DocumentError) as error:
        read_text(content, "tea.doc")
    assert error.value.document == "tea.doc"
    assert error.value.remedy
    return str(error.value)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"none\.csv: there is no such file"):
        read(tmp_path / "none.csv")
    with pytest.raises(DocumentError, match="this is a folder"):
        read(tmp_path)


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DocumentError, match="not a regular file"):
        read(tmp_path / "pipe")


def test_name_that_no_file_can_have(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        read(tmp_path / "a\x00b")
    with pytest.raises(DocumentError):
        read(tmp_path / ("a" * 400))


@pytest.mark.parametrize("content", [b"", b"  \n\n "])
def test_empty_file(content: bytes, read_text: ReadText) -> None:
    assert "the file is empty" in refused(content, read_text)


def test_50_mb_are_refused_without_reading_them(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    start = time.perf_counter()
    with pytest.raises(DocumentError, match="50 MB, at most 20 MB"):
        read(path)
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7\n...", "the PDF cannot be opened"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office file"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x1f\x8b\x08\x00", "a compressed file"),
        (bytes(range(32)) * 100, "a binary file"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 500, "a binary file"),
    ],
)
def test_binary_files(content: bytes, says: str, read_text: ReadText) -> None:
    assert says in refused(content, read_text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_known_encodings(encoding: str, read_text: ReadText) -> None:
    reading = read_text(SFIA_SKILLS.encode(encoding))
    assert reading.skills[1].name == "Cake cutting"
    assert reading.descriptors[-1].text == "Cuts the guests’ cake."


def test_misread_utf8_is_mended_where_it_can_be_proved(read_text: ReadText) -> None:
    reading = read_text(SFIA_SKILLS.replace("guests’", "guestsâ€™").encode())
    assert reading.descriptors[-1].text == "Cuts the guests’ cake."


@pytest.mark.parametrize("encoding", ["shift_jis", "koi8-r", "euc_kr"])
def test_wrong_encodings(encoding: str, read_text: ReadText) -> None:
    words = {
        "shift_jis": "お茶をいれる人たち",
        "koi8-r": "Человек заваривает чай",
        "euc_kr": "차를 끓이는 사람",
    }
    message = refused((SFIA_SKILLS + words[encoding] * 20).encode(encoding, "ignore"), read_text)
    assert "wrongly encoded" in message
    assert "Save it again as UTF-8." in message


def test_utf16_that_is_broken(read_text: ReadText) -> None:
    assert "says it is utf-16" in refused(SFIA_SKILLS.encode("utf-16")[:-1], read_text)


def test_text_cut_inside_a_character(read_text: ReadText) -> None:
    assert "in the middle of a character" in refused((WIKI + "’").encode()[:-1], read_text)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_cut_json(share: float, read_text: ReadText) -> None:
    message = refused(REGISTRY[: int(len(REGISTRY) * share)].encode(), read_text)
    assert "JSON" in message
    assert "line 1, column" in message


def test_cut_csv(read_text: ReadText) -> None:
    message = refused(DDAT_SKILLS[: DDAT_SKILLS.index("a leaf")].encode(), read_text)
    assert message.startswith("tea.doc, row 2 (line 3): the table ends inside a quoted cell.")


def test_csv_with_a_stray_quotation_mark(read_text: ReadText) -> None:
    assert "quotation mark" in refused(SFIA_SKILLS.replace('"Boils', '"B"oils').encode(), read_text)


@pytest.mark.parametrize(
    "text", ['{"a": [' * 100_000, '{"a": ' + "9" * 5000 + "}", '{"a": NaN', '{"a": 1} x']
)
def test_strange_json(text: str, read_text: ReadText) -> None:
    with pytest.raises(DocumentError):
        read_text(text)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
def test_cut_workbook(share: float, read_text: ReadText) -> None:
    data = workbook()
    assert "cut off or damaged" in refused(data[: int(len(data) * share)], read_text)


def workbook_archive(entries: dict[str, bytes]) -> bytes:
    """Return a workbook's archive with entries added or put in the place of others."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in entries:
                new.writestr(name, old.read(name))
        for name, data in entries.items():
            new.writestr(name, data)
    return stream.getvalue()


def test_zip_bombs(read_text: ReadText) -> None:
    assert "times its size" in refused(workbook_archive({"xl/media/a.bin": bytes(5_000_000)}), read_text)
    many = {f"xl/media/{n}.bin": os.urandom(1000) + bytes(900_000) for n in range(70)}
    assert "unpacks to" in refused(workbook_archive(many), read_text)
    assert "files, at most 500" in refused(workbook_archive({f"xl/{n}": b"" for n in range(600)}), read_text)


def test_xml_entities(read_text: ReadText) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "tea">]><a>&b;</a>'
    assert "XML entities" in refused(workbook_archive({"xl/sharedStrings.xml": bomb}), read_text)


def test_10_000_sheets(read_text: ReadText, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    for _ in range(60):
        book.create_sheet()
    assert "61 sheets, at most 50" in refused(as_bytes(book), read_text)
    monkeypatch.setattr(archive, "MAX_ENTRIES", 40)
    assert "files, at most 40" in refused(as_bytes(book), read_text)


def test_sheet_with_a_cell_far_out(read_text: ReadText) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["XFD1048576"] = "tea"
    start = time.perf_counter()
    assert "more than 20,000 rows" in refused(as_bytes(book), read_text)
    assert time.perf_counter() - start < 2


def test_archives_that_are_no_workbook(read_text: ReadText) -> None:
    for name, says in (("word/document.xml", "the Word document is damaged"), ("tea.txt", "no workbook")):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as new:
            new.writestr(name, "tea")
        assert says in refused(stream.getvalue(), read_text)


def test_damaged_sheet(read_text: ReadText) -> None:
    assert "damaged" in refused(workbook_archive({"xl/worksheets/sheet1.xml": b"<worksheet><row"}), read_text)


def test_workbook_without_skills(read_text: ReadText) -> None:
    with pytest.raises(DocumentError, match="not a kind of document"):
        read_text(as_bytes(openpyxl.Workbook()))
