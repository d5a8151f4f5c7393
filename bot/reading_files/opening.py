"""Opens a job description of any kind and gives its lines. Runs in the limited process."""

from __future__ import annotations

import re

from bot.reading_files.duties import activities
from bot.reading_files.model import FileError, Line
from bot.wording.files import FileReason
from knowledge.formats.cleanup import one_line

MOST_LINES = 3_000
"""Lines read of one file; a job description has 50 to 300."""

LONGEST_LINE = 2_000
"""Characters read of one line or paragraph."""

_BULLETS = "•▪‣◦●■□∙⁃►▶➢➤✓✔❖◆\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
_ITEM = re.compile(
    rf"^\s*(?:[{_BULLETS}]\s*|[-–—*·o§]\s+|\(?(?:\d{{1,2}}(?:\.\d{{1,2}})*|[a-z]|[ivx]{{1,4}})[.)]\s+)"
)
_MARKDOWN = re.compile(r"^\s{0,3}#{1,6}\s+|\*\*|__|`")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.005
_LONGEST = 1_000_000
"""Characters of a text that are read."""

_SIGNATURES: tuple[tuple[bytes, FileReason], ...] = (
    (b"{\\rtf", "rich-text"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"RIFF", "picture"),
    (b"PK", "unknown"),
)
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body|<\?xml)", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def activities_in(name: str, data: bytes) -> list[str]:
    """Find what a job description says somebody does: `lines_of` and `duties.activities`.

    Args:
        name: of the file.
        data: its bytes.

    Raises:
        FileError: it cannot be read, or says nothing of the kind.
    """
    found = activities(lines_of(name, data))
    if not found:
        raise FileError("no-duties")
    return found


def lines_of(name: str, data: bytes) -> tuple[Line, ...]:
    """Give the lines of a file, without what its pages repeat.

    Args:
        name: of the file; only told by it: whether a text is a web page or rich text that lost its start.
        data: its bytes.

    Raises:
        FileError: it cannot be read.
    """
    if b"%PDF-" in data[:1024]:
        from bot.reading_files.pdf import pdf_lines

        return pdf_lines(data)[:MOST_LINES]
    if data.startswith(b"PK\x03\x04"):
        from bot.reading_files.word import word_lines

        return word_lines(data)[:MOST_LINES]
    if data.startswith(_OLE):
        # Word keeps an encrypted document in a container of the old kind, under this name.
        raise FileError("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old-word")
    return _text_lines(name, data)


def as_line(text: str, *, item: bool = False, heading: bool = False, whole: bool = True) -> Line | None:
    """Clean a line; None where nothing is in it."""
    text = text[:LONGEST_LINE]
    bare = _ITEM.sub("", text, count=1)
    tidy = one_line(bare)
    return Line(tidy, item or bare != text, heading, whole) if tidy else None


def _text_lines(name: str, data: bytes) -> tuple[Line, ...]:
    for signature, reason in _SIGNATURES:
        if data.lstrip().startswith(signature):
            raise FileError(reason)
    if _WEB_PAGE.match(data[:2000]) or name.lower().endswith((".html", ".htm")):
        raise FileError("web-page")
    text = _decoded(data)
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text) + 8:
        raise FileError("unknown")
    found = []
    for raw in text[:_LONGEST].splitlines()[:MOST_LINES]:
        heading = raw.lstrip().startswith("#")
        line = as_line(_MARKDOWN.sub("", raw), heading=heading, whole=len(raw) > 120 or heading)
        # An empty line ends what stands before it.
        found.append(line or Line("", whole=True))
    if not any(letter.isalnum() for line in found for letter in line.text):
        raise FileError("no-text")
    return tuple(found)


def _decoded(data: bytes) -> str:
    mark = next((known for start, known in _BYTE_ORDER_MARKS if data.startswith(start)), "")
    try:
        return data.decode(mark or "utf-8")
    except UnicodeDecodeError:
        import chardet

        guess = chardet.detect(data[:100_000])["encoding"] or "cp1252"
        try:
            return data.decode(guess, "replace")
        except LookupError:
            return data.decode("cp1252", "replace")
