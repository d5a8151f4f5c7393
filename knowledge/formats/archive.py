"""The ZIP archives that office files are: checked before anything in them is parsed."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from knowledge.model import DocumentError

MAX_ENTRIES = 500
"""Files in the archive; the SFIA 8 workbook has 11."""

MAX_UNPACKED = 60_000_000
"""Bytes of all files in the archive; the SFIA 8 workbook has half a million."""

MAX_RATIO = 200
"""Unpacked to packed bytes of one file in it; worksheets reach about 20, bombs 1,000."""

REMEDY = "Open it in its own program and save it as a new .xlsx or .docx file, or as CSV or text."

_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MAIN = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "content.xml": "odt"}


def kind_of_archive(name: str, data: bytes) -> str:
    """Check an archive and return its kind: ``xlsx``, ``docx`` or ``odt`` (any OpenDocument file).

    Raises:
        DocumentError: it is cut off, locked, none of these, too large once unpacked, defines XML
            entities, holds macros, or has files in it that would be unpacked elsewhere.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_sizes(name, entries)
            _check_names(name, entries)
            kind = _kind(name, {entry.filename for entry in entries})
            for entry in entries:
                _check_content(name, entry, archive)
            return kind
    except DocumentError:
        raise
    except zipfile.BadZipFile as error:
        raise DocumentError(
            name, "the archive is cut off or damaged.", remedy="Save or download it again.", reason="damaged"
        ) from error
    except Exception as error:  # encryption, unknown compression, bad lengths: zipfile has no common error
        reason = "encrypted" if "encrypted" in str(error) else "damaged"
        raise DocumentError(
            name, f"the archive cannot be unpacked ({error}).", remedy=REMEDY, reason=reason
        ) from error


def _check_sizes(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise _unsafe(name, f"the archive holds {len(entries)} files, at most {MAX_ENTRIES} are read.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        most = f"at most {MAX_UNPACKED / 1e6:.0f} MB are read"
        raise _unsafe(name, f"the archive unpacks to {unpacked / 1e6:.0f} MB, {most}.")
    for entry in entries:
        ratio = entry.file_size // max(entry.compress_size, 1)
        if entry.file_size > 1_000_000 and ratio > MAX_RATIO:
            raise _unsafe(name, f"one file in the archive unpacks to {ratio} times its size.", entry.filename)


def _check_names(name: str, entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in entry.filename.partition("/")[0]:
            raise _unsafe(name, "a file in the archive would be unpacked outside of it.", entry.filename)
        if path.name.casefold() in _MACROS:
            what, remedy = (
                "it holds macros, programs that Rung never runs.",
                "Save it without macros, as .xlsx or .docx.",
            )
            raise _unsafe(name, what, entry.filename, remedy)
        if entry.filename in seen:
            raise _unsafe(name, "a file occurs in the archive twice.", entry.filename)
        seen.add(entry.filename)


def _kind(name: str, names: set[str]) -> str:
    found = next((kind for main, kind in _MAIN.items() if main in names), "")
    if not found:
        raise DocumentError(
            name,
            "this is an archive that holds no workbook and no text document.",
            remedy="Unpack it and add the documents in it.",
            reason="unknown",
        )
    return found


def _check_content(name: str, entry: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    # Reading a file to its end also compares its length and checksum with what the archive says of it.
    content = archive.read(entry)
    if entry.filename.endswith((".xml", ".rels")):
        # UTF-16 puts null bytes between ASCII characters.
        plain = content.replace(b"\x00", b"") if b"\x00" in content[:200] else content
        if _ENTITY.search(plain):
            raise _unsafe(name, "it defines XML entities, which no office program writes.", entry.filename)


def _unsafe(name: str, message: str, entry: str = "", remedy: str = REMEDY) -> DocumentError:
    return DocumentError(name, message, location=entry[:80], remedy=remedy, reason="unsafe")
