"""The one door for files: any format to text, lines and tables with their places.

`open_bytes` recognises the format by the content of a file, checks that it is sound and safe, and gives a
`Document`. Run it in the sandbox (`knowledge.importer`): files come from strangers.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from knowledge.formats.cleanup import without_hidden
from knowledge.formats.content import Content, Document
from knowledge.model import DocumentError

MAX_FILE = 20_000_000
"""Bytes. The largest known document (roles of the UK framework) has 1.6 million."""

_EXPORT_TEXT = "Add the text or table itself."
_SIGNATURES: tuple[tuple[bytes, str, str, str], ...] = (
    (b"{\\rtf", "rich text (RTF)", "Save it as .docx, PDF or plain text.", "rich-text"),
    (b"\x1f\x8b", "a compressed file", "Unpack it first.", "unknown"),
    (b"\x89PNG", "a picture", _EXPORT_TEXT, "picture"),
    (b"\xff\xd8\xff", "a picture", _EXPORT_TEXT, "picture"),
    (b"GIF8", "a picture", _EXPORT_TEXT, "picture"),
    (b"RIFF", "a picture", _EXPORT_TEXT, "picture"),
    (b"SQLite format 3", "a database", "Export its tables as CSV.", "unknown"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""Office keeps an encrypted document in a container of the old kind, under this name."""


def open_document(path: Path) -> Document:
    """Open a file of any format.

    Raises:
        DocumentError: it is missing, a folder, empty, too large, binary, cut off, wrongly encoded or unsafe
            to unpack.
    """
    name = _printable(path.name) or _printable(str(path))
    return open_bytes(name, _read_bytes(path, name))


def open_bytes(name: str, data: bytes, *, guess_encoding: bool = False) -> Document:
    """Open the bytes of a file of any format.

    Args:
        name: file name; only YAML and Markdown are recognised by it, everything else by its content.
        guess_encoding: whether text in an unusual encoding is decoded by guess instead of refused.

    Raises:
        DocumentError: as for `open_document`.
    """
    if not data.strip():
        raise DocumentError(name, "the file is empty.", remedy="Save or download it again.", reason="empty")
    if len(data) > MAX_FILE:
        raise _too_large(name, len(data))
    content = _content(name, data, guess_encoding)
    return Document(name=name, sha256=hashlib.sha256(data).hexdigest(), **vars(content))


def _content(name: str, data: bytes, guess_encoding: bool) -> Content:
    # Each format loads its own library: none is imported before a file needs it.
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archived(name, data)
    if b"%PDF-" in data[:1024]:
        from knowledge.formats.pdf import read_pdf

        return read_pdf(name, data)
    _check_signature(name, data)
    from knowledge.formats.text import decode

    return _of_text(name, decode(name, data, guess=guess_encoding))


def _archived(name: str, data: bytes) -> Content:
    from knowledge.formats.archive import kind_of_archive

    kind = kind_of_archive(name, data)
    if kind == "xlsx":
        from knowledge.formats.xlsx import read_xlsx

        return read_xlsx(name, data)
    if kind == "docx":
        from knowledge.formats.docx import read_docx

        return read_docx(name, data)
    from knowledge.formats.odt import read_odt

    return read_odt(name, data)


def _of_text(name: str, text: str) -> Content:
    from knowledge.formats import yaml
    from knowledge.formats.csv import read_csv
    from knowledge.formats.html import is_html, read_html
    from knowledge.formats.markdown import is_markdown, read_markdown
    from knowledge.formats.rdf import is_rdf, read_rdf
    from knowledge.formats.text import text_lines

    ending = Path(name).suffix.casefold()
    if yaml.is_json(text):
        return yaml.read_json(name, text)
    if ending in (".yaml", ".yml"):
        return yaml.read_yaml(name, text)
    if is_rdf(text):
        return read_rdf(name, text)
    if is_html(text):
        return read_html(name, text)
    table = read_csv(name, text)
    if ending in (".md", ".markdown") or (is_markdown(text) and (table is None or text.startswith("#"))):
        return read_markdown(name, text)
    return Content(text=text, lines=text_lines(text), tables=(table,) if table else ())


def _check_signature(name: str, data: bytes) -> None:
    for signature, what, remedy, reason in _SIGNATURES:
        if data.lstrip().startswith(signature):
            raise _not_text(name, what, remedy, reason)
    if data.startswith(_OLD_OFFICE):
        reason = "encrypted" if _ENCRYPTED_PACKAGE in data else "old-office"
        raise _not_text(
            name, "an old or encrypted Office file", "Save it as .docx or .xlsx without a password.", reason
        )


def _not_text(name: str, what: str, remedy: str, reason: str) -> DocumentError:
    message = f"this is {what}, a document of text or tables was expected."
    return DocumentError(name, message, remedy=remedy, reason=reason)


def _printable(name: str) -> str:
    return re.sub(r"\s+", " ", without_hidden(name.encode("utf-8", "replace").decode("utf-8")))


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
                name, "this is not a regular file.", remedy="Copy what it holds to a file first."
            )
        if path.stat().st_size > MAX_FILE:
            raise _too_large(name, path.stat().st_size)
        with path.open("rb") as file:
            return file.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(
            name, f"it cannot be opened: {reason}.", remedy="Check the path and its rights."
        ) from error


def _too_large(name: str, size: int) -> DocumentError:
    return DocumentError(
        name,
        f"the file has {size / 1e6:.0f} MB, at most {MAX_FILE / 1e6:.0f} MB are read.",
        remedy="Add the table or text itself, without pictures, or split it.",
        reason="too-large",
    )


__all__ = ["MAX_FILE", "Document", "open_bytes", "open_document"]
