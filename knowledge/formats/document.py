"""Opens a file safely: sizes, kinds, encodings and broken archives are told before any reader sees them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import chardet

from knowledge.formats.archive import kind_of_archive
from knowledge.formats.blocks import Block, as_sheets, as_text
from knowledge.formats.cleanup import without_hidden
from knowledge.formats.docx import open_word
from knowledge.formats.html import is_html, open_html
from knowledge.formats.layout import blocks_of
from knowledge.formats.markdown import is_markdown, open_markdown
from knowledge.formats.pages import Page
from knowledge.formats.pdf import open_pdf
from knowledge.formats.sheets import Sheet
from knowledge.formats.xlsx import open_workbook
from knowledge.model import DocumentError

LARGEST_FILE = 20_000_000
"""Bytes. The largest document known (roles of the UK framework) has 1.6 million."""

LONGEST_CELL = 20_000
"""Characters. The longest cell of the frameworks known has 4,000; a longer one has lost its end."""

_MOST_CONTROLS = 0.005
"""Share of control characters above which a file is no text: text has hardly any, binary files have 10 %."""

_SIGNATURES = {
    b"\xd0\xcf\x11\xe0": ("an old or encrypted Office file", "Save it as .xlsx without a password."),
    b"\x1f\x8b": ("a compressed file", "Unpack it first."),
    b"\x89PNG": ("a picture", "Hand in the text or table itself."),
    b"\xff\xd8\xff": ("a picture", "Hand in the text or table itself."),
    b"SQLite format 3": ("a database", "Export its tables as CSV."),
}
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_JSON_START = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[{\]\"])")
_RARE_IN_ENGLISH = re.compile("[À-ÿ]{3,}|[¡-§ª-®±-³µ¶¸-¿Ø-ßð÷ø-ÿŒœŠŽžŸƒˆ‹›†‡‰]")


@dataclass(frozen=True)
class Json:
    """A parsed JSON document.

    Args:
        value: what it holds.
        repeated: keys that one object gives twice, in order; JSON would keep the last and lose the others.
    """

    value: object
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Document:
    """A file that is open and sound as a file; what it says is for a reader to tell.

    Args:
        name: file name, without folders.
        sha256: of its bytes, hexadecimal.
        text: its text, or ``""`` for a workbook; of a converted file its blocks as text.
        sheets: of a workbook, and the tables of a converted file, in its order; empty for text.
        pages: of a PDF, with the places of the text on them.
        blocks: lines and rows of a file that was converted (PDF, DOCX, HTML, Markdown).
        sheet: name of the one table of another document that this one stands for, or ``""``.
    """

    name: str
    sha256: str
    text: str = ""
    sheets: tuple[Sheet, ...] = ()
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    sheet: str = ""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines; line n of the file is at n - 1."""
        return tuple(re.split(r"\r\n|\r|\n", self.text))

    @cached_property
    def delimiter(self) -> str:
        """What parts the cells of its first line: comma, semicolon or tab, whichever makes most of them."""
        first = self.text.lstrip().partition("\n")[0]
        return max(",;\t", key=first.count)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The cells of its first line read as a table, stripped; one cell where it is no table.

        A converted file has none: its tables are `sheets`.
        """
        if self.blocks:
            return ()
        try:
            first = next(
                csv.reader(io.StringIO(self.text[:LONGEST_CELL], newline=""), delimiter=self.delimiter), []
            )
        except csv.Error:
            return ()
        return tuple(without_hidden(cell).strip() for cell in first)

    @cached_property
    def json(self) -> Json | None:
        """What it holds as JSON, or None where it does not begin as JSON does.

        Raises:
            DocumentError: it begins as JSON and goes wrong.
        """
        return _parse_json(self.name, self.text) if _JSON_START.match(self.text) else None


def open_document(path: Path) -> Document:
    """Open a file of any kind that a reader may know.

    Args:
        path: of a regular file.

    Returns:
        its text decoded, or its sheets unpacked.

    Raises:
        DocumentError: it is missing, a folder, empty, too large, binary, cut off, wrongly encoded or unsafe
            to unpack.
    """
    name = _printable(path.name) or _printable(str(path))
    data = _read_bytes(path, name)
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if kind_of_archive(name, data) == "xlsx":
            return Document(name, sha256, sheets=open_workbook(name, data))
        return _converted(name, sha256, open_word(name, data))
    if b"%PDF-" in data[:1024]:
        pages = open_pdf(name, data)
        return replace(_converted(name, sha256, blocks_of(pages)), pages=pages)
    text = _decode(name, data)
    if is_html(text):
        return _converted(name, sha256, open_html(name, text))
    return Document(name, sha256, text=text)


def other_views(document: Document) -> Iterator[Document]:
    """Yield the document as what else it may be taken for, where no reader knows it as it is.

    A text with the headings or tables of Markdown is converted; each table of a workbook or of a converted
    file stands as a CSV file would.
    """
    if document.text and not document.blocks and is_markdown(document.text):
        document = _converted(document.name, document.sha256, open_markdown(document.name, document.text))
        yield document
    for sheet in document.sheets:
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows(sheet.rows)
        yield Document(document.name, document.sha256, text=stream.getvalue(), sheet=sheet.name)


def _converted(name: str, sha256: str, blocks: tuple[Block, ...]) -> Document:
    return Document(name, sha256, text=as_text(blocks), sheets=as_sheets(blocks), blocks=blocks)


def _printable(name: str) -> str:
    return without_hidden(name.encode("utf-8", "replace").decode("utf-8"))


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise DocumentError(
                name, "this is a folder, a document was expected.", remedy="Name the files in it."
            )
        if not path.exists():
            raise DocumentError(name, "there is no such file.", remedy="Check the path and its spelling.")
        if not path.is_file():
            raise DocumentError(
                name, "this is no regular file.", remedy="Copy what it holds to a file first."
            )
        if path.stat().st_size > LARGEST_FILE:
            raise _too_large(name, path.stat().st_size)
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(
            name, f"it cannot be opened: {reason}.", remedy="Check the path and its rights."
        ) from error
    if len(data) > LARGEST_FILE:
        raise _too_large(name, len(data))
    if not data.strip():
        raise DocumentError(name, "the file is empty.", remedy="Save or download it again.")
    return data


def _too_large(name: str, size: int) -> DocumentError:
    return DocumentError(
        name,
        f"the file has {size / 1e6:.0f} MB, at most {LARGEST_FILE / 1e6:.0f} MB are read.",
        remedy="Hand in the table or text itself, without pictures, or part it.",
    )


def _decode(name: str, data: bytes) -> str:
    for signature, (what, remedy) in _SIGNATURES.items():
        if data.startswith(signature):
            raise DocumentError(
                name, f"this is {what}, a document of text or tables was expected.", remedy=remedy
            )
    text = _decode_text(name, data)
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text) + 8:
        raise DocumentError(
            name,
            "this is a binary file, a document of text or tables was expected.",
            remedy="Export it as one of these.",
        )
    return text


def _decode_text(name: str, data: bytes) -> str:
    encoding = next((known for mark, known in _BYTE_ORDER_MARKS if data.startswith(mark)), "")
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            place = f"byte {error.start + 1}"
            raise _wrongly_encoded(name, f"it says it is {encoding} and is not", place) from error
        if error.end >= len(data) and "unexpected end" in error.reason:
            raise DocumentError(
                name,
                "the file ends in the middle of a character.",
                remedy="It was cut off: save or download it again.",
            ) from error
    return _decode_western(name, data)


def _decode_western(name: str, data: bytes) -> str:
    """Decode as cp1252, in which some owners save their tables, where that makes plausible English."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _wrongly_encoded(name, _guess(data), f"byte {error.start + 1}") from error
    beyond_ascii = sum(1 for character in text if character > "\x7f")
    odd = sum(len(found) for found in _RARE_IN_ENGLISH.findall(text))
    if odd > 0.2 * beyond_ascii + 1:
        raise _wrongly_encoded(name, _guess(data), _first_odd_line(text))
    return text


def _first_odd_line(text: str) -> str:
    match = _RARE_IN_ENGLISH.search(text)
    return f"line {text.count(chr(10), 0, match.start()) + 1}" if match else ""


def _guess(data: bytes) -> str:
    guess = chardet.detect(data[:200_000])["encoding"]
    return f"it seems to be {guess}" if guess else "it is neither UTF-8 nor Windows-1252"


def _wrongly_encoded(name: str, what: str, location: str) -> DocumentError:
    return DocumentError(
        name, f"the text is wrongly encoded: {what}.", location=location, remedy="Save it again as UTF-8."
    )


def _parse_json(name: str, text: str) -> Json:
    repeated: list[str] = []

    def as_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
        seen: dict[str, object] = {}
        for key, value in pairs:
            if key in seen:
                repeated.append(key)
            seen[key] = value
        return seen

    try:
        value = json.loads(text, object_pairs_hook=as_object, strict=False)
    except json.JSONDecodeError as error:
        raise _broken_json(name, text, error) from error
    except (RecursionError, ValueError) as error:
        raise DocumentError(name, "the JSON is nested too deep or holds an impossible number.") from error
    return Json(value, tuple(repeated))


def _broken_json(name: str, text: str, error: json.JSONDecodeError) -> DocumentError:
    cut = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated string")
    what = "the JSON ends too soon" if cut else f"the JSON is broken ({error.msg.lower()})"
    remedy = "It was cut off: save or download it again." if cut else "Mend that place or export it again."
    return DocumentError(
        name, f"{what}.", location=f"line {error.lineno}, column {error.colno}", remedy=remedy
    )
